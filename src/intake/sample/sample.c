#include "intake/sample/sample.h"

#include "facts/account/account.h"
#include "intake/sample/sample_facts.h"

#include <inttypes.h>

#define BATCH 100 /* accounts a transaction: the writer is free in between */

const char *sample_key(struct sample_sink *s, const char *prefix)
{
    return arena_printf(s->arena, "%s-%s%" PRId64, s->account->key, prefix, ++s->n_keys);
}

int64_t sample_time(struct sample_sink *s, int32_t day)
{
    return time_of_day_start(day) + rng_between(&s->account->rng, 8 * 60, 18 * 60) * 60000;
}

int sample_put(struct sample_sink *s, const struct kind *kind, void *row, struct err *err)
{
    return kind_insert(s->conn, kind, row, s->now_ms, s->arena, err);
}

static int put_account(struct sample_sink *s, struct err *err)
{
    int rc = sample_account_facts(s, err);

    if (rc == 0)
        rc = kind_id(s->conn, &account_kind, s->account->key, &s->account_id, err);
    if (rc == 0)
        rc = sample_contract_facts(s, err);
    if (rc == 0)
        rc = sample_people_facts(s, err);
    if (rc == 0)
        rc = sample_care_facts(s, err);
    return rc < 0 ? rc : sample_usage_facts(s, err);
}

static int put_batch(struct sample_sink *s, const struct sample_options *o, int64_t first,
                     struct err *err)
{
    for (int64_t i = first; i < first + BATCH && i < o->accounts; i++) {
        arena_reset(s->arena);
        s->account = sample_account_make(o, i, s->arena);
        s->n_keys = 0;
        int rc = put_account(s, err);
        if (rc < 0)
            return rc;
    }
    return usage_writer_flush(s->usage, s->conn, err);
}

static int in_transaction(struct db *db, struct sample_sink *s, const struct sample_options *o,
                          int64_t first, struct err *err)
{
    int rc = db_write_begin(db, &s->conn, err);
    if (rc < 0)
        return rc;
    if (first == 0)
        rc = sample_events(s->conn, s->now_ms, s->arena, err);
    if (rc == 0)
        rc = put_batch(s, o, first, err);
    if (rc == 0)
        return db_commit(s->conn, err);
    db_rollback(s->conn);
    return rc;
}

static int must_be_empty(struct db *db, struct err *err)
{
    struct conn *c;
    int64_t n = 0;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db_i64(c, "SELECT count(*) FROM account", DB_ARGS(), &n, err);
    db_read_end(c);
    if (rc == 0 && n > 0)
        return err_set(err, ERR_CONFLICT, "data",
                       "there are %" PRId64
                       " accounts already; the sample company needs a data directory of its own",
                       n);
    return rc;
}

int sample_fill(struct db *db, const struct sample_options *o, void (*progress)(void *ctx, int pct),
                void *ctx, struct sample_result *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct sample_result result = {0};
    struct sample_sink sink = {
        .arena = arena, .result = &result, .now_ms = time_of_day_start(o->until)};
    int rc = must_be_empty(db, err);

    if (rc < 0)
        return rc;
    sink.usage = usage_writer_new(USAGE_REPLACE);
    for (int64_t first = 0; rc == 0 && first < o->accounts; first += BATCH) {
        rc = in_transaction(db, &sink, o, first, err);
        if (progress)
            progress(ctx, (int)((first + BATCH < o->accounts ? first + BATCH : o->accounts) * 100 /
                                o->accounts));
    }
    usage_writer_free(sink.usage);
    if (rc == 0)
        *ret = result;
    return rc;
}
