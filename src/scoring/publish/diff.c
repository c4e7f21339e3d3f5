#include "scoring/publish/diff.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>

static const struct field card_difference_fields[] = {
    FIELD_STR(struct card_difference, path, .required = true, .help = "Where, by ids"),
    FIELD_STR(struct card_difference, from, .help = "Null: was not there"),
    FIELD_STR(struct card_difference, to, .help = "Null: is not there any more"),
    FIELD_END,
};
const struct field card_diff_fields[] = {
    FIELD_I64(struct card_diff, from, .required = true),
    FIELD_I64(struct card_diff, to, .required = true),
    FIELD_LIST(struct card_diff, items, card_difference, .required = true),
    FIELD_END,
};

/* A card has at most so many lines: its own members, three bands, groups, measures with stages. */
#define LINES_MAX (24 + CARD_GROUPS_MAX * 4 + 2 * CARD_MEASURES_MAX * (12 + CARD_STAGES))

struct maker {
    struct card_diff *out;
    struct arena *arena;
};

static void line(struct maker *m, const char *path, const char *from, const char *to)
{
    if (str_eq(from ? from : "", to ? to : "") || m->out->n_items == LINES_MAX)
        return;
    m->out->items[m->out->n_items++] = (struct card_difference){path, from, to};
}

/* Both may be NULL: a member of something that is not there on that side. */
static void line_number(struct maker *m, const char *path, const double *from, const double *to,
                        const char *unit)
{
    const char *texts[2] = {NULL, NULL};
    const double *values[2] = {from, to};

    if (from && to && (*from == *to || (isnan(*from) && isnan(*to))))
        return;
    for (int k = 0; k < 2; k++)
        if (values[k] && !isnan(*values[k]))
            texts[k] = arena_printf(m->arena, "%.10g%s", *values[k], unit);
    line(m, path, texts[0], texts[1]);
}

static const char *scale_text(const struct card_point *points, size_t n, struct arena *arena)
{
    AUTO_BUF text = {0};

    for (size_t k = 0; k < n; k++)
        buf_printf(&text, "%s%.10g → %.10g", k ? ", " : "", points[k].value, points[k].score);
    return arena_strdup(arena, buf_text(&text));
}

static const char *in(struct maker *m, const char *place, const char *what)
{
    return *place ? arena_printf(m->arena, "%s / %s", place, what) : what;
}

static const struct card_stage *find_stage(const struct card_measure *m, double from_months)
{
    for (size_t k = 0; m && k < m->n_stages; k++)
        if (m->stages[k].from_months == from_months)
            return &m->stages[k];
    return NULL;
}

static void diff_stages(struct maker *m, const char *place, const struct card_measure *a,
                        const struct card_measure *b)
{
    const struct card_measure *sides[2] = {a, b};

    for (int side = 0; side < 2; side++)
        for (size_t k = 0; sides[side] && k < sides[side]->n_stages; k++) {
            double from = sides[side]->stages[k].from_months;
            const struct card_stage *x = find_stage(a, from), *y = find_stage(b, from);
            if (side == 1 && x)
                continue; /* was compared already */
            line(m, in(m, place, arena_printf(m->arena, "scale from month %g", from)),
                 x ? scale_text(x->scale, x->n_scale, m->arena) : NULL,
                 y ? scale_text(y->scale, y->n_scale, m->arena) : NULL);
        }
}

static void diff_measure(struct maker *m, const char *place, const struct card_measure *a,
                         const struct card_measure *b)
{
#define TEXT_OF(member) a ? a->member : NULL, b ? b->member : NULL
    line(m, in(m, place, "label"), TEXT_OF(label));
    line(m, in(m, place, "source"), TEXT_OF(source));
    line(m, in(m, place, "reads"), TEXT_OF(ref));
    line_number(m, in(m, place, "weight"), a ? &a->weight_pct : NULL, b ? &b->weight_pct : NULL,
                " %");
    line(m, in(m, place, "scale"), a ? scale_text(a->scale, a->n_scale, m->arena) : NULL,
         b ? scale_text(b->scale, b->n_scale, m->arena) : NULL);
    diff_stages(m, place, a, b);
    line(m, in(m, place, "unit"), TEXT_OF(unit));
    line(m, in(m, place, "help"), TEXT_OF(help));
    line(m, in(m, place, "question"), TEXT_OF(question));
    line(m, in(m, place, "low end"), TEXT_OF(low_end));
    line(m, in(m, place, "high end"), TEXT_OF(high_end));
#undef TEXT_OF
}

static const struct card_measure *find_measure(const struct card_group *g, const char *id)
{
    for (size_t k = 0; g && k < g->n_measures; k++)
        if (str_eq(g->measures[k].id, id))
            return &g->measures[k];
    return NULL;
}

static void diff_group(struct maker *m, const char *id, const struct card_group *a,
                       const struct card_group *b)
{
    line(m, in(m, id, "label"), a ? a->label : NULL, b ? b->label : NULL);
    line_number(m, in(m, id, "weight"), a ? &a->weight_pct : NULL, b ? &b->weight_pct : NULL, " %");
    for (size_t k = 0; a && k < a->n_measures; k++)
        diff_measure(m, in(m, id, a->measures[k].id), &a->measures[k],
                     find_measure(b, a->measures[k].id));
    for (size_t k = 0; b && k < b->n_measures; k++)
        if (!find_measure(a, b->measures[k].id))
            diff_measure(m, in(m, id, b->measures[k].id), NULL, &b->measures[k]);
}

static const struct card_group *find_group(const struct card *card, const char *id)
{
    for (size_t k = 0; k < card->n_groups; k++)
        if (str_eq(card->groups[k].id, id))
            return &card->groups[k];
    return NULL;
}

static void diff_card(struct maker *m, const struct card *a, const struct card *b)
{
    line(m, "name", a->name, b->name);
    line(m, "kind", a->kind, b->kind);
    line(m, "segment", a->segment, b->segment);
    line_number(m, "low", &a->low, &b->low, "");
    line_number(m, "high", &a->high, &b->high, "");
    line_number(m, "minimum coverage", &a->min_coverage_pct, &b->min_coverage_pct, " %");
    line_number(m, "minimum maturity", &a->min_maturity, &b->min_maturity, "");
    line(m, "decimals", arena_printf(m->arena, "%lld", (long long)a->decimals),
         arena_printf(m->arena, "%lld", (long long)b->decimals));
    line(m, "help", a->help, b->help);
    for (size_t k = 0; k < CARD_BANDS; k++) {
        const char *place = arena_printf(m->arena, "band %s", a->bands[k].id);
        line(m, in(m, place, "label"), a->bands[k].label, b->bands[k].label);
        line_number(m, in(m, place, "from"), &a->bands[k].from, &b->bands[k].from, "");
    }
}

void card_diff_make(const struct card *from, const struct card *to, struct arena *arena,
                    struct card_diff *ret)
{
    struct maker m = {ret, arena};

    *ret = (struct card_diff){.from = from->version,
                              .to = to->version,
                              .items = ARENA_ARRAY(arena, LINES_MAX, struct card_difference)};
    diff_card(&m, from, to);
    for (size_t k = 0; k < from->n_groups; k++)
        diff_group(&m, from->groups[k].id, &from->groups[k], find_group(to, from->groups[k].id));
    for (size_t k = 0; k < to->n_groups; k++)
        if (!find_group(from, to->groups[k].id))
            diff_group(&m, to->groups[k].id, NULL, &to->groups[k]);
}
