/* file_import_run.h: a file in the middle of being imported; only for file_import*.c. */
#pragma once
#include "facts/kind/kind_keys.h"
#include "facts/kind/kind_writer.h"
#include "intake/csv/file_import.h"
#include "intake/csv/key_lines.h"
#include "intake/csv/record.h"
#include "intake/csv/terms.h"

/* Whose a row is. */
struct row_owner {
    int64_t account_id; /* 0: not known, or of no matter */
    int32_t began;      /* its subscription, or the account's first; DAY_NONE: not known */
};

/* Rows whose reference points further down the file come again after its end, as often as that
 * helps one of them; what is left then is taken without the reference. */
enum pass { PASS_FIRST, PASS_AGAIN, PASS_LAST };
#define LATER_MAX 100000

struct run {
    const struct file_import_options *o;
    struct plan *plan;
    struct record_reader reader;
    void *row;
    const struct field *happened; /* NULL: rows of this subject are not dated */
    struct key_lines *lines;      /* NULL: the rows have no keys */
    /* Where rows go: */
    struct kind_writer *kinds;
    struct usage_writer *usage;
    int64_t n_counted; /* rows given to the usage writer */
    /* Whose they are: */
    struct kind_keys *accounts;
    struct terms *terms;
    struct row_owner owner;
    int64_t n_early;
    enum pass pass;
    struct arena *later_arena;
    VEC(struct csv_record) later;
};

struct fault {
    const char *code;
    const char *column; /* header; NULL: none in particular */
    const char *value, *reason;
};
void run_reject(struct run *r, const struct csv_record *record, const struct fault *fault);

/* Puts r->row into the database, rejects it, or keeps it for later; < 0 is a fault of the database.
 */
int run_put(struct run *r, const struct csv_record *record, kind_mask given, struct err *err);
/* After the last row: writes what is still in memory, and counts it. */
int run_flush(struct run *r, struct err *err);

/* The row was taken: its day counts for the report. */
void run_took(struct run *r);

/* The header of the column that fills a field, or the field's name. */
const char *run_header_of(const struct run *r, const char *field);

/* Finds r->owner of r->row. ERR_INVALID on the column's header for a usage line of an account or
 * subscription that is not there; whether other rows refer to something is for the kind's writer to
 * say. */
int run_owner(struct run *r, struct err *err);
int run_owner_start(struct run *r, struct err *err);
