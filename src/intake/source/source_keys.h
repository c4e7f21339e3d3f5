/* source_keys.h: whose write key is this? In memory, for the network threads, which must not wait
 * for the database.
 *
 * A thread of its own looks every two seconds whether the table source has changed, also by another
 * process (`ripen source`); the API asks for a look at once (source_keys_refresh).
 *
 * Threads:   source_keys_find and source_keys_allows: any, held up only while a new table is put in
 *            place. The others: the one that owns it.
 * Ownership: what is found is a copy. */
#pragma once
#include "base/text.h"
#include "db/db.h"

struct source_keys;
/* Loads them, and starts the thread. */
int source_keys_new(struct db *db, struct source_keys **ret, struct err *err);
void source_keys_free(struct source_keys *k); /* NULL is allowed */

struct source_found {
    int64_t id;
    bool is_browser;     /* else a server */
    bool makes_accounts; /* unknown_accounts is create */
};
/* False for a key that is unknown, revoked or no longer taken. */
bool source_keys_find(struct source_keys *k, struct text write_key, int64_t now_ms,
                      struct source_found *ret);
/* May pages of this origin (the header; NULL: no page) send to the source? Servers and sources
 * without a list take any. */
bool source_keys_allows(struct source_keys *k, int64_t source_id, const char *origin);
/* Looks now. Call it when no transaction of this thread is open. */
int source_keys_refresh(struct source_keys *k, struct err *err);
