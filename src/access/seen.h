/* seen.h: when people and keys were last here, written behind the requests.
 *
 * A request must not wait for the writer, which an import may hold for a while, only to note that
 * it came. So it leaves a note here, at most once a minute for each session or key, and a thread of
 * its own writes the notes in one transaction. The thread sleeps while there are none.
 *
 * Threads: any.
 * Units:   UTC milliseconds. */
#pragma once
#include "access/token.h"
#include "db/db.h"

#define SEEN_EVERY_MS 60000

struct seen_note {
    int64_t user_id;                  /* a session's person, or 0 */
    char token_hash[TOKEN_HASH_TEXT]; /* the session's */
    int64_t key_id;                   /* an API key, or 0 */
    int64_t at_ms;
};

struct seen;
struct seen *seen_new(struct db *db);
/* Writes what is left, then ends. */
void seen_free(struct seen *s);
/* last_ms: what the database says (TIME_NONE: never); nothing is done if that is recent. When too
 * much waits to be written the note is dropped: the next request leaves another. */
void seen_add(struct seen *s, const struct seen_note *note, int64_t last_ms);
