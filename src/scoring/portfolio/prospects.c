#include "scoring/portfolio/prospects.h"

#include "base/str.h"
#include "scoring/portfolio/chosen.h"
#include "scoring/snapshot/verdict.h"

#include <math.h>
#include <string.h>

#define PER_CENT     100
#define DEFAULT_SORT "-qualification"

/* Does a card that scores prospects read metrics, or the tenure? Then they must be computed. */
static bool needs_metrics(const struct cards *cards)
{
    const struct card_chain *chain = &cards->chains[CARD_QUALIFICATION];

    for (size_t k = 0; k < chain->n; k++) {
        const struct card *card = chain->cards[k];
        for (size_t m = 0; m < card->math.n_measures; m++)
            if (card->metrics[m] != CARD_VALUE || card->math.measures[m].n_stages > 0)
                return true;
    }
    return false;
}

/* The accounts that the query chooses, whatever they are. */
static int choose(const struct portfolio_source *source, const struct prospect_query *query,
                  struct chosen *ret, struct err *err)
{
    struct portfolio_query q;

    fields_init(portfolio_query_fields, &q);
    q.day = query->day;
    q.filter = query->filter;
    q.q = query->q;
    q.sort = query->sort ? query->sort : DEFAULT_SORT;
    q.is_of_all = true;
    q.needs_metrics = false;
    int rc = chosen_read(source, &q, ret, err);
    if (rc < 0 || ret->s->metrics[0] || !needs_metrics(&ret->s->cards))
        return rc;
    q.needs_metrics = true;
    return chosen_read(source, &q, ret, err);
}

static void fill_parts(const struct card *card, const struct card_explained *e, struct arena *arena,
                       struct prospect_row *ret)
{
    ret->parts = ARENA_ARRAY(arena, card->math.n_measures, struct prospect_part);
    ret->n_parts = card->math.n_measures;
    for (size_t g = 0; g < card->n_groups; g++)
        for (size_t k = 0; k < card->groups[g].n_measures; k++) {
            const struct card_measure *measure = &card->groups[g].measures[k];
            size_t m = card->math.groups[g].first + k;
            ret->parts[m] = (struct prospect_part){
                .id = measure->id,
                .label = measure->label,
                .group = card->groups[g].id,
                .field = card->metrics[m] == CARD_VALUE ? card->values[m] : NULL,
                .unit = measure->unit,
                .weight_pct = card->groups[g].weight_pct * measure->weight_pct / PER_CENT,
                .value = e->measures[m].value,
                .score = e->measures[m].score,
                .points = e->measures[m].points,
            };
        }
}

static void fill_row(const struct snapshot *s, size_t row, struct arena *arena,
                     struct prospect_row *ret)
{
    const char **const *text = (const char **const *)s->accounts->text;
    const struct card *card = snapshot_card(s, CARD_QUALIFICATION, row);
    struct card_explained e;
    struct prospect_words words;

    if (card)
        snapshot_explain(s, card, row, &e);
    snapshot_prospect_words(s, row, card, card ? &e : NULL, arena, &words);
    *ret = (struct prospect_row){
        .key = text[ATTR_KEY][row],
        .name = text[ATTR_NAME][row],
        .owner = text[ATTR_OWNER][row],
        .stage = text[ATTR_STAGE][row],
        .size_band = text[ATTR_SIZE_BAND][row],
        .location = text[ATTR_LOCATION][row],
        .industry = text[ATTR_INDUSTRY][row],
        .use_case = text[ATTR_USE_CASE][row],
        .verdict = words.verdict,
        .why = words.why,
        .next = words.next,
        .qualification = s->kept[KEPT_QUALIFICATION][row],
        .band = snapshot_band(s, CARD_QUALIFICATION, row),
        .coverage_pct = card ? e.coverage * PER_CENT : 0,
        .card = snapshot_card_name(s, CARD_QUALIFICATION, row, arena),
        .maturity = s->kept[KEPT_MATURITY][row],
        .maturity_band = snapshot_band(s, CARD_MATURITY, row),
        .maturity_coverage_pct = s->kept[KEPT_MATURITY_COVERAGE][row] * PER_CENT,
        .maturity_freshness_days = chosen_whole(s->kept[KEPT_MATURITY_FRESHNESS][row]),
        .min_maturity = card ? card->min_maturity : NAN,
    };
    if (card)
        fill_parts(card, &e, arena, ret);
}

/* Counts all prospects among the rows, and moves those with the verdict to the front. */
static size_t keep_verdict(const struct chosen *c, const char *verdict, struct prospects *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++) {
        const char *is = snapshot_prospect(c->s, c->rows[i]);
        if (!is)
            continue;
        ret->totals[str_index(prospect_verdicts, is)].count++;
        if (!verdict || str_eq(verdict, is))
            c->rows[n++] = c->rows[i];
    }
    return n;
}

/* The better verdict first; the order among equal ones stays. Without it an immature prospect with
 * many points would stand above those who qualify. */
static void order_by_verdict(const struct chosen *c, size_t n, struct arena *arena)
{
    uint32_t *ordered = ARENA_ARRAY(arena, n, uint32_t);
    size_t to = 0;

    for (int v = 0; prospect_verdicts[v]; v++)
        for (size_t i = 0; i < n; i++)
            if (str_eq(snapshot_prospect(c->s, c->rows[i]), prospect_verdicts[v]))
                ordered[to++] = c->rows[i];
    memcpy(c->rows, ordered, n * sizeof(*ordered));
}

int prospects_read(const struct portfolio_source *source, const struct prospect_query *query,
                   struct prospects *ret, struct err *err)
{
    struct arena *arena = source->arena;
    struct chosen chosen;
    int rc = choose(source, query, &chosen, err);

    if (rc < 0)
        return rc;
    *ret = (struct prospects){.day = chosen.s->day,
                              .offset = query->offset == I64_NONE ? 0 : query->offset};
    while (prospect_verdicts[ret->n_totals])
        ret->n_totals++;
    ret->totals = ARENA_ARRAY(arena, ret->n_totals, struct verdict_total);
    for (size_t k = 0; k < ret->n_totals; k++)
        ret->totals[k].verdict = prospect_verdicts[k];
    size_t n = keep_verdict(&chosen, query->verdict, ret);
    if (!query->sort)
        order_by_verdict(&chosen, n, arena);
    ret->total = (int64_t)n;
    struct page_part part = page_part(query->offset, query->limit, PAGE_LIMIT_DEFAULT, n);
    ret->n_rows = part.n;
    ret->rows = ARENA_ARRAY(arena, ret->n_rows, struct prospect_row);
    for (size_t i = 0; i < ret->n_rows; i++)
        fill_row(chosen.s, chosen.rows[part.from + i], arena, &ret->rows[i]);
    return 0;
}
