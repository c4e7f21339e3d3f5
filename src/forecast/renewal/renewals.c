#include "forecast/renewal/renewals.h"

#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "forecast/revenue/due.h"
#include "renewals_sql.h"
#include "scoring/metric/revenue.h"
#include "stats/poisson_binomial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PER_CENT    100
#define LEVEL       .95
#define YEAR_MONTHS 12

const char *const renewal_sorts[] = {"day", "-at_risk", "-due", "chance", NULL};
enum sort { SORT_DAY, SORT_AT_RISK, SORT_DUE, SORT_CHANCE };

/* What is agreed about giving notice, by subscription. */
struct terms {
    struct idmap *notice;    /* id → days */
    struct idmap *automatic; /* id → 1 */
};

/* A renewal that comes, before it is a row. */
struct coming {
    struct renewal_row row;
    double chance; /* a share */
    uint32_t book_row;
};

struct making {
    const struct portfolio_source *source;
    const struct lives *lives;
    struct chances chances;
    struct terms terms;
    int32_t until, min_term_months;
    VEC(struct coming) coming;
};

static int load_terms(struct conn *c, struct terms *t, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_renewal_terms, DB_ARGS(), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, 0), days = db_col_i64(q, 1);
        if (days != I64_NONE)
            idmap_put(t->notice, id, days);
        if (db_col_i64(q, 2) == 1)
            idmap_put(t->automatic, id, 1);
    }
    return rc;
}

/* Adds a subscription that ends its term to the renewal of its account and day. */
static void add_part(const struct making *x, const struct book_subscription *s, struct coming *c)
{
    struct renewal_row *r = &c->row;
    int64_t days = idmap_get(x->terms.notice, s->id);
    int32_t notice = days == MAP_NONE ? DAY_NONE : r->day - (int32_t)days;

    if (isnan(s->mrr_cents))
        r->due_cents = I64_NONE;
    else if (r->due_cents != I64_NONE)
        r->due_cents += llround(YEAR_MONTHS * s->mrr_cents);
    if (s->term_months > r->term_months)
        r->term_months = s->term_months;
    if (notice != DAY_NONE && (r->notice == DAY_NONE || notice < r->notice))
        r->notice = notice;
    r->is_automatic |= idmap_get(x->terms.automatic, s->id) == 1;
}

/* The renewal of account i on a day, among those found of it since `from`. */
static struct coming *find_coming(struct making *x, size_t from, size_t i, int32_t day)
{
    for (size_t k = from; k < x->coming.n; k++)
        if (x->coming.items[k].row.day == day)
            return &x->coming.items[k];
    vec_push(&x->coming,
             (struct coming){.row = {.day = day, .notice = DAY_NONE}, .book_row = (uint32_t)i});
    return &x->coming.items[x->coming.n - 1];
}

static void find_account(struct making *x, size_t i)
{
    const struct factbook *book = x->lives->book;
    int32_t day = x->lives->day;
    size_t from = x->coming.n;

    if (!state_is_customer(lifecycle_on(book, i, day, day)))
        return;
    BOOK_EACH (&book->subscriptions, i, s) {
        if (!subscription_is_live(s, day, day) || s->term_months < x->min_term_months)
            continue;
        int32_t end = subscription_term_end(s, day);
        if (end <= x->until)
            add_part(x, s, find_coming(x, from, i, end));
    }
}

static void tell_row(const struct making *x, struct coming *c)
{
    const struct snapshot *s = x->lives->members.s;
    uint32_t row = x->lives->rows[c->book_row];
    struct renewal_row *r = &c->row;
    struct chance chance =
        renewal_chance(&x->chances, c->book_row, (int32_t)r->term_months, r->day);
    int32_t start = life_start(x->lives->book, c->book_row, x->lives->day);

    c->chance = chance.p;
    r->key = s->accounts->text[ATTR_KEY][row];
    r->name = s->accounts->text[ATTR_NAME][row];
    r->owner = s->accounts->text[ATTR_OWNER][row];
    r->is_notice_over = r->notice != DAY_NONE && r->notice < x->lives->day;
    r->number = start == DAY_NONE ? I64_NONE
                                  : llround(months_between(start, r->day) / (double)r->term_months);
    r->number = r->number == 0 ? 1 : r->number;
    r->chance_pct = PER_CENT * chance.p;
    r->source = chance_sources[chance.source];
    r->at_risk_cents = isnan(chance.p) || r->due_cents == I64_NONE
                           ? I64_NONE
                           : llround((double)r->due_cents * (1 - chance.p));
    r->health = s->kept[KEPT_HEALTH][row];
    r->maturity = s->kept[KEPT_MATURITY][row];
    r->health_band = snapshot_band(s, CARD_HEALTH, row);
    r->maturity_band = snapshot_band(s, CARD_MATURITY, row);
}

/* Sums up those of `which`, n of them. */
static int sum_up(const struct making *x, const uint32_t *which, size_t n, struct renewal_sum *ret,
                  struct err *err)
{
    struct arena *arena = x->source->arena;
    double *p = ARENA_ARRAY(arena, n, double), *amount = ARENA_ARRAY(arena, n, double);
    struct expected_outcome told;
    size_t known = 0;

    for (size_t k = 0; k < n; k++) {
        const struct coming *c = &x->coming.items[which[k]];
        int64_t due = c->row.due_cents == I64_NONE ? 0 : c->row.due_cents;
        ret->due++;
        ret->due_cents += due;
        if (isnan(c->chance)) {
            ret->unknown++;
            ret->unknown_cents += due;
            continue;
        }
        p[known] = c->chance;
        amount[known++] = (double)due;
    }
    int rc = poisson_binomial_outcome(p, amount, known, LEVEL, arena, &told, err);
    if (rc < 0)
        return rc;
    ret->expected = told.count;
    ret->expected_low = told.count_range.low;
    ret->expected_high = told.count_range.high;
    ret->expected_cents = llround(told.amount.mean);
    ret->expected_low_cents = llround(fmax(0, told.amount.range.low));
    ret->expected_high_cents = llround(told.amount.range.high);
    ret->at_risk_cents = ret->due_cents - ret->unknown_cents - ret->expected_cents;
    return 0;
}

static int sum_months(const struct making *x, struct renewals *ret, struct err *err)
{
    struct arena *arena = x->source->arena;
    int32_t first = day_month(x->lives->day + 1), last = day_month(x->until);
    uint32_t *which = ARENA_ARRAY(arena, x->coming.n, uint32_t);
    int rc = 0;

    ret->n_months = (size_t)(last - first) + 1;
    ret->months = ARENA_ARRAY(arena, ret->n_months, struct renewal_sum);
    for (size_t m = 0; rc >= 0 && m < ret->n_months; m++) {
        size_t n = 0;
        for (size_t k = 0; k < x->coming.n; k++)
            if (day_month(x->coming.items[k].row.day) == first + (int32_t)m)
                which[n++] = (uint32_t)k;
        ret->months[m].month = month_first_day(first + (int32_t)m);
        rc = sum_up(x, which, n, &ret->months[m], err);
    }
    return rc;
}

static int by_owner(const void *a, const void *b, void *ctx)
{
    const struct making *x = ctx;
    const char *p = x->coming.items[*(const uint32_t *)a].row.owner;
    const char *q = x->coming.items[*(const uint32_t *)b].row.owner;

    /* Nobody's come last. */
    return !p || !q ? (!p) - (!q) : strcmp(p, q);
}

static int by_due(const void *a, const void *b)
{
    const struct renewal_sum *p = a, *q = b;

    return (p->due_cents < q->due_cents) - (p->due_cents > q->due_cents);
}

static int sum_owners(const struct making *x, struct renewals *ret, struct err *err)
{
    struct arena *arena = x->source->arena;
    size_t n = x->coming.n;
    uint32_t *which = ARENA_ARRAY(arena, n, uint32_t);
    int rc = 0;

    for (size_t k = 0; k < n; k++)
        which[k] = (uint32_t)k;
    if (n > 1)
        qsort_r(which, n, sizeof(*which), by_owner, (void *)x);
    ret->owners = ARENA_ARRAY(arena, n, struct renewal_sum);
    for (size_t k = 0, end; rc >= 0 && k < n; k = end) {
        const char *owner = x->coming.items[which[k]].row.owner;
        for (end = k + 1; end < n && str_eq(x->coming.items[which[end]].row.owner, owner);)
            end++;
        struct renewal_sum *sum = &ret->owners[ret->n_owners++];
        *sum = (struct renewal_sum){.label = owner, .month = DAY_NONE};
        rc = sum_up(x, &which[k], end - k, sum, err);
    }
    if (rc >= 0 && ret->n_owners > 1)
        qsort(ret->owners, ret->n_owners, sizeof(*ret->owners), by_due);
    return rc < 0 ? rc : sum_up(x, which, n, ret->all, err);
}

/* What to sort by, lowest first; missing last. */
static double sort_value(const struct coming *c, enum sort sort)
{
    switch (sort) {
    case SORT_AT_RISK:
        return c->row.at_risk_cents == I64_NONE ? INFINITY : -(double)c->row.at_risk_cents;
    case SORT_DUE: return c->row.due_cents == I64_NONE ? INFINITY : -(double)c->row.due_cents;
    case SORT_CHANCE: return isnan(c->chance) ? INFINITY : c->chance;
    default: return c->row.day;
    }
}

static int by_sort(const void *a, const void *b, void *ctx)
{
    const struct coming *p = a, *q = b;
    double x = sort_value(p, *(const enum sort *)ctx), y = sort_value(q, *(const enum sort *)ctx);

    if (x != y)
        return x < y ? -1 : 1;
    if (p->row.day != q->row.day)
        return p->row.day < q->row.day ? -1 : 1;
    return strcmp(p->row.key, q->row.key);
}

/* The rows of one month, or of all, in the order wanted; a page of them. */
static void list_rows(struct making *x, const struct renewals_query *q, struct renewals *ret)
{
    struct arena *arena = x->source->arena;
    enum sort sort = q->sort ? (enum sort)str_index(renewal_sorts, q->sort) : SORT_DAY;
    const struct coming **in = ARENA_ARRAY(arena, x->coming.n, const struct coming *);
    size_t n = 0;

    if (x->coming.n > 1)
        qsort_r(x->coming.items, x->coming.n, sizeof(*x->coming.items), by_sort, &sort);
    for (size_t k = 0; k < x->coming.n; k++)
        if (q->in_month == DAY_NONE ||
            day_month(x->coming.items[k].row.day) == day_month(q->in_month))
            in[n++] = &x->coming.items[k];
    struct page_part part = page_part(q->offset, q->limit, RENEWALS_PAGE, n);
    ret->total = (int64_t)n;
    ret->offset = q->offset == I64_NONE ? 0 : q->offset;
    ret->rows = ARENA_ARRAY(arena, part.n, struct renewal_row);
    ret->n_rows = part.n;
    for (size_t k = 0; k < part.n; k++)
        ret->rows[k] = in[part.from + k]->row;
}

static int check_month(int32_t in_month, int32_t day, int32_t until, struct err *err)
{
    char first[16], last[16];

    if (in_month == DAY_NONE ||
        (day_month(in_month) >= day_month(day + 1) && day_month(in_month) <= day_month(until)))
        return 0;
    return err_set(err, ERR_INVALID, "in_month",
                   "must be a month in which renewals are asked for: from that of %s to that of %s",
                   day_format(day + 1, first), day_format(until, last));
}

static int make(struct making *x, const struct renewals_query *q, struct renewals *ret,
                struct err *err)
{
    int rc = load_terms(x->source->conn, &x->terms, err);

    if (rc < 0)
        return rc;
    LIVES_EACH(x->lives, i)
    find_account(x, i);
    for (size_t k = 0; k < x->coming.n; k++) {
        tell_row(x, &x->coming.items[k]);
        ret->by_model += str_eq(x->coming.items[k].row.source, chance_sources[CHANCE_MODEL]);
        ret->by_curve += str_eq(x->coming.items[k].row.source, chance_sources[CHANCE_CURVE]);
    }
    list_rows(x, q, ret);
    rc = sum_months(x, ret, err);
    if (rc >= 0)
        rc = sum_owners(x, ret, err);
    return rc < 0 ? rc : year_ahead_make(x->lives, &x->chances, x->source->arena, ret->year, err);
}

int renewals_read(const struct portfolio_source *source, const struct renewals_query *query,
                  struct renewals *ret, struct err *err)
{
    int32_t day;
    struct lives lives;
    struct making x = {.source = source, .lives = &lives};
    int rc = lives_day(source, query->day, &day, err);
    const struct lives_ask ask = {.day = day, .filter = query->filter};

    if (rc >= 0)
        rc = lives_load(source, &ask, &lives, err);
    if (rc >= 0)
        rc = chances_load(source, &lives, &x.chances, err);
    if (rc < 0)
        return rc;
    x.until = day_add_months(day, query->months == I64_NONE ? RENEWALS_MONTHS : (int)query->months);
    rc = check_month(query->in_month, day, x.until, err);
    if (rc < 0)
        return rc;
    x.min_term_months = query->min_term_months == I64_NONE ? 1 : (int32_t)query->min_term_months;
    *ret = (struct renewals){.day = day,
                             .until = x.until,
                             .currency = lives.members.s->settings.currency,
                             .model_id = x.chances.told ? x.chances.model_id : I64_NONE,
                             .model_day = x.chances.told ? x.chances.told_day : DAY_NONE,
                             .all = ARENA_NEW(source->arena, struct renewal_sum),
                             .year = ARENA_NEW(source->arena, struct year_ahead),
                             .undated = lives.undated,
                             .n_undated = lives.n_undated};
    ret->all->month = DAY_NONE;
    renewals_define(ret);
    x.terms = (struct terms){idmap_new(), idmap_new()};
    rc = make(&x, query, ret, err);
    idmap_free(x.terms.notice);
    idmap_free(x.terms.automatic);
    vec_done(&x.coming);
    return rc;
}
