/* select_field.h: what lists of accounts can be filtered and sorted by: fields of the account, its
 * scores, bands and cell, every metric, the organisation's own fields as custom.NAME, and the
 * segments it is in.
 *
 * Ownership: everything in the arena. */
#pragma once
#include "json/filter.h"
#include "scoring/select/select_table.h"

enum select_source {
    FROM_ATTRIBUTE, /* index: enum attribute */
    FROM_LIFECYCLE,
    FROM_WORD,     /* index: enum score_word but WORD_CELL */
    FROM_CELL,     /* index: 0, or CELLS_OF_SETTINGS */
    FROM_KEPT,     /* index: enum kept */
    FROM_COVERAGE, /* the same in per cent */
    FROM_ARR_CENTS,
    FROM_LTV,
    FROM_MARGIN,
    FROM_EMPLOYEES,
    FROM_START,
    FROM_CHURNED,
    FROM_METRIC, /* index: in the dictionary */
    FROM_CUSTOM,
    FROM_SEGMENT,
};

struct select_field {
    const char *name, *label;
    enum field_type type;
    const char *const *values; /* ENUM */
    enum select_source source;
    int index;
    const char *const *labels; /* of the values, for people; NULL: they read the values */
    struct segments *segments; /* FROM_SEGMENT */
};

/* What `cell` can be. Matrices are made of scores, so whoever asks for fields brings their cells
 * along; without ids any text will do. In a segment `cell` is of the matrix that the settings name,
 * whichever is looked at: a segment that names another is broken, and a filter with it is refused
 * instead of meaning nobody. */
struct select_cells {
    const char *const *ids, *const *labels; /* end with NULL */
    const char *const *ids_of_settings, *const *labels_of_settings;
};
#define CELLS_OF_SETTINGS (-1) /* index: those of the matrix that the settings name */

/* All of them, as the connection's database declares them. */
struct select_fields {
    struct select_field *items;
    size_t n;
    const char **names; /* ends with NULL */
    struct segments *segments;
};
int select_fields_load(struct conn *c, const struct select_cells *cells, struct arena *arena,
                       struct select_fields *ret, struct err *err);
const struct select_field *select_field(const struct select_fields *fields, const char *name);
/* The same, or ERR_INVALID on the parameter `of` with the name that may be meant. */
int select_field_named(const struct select_fields *fields, const char *name, const char *of,
                       const struct select_field **ret, struct err *err);
/* For filter_parse. */
struct filter_names select_names(const struct select_fields *fields);
/* Does naming it in a filter mean more accounts than the customers? */
bool select_is_of_all(const struct select_field *f);
/* Does it hang on scores: health, maturity, a band or a cell? */
bool select_needs_scores(const struct select_field *f);
/* Is it known only as it is now, so that it counts for every day as it is now? */
bool select_is_undated(const struct select_field *f);
/* Is it one of the metrics that are not kept? */
bool select_needs_metrics(const struct select_field *f);

/* A field's values in all rows of a table: texts for STR and ENUM (NULL is missing), numbers for
 * the others (NaN is missing; days as day numbers, booleans 0 and 1). */
struct select_column {
    const char *const *texts;
    const double *numbers;
};
struct select_column select_column(const struct select_table *t, const struct select_field *f,
                                   struct arena *arena);
