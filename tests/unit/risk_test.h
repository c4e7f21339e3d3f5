/* risk_test.h: the sample company in a database of its own, and what risk reads it with. */
#pragma once
#include "base/day.h"
#include "base/str.h"
#include "db/migrate.h"
#include "db_test.h"
#include "forecast/risk/leak.h"
#include "forecast/risk/train.h"
#include "intake/sample/sample.h"
#include "scoring/portfolio/portfolio.h"
#include "scoring/scorecard/cards.h"

#define RISK_TEST_UNTIL 20000

struct risk_test {
    struct db_test base;
    struct arena *arena;
    struct err err;
};

static inline void risk_test_init(struct risk_test *t)
{
    *t = (struct risk_test){.arena = arena_new()};
    db_test_init(&t->base);
    ASSERT_OK(db_migrate(t->base.db, &t->err), t->err);
    ASSERT_OK(cards_seed(t->base.db, &t->err), t->err);
}

static inline void risk_test_fill(struct risk_test *t, int64_t accounts, int64_t months)
{
    const struct sample_options o = {
        .accounts = accounts, .months = months, .seed = 1, .until = RISK_TEST_UNTIL};
    struct sample_result result;

    ASSERT_OK(sample_fill(t->base.db, &o, NULL, NULL, &result, &t->err), t->err);
}

static inline void risk_test_done(struct risk_test *t)
{
    arena_free(t->arena);
    db_test_done(&t->base);
}

static inline void risk_test_sql(struct risk_test *t, const char *sql)
{
    struct conn *c;

    ASSERT_OK(db_write_begin(t->base.db, &c, &t->err), t->err);
    ASSERT_OK(db_exec(c, sql, DB_ARGS(), &t->err), t->err);
    ASSERT_OK(db_commit(c, &t->err), t->err);
}

/* What lists and accounts are read from. The snapshots end after the arena is reset. */
struct risk_reader {
    struct snapshots *snapshots;
    struct portfolio_source source;
};
static inline void risk_reader_open(struct risk_test *t, int32_t today, struct risk_reader *r)
{
    struct conn *c;

    ASSERT_OK(db_read_begin(t->base.db, &c, &t->err), t->err);
    r->snapshots = snapshots_new();
    r->source = (struct portfolio_source){r->snapshots, c, today, arena_new()};
}

static inline void risk_reader_done(struct risk_reader *r)
{
    db_read_end(r->source.conn);
    arena_free(r->source.arena);
    snapshots_free(r->snapshots);
}
