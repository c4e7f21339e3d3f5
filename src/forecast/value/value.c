#include "forecast/value/value.h"

#include "base/day.h"
#include "base/str.h"
#include "forecast/revenue/movement.h"
#include "forecast/value/value_order.h"
#include "scoring/metric/revenue.h"
#include "scoring/retention/worth.h"
#include "scoring/segment/classes.h"
#include "scoring/segment/segment_store.h"
#include "stats/summary.h"

#include <math.h>

#define PER_CENT 100
#define YEAR     12

/* Money of one account or of many: as it is, and the limits. */
struct money {
    double value[WORTH_HORIZONS], low[WORTH_HORIZONS], high[WORTH_HORIZONS];
};

struct valued {
    struct value_row row;
    struct money money;
    uint32_t snapshot_row;
};
struct making {
    const struct portfolio_source *source;
    struct lives lives;
    struct chances chances;
    struct worth worth;
    VEC(struct valued) valued;
    VEC(uint32_t) unknown; /* snapshot rows of customers without a value */
};

static int64_t cents(double value)
{
    return isfinite(value) ? llround(value) : I64_NONE;
}

/* The chance of the next renewal moves all that comes behind it in proportion. */
static void tell_money(const struct worth_months *w, double margin, double lift, struct money *ret)
{
    for (int h = 0; h < WORTH_HORIZONS; h++) {
        ret->value[h] = margin * (w->term[h] + lift * w->later[h]);
        ret->low[h] = margin * (w->term[h] + lift * w->low[h]);
        ret->high[h] = margin * (w->term[h] + lift * w->high[h]);
    }
}

static void write_money(const struct money *m, struct value_row *r)
{
    r->ltv_3y_cents = cents(m->value[WORTH_3Y]);
    r->ltv_3y_low_cents = cents(m->low[WORTH_3Y]);
    r->ltv_3y_high_cents = cents(m->high[WORTH_3Y]);
    r->ltv_5y_cents = cents(m->value[WORTH_5Y]);
    r->ltv_5y_low_cents = cents(m->low[WORTH_5Y]);
    r->ltv_5y_high_cents = cents(m->high[WORTH_5Y]);
    r->life_cents = cents(m->value[WORTH_LIFE]);
    r->life_low_cents = cents(m->low[WORTH_LIFE]);
    r->life_high_cents = cents(m->high[WORTH_LIFE]);
    r->is_life_infinite = isinf(m->value[WORTH_LIFE]);
}

static double margin_pct(const struct making *x, size_t i, bool *ret_is_default)
{
    const struct book_account *a = &x->lives.book->accounts[i];

    *ret_is_default = isnan(a->gross_margin_pct);
    return *ret_is_default ? x->lives.members.s->settings.default_gross_margin_pct
                           : a->gross_margin_pct;
}

/* False if nothing can be said of it. */
static bool value_account(struct making *x, size_t i, int64_t arr_cents, struct valued *ret)
{
    const struct book_account *a = &x->lives.book->accounts[i];
    struct stay_place place = stay_place_of(x->lives.book, i, x->lives.day);
    struct value_row *r = &ret->row;

    if (place.term_months == 0)
        return false;
    const struct worth_months *w =
        worth_of(&x->worth, place.term_months, place.next, place.months_left);
    struct chance chance = renewal_chance(&x->chances, i, place.term_months, place.renewal);
    if (!w || isnan(chance.p))
        return false;
    double curve = stay_at(stay_class_of(&x->chances.stay, place.term_months), place.next);
    *r = (struct value_row){.arr_cents = arr_cents,
                            .term_months = place.term_months,
                            .renewal_number = (int64_t)place.next,
                            .chance_pct = PER_CENT * chance.p,
                            .source = chance_sources[chance.source],
                            .acquisition_cents = cents(a->acquisition_cents),
                            .payback_months = NAN,
                            .life_to_acquisition = NAN};
    r->gross_margin_pct = margin_pct(x, i, &r->is_margin_default);
    double of_month = (double)arr_cents / YEAR * r->gross_margin_pct / PER_CENT;
    tell_money(w, of_month, curve > 0 ? chance.p / curve : 1, &ret->money);
    write_money(&ret->money, r);
    if (of_month > 0)
        r->payback_months = a->acquisition_cents / of_month;
    if (a->acquisition_cents > 0 && !r->is_life_infinite)
        r->life_to_acquisition = ret->money.value[WORTH_LIFE] / a->acquisition_cents;
    return true;
}

static void name_row(const struct making *x, struct valued *v)
{
    const struct account_table *t = x->lives.members.s->accounts;

    v->row.key = t->text[ATTR_KEY][v->snapshot_row];
    v->row.name = t->text[ATTR_NAME][v->snapshot_row];
    v->row.owner = t->text[ATTR_OWNER][v->snapshot_row];
}

static void value_all(struct making *x)
{
    LIVES_EACH(&x->lives, i)
    {
        struct stand now = stand_on(x->lives.book, i, x->lives.day, x->lives.day);
        struct valued v = {.snapshot_row = x->lives.rows[i]};
        if (!state_is_customer(now.state))
            continue;
        if (now.arr_cents > 0 && value_account(x, i, now.arr_cents, &v)) {
            name_row(x, &v);
            vec_push(&x->valued, v);
        } else {
            vec_push(&x->unknown, v.snapshot_row);
        }
    }
}

static int prepare(const struct portfolio_source *source, int32_t day, const char *filter,
                   struct making *x, struct err *err)
{
    const struct lives_ask ask = {.day = day, .filter = filter};
    int rc = day > source->today ? err_set(err, ERR_INVALID, "day", "must not be in the future")
                                 : lives_load(source, &ask, &x->lives, err);

    x->source = source;
    if (rc >= 0)
        rc = chances_load(source, &x->lives, &x->chances, err);
    if (rc >= 0)
        worth_init(&x->worth, &x->chances.stay, x->lives.members.s->settings.discount_pct);
    return rc;
}

static void done(struct making *x)
{
    worth_done(&x->worth);
    vec_done(&x->valued);
    vec_done(&x->unknown);
}

/* Sums over rows; all hang on one curve, so the limits add up. */
struct adding {
    struct money money;
    double *lives, *paybacks; /* known ones */
    size_t n, n_paybacks;
    struct value_sum *sum;
};

static void add_row(struct adding *a, const struct valued *v)
{
    a->sum->accounts++;
    a->sum->arr_cents += v->row.arr_cents;
    a->sum->default_margins += v->row.is_margin_default;
    for (int h = 0; h < WORTH_HORIZONS; h++) {
        a->money.value[h] += v->money.value[h];
        a->money.low[h] += v->money.low[h];
        a->money.high[h] += v->money.high[h];
    }
    a->lives[a->n++] = v->money.value[WORTH_LIFE];
    if (!isnan(v->row.payback_months))
        a->paybacks[a->n_paybacks++] = v->row.payback_months;
}

static void end_sum(struct adding *a)
{
    struct value_sum *s = a->sum;
    struct value_row r;

    write_money(&a->money, &r);
    s->ltv_3y_cents = r.ltv_3y_cents;
    s->ltv_3y_low_cents = r.ltv_3y_low_cents;
    s->ltv_3y_high_cents = r.ltv_3y_high_cents;
    s->ltv_5y_cents = r.ltv_5y_cents;
    s->ltv_5y_low_cents = r.ltv_5y_low_cents;
    s->ltv_5y_high_cents = r.ltv_5y_high_cents;
    s->life_cents = r.life_cents;
    s->life_low_cents = r.life_low_cents;
    s->life_high_cents = r.life_high_cents;
    s->is_life_infinite = r.is_life_infinite;
    s->ltv_3y_mean_cents = cents(a->money.value[WORTH_3Y] / (double)s->accounts);
    s->life_mean_cents = cents(a->money.value[WORTH_LIFE] / (double)s->accounts);
    s->life_median_cents = cents(summary_median(a->lives, a->n));
    s->payback_median_months = summary_median(a->paybacks, a->n_paybacks);
    s->payback_known = (int64_t)a->n_paybacks;
}

/* Those of a class, or everybody with class NULL. */
static void sum_up(const struct making *x, const int *class, int which, struct value_sum *sum)
{
    struct arena *arena = x->source->arena;
    struct adding a = {.lives = ARENA_ARRAY(arena, x->valued.n, double),
                       .paybacks = ARENA_ARRAY(arena, x->valued.n, double),
                       .sum = sum};

    for (size_t k = 0; k < x->valued.n; k++)
        if (!class || class[x->valued.items[k].snapshot_row] == which)
            add_row(&a, &x->valued.items[k]);
    for (size_t k = 0; k < x->unknown.n; k++)
        sum->unknown += !class || class[x->unknown.items[k]] == which;
    end_sum(&a);
}

/* An account may be in several segments, and in none. Those that do not work are left out. */
static int sum_segments(const struct making *x, struct value_list *ret, struct err *err)
{
    struct segments *segments = x->lives.segments;
    struct arena *arena = x->source->arena;
    int *class = ARENA_ARRAY(arena, x->lives.members.s->n, int);

    ret->label = "Segment";
    ret->groups = ARENA_ARRAY(arena, segments->n, struct value_sum);
    for (size_t k = 0; k < segments->n; k++) {
        struct segment *s = &segments->items[k];
        struct segment_members_of members;
        if (segment_read(segments, s, NULL) < 0)
            continue;
        const struct select_needs needs = segment_needs(s);
        int rc = segment_evaluate(x->source, x->lives.day, s->tree, &needs, &members, err);
        if (rc < 0)
            return rc;
        for (size_t row = 0; row < members.s->n; row++)
            class[row] = members.is_member[row];
        struct value_sum *sum = &ret->groups[ret->n_groups++];
        *sum = (struct value_sum){.label = s->row.name,
                                  .filter = arena_printf(arena, "segment = \"%s\"", s->row.key)};
        sum_up(x, class, true, sum);
    }
    return 0;
}

static int sum_groups(const struct making *x, const char *by, struct value_list *ret,
                      struct err *err)
{
    struct arena *arena = x->source->arena;
    const struct select_field *f;
    struct classes classes;
    int rc = select_field_named(&x->lives.segments->fields, by, "by", &f, err);

    if (rc >= 0 && select_needs_metrics(f))
        rc = err_set(err, ERR_INVALID, "by", "%.60s is a metric; group by a field or a score", by);
    if (rc < 0)
        return rc;
    struct segment_members_of m = x->lives.members;
    bool *is_member = ARENA_ARRAY(arena, m.s->n, bool);
    for (size_t k = 0; k < x->valued.n; k++)
        is_member[x->valued.items[k].snapshot_row] = true;
    for (size_t k = 0; k < x->unknown.n; k++)
        is_member[x->unknown.items[k]] = true;
    m.is_member = is_member;
    m.n = x->valued.n + x->unknown.n;
    classes_make(f, &m, &m, 0, arena, &classes);
    ret->label = segment_field_label(f, arena);
    ret->groups = ARENA_ARRAY(arena, classes.n, struct value_sum);
    ret->n_groups = classes.n;
    for (size_t c = 0; c < classes.n; c++) {
        ret->groups[c] =
            (struct value_sum){.label = classes.items[c].label, .filter = classes.items[c].filter};
        sum_up(x, classes.of_last, (int)c, &ret->groups[c]);
    }
    return 0;
}

/* From how few customers value comes, and the page that is asked for. */
static void list_rows(struct making *x, const struct value_query *q, struct value_list *ret)
{
    struct arena *arena = x->source->arena;
    struct page_part part = page_part(q->offset, q->limit, VALUE_PAGE, x->valued.n);
    const struct value_row **rows = ARENA_ARRAY(arena, x->valued.n, const struct value_row *);

    for (size_t k = 0; k < x->valued.n; k++)
        rows[k] = &x->valued.items[k].row;
    ret->shares = value_shares(rows, x->valued.n, arena, &ret->n_shares, &ret->half_accounts);
    value_order(rows, x->valued.n, q->sort);
    ret->total = (int64_t)x->valued.n;
    ret->offset = q->offset == I64_NONE ? 0 : q->offset;
    ret->rows = ARENA_ARRAY(arena, part.n, struct value_row);
    ret->n_rows = part.n;
    for (size_t k = 0; k < part.n; k++)
        ret->rows[k] = *rows[part.from + k];
}

int value_read(const struct portfolio_source *source, const struct value_query *query,
               struct value_list *ret, struct err *err)
{
    struct making x = {0};
    int32_t day;
    int rc = lives_day(source, query->day, &day, err);

    if (rc >= 0)
        rc = prepare(source, day, query->filter, &x, err);
    if (rc < 0)
        return rc;
    *ret = (struct value_list){.day = day,
                               .currency = x.lives.members.s->settings.currency,
                               .discount_pct = x.lives.members.s->settings.discount_pct,
                               .default_gross_margin_pct =
                                   x.lives.members.s->settings.default_gross_margin_pct,
                               .all = ARENA_NEW(source->arena, struct value_sum),
                               .undated = x.lives.undated,
                               .n_undated = x.lives.n_undated};
    ret->definitions = value_definitions(&ret->n_definitions);
    value_all(&x);
    *ret->all = (struct value_sum){.label = "All"};
    sum_up(&x, NULL, 0, ret->all);
    if (query->by)
        rc = str_eq(query->by, "segment") ? sum_segments(&x, ret, err)
                                          : sum_groups(&x, query->by, ret, err);
    list_rows(&x, query, ret);
    done(&x);
    return rc;
}

/* What an account is worth that is there, or why that cannot be said. */
static void value_one(struct making *x, size_t i, struct account_value *ret)
{
    struct valued v = {.snapshot_row = x->lives.rows[i]};
    struct stand now = stand_on(x->lives.book, i, ret->day, ret->day);

    if (!state_is_customer(now.state)) {
        ret->problem = "It is no customer.";
    } else if (now.arr_cents == I64_NONE || now.arr_cents == 0) {
        ret->problem = "What it pays is not known, or nothing.";
    } else if (value_account(x, i, now.arr_cents, &v)) {
        name_row(x, &v);
        ret->value = arena_memdup(x->source->arena, &v.row, sizeof(v.row));
    } else {
        ret->problem = "Too few customers with such contracts came to a renewal to say how long "
                       "they stay.";
    }
}

int account_value_read(const struct portfolio_source *source, const char *key, int32_t day,
                       struct account_value *ret, struct err *err)
{
    struct making x = {0};
    int32_t told;
    int rc = lives_day(source, day, &told, err);

    if (rc >= 0)
        rc = prepare(source, told, NULL, &x, err);
    if (rc < 0)
        return rc;
    *ret = (struct account_value){.day = x.lives.day,
                                  .discount_pct = x.lives.members.s->settings.discount_pct};
    ret->definitions = value_definitions(&ret->n_definitions);
    int64_t row = snapshot_row_of_key(x.lives.members.s, key);
    if (row < 0)
        rc = err_set(err, ERR_NOT_FOUND, "key", "there is no account %.60s", key);
    LIVES_EACH(&x.lives, i)
    {
        if (row >= 0 && x.lives.rows[i] == row)
            value_one(&x, i, ret);
    }
    if (row >= 0 && !ret->value && !ret->problem)
        ret->problem = "It is not there yet.";
    done(&x);
    return rc;
}
