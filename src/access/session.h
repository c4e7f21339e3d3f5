/* session.h: a person's log-in on one browser: a random token in a cookie, its hash in the
 * database.
 *
 * Threads:   as the connection; what changes needs a write transaction.
 * Units:     UTC milliseconds.
 * Errors:    those of the database; a token that is not good is ERR_NOT_FOUND. */
#pragma once
#include "access/token.h"
#include "base/buf.h"
#include "base/day.h"
#include "db/db.h"

#include <stdbool.h>

#define SESSION_COOKIE  "ripen_session"
#define SESSION_IDLE_MS (7 * DAY_MS)  /* over after this long without a request */
#define SESSION_MOST_MS (30 * DAY_MS) /* and after this long in any case */

struct session {
    int64_t user_id;
    const char *email, *role;
    bool must_change_password;
    int64_t last_seen; /* exact to a minute: see seen.h */
};

/* Also removes what is over, of everybody. */
int session_create(struct conn *c, int64_t user_id, int64_t now_ms, char ret_token[TOKEN_TEXT],
                   struct err *err);
/* ERR_NOT_FOUND, with no text, if it is unknown or over, or the person is disabled. */
int session_find(struct conn *c, const char *token, int64_t now_ms, struct arena *arena,
                 struct session *ret, struct err *err);
/* Notes that it was used, which keeps it from running out. */
int session_seen(struct conn *c, const char *token_hash, int64_t at_ms, struct err *err);
int session_end(struct conn *c, const char *token, struct err *err);
/* All of a person's but the one with this hash (NULL: all). */
int session_end_all(struct conn *c, int64_t user_id, const char *keep_token_hash, struct err *err);

/* The token in a Cookie header (which may be NULL); false if there is none of the right form. */
bool session_of_cookie(const char *cookie, char ret_token[TOKEN_TEXT]);
/* Writes the Set-Cookie value that hands the token over; token NULL: that takes it away. */
void session_cookie(const char *token, bool is_tls, struct buf *out);
