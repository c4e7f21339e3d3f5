#include "scoring/snapshot/verdict.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>

/* Measures named in one sentence; more would be no advice. */
#define NAMED_MAX 3
/* What the weakest must lack to be called so, as a share of the card's range. */
#define LACK_MIN 0.05

/* Why a prospect stands where it does; verdict_of says where that is. */
enum reason {
    NO_PROSPECT,
    IMMATURE,
    NO_SCORE,
    NO_MATURITY, /* the answers would qualify it */
    BAND_LOW,
    BAND_MEDIUM,
    BAND_HIGH,
};
static const char *const verdict_of[] = {
    [NO_PROSPECT] = NULL,      [IMMATURE] = "unqualified", [NO_SCORE] = "unknown",
    [NO_MATURITY] = "unknown", [BAND_LOW] = "unqualified", [BAND_MEDIUM] = "nurture",
    [BAND_HIGH] = "qualified",
};

static enum reason decide(const struct snapshot *s, size_t row)
{
    const struct card *card = snapshot_card(s, CARD_QUALIFICATION, row);
    double maturity = s->kept[KEPT_MATURITY][row];
    const char *band = snapshot_band(s, CARD_QUALIFICATION, row);

    if (s->kept[KEPT_STATE][row] != STATE_PROSPECT)
        return NO_PROSPECT;
    if (card && maturity < card->min_maturity)
        return IMMATURE;
    if (!band)
        return NO_SCORE;
    if (str_eq(band, "high"))
        return isnan(maturity) ? NO_MATURITY : BAND_HIGH;
    return str_eq(band, "low") ? BAND_LOW : BAND_MEDIUM;
}

const char *snapshot_prospect(const struct snapshot *s, size_t row)
{
    return verdict_of[decide(s, row)];
}

/* What a sentence is made of. */
struct told {
    const struct snapshot *s;
    size_t row;
    const struct card *card;
    const struct card_explained *e;
    struct arena *arena;
};

/* Points that a measure could still bring; of a missing one its whole share of the card. */
static double lack(const struct told *t, size_t group, size_t m)
{
    const struct card_math *math = &t->card->math;
    double share = math->groups[group].weight * math->measures[m].weight;
    double score = t->e->measures[m].score;

    return isnan(score) ? share : t->e->measures[m].effective * (t->card->high - score);
}

/* The measure of either sort that lacks most and is not named yet; SIZE_MAX if there is none. */
static size_t find_lacking(const struct told *t, bool is_missing, const bool *is_named)
{
    const struct card_math *math = &t->card->math;
    double most = is_missing ? 0 : LACK_MIN * (t->card->high - t->card->low);
    size_t found = SIZE_MAX;

    for (size_t g = 0; g < math->n_groups; g++)
        for (size_t m = math->groups[g].first; m < math->groups[g].first + math->groups[g].n; m++) {
            double here = lack(t, g, m);
            if (isnan(t->e->measures[m].score) != is_missing || is_named[m] || here <= most)
                continue;
            found = m;
            most = here;
        }
    return found;
}

/* The labels of the missing measures, or of those that lack the most points: "Need, Timing". NULL
 * if there are none. */
static const char *labels(const struct told *t, bool is_missing)
{
    bool is_named[CARD_MEASURES_MAX] = {false};
    AUTO_BUF out = {0};

    for (int n = 0; n < NAMED_MAX; n++) {
        size_t m = find_lacking(t, is_missing, is_named);
        if (m == SIZE_MAX)
            break;
        is_named[m] = true;
        buf_printf(&out, "%s%s", n ? ", " : "", card_measure_at(t->card, m)->label);
    }
    return out.len ? arena_strdup(t->arena, buf_text(&out)) : NULL;
}

/* Cut and not rounded, so that 69.7 does not read as the 70 that would qualify. */
static const char *score_text(const struct told *t)
{
    double unit = pow(10, (double)t->card->decimals);
    double score = floor(t->s->kept[KEPT_QUALIFICATION][t->row] * unit + 1e-9) / unit;

    return arena_printf(t->arena, "%.*f of %g", (int)t->card->decimals, score, t->card->high);
}

static const char *why_no_score(const struct told *t)
{
    if (!t->card)
        return "No qualification card is published that serves it.";
    if (t->e->coverage == 0)
        return "Nothing that the card asks for is known.";
    return arena_printf(t->arena, "Only %.0f %% of what the card asks is known; it takes %g %%.",
                        100 * t->e->coverage, t->card->min_coverage_pct);
}

static const char *why_of_band(const struct told *t, enum reason reason)
{
    const char *score = score_text(t), *weak = labels(t, false);

    if (reason == BAND_HIGH)
        return arena_printf(t->arena, "%s, where %g qualifies, and a maturity of %.2f.", score,
                            t->card->edges[2], t->s->kept[KEPT_MATURITY][t->row]);
    const char *place =
        reason == BAND_LOW
            ? arena_printf(t->arena, "%s, which is below %g", score, t->card->edges[1])
            : arena_printf(t->arena, "%s, where %g qualifies", score, t->card->edges[2]);
    return weak ? arena_printf(t->arena, "%s. Weakest: %s.", place, weak)
                : arena_printf(t->arena, "%s.", place);
}

static const char *why(const struct told *t, enum reason reason)
{
    double maturity = t->s->kept[KEPT_MATURITY][t->row];

    switch (reason) {
    case IMMATURE:
        return arena_printf(t->arena,
                            "A maturity of %.2f is below %g: whatever the budget, it could not get "
                            "value from the product yet.",
                            maturity, t->card->min_maturity);
    case NO_SCORE: return why_no_score(t);
    case NO_MATURITY:
        return arena_printf(t->arena,
                            "%s would qualify it, but nobody is qualified whose maturity is not "
                            "known.",
                            score_text(t));
    default: return why_of_band(t, reason);
    }
}

static const char *next(const struct told *t, enum reason reason)
{
    const char *missing = t->card ? labels(t, true) : NULL;

    switch (reason) {
    case IMMATURE: return "Rate its maturity again when it runs its own function better.";
    case NO_MATURITY: return "Rate its maturity.";
    default: return missing ? arena_printf(t->arena, "Find out: %s.", missing) : NULL;
    }
}

void snapshot_prospect_words(const struct snapshot *s, size_t row, const struct card *card,
                             const struct card_explained *e, struct arena *arena,
                             struct prospect_words *ret)
{
    const struct told t = {s, row, card, e, arena};
    enum reason reason = decide(s, row);

    *ret = (struct prospect_words){.verdict = verdict_of[reason]};
    if (reason == NO_PROSPECT)
        return;
    ret->why = why(&t, reason);
    ret->next = next(&t, reason);
}
