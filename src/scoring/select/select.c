#include "scoring/select/select.h"

#include "base/str.h"
#include "stats/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int parse_columns(const char *columns, struct selection *what, struct arena *arena,
                         struct err *err)
{
    char *rest = arena_strdup(arena, columns ? columns : ""), *name;

    while ((name = strsep(&rest, ","))) {
        const struct select_field *f;
        if (!*str_trim(name))
            continue;
        name = str_trim(name);
        if (what->n_columns == SELECT_COLUMNS_MAX)
            return err_set(err, ERR_INVALID, "columns", "more than %d columns", SELECT_COLUMNS_MAX);
        int rc = select_field_named(&what->fields, name, "columns", &f, err);
        if (rc < 0)
            return rc;
        what->columns[what->n_columns++] = f;
    }
    return 0;
}

static int parse_sort(const char *sort, struct selection *what, struct err *err)
{
    if (!sort || !*sort)
        return 0;
    what->is_descending = *sort == '-';
    return select_field_named(&what->fields, sort + (*sort == '-'), "sort", &what->sort, err);
}

static void deepen(struct selection *what, const struct select_field *f)
{
    if (f && select_depth(f) == SNAPSHOT_METRICS)
        what->depth = SNAPSHOT_METRICS;
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void deepen_by_filter(struct selection *what, const struct filter *filter)
{
    for (size_t k = 0; k < filter->n_of; k++)
        deepen_by_filter(what, filter->of[k]);
    deepen(what, filter->field.ref);
}

int select_parse(struct conn *c, const struct select_in *in, struct arena *arena,
                 struct selection *ret, struct err *err)
{
    *ret = (struct selection){.q = in->q && *in->q ? in->q : NULL, .depth = SNAPSHOT_KEPT};
    int rc = select_fields_load(c, arena, &ret->fields, err);

    if (rc >= 0 && in->filter) {
        const struct filter_names names = select_names(&ret->fields);
        rc = filter_parse(in->filter, &names, arena, &ret->filter, err);
    }
    if (rc >= 0)
        rc = parse_sort(in->sort, ret, err);
    if (rc >= 0)
        rc = parse_columns(in->columns, ret, arena, err);
    if (rc < 0)
        return rc;
    if (ret->filter)
        deepen_by_filter(ret, ret->filter);
    deepen(ret, ret->sort);
    for (size_t k = 0; k < ret->n_columns; k++)
        deepen(ret, ret->columns[k]);
    return 0;
}

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

static void evaluate_term(const struct filter *f, const struct snapshot *s, struct arena *arena,
                          bool *ret)
{
    const struct select_column column = select_column(s, f->field.ref, arena);

    for (size_t i = 0; i < s->n; i++)
        ret[i] =
            column.texts ? text_matches(f, column.texts[i]) : number_matches(f, column.numbers[i]);
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void evaluate(const struct filter *f, const struct snapshot *s, struct arena *arena,
                     bool *ret)
{
    if (f->n_of == 0) {
        evaluate_term(f, s, arena, ret);
        return;
    }
    bool *part = ARENA_ARRAY(arena, s->n, bool);
    evaluate(f->of[0], s, arena, ret);
    for (size_t k = 1; k < f->n_of; k++) {
        evaluate(f->of[k], s, arena, part);
        for (size_t i = 0; i < s->n; i++)
            ret[i] = f->op == FILTER_AND ? ret[i] && part[i] : ret[i] || part[i];
    }
    for (size_t i = 0; f->op == FILTER_NOT && i < s->n; i++)
        ret[i] = !ret[i];
}

const bool *select_filter(const struct filter *filter, const struct snapshot *s,
                          struct arena *arena)
{
    bool *keep = ARENA_ARRAY(arena, s->n, bool);

    if (filter)
        evaluate(filter, s, arena, keep);
    else
        memset(keep, true, s->n);
    return keep;
}

static bool is_found(const struct snapshot *s, size_t row, const char *q)
{
    static const enum attribute searched[] = {ATTR_NAME, ATTR_KEY, ATTR_OWNER};

    for (size_t k = 0; k < ARRAY_LEN(searched); k++) {
        const char *text = s->accounts->text[searched[k]][row];
        if (text && filter_contains(text, q))
            return true;
    }
    return false;
}

struct named_row {
    const char *text;
    uint32_t row;
};

static int by_text(const void *a, const void *b)
{
    const char *x = ((const struct named_row *)a)->text, *y = ((const struct named_row *)b)->text;
    int order = strcasecmp(x, y);

    return order ? order : strcmp(x, y);
}

/* The place of each row's text among the texts of the rows; equal texts have the same. */
static const double *text_ranks(const char *const *texts, const uint32_t *rows, size_t n,
                                size_t n_all, struct arena *arena)
{
    double *rank = ARENA_ARRAY(arena, n_all, double);
    struct named_row *named = ARENA_ARRAY(arena, n, struct named_row);
    size_t n_named = 0;

    for (size_t i = 0; i < n; i++) {
        rank[rows[i]] = NAN;
        if (texts[rows[i]])
            named[n_named++] = (struct named_row){texts[rows[i]], rows[i]};
    }
    qsort(named, n_named, sizeof(*named), by_text);
    for (size_t i = 0; i < n_named; i++)
        rank[named[i].row] = i > 0 && strcmp(named[i].text, named[i - 1].text) == 0
                                 ? rank[named[i - 1].row]
                                 : (double)i;
    return rank;
}

void select_rows(const struct selection *what, const struct snapshot *s, struct arena *arena,
                 uint32_t **ret_rows, size_t *ret_n)
{
    uint32_t *rows = ARENA_ARRAY(arena, s->n, uint32_t);
    const bool *keep = select_filter(what->filter, s, arena);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (s->is_present[i] && keep[i] && (!what->q || is_found(s, i, what->q)))
            rows[n++] = (uint32_t)i;
    if (what->sort) {
        const struct select_column column = select_column(s, what->sort, arena);
        const double *key =
            column.texts ? text_ranks(column.texts, rows, n, s->n, arena) : column.numbers;
        order_rows(key, rows, n, what->is_descending);
    }
    *ret_rows = rows;
    *ret_n = n;
}
