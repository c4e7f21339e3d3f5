/* wording.h: what a figure is, in words, beside the figures: pages and files show the same. */
#pragma once
#include "json/field.h"

struct definition {
    const char *name; /* as people say it: "GRR" */
    const char *text;
};
extern const struct field definition_fields[];

/* Of a day that need not be said (lives_day). */
#define UNTIL_KNOWN \
    "if left out, today, or the last day of which there are facts if they stopped coming"

/* As members of a reply: struct definition *definitions and its count. */
#define DEFINITIONS_FIELD(T)                                 \
    FIELD_LIST(T, definitions, definition, .required = true, \
               .help = "What the figures are, in words")
#define UNDATED_FIELD(T)                     \
    FIELD_STRS(T, undated, .required = true, \
               .help = "Fields without a history, which count for every day as they are now")
