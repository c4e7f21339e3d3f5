#include "scoring/select/select.h"

#include "base/str.h"
#include "scoring/select/segments.h"
#include "stats/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int parse_columns(const struct select_in *in, struct selection *what, struct err *err)
{
    if (in->n_columns > SELECT_COLUMNS_MAX)
        return err_set(err, ERR_INVALID, "columns", "must be at most %d", SELECT_COLUMNS_MAX);
    for (size_t k = 0; k < in->n_columns; k++) {
        int rc =
            select_field_named(&what->fields, in->columns[k], "columns", &what->columns[k], err);
        if (rc < 0)
            return rc;
        what->n_columns++;
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

int select_parse(struct conn *c, const struct select_in *in, struct arena *arena,
                 struct selection *ret, struct err *err)
{
    struct select_needs needs;

    *ret = (struct selection){.q = in->q && *in->q ? in->q : NULL};
    int rc = select_fields_load(c, &in->cells, arena, &ret->fields, err);

    if (rc >= 0 && in->filter) {
        const struct filter_names names = select_names(&ret->fields);
        rc = filter_parse(in->filter, &names, arena, &ret->filter, err);
    }
    if (rc >= 0)
        rc = parse_sort(in->sort, ret, err);
    if (rc >= 0)
        rc = parse_columns(in, ret, err);
    if (rc >= 0)
        rc = select_needs(ret->filter, &needs, err);
    if (rc < 0)
        return rc;
    ret->needs_metrics = needs.needs_metrics;
    ret->is_of_all = needs.is_of_all;
    if (ret->sort)
        ret->needs_metrics |= select_needs_metrics(ret->sort);
    for (size_t k = 0; k < ret->n_columns; k++)
        ret->needs_metrics |= select_needs_metrics(ret->columns[k]);
    return 0;
}

/* Keeps those of the rows that q is found in. */
static void search(const struct select_table *t, const char *q, struct arena *arena, bool *keep)
{
    static const enum attribute searched[] = {ATTR_NAME, ATTR_KEY, ATTR_OWNER};
    struct filter_value value = {.text = q};
    const struct filter contains = {.op = FILTER_CONTAINS, .values = &value, .n_values = 1};
    bool *found = ARENA_ARRAY(arena, t->n, bool), *here = ARENA_ARRAY(arena, t->n, bool);

    for (size_t k = 0; k < ARRAY_LEN(searched); k++) {
        select_texts(&contains, t->accounts->text[searched[k]], t->n, here);
        for (size_t i = 0; i < t->n; i++)
            found[i] |= here[i];
    }
    for (size_t i = 0; i < t->n; i++)
        keep[i] &= found[i];
}

/* qsort_r: the rows a and b by their texts. */
static int by_text(const void *a, const void *b, void *texts)
{
    const char *x = ((const char *const *)texts)[*(const uint32_t *)a];
    const char *y = ((const char *const *)texts)[*(const uint32_t *)b];

    if (x == y) /* the same text of a snapshot */
        return 0;
    int order = strcasecmp(x, y);
    return order ? order : strcmp(x, y);
}

/* As many bytes of a text as a double holds exactly, in lower case: orders as the texts do. */
#define WORD_BYTES 6

static double word_of(const char *text)
{
    uint64_t word = 0;

    for (int i = 0; i < WORD_BYTES; i++) {
        unsigned char c = (unsigned char)*text;
        text += c != 0;
        word = word << 8 | (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return (double)word;
}

static size_t common_bytes(const char *const *texts, const uint32_t *rows, size_t n)
{
    const char *first = texts[rows[0]];
    size_t common = strlen(first);

    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        while (k < common && texts[rows[i]][k] == first[k])
            k++;
        common = k;
    }
    return common;
}

/* Below this, comparing is quicker than dealing out. */
#define FEW_ROWS 256

/* Sorts rows by their texts, none of which is missing: first by the words behind what all have in
 * common (keys begin alike), then where words are the same. word: room for a number of each row. */
static void sort_by_text(const char *const *texts, uint32_t *rows, size_t n, double *word)
{
    if (n < FEW_ROWS) {
        qsort_r(rows, n, sizeof(*rows), by_text, (void *)texts);
        return;
    }
    size_t common = common_bytes(texts, rows, n);
    for (size_t i = 0; i < n; i++)
        word[rows[i]] = word_of(texts[rows[i]] + common);
    order_rows(word, rows, n, false);
    for (size_t from = 0, to; from < n; from = to) {
        bool is_one = true;
        for (to = from + 1; to < n && word[rows[to]] == word[rows[from]]; to++)
            is_one &= texts[rows[to]] == texts[rows[from]];
        if (!is_one)
            qsort_r(rows + from, to - from, sizeof(*rows), by_text, (void *)texts);
    }
}

/* The place of each row's text among the texts of the rows; equal texts have the same. */
static const double *text_ranks(const char *const *texts, const uint32_t *rows, size_t n,
                                size_t n_all, struct arena *arena)
{
    double *rank = ARENA_ARRAY(arena, n_all, double), *word = ARENA_ARRAY(arena, n_all, double);
    uint32_t *named = ARENA_ARRAY(arena, n, uint32_t);
    size_t n_named = 0;

    for (size_t i = 0; i < n; i++) {
        rank[rows[i]] = NAN;
        if (texts[rows[i]])
            named[n_named++] = rows[i];
    }
    sort_by_text(texts, named, n_named, word);
    for (size_t i = 0; i < n_named; i++)
        rank[named[i]] = i > 0 && by_text(&named[i - 1], &named[i], (void *)texts) == 0
                             ? rank[named[i - 1]]
                             : (double)i;
    return rank;
}

static bool is_same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Rows whose sort values are equal stand by key. */
static void break_ties(const struct select_table *t, const double *key, uint32_t *rows, size_t n,
                       struct arena *arena)
{
    const char *const *keys = t->accounts->text[ATTR_KEY];
    double *word = ARENA_ARRAY(arena, t->n, double);

    for (size_t from = 0, to; from < n; from = to) {
        bool is_sorted = true;
        for (to = from + 1; to < n && is_same(key[rows[from]], key[rows[to]]); to++)
            is_sorted &= by_text(&rows[to - 1], &rows[to], (void *)keys) < 0;
        if (!is_sorted)
            sort_by_text(keys, rows + from, to - from, word);
    }
}

void select_rows(const struct selection *what, const struct select_table *t, struct arena *arena,
                 uint32_t **ret_rows, size_t *ret_n)
{
    const bool *is_candidate = what->is_of_all ? t->is_present : t->is_customer;
    uint32_t *rows = ARENA_ARRAY(arena, t->n, uint32_t);
    bool *keep = select_filter(what->filter, t, arena);
    size_t n = 0;

    if (what->q)
        search(t, what->q, arena, keep);
    for (size_t i = 0; i < t->n; i++)
        if (is_candidate[i] && keep[i])
            rows[n++] = (uint32_t)i;
    if (what->sort) {
        const struct select_column column = select_column(t, what->sort, arena);
        const double *key =
            column.texts ? text_ranks(column.texts, rows, n, t->n, arena) : column.numbers;
        order_rows(key, rows, n, what->is_descending);
        break_ties(t, key, rows, n, arena);
    }
    *ret_rows = rows;
    *ret_n = n;
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
bool select_names_segment(const struct filter *f, const char *key)
{
    const struct select_field *field = f->field.ref;

    for (size_t k = 0; k < f->n_of; k++)
        if (select_names_segment(f->of[k], key))
            return true;
    for (size_t v = 0; field && field->source == FROM_SEGMENT && v < f->n_values; v++)
        if (str_eq(f->values[v].text, key))
            return true;
    return false;
}

/* NOLINTNEXTLINE(misc-no-recursion): as above */
bool select_names_field(const struct filter *f, const char *name)
{
    for (size_t k = 0; k < f->n_of; k++)
        if (select_names_field(f->of[k], name))
            return true;
    return f->n_of == 0 && str_eq(f->field.name, name);
}
