#include "base/day.h"
#include "facts/kind/kind_store.h"
#include "scoring/explain/one.h"
#include "scoring/metric/rating.h"
#include "scoring/snapshot/verdict.h"

#include <math.h>
#include <stdlib.h>

#define CENTS 100

static const struct field score_measure_fields[] = {
    FIELD_STR(struct score_measure, id, .required = true),
    FIELD_STR(struct score_measure, label, .required = true),
    FIELD_STR(struct score_measure, metric,
              .help = "Its entry in the dictionary; none for a value set by hand"),
    FIELD_STR(struct score_measure, unit, .required = true),
    FIELD_F64(struct score_measure, value),
    FIELD_F64(struct score_measure, score, .help = "What the scale makes of the value"),
    FIELD_F64(struct score_measure, weight_pct, .required = true, .unit = "%",
              .help = "Of its group, as the card says"),
    FIELD_F64(struct score_measure, effective_weight_pct, .required = true, .unit = "%",
              .help = "Of the whole card, after what is missing gave its weight to the others"),
    FIELD_F64(struct score_measure, points, .required = true,
              .help = "What it brings; the points of all measures add up to the score"),
    FIELD_STR(struct score_measure, note, .max = 500,
              .help = "Of what day the value is, or what would make it known"),
    FIELD_END,
};
static const struct field score_group_fields[] = {
    FIELD_STR(struct score_group, id, .required = true),
    FIELD_STR(struct score_group, label, .required = true),
    FIELD_F64(struct score_group, weight_pct, .required = true, .unit = "%"),
    FIELD_F64(struct score_group, effective_weight_pct, .required = true, .unit = "%"),
    FIELD_F64(struct score_group, score),
    FIELD_F64(struct score_group, points, .required = true),
    FIELD_LIST(struct score_group, measures, score_measure, .required = true),
    FIELD_END,
};
const struct field score_fields[] = {
    FIELD_STR(struct score, card, .required = true),
    FIELD_I64(struct score, version, .required = true, .help = "The version of the card"),
    FIELD_F64(struct score, score),
    FIELD_STR(struct score, band),
    FIELD_F64(struct score, coverage_pct, .required = true, .unit = "%",
              .help = "The share of the card's weight that is known"),
    FIELD_I64(struct score, freshness_days, .help = "The age of the oldest input that counts"),
    FIELD_STR(struct score, missing_reason, .max = 500),
    FIELD_I64(struct score, decimals, .required = true,
              .help = "Scores and points are meant to be shown with so many"),
    FIELD_LIST(struct score, groups, score_group, .required = true),
    FIELD_END,
};
static const struct field standing_cell_fields[] = {
    FIELD_STR(struct standing_cell, id, .required = true),
    FIELD_STR(struct standing_cell, label, .required = true),
    FIELD_STR(struct standing_cell, action, .required = true, .max = 1000),
    FIELD_STR(struct standing_cell, why, .required = true, .max = 1000),
    FIELD_STR(struct standing_cell, playbook, .help = "Always null so far"),
    FIELD_END,
};
static const struct field standing_family_fields[] = {
    FIELD_ENUM(struct standing_family, hierarchy, hierarchies, .required = true),
    FIELD_I64(struct standing_family, below, .required = true,
              .help = "Customers below it, however deep"),
    FIELD_F64(struct standing_family, health, .help = "What lists and the matrix show for it"),
    FIELD_F64(struct standing_family, maturity),
    FIELD_STR(struct standing_family, health_band),
    FIELD_STR(struct standing_family, maturity_band),
    FIELD_END,
};
const struct field standing_fields[] = {
    FIELD_DAY(struct standing, day, .required = true),
    FIELD_OBJ(struct standing, account, account, .required = true),
    FIELD_STR(struct standing, lifecycle, .required = true, .help = "On that day"),
    FIELD_I64(struct standing, arr_cents, .unit = "cents"),
    FIELD_DAY(struct standing, renewal, .help = "When the next term ends"),
    FIELD_I64(struct standing, renewal_days),
    FIELD_OBJ(struct standing, health, score, .required = true),
    FIELD_OBJ(struct standing, maturity, score, .required = true),
    FIELD_OBJ(struct standing, qualification, score, .help = "Of a prospect"),
    FIELD_ENUM(struct standing, verdict, prospect_verdicts, .help = "On a prospect"),
    FIELD_STR(struct standing, verdict_why, .max = 1000,
              .help = "The numbers that the verdict rests on"),
    FIELD_STR(struct standing, verdict_next, .max = 1000,
              .help = "What would make it known, or another one"),
    FIELD_OBJ(struct standing, cell, standing_cell),
    FIELD_OBJ(struct standing, family, standing_family,
              .help = "If the settings let parents speak for their families and it has one; health "
                      "and maturity here are its own all the same"),
    FIELD_END,
};

static const char *day_text(int32_t day, struct arena *arena)
{
    char text[16];

    return arena_strdup(arena, day_format(day, text));
}

static const char *needs(const struct metric *m, struct arena *arena)
{
    AUTO_BUF out = {0};

    for (size_t k = 0; k < m->n_facts; k++)
        buf_printf(&out, "%s%s", k == 0 ? "" : k + 1 < m->n_facts ? ", " : " and ", m->facts[k]);
    return arena_strdup(arena, buf_text(&out));
}

const char *one_note(const struct one *one, const struct metric *m, double value,
                     struct arena *arena)
{
    int32_t day = one->contexts[0].day, input = one->contexts[0].through[m->feed];
    bool is_rating = m->value == metric_rating;

    if (isnan(value) && is_rating)
        return "Not rated yet.";
    if (isnan(value) && input == DAY_NONE)
        return arena_printf(arena, "Nothing of this kind is known of anybody: import %s.",
                            needs(m, arena));
    if (isnan(value))
        return arena_printf(arena, "Not known of this account: it follows from %s.",
                            needs(m, arena));
    input = metric_input_day(m, one->book, &one->contexts[0], 0);
    if (input >= day)
        return NULL;
    return arena_printf(arena, is_rating ? "Rated on %s." : "As of %s, where the data ends.",
                        day_text(input, arena));
}

static const char *value_note(double value)
{
    return isnan(value) ? "Not set yet: it is a field of the account." : "Set by hand.";
}

static void fill_measure(const struct one *one, const struct card *card, size_t index,
                         const struct card_measure *m, const struct card_part *part,
                         struct arena *arena, struct score_measure *ret)
{
    const struct metric *metric =
        card->metrics[index] == CARD_VALUE ? NULL : &card->dictionary->items[card->metrics[index]];

    *ret = (struct score_measure){
        .id = m->id,
        .label = m->label,
        .metric = metric ? metric->id : NULL,
        .unit = m->unit,
        .value = part->value,
        .score = part->score,
        .weight_pct = m->weight_pct,
        .effective_weight_pct = 100 * part->effective,
        .points = part->points,
        .note = metric ? one_note(one, metric, part->value, arena) : value_note(part->value),
    };
}

static void fill_groups(const struct one *one, const struct card *card,
                        const struct card_explained *e, struct arena *arena, struct score *ret)
{
    ret->n_groups = card->n_groups;
    ret->groups = ARENA_ARRAY(arena, card->n_groups, struct score_group);
    for (size_t g = 0; g < card->n_groups; g++) {
        const struct card_group *from = &card->groups[g];
        size_t first = card->math.groups[g].first;
        struct score_measure *measures = ARENA_ARRAY(arena, from->n_measures, struct score_measure);
        for (size_t m = 0; m < from->n_measures; m++)
            fill_measure(one, card, first + m, &from->measures[m], &e->measures[first + m], arena,
                         &measures[m]);
        ret->groups[g] = (struct score_group){
            .id = from->id,
            .label = from->label,
            .weight_pct = from->weight_pct,
            .effective_weight_pct = 100 * e->groups[g].effective,
            .score = e->groups[g].score,
            .points = e->groups[g].points,
            .measures = measures,
            .n_measures = from->n_measures,
        };
    }
}

static int64_t freshness(const struct one *one, const struct card *card,
                         const struct card_explained *e)
{
    int64_t oldest = I64_NONE;
    const struct metric *all = card->dictionary->items;

    for (size_t m = 0; m < card->math.n_measures; m++) {
        if (isnan(e->measures[m].score) || card->metrics[m] == CARD_VALUE)
            continue;
        int64_t age = one->contexts[0].day -
                      metric_input_day(&all[card->metrics[m]], one->book, &one->contexts[0], 0);
        oldest = age > oldest ? age : oldest;
    }
    return oldest;
}

/* Why a card is not for an account of this state; NULL if it is. */
static const char *state_reason(enum card_kind kind, int state)
{
    switch (state) {
    case STATE_ABSENT: return "It was not a customer yet on this day.";
    case STATE_LEFT: return "It was no customer any more on this day.";
    case STATE_PROSPECT:
        return kind == CARD_HEALTH ? "It is a prospect: there is no relation to score yet." : NULL;
    default: return NULL;
    }
}

static const char *missing_reason(const struct one *one, const struct card *card,
                                  const struct card_explained *e, struct arena *arena)
{
    const struct snapshot *s = one->snapshots[0];
    double known = 100 * e->coverage;
    const char *of_state = state_reason(card->kind_index, (int)s->kept[KEPT_STATE][one->row[0]]);

    if (of_state)
        return of_state;
    if (known == 0)
        return "Nothing that the card asks for is known.";
    return arena_printf(arena, "Only %.0f %% of the card's weight is known; it takes %g %%.", known,
                        card->min_coverage_pct);
}

static struct score *make_score(const struct one *one, enum card_kind kind, struct arena *arena)
{
    const struct card *card = one_card(one, 0, kind);
    struct score *score = ARENA_NEW(arena, struct score);
    struct card_explained e;

    if (!card)
        return NULL;
    one_explain(one, 0, card, &e);
    *score = (struct score){
        .card = card->key,
        .version = card->version,
        .score = e.score,
        .band = card_band_id(card, e.score),
        .coverage_pct = 100 * e.coverage,
        .freshness_days = freshness(one, card, &e),
        .missing_reason = isnan(e.score) ? missing_reason(one, card, &e, arena) : NULL,
        .decimals = card->decimals,
    };
    fill_groups(one, card, &e, arena, score);
    return score;
}

static struct standing_family *make_family(const struct snapshot *s, size_t row,
                                           struct arena *arena)
{
    if (s->family.mode == HIERARCHY_ALONE || !s->is_customer[row] || s->family.below[row] == 0)
        return NULL;
    struct standing_family *f = ARENA_NEW(arena, struct standing_family);
    *f = (struct standing_family){
        .hierarchy = s->settings.hierarchy,
        .below = s->family.below[row],
        .health = s->kept[KEPT_HEALTH][row],
        .maturity = s->kept[KEPT_MATURITY][row],
        .health_band = snapshot_band(s, CARD_HEALTH, row),
        .maturity_band = snapshot_band(s, CARD_MATURITY, row),
    };
    return f;
}

/* Of a prospect: the verdict, its reason, and the card that made it. */
static void add_verdict(const struct one *one, struct arena *arena, struct standing *ret)
{
    const struct snapshot *s = one->snapshots[0];
    const struct card *card = snapshot_card(s, CARD_QUALIFICATION, one->row[0]);
    struct prospect_words words;
    struct card_explained e;

    if (card)
        one_explain(one, 0, card, &e);
    snapshot_prospect_words(s, one->row[0], card, card ? &e : NULL, arena, &words);
    ret->verdict = words.verdict;
    ret->verdict_why = words.why;
    ret->verdict_next = words.next;
    if (words.verdict)
        ret->qualification = make_score(one, CARD_QUALIFICATION, arena);
}

int explain_standing(const struct explain_request *request, int32_t day, struct standing *ret,
                     struct err *err)
{
    struct arena *arena = request->arena;
    struct one one;
    struct account *account = ARENA_NEW(arena, struct account);
    int rc = one_load(request, &day, 1, &one, err);

    if (rc >= 0)
        rc = kind_get(request->conn, &account_kind, request->key, arena, account, err);
    if (rc < 0)
        return rc;
    const struct snapshot *s = one.snapshots[0];
    double arr = s->kept[KEPT_ARR][one.row[0]], renewal = s->kept[KEPT_RENEWAL_DAYS][one.row[0]];
    *ret = (struct standing){
        .day = day,
        .account = account,
        .lifecycle = snapshot_lifecycle(s, one.row[0]),
        .arr_cents = isnan(arr) ? I64_NONE : llround(arr * CENTS),
        .renewal = isnan(renewal) ? DAY_NONE : day + (int32_t)renewal,
        .renewal_days = isnan(renewal) ? I64_NONE : (int64_t)renewal,
        .health = make_score(&one, CARD_HEALTH, arena),
        .maturity = make_score(&one, CARD_MATURITY, arena),
    };
    add_verdict(&one, arena, ret);
    ret->family = make_family(s, one.row[0], arena);
    return explain_cell(request, s, one.row[0], &ret->cell, err);
}
