/* How long customers stay: lifetimes told from facts, groups, curves and projections. */
#include "forecast/retention/retention.h"
#include "forecast_test.h"
#include "scoring/retention/term_fit.h"
#include "stats/random.h"

static struct retention_query query_of(const char *to)
{
    struct retention_query q;

    fields_init(retention_query_fields, &q);
    q.to = day_at(to);
    return q;
}

static struct retention read_retention(struct forecast_test *f, const struct retention_query *q)
{
    struct retention r;
    struct err err = {0};

    ASSERT_OK(retention_read(&f->source, q, &r, &err), err);
    return r;
}

static void months_are_those_of_the_calendar(void **state)
{
    (void)state;
    assert_close(months_between(day_at("2024-02-29"), day_at("2025-02-28")), 12, 0);
    assert_close(months_between(day_at("2023-03-15"), day_at("2024-03-15")), 12, 0);
    assert_close(months_between(day_at("2024-01-31"), day_at("2024-02-29")), 1, 0);
    assert_close(months_between(day_at("2024-04-01"), day_at("2024-04-16")), .5, 0);
    assert_close(months_between(day_at("2024-04-20"), day_at("2024-05-05")), .5, 0);
    assert_close(months_between(day_at("2024-04-20"), day_at("2024-04-20")), 0, 0);
}

/* An account from `start`, under contract for a year at a time, that left on `ended` (NULL: not).
 */
static void customer(struct forecast_test *f, const char *start, const char *ended,
                     const char *plan)
{
    char line[200];
    int64_t id;

    snprintf(line, sizeof(line), "start=%s plan=%s", start, plan);
    id = fact(&f->t, "account", line);
    snprintf(line, sizeof(line),
             "account_id=%lld start=%s amount_cents=100 currency=USD term_months=12 "
             "interval_months=12%s%s",
             (long long)id, start, ended ? " ended=" : "", ended ? ended : "");
    fact(&f->t, "subscription", line);
}

/* The first departure is in May 2023, so that leavers are on record from its first day on: who
 * came in 2021 is watched from the age of 24 months. */
static void who_was_there_before_counts_from_when_it_was_watched(void **state)
{
    struct forecast_test f;
    struct retention_query q = query_of("2025-04-30");

    (void)state;
    forecast_test_init(&f);
    customer(&f, "2021-05-01", NULL, "A");
    customer(&f, "2021-05-01", "2024-05-01", "A"); /* after 36 months */
    customer(&f, "2022-05-10", "2023-05-10", "A"); /* after 12 */
    customer(&f, "2023-05-01", "2024-05-01", "B"); /* after 12 */
    customer(&f, "2023-05-01", NULL, "B");         /* seen for 24 less a day */
    customer(&f, "2025-04-30", NULL, "B");         /* today: no past yet */
    fact(&f.t, "account", "lifecycle=prospect start=2024-01-01");
    fact(&f.t, "account", "lifecycle=churned start=2020-01-01");
    forecast_test_open(&f, "2025-06-30");
    struct retention r = read_retention(&f, &q);

    assert_int_equal(r.watched_from, day_at("2023-05-01"));
    assert_int_equal(r.customers, 5);
    assert_int_equal(r.left, 3);
    assert_int_equal(r.late, 3);
    assert_int_equal(r.undated_leavers, 1);
    assert_int_equal(r.n_groups, 1);
    const struct retention_group *g = r.groups;
    assert_int_equal(g->n_points, 3); /* 12 months, 36 months, the end */
    assert_close(g->points[0].months, 12, 0);
    assert_int_equal(g->points[0].at_risk, 3); /* those of 2021 are not among them */
    assert_int_equal(g->points[0].left, 2);
    assert_close(g->points[0].share_pct, 100.0 / 3, 1e-9);
    assert_int_equal(g->points[1].at_risk, 2);
    assert_close(g->points[1].share_pct, 100.0 / 6, 1e-9);
    assert_close(g->median_months, 12, 0);
    assert_close(g->thin_from_months, 0, 0); /* nowhere five */

    q.watched_from = day_at("2020-01-01"); /* somebody knows better */
    r = read_retention(&f, &q);
    assert_int_equal(r.late, 0);
    assert_int_equal(r.groups->points[0].at_risk, 5);
    assert_close(r.groups->points[0].share_pct, 60, 1e-9);

    q = query_of("2024-04-30"); /* the day before two of them left */
    r = read_retention(&f, &q);
    assert_int_equal(r.left, 1);
    forecast_test_done(&f);
}

static void groups_are_held_against_each_other(void **state)
{
    struct forecast_test f;
    struct retention_query q = query_of("2025-04-30");
    struct retention r;
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    for (int k = 0; k < 30; k++) {
        customer(&f, "2023-01-10", k < 24 ? "2024-01-10" : NULL, "Short");
        customer(&f, "2023-02-20", k < 3 ? "2024-02-20" : NULL, "Long");
    }
    put_sql(&f.t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES "
                  "(1, 'short', 'Short ones', 'plan = \"Short\"', 0, 0), "
                  "(2, 'all', 'All', 'plan is not missing', 0, 0), "
                  "(3, 'well', 'Well', 'health > 50', 0, 0)");
    forecast_test_open(&f, "2025-06-30");
    q.by = "plan";
    r = read_retention(&f, &q);
    assert_close(r.groups->seen_from_months, 10.3, .1); /* nobody left before 2024 */
    assert_true(isnan(r.groups->mean_months));
    q.watched_from = day_at("2023-01-01");
    r = read_retention(&f, &q);
    assert_int_equal(r.n_groups, 2);
    assert_string_equal(r.label, "Plan");
    const struct retention_group *longer = r.groups, *shorter = r.groups + 1;
    assert_string_equal(longer->label, "Long");
    assert_close(longer->points[0].share_pct, 90, 1e-9);
    assert_close(shorter->points[0].share_pct, 20, 1e-9);
    assert_string_equal(shorter->filter, "plan = \"Short\"");
    assert_true(r.test->p < 1e-6);
    assert_null(r.test->problem);
    assert_true(longer->mean_low_months > shorter->mean_high_months);

    const char *segments[] = {"short", "all", "well"};
    q = query_of("2025-04-30");
    q.segments = segments;
    q.n_segments = 2;
    r = read_retention(&f, &q);
    assert_int_equal(r.groups[0].customers, 30);
    assert_int_equal(r.groups[1].customers, 60);
    assert_non_null(r.test->problem); /* they overlap */
    q.n_segments = 3;
    assert_int_equal(retention_read(&f.source, &q, &r, &err), ERR_INVALID);
    assert_string_equal(err.field, "segments");

    q = query_of("2025-04-30");
    q.cohort = "month";
    r = read_retention(&f, &q);
    assert_int_equal(r.n_groups, 2);
    assert_string_equal(r.groups[0].label, "2023-01");
    q.by = "plan";
    assert_int_equal(retention_read(&f.source, &q, &r, &err), ERR_INVALID);
    q.cohort = NULL;
    q.by = "health";
    assert_int_equal(retention_read(&f.source, &q, &r, &err), ERR_INVALID);
    assert_string_equal(err.field, "by");
    forecast_test_done(&f);
}

/* Contracts renewed with chances drawn from Beta(1.2, 4): the fit finds them again, and projects
 * beyond what was seen. Half of the customers were there before anybody wrote down leavers. */
static void a_projection_finds_what_was_put_in(void **state)
{
    enum { CUSTOMERS = 6000, WATCHED = 20000, DAY = WATCHED + 4 * 365 };
    struct lifetimes l = {0};
    struct arena *arena = arena_new();
    struct rng r;
    uint32_t *rows = ARENA_ARRAY(arena, CUSTOMERS, uint32_t);
    struct term_fit fit;

    (void)state;
    rng_init(&r, 11, 3);
    l.time = ARENA_ARRAY(arena, CUSTOMERS, double);
    l.entry = ARENA_ARRAY(arena, CUSTOMERS, double);
    l.is_left = ARENA_ARRAY(arena, CUSTOMERS, bool);
    l.start = ARENA_ARRAY(arena, CUSTOMERS, int32_t);
    l.term_months = ARENA_ARRAY(arena, CUSTOMERS, int32_t);
    while (l.n < CUSTOMERS) {
        int32_t start = WATCHED + (int32_t)rng_between(&r, -1095, 1460), end = start;
        /* Beta(1.2, 4) is that much of Gamma(1.2) against Gamma(4); by rejection. */
        double p;
        do
            p = rng_unit(&r);
        while (rng_unit(&r) > 2.113 * pow(p, .2) * pow(1 - p, 3));
        bool is_left = false;
        while (!is_left && (end = day_add_months(end, 12)) <= DAY)
            is_left = rng_chance(&r, p);
        if (is_left && end < WATCHED)
            continue; /* nobody ever heard of it */
        l.start[l.n] = start;
        l.time[l.n] = months_between(start, is_left ? end : DAY);
        l.entry[l.n] = start < WATCHED ? months_between(start, WATCHED - 1) : 0;
        l.is_left[l.n] = is_left;
        l.term_months[l.n] = 12;
        rows[l.n] = (uint32_t)l.n;
        if (l.time[l.n] > l.entry[l.n])
            l.n++;
    }
    assert_int_equal(term_fit_period(&l), 12);
    term_fit_make(&l, rows, l.n, 12, DAY, arena, &fit);
    assert_true(fit.is_fitted);
    assert_int_equal(fit.sbg.edge, SBG_INSIDE);
    const struct sbg truth = {.alpha = 1.2, .beta = 4};
    for (size_t t = 1; t <= 10; t++) {
        struct interval range = term_fit_survival_range(&fit, (double)t);
        assert_true(range.low < sbg_survival(&truth, (double)t));
        assert_true(range.high > sbg_survival(&truth, (double)t));
        assert_true(range.high - range.low < .12);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_those_of_the_calendar),
        cmocka_unit_test(who_was_there_before_counts_from_when_it_was_watched),
        cmocka_unit_test(groups_are_held_against_each_other),
        cmocka_unit_test(a_projection_finds_what_was_put_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
