/* How fast facts are written: tickets by kind_upsert against the bare insert statement, usage by
 * usage_writer against a table with a row for each count. Each pair runs in this process on the
 * same data, in its own new database file, including the commit. */
#include "base/day.h"
#include "base/mem.h"
#include "db/migrate.h"
#include "facts/account/account.h"
#include "facts/kind/kind_writer.h"
#include "facts/ticket/ticket.h"
#include "facts/usage/usage.h"
#include "stats/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCOUNTS 1000
#define TICKETS  200000
#define COUNTS   1000000
#define EVENTS   40
#define USERS    20 /* of an account */
#define DAYS     365

struct bench {
    char path[64];
    struct db *db;
    struct act act;
    struct err err;
    int64_t accounts[ACCOUNTS];
    int64_t began_us, began_cpu_us;
};

/* Processor time of this process, which does not count what else the machine does. */
static int64_t cpu_us(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static void clock_start(struct bench *b)
{
    b->began_us = clock_mono_us();
    b->began_cpu_us = cpu_us();
}

static void must(const struct bench *b, int rc)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "bench: %s: %s\n", b->err.field, b->err.text);
    abort();
}

static void accounts_make(struct bench *b)
{
    AUTO_STRUCT(kind_writer) *w = kind_writer_new(&b->act, &account_kind);
    enum kind_outcome outcome;
    struct account a;
    char key[16];

    fields_init(account_fields, &a);
    for (int i = 0; i < ACCOUNTS; i++) {
        snprintf(key, sizeof(key), "A-%d", i);
        a.key = a.name = key;
        must(b, kind_upsert(w, &a, KIND_ALL, &outcome, &b->err));
        must(b, kind_id(b->act.conn, &account_kind, key, &b->accounts[i], &b->err));
    }
    must(b, kind_writer_flush(w, &b->err));
}

/* A new database with accounts, in a write transaction; the clock starts. */
static void begin(struct bench *b)
{
    *b = (struct bench){.act = {.by = &who_command_line, .now_ms = clock_now_ms()}};
    snprintf(b->path, sizeof(b->path), "/tmp/ripen-bench-%d.db", (int)getpid());
    must(b, db_open(&(struct db_options){.path = b->path, .is_bulk = true}, &b->db, &b->err));
    must(b, db_migrate(b->db, &b->err));
    b->act.arena = arena_new();
    must(b, db_write_begin(b->db, &b->act.conn, &b->err));
    accounts_make(b);
    must(b, db_commit(b->act.conn, &b->err));
    clock_start(b);
    must(b, db_write_begin(b->db, &b->act.conn, &b->err));
}

static double end(struct bench *b, const char *what, int64_t rows)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[80];
    struct stat st = {0};

    must(b, db_commit(b->act.conn, &b->err));
    double seconds = (double)(clock_mono_us() - b->began_us) / 1e6;
    double cpu = (double)(cpu_us() - b->began_cpu_us) / 1e6;
    db_close(b->db);
    stat(b->path, &st);
    printf("  %-42s %6.2f s %6.2f s of processor %9.0f rows/s of it %6.1f MB on disk\n", what,
           seconds, cpu, (double)rows / cpu, (double)st.st_size / 1e6);
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        snprintf(path, sizeof(path), "%s%s", b->path, endings[i]);
        unlink(path);
    }
    arena_free(b->act.arena);
    return cpu;
}

static void ticket_fill(struct ticket *t, struct rng *rng, int i, char key[32], char account[16])
{
    fields_init(ticket_fields, t);
    snprintf(key, 32, "T-%08x", (unsigned)i * 2654435761u); /* as scattered as real ids */
    snprintf(account, 16, "A-%d", (int)rng_below(rng, ACCOUNTS));
    t->key = key;
    t->account = account;
    t->opened = 1700000000000 + rng_below(rng, DAYS * DAY_MS);
    t->first_response = t->opened + rng_below(rng, DAY_MS);
    t->solved = t->first_response + rng_below(rng, 3 * DAY_MS);
    t->closed = t->solved;
    t->priority = ticket_priorities[rng_below(rng, 4)];
    t->vehicle = ticket_vehicles[rng_below(rng, 6)];
    t->subject = "The weekly report does not open";
    t->satisfaction = rng_between(rng, 1, 5);
}

static double tickets_upserted(int times)
{
    struct bench b;
    enum kind_outcome outcome;
    char key[32], account[16];
    struct ticket t;

    begin(&b);
    struct kind_writer *w = kind_writer_new(&b.act, &ticket_kind);
    for (int round = 0; round < times; round++) {
        struct rng rng;
        rng_init(&rng, 1, 0);
        if (round)
            clock_start(&b); /* only the last round counts */
        for (int i = 0; i < TICKETS; i++) {
            ticket_fill(&t, &rng, i, key, account);
            must(&b, kind_upsert(w, &t, KIND_ALL, &outcome, &b.err));
        }
    }
    must(&b, kind_writer_flush(w, &b.err));
    kind_writer_free(w);
    return end(&b, times == 1 ? "tickets, new, by kind_upsert" : "the same again: unchanged",
               TICKETS);
}

static double tickets_inserted(void)
{
    static const char sql[] =
        "INSERT INTO ticket (id, key, account_id, vehicle, priority, subject, opened, "
        "first_response, solved, closed, satisfaction, created, updated) VALUES ($id, $key, "
        "$account_id, $vehicle, $priority, $subject, $opened, $first_response, $solved, $closed, "
        "$satisfaction, 0, 0)";
    struct bench b;
    struct bulk *bulk;
    struct rng rng;
    char key[32], account[16];
    struct ticket t;

    begin(&b);
    rng_init(&rng, 1, 0);
    must(&b, db_bulk(b.act.conn, sql, &bulk, &b.err));
    for (int i = 0; i < TICKETS; i++) {
        ticket_fill(&t, &rng, i, key, account);
        bulk_i64(bulk, 1, i + 1);
        bulk_str(bulk, 2, t.key);
        bulk_i64(bulk, 3, b.accounts[i % ACCOUNTS]);
        bulk_str(bulk, 4, t.vehicle);
        bulk_str(bulk, 5, t.priority);
        bulk_str(bulk, 6, t.subject);
        bulk_i64(bulk, 7, t.opened);
        bulk_i64(bulk, 8, t.first_response);
        bulk_i64(bulk, 9, t.solved);
        bulk_i64(bulk, 10, t.closed);
        bulk_i64(bulk, 11, t.satisfaction);
        must(&b, bulk_step(bulk, &b.err));
    }
    bulk_done(bulk);
    return end(&b, "tickets by the bare insert statement", TICKETS);
}

static struct usage_count count_next(const struct bench *b, struct rng *rng)
{
    int64_t account = rng_below(rng, ACCOUNTS);

    return (struct usage_count){.account_id = b->accounts[account],
                                .event_id = 1 + rng_below(rng, EVENTS),
                                .user_id = 1 + account * USERS + rng_below(rng, USERS),
                                .count = 1 + rng_below(rng, 50),
                                .day = 20000 + (int32_t)rng_below(rng, DAYS)};
}

static double usage_written(void)
{
    struct usage_outcome outcome;
    struct bench b;
    struct rng rng;

    begin(&b);
    rng_init(&rng, 2, 0);
    struct usage_writer *w = usage_writer_new(&b.act, USAGE_REPLACE);
    for (int i = 0; i < COUNTS; i++) {
        struct usage_count c = count_next(&b, &rng);
        usage_writer_add(w, &c);
    }
    must(&b, usage_writer_flush(w, &outcome, &b.err));
    usage_writer_free(w);
    return end(&b, "counts by usage_writer", COUNTS);
}

static double usage_inserted(void)
{
    struct bench b;
    struct bulk *bulk;
    struct rng rng;

    begin(&b);
    rng_init(&rng, 2, 0);
    must(&b, db_exec(b.act.conn,
                     "CREATE TABLE cell (account_id BIGINT, event_id BIGINT, user_id BIGINT, "
                     "day BIGINT, count BIGINT)",
                     DB_ARGS(), &b.err));
    must(&b, db_bulk(b.act.conn,
                     "INSERT INTO cell (account_id, event_id, user_id, day, count) VALUES "
                     "($account_id, $event_id, $user_id, $day, $count)",
                     &bulk, &b.err));
    for (int i = 0; i < COUNTS; i++) {
        struct usage_count c = count_next(&b, &rng);
        bulk_i64(bulk, 1, c.account_id);
        bulk_i64(bulk, 2, c.event_id);
        bulk_i64(bulk, 3, c.user_id);
        bulk_i64(bulk, 4, c.day);
        bulk_i64(bulk, 5, c.count);
        must(&b, bulk_step(bulk, &b.err));
    }
    bulk_done(bulk);
    return end(&b, "counts appended to a table without index", COUNTS);
}

static double peak_mb(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

int main(void)
{
    printf("%d counts of %d accounts, %d events, %d days\n", COUNTS, ACCOUNTS, EVENTS, DAYS);
    double ours = usage_written();
    printf("  peak memory so far %.0f MB (64 MB of it may be the database's cache)\n", peak_mb());
    double theirs = usage_inserted();
    printf("  ratio %.2f\n", ours / theirs);

    printf("%d tickets\n", TICKETS);
    ours = tickets_upserted(1);
    theirs = tickets_inserted();
    printf("  ratio %.2f\n", ours / theirs);
    tickets_upserted(2);
    return 0;
}
