/* Killed at any moment (kill -9), opened again: every entry that was acknowledged is there, once,
 * in the order in which its thread sent it. RIPEN_CRASH_ROUNDS sets how often; RIPEN_CRASH_SEED
 * where to begin. */
#include "evlog_test.h"
#include "intake/evlog/evlog_keep.h"
#include "stats/random.h"

#include <signal.h>
#include <sys/wait.h>

#define SENDERS 3
#define ROUNDS  8

/* What is reported over the pipe: sender s was told that its entry number n is on disk. */
struct report {
    uint32_t sender, number;
};

/* --- the one that is killed --- */

struct sender {
    struct evlog *log;
    uint32_t id, next;
    pthread_t thread;
};

static int report_fd;

static void acknowledged(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
                         const struct err *err)
{
    struct evlog **log = ctx;

    (void)end;
    (void)err;
    while (list) {
        struct evlog_entry *e = list;
        struct report r = {(uint32_t)e->source_id, e->kind};
        list = e->next;
        if (rc == 0 && write(report_fd, &r, sizeof(r)) != sizeof(r))
            _exit(1);
        evlog_release(*log, e->memory);
        mem_free(e);
    }
}

static void *send_on(void *arg)
{
    struct sender *s = arg;
    struct err err;
    char text[4200];

    for (;;) {
        /* Mostly small ones; now and then one of some pages, so that writes are torn too. */
        int n = snprintf(text, sizeof(text), "{\"sender\":%u,\"number\":%u}", s->id, s->next);
        if (s->next % 29 == 0) {
            for (; n < 4000; n++)
                text[n] = (char)('!' + (n * n + (int)s->next) % 90);
            text[n] = 0;
        }
        struct evlog_entry *e = evlog_test_entry(text, 1000 + s->next);
        e->source_id = s->id;
        e->kind = s->next;
        if (evlog_append(s->log, e, &err) == 0) {
            s->next++;
            continue;
        }
        mem_free(e);
        usleep(100);
    }
    return NULL;
}

static void *keep_on(void *arg)
{
    const char *dir = *(const char **)arg;
    struct evlog_sealed done;
    struct err err;

    for (;;)
        if (evlog_seal(dir, NULL, NULL, &done, &err) <= 0)
            usleep(500);
    return NULL;
}

/* Appends until it is killed, sealing beside it. */
_Noreturn static void run(const char *dir, const uint32_t next[SENDERS])
{
    static struct evlog *log;
    struct sender senders[SENDERS];
    pthread_t keeper;
    struct err err;

    if (evlog_open(&(struct evlog_options){.dir = dir,
                                           .segment_bytes = 30000,
                                           .in_flight_bytes = 20000,
                                           .committed = acknowledged,
                                           .ctx = &log},
                   &log, &err) < 0) {
        fprintf(stderr, "the log does not open: %s\n", err.text);
        _exit(1);
    }
    for (uint32_t i = 0; i < SENDERS; i++) {
        senders[i] = (struct sender){.log = log, .id = i, .next = next[i]};
        thread_start(&senders[i].thread, "sender", send_on, &senders[i]);
    }
    thread_start(&keeper, "keeper", keep_on, &dir);
    for (;;)
        pause();
}

/* --- the one that looks --- */

struct seen {
    uint32_t next[SENDERS]; /* the number that must come next of each */
};

static void check_entry(void *ctx, const struct evlog_entry *e)
{
    struct seen *s = ctx;
    char text[64];

    assert_in_range(e->source_id, 0, SENDERS - 1);
    assert_int_equal(e->kind, s->next[e->source_id]);
    int n = snprintf(text, sizeof(text), "{\"sender\":%lld,\"number\":%u}", (long long)e->source_id,
                     e->kind);
    assert_true((int)e->bytes >= n);
    assert_memory_equal(e->text, text, (size_t)n);
    s->next[e->source_id]++;
}

static void round_of(struct evlog_test *t, struct rng *rng, struct seen *stored)
{
    uint32_t acknowledged[SENDERS];
    struct report r;
    int fds[2];

    memcpy(acknowledged, stored->next, sizeof(acknowledged));
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(fds[0]);
        report_fd = fds[1];
        run(t->dir, stored->next);
    }
    close(fds[1]);
    /* Killed after some number of answers, or some microseconds after it. */
    for (int64_t left = rng_below(rng, 400); left && read(fds[0], &r, sizeof(r)) == sizeof(r);
         left--)
        acknowledged[r.sender] = r.number + 1;
    usleep((useconds_t)rng_below(rng, 3000));
    kill(child, SIGKILL);
    while (read(fds[0], &r, sizeof(r)) == sizeof(r))
        acknowledged[r.sender] = r.number + 1;
    close(fds[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));

    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    *stored = (struct seen){0};
    assert_true(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, check_entry, stored) >=
                0);
    for (int i = 0; i < SENDERS; i++)
        assert_true(stored->next[i] >= acknowledged[i]);
    evlog_test_close(t);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_nothing_acknowledged_is_lost(void **state)
{
    struct evlog_test t;
    struct seen stored = {0};
    struct rng rng;
    uint64_t seed = number_from("RIPEN_CRASH_SEED", (uint64_t)getpid());
    uint64_t rounds = number_from("RIPEN_CRASH_ROUNDS", ROUNDS);

    (void)state;
    print_message("RIPEN_CRASH_SEED=%llu\n", (unsigned long long)seed);
    rng_init(&rng, seed, 0);
    evlog_test_init(&t);
    for (uint64_t i = 0; i < rounds; i++)
        round_of(&t, &rng, &stored);
    print_message("%u entries stored over %llu kills\n",
                  stored.next[0] + stored.next[1] + stored.next[2], (unsigned long long)rounds);
    assert_true(stored.next[0] > 0);
    evlog_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_acknowledged_is_lost),
    };
    return cmocka_run_group_tests_name("evlog_crash", tests, NULL, NULL);
}
