/* Evaluates filters over the columns of a table. */
#include "scoring/select/segments.h"
#include "scoring/select/select.h"

#include <math.h>
#include <string.h>

static bool holds(enum filter_op op, int order)
{
    switch (op) {
    case FILTER_LT: return order < 0;
    case FILTER_LE: return order <= 0;
    case FILTER_GT: return order > 0;
    case FILTER_GE: return order >= 0;
    default: return order == 0;
    }
}

static bool text_matches(const struct filter *f, const char *text)
{
    if (f->op == FILTER_MISSING || f->op == FILTER_PRESENT)
        return (text == NULL) == (f->op == FILTER_MISSING);
    if (!text)
        return f->op == FILTER_NE;
    if (f->op == FILTER_CONTAINS)
        return filter_contains(text, f->values[0].text);
    for (size_t v = 0; v < f->n_values; v++)
        if (holds(f->op, strcmp(text, f->values[v].text)))
            return f->op != FILTER_NE;
    return f->op == FILTER_NE;
}

static double value_of(const struct filter *f, size_t v)
{
    bool is_whole = f->field.type == FIELD_T_DAY || f->field.type == FIELD_T_BOOL;

    return is_whole ? (double)f->values[v].whole : f->values[v].number;
}

static bool number_matches(const struct filter *f, double number)
{
    if (f->op == FILTER_MISSING || f->op == FILTER_PRESENT)
        return isnan(number) == (f->op == FILTER_MISSING);
    if (isnan(number))
        return f->op == FILTER_NE;
    for (size_t v = 0; v < f->n_values; v++) {
        double value = value_of(f, v);
        if (holds(f->op, (number > value) - (number < value)))
            return f->op != FILTER_NE;
    }
    return f->op == FILTER_NE;
}

/* Equal texts of a snapshot are mostly the same pointer, so the last answers are remembered by
 * pointer: a few hundred comparisons instead of one for each account. */
#define MEMO_SIZE  256
#define MEMO_SHIFT 4 /* texts lie about this far apart */

void select_texts(const struct filter *f, const char *const *texts, size_t n, bool *ret)
{
    struct {
        const char *text;
        bool is_match;
    } memo[MEMO_SIZE] = {0};

    bool if_missing = text_matches(f, NULL);
    for (size_t i = 0; i < n; i++) {
        size_t at = ((uintptr_t)texts[i] >> MEMO_SHIFT) % MEMO_SIZE;
        if (texts[i] && memo[at].text != texts[i]) {
            memo[at].text = texts[i];
            memo[at].is_match = text_matches(f, texts[i]);
        }
        ret[i] = texts[i] ? memo[at].is_match : if_missing;
    }
}

/* One evaluation. Segments may be named many times over, by each other too; each is evaluated
 * once. */
struct evaluation {
    const struct select_table *table;
    struct arena *arena;
    const bool **members; /* of segments, by index; NULL: not asked for yet */
};

static void evaluate(struct evaluation *e, const struct filter *f, bool *ret);

/* NOLINTNEXTLINE(misc-no-recursion): segments are nested at most SEGMENT_DEPTH_MAX deep */
static const bool *members_of(struct evaluation *e, struct segments *segments,
                              const struct segment *s)
{
    size_t k = (size_t)(s - segments->items);

    if (!e->members)
        e->members = ARENA_ARRAY(e->arena, segments->n, const bool *);
    if (!e->members[k]) {
        bool *members = ARENA_ARRAY(e->arena, e->table->n, bool);
        memset(members, true, e->table->n);
        if (s->tree)
            evaluate(e, s->tree, members);
        e->members[k] = members;
    }
    return e->members[k];
}

/* Is a row in one of the segments named? NOLINTNEXTLINE(misc-no-recursion): as members_of */
static void evaluate_segments(struct evaluation *e, const struct filter *f, bool *ret)
{
    const struct select_field *field = f->field.ref;
    bool is_not = f->op == FILTER_NE;

    memset(ret, is_not, e->table->n);
    for (size_t v = 0; v < f->n_values; v++) {
        const bool *members = members_of(e, field->segments, select_segment(f, v));
        for (size_t i = 0; i < e->table->n; i++)
            ret[i] = is_not ? ret[i] && !members[i] : ret[i] || members[i];
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as members_of */
static void evaluate_term(struct evaluation *e, const struct filter *f, bool *ret)
{
    const struct select_field *field = f->field.ref;

    if (field->source == FROM_SEGMENT) {
        evaluate_segments(e, f, ret);
        return;
    }
    const struct select_column column = select_column(e->table, field, e->arena);
    if (column.texts) {
        select_texts(f, column.texts, e->table->n, ret);
        return;
    }
    for (size_t i = 0; i < e->table->n; i++)
        ret[i] = number_matches(f, column.numbers[i]);
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void evaluate(struct evaluation *e, const struct filter *f, bool *ret)
{
    size_t n = e->table->n;

    if (f->n_of == 0) {
        evaluate_term(e, f, ret);
        return;
    }
    bool *part = ARENA_ARRAY(e->arena, n, bool);
    evaluate(e, f->of[0], ret);
    for (size_t k = 1; k < f->n_of; k++) {
        evaluate(e, f->of[k], part);
        for (size_t i = 0; i < n; i++)
            ret[i] = f->op == FILTER_AND ? ret[i] && part[i] : ret[i] || part[i];
    }
    for (size_t i = 0; f->op == FILTER_NOT && i < n; i++)
        ret[i] = !ret[i];
}

bool *select_filter(const struct filter *filter, const struct select_table *t, struct arena *arena)
{
    struct evaluation e = {.table = t, .arena = arena};
    bool *keep = ARENA_ARRAY(arena, t->n, bool);

    if (filter)
        evaluate(&e, filter, keep);
    else
        memset(keep, true, t->n);
    return keep;
}
