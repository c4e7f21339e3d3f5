/* access_test.h: a migrated database and short hands for writing and reading it. */
#pragma once
#include "access/audit.h"
#include "access/user.h"
#include "db/migrate.h"
#include "db_test.h"

/* A Monday noon; tests that need a later time add to it. */
#define NOON_MS 1767614400000LL

struct access_test {
    struct db_test db;
    struct arena *arena;
    struct act act;
    struct err err;
};

static inline int access_test_init(void **state)
{
    struct access_test *t = mem_zalloc(sizeof(*t));

    db_test_init(&t->db);
    ASSERT_OK(db_migrate(t->db.db, &t->err), t->err);
    t->arena = arena_new();
    t->act = (struct act){.by = &who_command_line, .now_ms = NOON_MS, .arena = t->arena};
    *state = t;
    return 0;
}

static inline int access_test_done(void **state)
{
    struct access_test *t = *state;

    arena_free(t->arena);
    db_test_done(&t->db);
    mem_free(t);
    return 0;
}

static inline void writing(struct access_test *t)
{
    ASSERT_OK(db_write_begin(t->db.db, &t->act.conn, &t->err), t->err);
}

static inline void written(struct access_test *t)
{
    ASSERT_OK(db_commit(t->act.conn, &t->err), t->err);
    t->act.conn = NULL;
}

/* A person whose password nobody knows. */
static inline struct user user_made(struct access_test *t, const char *email, const char *role)
{
    struct user user = {.email = email, .name = "Somebody", .role = role};

    writing(t);
    ASSERT_OK(user_create(&t->act, &user, "no hash", false, &t->err), t->err);
    written(t);
    return user;
}

/* The entries of the audit log, newest first. */
static inline struct audit_entry *audited(struct access_test *t, size_t *ret_n)
{
    struct audit_filter all = {.from = TIME_NONE, .to = TIME_NONE, .limit = 1000};
    struct audit_entry *entries;
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(audit_list(c, &all, t->arena, &entries, ret_n, &t->err), t->err);
    db_read_end(c);
    return entries;
}

#define access_unit_test(fn) cmocka_unit_test_setup_teardown(fn, access_test_init, access_test_done)
