/* Evaluates filters over the columns of a table. */
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

static void evaluate_term(const struct filter *f, const struct select_table *t, struct arena *arena,
                          bool *ret)
{
    const struct select_column column = select_column(t, f->field.ref, arena);

    if (column.texts) {
        select_texts(f, column.texts, t->n, ret);
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        ret[i] = number_matches(f, column.numbers[i]);
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void evaluate(const struct filter *f, const struct select_table *t, struct arena *arena,
                     bool *ret)
{
    if (f->n_of == 0) {
        evaluate_term(f, t, arena, ret);
        return;
    }
    bool *part = ARENA_ARRAY(arena, t->n, bool);
    evaluate(f->of[0], t, arena, ret);
    for (size_t k = 1; k < f->n_of; k++) {
        evaluate(f->of[k], t, arena, part);
        for (size_t i = 0; i < t->n; i++)
            ret[i] = f->op == FILTER_AND ? ret[i] && part[i] : ret[i] || part[i];
    }
    for (size_t i = 0; f->op == FILTER_NOT && i < t->n; i++)
        ret[i] = !ret[i];
}

bool *select_filter(const struct filter *filter, const struct select_table *t, struct arena *arena)
{
    bool *keep = ARENA_ARRAY(arena, t->n, bool);

    if (filter)
        evaluate(filter, t, arena, keep);
    else
        memset(keep, true, t->n);
    return keep;
}
