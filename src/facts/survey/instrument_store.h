/* instrument_store.h: the instruments of an organisation: those that came with Ripen and its own.
 *
 * A version is a draft, then published, then retired; of each id one is published and one may be a
 * draft. What came with Ripen is version 1 and has no row until somebody answers or changes it, so
 * that a better wording in a later Ripen reaches everybody who did not.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: what is loaded lives in the arena.
 * Errors:    ERR_NOT_FOUND on "instrument" or "version"; ERR_CONFLICT when a draft changed. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "facts/survey/instrument.h"

#define INSTRUMENTS_MAX 200 /* ids */

struct instrument_summary {
    const char *id;
    int64_t version;
    const char *kind;
    json_t *name;
    const char *state; /* instrument_states */
    int64_t n_questions;
    bool is_built_in; /* came with Ripen, in this version */
    int64_t revision; /* how often a draft was saved */
    const char *note;
    int64_t updated;
    const char *updated_by;
    int64_t published;
    const char *published_by;
    int64_t retired;
};
extern const struct field instrument_summary_fields[];
extern const char *const instrument_states[]; /* draft published retired */

/* Version 0 is the published one. */
int instrument_load(struct conn *c, const char *id, int64_t version, struct arena *arena,
                    struct instrument **ret, struct err *err);
/* All in all versions, by id, the newest first; id NULL: of all. */
int instrument_list(struct conn *c, const char *id, struct arena *arena,
                    struct instrument_summary **ret, size_t *ret_n, struct err *err);
/* Somebody is asked by it: from now on this version stays as it is, whatever comes with Ripen. */
int instrument_pin(const struct act *act, const struct instrument *in, struct err *err);
