#include "scoring/scorecard/score.h"

#include "scoring/metric/rating.h"
#include "scoring/select/custom_column.h"

#include <math.h>

/* Accounts are scored in runs whose results stay in the cache until it is clear who keeps them. */
#define RUN 1024

/* Where the scores of a kind go. */
static const struct {
    enum kept score, coverage, card;
} kept_of[CARD_CHAINS] = {
    [CARD_HEALTH] = {KEPT_HEALTH, KEPT_HEALTH_COVERAGE, KEPT_HEALTH_CARD},
    [CARD_MATURITY] = {KEPT_MATURITY, KEPT_MATURITY_COVERAGE, KEPT_MATURITY_CARD},
    [CARD_QUALIFICATION] = {KEPT_QUALIFICATION, KEPT_QUALIFICATION_COVERAGE,
                            KEPT_QUALIFICATION_CARD},
};

enum kept card_kept_score(enum card_kind kind)
{
    return kept_of[kind].score;
}

enum kept card_kept_coverage(enum card_kind kind)
{
    return kept_of[kind].coverage;
}

enum kept card_kept_card(enum card_kind kind)
{
    return kept_of[kind].card;
}

/* What one card reads, for all accounts. */
struct inputs {
    const double *columns[CARD_MEASURES_MAX], *tenure;
};

static void find_inputs(const struct card *card, const struct select_table *table,
                        struct arena *arena, struct inputs *ret)
{
    ret->tenure = table->metrics[metric_index("tenure_months")];
    for (size_t m = 0; m < card->math.n_measures; m++)
        ret->columns[m] = card->metrics[m] == CARD_VALUE
                              ? custom_column(table, card->values[m], FIELD_T_F64, arena).numbers
                              : table->metrics[card->metrics[m]];
}

static void score_run(const struct card *card, const struct inputs *in, size_t from, size_t n,
                      double *ret_score, double *ret_coverage)
{
    const double *columns[CARD_MEASURES_MAX];

    for (size_t m = 0; m < card->math.n_measures; m++)
        columns[m] = in->columns[m] + from;
    card_score(&card->math, columns, in->tenure + from, n, ret_score, ret_coverage);
}

void card_explain_account(const struct card *card, const struct metric_columns *metrics, size_t i,
                          const char *custom, struct card_explained *ret)
{
    double values[CARD_MEASURES_MAX];

    for (size_t m = 0; m < card->math.n_measures; m++)
        values[m] = card->metrics[m] == CARD_VALUE ? custom_number(custom, card->values[m])
                                                   : metrics->columns[card->metrics[m]][i];
    card_explain(&card->math, values, metrics->columns[metric_index("tenure_months")][i], ret);
}

void card_apply(const struct card *card, const struct select_table *table, struct arena *arena,
                double *ret_score, double *ret_coverage)
{
    struct inputs in;

    find_inputs(card, table, arena, &in);
    score_run(card, &in, 0, table->n, ret_score, ret_coverage);
}

/* One card of a chain for its members, over what the cards behind it gave. */
static void apply_to(const struct card *card, const bool *members, const struct select_table *table,
                     struct arena *arena, double *const ret[KEPT_COLUMNS])
{
    double score[RUN], coverage[RUN];
    struct inputs in;

    find_inputs(card, table, arena, &in);
    for (size_t from = 0; from < table->n; from += RUN) {
        size_t n = table->n - from < RUN ? table->n - from : RUN;
        score_run(card, &in, from, n, score, coverage);
        for (size_t i = from; i < from + n; i++) {
            if (!members[i])
                continue;
            ret[kept_of[card->kind_index].score][i] = score[i - from];
            ret[kept_of[card->kind_index].coverage][i] = coverage[i - from];
            ret[kept_of[card->kind_index].card][i] = (double)card->id;
        }
    }
}

static bool is_scored(enum card_kind kind, enum account_state state)
{
    switch (kind) {
    case CARD_HEALTH: return state_is_customer(state);
    case CARD_MATURITY: return state_is_customer(state) || state == STATE_PROSPECT;
    default: return state == STATE_PROSPECT;
    }
}

static void blank(enum card_kind kind, const struct select_table *table,
                  double *const ret[KEPT_COLUMNS])
{
    for (size_t i = 0; i < table->n; i++) {
        if (is_scored(kind, (enum account_state)table->kept[KEPT_STATE][i]))
            continue;
        ret[kept_of[kind].score][i] = NAN;
        ret[kept_of[kind].coverage][i] = NAN;
        ret[kept_of[kind].card][i] = NAN;
    }
}

static void apply_to_all(const struct card *card, const struct select_table *table,
                         struct arena *arena, double *const ret[KEPT_COLUMNS])
{
    card_apply(card, table, arena, ret[kept_of[card->kind_index].score],
               ret[kept_of[card->kind_index].coverage]);
    for (size_t i = 0; i < table->n; i++)
        ret[kept_of[card->kind_index].card][i] = (double)card->id;
}

static void apply_none(enum card_kind kind, size_t n, double *const ret[KEPT_COLUMNS])
{
    for (size_t i = 0; i < n; i++)
        ret[kept_of[kind].score][i] = ret[kept_of[kind].coverage][i] = ret[kept_of[kind].card][i] =
            NAN;
}

/* Saving a segment of a card refuses that it depends on scores; if one does all the same, it serves
 * nobody. */
static const bool *members_of(const struct cards *cards, const struct card *card,
                              const struct select_table *table, struct arena *arena)
{
    if (segment_needs_scores(cards->segments, card->segment))
        return ARENA_ARRAY(arena, table->n, bool);
    return segment_members(cards->segments, card->segment, table, arena);
}

static void apply_chain(const struct cards *cards, enum card_kind kind,
                        const struct select_table *table, struct arena *arena,
                        double *const ret[KEPT_COLUMNS])
{
    const struct card_chain *chain = &cards->chains[kind];
    size_t k = chain->n;

    if (k > 0 && !chain->cards[k - 1]->segment)
        apply_to_all(chain->cards[--k], table, arena, ret);
    else
        apply_none(kind, table->n, ret);
    while (k-- > 0)
        apply_to(chain->cards[k], members_of(cards, chain->cards[k], table, arena), table, arena,
                 ret);
}

void scores_apply_kind(const struct cards *cards, enum card_kind kind,
                       const struct select_table *table, struct arena *arena,
                       double *const ret[KEPT_COLUMNS])
{
    apply_chain(cards, kind, table, arena, ret);
    blank(kind, table, ret);
}

void scores_apply(const struct cards *cards, const struct select_table *table, struct arena *arena,
                  double *const ret[KEPT_COLUMNS])
{
    for (int kind = 0; kind < CARD_CHAINS; kind++)
        scores_apply_kind(cards, (enum card_kind)kind, table, arena, ret);
}

void scores_table(const struct scores *s, const struct account_table *accounts,
                  struct select_table *ret)
{
    *ret = (struct select_table){.n = s->n, .accounts = accounts};
    for (size_t m = 0; m < METRICS_MAX; m++)
        ret->metrics[m] = s->metrics.columns[m];
    ret->kept[KEPT_STATE] = s->kept[KEPT_STATE];
    ret->kept[KEPT_ARR] = s->kept[KEPT_ARR];
    ret->kept[KEPT_RENEWAL_DAYS] = s->kept[KEPT_RENEWAL_DAYS];
    ret->ltv_3y = ret->metrics[metric_index("ltv_3y")];
    ret->gross_margin_pct = ret->metrics[metric_index("gross_margin_pct")];
}

/* The age of each measure's input: one number for all where a feed tells it, but a rating has a day
 * of its own for each account. A value set by hand has none. */
static void find_ages(const struct card *card, const struct context *context, double *ret)
{
    for (size_t m = 0; m < card->math.n_measures; m++) {
        const struct metric *metric =
            card->metrics[m] == CARD_VALUE ? NULL : &card->dictionary->items[card->metrics[m]];
        int32_t through = metric ? context->through[metric->feed] : DAY_NONE;
        ret[m] = through == DAY_NONE ? NAN : context->day - through;
    }
}

static double oldest_input(const struct factbook *book, const struct context *context,
                           const struct card *card, const double *ages,
                           const struct metric_columns *metrics, size_t i)
{
    double oldest = NAN;

    for (size_t m = 0; m < card->math.n_measures; m++) {
        if (card->metrics[m] == CARD_VALUE || isnan(metrics->columns[card->metrics[m]][i]))
            continue;
        const struct metric *metric = &card->dictionary->items[card->metrics[m]];
        double age = metric->value == metric_rating
                         ? context->day - metric_input_day(metric, book, context, i)
                         : ages[m];
        oldest = isnan(oldest) || age > oldest ? age : oldest;
    }
    return oldest;
}

/* Of each account by the card that scored it. */
static void find_freshness(const struct factbook *book, const struct context *context,
                           const struct cards *cards, enum card_kind kind, enum kept column,
                           const struct scores *s)
{
    const double *by = s->kept[kept_of[kind].card];
    const struct card_chain *chain = &cards->chains[kind];
    double ages[CARD_MEASURES_MAX];

    for (size_t i = 0; i < s->n; i++)
        s->kept[column][i] = NAN;
    for (size_t k = 0; k < chain->n; k++) {
        const struct card *card = chain->cards[k];
        find_ages(card, context, ages);
        for (size_t i = 0; i < s->n; i++)
            if (by[i] == (double)card->id)
                s->kept[column][i] = oldest_input(book, context, card, ages, &s->metrics, i);
    }
}

void scores_compute(const struct factbook *book, const struct context *context,
                    const struct cards *cards, const struct account_table *accounts,
                    struct arena *arena, struct scores *ret)
{
    int64_t *ids = ARENA_ARRAY(arena, book->n, int64_t);
    struct select_table table;

    *ret = (struct scores){
        .n = book->n, .ids = ids, .book = book, .context = context, .accounts = accounts};
    metrics_compute(book, context, arena, &ret->metrics);
    for (int k = 0; k < KEPT_COLUMNS; k++)
        ret->kept[k] = ARENA_ARRAY(arena, book->n, double);
    ret->kept[KEPT_ARR] = ret->metrics.columns[metric_index("arr")];
    ret->kept[KEPT_RENEWAL_DAYS] = ret->metrics.columns[metric_index("days_to_renewal")];
    for (size_t i = 0; i < book->n; i++) {
        ids[i] = book->accounts[i].id;
        ret->kept[KEPT_STATE][i] = lifecycle_on(book, i, context->day, context->day);
        ret->kept[KEPT_CONTRACT][i] = stay_place_code(&ret->metrics.places[i]);
    }
    scores_table(ret, accounts, &table);
    scores_apply(cards, &table, arena, ret->kept);
    find_freshness(book, context, cards, CARD_HEALTH, KEPT_HEALTH_FRESHNESS, ret);
    find_freshness(book, context, cards, CARD_MATURITY, KEPT_MATURITY_FRESHNESS, ret);
}

void score_request_options(const struct score_request *request, struct factbook_options *ret)
{
    const struct context *contexts = request->contexts;

    *ret = (struct factbook_options){.from_id = request->from_id,
                                     .to_id = request->to_id,
                                     .first_day = contexts[0].day,
                                     .last_day = contexts[0].day,
                                     .currency = request->settings->currency,
                                     .dictionary = request->cards->dictionary};
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
    AUTO_STRUCT(accounts) *accounts = NULL;
    AUTO_STRUCT(arena) *arena = arena_new();

    score_request_options(request, &options);
    int rc = factbook_load(c, &options, &book, err);
    if (rc >= 0 && (request->cards->needs_accounts || request->needs_accounts))
        rc = accounts_load(c, request->from_id, request->to_id, &accounts, err);
    for (size_t k = 0; rc >= 0 && book->n > 0 && k < request->n_contexts; k++) {
        struct scores scores;
        arena_reset(arena);
        scores_compute(book, &request->contexts[k], request->cards,
                       accounts ? &accounts->table : NULL, arena, &scores);
        rc = fn(ctx, k, &scores, err);
    }
    return rc;
}
