/* plan.h: what an import makes of one file: its kind, and for each column the field it fills and
 * how its values are read. All that is judged from the whole file is judged here, before anything
 * is written: encoding, delimiter, order of day and month, decimal mark, types of custom fields.
 *
 * Threads:   one plan belongs to one import.
 * Ownership: everything lives in the arena.
 * Errors:    what is wrong with the file itself is a finding of its report, and sets
 *            report.is_refused; only a fault of the system is an error. */
#pragma once
#include "facts/kind/custom.h"
#include "intake/csv/csv_file.h"
#include "intake/csv/mapping.h"
#include "intake/csv/report.h"
#include "intake/csv/value_date.h"
#include "intake/csv/value_number.h"

#define IF_TRUE_MAX 10

/* One field, and where its values come from. */
struct binding {
    struct target target;
    size_t field_index; /* in the subject's table */
    int column;         /* of the record; -1: the constant */
    const char *header; /* for messages; a constant's field name */
    const char *constant;
    const json_t *values;
    double factor; /* NaN: 1 */
    enum date_order order;
    char mark; /* of decimals */
    bool is_order_told;
    const struct field *after; /* the value is a duration of unit_ms after this field */
    int64_t unit_ms;
    const struct field *if_true[IF_TRUE_MAX]; /* yes means the first of these that is there */
    size_t n_if_true;
    struct custom_field custom; /* of custom targets: name and type */
};

struct plan {
    const char *path;
    struct csv_shape shape;
    struct subject subject;
    struct binding *bindings; /* those that need other fields of the row come last */
    size_t n_bindings;
    bool makes_keys; /* no column holds the key */
    struct import_file report;
    struct findings *findings;
};

struct plan_options {
    struct arena *arena;
    const struct mapping *told; /* the user's mapping; NULL: the fitting one of `known`, or none */
    const struct mapping *known;
    size_t n_known;
    enum date_order date_order; /* for columns that leave it open; DATE_ORDER_NONE: refuse them */
    /* May be NULL; bytes of the file that were looked at. */
    int (*progress)(void *ctx, int64_t bytes, struct err *err);
    void *ctx;
};
int plan_file(const struct plan_options *o, const char *path, const char *name, struct plan *ret,
              struct err *err);

/* For plan_*.c: the file is not taken, because of `text`. */
void plan_refuse(struct plan *p, const char *code, const char *column, const char *text);
