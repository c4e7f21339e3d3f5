#include "access/attempt.h"
#include "access/throttle.h"
#include "base/auto.h"
#include "test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const struct throttle_rule rule = {.free = 3, .first_ms = 1000, .most_ms = 8000};

/* Each row is one attempt at a given time that turns out wrong. */
static void waits_double_up_to_the_most(void **state)
{
    (void)state;
    static const struct {
        int64_t at_ms, wait_ms;
    } steps[] = {
        {0, 0},        {0, 0},       {0, 0}, /* the free ones */
        {0, 1000},     {999, 1},             /* a blocked one counts nothing */
        {1000, 0},     {1000, 2000},         /* the 4th failure: 2 s */
        {3000, 0},     {3000, 4000}, {7000, 0},
        {7000, 8000},  {15000, 0},   {15000, 8000},  /* no longer than the most */
        {23000, 0},    {30999, 1},   {15000, 16000}, /* a clock set back waits, and no more */
        {39000, 0},    {39000, 0},   {39000, 0},     /* quiet for twice the most: all forgotten */
        {39000, 1000},
    };
    struct throttle *t = throttle_new(&rule);

    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        int64_t wait = throttle_try(t, "ann", steps[i].at_ms);
        if (wait != steps[i].wait_ms)
            fail_msg("step %zu: waits %lld, not %lld", i, (long long)wait,
                     (long long)steps[i].wait_ms);
    }
    assert_int_equal(throttle_try(t, "bob", 39000), 0);
    throttle_free(t);
}

static void success_gives_back_or_forgets(void **state)
{
    (void)state;
    struct throttle *t = throttle_new(&rule);

    for (int i = 0; i < 100; i++) {
        assert_int_equal(throttle_try(t, "ann", 0), 0);
        throttle_give_back(t, "ann");
    }
    for (int i = 0; i < 3; i++)
        assert_int_equal(throttle_try(t, "ann", 0), 0);
    assert_true(throttle_try(t, "ann", 0) > 0);
    throttle_forget(t, "ann");
    assert_int_equal(throttle_try(t, "ann", 0), 0);
    /* Nothing is known of these: nothing happens. */
    throttle_forget(t, "bob");
    throttle_give_back(t, "bob");
    throttle_free(t);
}

static void a_success_does_not_pay_for_failures(void **state)
{
    (void)state;
    struct throttle *t = throttle_new(&rule);

    for (int i = 0; i < 3; i++)
        throttle_try(t, "office", 0);
    assert_int_equal(throttle_try(t, "office", 1000), 0);
    throttle_give_back(t, "office");
    assert_int_equal(throttle_try(t, "office", 1000), 0);
    assert_int_equal(throttle_try(t, "office", 1000), 2000);
    throttle_free(t);
}

static void memory_is_bounded_and_the_newest_are_kept(void **state)
{
    (void)state;
    struct throttle *t = throttle_new(&rule);
    char key[32];

    for (int i = 0; i < 100000; i++) {
        snprintf(key, sizeof(key), "nobody-%d", i);
        assert_int_equal(throttle_try(t, key, i), 0);
    }
    for (int i = 0; i < 3; i++)
        assert_int_equal(throttle_try(t, "ann", 100000), 0);
    for (int i = 0; i < 2; i++) {
        snprintf(key, sizeof(key), "late-%d", i);
        throttle_try(t, key, 100000 + i);
    }
    assert_int_equal(throttle_try(t, "ann", 100001), 999);
    throttle_free(t);
}

struct hammer {
    struct throttle *throttle;
    int passed;
};

static void *hammer_main(void *arg)
{
    struct hammer *h = arg;

    for (int i = 0; i < 1000; i++)
        h->passed += throttle_try(h->throttle, "ann", 0) == 0;
    return NULL;
}

/* Attempts are counted before their outcome, so guesses at the same moment get no extra tries. */
static void threads_share_one_count(void **state)
{
    (void)state;
    struct throttle *t = throttle_new(&rule);
    pthread_t threads[4];
    struct hammer hammers[4];
    int passed = 0;

    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        hammers[i] = (struct hammer){.throttle = t};
        pthread_create(&threads[i], NULL, hammer_main, &hammers[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        pthread_join(threads[i], NULL);
        passed += hammers[i].passed;
    }
    assert_int_equal(passed, rule.free);
    throttle_free(t);
}

static int fail_times(struct attempts *a, const char *account, const char *remote, int times)
{
    struct attempt attempt;
    int rc = 0;

    for (int i = 0; i < times; i++) {
        char name[64];
        snprintf(name, sizeof(name), account, i);
        rc = attempt_begin(a, name, remote, 0, &attempt, NULL);
    }
    return rc;
}

static void networks(void **state)
{
    (void)state;
    static const struct {
        const char *fails, *then;
        bool is_same;
    } cases[] = {
        {"203.0.113.7", "203.0.113.7", true},
        {"203.0.113.7", "203.0.113.8", false},
        {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true}, /* one subscriber */
        {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
        {"::ffff:203.0.113.7", "203.0.113.7", true},
        {"127.0.0.1", "127.0.0.1", false}, /* a proxy: everybody */
        {"::1", "::1", false},
        {"::ffff:127.0.0.1", "::ffff:127.0.0.1", false},
        {"", "", false},
        {NULL, NULL, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct attempts *a = attempts_new();
        struct attempt attempt;
        struct err err = {0};
        fail_times(a, "nobody-%d", cases[i].fails, 20);
        int rc = attempt_begin(a, "ann", cases[i].then, 0, &attempt, &err);
        if ((rc == ERR_THROTTLED) != cases[i].is_same)
            fail_msg("case %zu: %d %s", i, rc, err.text);
        if (rc < 0)
            assert_string_equal(err.text, "too many failed attempts; try again in 1 s");
        attempts_free(a);
    }
}

static void an_account_is_guarded_from_everywhere(void **state)
{
    (void)state;
    struct attempts *a = attempts_new();
    struct attempt attempt;

    for (int i = 0; i < 5; i++) {
        char remote[32];
        snprintf(remote, sizeof(remote), "203.0.113.%d", i);
        assert_int_equal(attempt_begin(a, "ann", remote, 0, &attempt, NULL), 0);
    }
    assert_int_equal(attempt_begin(a, "ann", "198.51.100.1", 0, &attempt, NULL), ERR_THROTTLED);
    assert_int_equal(attempt_begin(a, "ann", "198.51.100.1", 1000, &attempt, NULL), 0);
    attempt_good(a, &attempt);
    assert_int_equal(attempt_begin(a, "ann", "198.51.100.1", 1000, &attempt, NULL), 0);
    attempt_void(a, &attempt);
    attempts_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_double_up_to_the_most),
        cmocka_unit_test(success_gives_back_or_forgets),
        cmocka_unit_test(a_success_does_not_pay_for_failures),
        cmocka_unit_test(memory_is_bounded_and_the_newest_are_kept),
        cmocka_unit_test(threads_share_one_count),
        cmocka_unit_test(networks),
        cmocka_unit_test(an_account_is_guarded_from_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
