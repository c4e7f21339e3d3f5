/* kind_writer.h: writes many facts of one kind in one write transaction, for imports.
 *
 *     AUTO_STRUCT(kind_writer) *w = kind_writer_new(&act, &ticket_kind);
 *     for each row: rc = kind_upsert(w, &row, given, &outcome, err);
 *     rc = kind_writer_flush(w, err);
 *
 * A row that breaks a rule is refused before anything of it is written; the writer and its
 * transaction go on. A database error ends both. No audit entry is written for single rows: an
 * import is one entry, and the caller's.
 *
 * Threads:   as the connection.
 * Ownership: a row's texts are only read during the call. */
#pragma once
#include "facts/kind/kind_store.h"

enum kind_outcome { KIND_NEW, KIND_CHANGED, KIND_UNCHANGED };

struct kind_writer;
struct kind_writer *kind_writer_new(const struct act *act, const struct kind *kind);
void kind_writer_free(struct kind_writer *w); /* NULL is allowed */

/* Inserts the row, or changes the fact with its key: the fields in `given` are taken over (an
 * object is merged as in kind_change, an empty text is a missing one), the others stay as they are.
 * created, updated and fields that are read-only are Ripen's own. ERR_INVALID on the field that is
 * refused; when it is a reference that does not resolve, kind_ref_of(kind, err->field) tells so. An
 * account whose parent comes later in the file is refused, too: try such rows again at the end. */
int kind_upsert(struct kind_writer *w, const void *row, kind_mask given, enum kind_outcome *ret,
                struct err *err);
/* The same for a key that must be new (ERR_CONFLICT), or must be there (ERR_NOT_FOUND). */
int kind_insert(struct kind_writer *w, const void *row, kind_mask given, struct err *err);
int kind_update(struct kind_writer *w, const void *row, kind_mask given, enum kind_outcome *ret,
                struct err *err);
/* Marks the accounts that were touched. Call once, before the commit. */
int kind_writer_flush(struct kind_writer *w, struct err *err);

AUTO_STRUCT_DEFINE(kind_writer, kind_writer_free)
