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

static const char *const sorts[] = {"-risk", "risk", "-at_risk", "-arr", "renewal", NULL};
enum sort { SORT_RISK_FALLING, SORT_RISK, SORT_AT_RISK, SORT_ARR, SORT_RENEWAL };

#define CHOICE_FIELDS                                                                             \
    FIELD_STR(struct risk_query, filter, .max = FILTER_TEXT_MAX,                                  \
              .help = "Only customers for which this holds, such as: renewal_days < 120"),        \
        FIELD_ENUM(struct risk_query, sort, sorts,                                                \
                   .help = "-risk (the likeliest first) if left out; at_risk is the probability " \
                           "times ARR; renewal, the soonest first")

const struct field risk_query_fields[] = {
    CHOICE_FIELDS,
    FIELD_I64(struct risk_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct risk_query, limit, .min = 1, .max = RISK_PAGE_MAX,
              .help = "How many at most; 50 if left out"),
    FIELD_END,
};
const struct field risk_csv_query_fields[] = {CHOICE_FIELDS, FIELD_END};

const struct field risk_row_fields[] = {
    FIELD_STR(struct risk_row, key, .required = true),
    FIELD_STR(struct risk_row, name, .required = true),
    FIELD_STR(struct risk_row, owner),
    FIELD_F64(struct risk_row, p_pct, .required = true, .unit = "%"),
    FIELD_F64(struct risk_row, low_pct, .unit = "%",
              .help = "Of those told about the same in the past, at least so many left"),
    FIELD_F64(struct risk_row, high_pct, .unit = "%"),
    FIELD_BOOL(struct risk_row, is_risk, .required = true,
               .help = "Its range lies above the share of all that leave"),
    FIELD_I64(struct risk_row, arr_cents, .unit = "cents"),
    FIELD_I64(struct risk_row, at_risk_cents, .unit = "cents", .help = "Probability times ARR"),
    FIELD_F64(struct risk_row, health),
    FIELD_F64(struct risk_row, maturity),
    FIELD_DAY(struct risk_row, renewal, .help = "When the running term ends"),
    FIELD_DAY(struct risk_row, notice, .help = "The last day for notice"),
    FIELD_STR(struct risk_row, reason, .max = 500),
    FIELD_END,
};
static const struct field risk_totals_fields[] = {
    FIELD_I64(struct risk_totals, accounts, .required = true),
    FIELD_I64(struct risk_totals, arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct risk_totals, expected, .required = true, .help = "How many are to leave"),
    FIELD_F64(struct risk_totals, expected_low,
              .help = "Exact interval of 95 % (Poisson-binomial)"),
    FIELD_F64(struct risk_totals, expected_high),
    FIELD_I64(struct risk_totals, at_risk_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct risk_totals, at_risk_low_cents, .unit = "cents"),
    FIELD_I64(struct risk_totals, at_risk_high_cents, .unit = "cents"),
    FIELD_I64(struct risk_totals, risks, .required = true),
    FIELD_I64(struct risk_totals, risks_arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field risk_list_fields[] = {
    FIELD_DAY(struct risk_list, day, .help = "When everybody was told; null: nobody was yet"),
    FIELD_I64(struct risk_list, model_id),
    FIELD_ENUM(struct risk_list, verdict, risk_verdicts),
    FIELD_STR(struct risk_list, words, .required = true, .max = 1000),
    FIELD_I64(struct risk_list, horizon_days, .unit = "days"),
    FIELD_BOOL(struct risk_list, is_renewal),
    FIELD_BOOL(struct risk_list, is_recorded),
    FIELD_F64(struct risk_list, base_pct, .unit = "%", .help = "The share of all that leave"),
    FIELD_I64(struct risk_list, total, .required = true),
    FIELD_I64(struct risk_list, offset, .required = true),
    FIELD_LIST(struct risk_list, rows, risk_row, .required = true),
    FIELD_OBJ(struct risk_list, totals, risk_totals, .required = true),
    FIELD_END,
};

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
    features_make(&ret->s->cards, arena, &features, &n);
    rc = risk_model_get(source->conn, ret->run.model_id, features, n, arena, &ret->model, err);
    if (rc < 0)
        return rc;
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

/* What comes first has the least; what is missing comes last. */
static double order_of(enum sort sort, double p, double arr, double renewal_days)
{
    double least = sort == SORT_RISK      ? p
                   : sort == SORT_AT_RISK ? -p * arr
                   : sort == SORT_ARR     ? -arr
                   : sort == SORT_RENEWAL ? renewal_days
                                          : -p;

    return isnan(least) ? INFINITY : least;
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
    enum sort sort = query->sort ? (enum sort)str_index(sorts, query->sort) : SORT_RISK_FALLING;
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
static const char *first_reason(const struct told_account *told, struct arena *arena)
{
    const struct risk_reason *best = NULL;

    for (size_t k = 0; k < told->n_reasons; k++) {
        const struct risk_reason *r = &told->reasons[k];
        if (r->points > 0 && (!best || (best->is_timing && !r->is_timing)))
            best = r;
    }
    return best ? arena_printf(arena, "%s: +%.0f points", best->words, fmax(best->points, 1))
                : NULL;
}

static int make_row(const struct risk_now *now, const struct told_row *from, bool is_brief,
                    struct arena *arena, struct risk_row *ret, struct err *err)
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
        .maturity = s->own[KEPT_MATURITY][from->row],
        .renewal = isnan(days) ? DAY_NONE : s->day + (int32_t)days,
        .notice = DAY_NONE,
    };
    set_range(now->model.card, from->p, ret);
    if (is_brief)
        return 0;
    int rc = reason_tell(&now->reasons, a->ids[from->row], &told, err);
    if (rc < 0)
        return rc;
    ret->reason = first_reason(&told, arena);
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
                              .words = "Nobody was told a probability yet: train a model first.",
                              .totals = ARENA_NEW(source->arena, struct risk_totals)};
    ret->totals->expected_low = ret->totals->expected_high = NAN;
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
    struct page_part part = page_part(query->offset, query->limit, PAGE_DEFAULT, n);
    ret->total = (int64_t)n;
    ret->offset = query->offset == I64_NONE ? 0 : query->offset;
    ret->rows = ARENA_ARRAY(source->arena, part.n, struct risk_row);
    for (size_t k = 0; rc >= 0 && k < part.n; k++, ret->n_rows++)
        rc =
            make_row(now, &rows[part.from + k], query->is_brief, source->arena, &ret->rows[k], err);
    return rc;
}
