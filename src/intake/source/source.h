/* source.h: where events come from: a product, a site, a pipeline, each with a write key of its
 * own.
 *
 * A write key names its source and allows sending events, nothing else. Those of browsers are
 * public by nature, so keys are kept as they are and shown to managers again and again. "rpw_" and
 * 192 random bits, so that nobody takes one for an API key.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows are made in the arena.
 * Errors:    ERR_INVALID with the field, ERR_NOT_FOUND, ERR_CONFLICT for a key in use or a source
 *            that was revoked. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

#define WRITE_KEY_PREFIX "rpw_"
#define WRITE_KEY_TEXT   37 /* prefix, 32 characters and the NUL */

#define SOURCE_NAME_MAX    100 /* bytes */
#define SOURCE_ORIGINS_MAX 50

extern const char *const source_kinds[];    /* "server" "browser" NULL */
extern const char *const source_unknowns[]; /* "create" "park" NULL */

struct source {
    int64_t id;
    const char *key; /* names it for good */
    const char *name;
    const char *kind; /* of source_kinds: what its bodies may be, and who may send them */
    const char *write_key;
    const char *old_write_key; /* before the last rotation; taken until old_until */
    int64_t old_until;
    const char *unknown_accounts; /* of source_unknowns: what becomes of events of others */
    const char **origins; /* pages whose scripts may send, "https://app.example.com"; none: any */
    size_t n_origins;
    int64_t created;
    const char *created_by;
    int64_t revoked;                              /* TIME_NONE: in force */
    int64_t events, duplicates, set_aside, bytes; /* since it was made; of set_aside, all ever */
    int64_t events_today, duplicates_today, set_aside_today;
    int64_t waiting; /* set aside, and still so */
    int64_t last_event;
};
extern const struct field source_fields[];

/* In the order they were made, with the revoked ones. Counters of today are of the organisation's
 * day on which this is asked. */
int source_list(struct conn *c, struct arena *arena, struct source **ret, size_t *ret_n,
                struct err *err);
int source_get(struct conn *c, const char *key, struct arena *arena, struct source *ret,
               struct err *err);
/* Of *s only key (NULL: made from the name), name, kind, unknown_accounts (NULL: park) and origins
 * are read; the rest is filled in. */
int source_create(const struct act *act, struct source *s, struct err *err);
/* Name, unknown_accounts and origins may have changed. */
int source_update(const struct act *act, struct source *s, struct err *err);
/* A new write key. The old one is taken for grace_ms more; 0 ends it at once, and so does the next
 * rotation. */
int source_rotate(const struct act *act, const char *key, int64_t grace_ms, struct source *ret,
                  struct err *err);
/* Ends its keys for good. What it sent stays. */
int source_revoke(const struct act *act, const char *key, struct source *ret, struct err *err);

/* What came from one source since it was last told. */
struct source_count {
    int32_t day;        /* on which it came */
    int64_t events;     /* that count, each once */
    int64_t duplicates; /* that came again */
    int64_t set_aside;
    int64_t bytes;         /* of bodies, inflated */
    int64_t last_event_ms; /* when the last was received */
};
/* Adds to the counters. A source that is not there is passed over. */
int source_count_add(struct conn *c, int64_t source_id, const struct source_count *count,
                     struct err *err);
