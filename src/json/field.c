#include "json/field.h"

#include <string.h>

const struct field *fields_find(const struct field *fields, const char *name)
{
    FIELDS_EACH (f, fields)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

size_t fields_count(const struct field *fields)
{
    size_t n = 0;

    FIELDS_EACH (f, fields)
        n++;
    return n;
}

void field_set_missing(const struct field *f, void *out)
{
    void *p = field_at(f, out);

    switch (f->type) {
    case FIELD_T_I64:
    case FIELD_T_TIME: *(int64_t *)p = I64_NONE; return;
    case FIELD_T_F64: *(double *)p = NAN; return;
    case FIELD_T_BOOL: *(bool *)p = false; return;
    case FIELD_T_DAY: *(int32_t *)p = DAY_NONE; return;
    case FIELD_T_LIST:
    case FIELD_T_STRS:
    case FIELD_T_NUMS: *field_n_at(f, out) = 0; __attribute__((fallthrough));
    case FIELD_T_STR:
    case FIELD_T_ENUM:
    case FIELD_T_JSON:
    case FIELD_T_OBJ: *(void **)p = NULL; return;
    case FIELD_T_END: return;
    }
}

void fields_init(const struct field *fields, void *out)
{
    FIELDS_EACH (f, fields)
        field_set_missing(f, out);
}

bool field_is_missing(const struct field *f, const void *in)
{
    const void *p = field_in(f, in);

    switch (f->type) {
    case FIELD_T_I64:
    case FIELD_T_TIME: return *(const int64_t *)p == I64_NONE;
    case FIELD_T_F64: return isnan(*(const double *)p);
    case FIELD_T_DAY: return *(const int32_t *)p == DAY_NONE;
    case FIELD_T_STR:
    case FIELD_T_ENUM:
    case FIELD_T_JSON:
    case FIELD_T_OBJ: return *(void *const *)p == NULL;
    case FIELD_T_LIST:
    case FIELD_T_STRS:
    case FIELD_T_NUMS: return field_n(f, in) == 0;
    case FIELD_T_BOOL:
    case FIELD_T_END: return false;
    }
    return false;
}
