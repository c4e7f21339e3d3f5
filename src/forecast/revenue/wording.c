#include "forecast/revenue/wording.h"

const struct field definition_fields[] = {
    FIELD_STR(struct definition, name, .required = true),
    FIELD_STR(struct definition, text, .max = 1000, .required = true),
    FIELD_END,
};
