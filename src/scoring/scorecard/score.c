#include "scoring/scorecard/score.h"

#include <math.h>

static void score_card(const struct card *card, const struct score_inputs *in, double *ret_score,
                       double *ret_coverage)
{
    const double *columns[CARD_MEASURES_MAX];

    for (size_t m = 0; m < card->math.n_measures; m++)
        columns[m] = in->metrics[card->metrics[m]];
    card_score(&card->math, columns, in->metrics[metric_index("tenure_months")], in->n, ret_score,
               ret_coverage);
}

static void blank(double *const kept[KEPT_COLUMNS], enum kept score, enum kept coverage, size_t i)
{
    kept[score][i] = NAN;
    kept[coverage][i] = NAN;
}

void scores_apply(const struct cards *cards, const struct score_inputs *in,
                  double *const ret[KEPT_COLUMNS])
{
    score_card(cards->health, in, ret[KEPT_HEALTH], ret[KEPT_HEALTH_COVERAGE]);
    score_card(cards->maturity, in, ret[KEPT_MATURITY], ret[KEPT_MATURITY_COVERAGE]);
    for (size_t i = 0; i < in->n; i++) {
        enum account_state state = (enum account_state)in->state[i];
        if (!state_is_customer(state))
            blank(ret, KEPT_HEALTH, KEPT_HEALTH_COVERAGE, i);
        if (!state_is_customer(state) && state != STATE_PROSPECT)
            blank(ret, KEPT_MATURITY, KEPT_MATURITY_COVERAGE, i);
    }
}

void scores_compute(const struct factbook *book, const struct context *context,
                    const struct cards *cards, struct arena *arena, struct scores *ret)
{
    int64_t *ids = ARENA_ARRAY(arena, book->n, int64_t);

    *ret = (struct scores){.n = book->n, .ids = ids};
    metrics_compute(book, context, arena, &ret->metrics);
    for (int k = 0; k < KEPT_COLUMNS; k++)
        ret->kept[k] = ARENA_ARRAY(arena, book->n, double);
    ret->kept[KEPT_ARR] = ret->metrics.columns[metric_index("arr")];
    ret->kept[KEPT_RENEWAL_DAYS] = ret->metrics.columns[metric_index("days_to_renewal")];
    for (size_t i = 0; i < book->n; i++) {
        ids[i] = book->accounts[i].id;
        ret->kept[KEPT_STATE][i] = lifecycle_on(book, i, context->day, context->day);
    }
    const struct score_inputs in = {.n = book->n,
                                    .metrics = (const double *const *)ret->metrics.columns,
                                    .state = ret->kept[KEPT_STATE]};
    scores_apply(cards, &in, ret->kept);
}

void score_request_options(const struct score_request *request, struct factbook_options *ret)
{
    const struct context *contexts = request->contexts;

    *ret = (struct factbook_options){.from_id = request->from_id,
                                     .to_id = request->to_id,
                                     .first_day = contexts[0].day,
                                     .last_day = contexts[0].day,
                                     .currency = request->settings->currency};
    for (size_t k = 0; k < request->n_contexts; k++) {
        int32_t through = contexts[k].through[FEED_USAGE];
        if (through == DAY_NONE)
            continue;
        ret->first_day = through < ret->first_day ? through : ret->first_day;
        ret->last_day = through > ret->last_day ? through : ret->last_day;
    }
}

int scores_load(struct conn *c, const struct score_request *request, scores_fn fn, void *ctx,
                struct err *err)
{
    struct factbook_options options;
    AUTO_STRUCT(factbook) *book = NULL;
    AUTO_STRUCT(arena) *arena = arena_new();

    score_request_options(request, &options);
    int rc = factbook_load(c, &options, &book, err);
    for (size_t k = 0; rc >= 0 && book->n > 0 && k < request->n_contexts; k++) {
        struct scores scores;
        arena_reset(arena);
        scores_compute(book, &request->contexts[k], request->cards, arena, &scores);
        rc = fn(ctx, k, &scores, err);
    }
    return rc;
}
