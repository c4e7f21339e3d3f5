/* Sums of numbers in events: how they are packed, written, exchanged, asked for and forgotten. */
#include "facts/account/account.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage_event.h"
#include "facts/usage/usage_sum_writer.h"
#include "facts/usage/usage_sums.h"
#include "facts_test.h"
#include "stats/random.h"

#include <string.h>

/* --- Blocks --- */

static void cells_random(struct rng *r, struct usage_sum_cells *out)
{
    int32_t day = 0;

    out->n = 0;
    while (day < 31 && rng_below(r, 8)) {
        day += 1 + (int32_t)rng_below(r, 31 - day);
        usage_amount sum = (rng_below(r, 2000) - 1000) * ((usage_amount)1 << rng_below(r, 110));
        vec_push(out, ((struct usage_sum_cell){
                          sum, rng_below(r, 10) ? 1 + rng_below(r, 300) : USAGE_COUNT_MAX, day}));
    }
}

static bool is_same(const struct usage_sum_cells *a, const struct usage_sum_cells *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++)
        same = a->items[i].day == b->items[i].day && a->items[i].count == b->items[i].count &&
               a->items[i].sum == b->items[i].sum;
    return same;
}

static void what_is_packed_unpacks(void **state)
{
    struct usage_sum_cells cells = {0}, back = {0};
    AUTO_BUF block = {0};
    struct rng r;
    (void)state;

    rng_init(&r, 2, 0);
    for (int round = 0; round < 3000; round++) {
        struct err err = {0};
        cells_random(&r, &cells);
        buf_clear(&block);
        usage_sums_encode(cells.items, cells.n, &block);
        assert_int_equal(usage_sums_decode(buf_text(&block), block.len, &back, &err), 0);
        assert_true(is_same(&cells, &back));
        /* A block that ends too early is told. */
        if (block.len > 1) {
            int rc = usage_sums_decode(buf_text(&block), block.len - 1, &back, &err);
            assert_true(rc == ERR_INTERNAL && strstr(err.text, "damaged"));
        }
    }
    vec_done(&cells);
    vec_done(&back);
}

static void damage_is_told(void **state)
{
    static const struct {
        const char *block;
        size_t n;
        const char *why;
    } cases[] = {
        {"\x00\x01\x02", 3, "day"},
        {"\x20\x01\x02", 3, "day"},
        {"\x1f\x01\x02\x01\x01\x02", 6, "day"},
        {"\x01\x00\x02", 3, "count"},
        {"\x01\x01\x03", 3, "cut off"},
        {"\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
         22, "sum"},
    };
    struct usage_sum_cells cells = {0};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        assert_int_equal(usage_sums_decode(cases[i].block, cases[i].n, &cells, &err), ERR_INTERNAL);
        if (!strstr(err.text, cases[i].why))
            fail_msg("%s", err.text);
    }
    vec_done(&cells);
}

/* --- Writing --- */

struct world {
    struct facts_test t;
    int64_t acme, beta;
};

static int64_t account_make(struct facts_test *t, const char *key)
{
    struct account a;
    int64_t id;

    fields_init(account_fields, &a);
    a.key = a.name = key;
    ASSERT_OK(kind_create(&t->act, &account_kind, &a, &t->err), t->err);
    ASSERT_OK(kind_id(t->act.conn, &account_kind, key, &id, &t->err), t->err);
    return id;
}

static int set_up(void **state)
{
    static struct world w;
    const struct usage_sum_wish wishes[] = {{"export", "rows"}, {"export", "order.total"}};

    w = (struct world){0};
    facts_test_init(&w.t);
    w.acme = account_make(&w.t, "acme");
    w.beta = account_make(&w.t, "beta");
    ASSERT_OK(usage_sums_ask(&w.t.act, wishes, 2, &w.t.err), w.t.err);
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    facts_test_done(&w->t);
    return 0;
}

static void put(struct usage_sum_writer *w, int64_t sum_id, int64_t account_id, const char *day,
                int64_t whole)
{
    usage_sum_writer_add(w, &(struct usage_sum_part){.sum_id = sum_id,
                                                     .account_id = account_id,
                                                     .day = test_day(day),
                                                     .count = 1,
                                                     .sum = whole * USAGE_AMOUNT_ONE});
}

/* "account month.day=sum/count …" of a sum, in order. */
static const char *sums_text(struct world *w, int64_t sum_id)
{
    AUTO_STRUCT(cursor) *q = NULL;
    struct usage_sum_cells cells = {0};
    AUTO_BUF out = {0};
    size_t bytes;

    ASSERT_OK(db_query(w->t.act.conn,
                       "SELECT account_id, month, cells FROM usage_sum_month WHERE sum_id = $id "
                       "ORDER BY account_id, month",
                       DB_ARGS(DB_I64("id", sum_id)), &q, &w->t.err),
              w->t.err);
    while (db_next(q, &w->t.err) > 0) {
        const void *block = db_col_blob(q, 2, &bytes);
        ASSERT_OK(usage_sums_decode(block, bytes, &cells, &w->t.err), w->t.err);
        buf_printf(&out, "%s:", db_col_i64(q, 0) == w->acme ? "acme" : "beta");
        for (size_t i = 0; i < cells.n; i++)
            buf_printf(&out, " %lld.%d=%g/%lld", (long long)db_col_i64(q, 1), cells.items[i].day,
                       usage_amount_value(cells.items[i].sum), (long long)cells.items[i].count);
        buf_str(&out, "\n");
    }
    vec_done(&cells);
    return arena_strdup(w->t.act.arena, buf_text(&out));
}

static void what_is_written_adds_up(void **state)
{
    struct world *w = *state;
    struct err *err = &w->t.err;
    AUTO_STRUCT(usage_sum_writer) *s = usage_sum_writer_new(w->t.act.conn);

    put(s, 1, w->acme, "2026-01-05", 2);
    put(s, 1, w->acme, "2026-01-05", -3);
    put(s, 1, w->acme, "2026-02-01", 7);
    put(s, 2, w->acme, "2026-01-05", 10);
    put(s, 1, 77, "2026-01-05", 10); /* an account that is gone */
    ASSERT_OK(usage_sum_writer_flush(s, err), *err);
    put(s, 1, w->acme, "2026-01-04", 1);
    put(s, 1, w->acme, "2026-01-05", 1);
    put(s, 1, w->beta, "2026-01-31", 4);
    ASSERT_OK(usage_sum_writer_flush(s, err), *err);
    assert_string_equal(sums_text(w, 1),
                        "acme: 672.4=1/1 672.5=0/3\nacme: 673.1=7/1\nbeta: 672.31=4/1\n");
    assert_string_equal(sums_text(w, 2), "acme: 672.5=10/1\n");
}

/* In any order, in any number of writings: the same. More than wait at once, too. */
static void the_order_does_not_matter(void **state)
{
    struct world *w = *state;
    struct err *err = &w->t.err;
    AUTO_STRUCT(usage_sum_writer) *one = usage_sum_writer_new(w->t.act.conn);
    AUTO_STRUCT(usage_sum_writer) *many = usage_sum_writer_new(w->t.act.conn);
    enum { N = 70000 };
    struct rng r;

    rng_init(&r, 3, 0);
    struct usage_sum_part *parts = mem_alloc(N * sizeof(*parts));
    for (size_t i = 0; i < N; i++)
        parts[i] = (struct usage_sum_part){
            .account_id = rng_below(&r, 2) ? w->acme : w->beta,
            .day = test_day("2026-01-01") + (int32_t)rng_below(&r, 90),
            .count = 1,
            .sum = (usage_amount)(rng_below(&r, 2000001) - 1000000) * USAGE_AMOUNT_MOST / 1000000};
    for (size_t i = 0; i < N; i++) {
        parts[i].sum_id = 1;
        usage_sum_writer_add(one, &parts[i]);
    }
    ASSERT_OK(usage_sum_writer_flush(one, err), *err);
    for (size_t i = N; i > 0; i--) {
        parts[i - 1].sum_id = 2;
        usage_sum_writer_add(many, &parts[i - 1]);
        if (rng_below(&r, 10000) == 0)
            ASSERT_OK(usage_sum_writer_flush(many, err), *err);
    }
    ASSERT_OK(usage_sum_writer_flush(many, err), *err);
    const char *text = sums_text(w, 1);
    assert_true(strlen(text) > 3000);
    assert_string_equal(sums_text(w, 2), text);
    mem_free(parts);
}

static void exchanging_leaves_the_days_before(void **state)
{
    struct world *w = *state;
    struct err *err = &w->t.err;
    struct usage_outcome o = {0};
    AUTO_STRUCT(usage_sum_writer) *s = usage_sum_writer_new(w->t.act.conn);

    put(s, 1, w->acme, "2025-12-05", 1);
    put(s, 1, w->acme, "2026-01-05", 2);
    put(s, 1, w->acme, "2026-01-20", 3);
    put(s, 1, w->acme, "2026-01-25", 4);
    put(s, 1, w->beta, "2026-01-09", 5);
    put(s, 1, w->beta, "2026-01-12", 6);
    put(s, 2, w->beta, "2026-01-12", 6);
    ASSERT_OK(usage_sum_writer_flush(s, err), *err);
    int64_t touched = test_count(&w->t, "SELECT COUNT(*) FROM score_dirty");

    put(s, 1, w->acme, "2026-01-20", 3); /* as before */
    put(s, 1, w->acme, "2026-01-25", 9);
    put(s, 1, w->acme, "2026-02-01", 9);
    struct usage_sum_exchange x = {1, test_day("2026-01-10"), true};
    const char *before = sums_text(w, 1);
    ASSERT_OK(usage_sum_writer_replace(s, &x, &o, err), *err);
    assert_string_equal(sums_text(w, 1), before);
    assert_int_equal(o.unchanged, 1);
    assert_int_equal(o.changed, 2); /* one is another, one is no more */
    assert_int_equal(o.new, 1);
    x.is_comparison = false;
    ASSERT_OK(usage_sum_writer_replace(s, &x, &o, err), *err);
    assert_string_equal(sums_text(w, 1), "acme: 671.5=1/1\nacme: 672.5=2/1 672.20=3/1 672.25=9/1\n"
                                         "acme: 673.1=9/1\nbeta: 672.9=5/1\n");
    assert_string_equal(sums_text(w, 2), "beta: 672.12=6/1\n");
    assert_true(test_count(&w->t, "SELECT COUNT(*) FROM score_dirty") >= touched);
    /* Without a first day, all of it. */
    x.from = DAY_NONE;
    AUTO_STRUCT(usage_sum_writer) *none = usage_sum_writer_new(w->t.act.conn);
    ASSERT_OK(usage_sum_writer_replace(none, &x, &o, err), *err);
    assert_string_equal(sums_text(w, 1), "");
}

/* --- Who asks --- */

static int64_t jobs(struct world *w)
{
    return test_count(&w->t, "SELECT COUNT(*) FROM job WHERE kind = 'usage_sums'");
}

static void what_nobody_asks_for_goes(void **state)
{
    struct world *w = *state;
    struct err *err = &w->t.err;
    AUTO_STRUCT(usage_sum_writer) *s = usage_sum_writer_new(w->t.act.conn);
    const struct usage_sum_wish wishes[] = {
        {"export", "rows"}, {"export", "rows"}, {"open", "rows"}};

    assert_int_equal(jobs(w), 1);
    put(s, 1, w->acme, "2026-01-05", 2);
    put(s, 2, w->acme, "2026-01-05", 2);
    ASSERT_OK(usage_sum_writer_flush(s, err), *err);
    ASSERT_OK(usage_sums_ask(&w->t.act, wishes, 1, err), *err);
    assert_int_equal(test_count(&w->t, "SELECT COUNT(*) FROM usage_sum"), 1);
    assert_int_equal(test_count(&w->t, "SELECT SUM(sum_id) FROM usage_sum_month"), 1);
    assert_int_equal(jobs(w), 1); /* nothing new to be counted */
    ASSERT_OK(usage_sums_ask(&w->t.act, wishes, 3, err), *err);
    assert_int_equal(test_count(&w->t, "SELECT COUNT(*) FROM usage_sum"), 2);
    assert_int_equal(test_count(&w->t, "SELECT COUNT(*) FROM usage_sum WHERE event = 'open' AND "
                                       "segment IS NULL AND NOT is_whole"),
                     1);
}

static void too_many_are_refused(void **state)
{
    struct world *w = *state;
    struct usage_sum_wish wishes[USAGE_SUMS_MAX + 1];

    for (size_t i = 0; i <= USAGE_SUMS_MAX; i++)
        wishes[i] = (struct usage_sum_wish){arena_printf(w->t.act.arena, "e%zu", i), "n"};
    int rc = usage_sums_ask(&w->t.act, wishes, USAGE_SUMS_MAX + 1, &w->t.err);
    assert_int_equal(rc, ERR_TOO_LARGE);
    assert_string_equal(w->t.err.field, "filter");
}

static void they_go_with_their_account_and_event(void **state)
{
    struct world *w = *state;
    struct err *err = &w->t.err;
    AUTO_STRUCT(usage_sum_writer) *s = usage_sum_writer_new(w->t.act.conn);
    struct usage_event event = {.key = "export"};

    put(s, 1, w->acme, "2026-01-05", 2);
    put(s, 1, w->beta, "2026-01-05", 2);
    ASSERT_OK(usage_sum_writer_flush(s, err), *err);
    ASSERT_OK(kind_delete(&w->t.act, &account_kind, "acme", err), *err);
    assert_string_equal(sums_text(w, 1), "beta: 672.5=2/1\n");
    ASSERT_OK(kind_create(&w->t.act, &usage_event_kind, &event, err), *err);
    ASSERT_OK(kind_delete(&w->t.act, &usage_event_kind, "export", err), *err);
    assert_string_equal(sums_text(w, 1), "");
    /* It is asked for still, should the event come again. */
    assert_int_equal(test_count(&w->t, "SELECT COUNT(*) FROM usage_sum"), 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_unpacks),
        cmocka_unit_test(damage_is_told),
        T(what_is_written_adds_up),
        T(the_order_does_not_matter),
        T(exchanging_leaves_the_days_before),
        T(what_nobody_asks_for_goes),
        T(too_many_are_refused),
        T(they_go_with_their_account_and_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
