/* Parents that speak for their children. */
#include "base/arena.h"
#include "scoring/snapshot/family.h"
#include "stats/random.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N 7

/* 0 is above 1 and 2, 2 above 3; 4 belongs to somebody who is not there; 5 and 6 are a circle. */
static const char *keys[N] = {"top", "a", "b", "b1", "lone", "x", "y"};
static const char *parents[N] = {NULL, "top", "top", "b", "gone", "y", "x"};
static const bool all[N] = {true, true, true, true, true, true, true};

static struct account_table table(void)
{
    struct account_table t = {.n = N};

    t.text[ATTR_KEY] = keys;
    t.text[ATTR_PARENT] = parents;
    return t;
}

static void who_is_below_whom(void **state)
{
    struct arena *arena = arena_new();
    const struct account_table t = table();
    struct family f;
    bool some[N];

    (void)state;
    family_make(HIERARCHY_ARR, &t, all, arena, &f);
    assert_int_equal(f.below[0], 3);
    assert_int_equal(f.below[2], 1);
    assert_int_equal(f.below[3], 0);
    assert_int_equal(f.parent[4], -1);
    assert_true(f.parent[5] == -1 || f.parent[6] == -1); /* the circle is cut */
    memcpy(some, all, sizeof(some));
    some[3] = false; /* no customer: it counts nowhere */
    family_make(HIERARCHY_ARR, &t, some, arena, &f);
    assert_int_equal(f.below[0], 2);
    assert_int_equal(f.below[2], 0);
    arena_free(arena);
}

static void the_mean_of_a_family(void **state)
{
    const double score[N] = {NAN, 40, 80, 60, 70, 10, 20};
    const double arr[N] = {0, 300, 100, 100, 50, 1, NAN};
    struct arena *arena = arena_new();
    const struct account_table t = table();
    struct family f;
    double ret[N];

    (void)state;
    family_make(HIERARCHY_ARR, &t, all, arena, &f);
    family_mean(&f, &t, all, score, arr, ret);
    assert_close(ret[0], (300 * 40 + 100 * 80 + 100 * 60) / 500.0, 1e-12);
    assert_close(ret[1], 40, 0);
    assert_close(ret[2], 70, 1e-12);
    assert_close(ret[3], 60, 0);
    assert_close(ret[4], 70, 0);
    family_make(HIERARCHY_COUNT, &t, all, arena, &f);
    family_mean(&f, &t, all, score, arr, ret);
    assert_close(ret[0], 60, 1e-12);
    assert_close(ret[2], 70, 1e-12);
    const double none[N] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    family_make(HIERARCHY_ARR, &t, all, arena, &f);
    family_mean(&f, &t, all, score, none, ret); /* nobody has any: each counts once */
    assert_close(ret[0], 60, 1e-12);
    family_mean(&f, &t, all, none, arr, ret);
    assert_true(isnan(ret[0]) && isnan(ret[4]));
    arena_free(arena);
}

/* In whatever forest, a family's score lies between the lowest and the highest of its members, and
 * equal scores stay what they are. */
static void a_mean_is_a_mean(void **state)
{
    enum { MANY = 60 };
    static char names[MANY][8];
    const char *key[MANY], *parent[MANY];
    bool is_customer[MANY];
    double score[MANY], arr[MANY], ret[MANY], same[MANY];
    struct rng rng;

    (void)state;
    rng_init(&rng, 3, 0);
    for (int round = 0; round < 50; round++) {
        struct arena *arena = arena_new();
        struct account_table t = {.n = MANY};
        struct family f;
        double low = INFINITY, high = -INFINITY;
        for (int i = 0; i < MANY; i++) {
            snprintf(names[i], sizeof(names[i]), "K%d", i);
            key[i] = names[i];
            parent[i] = i > 0 && rng_chance(&rng, 0.7) ? names[rng_below(&rng, i)] : NULL;
            is_customer[i] = rng_chance(&rng, 0.8);
            score[i] = rng_chance(&rng, 0.2) ? NAN : 100 * rng_unit(&rng);
            same[i] = 42;
            arr[i] = rng_chance(&rng, 0.2) ? NAN : (double)rng_below(&rng, 1000);
            low = score[i] < low ? score[i] : low;
            high = score[i] > high ? score[i] : high;
        }
        t.text[ATTR_KEY] = key;
        t.text[ATTR_PARENT] = parent;
        family_make(round % 2 ? HIERARCHY_ARR : HIERARCHY_COUNT, &t, is_customer, arena, &f);
        family_mean(&f, &t, is_customer, score, arr, ret);
        for (int i = 0; i < MANY; i++)
            assert_true(isnan(ret[i]) || (ret[i] >= low - 1e-9 && ret[i] <= high + 1e-9));
        family_mean(&f, &t, is_customer, same, arr, ret);
        for (int i = 0; i < MANY; i++)
            assert_close(ret[i], 42, 1e-9);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_below_whom),
        cmocka_unit_test(the_mean_of_a_family),
        cmocka_unit_test(a_mean_is_a_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
