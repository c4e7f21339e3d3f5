#include "forecast/revenue/bridge.h"

#include "base/day.h"
#include "forecast/revenue/due.h"
#include "forecast/revenue/revenue_period.h"
#include "stats/interval.h"

#include <math.h>

#define PER_CENT 100

/* What is summed up for a month besides its own counters. */
struct sums {
    struct kept_revenue month, year;
    struct renewed renewed;
};

struct making {
    const struct lives *lives;
    struct revenue_period period;
    struct bridge_month *months;
    struct sums sums[REVENUE_MONTHS_MAX], total;
    struct due_list dues;
    int32_t min_term_months;
    int64_t unbilled;
};

static void count_movement(struct bridge_month *m, const struct movement *x)
{
    switch (x->kind) {
    case MOVED_NOT: break;
    case MOVED_NEW: m->new_cents += x->change_cents; break;
    case MOVED_REACTIVATION: m->reactivation_cents += x->change_cents; break;
    case MOVED_EXPANSION: m->expansion_cents += x->change_cents; break;
    case MOVED_CONTRACTION: m->contraction_cents -= x->change_cents; break;
    case MOVED_CHURN: m->churn_cents -= x->change_cents; break;
    case MOVED_UNKNOWN: m->unknown_cents += x->change_cents; break;
    }
}

static void count_customers(struct bridge_month *m, const struct stand *before,
                            const struct stand *after)
{
    bool was = state_is_customer(before->state), is = state_is_customer(after->state);

    m->start_customers += was;
    m->end_customers += is;
    m->lost_customers += was && !is;
    m->returned_customers += is && before->state == STATE_LEFT;
    m->new_customers += is && !was && before->state != STATE_LEFT;
}

static int64_t told(int64_t cents)
{
    return cents == I64_NONE ? 0 : cents;
}

/* One account through all the months. */
static void add_account(struct making *x, size_t i)
{
    const struct factbook *book = x->lives->book;
    const struct revenue_period *p = &x->period;
    int32_t known = x->lives->day;
    struct stand first = stand_on(book, i, p->ends[0], known), before = first;

    for (size_t k = 0; k < p->n; k++) {
        struct bridge_month *m = &x->months[k];
        struct stand after = stand_on(book, i, p->ends[k + 1], known);
        struct stand year = stand_on(book, i, p->year_before[k], known);
        struct movement moved =
            movement_between(&before, &after, has_paid_by(book, i, p->ends[k], known));
        m->start_arr_cents += told(before.arr_cents);
        m->end_arr_cents += told(after.arr_cents);
        count_movement(m, &moved);
        count_customers(m, &before, &after);
        kept_revenue_add(&x->sums[k].month, &before, &after);
        kept_revenue_add(&x->sums[k].year, &year, &after);
        before = after;
    }
    kept_revenue_add(&x->total.month, &first, &before);
    x->unbilled +=
        state_is_customer(before.state) && (before.arr_cents == 0 || before.arr_cents == I64_NONE);
}

static void add_renewals(struct making *x, size_t i)
{
    const struct revenue_period *p = &x->period;
    int32_t first = day_month(p->ends[0] + 1);

    dues_find(x->lives->book, i, p->ends[0], p->ends[p->n], x->lives->day, x->min_term_months,
              &x->dues);
    for (size_t k = 0; k < x->dues.dues.n; k++) {
        const struct due *d = &x->dues.dues.items[k];
        renewed_add(&x->sums[day_month(d->day) - first].renewed, d);
        renewed_add(&x->total.renewed, d);
    }
}

static double pct(int64_t part, int64_t whole)
{
    return whole > 0 ? PER_CENT * (double)part / (double)whole : NAN;
}

static void fill_rates(const struct sums *s, struct bridge_month *m)
{
    struct interval lost = interval_wilson(s->month.lost, s->month.customers, Z_95);
    struct interval lost_year = interval_wilson(s->year.lost, s->year.customers, Z_95);
    struct interval won = interval_wilson(s->renewed.won, s->renewed.due, Z_95);

    m->grr_pct = gross_retention_pct(&s->month);
    m->nrr_pct = net_retention_pct(&s->month);
    m->logo_churn_pct = pct(s->month.lost, s->month.customers);
    m->logo_churn_low_pct = PER_CENT * lost.low;
    m->logo_churn_high_pct = PER_CENT * lost.high;
    m->customers_12m = s->year.customers;
    m->lost_customers_12m = s->year.lost;
    m->grr_12m_pct = gross_retention_pct(&s->year);
    m->nrr_12m_pct = net_retention_pct(&s->year);
    m->logo_churn_12m_pct = pct(s->year.lost, s->year.customers);
    m->logo_churn_12m_low_pct = PER_CENT * lost_year.low;
    m->logo_churn_12m_high_pct = PER_CENT * lost_year.high;
    m->renewals_due = s->renewed.due;
    m->renewals_won = s->renewed.won;
    m->renewal_pct = pct(s->renewed.won, s->renewed.due);
    m->renewal_low_pct = PER_CENT * won.low;
    m->renewal_high_pct = PER_CENT * won.high;
    m->due_arr_cents = s->renewed.due_cents;
    m->renewed_arr_cents = s->renewed.renewed_cents;
    m->renewal_arr_pct = pct(s->renewed.renewed_cents, s->renewed.due_cents);
}

static void fill_total(const struct making *x, struct bridge_month *t)
{
    const struct bridge_month *first = &x->months[0], *last = &x->months[x->period.n - 1];

    *t = (struct bridge_month){.month = first->month,
                               .end = last->end,
                               .is_open = last->is_open,
                               .start_arr_cents = first->start_arr_cents,
                               .end_arr_cents = last->end_arr_cents,
                               .start_customers = first->start_customers,
                               .end_customers = last->end_customers};
    for (size_t k = 0; k < x->period.n; k++) {
        const struct bridge_month *m = &x->months[k];
        t->new_cents += m->new_cents;
        t->reactivation_cents += m->reactivation_cents;
        t->expansion_cents += m->expansion_cents;
        t->contraction_cents += m->contraction_cents;
        t->churn_cents += m->churn_cents;
        t->unknown_cents += m->unknown_cents;
        t->new_customers += m->new_customers;
        t->returned_customers += m->returned_customers;
        t->lost_customers += m->lost_customers;
    }
    struct sums sums = x->total;
    sums.year = x->sums[x->period.n - 1].year;
    fill_rates(&sums, t);
}

static void make(struct making *x, struct bridge *ret)
{
    LIVES_EACH(x->lives, i)
    {
        add_account(x, i);
        add_renewals(x, i);
    }
    for (size_t k = 0; k < x->period.n; k++) {
        struct bridge_month *m = &x->months[k];
        m->month = x->period.ends[k] + 1;
        m->end = x->period.ends[k + 1];
        m->is_open = day_month(m->end + 1) == day_month(m->end);
        fill_rates(&x->sums[k], m);
    }
    fill_total(x, ret->total);
    ret->months = x->months;
    ret->n_months = x->period.n;
    ret->unbilled_customers = x->unbilled;
}

int bridge_read(const struct portfolio_source *source, const struct bridge_query *query,
                struct bridge *ret, struct err *err)
{
    struct lives lives;
    struct making *x = ARENA_NEW(source->arena, struct making);
    int32_t to;
    int rc = lives_day(source, query->to, &to, err);

    if (rc >= 0)
        rc = revenue_period_find(query->from, to, &x->period, err);
    const struct lives_ask ask = {.day = x->period.to, .filter = query->filter, .is_history = true};
    if (rc >= 0)
        rc = lives_load(source, &ask, &lives, err);
    if (rc < 0)
        return rc;
    x->lives = &lives;
    x->min_term_months = query->min_term_months == I64_NONE ? 1 : (int32_t)query->min_term_months;
    x->months = ARENA_ARRAY(source->arena, x->period.n, struct bridge_month);
    *ret = (struct bridge){.from = x->period.ends[0] + 1,
                           .to = x->period.to,
                           .currency = lives.members.s->settings.currency,
                           .total = ARENA_NEW(source->arena, struct bridge_month),
                           .undated = lives.undated,
                           .n_undated = lives.n_undated};
    bridge_define(ret);
    make(x, ret);
    due_list_done(&x->dues);
    return 0;
}
