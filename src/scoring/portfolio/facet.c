/* The values that people choose accounts by, and how many accounts have each. */
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "scoring/portfolio/chosen.h"
#include "scoring/select/segments.h"

#include <stdlib.h>
#include <string.h>

static const char *const facet_fields[] = {
    "owner", "stage",     "size_band",   "location",      "industry", "use_case",
    "plan",  "lifecycle", "health_band", "maturity_band", "cell",
};

struct count {
    const char *text;
    int64_t n;
};
struct counts {
    struct idmap *by_text; /* how many; equal texts of a snapshot are the same pointer */
    VEC(struct count) list;
    int64_t n_missing;
};

static void count_text(struct counts *c, const char *text)
{
    if (!text) {
        c->n_missing++;
        return;
    }
    int64_t key = (int64_t)(intptr_t)text, n = idmap_get(c->by_text, key);
    if (n == MAP_NONE) {
        vec_push(&c->list, (struct count){.text = text});
        n = 0;
    }
    idmap_put(c->by_text, key, n + 1);
}

static int by_count(const void *a, const void *b)
{
    const struct count *x = a, *y = b;

    return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->text, y->text);
}

/* What has an order of its own keeps it, with values that do not occur left out. */
static void order_as_given(struct counts *c, const char *const *values)
{
    size_t to = 0;

    for (; *values; values++)
        for (size_t k = to; k < c->list.n; k++)
            if (strcmp(c->list.items[k].text, *values) == 0) {
                struct count found = c->list.items[k];
                c->list.items[k] = c->list.items[to];
                c->list.items[to++] = found;
            }
}

static const char *label_of(const struct select_field *f, const char *text)
{
    int k = f->labels ? str_index(f->values, text) : -1;

    return k < 0 ? NULL : f->labels[k];
}

static void set_values(const struct counts *c, const struct select_field *f, struct arena *arena,
                       struct facet *ret)
{
    size_t n = c->list.n < FACET_VALUES_MAX ? c->list.n : FACET_VALUES_MAX;

    ret->values = ARENA_ARRAY(arena, n + 1, struct facet_value);
    for (size_t k = 0; k < n; k++)
        ret->values[ret->n_values++] =
            (struct facet_value){.value = c->list.items[k].text,
                                 .label = label_of(f, c->list.items[k].text),
                                 .count = c->list.items[k].n};
    if (c->n_missing > 0)
        ret->values[ret->n_values++] = (struct facet_value){.count = c->n_missing};
}

/* Counts those that a list shows as soon as the field is chosen by. */
static void make_facet(const struct select_table *t, const struct select_field *f,
                       struct arena *arena, struct facet *ret)
{
    const bool *is_counted = select_is_of_all(f) ? t->is_present : t->is_customer;
    const struct select_column column = select_column(t, f, arena);
    struct counts counts = {.by_text = idmap_new()};

    *ret = (struct facet){.field = f->name, .label = f->label};
    for (size_t i = 0; i < t->n; i++)
        if (is_counted[i])
            count_text(&counts, column.texts[i]);
    for (size_t k = 0; k < counts.list.n; k++)
        counts.list.items[k].n =
            idmap_get(counts.by_text, (int64_t)(intptr_t)counts.list.items[k].text);
    if (f->values)
        order_as_given(&counts, f->values);
    else if (counts.list.n > 0)
        qsort(counts.list.items, counts.list.n, sizeof(struct count), by_count);
    set_values(&counts, f, arena, ret);
    vec_done(&counts.list);
    idmap_free(counts.by_text);
}

/* Accounts may be in several segments, and those that do not work are left out. */
static void make_segments(const struct chosen *c, struct arena *arena, struct facet *ret)
{
    struct segments *segments = c->what.fields.segments;

    *ret = (struct facet){.field = "segment",
                          .label = "Segment",
                          .values = ARENA_ARRAY(arena, segments->n, struct facet_value)};
    for (size_t k = 0; k < segments->n; k++) {
        struct segment *s = &segments->items[k];
        if (segment_read(segments, s, NULL) < 0)
            continue;
        const bool *is_member = segment_members(segments, s->row.key, &c->table, arena);
        const bool *is_counted = s->is_of_all ? c->s->is_present : c->s->is_customer;
        int64_t n = 0;
        for (size_t i = 0; i < c->s->n; i++)
            n += is_member[i] && is_counted[i];
        ret->values[ret->n_values++] = (struct facet_value){s->row.key, s->row.name, n};
    }
}

/* Whether counting the segments takes metrics. */
static int need_metrics(const struct portfolio_source *source, bool *ret, struct err *err)
{
    struct segments *segments;
    int rc = segments_load(source->conn, source->arena, &segments, err);

    for (size_t k = 0; rc >= 0 && k < segments->n; k++) {
        struct segment *s = &segments->items[k];
        *ret |= segment_read(segments, s, NULL) >= 0 && s->needs_metrics;
    }
    return rc;
}

int portfolio_facets(const struct portfolio_source *source, const struct portfolio_query *query,
                     struct facet_list *ret, struct err *err)
{
    struct portfolio_query q = {.day = query->day, .matrix = query->matrix};
    struct chosen chosen;
    int rc = need_metrics(source, &q.needs_metrics, err);

    if (rc >= 0)
        rc = chosen_open(source, &q, &chosen, err);
    if (rc < 0)
        return rc;
    ret->items = ARENA_ARRAY(source->arena, ARRAY_LEN(facet_fields) + 1, struct facet);
    ret->n_items = ARRAY_LEN(facet_fields) + 1;
    make_segments(&chosen, source->arena, &ret->items[ARRAY_LEN(facet_fields)]);
    for (size_t k = 0; k < ARRAY_LEN(facet_fields); k++)
        make_facet(&chosen.table, select_field(&chosen.what.fields, facet_fields[k]), source->arena,
                   &ret->items[k]);
    return 0;
}
