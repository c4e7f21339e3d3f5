/* role.h: who is asking and what they may do. */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {
    ROLE_NONE,    /* nobody is logged in; as an endpoint's role: anybody may */
    ROLE_VIEWER,  /* reads everything but people, keys and the audit log */
    ROLE_MANAGER, /* also changes facts, imports, rates maturity */
    ROLE_ADMIN,   /* also people, keys, settings, audit log */
};
extern const char *const role_names[];       /* "none" "viewer" "manager" "admin" NULL */
extern const char *const role_given_names[]; /* those that a person or key can have */
enum role role_from_name(const char *name);  /* ROLE_NONE if unknown */

struct who {
    int64_t user_id;  /* 0: nobody, or the command line */
    const char *name; /* "ann@example.com", "key:import", "command line" */
    enum role role;
    int64_t key_id;     /* > 0 when an API key was used */
    const char *scopes; /* of the API key: "facts:read facts:write scores:read …"; NULL: all */
    /* Logged in with a one-time password: until it is changed, only what concerns the caller works.
     */
    bool must_change_password;
};
/* The person at the keyboard of the server: owns the data directory, so may do everything. */
extern const struct who who_command_line;

/* May this caller use an endpoint of this area, for writing or reading? area NULL is what concerns
 * only the caller (log-out, own name and password), which no scope and no one-time password shuts
 * off. A scope "facts:write" includes reading. 0, ERR_UNAUTHORIZED or ERR_FORBIDDEN with the
 * reason. */
int who_check(const struct who *who, enum role need, const char *area, bool is_write,
              struct err *err);
/* The same as yes or no. */
bool who_may(const struct who *who, enum role need, const char *area, bool is_write);

/* Are these scopes of API keys, "area:read" or "area:write"? ERR_INVALID on field "scopes" if not.
 */
int scopes_check(const char *const *scopes, size_t n, struct err *err);
