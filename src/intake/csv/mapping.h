/* mapping.h: which columns of which files are which fields: a small JSON file that can be saved and
 * used again.
 *
 *     {"name": "Billing export",
 *      "files": [{"match": "*subs*.csv", "kind": "subscription",
 *                 "columns": {"id": "key", "customer": "account",
 *                             "mrr": {"field": "amount", "factor": 1},
 *                             "closed": ["closed", "solved"],
 *                             "arr": {"ignore": "twelve times mrr"}},
 *                 "constants": {"interval_months": 1},
 *                 "ignore": ["internal_id"]}]}
 *
 * docs/import.md says what each part does.
 * Ownership: everything lives in the arena, but for texts of the JSON value, which the arena keeps.
 * Errors:    ERR_INVALID with the path of what is wrong ("files[0].columns.mrr"). */
#pragma once
#include "intake/csv/target.h"

#include <jansson.h>

/* What becomes of one column's values (or, without a header, of a constant). */
struct map_rule {
    const char *header; /* NULL: a constant */
    const char *constant;
    const char *field;  /* its name as the mapping has it */
    const char *ignore; /* instead: why the column is not taken */
    struct target target;
    double factor;          /* numbers are multiplied by it; NaN: 1 */
    json_t *values;         /* {"as written": "as meant"}; NULL: as written */
    const char *date_order; /* "ymd" "dmy" "mdy"; NULL: guessed from the column */
    const char *decimal;    /* "." or ","; NULL: guessed */
    const char *after;      /* the value is a duration after this field */
    const char *unit;       /* of that duration: seconds minutes hours days */
    const char **if_true; /* the value is yes or no; yes means the first of these fields that is */
    size_t n_if_true;     /* there */
};

struct map_ignore {
    const char *header, *reason; /* reason NULL: none was given */
};

struct map_file {
    const char *match; /* a pattern for the file's name (*, ?); NULL: any name */
    struct subject subject;
    struct map_rule *rules;
    size_t n_rules;
    struct map_ignore *ignores;
    size_t n_ignores;
};

struct mapping {
    const char *name;
    struct map_file *files;
    size_t n_files;
    const json_t *json; /* as it was read */
};

int mapping_read(json_t *json, struct arena *arena, struct mapping *ret, struct err *err);
int mapping_parse(const char *text, size_t n, struct arena *arena, struct mapping *ret,
                  struct err *err);
/* The mappings that come with the program; ends with NULL. */
extern const char *const mapping_builtin[];

/* Does the mapping's file name pattern fit? */
bool map_file_fits_name(const struct map_file *m, const char *file_name);
/* Does the mapping name every column of the file, and no other? */
bool map_file_covers(const struct map_file *m, const char *const *headers, size_t n_headers);
/* The first column that the mapping names and the file does not have; NULL: it has all. */
const char *map_file_missing_header(const struct map_file *m, const char *const *headers,
                                    size_t n_headers);
