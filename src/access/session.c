#include "access/session.h"

#include "session_sql.h"

#include <string.h>

static const struct field session_fields[] = {
    FIELD_I64(struct session, user_id),    FIELD_STR(struct session, email),
    FIELD_STR(struct session, role),       FIELD_BOOL(struct session, must_change_password),
    FIELD_TIME(struct session, last_seen), FIELD_END,
};

int session_create(struct conn *c, int64_t user_id, int64_t now_ms, char ret_token[TOKEN_TEXT],
                   struct err *err)
{
    char token[TOKEN_TEXT], hash[TOKEN_HASH_TEXT];
    int rc = db_exec(c, sql_session_purge,
                     DB_ARGS(DB_I64("created_after", now_ms - SESSION_MOST_MS),
                             DB_I64("seen_after", now_ms - SESSION_IDLE_MS)),
                     err);

    if (rc < 0)
        return rc;
    token_new(token);
    token_hash(token, hash);
    rc = db_exec(
        c, sql_session_insert,
        DB_ARGS(DB_STR("token_hash", hash), DB_I64("user_id", user_id), DB_I64("at", now_ms)), err);
    if (rc < 0)
        return rc;
    memcpy(ret_token, token, sizeof(token));
    return 0;
}

int session_find(struct conn *c, const char *token, int64_t now_ms, struct arena *arena,
                 struct session *ret, struct err *err)
{
    char hash[TOKEN_HASH_TEXT];

    token_hash(token, hash);
    return db_one(c, sql_session_find,
                  DB_ARGS(DB_STR("token_hash", hash),
                          DB_I64("created_after", now_ms - SESSION_MOST_MS),
                          DB_I64("seen_after", now_ms - SESSION_IDLE_MS)),
                  session_fields, ret, arena, err);
}

int session_seen(struct conn *c, const char *token_hash, int64_t at_ms, struct err *err)
{
    int rc = db_exec(c, sql_session_seen,
                     DB_ARGS(DB_STR("token_hash", token_hash), DB_I64("at", at_ms)), err);
    return rc < 0 ? rc : 0;
}

int session_end(struct conn *c, const char *token, struct err *err)
{
    char hash[TOKEN_HASH_TEXT];

    token_hash(token, hash);
    int rc = db_exec(c, sql_session_end, DB_ARGS(DB_STR("token_hash", hash)), err);
    return rc < 0 ? rc : 0;
}

int session_end_all(struct conn *c, int64_t user_id, const char *keep_token_hash, struct err *err)
{
    int rc = db_exec(c, sql_session_end_all,
                     DB_ARGS(DB_I64("user_id", user_id), DB_STR("keep", keep_token_hash)), err);
    return rc < 0 ? rc : 0;
}

bool session_of_cookie(const char *cookie, char ret_token[TOKEN_TEXT])
{
    const size_t n_name = strlen(SESSION_COOKIE);

    for (const char *s = cookie; s && *s;) {
        s += strspn(s, " ;");
        size_t n = strcspn(s, ";");
        if (n == n_name + TOKEN_TEXT && !memcmp(s, SESSION_COOKIE "=", n_name + 1)) {
            memcpy(ret_token, s + n_name + 1, TOKEN_TEXT - 1);
            ret_token[TOKEN_TEXT - 1] = 0;
            return true;
        }
        s += n;
    }
    return false;
}

void session_cookie(const char *token, bool is_tls, struct buf *out)
{
    buf_printf(out, SESSION_COOKIE "=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
               token ? token : "", token ? (long long)(SESSION_MOST_MS / 1000) : 0LL,
               is_tls ? "; Secure" : "");
}
