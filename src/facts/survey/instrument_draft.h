/* instrument_draft.h: the life of a version: drafted, published, retired.
 *
 * Threads:   as the connection, in a write transaction.
 * Ownership: what is loaded lives in the arena.
 * Errors:    ERR_NOT_FOUND when there is no draft; ERR_CONFLICT when it was changed meanwhile, or
 * is there already. */
#pragma once
#include "facts/survey/instrument_store.h"

struct instrument_draft {
    struct instrument_summary *summary;
    struct instrument *instrument;
};

int instrument_draft_load(struct conn *c, const char *id, struct arena *arena,
                          struct instrument_draft *ret, struct err *err);
/* A new id, or the next version of one that is there. *in is compiled; its version is set. */
int instrument_draft_create(const struct act *act, struct instrument *in, struct err *err);
/* The next version, which begins as the newest that was published. */
int instrument_draft_begin(const struct act *act, const char *id, struct err *err);
/* revision: of the draft as the caller saw it. */
int instrument_draft_save(const struct act *act, const char *id, int64_t revision,
                          struct instrument *in, struct err *err);
int instrument_draft_delete(const struct act *act, const char *id, int64_t revision,
                            struct err *err);
/* It is asked from now on; the version before it is retired. */
int instrument_publish(const struct act *act, const char *id, int64_t revision, const char *note,
                       struct err *err);
/* Nobody is asked by it any more; what was answered stays. */
int instrument_retire(const struct act *act, const char *id, struct err *err);
