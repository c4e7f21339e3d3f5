#include "access/api_key.h"

#include "api_key_sql.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES 100

const struct field api_key_fields[] = {
    FIELD_I64(struct api_key, id, .required = true, .read_only = true),
    FIELD_STR(struct api_key, name, .required = true, .min = 1, .max = NAME_MAX_BYTES),
    FIELD_ENUM(struct api_key, role, role_given_names, .required = true),
    FIELD_STRS(struct api_key, scopes, .max = 20,
               .help =
                   "area:read or area:write, area being facts, scores, import, access or system; "
                   "none: all that the role may"),
    FIELD_TIME(struct api_key, created, .required = true, .read_only = true),
    FIELD_STR(struct api_key, created_by, .required = true, .read_only = true),
    FIELD_TIME(struct api_key, last_used, .read_only = true, .help = "Exact to a minute"),
    FIELD_TIME(struct api_key, expires, .help = "Missing: never"),
    FIELD_BOOL(struct api_key, is_revoked, .required = true, .read_only = true),
    FIELD_END,
};

int api_key_list(struct conn *c, struct arena *arena, struct api_key **ret, size_t *ret_n,
                 struct err *err)
{
    return db_all(c, sql_api_key_list, DB_ARGS(), DB_ROWS(api_key_fields, ret, ret_n), arena, err);
}

int api_key_by_name(struct conn *c, const char *name, struct arena *arena, struct api_key *ret,
                    struct err *err)
{
    int rc = db_one(c, sql_api_key_by_name, DB_ARGS(DB_STR("name", name)), api_key_fields, ret,
                    arena, err);

    return rc == ERR_NOT_FOUND
               ? err_set(err, rc, "name", "there is no API key %.100s that is in force", name)
               : rc;
}

static int key_check(const struct act *act, const struct api_key *key, struct err *err)
{
    struct api_key other;
    size_t n_name = strlen(key->name);

    if (n_name < 1 || n_name > NAME_MAX_BYTES)
        return err_set(err, ERR_INVALID, "name", "must be 1 to %d bytes long", NAME_MAX_BYTES);
    if (str_index(role_given_names, key->role) < 0)
        return err_set(err, ERR_INVALID, "role", "must be viewer, manager or admin");
    if (key->expires != TIME_NONE && key->expires <= act->now_ms)
        return err_set(err, ERR_INVALID, "expires", "must be in the future");
    int rc = scopes_check(key->scopes, key->n_scopes, err);
    if (rc < 0)
        return rc;
    rc = api_key_by_name(act->conn, key->name, act->arena, &other, err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "name",
                       "an API key %.100s is in force; revoke it or take another name", key->name);
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

static int key_audit(const struct act *act, const struct api_key *before,
                     const struct api_key *after, struct err *err)
{
    struct audit_subject subject = {"key", after->name, api_key_fields};

    return audit_diff(act, &subject, before, after, err);
}

int api_key_create(const struct act *act, struct api_key *key, char ret_secret[API_KEY_TEXT],
                   struct err *err)
{
    char token[TOKEN_TEXT], secret[API_KEY_TEXT], hash[TOKEN_HASH_TEXT];
    int rc = key_check(act, key, err);

    if (rc == 0)
        rc = db_next_id(act->conn, "api_key", &key->id, err);
    if (rc < 0)
        return rc;
    key->created = act->now_ms;
    key->created_by = act->by->name;
    key->last_used = TIME_NONE;
    key->is_revoked = false;
    token_new(token);
    snprintf(secret, sizeof(secret), API_KEY_PREFIX "%s", token);
    token_hash(secret, hash);
    rc = db_exec(act->conn, sql_api_key_insert,
                 DB_ARGS(DB_ROW(api_key_fields, key), DB_STR("key_hash", hash)), err);
    if (rc >= 0)
        rc = key_audit(act, NULL, key, err);
    if (rc < 0)
        return rc;
    memcpy(ret_secret, secret, sizeof(secret));
    return 0;
}

int api_key_revoke(const struct act *act, int64_t id, struct err *err)
{
    struct api_key before, after;
    int rc = db_one(act->conn, sql_api_key_get, DB_ARGS(DB_I64("id", id)), api_key_fields, &before,
                    act->arena, err);

    if (rc == ERR_NOT_FOUND)
        return err_set(err, rc, "id", "there is no API key %lld", (long long)id);
    if (rc == 0)
        rc = db_exec(act->conn, sql_api_key_revoke, DB_ARGS(DB_I64("id", id)), err);
    if (rc < 0)
        return rc;
    after = before;
    after.is_revoked = true;
    return key_audit(act, &before, &after, err);
}

int api_key_find(struct conn *c, const char *secret, int64_t now_ms, struct arena *arena,
                 struct api_key *ret, struct err *err)
{
    static const char refusal[] = "this API key is unknown, revoked or expired";
    char hash[TOKEN_HASH_TEXT];

    if (strlen(secret) != API_KEY_TEXT - 1 || !str_starts(secret, API_KEY_PREFIX))
        return err_set(err, ERR_UNAUTHORIZED, NULL, "%s", refusal);
    token_hash(secret, hash);
    int rc = db_one(c, sql_api_key_by_hash, DB_ARGS(DB_STR("key_hash", hash)), api_key_fields, ret,
                    arena, err);
    if (rc == ERR_NOT_FOUND || (rc == 0 && ret->expires != TIME_NONE && ret->expires <= now_ms))
        return err_set(err, ERR_UNAUTHORIZED, NULL, "%s", refusal);
    return rc;
}

const char *api_key_scopes(const struct api_key *key, struct arena *arena)
{
    const char *all = NULL;

    for (size_t i = 0; i < key->n_scopes; i++)
        all = all ? arena_printf(arena, "%s %s", all, key->scopes[i]) : key->scopes[i];
    return all;
}

const char *api_key_of_authorization(const char *authorization)
{
    static const char scheme[] = "Bearer ";
    const size_t n = sizeof(scheme) - 1;

    return authorization && !strncasecmp(authorization, scheme, n) ? authorization + n : NULL;
}

int api_key_seen(struct conn *c, int64_t id, int64_t at_ms, struct err *err)
{
    int rc = db_exec(c, sql_api_key_seen, DB_ARGS(DB_I64("id", id), DB_I64("at", at_ms)), err);

    return rc < 0 ? rc : 0;
}
