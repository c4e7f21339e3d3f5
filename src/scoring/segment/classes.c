#include "scoring/segment/classes.h"

#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The two days, and the field's column on each. */
struct days {
    const struct select_field *f;
    const struct segment_members_of *first, *last;
    struct select_column of_first, of_last;
};

/* A text with how many members have it on either day. */
struct tally {
    const char *text;
    int64_t first, last;
};
struct tallies {
    struct tally *items;
    size_t n;
    struct strmap *index;
};

static void count_texts(struct tallies *t, const struct segment_members_of *m,
                        const char *const *texts, bool is_first)
{
    for (size_t i = 0; i < m->s->n; i++) {
        if (!m->is_member[i] || !texts[i])
            continue;
        int64_t k = strmap_get(t->index, texts[i]);
        if (k == MAP_NONE) {
            k = (int64_t)t->n;
            strmap_put(t->index, texts[i], k);
            t->items[t->n++] = (struct tally){.text = texts[i]};
        }
        if (is_first)
            t->items[k].first++;
        else
            t->items[k].last++;
    }
}

static int by_number(const void *a, const void *b)
{
    const struct tally *p = a, *q = b;
    int64_t x = p->first + p->last, y = q->first + q->last;

    return x != y ? (x < y ? 1 : -1) : strcmp(p->text, q->text);
}

static bool is_rest(const struct tallies *t, size_t k, int64_t rare)
{
    return k >= CLASSES_MAX || t->items[k].first < rare;
}

static const char *quoted(const char *text, struct arena *arena)
{
    AUTO_BUF out = {0};

    for (const char *s = text; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_char(&out, '\\');
        buf_char(&out, *s);
    }
    return arena_printf(arena, "\"%s\"", buf_text(&out));
}

static void add_class(struct classes *c, const struct select_field *f, const char *text,
                      struct arena *arena)
{
    int at = f->labels && f->values ? str_index(f->values, text) : -1;

    c->items[c->n++] =
        (struct class_name){.value = text,
                            .label = at >= 0 ? f->labels[at] : text,
                            .filter = arena_printf(arena, "%s = %s", f->name, quoted(text, arena))};
}

/* What has an order of its own keeps it. */
static void add_in_order(struct classes *c, const struct select_field *f, const struct tallies *t,
                         struct arena *arena)
{
    for (const char *const *v = f->values; *v; v++)
        for (size_t k = 0; k < t->n; k++)
            if (str_eq(t->items[k].text, *v))
                add_class(c, f, *v, arena);
}

/* Names the classes of texts; returns the class of the rest, or CLASS_NONE. */
static int name_texts(struct classes *c, const struct select_field *f, struct tallies *t,
                      int64_t rare, struct arena *arena)
{
    size_t n_rest = 0;

    if (t->n > 1)
        qsort(t->items, t->n, sizeof(*t->items), by_number);
    if (f->values) {
        add_in_order(c, f, t, arena);
        return CLASS_NONE;
    }
    for (size_t k = 0; k < t->n; k++)
        n_rest += is_rest(t, k, rare);
    n_rest = n_rest > 1 ? n_rest : 0; /* one alone can go by its name */
    for (size_t k = 0; k < t->n; k++)
        if (n_rest == 0 || !is_rest(t, k, rare))
            add_class(c, f, t->items[k].text, arena);
    if (n_rest == 0)
        return CLASS_NONE;
    c->items[c->n] =
        (struct class_name){.label = arena_printf(arena, "%zu others", n_rest), .is_rest = true};
    return (int)c->n++;
}

static void deal_texts(const struct classes *c, const struct segment_members_of *m,
                       const char *const *texts, int rest, int missing, int *ret)
{
    struct strmap *index = strmap_new();

    for (size_t k = 0; k < c->n; k++)
        if (c->items[k].value)
            strmap_put(index, c->items[k].value, (int64_t)k);
    for (size_t i = 0; i < m->s->n; i++) {
        int64_t k = m->is_member[i] && texts[i] ? strmap_get(index, texts[i]) : MAP_NONE;
        ret[i] = !m->is_member[i] ? CLASS_NONE
                 : !texts[i]      ? missing
                 : k == MAP_NONE  ? rest
                                  : (int)k;
    }
    strmap_free(index);
}

static bool has_missing(const struct segment_members_of *m, const struct select_column *column)
{
    for (size_t i = 0; i < m->s->n; i++)
        if (m->is_member[i] && (column->texts ? !column->texts[i] : isnan(column->numbers[i])))
            return true;
    return false;
}

/* The class of those without a value; CLASS_NONE if there are none. */
static int add_missing(struct classes *c, const struct days *d, struct arena *arena)
{
    if (!has_missing(d->first, &d->of_first) && !has_missing(d->last, &d->of_last))
        return CLASS_NONE;
    c->items[c->n] = (struct class_name){.label = "Not known",
                                         .filter = arena_printf(arena, "%s is missing", d->f->name),
                                         .is_missing = true};
    return (int)c->n++;
}

static void make_texts(const struct days *d, int64_t rare, struct arena *arena, struct classes *c)
{
    size_t room = d->first->n + d->last->n;
    struct tallies t = {ARENA_ARRAY(arena, room, struct tally), 0, strmap_new()};

    count_texts(&t, d->first, d->of_first.texts, true);
    count_texts(&t, d->last, d->of_last.texts, false);
    strmap_free(t.index);
    c->items = ARENA_ARRAY(arena, t.n + 2, struct class_name);
    int rest = name_texts(c, d->f, &t, rare, arena);
    int missing = add_missing(c, d, arena);
    deal_texts(c, d->first, d->of_first.texts, rest, missing, c->of_first);
    deal_texts(c, d->last, d->of_last.texts, rest, missing, c->of_last);
}

/* The lower edges of the quarters of the members' numbers; equal ones are one. */
static size_t quarter_edges(const struct segment_members_of *m, const double *numbers,
                            struct arena *arena, double edges[NUMBER_PARTS])
{
    double *known = ARENA_ARRAY(arena, m->n, double);
    size_t n = 0, n_edges = 0;

    for (size_t i = 0; i < m->s->n; i++)
        if (m->is_member[i] && !isnan(numbers[i]))
            known[n++] = numbers[i];
    n = summary_sort(known, n);
    for (size_t q = 0; n > 0 && q < NUMBER_PARTS; q++) {
        double edge = summary_quantile(known, n, (double)q / NUMBER_PARTS);
        if (n_edges == 0 || edge > edges[n_edges - 1])
            edges[n_edges++] = edge;
    }
    return n_edges;
}

static const char *as_text(const struct select_field *f, double number, struct arena *arena)
{
    AUTO_BUF out = {0};
    char day[16];

    if (f->type == FIELD_T_DAY)
        return arena_strdup(arena, day_format((int32_t)ceil(number), day));
    text_write_f64(&out, number);
    return arena_strdup(arena, buf_text(&out));
}

static void name_truths(struct classes *c, const struct select_field *f, struct arena *arena)
{
    for (int k = 0; k < 2; k++)
        c->items[c->n++] = (struct class_name){
            .value = k ? "true" : "false",
            .label = k ? "Yes" : "No",
            .filter = arena_printf(arena, "%s = %s", f->name, k ? "true" : "false")};
}

static void name_quarters(struct classes *c, const struct select_field *f, const double *edges,
                          size_t n, struct arena *arena)
{
    for (size_t k = 0; k < n; k++) {
        const char *from = as_text(f, edges[k], arena);
        const char *to = k + 1 < n ? as_text(f, edges[k + 1], arena) : NULL;
        struct class_name *name = &c->items[c->n++];
        if (k == 0)
            *name = to ? (struct class_name){.label = arena_printf(arena, "below %s", to),
                                             .filter = arena_printf(arena, "%s < %s", f->name, to)}
                       : (struct class_name){.label = from,
                                             .filter =
                                                 arena_printf(arena, "%s is not missing", f->name)};
        else
            *name =
                (struct class_name){.label = to ? arena_printf(arena, "%s to below %s", from, to)
                                                : arena_printf(arena, "%s and more", from),
                                    .filter = to ? arena_printf(arena, "%s >= %s and %s < %s",
                                                                f->name, from, f->name, to)
                                                 : arena_printf(arena, "%s >= %s", f->name, from)};
        name->value = name->label;
    }
}

static int part_of(const double *edges, size_t n, double number)
{
    size_t k = 0;

    while (k + 1 < n && number >= edges[k + 1])
        k++;
    return (int)k;
}

static void deal_numbers(const struct segment_members_of *m, const double *numbers,
                         const double *edges, size_t n, int missing, int *ret)
{
    for (size_t i = 0; i < m->s->n; i++)
        ret[i] = !m->is_member[i]    ? CLASS_NONE
                 : isnan(numbers[i]) ? missing
                                     : part_of(edges, n, numbers[i]);
}

static void make_numbers(const struct days *d, struct arena *arena, struct classes *c)
{
    double edges[NUMBER_PARTS] = {0, 1};
    size_t n = 2;

    c->items = ARENA_ARRAY(arena, NUMBER_PARTS + 1, struct class_name);
    if (d->f->type == FIELD_T_BOOL) {
        name_truths(c, d->f, arena);
    } else {
        n = quarter_edges(d->first, d->of_first.numbers, arena, edges);
        if (n == 0)
            n = quarter_edges(d->last, d->of_last.numbers, arena, edges);
        name_quarters(c, d->f, edges, n, arena);
    }
    int missing = add_missing(c, d, arena);
    deal_numbers(d->first, d->of_first.numbers, edges, n, missing, c->of_first);
    deal_numbers(d->last, d->of_last.numbers, edges, n, missing, c->of_last);
}

void classes_make(const struct select_field *f, const struct segment_members_of *first,
                  const struct segment_members_of *last, int64_t rare, struct arena *arena,
                  struct classes *ret)
{
    const struct days days = {f, first, last, select_column(&first->table, f, arena),
                              select_column(&last->table, f, arena)};

    *ret = (struct classes){.of_first = ARENA_ARRAY(arena, first->s->n, int),
                            .of_last = ARENA_ARRAY(arena, last->s->n, int)};
    if (days.of_first.texts)
        make_texts(&days, rare, arena, ret);
    else
        make_numbers(&days, arena, ret);
}
