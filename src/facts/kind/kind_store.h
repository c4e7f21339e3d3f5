/* kind_store.h: one fact of any kind: read, create, change, delete, with its audit entry.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows live in the arena.
 * Errors:    ERR_NOT_FOUND "there is no ticket T-1"; ERR_INVALID on a field for what breaks a rule
 *            or refers to something that is not there; ERR_CONFLICT for a key that is taken. */
#pragma once
#include "facts/kind/kind.h"

/* Bit i stands for field i of the kind's table: which fields a row gives. */
typedef uint64_t kind_mask;
#define KIND_ALL UINT64_MAX
kind_mask kind_mask_of(const struct kind *kind, const char *field);

/* ret_row: a struct of the kind's shape. */
int kind_get(struct conn *c, const struct kind *kind, const char *key, struct arena *arena,
             void *ret_row, struct err *err);
/* By the id that only the database knows; ERR_NOT_FOUND without a text. */
int kind_get_by_id(struct conn *c, const struct kind *kind, int64_t id, struct arena *arena,
                   void *ret_row, struct err *err);
/* ERR_NOT_FOUND as above. */
int kind_id(struct conn *c, const struct kind *kind, const char *key, int64_t *ret,
            struct err *err);

/* Completes and inserts *row: a key is made when it has none, stamps are set, and what the kind's
 * rules fill in. */
int kind_create(const struct act *act, const struct kind *kind, void *row, struct err *err);
/* Takes the given fields of *row over into the fact with that key, and leaves it whole in *row.
 * Objects (custom, evidence) are merged: their members are taken over one by one, null removes one;
 * the whole field missing clears all. */
int kind_change(const struct act *act, const struct kind *kind, void *row, kind_mask given,
                struct err *err);
/* What hangs on it goes, too: with an account everything of it, with a contact only its name in
 * tickets. */
int kind_delete(const struct act *act, const struct kind *kind, const char *key, struct err *err);
