#include "scoring/history/kept.h"

#include "base/day.h"
#include "history_sql.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "kept numbers are lowest byte first");

const char *const kept_names[KEPT_COLUMNS] = {
    [KEPT_STATE] = "state",
    [KEPT_HEALTH] = "health",
    [KEPT_HEALTH_COVERAGE] = "health_coverage",
    [KEPT_MATURITY] = "maturity",
    [KEPT_MATURITY_COVERAGE] = "maturity_coverage",
    [KEPT_ARR] = "arr",
    [KEPT_RENEWAL_DAYS] = "renewal_days",
    [KEPT_HEALTH_CARD] = "health_card",
    [KEPT_MATURITY_CARD] = "maturity_card",
    [KEPT_QUALIFICATION] = "qualification",
    [KEPT_QUALIFICATION_COVERAGE] = "qualification_coverage",
    [KEPT_QUALIFICATION_CARD] = "qualification_card",
    [KEPT_HEALTH_FRESHNESS] = "health_freshness",
    [KEPT_MATURITY_FRESHNESS] = "maturity_freshness",
    [KEPT_CONTRACT] = "contract",
};

/* What stands for a column in the database; never changes its meaning. */
static int64_t column_id(enum kept column)
{
    return (int64_t)column + 1;
}

const struct field score_day_fields[] = {
    FIELD_DAY(struct score_day, day, .required = true),
    FIELD_I64(struct score_day, seq, .required = true),
    FIELD_TIME(struct score_day, computed, .required = true),
    FIELD_STR(struct score_day, cards, .required = true, .max = CARDS_STAMP_MAX),
    FIELD_DAY(struct score_day, usage_through),
    FIELD_DAY(struct score_day, tickets_through),
    FIELD_DAY(struct score_day, interactions_through),
    FIELD_DAY(struct score_day, invoices_through),
    FIELD_DAY(struct score_day, touches_through),
    FIELD_DAY(struct score_day, advocacy_through),
    FIELD_DAY(struct score_day, opportunities_through),
    FIELD_F64(struct score_day, monthly_churn),
    FIELD_STR(struct score_day, retention, .max = RETENTION_TEXT_MAX),
    FIELD_END,
};

int history_days(struct conn *c, int32_t from, int32_t to, struct arena *arena,
                 struct score_day **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_score_days_between,
                  DB_ARGS(DB_I64("from_day", from), DB_I64("to_day", to)),
                  DB_ROWS(score_day_fields, ret, ret_n), arena, err);
}

int history_day(struct conn *c, int32_t day, struct arena *arena, struct score_day *ret,
                struct err *err)
{
    return db_one(c, sql_score_day_get, DB_ARGS(DB_DAY("day", day)), score_day_fields, ret, arena,
                  err);
}

int score_day_write(struct conn *c, const struct score_day *d, struct err *err)
{
    return db_exec(c, sql_score_day_put, DB_ARGS(DB_ROW(score_day_fields, d)), err);
}

int history_seq(struct conn *c, int64_t *ret, struct err *err)
{
    return db_i64(c, sql_change_seq, DB_ARGS(), ret, err);
}

int history_changes(struct conn *c, int64_t since, size_t limit, struct arena *arena, int64_t **ret,
                    size_t *ret_n, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int64_t *ids = ARENA_ARRAY(arena, limit, int64_t);
    size_t n = 0;
    int rc = db_query(c, sql_changes_since_limited,
                      DB_ARGS(DB_I64("seq", since), DB_I64("limit", (int64_t)limit)), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        ids[n++] = db_col_i64(q, 0);
    *ret = ids;
    *ret_n = n;
    return rc;
}

void score_day_through(const struct score_day *d, int32_t ret[FEEDS])
{
    ret[FEED_NONE] = d->day;
    ret[FEED_USAGE] = d->usage_through;
    ret[FEED_TICKETS] = d->tickets_through;
    ret[FEED_INTERACTIONS] = d->interactions_through;
    ret[FEED_INVOICES] = d->invoices_through;
    ret[FEED_TOUCHES] = d->touches_through;
    ret[FEED_ADVOCACY] = d->advocacy_through;
    ret[FEED_OPPORTUNITIES] = d->opportunities_through;
}

int history_context(const struct score_day *d, const struct settings *settings, struct arena *arena,
                    struct context *ret, struct err *err)
{
    struct stay_model *stay = ARENA_NEW(arena, struct stay_model);
    char day[16];

    *ret = (struct context){
        .stay = stay,
        .day = d->day,
        .monthly_churn = d->monthly_churn,
        .default_gross_margin_pct = settings->default_gross_margin_pct,
        .discount_pct = settings->discount_pct,
        .rating_outranks_days = (int32_t)settings->rating_outranks_days,
    };
    score_day_through(d, ret->through);
    if (!d->retention || stay_model_read(d->retention, arena, stay, err) >= 0)
        return 0;
    return err_set(err, ERR_INTERNAL, NULL,
                   "the curves of retention kept with %s cannot be read; run ripen score to make "
                   "them anew",
                   day_format(d->day, day));
}

void kept_block_fill(struct kept_block *block, int32_t day, int64_t chunk, const struct scores *s)
{
    block->day = day;
    block->chunk = chunk;
    for (int k = 0; k < KEPT_COLUMNS; k++) {
        for (size_t j = 0; j < CHUNK_ACCOUNTS; j++)
            block->numbers[k][j] = NAN;
        for (size_t i = 0; i < s->n; i++)
            block->numbers[k][s->ids[i] - chunk * CHUNK_ACCOUNTS] = s->kept[k][i];
    }
}

static size_t without_trailing(const double *numbers)
{
    size_t n = CHUNK_ACCOUNTS;

    while (n > 0 && isnan(numbers[n - 1]))
        n--;
    return n;
}

int kept_write(struct conn *c, const struct kept_block *blocks, size_t n, struct err *err)
{
    AUTO_STRUCT(bulk) *b = NULL;
    int rc = db_bulk(c, sql_score_column_put, &b, err);

    for (size_t d = 0; rc >= 0 && d < n; d++)
        for (int k = 0; rc >= 0 && k < KEPT_COLUMNS; k++) {
            const double *numbers = blocks[d].numbers[k];
            bulk_i64(b, 1, blocks[d].day);
            bulk_i64(b, 2, column_id((enum kept)k));
            bulk_i64(b, 3, blocks[d].chunk);
            bulk_blob(b, 4, numbers, without_trailing(numbers) * sizeof(double));
            rc = bulk_step(b, err);
        }
    return rc;
}

/* How many numbers a blob holds, and that it holds nothing else. */
static int numbers_in(size_t bytes, size_t *ret, struct err *err)
{
    *ret = bytes / sizeof(double);
    if (bytes % sizeof(double) == 0 && *ret <= CHUNK_ACCOUNTS)
        return 0;
    return err_set(err, ERR_INTERNAL, NULL,
                   "a block of kept scores has %zu bytes; run ripen score to make it anew", bytes);
}

int kept_read(struct conn *c, int32_t day, enum kept column, int64_t chunk, double *ret,
              struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    size_t bytes, n;
    int rc = db_query(
        c, sql_score_column_of_chunk,
        DB_ARGS(DB_DAY("day", day), DB_I64("column_id", column_id(column)), DB_I64("chunk", chunk)),
        &q, err);

    for (size_t j = 0; j < CHUNK_ACCOUNTS; j++)
        ret[j] = NAN;
    if (rc >= 0)
        rc = db_next(q, err);
    if (rc <= 0)
        return rc;
    const void *numbers = db_col_blob(q, 0, &bytes);
    rc = numbers_in(bytes, &n, err);
    if (rc >= 0 && n > 0)
        memcpy(ret, numbers, n * sizeof(double));
    return rc;
}

int history_column(struct conn *c, int32_t day, enum kept column, const int64_t *ids, size_t n,
                   double *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    size_t i = 0, bytes, in_chunk;
    int rc = db_query(c, sql_score_column_of_day,
                      DB_ARGS(DB_DAY("day", day), DB_I64("column_id", column_id(column))), &q, err);

    for (size_t k = 0; k < n; k++)
        ret[k] = NAN;
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        int64_t first = db_col_i64(q, 0) * CHUNK_ACCOUNTS;
        const char *numbers = db_col_blob(q, 1, &bytes);
        rc = numbers_in(bytes, &in_chunk, err);
        while (rc >= 0 && i < n && ids[i] < first)
            i++;
        for (; rc >= 0 && i < n && ids[i] < first + CHUNK_ACCOUNTS; i++)
            if ((size_t)(ids[i] - first) < in_chunk)
                memcpy(&ret[i], numbers + (size_t)(ids[i] - first) * sizeof(double),
                       sizeof(double));
    }
    return rc;
}

int history_series(struct conn *c, int64_t account_id, enum kept column,
                   const struct score_day *days, size_t n, double *ret, struct err *err)
{
    double numbers[CHUNK_ACCOUNTS];
    int64_t chunk = chunk_of(account_id);
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < n; k++) {
        rc = kept_read(c, days[k].day, column, chunk, numbers, err);
        ret[k] = numbers[account_id - chunk * CHUNK_ACCOUNTS];
    }
    return rc;
}
