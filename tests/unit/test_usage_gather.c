/* The gatherer against the plain way: a table of every cell. */
#include "base/day.h"
#include "facts/usage/usage_gather.h"
#include "stats/random.h"
#include "test.h"

#include <string.h>

#define ACCOUNTS 7
#define EVENTS   5
#define USERS    4
#define DAYS     100

struct table {
    int64_t counts[ACCOUNTS + 1][EVENTS + 1][DAYS];
    bool is_there[ACCOUNTS + 1][EVENTS + 1][DAYS];
    bool is_active[ACCOUNTS + 1][USERS + 1][DAYS];
    int32_t first_day, last_month;
    int64_t last_account, n_cells;
};

static int compare_month(void *ctx, const struct usage_gathered *g, struct err *err)
{
    struct table *t = ctx;
    int32_t before = month_first_day(g->month) - 1 - t->first_day;

    (void)err;
    assert_true(g->month > t->last_month ||
                (g->month == t->last_month && g->account_id > t->last_account));
    t->last_month = g->month;
    t->last_account = g->account_id;
    for (size_t i = 0; i < g->cells->n; i++) {
        const struct usage_cell *c = &g->cells->items[i];
        assert_true(t->is_there[g->account_id][c->event_id][before + c->day]);
        assert_int_equal(c->count, t->counts[g->account_id][c->event_id][before + c->day]);
    }
    t->n_cells += (int64_t)g->cells->n;
    for (size_t i = 0; i < g->users->n; i++) {
        const struct usage_active *u = &g->users->items[i];
        for (int32_t day = month_first_day(g->month); day < month_first_day(g->month + 1); day++) {
            int32_t at = day - t->first_day;
            bool is_active = at >= 0 && at < DAYS && t->is_active[g->account_id][u->user_id][at];
            assert_int_equal(u->days >> (at - before - 1) & 1, is_active);
        }
    }
    return 0;
}

/* More rows than wait at a time, so that packing beside the packed is tried, too. */
static void it_adds_up_like_a_table(void **state)
{
    AUTO_STRUCT(usage_gather) *g = usage_gather_new();
    struct table *t = mem_zalloc(sizeof(*t));
    struct err err = {0};
    struct rng rng;
    int64_t n_cells = 0;

    (void)state;
    rng_init(&rng, 3, 0);
    t->first_day = day_from_ymd(2025, 11, 20);
    t->last_month = INT32_MIN;
    for (int i = 0; i < 1200000; i++) {
        struct usage_count c = {.account_id = 1 + rng_below(&rng, ACCOUNTS),
                                .event_id = 1 + rng_below(&rng, EVENTS),
                                .user_id = rng_below(&rng, USERS + 1),
                                .count = rng_below(&rng, 4)};
        int32_t day = (int32_t)rng_below(&rng, DAYS);
        c.day = t->first_day + day;
        n_cells += !t->is_there[c.account_id][c.event_id][day];
        t->is_there[c.account_id][c.event_id][day] = true;
        t->counts[c.account_id][c.event_id][day] += c.count;
        if (c.user_id && c.count)
            t->is_active[c.account_id][c.user_id][day] = true;
        usage_gather_add(g, &c);
    }
    assert_int_equal(usage_gather_each(g, compare_month, t, &err), 0);
    assert_int_equal(t->n_cells, n_cells);
    mem_free(t);
}

static int refuse(void *ctx, const struct usage_gathered *g, struct err *err)
{
    (void)g;
    (*(int *)ctx)++;
    return err_set(err, ERR_IO, NULL, "no more");
}

static void an_error_ends_it_and_empties_it(void **state)
{
    AUTO_STRUCT(usage_gather) *g = usage_gather_new();
    struct err err = {0};
    int calls = 0;

    (void)state;
    for (int64_t i = 1; i <= 3; i++)
        usage_gather_add(
            g, &(struct usage_count){.account_id = i, .event_id = 1, .count = 1, .day = 20000});
    assert_int_equal(usage_gather_each(g, refuse, &calls, &err), ERR_IO);
    assert_int_equal(calls, 1);
    assert_int_equal(usage_gather_each(g, refuse, &calls, &err), 0);
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_adds_up_like_a_table),
        cmocka_unit_test(an_error_ends_it_and_empties_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
