/* filter.h: the filter language: which rows of a list are meant.
 *
 *     industry = "EdTech" and (arr_cents >= 1000000 or not owner = "ann")
 *
 * text form   and, or, not, parentheses (not binds closest, then and, then or); comparisons
 *             = != < <= > >= in ( …, … ) contains, "is missing", "is not missing". Words in any
 *             case. Values: "text" (\" and \\ inside), numbers, true and false, days and times
 *             (2026-01-31, 2026-01-31T08:00:00Z) with or without quotes.
 * JSON form   {"and": […]}, {"or": […]}, {"not": {…}},
 *             {"field": "industry", "op": "=", "value": "EdTech"}, for in "value": […], for
 *             "is missing" without value.
 * Both give the same tree; filter_write writes it back as text.
 *
 * Meaning. A condition is true or false, nothing between: a comparison with a missing value is
 * false, and != is the opposite of =, hence true for a missing value. Texts are compared as they
 * stand, bytewise; contains looks for a part of a text without regard to the case of ASCII letters,
 * and in a list of texts for one that is equal in that sense. A day compared with a time stands for
 * its first moment in the organisation's time zone. Who evaluates a tree (db/where.h for SQL,
 * scoring over columns) keeps to this.
 *
 * Ownership: trees and their texts live in the arena.
 * Errors:    ERR_INVALID. Of a text: field "filter", and the character in the sentence. Of JSON:
 * the field is the place in it, "and[1].not.value", or "" for the whole. */
#pragma once
#include "json/field.h"

#define FILTER_TEXT_MAX  4096
#define FILTER_DEPTH_MAX 32
#define FILTER_TERMS_MAX 200 /* comparisons, and values of an in list */

enum filter_op {
    FILTER_AND,
    FILTER_OR,
    FILTER_NOT,
    FILTER_EQ,
    FILTER_NE,
    FILTER_LT,
    FILTER_LE,
    FILTER_GT,
    FILTER_GE,
    FILTER_IN,
    FILTER_CONTAINS,
    FILTER_MISSING,
    FILTER_PRESENT, /* is not missing */
};

/* What a name in a filter stands for. */
struct filter_field {
    const char *name;
    enum field_type type;      /* STR ENUM STRS I64 F64 BOOL DAY TIME */
    const char *const *values; /* ENUM, STRS: what is allowed; NULL: anything */
    bool is_never_missing;     /* "is missing" makes no sense */
    const void *ref;           /* the resolver's own: a column … */
    int64_t index;             /* … or its number */
};

/* Who knows the fields. find fills *ret and returns true, or returns false: there is none. names
 * (or NULL) ends with NULL and serves "did you mean". */
struct filter_names {
    bool (*find)(void *ctx, const char *name, struct filter_field *ret);
    void *ctx;
    const char *const *names;
};

struct filter_value {
    const char *text; /* STR ENUM STRS */
    double number;    /* I64 (whole) and F64 */
    int64_t whole;    /* I64, TIME (milliseconds), DAY (days), BOOL (0 or 1) */
};

struct filter {
    enum filter_op op;
    struct filter **of; /* AND, OR: two or more; NOT: one */
    size_t n_of;
    struct filter_field field;   /* comparisons */
    struct filter_value *values; /* one; IN: one or more; MISSING, PRESENT: none */
    size_t n_values;
};

/* "=", "is missing" …, as in both forms; NULL for and, or, not. */
const char *filter_op_text(enum filter_op op);

/* An empty or blank text gives NULL: no filter. */
int filter_parse(const char *text, const struct filter_names *names, struct arena *arena,
                 const struct filter **ret, struct err *err);
/* NULL and JSON null give NULL. */
int filter_read(const json_t *json, const struct filter_names *names, struct arena *arena,
                const struct filter **ret, struct err *err);
/* The text form, with no more parentheses than needed; it parses to the same tree. */
void filter_write(const struct filter *filter, struct buf *out);
/* The JSON form. */
void filter_write_json(const struct filter *filter, struct buf *out);

/* Is needle a part of text, in any case of ASCII letters? What `contains` means. */
bool filter_contains(const char *text, const char *needle);
