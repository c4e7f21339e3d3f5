#include "scoring/select/select.h"

#include "base/str.h"
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

static void deepen(struct selection *what, const struct select_field *f)
{
    if (select_depth(f) == SNAPSHOT_METRICS)
        what->depth = SNAPSHOT_METRICS;
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void note_fields(struct selection *what, const struct filter *filter)
{
    const struct select_field *f = filter->field.ref;

    for (size_t k = 0; k < filter->n_of; k++)
        note_fields(what, filter->of[k]);
    if (f) {
        deepen(what, f);
        what->is_of_all |= select_is_of_all(f);
    }
}

static int find_preset(struct conn *c, const char *name, struct arena *arena,
                       enum snapshot_preset *ret, struct err *err)
{
    struct settings settings;
    int rc = name ? 0 : settings_load(c, arena, &settings, err);

    if (rc < 0)
        return rc;
    int preset = snapshot_preset(name ? name : settings.matrix);
    if (preset < 0)
        return err_set(err, ERR_INVALID, "preset", "must be 3x3 or 2x2");
    *ret = (enum snapshot_preset)preset;
    return 0;
}

int select_parse(struct conn *c, const struct select_in *in, struct arena *arena,
                 struct selection *ret, struct err *err)
{
    *ret = (struct selection){.q = in->q && *in->q ? in->q : NULL, .depth = SNAPSHOT_KEPT};
    int rc = find_preset(c, in->preset, arena, &ret->preset, err);

    if (rc >= 0)
        rc = select_fields_load(c, ret->preset, arena, &ret->fields, err);
    if (rc >= 0 && in->filter) {
        const struct filter_names names = select_names(&ret->fields);
        rc = filter_parse(in->filter, &names, arena, &ret->filter, err);
    }
    if (rc >= 0)
        rc = parse_sort(in->sort, ret, err);
    if (rc >= 0)
        rc = parse_columns(in, ret, err);
    if (rc < 0)
        return rc;
    if (ret->filter)
        note_fields(ret, ret->filter);
    if (ret->sort)
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

/* Equal texts of a snapshot are mostly the same pointer, so the last answers are remembered by
 * pointer: a few hundred comparisons instead of one for each account. */
#define MEMO_SIZE  256
#define MEMO_SHIFT 4 /* texts lie about this far apart */

static void evaluate_texts(const struct filter *f, const char *const *texts, size_t n, bool *ret)
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

static void evaluate_term(const struct filter *f, const struct snapshot *s, struct arena *arena,
                          bool *ret)
{
    const struct select_column column = select_column(s, f->field.ref, arena);

    if (column.texts) {
        evaluate_texts(f, column.texts, s->n, ret);
        return;
    }
    for (size_t i = 0; i < s->n; i++)
        ret[i] = number_matches(f, column.numbers[i]);
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

bool *select_filter(const struct filter *filter, const struct snapshot *s, struct arena *arena)
{
    bool *keep = ARENA_ARRAY(arena, s->n, bool);

    if (filter)
        evaluate(filter, s, arena, keep);
    else
        memset(keep, true, s->n);
    return keep;
}

/* Keeps those of the rows that q is found in. */
static void search(const struct snapshot *s, const char *q, struct arena *arena, bool *keep)
{
    static const enum attribute searched[] = {ATTR_NAME, ATTR_KEY, ATTR_OWNER};
    struct filter_value value = {.text = q};
    const struct filter contains = {.op = FILTER_CONTAINS, .values = &value, .n_values = 1};
    bool *found = ARENA_ARRAY(arena, s->n, bool), *here = ARENA_ARRAY(arena, s->n, bool);

    for (size_t k = 0; k < ARRAY_LEN(searched); k++) {
        evaluate_texts(&contains, s->accounts->text[searched[k]], s->n, here);
        for (size_t i = 0; i < s->n; i++)
            found[i] |= here[i];
    }
    for (size_t i = 0; i < s->n; i++)
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
static void break_ties(const struct snapshot *s, const double *key, uint32_t *rows, size_t n,
                       struct arena *arena)
{
    const char *const *keys = s->accounts->text[ATTR_KEY];
    double *word = ARENA_ARRAY(arena, s->n, double);

    for (size_t from = 0, to; from < n; from = to) {
        bool is_sorted = true;
        for (to = from + 1; to < n && is_same(key[rows[from]], key[rows[to]]); to++)
            is_sorted &= by_text(&rows[to - 1], &rows[to], (void *)keys) < 0;
        if (!is_sorted)
            sort_by_text(keys, rows + from, to - from, word);
    }
}

void select_rows(const struct selection *what, const struct snapshot *s, struct arena *arena,
                 uint32_t **ret_rows, size_t *ret_n)
{
    const bool *is_candidate = what->is_of_all ? s->is_present : s->is_customer;
    uint32_t *rows = ARENA_ARRAY(arena, s->n, uint32_t);
    bool *keep = select_filter(what->filter, s, arena);
    size_t n = 0;

    if (what->q)
        search(s, what->q, arena, keep);
    for (size_t i = 0; i < s->n; i++)
        if (is_candidate[i] && keep[i])
            rows[n++] = (uint32_t)i;
    if (what->sort) {
        const struct select_column column = select_column(s, what->sort, arena);
        const double *key =
            column.texts ? text_ranks(column.texts, rows, n, s->n, arena) : column.numbers;
        order_rows(key, rows, n, what->is_descending);
        break_ties(s, key, rows, n, arena);
    }
    *ret_rows = rows;
    *ret_n = n;
}
