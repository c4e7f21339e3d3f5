/* access.h: from the headers of a request to who is asking; logging in; and the little that access
 * keeps in memory (attempts to log in, last-seen times not yet written).
 *
 * Threads:   any.
 * Ownership: names in struct who are made in the arena.
 * Errors:    as each function says; texts never tell whether an e-mail address is known. */
#pragma once
#include "access/role.h"
#include "access/token.h"
#include "access/user.h"
#include "base/arena.h"
#include "db/db.h"

struct access;

/* Starts the thread that writes last-seen times behind the requests. */
struct access *access_new(struct db *db);
/* Writes what is left, then ends. NULL is allowed. */
void access_free(struct access *a);

struct credentials {
    const char *cookie;        /* the Cookie header, or NULL */
    const char *authorization; /* the Authorization header, or NULL */
};
/* Who is it? Opens a read transaction of its own, so it is called before the request's. Without
 * credentials, or with a session that is over, it is nobody (ROLE_NONE) and returns 0, so that the
 * log-in page works with an old cookie. An API key that is unknown, revoked or expired is
 * ERR_UNAUTHORIZED: a program that sends one should be told. */
int access_authenticate(struct access *a, const struct credentials *credentials, int64_t now_ms,
                        struct arena *arena, struct who *ret, struct err *err);

struct login {
    const char *email, *password;
    const char *remote; /* the client's address, for throttling */
};
struct login_result {
    struct user user;
    char token[TOKEN_TEXT]; /* of the session */
    int64_t wait_ms;        /* with ERR_THROTTLED: how long */
};
/* Starts a session. Opens its own transactions and works for tens of milliseconds between them; the
 * caller must hold none. ERR_UNAUTHORIZED, ERR_FORBIDDEN (disabled), ERR_THROTTLED or ERR_BUSY. */
int access_login(struct access *a, const struct login *login, int64_t now_ms, struct arena *arena,
                 struct login_result *ret, struct err *err);

struct password_change {
    const char *old_password, *new_password;
    const char *cookie; /* the session that goes on; all others of this person end */
};
/* A person's own password; transactions as access_login. */
int access_change_password(struct access *a, const struct who *who,
                           const struct password_change *change, int64_t now_ms, struct err *err);
