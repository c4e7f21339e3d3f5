#include "access/access.h"

#include "access/api_key.h"
#include "access/attempt.h"
#include "access/audit.h"
#include "access/seen.h"
#include "access/session.h"
#include "base/str.h"

struct access {
    struct db *db;
    struct seen *seen;
    struct attempts *attempts;
};

struct access *access_new(struct db *db)
{
    struct access *a = mem_zalloc(sizeof(*a));

    a->db = db;
    a->seen = seen_new(db);
    a->attempts = attempts_new();
    return a;
}

void access_free(struct access *a)
{
    if (!a)
        return;
    seen_free(a->seen);
    attempts_free(a->attempts);
    mem_free(a);
}

static int key_who(struct access *a, struct conn *c, const char *secret, int64_t now_ms,
                   struct arena *arena, struct who *ret, struct err *err)
{
    struct api_key key;
    int rc = api_key_find(c, secret, now_ms, arena, &key, err);

    if (rc < 0)
        return rc;
    *ret = (struct who){
        .name = arena_printf(arena, "key:%s", key.name),
        .role = role_from_name(key.role),
        .key_id = key.id,
        .scopes = api_key_scopes(&key, arena),
    };
    seen_add(a->seen, &(struct seen_note){.key_id = key.id, .at_ms = now_ms}, key.last_used);
    return 0;
}

static int session_who(struct access *a, struct conn *c, const char *token, int64_t now_ms,
                       struct arena *arena, struct who *ret, struct err *err)
{
    struct seen_note note = {.at_ms = now_ms};
    struct session session;
    int rc = session_find(c, token, now_ms, arena, &session, err);

    if (rc == ERR_NOT_FOUND)
        return 0;
    if (rc < 0)
        return rc;
    *ret = (struct who){
        .user_id = session.user_id,
        .name = session.email,
        .role = role_from_name(session.role),
        .must_change_password = session.must_change_password,
    };
    note.user_id = session.user_id;
    token_hash(token, note.token_hash);
    seen_add(a->seen, &note, session.last_seen);
    return 0;
}

int access_authenticate(struct access *a, const struct credentials *credentials, int64_t now_ms,
                        struct arena *arena, struct who *ret, struct err *err)
{
    const char *secret = api_key_of_authorization(credentials->authorization);
    struct who who = {.name = "nobody"};
    char token[TOKEN_TEXT];
    struct conn *c;

    if (!secret && !session_of_cookie(credentials->cookie, token)) {
        *ret = who;
        return 0;
    }
    int rc = db_read_begin(a->db, &c, err);
    if (rc < 0)
        return rc;
    rc = secret ? key_who(a, c, secret, now_ms, arena, &who, err)
                : session_who(a, c, token, now_ms, arena, &who, err);
    db_read_end(c);
    if (rc == 0)
        *ret = who;
    return rc;
}

/* A person and their hash; *ret_hash NULL if there is nobody with this e-mail address. */
static int person_read(struct access *a, const char *email, struct arena *arena, struct user *ret,
                       const char **ret_hash, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(a->db, &c, err);

    if (rc < 0)
        return rc;
    *ret_hash = NULL;
    rc = user_by_email(c, email, arena, ret, err);
    if (rc == 0)
        rc = user_password_hash(c, ret->id, arena, ret_hash, err);
    db_read_end(c);
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

/* The password was checked outside of the transaction: it may have been changed meanwhile. */
static int check_unchanged(const struct act *act, int64_t user_id, const char *hash,
                           struct err *err)
{
    const char *now = NULL;
    int rc = user_password_hash(act->conn, user_id, act->arena, &now, err);

    if (rc < 0 && rc != ERR_NOT_FOUND)
        return rc;
    return str_eq(hash, now) ? 0
                             : err_set(err, ERR_CONFLICT, NULL,
                                       "the password was changed at this moment; try again");
}

static int login_write(const struct act *act, const struct user *user, const char *hash,
                       char ret_token[TOKEN_TEXT], struct err *err)
{
    int rc = check_unchanged(act, user->id, hash, err);

    if (rc == 0)
        rc = session_create(act->conn, user->id, act->now_ms, ret_token, err);
    if (rc == 0)
        rc = user_seen(act->conn, user->id, act->now_ms, err);
    if (rc < 0)
        return rc;
    return audit_log(
        act, &(struct audit_change){.action = "login", .kind = "user", .key = user->email}, err);
}

static int login_session(struct access *a, const char *hash, int64_t now_ms, struct arena *arena,
                         struct login_result *ret, struct err *err)
{
    struct who who = {.user_id = ret->user.id, .name = ret->user.email};
    struct act act = {.by = &who, .now_ms = now_ms, .arena = arena};
    int rc = db_write_begin(a->db, &act.conn, err);

    if (rc < 0)
        return rc;
    rc = db_write_end(act.conn, login_write(&act, &ret->user, hash, ret->token, err), err);
    if (rc == 0)
        ret->user.last_seen = now_ms;
    return rc;
}

/* One guess at a password. Right: ret->user and the hash; wrong: ERR_UNAUTHORIZED. */
static int guess(struct access *a, const struct login *login, int64_t now_ms, struct arena *arena,
                 struct login_result *ret, const char **ret_hash, struct err *err)
{
    struct attempt attempt;
    bool matches = false;
    int rc = attempt_begin(a->attempts, login->email, login->remote, now_ms, &attempt, err);

    ret->wait_ms = attempt.wait_ms;
    if (rc < 0)
        return rc;
    rc = person_read(a, login->email, arena, &ret->user, ret_hash, err);
    if (rc == 0)
        rc = password_verify(*ret_hash, login->password, &matches, err);
    if (rc < 0) {
        attempt_void(a->attempts, &attempt);
        return rc;
    }
    if (!matches)
        return err_set(err, ERR_UNAUTHORIZED, NULL, "the e-mail address or the password is wrong");
    attempt_good(a->attempts, &attempt);
    return 0;
}

int access_login(struct access *a, const struct login *login, int64_t now_ms, struct arena *arena,
                 struct login_result *ret, struct err *err)
{
    const char *hash = NULL;
    struct login lower = *login;

    lower.email = str_lower(arena_strdup(arena, login->email));
    int rc = guess(a, &lower, now_ms, arena, ret, &hash, err);
    if (rc < 0)
        return rc;
    if (ret->user.is_disabled)
        return err_set(err, ERR_FORBIDDEN, NULL,
                       "your account is disabled; an admin can enable it");
    return login_session(a, hash, now_ms, arena, ret, err);
}

static int change_write(const struct act *act, const char *old_hash, const char *new_hash,
                        const char *cookie, struct err *err)
{
    char token[TOKEN_TEXT], keep[TOKEN_HASH_TEXT];
    bool has_session = session_of_cookie(cookie, token);
    int rc = check_unchanged(act, act->by->user_id, old_hash, err);

    if (rc < 0)
        return rc;
    if (has_session)
        token_hash(token, keep);
    return user_set_password(act, act->by->user_id, new_hash, false, has_session ? keep : NULL,
                             err);
}

int access_change_password(struct access *a, const struct who *who,
                           const struct password_change *change, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct act act = {.by = who, .now_ms = now_ms, .arena = arena};
    struct login login = {.email = who->name, .password = change->old_password};
    char new_hash[PASSWORD_HASH_TEXT];
    const char *old_hash = NULL;
    struct login_result person;

    if (!who->user_id)
        return err_set(err, ERR_FORBIDDEN, NULL, "%s has no password; only people have", who->name);
    int rc = password_check_rules("new_password", change->new_password, who->name, err);
    if (rc == 0 && str_eq(change->old_password, change->new_password))
        rc = err_set(err, ERR_INVALID, "new_password", "must differ from the old one");
    if (rc == 0)
        rc = guess(a, &login, now_ms, arena, &person, &old_hash, err);
    if (rc == ERR_UNAUTHORIZED)
        return err_set(err, ERR_INVALID, "old_password", "is not the password in use");
    if (rc == 0)
        rc = password_hash(change->new_password, new_hash, err);
    if (rc == 0)
        rc = db_write_begin(a->db, &act.conn, err);
    if (rc < 0)
        return rc;
    return db_write_end(act.conn, change_write(&act, old_hash, new_hash, change->cookie, err), err);
}
