#include "stats/card_math.h"

#include <math.h>
#include <string.h>

/* Accounts are scored in blocks whose sums stay in the first-level cache; a fixed size lets the
 * compiler unroll and vectorise without looking. */
#define BLOCK 64

/* A coverage that is short only by rounding is enough. */
#define COVERAGE_SLACK 1e-9

struct sums {
    double weight[BLOCK], points[BLOCK];
};

/* The scores of the first scale, and those of each stage over them where it has begun. */
INLINED void measure_scores(const struct card_math_measure *m, const double *restrict value,
                            const double *restrict tenure, double *restrict ret)
{
    double staged[BLOCK];

    scale_map(&m->scale, value, BLOCK, ret);
    for (size_t k = 0; k < m->n_stages; k++) {
        double from = m->stages[k].from_months;
        scale_map(&m->stages[k].scale, value, BLOCK, staged);
        for (size_t i = 0; i < BLOCK; i++)
            ret[i] = tenure[i] >= from ? staged[i] : ret[i];
    }
}

INLINED void add_measure(const struct card_math_measure *m, const double *value,
                         const double *tenure, struct sums *restrict group)
{
    double score[BLOCK], full = m->weight;

    measure_scores(m, value, tenure, score);
    for (size_t i = 0; i < BLOCK; i++) {
        double weight = isnan(score[i]) ? 0 : full;
        double points = isnan(score[i]) ? 0 : full * score[i];
        group->weight[i] += weight;
        group->points[i] += points;
    }
}

static double group_total(const struct card_math *card, const struct card_math_group *g)
{
    double total = 0;

    for (size_t m = g->first; m < g->first + g->n; m++)
        total += card->measures[m].weight;
    return total;
}

/* share: the group's weight for each unit of its measures' weight. */
INLINED void add_group(double weight, double share, const struct sums *restrict group,
                       struct sums *restrict card, double *restrict coverage)
{
    for (size_t i = 0; i < BLOCK; i++) {
        double present = group->weight[i], has = present > 0 ? weight : 0;
        card->weight[i] += has;
        card->points[i] += has * group->points[i] / (present > 0 ? present : 1);
        coverage[i] += share * present;
    }
}

/* The values of a block; the last one is filled up in `room`. */
INLINED const double *block_of(const double *column, size_t from, size_t n, double room[BLOCK])
{
    if (!column || n == BLOCK)
        return column ? column + from : NULL;
    memset(room, 0, BLOCK * sizeof(*room));
    memcpy(room, column + from, n * sizeof(*room));
    return room;
}

WIDE static void score_block(const struct card_math *card, const double *const *columns,
                             const double *tenure_months, size_t from, size_t n, double *ret_score,
                             double *ret_coverage)
{
    struct sums whole = {0};
    double room[BLOCK], tenure_room[BLOCK], coverage[BLOCK] = {0}, total = 0;
    const double *tenure = block_of(tenure_months, from, n, tenure_room);

    for (size_t g = 0; g < card->n_groups; g++) {
        const struct card_math_group *group = &card->groups[g];
        struct sums sums = {0};
        for (size_t m = group->first; m < group->first + group->n; m++)
            add_measure(&card->measures[m], block_of(columns[m], from, n, room), tenure, &sums);
        add_group(group->weight, group->weight / group_total(card, group), &sums, &whole, coverage);
        total += group->weight;
    }
    for (size_t i = 0; i < n; i++) {
        double covered = coverage[i] / total;
        int is_enough = (whole.weight[i] > 0) & (covered >= card->min_coverage - COVERAGE_SLACK);
        ret_coverage[from + i] = covered;
        ret_score[from + i] = is_enough ? whole.points[i] / whole.weight[i] : NAN;
    }
}

void card_score(const struct card_math *card, const double *const *columns,
                const double *tenure_months, size_t n, double *ret_score, double *ret_coverage)
{
    for (size_t from = 0; from < n; from += BLOCK)
        score_block(card, columns, tenure_months, from, n - from < BLOCK ? n - from : BLOCK,
                    ret_score, ret_coverage);
}

const struct scale *card_scale_at(const struct card_math_measure *m, double tenure_months)
{
    const struct scale *scale = &m->scale;

    for (size_t k = 0; k < m->n_stages; k++)
        if (tenure_months >= m->stages[k].from_months)
            scale = &m->stages[k].scale;
    return scale;
}

/* Fills the scores, leaves in `effective` each measure's share of its group and each group's weight
 * if present, and returns the sum of those weights. */
static double explain_groups(const struct card_math *card, struct card_explained *e)
{
    double present_weight = 0, total = 0;

    for (size_t g = 0; g < card->n_groups; g++) {
        const struct card_math_group *group = &card->groups[g];
        double weight = 0, points = 0;
        for (size_t m = group->first; m < group->first + group->n; m++) {
            struct card_part *part = &e->measures[m];
            part->effective = isnan(part->score) ? 0 : card->measures[m].weight;
            weight += part->effective;
            points += isnan(part->score) ? 0 : part->effective * part->score;
        }
        for (size_t m = group->first; m < group->first + group->n; m++)
            e->measures[m].effective /= weight > 0 ? weight : 1;
        e->groups[g] = (struct card_part){.value = NAN,
                                          .score = weight > 0 ? points / weight : NAN,
                                          .effective = weight > 0 ? group->weight : 0};
        e->coverage += group->weight * weight / group_total(card, group);
        present_weight += e->groups[g].effective;
        total += group->weight;
    }
    e->coverage /= total;
    return present_weight;
}

static double part_points(struct card_part *part)
{
    part->points = isnan(part->score) ? 0 : part->effective * part->score;
    return part->points;
}

void card_explain(const struct card_math *card, const double *values, double tenure_months,
                  struct card_explained *ret)
{
    double score = 0;

    memset(ret, 0, sizeof(*ret));
    for (size_t m = 0; m < card->n_measures; m++) {
        ret->measures[m].value = values[m];
        ret->measures[m].score =
            scale_at(card_scale_at(&card->measures[m], tenure_months), values[m]);
    }
    double present_weight = explain_groups(card, ret);
    for (size_t g = 0; g < card->n_groups; g++) {
        const struct card_math_group *group = &card->groups[g];
        ret->groups[g].effective /= present_weight > 0 ? present_weight : 1;
        score += part_points(&ret->groups[g]);
        for (size_t m = group->first; m < group->first + group->n; m++) {
            ret->measures[m].effective *= ret->groups[g].effective;
            part_points(&ret->measures[m]);
        }
    }
    int is_enough = present_weight > 0 && ret->coverage >= card->min_coverage - COVERAGE_SLACK;
    ret->score = is_enough ? score : NAN;
}

void card_change(const struct card_explained *from, const struct card_explained *to,
                 size_t n_measures, struct card_change *ret)
{
    int is_known = !isnan(from->score) && !isnan(to->score);

    *ret = (struct card_change){
        .from = from->score, .to = to->score, .reweighting = is_known ? 0 : NAN};
    for (size_t m = 0; m < n_measures; m++) {
        const struct card_part *a = &from->measures[m], *b = &to->measures[m];
        double old_score = isnan(a->score) ? b->score : a->score;
        double new_score = isnan(b->score) ? a->score : b->score;
        ret->points[m] = is_known ? 0 : NAN;
        if (!is_known || isnan(old_score))
            continue; /* missing on both sides: it moved nothing */
        ret->points[m] = (a->effective + b->effective) / 2 * (new_score - old_score);
        ret->reweighting += (old_score + new_score) / 2 * (b->effective - a->effective);
    }
}
