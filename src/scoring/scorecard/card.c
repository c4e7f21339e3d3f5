#include "scoring/scorecard/card.h"

#include "base/buf.h"
#include "base/str.h"
#include "json/parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WEIGHTS_TEXT 110 /* so many bytes of weights fit into a message */

/* No single weight is at fault, so the sum is told with the level and what makes it up. */
static int sum_wrong(double sum, const char *field, const char *what, const struct buf *weights,
                     struct err *err)
{
    return err_set(err, ERR_INVALID, field,
                   "the weights of %.70s add up to %.10g %%, not to 100 %%: %.*s%s", what, sum,
                   WEIGHTS_TEXT, buf_text(weights), weights->len > WEIGHTS_TEXT ? " …" : "");
}

static void add_weight(struct buf *weights, const char *id, double weight_pct)
{
    buf_printf(weights, "%s%.30s %.6g", weights->len ? ", " : "", id, weight_pct);
}

static int check_group_sum(const struct card_group *group, struct err *err)
{
    AUTO_BUF weights = {0};
    char what[80];
    double sum = 0;

    for (size_t m = 0; m < group->n_measures; m++) {
        sum += group->measures[m].weight_pct;
        add_weight(&weights, group->measures[m].id, group->measures[m].weight_pct);
    }
    if (fabs(sum - 100) <= WEIGHT_SLACK)
        return 0;
    snprintf(what, sizeof(what), "the measures in group %.40s", group->id);
    return sum_wrong(sum, "measures", what, &weights, err);
}

static int check_card_sum(const struct card *card, struct err *err)
{
    AUTO_BUF weights = {0};
    char what[80];
    double sum = 0;

    for (size_t g = 0; g < card->n_groups; g++) {
        sum += card->groups[g].weight_pct;
        add_weight(&weights, card->groups[g].id, card->groups[g].weight_pct);
    }
    if (fabs(sum - 100) <= WEIGHT_SLACK)
        return 0;
    snprintf(what, sizeof(what), "the groups of card %.40s", card->key);
    return sum_wrong(sum, "groups", what, &weights, err);
}

static int check_weight(double weight_pct, struct err *err)
{
    return weight_pct > 0 ? 0
                          : err_set(err, ERR_INVALID, "weight_pct",
                                    "must be above 0; leave out what should not count");
}

static int unknown_metric(const struct dictionary *d, const char *ref, struct err *err)
{
    size_t best = 0;
    const struct metric *all = d->items;

    for (size_t k = 1; k < d->n; k++)
        if (str_distance(all[k].id, ref) < str_distance(all[best].id, ref))
            best = k;
    return err_set(err, ERR_INVALID, "ref", "there is no metric %.60s; did you mean %s?", ref,
                   all[best].id);
}

/* Whether a custom field is declared is a matter of the database: card_check_refs. */
static int find_input(const struct card *card, const struct card_measure *m, size_t *ret,
                      struct err *err)
{
    int metric = dictionary_index(card->dictionary, m->ref);

    if (str_eq(m->source, "value")) {
        *ret = CARD_VALUE;
        return 0;
    }
    if (metric < 0)
        return unknown_metric(card->dictionary, m->ref, err);
    *ret = (size_t)metric;
    return 0;
}

static int compile_scale(const struct card *card, const struct card_point *points, size_t n,
                         struct scale *ret, struct err *err)
{
    double value[SCALE_POINTS_MAX], score[SCALE_POINTS_MAX];
    char place[32];

    for (size_t p = 0; p < n; p++) {
        value[p] = points[p].value;
        score[p] = points[p].score;
        if (score[p] >= card->low && score[p] <= card->high)
            continue;
        snprintf(place, sizeof(place), "scale[%zu].score", p);
        return err_set(err, ERR_INVALID, place, "%g is outside the card's range %g to %g", score[p],
                       card->low, card->high);
    }
    return scale_init(ret, value, score, n, err);
}

static int compile_stages(struct card *card, const struct card_measure *m, struct arena *arena,
                          struct card_math_measure *ret, struct err *err)
{
    struct card_math_stage *stages = ARENA_ARRAY(arena, m->n_stages, struct card_math_stage);
    double before = 0;

    for (size_t k = 0; k < m->n_stages; k++) {
        const struct card_stage *from = &m->stages[k];
        int rc = compile_scale(card, from->scale, from->n_scale, &stages[k].scale, err);
        if (rc >= 0 && from->from_months <= before)
            rc = err_set(err, ERR_INVALID, "from_months",
                         "must be above that of the stage before, %g", before);
        if (rc < 0)
            return field_at_path(err, rc, "stages", k);
        stages[k].from_months = before = from->from_months;
    }
    ret->stages = stages;
    ret->n_stages = m->n_stages;
    card->has_stages |= m->n_stages > 0;
    return 0;
}

static int compile_measure(struct card *card, struct card_measure *m, struct arena *arena,
                           struct err *err)
{
    size_t index = card->math.n_measures;
    struct card_math_measure *math = &card->math.measures[index];
    int rc = check_weight(m->weight_pct, err);

    if (rc >= 0)
        rc = find_input(card, m, &card->metrics[index], err);
    if (rc >= 0)
        rc = compile_scale(card, m->scale, m->n_scale, &math->scale, err);
    if (rc >= 0)
        rc = compile_stages(card, m, arena, math, err);
    if (rc < 0)
        return rc;
    math->weight = m->weight_pct;
    card->values[index] = m->ref;
    card->has_values |= card->metrics[index] == CARD_VALUE;
    card->math.n_measures++;
    if (!m->unit || !*m->unit)
        m->unit = card->metrics[index] == CARD_VALUE
                      ? "points"
                      : card->dictionary->items[card->metrics[index]].unit;
    return 0;
}

static int compile_group(struct card *card, size_t g, struct arena *arena, struct err *err)
{
    struct card_group *group = &card->groups[g];
    int rc = check_weight(group->weight_pct, err);

    card->math.groups[g] = (struct card_math_group){
        .weight = group->weight_pct, .first = card->math.n_measures, .n = group->n_measures};
    if (rc >= 0 && card->math.n_measures + group->n_measures > CARD_MEASURES_MAX)
        rc = err_set(err, ERR_INVALID, "measures", "the card has more than %d measures",
                     CARD_MEASURES_MAX);
    for (size_t m = 0; rc >= 0 && m < group->n_measures; m++)
        rc = field_at_path(err, compile_measure(card, &group->measures[m], arena, err), "measures",
                           m);
    return rc < 0 ? rc : check_group_sum(group, err);
}

static int compile_groups(struct card *card, struct arena *arena, struct err *err)
{
    card->math = (struct card_math){.n_groups = card->n_groups,
                                    .min_coverage = card->min_coverage_pct / 100};
    for (size_t g = 0; g < card->n_groups; g++) {
        int rc = field_at_path(err, compile_group(card, g, arena, err), "groups", g);
        if (rc < 0)
            return rc;
    }
    return check_card_sum(card, err);
}

static int check_band(const struct card_band *band, const char *id, double from, struct err *err)
{
    if (!str_eq(band->id, id))
        return err_set(err, ERR_INVALID, "id",
                       "must be %s: the bands are low, medium and high, in this order; found %.40s",
                       id, band->id);
    if (band->from != from)
        return err_set(err, ERR_INVALID, "from",
                       "band %s must begin at %g, where the one below ends, not at %g", id, from,
                       band->from);
    if (band->to <= band->from)
        return err_set(err, ERR_INVALID, "to", "band %s is empty: %g to %g; edges must rise", id,
                       band->from, band->to);
    return 0;
}

static int compile_bands(struct card *card, struct err *err)
{
    static const char *const ids[CARD_BANDS] = {"low", "medium", "high"};
    const struct card_band *last = &card->bands[CARD_BANDS - 1];

    for (size_t b = 0; b < CARD_BANDS; b++) {
        const struct card_band *band = &card->bands[b];
        int rc = check_band(band, ids[b], b == 0 ? card->low : card->bands[b - 1].to, err);
        if (rc < 0)
            return field_at_path(err, rc, "bands", b);
        card->edges[b] = band->from;
    }
    card->edges[CARD_BANDS] = last->to;
    if (last->to == card->high)
        return 0;
    int rc = err_set(err, ERR_INVALID, "to", "must be the card's high end %g, not %g", card->high,
                     last->to);
    return field_at_path(err, rc, "bands", CARD_BANDS - 1);
}

const struct card_measure *card_measure_at(const struct card *card, size_t index)
{
    for (size_t g = 0; g < card->n_groups; g++) {
        if (index < card->groups[g].n_measures)
            return &card->groups[g].measures[index];
        index -= card->groups[g].n_measures;
    }
    return NULL;
}

/* Is there a measure with this id before the one at [g][m]? */
static bool is_taken(const struct card *card, size_t g, size_t m)
{
    const char *id = card->groups[g].measures[m].id;

    for (size_t a = 0; a <= g; a++)
        for (size_t b = 0; b < (a == g ? m : card->groups[a].n_measures); b++)
            if (str_eq(card->groups[a].measures[b].id, id))
                return true;
    return false;
}

static int check_group_ids(const struct card *card, size_t g, struct err *err)
{
    const struct card_group *group = &card->groups[g];

    for (size_t before = 0; before < g; before++)
        if (str_eq(card->groups[before].id, group->id))
            return err_set(err, ERR_INVALID, "id", "two groups have the id %.60s", group->id);
    for (size_t m = 0; m < group->n_measures; m++)
        if (is_taken(card, g, m)) {
            int rc = err_set(err, ERR_INVALID, "id", "two measures have the id %.60s",
                             group->measures[m].id);
            return field_at_path(err, rc, "measures", m);
        }
    return 0;
}

/* Reports and explanations name groups and measures by their ids. */
static int check_ids(const struct card *card, struct err *err)
{
    for (size_t g = 0; g < card->n_groups; g++) {
        int rc = check_group_ids(card, g, err);
        if (rc < 0)
            return field_at_path(err, rc, "groups", g);
    }
    return 0;
}

/* Who is served: the default of a kind takes whom no other card takes. */
static int check_serves(const struct card *card, struct err *err)
{
    bool is_default = str_eq(card->key, card->kind);

    if (!is_default && str_index(card_kinds, card->key) >= 0)
        return err_set(err, ERR_INVALID, "key", "%s is the default card of another kind",
                       card->key);
    if (is_default && card->segment)
        return err_set(err, ERR_INVALID, "segment",
                       "the card %s is the default, for whom no other card is: it has no segment",
                       card->key);
    if (!is_default && !card->segment && card->kind_index != CARD_OTHER)
        return err_set(err, ERR_INVALID, "segment",
                       "a %s card beside the default needs the segment that it serves", card->kind);
    if (!isnan(card->min_maturity) && card->kind_index != CARD_QUALIFICATION)
        return err_set(err, ERR_INVALID, "min_maturity", "is for cards of the kind qualification");
    return 0;
}

static int check_key(const char *key, struct err *err)
{
    if (*key >= 'a' && *key <= 'z' && !key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-")])
        return 0;
    return err_set(err, ERR_INVALID, "key",
                   "must begin with a letter and have small letters, digits, - and _ only");
}

int card_compile(struct card *card, struct arena *arena, struct err *err)
{
    card->kind_index = (enum card_kind)str_index(card_kinds, card->kind);
    if (card->segment && !*card->segment)
        card->segment = NULL;
    int rc = check_key(card->key, err);
    if (rc >= 0)
        rc = check_serves(card, err);
    if (rc < 0)
        return rc;
    if (card->low >= card->high)
        return err_set(err, ERR_INVALID, "high", "must be above the low end %g", card->low);
    rc = compile_bands(card, err);
    if (rc >= 0)
        rc = compile_groups(card, arena, err);
    return rc < 0 ? rc : check_ids(card, err);
}

int card_read(json_t *definition, int64_t version, const struct dictionary *dictionary,
              struct arena *arena, struct card **ret, struct err *err)
{
    struct card *card = ARENA_NEW(arena, struct card);

    if (json_is_object(definition))
        json_object_set_new(definition, "version", json_integer(version));
    fields_init(card_fields, card);
    card->dictionary = dictionary;
    int rc = fields_read(card_fields, definition, FIELDS_WHOLE, arena, card, err);
    if (rc >= 0)
        rc = card_compile(card, arena, err);
    if (rc < 0)
        return rc;
    *ret = card;
    return 0;
}

int card_parse(const char *json, int64_t version, const struct dictionary *dictionary,
               struct arena *arena, struct card **ret, struct err *err)
{
    json_t *definition;
    int rc = json_parse(json, strlen(json), &definition, err);

    if (rc < 0)
        return rc;
    json_keep(arena, definition);
    return card_read(definition, version, dictionary, arena, ret, err);
}

const char *card_band_id(const struct card *card, double score)
{
    int band = band_of(card->edges, CARD_BANDS, score);

    return band < 0 ? NULL : card->bands[band].id;
}
