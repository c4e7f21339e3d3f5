#include "facts/usage/usage_block.h"
#include "stats/random.h"
#include "test.h"

#include <string.h>

static struct rng rng;

static int64_t below(int64_t n)
{
    return rng_below(&rng, n);
}

/* Cells in order; sparse or dense, small or huge. */
static void cells_random(struct usage_cells *out)
{
    int64_t n = below(40), event = 0;
    int32_t day = 31;

    out->n = 0;
    for (int64_t i = 0; i < n; i++) {
        if (day == 31 || below(3) == 0) {
            event += 1 + (below(10) ? below(5) : below((int64_t)1 << 40));
            day = 0;
        }
        day += 1 + (int32_t)below(31 - day);
        vec_push(out,
                 ((struct usage_cell){event, below(10) ? 1 + below(300) : USAGE_COUNT_MAX, day}));
    }
}

static void actives_random(struct usage_actives *out)
{
    int64_t n = below(40), user = 0;

    out->n = 0;
    for (int64_t i = 0; i < n; i++) {
        user += 1 + (below(10) ? below(5) : below((int64_t)1 << 40));
        vec_push(out, ((struct usage_active){user, 1 + (uint32_t)below(0x7fffffff)}));
    }
}

static bool is_same_cells(const struct usage_cells *a, const struct usage_cells *b)
{
    bool is_same = a->n == b->n;

    for (size_t i = 0; is_same && i < a->n; i++)
        is_same = usage_cell_order(&a->items[i], &b->items[i]) == 0 &&
                  a->items[i].count == b->items[i].count;
    return is_same;
}

static void what_is_packed_unpacks(void **state)
{
    struct usage_cells cells = {0}, cells_back = {0};
    struct usage_actives users = {0}, users_back = {0};
    AUTO_BUF block = {0};

    (void)state;
    rng_init(&rng, 1, 0);
    for (int round = 0; round < 2000; round++) {
        struct err err = {0};
        cells_random(&cells);
        buf_clear(&block);
        usage_cells_encode(cells.items, cells.n, &block);
        assert_int_equal(usage_cells_decode(buf_text(&block), block.len, &cells_back, &err), 0);
        assert_true(is_same_cells(&cells, &cells_back));

        actives_random(&users);
        buf_clear(&block);
        usage_actives_encode(users.items, users.n, &block);
        assert_int_equal(usage_actives_decode(buf_text(&block), block.len, &users_back, &err), 0);
        assert_int_equal(users.n, users_back.n);
        for (size_t i = 0; i < users.n; i++) {
            assert_int_equal(users.items[i].user_id, users_back.items[i].user_id);
            assert_int_equal(users.items[i].days, users_back.items[i].days);
        }
    }
    vec_done(&cells);
    vec_done(&cells_back);
    vec_done(&users);
    vec_done(&users_back);
}

static void a_cell_takes_two_bytes(void **state)
{
    AUTO_BUF block = {0};
    struct usage_cell cells[3 * 20];

    (void)state;
    for (int i = 0; i < 60; i++)
        cells[i] = (struct usage_cell){1 + i / 20, 100, 1 + i % 20};
    usage_cells_encode(cells, 60, &block);
    assert_int_equal(block.len, 120);
}

static const struct {
    const char *bytes;
    size_t n;
    const char *text; /* part of the message */
} damaged_cells[] = {
    {"\x21", 1, "cut off before byte 1"},    /* no count */
    {"\x21\x80", 2, "cut off"},              /* half a count */
    {"\x01\x01", 2, "event id"},             /* event 0 */
    {"\x20\x01", 2, "out of order"},         /* day 0 */
    {"\x22\x01\x02\x01", 4, "out of order"}, /* the same day again */
    {"\x22\x01\x01\x01", 4, "out of order"}, /* a day back */
    {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01", 11, "event id"},
    {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x01", 11, "cut off"}, /* over 64 bits */
    {"\x21\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, "count"},
};
static const struct {
    const char *bytes;
    size_t n;
    const char *text;
} damaged_users[] = {
    {"\x01", 1, "cut off"},
    {"\x01\x00", 2, "days of a user"},
    {"\x00\x01", 2, "user id"},
    {"\x01\xff\xff\xff\xff\x0f", 6, "days of a user"},
    {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01", 11, "user id"},
};

static void damaged_blocks_are_refused(void **state)
{
    struct usage_cells cells = {0};
    struct usage_actives users = {0};
    struct err err;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(damaged_cells); i++) {
        err = (struct err){0};
        assert_int_equal(
            usage_cells_decode(damaged_cells[i].bytes, damaged_cells[i].n, &cells, &err),
            ERR_INTERNAL);
        if (!strstr(err.text, damaged_cells[i].text))
            fail_msg("case %zu: %s", i, err.text);
    }
    for (size_t i = 0; i < ARRAY_LEN(damaged_users); i++) {
        err = (struct err){0};
        assert_int_equal(
            usage_actives_decode(damaged_users[i].bytes, damaged_users[i].n, &users, &err),
            ERR_INTERNAL);
        if (!strstr(err.text, damaged_users[i].text))
            fail_msg("case %zu: %s", i, err.text);
    }
    vec_done(&cells);
    vec_done(&users);
}

/* The count of a cell in a list, by looking at each; -1 if it is not there. */
static int64_t count_of(const struct usage_cells *cells, int64_t event_id, int32_t day)
{
    for (size_t i = 0; i < cells->n; i++)
        if (cells->items[i].event_id == event_id && cells->items[i].day == day)
            return cells->items[i].count;
    return -1;
}

static int64_t count_expected(int64_t old, int64_t new, enum usage_mode mode)
{
    if (new < 0)
        return old;
    if (mode == USAGE_REPLACE)
        return new ? new : -1;
    return old < 0 ? new : usage_count_add(old, new);
}

static void merging_is_cell_by_cell(void **state)
{
    struct usage_cells old = {0}, new = {0}, out = {0};

    (void)state;
    rng_init(&rng, 2, 0);
    for (int round = 0; round < 1000; round++) {
        enum usage_mode mode = round % 2 ? USAGE_ADD : USAGE_REPLACE;
        size_t n = 0;
        cells_random(&old);
        cells_random(&new);
        for (size_t i = 0; i < new.n; i++)
            if (below(5) == 0)
                new.items[i].count = 0;
        usage_cells_merge(&old, &new, mode, &out);
        for (size_t i = 0; i < out.n; i++) {
            const struct usage_cell *c = &out.items[i];
            assert_true(i == 0 || usage_cell_order(c - 1, c) < 0);
            assert_int_equal(c->count, count_expected(count_of(&old, c->event_id, c->day),
                                                      count_of(&new, c->event_id, c->day), mode));
        }
        for (size_t i = 0; i < old.n; i++) {
            const struct usage_cell *c = &old.items[i];
            n += count_expected(c->count, count_of(&new, c->event_id, c->day), mode) >= 0;
        }
        for (size_t i = 0; i < new.n; i++) {
            const struct usage_cell *c = &new.items[i];
            n += count_of(&old, c->event_id, c->day) < 0 && count_expected(-1, c->count, mode) >= 0;
        }
        assert_int_equal(out.n, n);
    }
    vec_done(&old);
    vec_done(&new);
    vec_done(&out);
}

static void active_days_are_added(void **state)
{
    struct usage_active a[] = {{1, 1}, {5, 2}}, b[] = {{2, 4}, {5, 8}};
    struct usage_actives old = {a, 2, 2}, new = {b, 2, 2}, out = {0};

    (void)state;
    usage_actives_merge(&old, &new, &out);
    assert_int_equal(out.n, 3);
    assert_int_equal(out.items[0].days, 1);
    assert_int_equal(out.items[1].user_id, 2);
    assert_int_equal(out.items[2].user_id, 5);
    assert_int_equal(out.items[2].days, 2 | 8);
    vec_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_unpacks),     cmocka_unit_test(a_cell_takes_two_bytes),
        cmocka_unit_test(damaged_blocks_are_refused), cmocka_unit_test(merging_is_cell_by_cell),
        cmocka_unit_test(active_days_are_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
