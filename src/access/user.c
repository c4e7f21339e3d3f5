#include "access/user.h"

#include "access/session.h"
#include "base/str.h"
#include "user_sql.h"

#include <string.h>

#define EMAIL_MAX 254

const struct field user_fields[] = {
    FIELD_I64(struct user, id, .required = true, .read_only = true),
    FIELD_STR(struct user, email, .required = true, .min = 3, .max = EMAIL_MAX),
    FIELD_STR(struct user, name, .required = true, .min = 1, .max = 200),
    FIELD_ENUM(struct user, role, role_given_names, .required = true),
    FIELD_BOOL(struct user, is_disabled, .required = true, .help = "May not log in"),
    FIELD_BOOL(struct user, must_change_password, .required = true, .read_only = true,
               .help = "Has a one-time password, which must be changed before anything else"),
    FIELD_TIME(struct user, created, .required = true, .read_only = true),
    FIELD_TIME(struct user, last_seen, .read_only = true, .help = "Exact to a minute"),
    FIELD_END,
};

int user_list(struct conn *c, struct arena *arena, struct user **ret, size_t *ret_n,
              struct err *err)
{
    return db_all(c, sql_user_list, DB_ARGS(), DB_ROWS(user_fields, ret, ret_n), arena, err);
}

int user_get(struct conn *c, int64_t id, struct arena *arena, struct user *ret, struct err *err)
{
    int rc = db_one(c, sql_user_get, DB_ARGS(DB_I64("id", id)), user_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "id", "there is no person %lld", (long long)id)
                               : rc;
}

int user_by_email(struct conn *c, const char *email, struct arena *arena, struct user *ret,
                  struct err *err)
{
    const char *lower = str_lower(arena_strdup(arena, email));
    int rc =
        db_one(c, sql_user_by_email, DB_ARGS(DB_STR("email", lower)), user_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND
               ? err_set(err, rc, "email", "there is nobody with the e-mail address %.100s", lower)
               : rc;
}

int user_password_hash(struct conn *c, int64_t id, struct arena *arena, const char **ret,
                       struct err *err)
{
    struct secret {
        const char *password_hash;
    } secret;
    static const struct field fields[] = {FIELD_STR(struct secret, password_hash), FIELD_END};
    int rc =
        db_one(c, sql_user_password_hash, DB_ARGS(DB_I64("id", id)), fields, &secret, arena, err);

    if (rc < 0)
        return rc;
    *ret = secret.password_hash;
    return 0;
}

int user_count(struct conn *c, int64_t *ret, struct err *err)
{
    return db_i64(c, sql_user_count, DB_ARGS(), ret, err);
}

/* Only what keeps out mistakes: whether mail arrives is known only by sending it. */
static int email_check(const char *email, struct err *err)
{
    const char *at = strchr(email, '@');
    size_t n = strlen(email);

    for (const char *s = email; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f)
            return err_set(err, ERR_INVALID, "email", "must not hold blanks or control characters");
    if (n > EMAIL_MAX || !at || at == email || !at[1] || strchr(at + 1, '@'))
        return err_set(err, ERR_INVALID, "email",
                       "must look like name@example.com, at most %d bytes long", EMAIL_MAX);
    return 0;
}

static int person_check(const struct user *user, struct err *err)
{
    size_t n_name = strlen(user->name);

    if (n_name < 1 || n_name > 200)
        return err_set(err, ERR_INVALID, "name", "must be 1 to 200 bytes long");
    if (str_index(role_given_names, user->role) < 0)
        return err_set(err, ERR_INVALID, "role", "must be viewer, manager or admin");
    return 0;
}

/* Refuses a change after which nobody could administrate. */
static int last_admin_check(struct conn *c, int64_t id, struct err *err)
{
    int64_t others = 0;
    int rc = db_i64(c, sql_user_other_admins, DB_ARGS(DB_I64("id", id)), &others, err);

    if (rc < 0)
        return rc;
    return others > 0 ? 0
                      : err_set(err, ERR_CONFLICT, NULL,
                                "this is the last admin who can log in; make somebody else admin "
                                "first");
}

static bool is_working_admin(const struct user *user)
{
    return role_from_name(user->role) == ROLE_ADMIN && !user->is_disabled;
}

static int user_audit(const struct act *act, const struct user *before, const struct user *after,
                      struct err *err)
{
    struct audit_subject subject = {"user", (after ? after : before)->email, user_fields};

    return audit_diff(act, &subject, before, after, err);
}

int user_create(const struct act *act, struct user *user, const char *hash, bool must_change,
                struct err *err)
{
    struct user other;
    int rc = email_check(user->email, err);

    if (rc == 0)
        rc = person_check(user, err);
    if (rc < 0)
        return rc;
    user->email = str_lower(arena_strdup(act->arena, user->email));
    rc = user_by_email(act->conn, user->email, act->arena, &other, err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "email", "%.100s has an account already", user->email);
    if (rc != ERR_NOT_FOUND)
        return rc;
    rc = db_next_id(act->conn, "app_user", &user->id, err);
    if (rc < 0)
        return rc;
    user->is_disabled = false;
    user->must_change_password = must_change;
    user->created = act->now_ms;
    user->last_seen = TIME_NONE;
    rc = db_exec(act->conn, sql_user_insert,
                 DB_ARGS(DB_ROW(user_fields, user), DB_STR("password_hash", hash)), err);
    return rc < 0 ? rc : user_audit(act, NULL, user, err);
}

int user_update(const struct act *act, struct user *user, struct err *err)
{
    struct user before, after;
    int rc = user_get(act->conn, user->id, act->arena, &before, err);

    if (rc == 0)
        rc = person_check(user, err);
    if (rc == 0 && is_working_admin(&before) && !is_working_admin(user))
        rc = last_admin_check(act->conn, user->id, err);
    if (rc < 0)
        return rc;
    after = before;
    after.name = user->name;
    after.role = user->role;
    after.is_disabled = user->is_disabled;
    rc = db_exec(act->conn, sql_user_update, DB_ARGS(DB_ROW(user_fields, &after)), err);
    if (rc >= 0 && after.is_disabled)
        rc = session_end_all(act->conn, after.id, NULL, err);
    if (rc < 0)
        return rc;
    *user = after;
    return user_audit(act, &before, &after, err);
}

int user_delete(const struct act *act, int64_t id, struct err *err)
{
    struct user before;
    int rc = user_get(act->conn, id, act->arena, &before, err);

    if (rc == 0 && is_working_admin(&before))
        rc = last_admin_check(act->conn, id, err);
    if (rc == 0)
        rc = db_exec(act->conn, sql_user_delete, DB_ARGS(DB_I64("id", id)), err);
    return rc < 0 ? rc : user_audit(act, &before, NULL, err);
}

int user_set_password(const struct act *act, int64_t id, const char *hash, bool must_change,
                      const char *keep_token_hash, struct err *err)
{
    struct user user;
    int rc = user_get(act->conn, id, act->arena, &user, err);

    if (rc < 0)
        return rc;
    user.must_change_password = must_change;
    rc = db_exec(act->conn, sql_user_set_password,
                 DB_ARGS(DB_ROW(user_fields, &user), DB_STR("password_hash", hash)), err);
    if (rc >= 0)
        rc = session_end_all(act->conn, id, keep_token_hash, err);
    if (rc < 0)
        return rc;
    return audit_log(
        act,
        &(struct audit_change){.action = must_change ? "reset password" : "change password",
                               .kind = "user",
                               .key = user.email},
        err);
}

int user_seen(struct conn *c, int64_t id, int64_t at_ms, struct err *err)
{
    int rc = db_exec(c, sql_user_seen, DB_ARGS(DB_I64("id", id), DB_I64("at", at_ms)), err);

    return rc < 0 ? rc : 0;
}
