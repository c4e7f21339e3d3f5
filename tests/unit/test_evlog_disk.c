/* The event log on a disk that fails: what is refused is refused and told so, what was acknowledged
 * stays, and it goes on by itself once the disk works again. */
#include "evlog_test.h"
#include "intake/evlog/evlog_keep.h"
#include "intake/evlog/evlog_writer.h"
#include "stats/random.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

/* What the disk does next; the tests set it, the committer asks. */
static struct {
    atomic_int write_errno; /* a write fails with it, after half of the bytes */
    atomic_int sync_errno, cut_errno;
    atomic_int writes; /* so many more succeed first */
} plan;

static ssize_t bad_write(int fd, const void *bytes, size_t n, off_t at)
{
    if (!plan.write_errno || plan.writes-- > 0)
        return pwrite(fd, bytes, n, at);
    if (n > 1)
        return pwrite(fd, bytes, n / 2, at); /* short; the rest comes here again */
    errno = plan.write_errno;
    return -1;
}

static int bad_sync(int fd)
{
    errno = plan.sync_errno;
    return plan.sync_errno ? -1 : fdatasync(fd);
}

static int bad_cut(int fd, off_t size)
{
    errno = plan.cut_errno;
    return plan.cut_errno ? -1 : ftruncate(fd, size);
}

static const struct evlog_disk bad_disk = {.write = bad_write, .sync = bad_sync, .cut = bad_cut};

static int setup(void **state)
{
    struct evlog_test *t = mem_zalloc(sizeof(*t));

    memset(&plan, 0, sizeof(plan));
    evlog_test_init(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.disk = &bad_disk, .retry_us = 1}),
                     0);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    evlog_test_done(*state);
    mem_free(*state);
    return 0;
}

static int count(struct evlog_test *t)
{
    return evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL);
}

/* Everything is read before and after it is opened anew. */
static void holds(struct evlog_test *t, int n)
{
    assert_int_equal(count(t), n);
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.disk = &bad_disk, .retry_us = 1}),
                     0);
    assert_int_equal(count(t), n);
}

static void test_full_disk(void **state)
{
    struct evlog_test *t = *state;
    struct evlog_view v;

    assert_int_equal(evlog_test_put(t, "{\"n\":1}", 1), 0);
    struct evlog_position end = t->end;
    plan.write_errno = ENOSPC;
    for (int i = 0; i < 5; i++)
        assert_int_equal(evlog_test_put(t, "{\"n\":2}", 2), ERR_IO);
    evlog_look(t->log, &v);
    assert_true(v.is_failing);
    assert_int_equal(v.refused, 5);
    assert_int_equal(v.in_flight, 0);
    assert_int_equal(evlog_position_order(v.end, end), 0);
    plan.write_errno = 0;
    assert_int_equal(evlog_test_put(t, "{\"n\":3}", 3), 0);
    assert_int_equal(t->end.segment, end.segment); /* in the same file */
    evlog_look(t->log, &v);
    assert_false(v.is_failing);
    holds(t, 2);
}

/* The half that was written could not even be cut off. */
static void test_failing_cut(void **state)
{
    struct evlog_test *t = *state;

    assert_int_equal(evlog_test_put(t, "{\"n\":1}", 1), 0);
    plan.write_errno = plan.cut_errno = EIO;
    assert_int_equal(evlog_test_put(t, "{\"n\":2}", 2), ERR_IO);
    plan.write_errno = 0;
    assert_int_equal(evlog_test_put(t, "{\"n\":2}", 2), ERR_IO);
    assert_int_equal(count(t), 1); /* a reader sees what is whole */
    plan.cut_errno = 0;
    assert_int_equal(evlog_test_put(t, "{\"n\":3}", 3), 0);
    holds(t, 2);
}

/* After a failed sync the file is not trusted any more: the log goes on in another one. */
static void test_failing_sync(void **state)
{
    struct evlog_test *t = *state;

    assert_int_equal(evlog_test_put(t, "{\"n\":1}", 1), 0);
    struct evlog_position end = t->end;
    for (int i = 0; i < 2; i++) {
        plan.sync_errno = EIO;
        assert_int_equal(evlog_test_put(t, "{\"n\":2}", 2), ERR_IO);
        assert_int_equal(count(t), i + 1); /* what was refused is not to be read */
        assert_int_equal(evlog_test_put(t, "{\"n\":2}", 2), ERR_IO);
        plan.sync_errno = 0;
        assert_int_equal(evlog_test_put(t, "{\"n\":3}", 3), 0);
        assert_true(t->end.segment > end.segment);
        end = t->end;
    }
    holds(t, 3);
}

/* Refused at once, without a try, for a while after a failure. */
static void test_waits_before_it_tries_again(void **state)
{
    struct evlog_test *t = *state;

    evlog_test_close(t);
    assert_int_equal(
        evlog_test_open(t, (struct evlog_options){.disk = &bad_disk, .retry_us = 300000}), 0);
    plan.write_errno = EIO;
    assert_int_equal(evlog_test_put(t, "{}", 1), ERR_IO);
    plan.write_errno = 0;
    struct evlog_entry *e = evlog_test_entry("{}", 1);
    assert_int_equal(evlog_append(t->log, e, &t->err), ERR_IO);
    assert_non_null(strstr(t->err.text, "cannot be written"));
    mem_free(e);
    usleep(350000);
    assert_int_equal(evlog_test_put(t, "{}", 1), 0);
    holds(t, 1);
}

/* Any sequence of faults: what was acknowledged is there, in order, and nothing else is. */
static void test_any_faults(void **state)
{
    struct evlog_test *t = *state;
    struct rng rng;
    int stored = 0;
    char text[64];

    for (uint64_t seed = 1; seed <= 20; seed++) {
        rng_init(&rng, seed, 0);
        for (int i = 0; i < 60; i++) {
            plan.writes = (int)rng_below(&rng, 3);
            plan.write_errno = rng_below(&rng, 4) ? 0 : ENOSPC;
            plan.sync_errno = rng_below(&rng, 8) ? 0 : EIO;
            plan.cut_errno = rng_below(&rng, 8) ? 0 : EIO;
            snprintf(text, sizeof(text), "{\"n\":%d}", stored);
            stored += evlog_test_put(t, text, i) == 0;
            if (rng_below(&rng, 20) == 0)
                evlog_roll(t->log, &t->err);
        }
        memset(&plan, 0, sizeof(plan));
        holds(t, stored);
    }
}

struct numbers {
    int next;
};

static void check_number(void *ctx, const struct evlog_entry *e)
{
    struct numbers *n = ctx;
    char text[64];

    snprintf(text, sizeof(text), "{\"n\":%d}", n->next++);
    assert_int_equal(e->bytes, strlen(text));
    assert_memory_equal(e->text, text, e->bytes);
}

/* A disk that is full in earnest: a limit on the size of files, and the system's own calls. */
static void test_size_limit(void **state)
{
    struct evlog_test *t = *state;
    struct rlimit before, small;
    struct numbers n = {0};
    int stored = 0, refused = 0;
    char text[64];

    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.retry_us = 1}), 0);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 2500;
    setrlimit(RLIMIT_FSIZE, &small);
    while (refused < 5) {
        snprintf(text, sizeof(text), "{\"n\":%d}", stored);
        int rc = evlog_test_put(t, text, stored);
        stored += rc == 0;
        refused += rc < 0;
    }
    setrlimit(RLIMIT_FSIZE, &before);
    assert_true(stored > 5);
    for (int i = 0; i < 5; i++) {
        snprintf(text, sizeof(text), "{\"n\":%d}", stored++);
        assert_int_equal(evlog_test_put(t, text, stored), 0);
    }
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, check_number, &n),
                     stored);
    holds(t, stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failing_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failing_sync, setup, teardown),
        cmocka_unit_test_setup_teardown(test_waits_before_it_tries_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_any_faults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_size_limit, setup, teardown),
    };
    return cmocka_run_group_tests_name("evlog_disk", tests, NULL, NULL);
}
