/* facts_test.h: a migrated database in a write transaction, with somebody who acts, for tests of
 * facts.
 *
 * Ownership: facts_test_done undoes the transaction and removes the database. */
#pragma once
#include "access/audit.h"
#include "base/day.h"
#include "db/migrate.h"
#include "db_test.h"

struct facts_test {
    struct db_test db;
    struct act act;
    struct err err;
};

static inline void facts_test_init(struct facts_test *t)
{
    *t = (struct facts_test){0};
    db_test_init(&t->db);
    ASSERT_OK(db_migrate(t->db.db, &t->err), t->err);
    t->act = (struct act){.by = &who_command_line, .arena = arena_new()};
    assert_true(time_parse("2026-03-15T12:00:00Z", &t->act.now_ms));
    ASSERT_OK(db_write_begin(t->db.db, &t->act.conn, &t->err), t->err);
}

static inline void facts_test_done(struct facts_test *t)
{
    db_rollback(t->act.conn);
    arena_free(t->act.arena);
    db_test_done(&t->db);
}

static inline int64_t test_count(struct facts_test *t, const char *sql)
{
    int64_t n = -1;

    ASSERT_OK(db_i64(t->act.conn, sql, DB_ARGS(), &n, &t->err), t->err);
    return n;
}

static inline int32_t test_day(const char *text)
{
    int32_t day = DAY_NONE;

    assert_true(day_parse(text, &day));
    return day;
}
