/* api_key.h: keys with which programs come in: "rpn_" and 256 random bits, shown once and kept as a
 * hash. A key has a role like a person, and may be narrowed to scopes.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows are made in the arena.
 * Errors:    ERR_INVALID with the field, ERR_NOT_FOUND, ERR_CONFLICT for a name in use. */
#pragma once
#include "access/audit.h"
#include "access/role.h"
#include "access/token.h"
#include "db/db.h"
#include "json/field.h"

#define API_KEY_PREFIX "rpn_"
#define API_KEY_TEXT   (sizeof(API_KEY_PREFIX) - 1 + TOKEN_TEXT)

struct api_key {
    int64_t id;
    const char *name;    /* unique among those that are not revoked */
    const char *role;    /* role_given_names */
    const char **scopes; /* "facts:read" …; none: all that the role may */
    size_t n_scopes;
    int64_t created;
    const char *created_by;
    int64_t last_used; /* exact to a minute: see seen.h */
    int64_t expires;   /* TIME_NONE: never */
    bool is_revoked;
};
extern const struct field api_key_fields[];

/* Newest first, with the revoked ones. */
int api_key_list(struct conn *c, struct arena *arena, struct api_key **ret, size_t *ret_n,
                 struct err *err);
/* One that is not revoked, for the command line. */
int api_key_by_name(struct conn *c, const char *name, struct arena *arena, struct api_key *ret,
                    struct err *err);
/* Of *key only name, role, scopes and expires are read; the rest is filled in. */
int api_key_create(const struct act *act, struct api_key *key, char ret_secret[API_KEY_TEXT],
                   struct err *err);
int api_key_revoke(const struct act *act, int64_t id, struct err *err);

/* The key somebody sent; ERR_UNAUTHORIZED if it is unknown, revoked or expired. */
int api_key_find(struct conn *c, const char *secret, int64_t now_ms, struct arena *arena,
                 struct api_key *ret, struct err *err);
/* Its scopes with blanks between, as struct who wants them; NULL: all. */
const char *api_key_scopes(const struct api_key *key, struct arena *arena);
/* The key in an Authorization header (which may be NULL): the text after "Bearer "; NULL if the
 * header is something else. */
const char *api_key_of_authorization(const char *authorization);
/* Notes that it was used. */
int api_key_seen(struct conn *c, int64_t id, int64_t at_ms, struct err *err);
