#include "forecast/risk/risk_list.h"

#include "base/day.h"
#include "base/str.h"
#include "scoring/grid/matrix_ask.h"
#include "stats/poisson_binomial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PER_CENT     100.0
#define CENTS        100
#define PAGE_DEFAULT 50
#define LEVEL        0.95

int risk_now_open(const struct portfolio_source *source, struct risk_now *ret, struct err *err)
{
    struct arena *arena = source->arena;
    struct feature *features;
    size_t n;
    int rc = risk_run_last(source->conn, arena, &ret->run, err);

    if (rc == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, NULL,
                       "nobody was told a probability yet: train a model first");
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, ret->run.day, SNAPSHOT_KEPT, arena,
                          &ret->s, err);
    if (rc < 0)
        return rc;
    struct horizon *horizon = ARENA_NEW(arena, struct horizon);
    features_make(&ret->s->cards, horizon, arena, &features, &n);
    rc = risk_model_get(source->conn, ret->run.model_id, features, n, arena, &ret->model, err);
    if (rc < 0)
        return rc;
    *horizon = model_card_horizon(ret->model.card);
    ret->reasons = (struct reason_source){.conn = source->conn,
                                          .settings = &ret->s->settings,
                                          .cards = &ret->s->cards,
                                          .features = features,
                                          .n_features = n,
                                          .model = &ret->model,
                                          .arena = arena};
    return reason_source_open(&ret->reasons, &ret->s->context, err);
}

/* A row of the snapshot with what it was told. */
struct told_row {
    uint32_t row;
    double p, arr, order;
};

static int64_t cents_of(double units)
{
    return isnan(units) ? I64_NONE : llround(units * CENTS);
}

/* What comes first has the least; what is missing comes last. sort: one of risk_sorts. */
static double order_of(const char *sort, double p, double arr, double renewal_days)
{
    bool is_falling = sort[0] == '-';
    const char *by = sort + is_falling;
    double value = str_eq(by, "risk")      ? p
                   : str_eq(by, "at_risk") ? p * arr
                   : str_eq(by, "arr")     ? arr
                                           : renewal_days;

    return isnan(value) ? INFINITY : is_falling ? -value : value;
}

static int by_order(const void *a, const void *b)
{
    const struct told_row *x = a, *y = b;

    return x->order != y->order ? (x->order < y->order ? -1 : 1)
                                : (x->row > y->row) - (x->row < y->row);
}

static int choose(const struct portfolio_source *source, const struct risk_query *query,
                  const struct risk_now *now, struct told_row **ret, size_t *ret_n, struct err *err)
{
    const struct matrix_source matrix = {source->snapshots, source->conn, now->run.day,
                                         source->arena, SNAPSHOT_KEPT};
    const struct matrix_ask ask = {.filter = query->filter};
    const struct snapshot *s = now->s;
    const char *sort = query->sort ? query->sort : risk_sorts[0];
    double *p = ARENA_ARRAY(source->arena, s->n, double);
    struct told_row *rows = ARENA_ARRAY(source->arena, s->n, struct told_row);
    struct placing placing;
    size_t n = 0;
    int rc = matrix_ask_place(&matrix, &ask, now->run.day, &placing, err);

    if (rc >= 0)
        rc = risk_told_all(source->conn, now->run.id, s->accounts->ids, s->n, p, err);
    for (size_t i = 0; rc >= 0 && i < s->n; i++) {
        double arr = s->own[KEPT_ARR][i];
        if (isnan(p[i]) || (placing.is_chosen && !placing.is_chosen[i]))
            continue;
        rows[n++] = (struct told_row){(uint32_t)i, p[i], arr,
                                      order_of(sort, p[i], arr, s->own[KEPT_RENEWAL_DAYS][i])};
    }
    if (n > 1)
        qsort(rows, n, sizeof(*rows), by_order);
    *ret = rows;
    *ret_n = n;
    return rc;
}

/* Where nothing predicts, or there is too little, nobody is called a risk. */
static bool is_risk(const struct model_card *card, double p)
{
    const struct told_bin *bin = told_bin_of(card, p);

    return bin && str_eq(card->verdict, risk_verdicts[RISK_PREDICTS]) &&
           bin->low_pct > card->base_pct;
}

/* Moves those that are called a risk to the front; returns how many there are. */
static size_t keep_risks(const struct model_card *card, struct told_row *rows, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (is_risk(card, rows[i].p))
            rows[kept++] = rows[i];
    return kept;
}

static int sum_up(const struct model_card *card, const struct told_row *rows, size_t n,
                  struct arena *arena, struct risk_totals *ret, struct err *err)
{
    double *p = ARENA_ARRAY(arena, n, double), *amount = ARENA_ARRAY(arena, n, double);
    struct expected_outcome told;

    for (size_t i = 0; i < n; i++) {
        int64_t arr = isnan(rows[i].arr) ? 0 : cents_of(rows[i].arr);
        p[i] = rows[i].p;
        amount[i] = (double)(arr > 0 ? arr : 0);
        ret->arr_cents += arr;
        if (is_risk(card, p[i])) {
            ret->risks++;
            ret->risks_arr_cents += arr;
        }
    }
    ret->accounts = (int64_t)n;
    ret->expected_low = ret->expected_high = NAN;
    ret->at_risk_low_cents = ret->at_risk_high_cents = I64_NONE;
    if (n == 0)
        return 0;
    int rc = poisson_binomial_outcome(p, amount, n, LEVEL, arena, &told, err);
    if (rc < 0)
        return rc;
    ret->expected = told.count;
    ret->expected_low = told.count_range.low;
    ret->expected_high = told.count_range.high;
    ret->at_risk_cents = llround(told.amount.mean);
    ret->at_risk_low_cents = llround(told.amount.range.low);
    ret->at_risk_high_cents = llround(told.amount.range.high);
    return 0;
}

static void set_range(const struct model_card *card, double p, struct risk_row *ret)
{
    const struct told_bin *bin = told_bin_of(card, p);

    ret->p_pct = PER_CENT * p;
    ret->low_pct = bin ? fmin(bin->low_pct, ret->p_pct) : NAN;
    ret->high_pct = bin ? fmax(bin->high_pct, ret->p_pct) : NAN;
    ret->is_risk = is_risk(card, p);
}

/* The strongest that raises it and is more than that its time has come; else whatever does. */
static const struct risk_reason *first_reason(const struct told_account *told)
{
    const struct risk_reason *best = NULL;

    for (size_t k = 0; k < told->n_reasons; k++) {
        const struct risk_reason *r = &told->reasons[k];
        if (r->points > 0 && (!best || (best->is_timing && !r->is_timing)))
            best = r;
    }
    return best;
}

/* The band of an account by its own score, as health and maturity are its own here. */
static const char *own_band(const struct snapshot *s, enum card_kind kind, size_t row)
{
    const struct card *card = snapshot_card(s, kind, row);

    return card ? card_band_id(card, s->own[card_kept_score(kind)][row]) : NULL;
}

static int make_row(const struct risk_now *now, const struct told_row *from, bool is_brief,
                    struct risk_row *ret, struct err *err)
{
    const struct snapshot *s = now->s;
    const struct account_table *a = s->accounts;
    double days = s->own[KEPT_RENEWAL_DAYS][from->row];
    struct told_account told;

    *ret = (struct risk_row){
        .key = a->text[ATTR_KEY][from->row],
        .name = a->text[ATTR_NAME][from->row],
        .owner = a->text[ATTR_OWNER][from->row],
        .arr_cents = cents_of(from->arr),
        .at_risk_cents = cents_of(from->p * from->arr),
        .health = s->own[KEPT_HEALTH][from->row],
        .health_band = own_band(s, CARD_HEALTH, from->row),
        .maturity = s->own[KEPT_MATURITY][from->row],
        .maturity_band = own_band(s, CARD_MATURITY, from->row),
        .renewal = isnan(days) ? DAY_NONE : s->day + (int32_t)days,
        .notice = DAY_NONE,
        .points = NAN,
    };
    set_range(now->model.card, from->p, ret);
    if (is_brief)
        return 0;
    int rc = reason_tell(&now->reasons, a->ids[from->row], &told, err);
    if (rc < 0)
        return rc;
    const struct risk_reason *first = first_reason(&told);
    if (first) {
        ret->reason = first->words;
        ret->points = first->points;
    }
    ret->notice = told.notice;
    return 0;
}

static void describe(const struct risk_now *now, struct risk_list *ret)
{
    const struct model_card *card = now->model.card;

    ret->day = now->run.day;
    ret->model_id = card->id;
    ret->verdict = card->verdict;
    ret->words = card->words;
    ret->horizon_days = card->horizon_days;
    ret->is_renewal = card->is_renewal;
    ret->is_recorded = card->is_recorded;
    ret->base_pct = card->base_pct;
}

int risk_list_read(const struct portfolio_source *source, const struct risk_query *query,
                   struct risk_list *ret, struct err *err)
{
    struct risk_now *now = ARENA_NEW(source->arena, struct risk_now);
    struct told_row *rows;
    size_t n;

    *ret = (struct risk_list){.day = DAY_NONE,
                              .model_id = I64_NONE,
                              .horizon_days = I64_NONE,
                              .base_pct = NAN,
                              .words = RISK_NO_MODEL,
                              .totals = ARENA_NEW(source->arena, struct risk_totals)};
    ret->totals->expected_low = ret->totals->expected_high = NAN;
    ret->totals->at_risk_low_cents = ret->totals->at_risk_high_cents = I64_NONE;
    ret->definitions = risk_definitions(&ret->n_definitions);
    int rc = risk_now_open(source, now, err);
    if (rc == ERR_NOT_FOUND)
        return 0;
    if (rc >= 0)
        rc = choose(source, query, now, &rows, &n, err);
    if (rc >= 0)
        rc = sum_up(now->model.card, rows, n, source->arena, ret->totals, err);
    if (rc < 0)
        return rc;
    describe(now, ret);
    if (query->is_risk)
        n = keep_risks(now->model.card, rows, n);
    struct page_part part = page_part(query->offset, query->limit, PAGE_DEFAULT, n);
    ret->total = (int64_t)n;
    ret->offset = query->offset == I64_NONE ? 0 : query->offset;
    ret->rows = ARENA_ARRAY(source->arena, part.n, struct risk_row);
    for (size_t k = 0; rc >= 0 && k < part.n; k++, ret->n_rows++)
        rc = make_row(now, &rows[part.from + k], query->is_brief, &ret->rows[k], err);
    return rc;
}
