#include "intake/sample/sample.h"

#include "facts/account/account.h"
#include "facts/facts.h"
#include "intake/sample/sample_facts.h"
#include "sample_sql.h"

#include <inttypes.h>

/* Accounts a transaction: the database is free for others in between, and a crash half-way leaves
 * whole accounts. */
#define BATCH 500

/* Working hours, in minutes after midnight. */
#define OPENS_MIN  480
#define CLOSES_MIN 1080
#define MINUTE_MS  60000

const char *sample_key(struct sample_sink *s, const char *prefix)
{
    return arena_printf(s->arena, "%s-%s%" PRId64, s->account->key, prefix, ++s->n_keys);
}

int64_t sample_time(struct sample_sink *s, int32_t day)
{
    return time_of_day_start(day) +
           rng_between(&s->account->rng, OPENS_MIN, CLOSES_MIN) * MINUTE_MS;
}

int sample_put(struct sample_sink *s, const struct kind *kind, const void *row, struct err *err)
{
    enum kind_outcome outcome;
    size_t i = 0;

    while (facts_kinds[i] != kind)
        i++;
    if (!s->writers[i])
        s->writers[i] = kind_writer_new(s->act, kind);
    return kind_upsert(s->writers[i], row, KIND_ALL, &outcome, err);
}

static int put_account(struct sample_sink *s, struct err *err)
{
    int rc = sample_account_facts(s, err);

    if (rc == 0)
        rc = kind_id(s->act->conn, &account_kind, s->account->key, &s->account_id, err);
    if (rc == 0)
        rc = sample_contract_facts(s, err);
    if (rc == 0)
        rc = sample_people_facts(s, err);
    if (rc == 0)
        rc = sample_care_facts(s, err);
    if (rc == 0)
        rc = sample_usage_facts(s, err);
    /* Behind the others, so that these stay what they were before there was more to tell. */
    if (rc == 0)
        rc = sample_goal_facts(s, err);
    if (rc == 0)
        rc = sample_sales_facts(s, err);
    return rc < 0 ? rc : sample_survey_facts(s, err);
}

static int flush(struct sample_sink *s, struct err *err)
{
    struct usage_outcome outcome;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < SAMPLE_KINDS_MAX; i++)
        if (s->writers[i])
            rc = kind_writer_flush(s->writers[i], err);
    return rc < 0 ? rc : usage_writer_flush(s->usage, &outcome, err);
}

static int put_batch(struct sample_sink *s, const struct sample_options *o, int64_t first,
                     struct err *err)
{
    int rc = first == 0 ? sample_events(s, err) : 0;

    for (int64_t i = first; rc == 0 && i < first + BATCH && i < o->accounts; i++) {
        arena_reset(s->arena);
        s->account = sample_account_make(o, i, s->arena);
        s->n_keys = 0;
        s->n_interviews = 0;
        rc = put_account(s, err);
    }
    return rc < 0 ? rc : flush(s, err);
}

/* Behind all customers, whose ids and facts are the same with and without them. */
static int put_prospects(struct sample_sink *s, const struct sample_options *o, int64_t first,
                         struct err *err)
{
    int64_t n = (o->accounts + SAMPLE_CUSTOMERS_PER_PROSPECT - 1) / SAMPLE_CUSTOMERS_PER_PROSPECT;
    int rc = sample_prospect_fields(s->act, err);

    for (int64_t i = first; rc == 0 && i < n; i++) {
        arena_reset(s->arena);
        s->account = sample_prospect_make(o, i, s->arena);
        s->n_keys = 0;
        rc = sample_prospect_facts(s, err);
    }
    return rc < 0 ? rc : flush(s, err);
}

/* One part of the work, from account `first` on, in a transaction of its own. */
typedef int (*part_fn)(struct sample_sink *s, const struct sample_options *o, int64_t first,
                       struct err *err);
static int in_transaction(struct db *db, const struct sample_options *o, part_fn part,
                          int64_t first, struct sample_result *result, struct err *err)
{
    AUTO_STRUCT(arena) *kept = arena_new(); /* the writers' own, until the end */
    AUTO_STRUCT(arena) *arena = arena_new();
    struct act act = {
        .by = &who_command_line, .now_ms = time_of_day_start(o->until), .arena = kept};
    struct sample_sink sink = {.act = &act, .arena = arena, .result = result};
    int rc = db_write_begin(db, &act.conn, err);

    if (rc < 0)
        return rc;
    sink.usage = usage_writer_new(&act, USAGE_REPLACE);
    rc = part(&sink, o, first, err);
    for (size_t i = 0; i < SAMPLE_KINDS_MAX; i++)
        kind_writer_free(sink.writers[i]);
    usage_writer_free(sink.usage);
    if (rc == 0)
        return db_commit(act.conn, err);
    db_rollback(act.conn);
    return rc;
}

static int must_be_empty(struct db *db, struct err *err)
{
    struct conn *c;
    int64_t n = 0;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db_i64(c, sql_sample_account_count, DB_ARGS(), &n, err);
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
    struct sample_result result = {0};
    int rc = must_be_empty(db, err);

    for (int64_t first = 0; rc == 0 && first < o->accounts; first += BATCH) {
        rc = in_transaction(db, o, put_batch, first, &result, err);
        if (progress)
            progress(ctx, (int)((first + BATCH < o->accounts ? first + BATCH : o->accounts) * 100 /
                                o->accounts));
    }
    if (rc == 0)
        rc = in_transaction(db, o, put_prospects, 0, &result, err);
    if (rc == 0)
        *ret = result;
    return rc;
}
