/* record.h: one record of a file as the struct of its subject, by the plan.
 *
 * Threads:   none of its own.
 * Ownership: texts live as long as the record, or in the row's arena.
 * Errors:    ERR_INVALID with the column's header as the field; the row is then rejected. */
#pragma once
#include "facts/kind/kind_store.h"
#include "intake/csv/plan.h"

struct record_reader {
    const struct plan *plan;
    struct arena *arena; /* of one row: the caller resets it */
};

/* Fills *ret_row (as large as the subject's struct) and says which fields it gives. *ret_value is
 * the text at fault when it fails. */
int record_read(const struct record_reader *r, const struct csv_record *record, void *ret_row,
                kind_mask *ret_given, const char **ret_value, struct err *err);
