#include "scoring/metric/context.h"

#include "base/day.h"
#include "context_sql.h"
#include "facts/usage/usage_block.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/life.h"
#include "scoring/metric/lifecycle.h"

#include <math.h>

#define CHURN_MONTHS 12

/* How long a feed may be silent before its silence is that of the data. Usage comes every day;
 * tickets, talks, bills and campaigns of a small company do not, and customers who vouch are rare.
 */
static const int32_t grace_days[FEEDS] = {
    [FEED_USAGE] = 7,    [FEED_TICKETS] = 28,  [FEED_INTERACTIONS] = 28, [FEED_INVOICES] = 45,
    [FEED_TOUCHES] = 45, [FEED_ADVOCACY] = 90, [FEED_OPPORTUNITIES] = 45};

int chunk_from(struct conn *c, int64_t chunk, int64_t *ret, struct err *err)
{
    int64_t id = I64_NONE;
    int rc =
        db_i64(c, sql_chunk_first_account, DB_ARGS(DB_I64("id", chunk * CHUNK_ACCOUNTS)), &id, err);

    *ret = id == I64_NONE ? CHUNKS_END : chunk_of(id);
    return rc;
}

static int32_t through_day(enum feed feed, int32_t last, int32_t day)
{
    return last != DAY_NONE && last >= day - grace_days[feed] ? day : last;
}

static int feed_by_time(struct conn *c, enum feed feed, const char *sql, struct context *x,
                        struct err *err)
{
    int64_t at = TIME_NONE;
    int rc = db_i64(c, sql,
                    DB_ARGS(DB_I64("end_ms", time_of_day_start(x->day + 1)), DB_DAY("day", x->day)),
                    &at, err);

    x->through[feed] = through_day(feed, day_of_time(at), x->day);
    return rc;
}

static int feed_by_day(struct conn *c, enum feed feed, const char *sql, struct context *x,
                       struct err *err)
{
    int64_t last = I64_NONE;
    int rc = db_i64(c, sql, DB_ARGS(DB_DAY("day", x->day)), &last, err);

    x->through[feed] = through_day(feed, last == I64_NONE ? DAY_NONE : (int32_t)last, x->day);
    return rc;
}

/* The last day of use in a month, at most x->day; stops looking once the feed is found alive. */
static int last_use_in(struct conn *c, int64_t month, const struct context *x, int32_t *ret,
                       struct err *err)
{
    int32_t before = month_first_day((int32_t)month) - 1, last = DAY_NONE;
    struct usage_cells cells = {0};
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_feed_usage_cells, DB_ARGS(DB_I64("month", month)), &q, err);

    while (rc >= 0 && through_day(FEED_USAGE, last, x->day) != x->day &&
           (rc = db_next(q, err)) > 0) {
        size_t bytes;
        const void *block = db_col_blob(q, 0, &bytes);
        rc = usage_cells_decode(block, bytes, &cells, err);
        for (size_t k = 0; rc >= 0 && k < cells.n; k++) {
            int32_t day = before + cells.items[k].day;
            last = day <= x->day && day > last ? day : last;
        }
    }
    vec_done(&cells);
    *ret = last;
    return rc;
}

static int feed_usage(struct conn *c, struct context *x, struct err *err)
{
    int64_t upto = day_month(x->day);
    int32_t last = DAY_NONE;

    while (last == DAY_NONE) {
        int64_t month = I64_NONE;
        int rc = db_i64(c, sql_feed_usage_month, DB_ARGS(DB_I64("month", upto)), &month, err);
        if (rc < 0)
            return rc;
        if (month == I64_NONE)
            break;
        rc = last_use_in(c, month, x, &last, err);
        if (rc < 0)
            return rc;
        upto = month - 1;
    }
    x->through[FEED_USAGE] = through_day(FEED_USAGE, last, x->day);
    return 0;
}

int context_load_feeds(struct conn *c, int32_t day, struct context *ret, struct err *err)
{
    ret->day = day;
    ret->through[FEED_NONE] = day;
    int rc = feed_usage(c, ret, err);

    if (rc >= 0)
        rc = feed_by_time(c, FEED_TICKETS, sql_feed_tickets, ret, err);
    if (rc >= 0)
        rc = feed_by_time(c, FEED_INTERACTIONS, sql_feed_interactions, ret, err);
    if (rc >= 0)
        rc = feed_by_time(c, FEED_TOUCHES, sql_feed_touches, ret, err);
    if (rc >= 0)
        rc = feed_by_day(c, FEED_INVOICES, sql_feed_invoices, ret, err);
    if (rc >= 0)
        rc = feed_by_day(c, FEED_ADVOCACY, sql_feed_advocacy, ret, err);
    return rc < 0 ? rc : feed_by_day(c, FEED_OPPORTUNITIES, sql_feed_opportunities, ret, err);
}

struct churn_count {
    double at_risk, lost;
};

/* One account in the twelve months before a day: in how many it began as a customer, and how often
 * it was none a month later. */
static void count_churn(const struct factbook *book, size_t i, int32_t day, struct churn_count *n)
{
    bool is_in = state_is_customer(lifecycle_on(book, i, day_add_months(day, -CHURN_MONTHS), day));

    for (int month = CHURN_MONTHS - 1; month >= 0; month--) {
        bool was_in = is_in;
        is_in = state_is_customer(lifecycle_on(book, i, day_add_months(day, -month), day));
        n->at_risk += was_in;
        n->lost += was_in && !is_in;
    }
}

static double monthly_churn(const struct factbook *book, int32_t day)
{
    struct churn_count n = {0};

    for (size_t i = 0; i < book->n; i++)
        count_churn(book, i, day, &n);
    return n.at_risk < CHURN_MONTHS_MIN ? NAN : n.lost / n.at_risk;
}

int contexts_load(struct conn *c, const struct settings *settings, const int32_t *days, size_t n,
                  struct arena *arena, struct context *ret, struct err *err)
{
    AUTO_STRUCT(factbook) *book = NULL;
    const struct factbook_options options = {.to_id = INT64_MAX, .is_life_only = true};
    int rc = factbook_load(c, &options, &book, err);

    for (size_t k = 0; rc >= 0 && k < n; k++) {
        struct stay_model *stay = ARENA_NEW(arena, struct stay_model);
        book_stay_model(book, days[k], arena, stay);
        ret[k] = (struct context){
            .stay = stay,
            .monthly_churn = stay_is_complete(stay) ? NAN : monthly_churn(book, days[k]),
            .default_gross_margin_pct = settings->default_gross_margin_pct,
            .discount_pct = settings->discount_pct,
            .rating_outranks_days = (int32_t)settings->rating_outranks_days,
        };
        rc = context_load_feeds(c, days[k], &ret[k], err);
    }
    return rc;
}
