/* forecast_test.h: a few facts, and the portfolio as of a day that forecasts read.
 *
 *     forecast_test_init(&f);
 *     fact(&f.t, "account", "key=A start=2024-01-01");
 *     forecast_test_open(&f, "2025-12-31");
 *     ASSERT_OK(bridge_read(&f.source, &query, &bridge, &err), err); */
#pragma once
#include "metric_test.h"
#include "scoring/portfolio/portfolio.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/snapshot/snapshot.h"

struct forecast_test {
    struct metric_test t;
    struct snapshots *snapshots;
    struct portfolio_source source;
};

static inline void forecast_test_init(struct forecast_test *f)
{
    *f = (struct forecast_test){0};
    metric_test_init(&f->t);
}

/* Reads from now on. */
static inline void forecast_test_open(struct forecast_test *f, const char *today)
{
    struct err err = {0};
    struct conn *c;

    metric_test_commit(&f->t);
    ASSERT_OK(cards_seed(f->t.base.db, &err), err);
    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    f->snapshots = snapshots_new();
    f->source = (struct portfolio_source){f->snapshots, c, day_at(today), f->t.arena};
}

static inline void forecast_test_done(struct forecast_test *f)
{
    db_read_end(f->source.conn);
    arena_reset(f->t.arena); /* lets go of the snapshots */
    snapshots_free(f->snapshots);
    metric_test_done(&f->t);
}
