#include "access/first_run.h"

#include "access/user.h"

#include <string.h>

static int count_users(struct db *db, int64_t *ret, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = user_count(c, ret, err);
    db_read_end(c);
    return rc;
}

/* Another process may have been quicker: then there is nothing left to do. */
static int create(const struct act *act, const char *hash, bool *ret_is_new, struct err *err)
{
    struct user admin = {.email = FIRST_ADMIN_EMAIL, .name = "Admin", .role = "admin"};
    int64_t n = 0;
    int rc = user_count(act->conn, &n, err);

    if (rc < 0 || n > 0)
        return rc;
    rc = user_create(act, &admin, hash, true, err);
    *ret_is_new = rc == 0;
    return rc;
}

int first_run(struct db *db, int64_t now_ms, char ret_password[ONE_TIME_TEXT], bool *ret_is_new,
              struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct act act = {.by = &who_command_line, .now_ms = now_ms, .arena = arena};
    char hash[PASSWORD_HASH_TEXT], password[ONE_TIME_TEXT];
    bool is_new = false;
    int64_t n = 0;
    int rc = count_users(db, &n, err);

    if (rc == 0 && n == 0) {
        password_one_time(password);
        rc = password_hash(password, hash, err);
        if (rc == 0)
            rc = db_write_begin(db, &act.conn, err);
        if (rc == 0)
            rc = db_write_end(act.conn, create(&act, hash, &is_new, err), err);
    }
    if (rc < 0)
        return rc;
    if (is_new)
        memcpy(ret_password, password, sizeof(password));
    *ret_is_new = is_new;
    return 0;
}
