/* Makes the data of the nightly bench: a portfolio of made-up accounts with use, tickets and
 * subscriptions, through the same writers as an import.
 *
 *     bench_nightly DATA_DIR ACCOUNTS DAY
 *
 * Every number follows from the account's and the cell's; nightly.py makes the same rows in SQL. */
#include "base/day.h"
#include "base/mem.h"
#include "db/migrate.h"
#include "facts/account/account.h"
#include "facts/kind/kind_writer.h"
#include "facts/revenue/subscription.h"
#include "facts/ticket/ticket.h"
#include "facts/usage/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define EVENTS      10
#define DAYS        50 /* on which an account uses an event, four apart */
#define TICKETS     4
#define ACCOUNT_MAX 1000000
/* Accounts whose counts are written in one transaction. */
#define STRETCH 10000

struct bench {
    struct db *db;
    struct act act;
    struct err err;
    int32_t day;
    int64_t n;
    int64_t *ids;
    int64_t events[EVENTS];
};

static void must(const struct bench *b, int rc)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "bench: %s: %s\n", b->err.field, b->err.text);
    abort();
}

static void begin(struct bench *b)
{
    must(b, db_write_begin(b->db, &b->act.conn, &b->err));
}

static void key_of(char key[16], int64_t a)
{
    snprintf(key, 16, "A-%06d", (int)a);
}

static void write_accounts(struct bench *b)
{
    enum kind_outcome outcome;
    struct account row;
    char key[16];

    begin(b);
    struct kind_writer *w = kind_writer_new(&b->act, &account_kind);
    for (int64_t a = 0; a < b->n; a++) {
        fields_init(account_fields, &row);
        key_of(key, a);
        row.key = row.name = key;
        row.start = b->day - 400;
        must(b, kind_upsert(w, &row, KIND_ALL, &outcome, &b->err));
        must(b, kind_id(b->act.conn, &account_kind, key, &b->ids[a], &b->err));
    }
    must(b, kind_writer_flush(w, &b->err));
    kind_writer_free(w);
    must(b, db_commit(b->act.conn, &b->err));
}

static void write_subscriptions(struct bench *b)
{
    enum kind_outcome outcome;
    struct subscription row;
    char account[16], key[24];

    begin(b);
    struct kind_writer *w = kind_writer_new(&b->act, &subscription_kind);
    for (int64_t a = 0; a < b->n; a++) {
        fields_init(subscription_fields, &row);
        key_of(account, a);
        snprintf(key, sizeof(key), "S-%d", (int)a);
        row.key = key;
        row.account = account;
        row.start = b->day - 400;
        row.amount_cents = 1000 * (1 + a % 50);
        row.interval_months = 1;
        row.currency = "USD";
        row.seats = 5 + a % 20;
        must(b, kind_upsert(w, &row, KIND_ALL, &outcome, &b->err));
    }
    must(b, kind_writer_flush(w, &b->err));
    kind_writer_free(w);
    must(b, db_commit(b->act.conn, &b->err));
}

static void write_ticket(struct bench *b, struct kind_writer *w, int64_t a, int64_t t)
{
    enum kind_outcome outcome;
    struct ticket row;
    char account[16], key[32];

    fields_init(ticket_fields, &row);
    key_of(account, a);
    snprintf(key, sizeof(key), "T-%d-%d", (int)a, (int)t);
    row.key = key;
    row.account = account;
    row.opened = time_of_day_start(b->day - (int32_t)((a * 7 + t * 29) % 120)) + 3600000;
    if ((a + t) % 7 != 0)
        row.solved = row.opened + 7200000;
    must(b, kind_upsert(w, &row, KIND_ALL, &outcome, &b->err));
}

static void write_tickets(struct bench *b)
{
    begin(b);
    struct kind_writer *w = kind_writer_new(&b->act, &ticket_kind);
    for (int64_t a = 0; a < b->n; a++)
        for (int64_t t = 0; t < TICKETS; t++)
            write_ticket(b, w, a, t);
    must(b, kind_writer_flush(w, &b->err));
    kind_writer_free(w);
    must(b, db_commit(b->act.conn, &b->err));
}

static void add_use(struct bench *b, struct usage_writer *w, int64_t a, const int64_t *users)
{
    for (int64_t e = 0; e < EVENTS; e++)
        for (int64_t d = 0; d < DAYS; d++) {
            int64_t back = 4 * d + (7 * a + 3 * e) % 4 + (a % 5 == 0 ? a % 60 : 0);
            const struct usage_count c = {.account_id = b->ids[a],
                                          .event_id = b->events[e],
                                          .user_id = users[(a + e + d) % (1 + a % 6)],
                                          .count = 1 + (a * 31 + e * 17 + d * 13) % 9,
                                          .day = b->day - (int32_t)back};
            usage_writer_add(w, &c);
        }
}

static void write_use(struct bench *b, int64_t from, int64_t to)
{
    struct usage_outcome outcome;
    int64_t users[6] = {0};
    char name[16];

    begin(b);
    struct usage_writer *w = usage_writer_new(&b->act, USAGE_REPLACE);
    for (int e = 0; e < EVENTS; e++) {
        snprintf(name, sizeof(name), "event_%d", e);
        must(b, usage_writer_event(w, name, &b->events[e], &b->err));
    }
    for (int64_t a = from; a < to && a < b->n; a++) {
        for (int u = 0; u < 1 + a % 6; u++) {
            snprintf(name, sizeof(name), "u-%d", u);
            must(b, usage_writer_user(w, b->ids[a], name, &users[u], &b->err));
        }
        add_use(b, w, a, users);
    }
    must(b, usage_writer_flush(w, &outcome, &b->err));
    usage_writer_free(w);
    must(b, db_commit(b->act.conn, &b->err));
}

int main(int argc, char **argv)
{
    struct bench b = {.act = {.by = &who_command_line, .now_ms = clock_now_ms()}};
    char path[4096];

    if (argc != 4 || !day_parse(argv[3], &b.day)) {
        fprintf(stderr, "give a data directory, a number of accounts, and a day\n");
        return 2;
    }
    b.n = strtoll(argv[2], NULL, 10);
    if (b.n < 1 || b.n > ACCOUNT_MAX)
        return 2;
    mkdir(argv[1], 0700);
    snprintf(path, sizeof(path), "%s/ripen.db", argv[1]);
    b.ids = mem_zalloc(mem_product((size_t)b.n, sizeof(int64_t)));
    b.act.arena = arena_new();
    must(&b, db_open(&(struct db_options){.path = path, .is_bulk = true}, &b.db, &b.err));
    must(&b, db_migrate(b.db, &b.err));
    write_accounts(&b);
    write_subscriptions(&b);
    write_tickets(&b);
    for (int64_t a = 0; a < b.n; a += STRETCH)
        write_use(&b, a, a + STRETCH);
    db_close(b.db);
    arena_free(b.act.arena);
    mem_free(b.ids);
    return 0;
}
