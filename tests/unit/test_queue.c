#include "access_test.h"
#include "jobs/queue.h"

static int nothing(struct job_run *run)
{
    (void)run;
    return 0;
}
static const struct job_kind score = {"score", nothing, 3}, once = {"once", nothing, 1};

static int64_t add(struct access_test *t, const struct job_request *request, int64_t now_ms)
{
    int64_t id = 0;

    writing(t);
    ASSERT_OK(job_add(t->act.conn, request, now_ms, &id, &t->err), t->err);
    written(t);
    return id;
}

/* The id of the job taken, 0 if none is due. */
static int64_t take(struct access_test *t, const char *owner, int64_t now_ms)
{
    struct job job = {0};

    writing(t);
    ASSERT_OK(queue_reclaim(t->act.conn, NULL, now_ms, &t->err), t->err);
    int rc = queue_take(t->act.conn, owner, now_ms, t->arena, &job, &t->err);
    assert_true(rc == 0 || rc == ERR_NOT_FOUND);
    written(t);
    return rc == 0 ? job.id : 0;
}

static struct job get(struct access_test *t, int64_t id)
{
    struct job job;
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(job_get(c, id, t->arena, &job, &t->err), t->err);
    db_read_end(c);
    return job;
}

static void finish(struct access_test *t, int64_t id, const char *owner, int rc, int64_t now_ms)
{
    struct job job = get(t, id);
    struct job_outcome outcome = job_outcome_of(&job, rc, rc < 0 ? "it broke" : NULL, now_ms);

    writing(t);
    ASSERT_OK(queue_finish(t->act.conn, &(struct lease){.id = id, .owner = owner}, &outcome, now_ms,
                           &t->err),
              t->err);
    written(t);
}

static int renew(struct access_test *t, int64_t id, const char *owner, int64_t now_ms,
                 bool *ret_cancelled)
{
    writing(t);
    int rc = queue_renew(
        t->act.conn,
        &(struct lease){.id = id, .owner = owner, .progress_pct = 40, .message = "day 3"}, now_ms,
        ret_cancelled, &t->err);
    return db_write_end(t->act.conn, rc, &t->err);
}

static int64_t next_due(struct access_test *t)
{
    int64_t due = 1;
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(queue_next_due(c, &due, &t->err), t->err);
    db_read_end(c);
    return due;
}

static void jobs_are_taken_in_the_order_they_are_due(void **state)
{
    struct access_test *t = *state;

    assert_int_equal(next_due(t), I64_NONE);
    int64_t late = add(t, &(struct job_request){&score, .run_at = NOON_MS + 500}, NOON_MS);
    int64_t second = add(t, &(struct job_request){&score, .requested_by = "ann"}, NOON_MS + 1);
    int64_t first = add(t, &(struct job_request){&score, "{\"a\":1}"}, NOON_MS);
    assert_int_equal(next_due(t), NOON_MS);

    assert_int_equal(take(t, "me", NOON_MS - 1), 0);
    assert_int_equal(take(t, "me", NOON_MS + 1), first);
    assert_int_equal(take(t, "me", NOON_MS + 1), second);
    assert_int_equal(take(t, "me", NOON_MS + 499), 0);
    assert_int_equal(next_due(t), NOON_MS + 500);
    assert_int_equal(take(t, "me", NOON_MS + 500), late);
    assert_int_equal(next_due(t), NOON_MS + 1 + LEASE_MS);

    struct job job = get(t, first);
    assert_string_equal(job.state, "running");
    assert_string_equal(job.kind, "score");
    assert_int_equal(json_integer_value(json_object_get(job.args, "a")), 1);
    assert_int_equal(job.attempts, 1);
    assert_int_equal(job.max_attempts, 3);
    assert_int_equal(job.started, NOON_MS + 1);
    assert_int_equal(job.finished, TIME_NONE);
    assert_string_equal(get(t, second).requested_by, "ann");
}

static void a_unique_job_is_queued_once(void **state)
{
    struct access_test *t = *state;
    struct job_request request = {&score, .unique = "score"};
    int64_t id = add(t, &request, NOON_MS);

    assert_int_equal(add(t, &request, NOON_MS + 5), id);
    assert_int_not_equal(add(t, &(struct job_request){&score}, NOON_MS), id);
    /* One that runs has begun already, and may not see what came since. */
    assert_int_equal(take(t, "me", NOON_MS), id);
    int64_t next = add(t, &request, NOON_MS);
    assert_int_not_equal(next, id);
    assert_int_equal(add(t, &request, NOON_MS), next);
}

static void outcomes(void **state)
{
    (void)state;
    static const struct {
        int rc;
        int64_t attempts, max_attempts;
        const char *state;
        int64_t wait_ms; /* before the next attempt */
    } cases[] = {
        {0, 1, 3, "done", 0},
        {5, 1, 3, "done", 0},
        {ERR_INTERNAL, 1, 3, "queued", RETRY_MS},
        {ERR_IO, 2, 3, "queued", 2 * RETRY_MS},
        {ERR_BUSY, 3, 9, "queued", 4 * RETRY_MS},
        {ERR_BUSY, 8, 99, "queued", 128 * RETRY_MS},
        {ERR_BUSY, 90, 99, "queued", RETRY_MOST_MS},
        {ERR_INTERNAL, 3, 3, "failed", 0},
        {ERR_INTERNAL, 1, 1, "failed", 0},
        {ERR_INVALID, 1, 3, "failed", 0}, /* would fail the same way again */
        {ERR_NOT_FOUND, 1, 3, "failed", 0},
        {ERR_CONFLICT, 1, 3, "failed", 0},
        {ERR_TOO_LARGE, 1, 3, "failed", 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct job job = {
            .attempts = cases[i].attempts, .max_attempts = cases[i].max_attempts, .run_at = 7};
        struct job_outcome o = job_outcome_of(&job, cases[i].rc, "why", NOON_MS);
        if (strcmp(o.state, cases[i].state) != 0)
            fail_msg("case %zu: %s", i, o.state);
        assert_int_equal(o.run_at, cases[i].wait_ms ? NOON_MS + cases[i].wait_ms : 7);
        if (cases[i].rc < 0)
            assert_string_equal(o.error, "why");
        else
            assert_null(o.error);
    }
}

static void a_failure_is_tried_again_later(void **state)
{
    struct access_test *t = *state;
    int64_t id = add(t, &(struct job_request){&score}, NOON_MS), now = NOON_MS;

    for (int attempt = 1; attempt <= 3; attempt++) {
        assert_int_equal(take(t, "me", now), id);
        assert_int_equal(get(t, id).attempts, attempt);
        finish(t, id, "me", ERR_INTERNAL, now);
        assert_string_equal(get(t, id).error, "it broke");
        if (attempt < 3) {
            assert_string_equal(get(t, id).state, "queued");
            now = get(t, id).run_at;
            assert_int_equal(take(t, "me", now - 1), 0);
        }
    }
    struct job job = get(t, id);
    assert_string_equal(job.state, "failed");
    assert_int_equal(job.finished, now);
    assert_int_equal(take(t, "me", now + DAY_MS), 0);

    writing(t);
    ASSERT_OK(job_retry(t->act.conn, id, now, &t->err), t->err);
    assert_int_equal(job_retry(t->act.conn, id, now, &t->err), ERR_CONFLICT);
    written(t);
    job = get(t, id);
    assert_string_equal(job.state, "queued");
    assert_int_equal(job.attempts, 0);
    assert_null(job.error);
    assert_int_equal(take(t, "me", now), id);
    finish(t, id, "me", 0, now);
    assert_string_equal(get(t, id).state, "done");
}

static void a_lease_holds_until_it_runs_out(void **state)
{
    struct access_test *t = *state;
    bool cancelled = true;
    int64_t id = add(t, &(struct job_request){&score}, NOON_MS), now = NOON_MS;

    assert_int_equal(take(t, "me", now), id);
    assert_int_equal(take(t, "you", now + LEASE_MS - 1), 0);
    assert_int_equal(renew(t, id, "me", now + LEASE_MS - 1, &cancelled), 0);
    assert_false(cancelled);
    assert_int_equal(get(t, id).progress_pct, 40);
    assert_string_equal(get(t, id).message, "day 3");
    now += LEASE_MS - 1 + LEASE_MS;
    assert_int_equal(take(t, "you", now - 1), 0);
    assert_int_equal(take(t, "you", now), id); /* the owner was silent: somebody else does it */

    assert_int_equal(renew(t, id, "me", now, &cancelled), ERR_NOT_FOUND);
    finish(t, id, "me", 0, now); /* too late: not its job any more */
    assert_string_equal(get(t, id).state, "running");
    assert_int_equal(get(t, id).attempts, 2);
    finish(t, id, "you", 0, now);
    assert_string_equal(get(t, id).state, "done");
    assert_int_equal(get(t, id).progress_pct, 0);
}

static void the_jobs_of_a_dead_runner_are_free_at_once(void **state)
{
    struct access_test *t = *state;
    int64_t id = add(t, &(struct job_request){&score}, NOON_MS);
    int64_t last = add(t, &(struct job_request){&once}, NOON_MS);
    int64_t others = add(t, &(struct job_request){&score}, NOON_MS);

    assert_int_equal(take(t, "dead", NOON_MS), id);
    assert_int_equal(take(t, "dead", NOON_MS), last);
    assert_int_equal(take(t, "alive", NOON_MS), others);
    writing(t);
    ASSERT_OK(queue_reclaim(t->act.conn, "dead", NOON_MS + 1, &t->err), t->err);
    written(t);
    assert_string_equal(get(t, id).state, "queued");
    assert_string_equal(get(t, others).state, "running");
    /* It had one attempt, and that may be what killed the process. */
    assert_string_equal(get(t, last).state, "failed");
    assert_string_equal(get(t, last).error, "the process that ran it ended without a word");
    assert_int_equal(take(t, "me", NOON_MS + 1), id);
}

static int cancel(struct access_test *t, int64_t id)
{
    writing(t);
    return db_write_end(t->act.conn, job_cancel(t->act.conn, id, NOON_MS, &t->err), &t->err);
}

static void cancelling(void **state)
{
    struct access_test *t = *state;
    bool cancelled = false;
    int64_t running = add(t, &(struct job_request){&score}, NOON_MS);

    assert_int_equal(take(t, "me", NOON_MS), running);
    int64_t queued = add(t, &(struct job_request){&score}, NOON_MS);
    assert_int_equal(cancel(t, queued), 0);
    assert_string_equal(get(t, queued).state, "cancelled");
    assert_int_equal(get(t, queued).finished, NOON_MS);
    assert_int_equal(cancel(t, queued), 0);
    assert_int_equal(take(t, "me", NOON_MS), 0);

    assert_int_equal(cancel(t, running), 0);
    assert_string_equal(get(t, running).state, "running");
    assert_int_equal(renew(t, running, "me", NOON_MS, &cancelled), 0);
    assert_true(cancelled);
    /* Its process dies before it heeds that: it is not taken again. */
    assert_int_equal(take(t, "you", NOON_MS + LEASE_MS), 0);
    assert_string_equal(get(t, running).state, "cancelled");

    int64_t done = add(t, &(struct job_request){&score}, NOON_MS);
    assert_int_equal(take(t, "me", NOON_MS), done);
    finish(t, done, "me", 0, NOON_MS);
    assert_int_equal(cancel(t, done), ERR_CONFLICT);
    assert_int_equal(cancel(t, 99), ERR_NOT_FOUND);
    writing(t);
    assert_int_equal(job_retry(t->act.conn, done, NOON_MS, &t->err), ERR_CONFLICT);
    ASSERT_OK(job_retry(t->act.conn, running, NOON_MS, &t->err), t->err);
    written(t);
    assert_int_equal(take(t, "me", NOON_MS), running);
    assert_int_equal(renew(t, running, "me", NOON_MS, &cancelled), 0);
    assert_false(cancelled); /* asked of the attempt before, not of this one */
}

static void old_jobs_are_forgotten(void **state)
{
    struct access_test *t = *state;
    int64_t id = add(t, &(struct job_request){&score}, NOON_MS);
    int64_t n = 0;

    take(t, "me", NOON_MS);
    finish(t, id, "me", 0, NOON_MS);
    int64_t later = NOON_MS + JOB_KEPT_MS + 1;
    int64_t next = add(t, &(struct job_request){&score}, later);
    assert_int_equal(take(t, "me", later), next);
    finish(t, next, "me", 0, later);
    writing(t);
    ASSERT_OK(db_i64(t->act.conn, "SELECT COUNT(*) FROM job", DB_ARGS(), &n, &t->err), t->err);
    written(t);
    assert_int_equal(n, 1);
}

static void lists_are_filtered_and_paged(void **state)
{
    struct access_test *t = *state;
    static const struct {
        struct job_filter filter;
        size_t n;
        int64_t first;
    } cases[] = {
        {{.limit = 10}, 4, 4},
        {{.limit = 2}, 2, 4},
        {{.limit = 2, .after_id = 3}, 2, 2},
        {{.limit = 10, .kind = "once"}, 1, 4},
        {{.limit = 10, .state = "running"}, 1, 1},
        {{.limit = 10, .state = "queued", .kind = "score"}, 2, 3},
        {{.limit = 10, .state = "done"}, 0, 0},
    };
    struct conn *c;

    for (int i = 0; i < 3; i++)
        add(t, &(struct job_request){&score}, NOON_MS);
    add(t, &(struct job_request){&once}, NOON_MS);
    take(t, "me", NOON_MS);
    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct job *jobs;
        size_t n;
        ASSERT_OK(job_list(c, &cases[i].filter, t->arena, &jobs, &n, &t->err), t->err);
        if (n != cases[i].n || (n && jobs[0].id != cases[i].first))
            fail_msg("case %zu: %zu", i, n);
    }
    db_read_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(jobs_are_taken_in_the_order_they_are_due),
        access_unit_test(a_unique_job_is_queued_once),
        cmocka_unit_test(outcomes),
        access_unit_test(a_failure_is_tried_again_later),
        access_unit_test(a_lease_holds_until_it_runs_out),
        access_unit_test(the_jobs_of_a_dead_runner_are_free_at_once),
        access_unit_test(cancelling),
        access_unit_test(old_jobs_are_forgotten),
        access_unit_test(lists_are_filtered_and_paged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
