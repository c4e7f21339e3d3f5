/* What follows from the numbers of a snapshot: who belongs to it, and what each is worth. */
#include "base/map.h"
#include "base/str.h"
#include "scoring/metric/revenue.h"
#include "scoring/select/custom_column.h"
#include "scoring/snapshot/made.h"
#include "stats/summary.h"

#include <math.h>
#include <string.h>

#define LTV_MONTHS      36
#define MONTHS_PER_YEAR 12
#define CENTS           100

const char *snapshot_lifecycle(const struct snapshot *s, size_t row)
{
    return account_state_names[(int)s->kept[KEPT_STATE][row]];
}

const struct card *snapshot_card(const struct snapshot *s, enum card_kind kind, size_t row)
{
    return cards_find(&s->cards, kind, s->kept[card_kept_card(kind)][row]);
}

const char *snapshot_band(const struct snapshot *s, enum card_kind kind, size_t row)
{
    const struct card *card = snapshot_card(s, kind, row);

    return card ? card_band_id(card, s->kept[card_kept_score(kind)][row]) : NULL;
}

const char *snapshot_card_name(const struct snapshot *s, enum card_kind kind, size_t row,
                               struct arena *arena)
{
    const struct card *card = snapshot_card(s, kind, row);

    return card ? arena_printf(arena, "%s %lld", card->key, (long long)card->version) : NULL;
}

const char *snapshot_card_told(const struct snapshot *s, enum card_kind kind, size_t row,
                               struct arena *arena)
{
    return s->cards.chains[kind].n > 1 ? snapshot_card_name(s, kind, row, arena) : NULL;
}

void snapshot_explain(const struct snapshot *s, const struct card *card, size_t row,
                      struct card_explained *ret)
{
    const double *tenure = s->metrics[metric_index("tenure_months")];
    double values[CARD_MEASURES_MAX];

    for (size_t m = 0; m < card->math.n_measures; m++)
        if (card->metrics[m] == CARD_VALUE)
            values[m] = custom_number(s->accounts->text[ATTR_CUSTOM][row], card->values[m]);
        else
            values[m] = s->metrics[card->metrics[m]] ? s->metrics[card->metrics[m]][row] : NAN;
    card_explain(&card->math, values, tenure ? tenure[row] : NAN, ret);
}

int64_t snapshot_row(const struct snapshot *s, int64_t account_id)
{
    size_t row = accounts_lower_bound(s->accounts, account_id);

    return row < s->n && s->accounts->ids[row] == account_id ? (int64_t)row : -1;
}

int64_t snapshot_row_of_key(const struct snapshot *s, const char *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->accounts->text[ATTR_KEY][i], key) == 0)
            return (int64_t)i;
    return -1;
}

/* The months of gross margin for each contract as kept: thousands of customers share a few. */
struct months {
    const struct context *context;
    struct idmap *index; /* by code */
    VEC(double) made;
};

static double months_of(struct months *m, double code)
{
    struct stay_place place = stay_place_decode(code);
    int64_t key = place.term_months ? (int64_t)code : 0, at = idmap_get(m->index, key);

    if (at == MAP_NONE) {
        at = (int64_t)m->made.n;
        vec_push(&m->made, ltv_months(m->context, &place, LTV_MONTHS));
        idmap_put(m->index, key, at);
    }
    return m->made.items[at];
}

static void derive_worth(struct made *m)
{
    struct snapshot *s = &m->s;
    struct months months = {.context = &s->context, .index = idmap_new()};
    double *ltv = ARENA_ARRAY(m->arena, s->n, double);
    double *margin = ARENA_ARRAY(m->arena, s->n, double);
    double *of_customers = mem_alloc(mem_product(s->n + 1, sizeof(double)));
    size_t n = 0;

    vec_reserve(&months.made, 64);
    for (size_t i = 0; i < s->n; i++) {
        double own = s->accounts->gross_margin_pct[i];
        margin[i] = isnan(own) ? s->context.default_gross_margin_pct : own;
        double mrr_cents = s->kept[KEPT_ARR][i] * CENTS / MONTHS_PER_YEAR;
        ltv[i] =
            ltv_cents(mrr_cents, margin[i], months_of(&months, s->kept[KEPT_CONTRACT][i])) / CENTS;
        if (s->is_customer[i])
            of_customers[n++] = ltv[i];
    }
    bool is_median = s->settings.ltv_threshold_cents == I64_NONE;
    s->economics = (struct economics){
        .ltv_cents = is_median ? summary_median(of_customers, n) * CENTS
                               : (double)s->settings.ltv_threshold_cents,
        .gross_margin_pct = s->settings.gross_margin_threshold_pct,
        .is_median = is_median,
    };
    mem_free(of_customers);
    idmap_free(months.index);
    vec_done(&months.made);
    s->ltv_3y = ltv;
    s->gross_margin_pct = margin;
}

/* What a family has in the place of a parent's own: for health and maturity, score and coverage,
 * and the default card where no card scored the parent. */
static void derive_kind(struct snapshot *s, enum card_kind kind, enum kept coverage,
                        struct arena *arena)
{
    enum kept score = card_kept_score(kind), id = card_kept_card(kind);
    const struct card_chain *chain = &s->cards.chains[kind];
    double *scores = ARENA_ARRAY(arena, s->n, double), *covered = ARENA_ARRAY(arena, s->n, double);
    double *ids = ARENA_ARRAY(arena, s->n, double);

    family_mean(&s->family, s->accounts, s->is_customer, s->own[score], s->own[KEPT_ARR], scores);
    family_mean(&s->family, s->accounts, s->is_customer, s->own[coverage], s->own[KEPT_ARR],
                covered);
    for (size_t i = 0; i < s->n; i++)
        ids[i] = isnan(s->own[id][i]) && !isnan(scores[i]) ? (double)chain->cards[chain->n - 1]->id
                                                           : s->own[id][i];
    s->kept[score] = scores;
    s->kept[coverage] = covered;
    s->kept[id] = ids;
}

void made_families(struct snapshot *s, struct arena *arena)
{
    int mode = str_index(hierarchies, s->settings.hierarchy);

    memcpy(s->own, s->kept, sizeof(s->own));
    s->family = (struct family){0};
    if (mode <= HIERARCHY_ALONE)
        return;
    family_make((enum hierarchy)mode, s->accounts, s->is_customer, arena, &s->family);
    if (s->family.n_parents == 0)
        return;
    derive_kind(s, CARD_HEALTH, KEPT_HEALTH_COVERAGE, arena);
    derive_kind(s, CARD_MATURITY, KEPT_MATURITY_COVERAGE, arena);
}

void made_derive(struct made *m)
{
    struct snapshot *s = &m->s;
    bool *is_present = ARENA_ARRAY(m->arena, s->n, bool);
    bool *is_customer = ARENA_ARRAY(m->arena, s->n, bool);

    for (size_t i = 0; i < s->n; i++) {
        if (isnan(m->kept[KEPT_STATE][i]))
            m->kept[KEPT_STATE][i] = STATE_ABSENT;
        enum account_state state = (enum account_state)m->kept[KEPT_STATE][i];
        is_present[i] = state != STATE_ABSENT;
        is_customer[i] = state_is_customer(state);
    }
    s->is_present = is_present;
    s->is_customer = is_customer;
    derive_worth(m);
    made_families(s, m->arena);
}

/* Do both score with the same cards, in the same order? Then so does the kind. */
static bool is_same_chain(const struct card_chain *a, const struct card_chain *b)
{
    return a->n == b->n && memcmp(a->cards, b->cards, a->n * sizeof(*a->cards)) == 0;
}

/* Scores of a kind that no other card makes are as they were: a slider moves one card, and the
 * other kinds need not wait for it. Ages hang on single facts, which are not here: they stay those
 * of the cards before. */
void snapshot_with_cards(const struct snapshot *s, const struct cards *cards, struct arena *arena,
                         struct snapshot *ret)
{
    struct select_table table = snapshot_table(s);
    double *kept[KEPT_COLUMNS] = {0};

    *ret = *s;
    ret->cards = *cards;
    memcpy(ret->kept, s->own, sizeof(ret->kept)); /* of each account itself: families come after */
    for (int k = 0; k < CARD_CHAINS; k++) {
        enum card_kind kind = (enum card_kind)k;
        const enum kept made[] = {card_kept_score(kind), card_kept_coverage(kind),
                                  card_kept_card(kind)};
        if (is_same_chain(&s->cards.chains[k], &cards->chains[k]))
            continue;
        for (size_t j = 0; j < ARRAY_LEN(made); j++)
            ret->kept[made[j]] = kept[made[j]] = ARENA_ARRAY(arena, s->n, double);
        scores_apply_kind(cards, kind, &table, arena, kept);
    }
    made_families(ret, arena);
}
