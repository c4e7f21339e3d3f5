#include "base/auto.h"
#include "base/day.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The calendar once more, the slow way: day by day from 1900-01-01 to 2200-12-31. */
static void every_day_from_1900_to_2200(void **state)
{
    (void)state;
    int year = 1900, month = 1, dom = 1, weekday = 0; /* 1900-01-01 was a Monday */

    for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
        int y, m, d, length = 31;
        char text[16], expected[40];
        int32_t back;

        assert_int_equal(day_from_ymd(year, month, dom), day);
        day_to_ymd(day, &y, &m, &d);
        assert_true(y == year && m == month && d == dom);
        assert_int_equal(day_weekday(day), weekday);
        assert_int_equal(day_month_start(day), day - dom + 1);
        assert_int_equal(month_first_day(day_month(day)), day - dom + 1);
        snprintf(expected, sizeof(expected), "%d-%02d-%02d", year, month, dom);
        assert_string_equal(day_format(day, text), expected);
        assert_true(day_parse(text, &back));
        assert_int_equal(back, day);

        if (month == 4 || month == 6 || month == 9 || month == 11)
            length = 30;
        else if (month == 2)
            length = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        weekday = (weekday + 1) % 7;
        if (++dom > length) {
            dom = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    assert_int_equal(year, 2201);
}

static void days_that_do_not_exist(void **state)
{
    (void)state;
    static const int none[][3] = {{2023, 2, 29}, {1900, 2, 29}, {2026, 4, 31}, {2026, 13, 1},
                                  {2026, 0, 1},  {2026, 1, 0},  {0, 1, 1},     {10000, 1, 1}};

    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_int_equal(day_from_ymd(none[i][0], none[i][1], none[i][2]), DAY_NONE);
    assert_int_not_equal(day_from_ymd(2000, 2, 29), DAY_NONE);
}

static void months_are_added_within_the_month(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},  {"2024-01-31", 1, "2024-02-29"},
        {"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", 12, "2027-01-15"},
        {"2024-02-29", 12, "2025-02-28"}, {"2026-12-31", 2, "2027-02-28"},
        {"2026-05-31", 0, "2026-05-31"},  {"1970-01-01", -1, "1969-12-01"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int32_t day;
        char text[16];
        assert_true(day_parse(rows[i].from, &day));
        assert_string_equal(day_format(day_add_months(day, rows[i].months), text), rows[i].to);
    }
    assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
}

static void missing_days_and_times_stay_missing(void **state)
{
    (void)state;
    char text[32];

    assert_int_equal(day_month_start(DAY_NONE), DAY_NONE);
    assert_int_equal(day_of_time(TIME_NONE), DAY_NONE);
    assert_true(time_of_day_start(DAY_NONE) == TIME_NONE);
    assert_string_equal(day_format(DAY_NONE, text), "");
    assert_string_equal(time_format(TIME_NONE, text), "");
}

static void texts_that_are_no_day(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026",       "2026-1-01",  "2026-01-01 ", " 2026-01-01", "2026/01/01",
        "2026-02-30", "1899-12-31", "2201-01-01", "2026-01-0x",  "-026-01-01",  "2026-01-01T"};
    int32_t day = 7;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(day_parse(bad[i], &day));
    assert_int_equal(day, 7);
}

static void times_are_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *utc; /* NULL: refused */
    } rows[] = {
        {"2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"},
        {"2026-01-31 12:00:00z", "2026-01-31T12:00:00Z"},
        {"2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"},
        {"2026-01-31T12:00:00.1239999Z", "2026-01-31T12:00:00.123Z"},
        {"2026-01-31T00:30:00+01:00", "2026-01-30T23:30:00Z"},
        {"2026-12-31T23:30:00-01:30", "2027-01-01T01:00:00Z"},
        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
        {"2026-01-31T12:00:00", NULL},
        {"2026-01-31T12:00Z", NULL},
        {"2026-01-31T24:00:00Z", NULL},
        {"2026-01-31T12:60:00Z", NULL},
        {"2026-01-31T12:00:60Z", NULL},
        {"2026-01-31T12:00:00.Z", NULL},
        {"2026-01-31T12:00:00+0100", NULL},
        {"2026-01-31T12:00:00+01:0", NULL},
        {"2026-01-31T12:00:00Zx", NULL},
        {"2026-02-30T12:00:00Z", NULL},
        {"2026-01-31", NULL},
        {"", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t ms = 7;
        char text[32];
        assert_int_equal(time_parse(rows[i].text, &ms), rows[i].utc != NULL);
        if (rows[i].utc)
            assert_string_equal(time_format(ms, text), rows[i].utc);
        else
            assert_int_equal(ms, 7);
    }
}

static int64_t time_of(const char *text)
{
    int64_t ms;
    assert_true(time_parse(text, &ms));
    return ms;
}

static int32_t day_of(const char *text)
{
    int32_t day;
    assert_true(day_parse(text, &day));
    return day;
}

/* Starts from the zones' public histories (tz database): Vienna changes its clocks in the night,
 * Beirut and Sao Paulo at midnight itself, Havana repeats midnight, Apia skipped a day. */
static void days_start_in_the_zone(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *day, *start;
    } rows[] = {
        {"UTC", "2026-03-29", "2026-03-29T00:00:00Z"},
        {"Europe/Vienna", "2026-03-29", "2026-03-28T23:00:00Z"},
        {"Europe/Vienna", "2026-03-30", "2026-03-29T22:00:00Z"},
        {"Europe/Vienna", "2026-10-25", "2026-10-24T22:00:00Z"},
        {"Europe/Vienna", "2026-10-26", "2026-10-25T23:00:00Z"},
        {"America/Los_Angeles", "2026-07-04", "2026-07-04T07:00:00Z"},
        {"Pacific/Kiritimati", "2026-07-04", "2026-07-03T10:00:00Z"},
        {"Asia/Kathmandu", "2026-07-04", "2026-07-03T18:15:00Z"},
        {"Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"},       /* starts at 01:00 */
        {"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, /* starts at 01:00 */
        {"America/Havana", "2022-11-06", "2022-11-06T04:00:00Z"}, /* the first of two midnights */
        {"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"},   /* there was none: the next */
        {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[32];
        assert_true(clock_set_zone(rows[i].zone));
        time_format(time_of_day_start(day_of(rows[i].day)), text);
        assert_string_equal(text, rows[i].start);
    }
}

static void wall_clocks_follow_summer_time(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *day;
        int64_t ms;
        const char *utc;
    } rows[] = {
        {"UTC", "2026-03-29", 3 * 3600000LL, "2026-03-29T03:00:00Z"},
        {"Europe/Vienna", "2026-03-28", 3 * 3600000LL, "2026-03-28T02:00:00Z"},
        {"Europe/Vienna", "2026-03-29", 12 * 3600000LL + 1, "2026-03-29T10:00:00.001Z"},
        {"Europe/Vienna", "2026-10-25", 86400000, "2026-10-25T23:00:00Z"},
        {"America/New_York", "2026-07-01", 0, "2026-07-01T04:00:00Z"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[32];
        assert_true(clock_set_zone(rows[i].zone));
        assert_string_equal(time_format(time_of_local(day_of(rows[i].day), rows[i].ms), text),
                            rows[i].utc);
    }
    assert_true(time_of_local(DAY_NONE, 5) == TIME_NONE);
}

static void every_day_of_a_zone_holds_its_start(void **state)
{
    (void)state;
    static const char *const zones[] = {"UTC", "Europe/Vienna", "America/New_York",
                                        "Australia/Lord_Howe", "Asia/Kolkata"};

    for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
        assert_true(clock_set_zone(zones[i]));
        for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
            int64_t start = time_of_day_start(day);
            assert_int_equal(day_of_time(start), day);
            assert_int_equal(day_of_time(start - 1), day - 1);
        }
    }
}

static void unknown_zones_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",       "Europe/Atlantis", "../../../etc/passwd", "/etc/passwd", "zone.tab",
        "Europe", "CET-1;rm"};

    assert_true(clock_set_zone("Europe/Vienna"));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(clock_set_zone(bad[i]));
    assert_int_equal(day_of_time(time_of("2026-07-01T22:30:00Z")), day_of("2026-07-02"));
}

static void the_clock_stops_for_tests(void **state)
{
    (void)state;
    char text[32];

    assert_true(clock_set_zone("Europe/Vienna"));
    assert_string_equal(time_format(clock_now_ms(), text), "2026-01-31T23:30:00Z");
    assert_int_equal(clock_today(), day_of("2026-02-01"));
    int64_t before = clock_mono_us();
    assert_true(clock_mono_us() >= before);
}

/* In a process of its own, because the setting is read once. */
static void run_with_bad_clock(void **state)
{
    (void)state;
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        setenv("RIPEN_NOW", "yesterday", 1);
        freopen("/dev/null", "w", stderr);
        clock_now_ms();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1900_to_2200),
        cmocka_unit_test(days_that_do_not_exist),
        cmocka_unit_test(months_are_added_within_the_month),
        cmocka_unit_test(missing_days_and_times_stay_missing),
        cmocka_unit_test(texts_that_are_no_day),
        cmocka_unit_test(times_are_read_and_written),
        cmocka_unit_test(days_start_in_the_zone),
        cmocka_unit_test(wall_clocks_follow_summer_time),
        cmocka_unit_test(every_day_of_a_zone_holds_its_start),
        cmocka_unit_test(unknown_zones_are_refused),
        cmocka_unit_test(run_with_bad_clock),
        cmocka_unit_test(the_clock_stops_for_tests),
    };

    setenv("RIPEN_NOW", "2026-01-31T23:30:00Z", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
