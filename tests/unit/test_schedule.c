#include "access_test.h"
#include "base/day.h"
#include "jobs/queue.h"
#include "jobs/schedule.h"

static int nothing(struct job_run *run)
{
    (void)run;
    return 0;
}
static const struct job_kind score = {"score", nothing, 3};
static const struct job_kind *const kinds[] = {&score, NULL};

static int64_t at(const char *text)
{
    int64_t ms;

    assert_true(time_parse(text, &ms));
    return ms;
}

static void next_times(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t every_ms, daily_minute;
        const char *after, *next;
    } cases[] = {
        {"UTC", 60000, 0, "2026-01-05T12:00:00Z", "2026-01-05T12:01:00Z"},
        {"UTC", 0, 150, "2026-01-05T02:29:59Z", "2026-01-05T02:30:00Z"},
        {"UTC", 0, 150, "2026-01-05T02:30:00Z", "2026-01-06T02:30:00Z"},
        {"UTC", 0, 0, "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"},
        {"UTC", 0, 1439, "2026-02-28T23:59:30Z", "2026-03-01T23:59:00Z"},
        {"Europe/Vienna", 0, 60, "2026-01-05T12:00:00Z", "2026-01-06T00:00:00Z"},
        {"Europe/Vienna", 0, 60, "2026-07-05T12:00:00Z", "2026-07-05T23:00:00Z"},
        {"America/New_York", 0, 60, "2026-01-05T12:00:00Z", "2026-01-06T06:00:00Z"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct schedule s = {.every_ms = cases[i].every_ms, .daily_minute = cases[i].daily_minute};
        char text[32];
        assert_true(clock_set_zone(cases[i].zone));
        time_format(schedule_next(&s, at(cases[i].after)), text);
        if (strcmp(text, cases[i].next) != 0)
            fail_msg("case %zu: %s, not %s", i, text, cases[i].next);
    }
    assert_true(clock_set_zone("UTC"));
}

static void set(struct access_test *t, const struct schedule *s, int64_t now_ms)
{
    struct schedule list[] = {*s, {0}};

    writing(t);
    ASSERT_OK(schedule_set(t->act.conn, list, now_ms, &t->err), t->err);
    written(t);
}

/* Runs what is due and says when there is next something to do. */
static int64_t run(struct access_test *t, int64_t now_ms)
{
    int64_t due = I64_NONE;

    writing(t);
    ASSERT_OK(schedule_run(t->act.conn, kinds, now_ms, &t->err), t->err);
    ASSERT_OK(queue_next_due(t->act.conn, &due, &t->err), t->err);
    written(t);
    return due;
}

static size_t count_jobs(struct access_test *t, struct job **ret)
{
    struct conn *c;
    size_t n;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(job_list(c, &(struct job_filter){.limit = 100}, t->arena, ret, &n, &t->err), t->err);
    db_read_end(c);
    return n;
}

static void jobs_come_when_due_and_once_at_a_time(void **state)
{
    struct access_test *t = *state;
    struct schedule hourly = {"hourly score", &score, "{\"days\":1}", .every_ms = 3600000};
    struct job *jobs;

    set(t, &hourly, NOON_MS);
    assert_int_equal(run(t, NOON_MS), NOON_MS + 3600000);
    assert_int_equal(count_jobs(t, &jobs), 0);
    /* Due, and the job is queued now. */
    assert_int_equal(run(t, NOON_MS + 3600000), NOON_MS + 3600000);
    assert_int_equal(count_jobs(t, &jobs), 1);
    assert_string_equal(jobs[0].kind, "score");
    assert_string_equal(jobs[0].requested_by, "schedule:hourly score");
    assert_int_equal(json_integer_value(json_object_get(jobs[0].args, "days")), 1);
    /* Ten hours in which nobody took it: still the one job. */
    run(t, NOON_MS + 11LL * 3600000);
    assert_int_equal(count_jobs(t, &jobs), 1);
}

static void the_rhythm_of_a_schedule_may_change(void **state)
{
    struct access_test *t = *state;
    struct schedule s = {"nightly", &score, .daily_minute = 150};

    set(t, &s, NOON_MS);
    int64_t night = run(t, NOON_MS);
    assert_int_equal(night, NOON_MS + 14LL * 3600000 + 30LL * 60000);
    set(t, &s, NOON_MS + 5000); /* the next start of the program: nothing new */
    s.args = "{\"all\":true}";
    set(t, &s, NOON_MS + 5000);
    assert_int_equal(run(t, NOON_MS + 5000), night);
    s.daily_minute = 180;
    set(t, &s, NOON_MS + 5000);
    assert_int_equal(run(t, NOON_MS + 5000), night + 30LL * 60000);
    s.every_ms = 1000;
    set(t, &s, NOON_MS);
    assert_int_equal(run(t, NOON_MS), NOON_MS + 1000);
    writing(t);
    ASSERT_OK(schedule_set(t->act.conn, NULL, NOON_MS, &t->err), t->err); /* gone from the list */
    written(t);
    assert_int_equal(run(t, NOON_MS), I64_NONE);
}

static void a_kind_that_is_gone_is_passed_over(void **state)
{
    struct access_test *t = *state;
    static const struct job_kind old = {"old", nothing, 1};
    struct schedule s = {"old", &old, .every_ms = 1000};
    struct job *jobs;

    set(t, &s, NOON_MS);
    assert_int_equal(run(t, NOON_MS + 1000), NOON_MS + 2000);
    assert_int_equal(count_jobs(t, &jobs), 0);
    assert_null(job_kind_find(kinds, "old"));
    assert_ptr_equal(job_kind_find(kinds, "score"), &score);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next_times),
        access_unit_test(jobs_come_when_due_and_once_at_a_time),
        access_unit_test(the_rhythm_of_a_schedule_may_change),
        access_unit_test(a_kind_that_is_gone_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
