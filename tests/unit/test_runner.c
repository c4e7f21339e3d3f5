#include "access_test.h"
#include "base/log.h"
#include "jobs/owner.h"
#include "jobs/queue.h"
#include "jobs/runner.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

/* The runner's clock stands still unless a test moves it. */
static _Atomic int64_t clock_ms;

static int64_t test_now_ms(void)
{
    return clock_ms;
}

/* What the jobs of the tests do, and how the tests wait for it. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int calls;   /* how often a job's function began */
    bool may_go; /* what `waits` waits for */
} stage = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static int stage_enter(void)
{
    pthread_mutex_lock(&stage.lock);
    int call = ++stage.calls;
    pthread_cond_broadcast(&stage.changed);
    pthread_mutex_unlock(&stage.lock);
    return call;
}

static void stage_wait_calls(int calls)
{
    pthread_mutex_lock(&stage.lock);
    while (stage.calls < calls)
        pthread_cond_wait(&stage.changed, &stage.lock);
    pthread_mutex_unlock(&stage.lock);
}

static void stage_let_go(void)
{
    pthread_mutex_lock(&stage.lock);
    stage.may_go = true;
    pthread_cond_broadcast(&stage.changed);
    pthread_mutex_unlock(&stage.lock);
}

static int succeeds(struct job_run *run)
{
    stage_enter();
    job_progress(run, 50, "half of %s", json_string_value(json_object_get(run->args, "what")));
    run->result = json_pack("{s:i}", "rows", 7);
    return 0;
}

static int fails_once(struct job_run *run)
{
    return stage_enter() == 1 ? err_set(&run->err, ERR_IO, NULL, "the disk was away") : 0;
}

static int refuses(struct job_run *run)
{
    stage_enter();
    return err_set(&run->err, ERR_INVALID, "day", "is not a day");
}

/* Runs until it is told to stop. */
static int endless(struct job_run *run)
{
    job_progress(run, 30, "still at it");
    stage_enter();
    while (!job_is_cancelled(run))
        usleep(1000);
    return err_set(&run->err, ERR_BUSY, NULL, "was told to stop");
}

/* Tells how far it is, then waits for the test. */
static int waits(struct job_run *run)
{
    job_progress(run, 130, "message of a job that counts badly");
    stage_enter();
    pthread_mutex_lock(&stage.lock);
    while (!stage.may_go)
        pthread_cond_wait(&stage.changed, &stage.lock);
    pthread_mutex_unlock(&stage.lock);
    return 0;
}

static const struct job_kind succeeding = {"succeeds", succeeds, 3},
                             failing = {"fails", fails_once, 3}, refusing = {"refuses", refuses, 3},
                             ending_not = {"endless", endless, 3}, waiting = {"waits", waits, 3},
                             unknown = {"unknown", succeeds, 3};
static const struct job_kind *const kinds[] = {&succeeding, &failing, &refusing,
                                               &ending_not, &waiting, NULL};

static int start(struct access_test *t, struct jobs **ret, const struct schedule *schedules)
{
    const char *lock = arena_printf(t->arena, "%s/jobs.lock", t->db.folder);

    return jobs_start(&(struct jobs_options){.db = t->db.db,
                                             .kinds = kinds,
                                             .schedules = schedules,
                                             .lock_path = lock,
                                             .now_ms = test_now_ms},
                      ret, &t->err);
}

static struct jobs *started(struct access_test *t)
{
    struct jobs *jobs = NULL;

    stage.calls = 0;
    stage.may_go = false;
    clock_ms = NOON_MS;
    ASSERT_OK(start(t, &jobs, NULL), t->err);
    return jobs;
}

static int64_t ask(struct access_test *t, struct jobs *jobs, const struct job_kind *kind)
{
    int64_t id = 0;

    writing(t);
    ASSERT_OK(job_add(t->act.conn, &(struct job_request){kind, "{\"what\":\"it\"}"}, clock_ms, &id,
                      &t->err),
              t->err);
    jobs_wake(jobs); /* before the commit, as a handler does it */
    written(t);
    return id;
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

/* Until the runner has written the job's end. */
static struct job wait_state(struct access_test *t, int64_t id, const char *state)
{
    struct job job = get(t, id);

    while (strcmp(job.state, state) != 0) {
        usleep(1000);
        job = get(t, id);
    }
    return job;
}

static void done(struct access_test *t, struct jobs *jobs)
{
    char path[128];

    jobs_stop(jobs);
    snprintf(path, sizeof(path), "%s/jobs.lock", t->db.folder);
    unlink(path);
}

static void a_job_runs_and_leaves_its_result(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    struct job job = wait_state(t, ask(t, jobs, &succeeding), "done");

    assert_int_equal(job.attempts, 1);
    assert_int_equal(job.progress_pct, 100);
    assert_string_equal(job.message, "half of it");
    assert_int_equal(json_integer_value(json_object_get(job.result, "rows")), 7);
    assert_int_equal(job.started, NOON_MS);
    assert_int_equal(job.finished, NOON_MS);
    assert_null(job.error);
    done(t, jobs);
}

static void a_failure_waits_for_its_time(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    int64_t id = ask(t, jobs, &failing);

    stage_wait_calls(1);
    struct job job = wait_state(t, id, "queued");
    assert_string_equal(job.error, "the disk was away");
    assert_int_equal(job.run_at, NOON_MS + RETRY_MS);
    clock_ms = NOON_MS + RETRY_MS;
    jobs_wake(jobs);
    job = wait_state(t, id, "done");
    assert_int_equal(job.attempts, 2);
    assert_null(job.error);
    done(t, jobs);
}

static void what_cannot_work_fails_at_once(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);

    assert_string_equal(wait_state(t, ask(t, jobs, &refusing), "failed").error, "is not a day");
    assert_string_equal(wait_state(t, ask(t, jobs, &unknown), "failed").error,
                        "this ripen has no jobs of kind unknown");
    done(t, jobs);
}

static void a_running_job_is_cancelled_through_the_database(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    int64_t id = ask(t, jobs, &ending_not);

    stage_wait_calls(1);
    writing(t);
    ASSERT_OK(job_cancel(t->act.conn, id, clock_ms, &t->err), t->err);
    jobs_wake(jobs);
    written(t);
    struct job job = wait_state(t, id, "cancelled");
    assert_int_equal(job.progress_pct, 30);
    assert_null(job.error);
    done(t, jobs);
}

static void a_running_job_is_cancelled_while_the_writer_is_taken(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    int64_t id = ask(t, jobs, &ending_not);

    stage_wait_calls(1);
    jobs_cancel_running(jobs, id + 1); /* another one: nothing happens */
    writing(t);
    jobs_cancel_running(jobs, id);
    written(t);
    wait_state(t, id, "cancelled");
    jobs_cancel_running(NULL, id);
    done(t, jobs);
}

static void what_it_tells_is_seen_before_it_is_written(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    int64_t id = ask(t, jobs, &waiting);

    stage_wait_calls(1);
    struct job rows[] = {get(t, id), get(t, id)};
    rows[1].id++;
    /* As they are read before the keeper writes, which it may have done by now. */
    rows[0].progress_pct = rows[1].progress_pct = 0;
    rows[0].message = NULL;
    jobs_overlay(NULL, rows, 2, t->arena);
    assert_int_equal(rows[0].progress_pct, 0);
    jobs_overlay(jobs, rows, 2, t->arena);
    assert_int_equal(rows[0].progress_pct, 100);
    assert_string_equal(rows[0].message, "message of a job that counts badly");
    assert_int_equal(rows[1].progress_pct, 0);
    stage_let_go();
    wait_state(t, id, "done");
    done(t, jobs);
}

static void stopping_puts_the_job_back(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t);
    int64_t id = ask(t, jobs, &ending_not);

    stage_wait_calls(1);
    done(t, jobs);
    struct job job = get(t, id);
    assert_string_equal(job.state, "queued");
    assert_int_equal(job.attempts, 0); /* it was not its fault */
    assert_int_equal(job.run_at, NOON_MS);
}

static void the_clock_asks_too(void **state)
{
    struct access_test *t = *state;
    static const struct schedule schedules[] = {{"tick", &succeeding, .every_ms = 5000}, {0}};
    struct jobs *jobs = NULL;

    stage.calls = 0;
    clock_ms = NOON_MS;
    ASSERT_OK(start(t, &jobs, schedules), t->err);
    clock_ms = NOON_MS + 5000;
    jobs_wake(jobs);
    stage_wait_calls(1);
    clock_ms = NOON_MS + 10000;
    jobs_wake(jobs);
    stage_wait_calls(2);
    done(t, jobs);
}

static void one_runner_a_data_directory(void **state)
{
    struct access_test *t = *state;
    struct jobs *jobs = started(t), *second = NULL;

    assert_int_equal(start(t, &second, NULL), ERR_BUSY);
    assert_non_null(strstr(t->err.text, "another ripen serves this data directory"));
    assert_null(second);
    done(t, jobs);
    jobs = started(t);
    done(t, jobs);
}

static void the_lock_file_may_hold_anything(void **state)
{
    struct access_test *t = *state;
    static const char *const texts[] = {"", "short", "0123456789abcdef0123456789abcdeX", NULL};
    const char *path = arena_printf(t->arena, "%s/some.lock", t->db.folder);
    struct owner owner, next;

    for (size_t i = 0; texts[i]; i++) {
        FILE *f = fopen(path, "w");
        fputs(texts[i], f);
        fclose(f);
        ASSERT_OK(owner_take(path, &owner, &t->err), t->err);
        assert_string_equal(owner.dead_id, "");
        owner_release(&owner);
    }
    ASSERT_OK(owner_take(path, &next, &t->err), t->err);
    assert_string_equal(next.dead_id, owner.id);
    assert_string_not_equal(next.id, owner.id);
    owner_release(&next);
    unlink(path);
    assert_int_equal(owner_take("/nonexistent/jobs.lock", &owner, &t->err), ERR_IO);
}

/* A process that takes the job and never comes back from it. */
static void child_main(const char *path, const char *lock, int told)
{
    struct db *db;
    struct jobs *jobs;
    char byte = 1;

    alarm(60); /* should the test die, this process does too */
    if (db_open(&(struct db_options){.path = path}, &db, NULL) < 0 ||
        jobs_start(
            &(struct jobs_options){
                .db = db, .kinds = kinds, .lock_path = lock, .now_ms = test_now_ms},
            &jobs, NULL) < 0)
        _exit(1);
    stage_wait_calls(1);
    if (write(told, &byte, 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

static void a_killed_process_loses_its_job_to_the_next(void **state)
{
    struct access_test *t = *state;
    const char *lock = arena_printf(t->arena, "%s/jobs.lock", t->db.folder);
    int told[2], status;
    char byte;

    clock_ms = NOON_MS;
    stage.calls = 0;
    int64_t id = ask(t, NULL, &waiting);
    db_close(t->db.db); /* a connection must not be carried into a child */
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0)
        child_main(t->db.path, lock, told[1]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    close(told[0]);
    close(told[1]);

    ASSERT_OK(db_open(&(struct db_options){.path = t->db.path}, &t->db.db, &t->err), t->err);
    struct job job = get(t, id);
    assert_string_equal(job.state, "running");
    assert_int_equal(job.attempts, 1);
    struct jobs *jobs = started(t); /* no time has passed: the lease has not run out */
    stage_let_go();
    job = wait_state(t, id, "done");
    assert_int_equal(job.attempts, 2);
    done(t, jobs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(a_killed_process_loses_its_job_to_the_next),
        access_unit_test(a_job_runs_and_leaves_its_result),
        access_unit_test(a_failure_waits_for_its_time),
        access_unit_test(what_cannot_work_fails_at_once),
        access_unit_test(a_running_job_is_cancelled_through_the_database),
        access_unit_test(a_running_job_is_cancelled_while_the_writer_is_taken),
        access_unit_test(what_it_tells_is_seen_before_it_is_written),
        access_unit_test(stopping_puts_the_job_back),
        access_unit_test(the_clock_asks_too),
        access_unit_test(one_runner_a_data_directory),
        access_unit_test(the_lock_file_may_hold_anything),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
