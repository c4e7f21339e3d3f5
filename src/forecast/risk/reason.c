#include "forecast/risk/reason.h"

#include "base/str.h"
#include "forecast/risk/train.h"
#include "risk_store_sql.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/metric/revenue.h"

#include <math.h>
#include <stdlib.h>

#define PER_CENT     100.0
#define CHANGE_LEAST 0.1 /* smaller changes are none */

const struct field risk_reason_fields[] = {
    FIELD_STR(struct risk_reason, id, .required = true),
    FIELD_STR(struct risk_reason, label, .required = true),
    FIELD_STR(struct risk_reason, words, .required = true, .max = 500),
    FIELD_F64(struct risk_reason, points, .required = true, .unit = "points",
              .help = "What it adds to the probability in per cent"),
    FIELD_F64(struct risk_reason, value),
    FIELD_F64(struct risk_reason, before, .help = "90 days before"),
    FIELD_F64(struct risk_reason, usual, .help = "The median of what the model learned from"),
    FIELD_BOOL(struct risk_reason, is_timing, .required = true,
               .help = "It says when, not how well things go"),
    FIELD_END,
};

int reason_source_open(struct reason_source *r, const struct context *now, struct err *err)
{
    r->contexts[1] = *now;
    r->contexts[0] = *now;
    /* How long customers stay is that of the later day: no model reads what hangs on it. */
    return context_load_feeds(r->conn, now->day - REASON_BEFORE_DAYS, &r->contexts[0], err);
}

static const char *number(double x, const char *unit, struct arena *arena)
{
    double size = fabs(x);
    int decimals = size >= 100 || x == floor(x) ? 0 : size >= 10 ? 1 : 2;
    const char *text = arena_printf(arena, "%.*f", decimals, x);

    if (str_eq(unit, "%"))
        return arena_printf(arena, "%s %%", text);
    if (str_eq(unit, "days") || str_eq(unit, "months") || str_eq(unit, "hours"))
        return arena_printf(arena, "%s %s", text, unit);
    return text;
}

/* Has it moved, and away from what is usual? Then the movement is what there is to say. */
static bool has_moved(const struct risk_reason *r)
{
    double by = r->value - r->before;

    if (r->is_timing || isnan(by) || isnan(r->usual) || r->before <= 0 || r->value < 0)
        return false;
    return fabs(by) >= CHANGE_LEAST * r->before && (by > 0) == (r->value > r->usual);
}

static const char *words_of(const struct risk_reason *r, const char *unit, struct arena *arena)
{
    const char *usual =
        isnan(r->usual) ? "" : arena_printf(arena, " (usual: %s)", number(r->usual, unit, arena));

    if (isnan(r->value))
        return arena_printf(arena, "%s: not known%s", r->label, usual);
    if (str_eq(r->id, "days_to_renewal"))
        return arena_printf(arena, "The term ends in %s%s", number(r->value, unit, arena), usual);
    if (has_moved(r))
        return arena_printf(arena, "%s %s %.0f %% in %d days, to %s%s", r->label,
                            r->value < r->before ? "fell" : "rose",
                            PER_CENT * fabs(r->value / r->before - 1), REASON_BEFORE_DAYS,
                            number(r->value, unit, arena), usual);
    return arena_printf(arena, "%s: %s%s", r->label, number(r->value, unit, arena), usual);
}

static double usual_of(const struct model_card *card, const char *id)
{
    for (size_t k = 0; k < card->n_columns; k++)
        if (str_eq(card->columns[k].id, id))
            return card->columns[k].typical;
    return NAN;
}

struct reading {
    const struct reason_source *r;
    int64_t account_id;
    struct told_account *ret;
    double *before; /* [columns of the learner] */
    bool is_there;
};

static int by_size(const void *a, const void *b)
{
    const struct risk_reason *x = a, *y = b;
    double p = fabs(x->points), q = fabs(y->points);

    return p != q ? (p < q) - (p > q) : (x->points < y->points) - (x->points > y->points);
}

static void make_reasons(const struct reading *w, const double *values, double eta)
{
    const struct reason_source *r = w->r;
    const struct learner *l = r->model->learner;
    struct told_account *ret = w->ret;
    struct risk_reason *all = ARENA_ARRAY(r->arena, l->n_columns, struct risk_reason);
    size_t n = 0;

    for (size_t j = 0; j < l->n_columns; j++) {
        double without = risk_probability(r->model, eta - ret->parts[j]);
        double points = PER_CENT * (risk_probability(r->model, eta) - without);
        if (l->index[j] < 0 || !(fabs(points) >= REASON_POINTS_MIN))
            continue;
        const struct feature *f = &r->features[l->index[j]];
        all[n] = (struct risk_reason){.id = f->id,
                                      .label = f->label,
                                      .points = points,
                                      .value = values[j],
                                      .before = w->before[j],
                                      .usual = usual_of(r->model->card, f->id),
                                      .is_timing = str_eq(f->direction, "neither")};
        all[n].words = words_of(&all[n], f->unit, r->arena);
        n++;
    }
    if (n > 1)
        qsort(all, n, sizeof(*all), by_size);
    ret->reasons = all;
    ret->n_reasons = n < REASONS_MAX ? n : REASONS_MAX;
}

/* The last day on which notice keeps a term from renewing. */
static int find_notice(const struct reading *w, const struct factbook *book, int32_t day,
                       struct err *err)
{
    struct told_account *ret = w->ret;
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = 0;

    ret->renewal = renewal_after(book, 0, day);
    ret->notice = DAY_NONE;
    if (ret->renewal == DAY_NONE)
        return 0;
    rc = db_query(w->r->conn, sql_risk_notice_days, DB_ARGS(DB_I64("account_id", w->account_id)),
                  &q, err);
    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        BOOK_EACH (&book->subscriptions, 0, s) {
            bool is_it = s->id == db_col_i64(q, 0) && subscription_is_live(s, day, day) &&
                         subscription_term_end(s, day) == ret->renewal;
            int32_t notice = ret->renewal - (int32_t)db_col_i64(q, 1);
            if (is_it && (ret->notice == DAY_NONE || notice < ret->notice))
                ret->notice = notice;
        }
    return rc;
}

static int take_now(struct reading *w, const struct scores *s, struct err *err)
{
    const struct reason_source *r = w->r;
    const struct learner *l = r->model->learner;
    const double *const *columns = learner_columns(l, r->features, r->n_features, s, r->arena);
    double *values = ARENA_ARRAY(r->arena, l->n_columns, double), eta;
    int rc = find_notice(w, s->book, r->contexts[1].day, err);

    w->ret->parts = ARENA_ARRAY(r->arena, l->n_columns, double);
    if (rc < 0 || !state_is_customer((enum account_state)s->kept[KEPT_STATE][0]) ||
        r->model->card->rows == 0)
        return rc;
    rc = learner_log_odds(l, columns, 1, r->arena, &eta, err);
    if (rc >= 0)
        rc = learner_parts(l, columns, 1, r->arena, w->ret->parts, err);
    if (rc < 0)
        return rc;
    for (size_t j = 0; j < l->n_columns; j++)
        values[j] = l->index[j] < 0 ? NAN : columns[l->index[j]][0];
    w->ret->p = risk_probability(r->model, eta);
    if (str_eq(r->model->card->verdict, risk_verdicts[RISK_PREDICTS]))
        make_reasons(w, values, eta);
    return 0;
}

static int take(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct reading *w = ctx;
    const struct learner *l = w->r->model->learner;

    w->is_there = true;
    if (k == 1)
        return take_now(w, s, err);
    for (size_t j = 0; j < l->n_columns; j++)
        w->before[j] = l->index[j] < 0 ? NAN : feature_value(&w->r->features[l->index[j]], s, 0);
    return 0;
}

int reason_tell(const struct reason_source *r, int64_t account_id, struct told_account *ret,
                struct err *err)
{
    struct reading w = {.r = r,
                        .account_id = account_id,
                        .ret = ret,
                        .before = ARENA_ARRAY(r->arena, r->model->learner->n_columns, double)};
    const struct score_request request = {.from_id = account_id,
                                          .to_id = account_id + 1,
                                          .settings = r->settings,
                                          .cards = r->cards,
                                          .contexts = r->contexts,
                                          .n_contexts = ARRAY_LEN(r->contexts)};

    *ret = (struct told_account){.p = NAN, .renewal = DAY_NONE, .notice = DAY_NONE};
    int rc = scores_load(r->conn, &request, take, &w, err);
    if (rc >= 0 && !w.is_there)
        return err_set(err, ERR_NOT_FOUND, "key", "there is no such account");
    return rc;
}
