#include "base/auto.h"
#include "base/day_cache.h"
#include "base/mem.h"
#include "test.h"

/* Every quarter of an hour over two years, forwards, and then by large steps to and fro, so that
 * summer and winter alternate. */
static void days_are_those_of_the_zone(void **state)
{
    static const char *const zones[] = {"UTC",          "Europe/Vienna",       "America/Sao_Paulo",
                                        "Asia/Kolkata", "America/Los_Angeles", "Pacific/Apia",
                                        "Asia/Beirut",  "Australia/Lord_Howe", "America/Havana"};
    const int64_t quarter_ms = 900000, from_ms = 1293840000000; /* 2011-01-01; Apia skips a day */
    const int64_t n = 2LL * 366 * 96;

    (void)state;
    for (size_t z = 0; z < ARRAY_LEN(zones); z++) {
        if (!clock_set_zone(zones[z]))
            continue; /* without the package tzdata */
        struct day_cache *c = mem_zalloc(sizeof(*c));
        for (int64_t i = 0; i < n; i++) {
            int64_t ms = from_ms + i * quarter_ms + i % 7;
            if (day_cache_of(c, ms) != day_of_time(ms))
                fail_msg("%s: %lld", zones[z], (long long)ms);
        }
        for (int64_t i = 0; i < n; i++) {
            int64_t ms = from_ms + i * 31337 % n * quarter_ms - 1;
            if (day_cache_of(c, ms) != day_of_time(ms))
                fail_msg("%s, to and fro: %lld", zones[z], (long long)ms);
        }
        mem_free(c);
    }
    clock_set_zone("UTC");
}

/* In St. John's clocks went back from 00:01 to 23:01 until 2011; those minutes belong to the day
 * that had begun, whatever was asked before. */
static void minutes_that_come_twice_are_of_the_later_day(void **state)
{
    const int64_t first_ms = 1289097000000, again_ms = first_ms + 120000; /* 2010-11-07 00:00 */
    struct day_cache *c = mem_zalloc(sizeof(*c));

    (void)state;
    if (clock_set_zone("America/St_Johns")) {
        int32_t day = day_of_time(first_ms);
        assert_int_equal(day_of_time(again_ms), day - 1);
        assert_int_equal(day_cache_of(c, again_ms), day);
        assert_int_equal(day_cache_of(c, first_ms), day);
        assert_int_equal(day_cache_of(c, first_ms - 1), day - 1);
        assert_int_equal(day_cache_of(c, again_ms), day);
    }
    assert_int_equal(day_cache_of(c, TIME_NONE), DAY_NONE);
    mem_free(c);
    clock_set_zone("UTC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_the_zone),
        cmocka_unit_test(minutes_that_come_twice_are_of_the_later_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
