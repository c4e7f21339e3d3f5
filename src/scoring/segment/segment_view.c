#include "scoring/segment/segment_view.h"

#include "base/str.h"
#include "json/parse.h"
#include "scoring/segment/segment_users.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CENTS       100
#define LARGEST_MAX 5

static const struct field segment_user_view_fields[] = {
    FIELD_STR(struct segment_user_view, kind, .required = true,
              .help = "\"segment\", \"card\", \"matrix\", \"view\", \"survey\""),
    FIELD_STR(struct segment_user_view, key, .required = true),
    FIELD_STR(struct segment_user_view, name, .required = true),
    FIELD_END,
};
#define MADE_OF_HELP "Keys of the segments it names, and of those they name"
#define UNDATED_HELP \
    "Fields in it that have no history: for a day of the past they count as they are now"
#define SCORES_HELP "Its members hang on scores, bands or cells"
#define OF_ALL_HELP                                                                              \
    "It may hold accounts that are no customers: it names lifecycle, cell, churned, verdict or " \
    "qualification"

const struct field segment_view_fields[] = {
    FIELD_STR(struct segment_view, key, .required = true),
    FIELD_STR(struct segment_view, name, .required = true),
    FIELD_STR(struct segment_view, help),
    FIELD_STR(struct segment_view, filter, .max = FILTER_TEXT_MAX, .required = true),
    FIELD_JSON(struct segment_view, filter_json, .help = "The same as JSON"),
    FIELD_STR(struct segment_view, problem, .help = "Why it does not work; null: it does"),
    FIELD_STRS(struct segment_view, made_of, .required = true, .help = MADE_OF_HELP),
    FIELD_STRS(struct segment_view, undated, .required = true, .help = UNDATED_HELP),
    FIELD_BOOL(struct segment_view, needs_scores, .required = true, .help = SCORES_HELP),
    FIELD_BOOL(struct segment_view, is_of_all, .required = true, .help = OF_ALL_HELP),
    FIELD_LIST(struct segment_view, used_by, segment_user_view, .of_name = "segment_use",
               .required = true, .help = "It cannot be deleted while something is here"),
    FIELD_I64(struct segment_view, accounts, .help = "Its members on the day"),
    FIELD_I64(struct segment_view, arr_cents, .unit = "cents"),
    FIELD_TIME(struct segment_view, created, .required = true),
    FIELD_TIME(struct segment_view, updated, .required = true),
    FIELD_END,
};
const struct field segment_list_fields[] = {
    FIELD_DAY(struct segment_list, day, .required = true),
    FIELD_LIST(struct segment_list, items, segment_view, .of_name = "segment", .required = true),
    FIELD_END,
};
const struct field segment_preview_in_fields[] = {
    FIELD_DAY(struct segment_preview_in, day, .help = "As of this day; today if left out"),
    FIELD_STR(struct segment_preview_in, key, .max = SEGMENT_KEY_MAX,
              .help = "The segment that is being changed, so that circles show"),
    FIELD_STR(struct segment_preview_in, filter, .max = FILTER_TEXT_MAX),
    FIELD_JSON(struct segment_preview_in, filter_json),
    FIELD_END,
};
static const struct field segment_preview_row_fields[] = {
    FIELD_STR(struct segment_preview_row, key, .required = true),
    FIELD_STR(struct segment_preview_row, name, .required = true),
    FIELD_I64(struct segment_preview_row, arr_cents, .unit = "cents"),
    FIELD_END,
};
const struct field segment_preview_fields[] = {
    FIELD_DAY(struct segment_preview, day, .required = true),
    FIELD_STR(struct segment_preview, filter, .max = FILTER_TEXT_MAX, .required = true),
    FIELD_JSON(struct segment_preview, filter_json, .required = true),
    FIELD_I64(struct segment_preview, accounts, .required = true),
    FIELD_I64(struct segment_preview, arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct segment_preview, of_accounts, .required = true,
              .help = "All customers of the day"),
    FIELD_I64(struct segment_preview, of_arr_cents, .required = true, .unit = "cents"),
    FIELD_STRS(struct segment_preview, made_of, .required = true, .help = MADE_OF_HELP),
    FIELD_STRS(struct segment_preview, undated, .required = true, .help = UNDATED_HELP),
    FIELD_BOOL(struct segment_preview, needs_scores, .required = true, .help = SCORES_HELP),
    FIELD_BOOL(struct segment_preview, is_of_all, .required = true, .help = OF_ALL_HELP),
    FIELD_LIST(struct segment_preview, largest, segment_preview_row, .required = true,
               .help = "A few of its members, the largest by ARR"),
    FIELD_END,
};

struct select_needs segment_needs(const struct segment *s)
{
    return (struct select_needs){.needs_scores = s->needs_scores,
                                 .needs_metrics = s->needs_metrics,
                                 .is_of_all = s->is_of_all,
                                 .deepest = s->deepest};
}

int segment_evaluate(const struct portfolio_source *source, int32_t day, const struct filter *tree,
                     const struct select_needs *needs, struct segment_members_of *ret,
                     struct err *err)
{
    int32_t on = day == DAY_NONE ? source->today : day;
    struct placing_plan plan;

    if (on > source->today)
        return err_set(err, ERR_INVALID, "day", "must not be in the future");
    int rc = placing_plan(source->conn, NULL, source->arena, &plan, err);
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, on,
                          needs->needs_metrics ? SNAPSHOT_METRICS : plan.depth, source->arena,
                          &ret->s, err);
    if (rc >= 0)
        rc = placing_make(&plan, ret->s, source->arena, &ret->placing, err);
    if (rc < 0)
        return rc;
    ret->table = placing_table(&ret->placing);
    const bool *is_counted = needs->is_of_all ? ret->s->is_present : ret->s->is_customer;
    bool *is_member = select_filter(tree, &ret->table, source->arena);
    ret->n = 0;
    ret->arr = 0;
    for (size_t i = 0; i < ret->s->n; i++) {
        double arr = ret->s->kept[KEPT_ARR][i];
        is_member[i] &= is_counted[i];
        ret->n += is_member[i];
        ret->arr += is_member[i] && !isnan(arr) ? arr : 0;
    }
    ret->is_member = is_member;
    return 0;
}

/* A list of names without repeats, in the order in which they come up. */
struct names {
    const char **items;
    size_t n;
};

static bool add_name(struct names *names, const char *name)
{
    for (size_t k = 0; k < names->n; k++)
        if (str_eq(names->items[k], name))
            return false;
    names->items[names->n++] = name;
    return true;
}

/* Both lists at once. NOLINTNEXTLINE(misc-no-recursion): trees and chains are limited */
static void gather(const struct filter *f, struct names *fields, struct names *segments)
{
    const struct select_field *field = f->field.ref;

    for (size_t k = 0; k < f->n_of; k++)
        gather(f->of[k], fields, segments);
    if (f->n_of > 0)
        return;
    if (select_is_undated(field))
        add_name(fields, field->name);
    for (size_t v = 0; field->source == FROM_SEGMENT && v < f->n_values; v++) {
        const struct segment *s = select_segment(f, v);
        if (add_name(segments, s->row.key) && s->tree)
            gather(s->tree, fields, segments);
    }
}

void segment_parts(const struct filter *tree, const struct segments *segments,
                   struct segment_parts *ret)
{
    struct names fields = {ARENA_ARRAY(segments->arena, segments->fields.n, const char *), 0};
    struct names made_of = {ARENA_ARRAY(segments->arena, segments->n, const char *), 0};

    gather(tree, &fields, &made_of);
    *ret = (struct segment_parts){fields.items, fields.n, made_of.items, made_of.n};
}

static json_t *as_json(const struct filter *tree, struct arena *arena)
{
    AUTO_BUF text = {0};

    filter_write_json(tree, &text);
    return json_keep(arena, json_loads(buf_text(&text), 0, NULL));
}

static int add_users(const struct portfolio_source *source, struct segment_view *v, struct err *err)
{
    struct segment_uses uses;
    int rc = segment_uses_find(source->conn, v->key, source->arena, &uses, err);

    if (rc < 0)
        return rc;
    v->used_by = ARENA_ARRAY(source->arena, uses.n, struct segment_user_view);
    v->n_used_by = uses.n;
    for (size_t k = 0; k < uses.n; k++)
        v->used_by[k] =
            (struct segment_user_view){uses.items[k].kind, uses.items[k].key, uses.items[k].name};
    return 0;
}

static int fill_view(const struct portfolio_source *source, struct segments *segments,
                     struct segment *s, struct segment_view *v, struct err *err)
{
    *v = (struct segment_view){.key = s->row.key,
                               .name = s->row.name,
                               .help = s->row.help,
                               .filter = s->row.filter,
                               .accounts = I64_NONE,
                               .arr_cents = I64_NONE,
                               .created = s->row.created,
                               .updated = s->row.updated};
    if (segment_read(segments, s, NULL) < 0) {
        v->problem = s->problem.text;
    } else {
        struct segment_parts parts;
        segment_parts(s->tree, segments, &parts);
        v->filter_json = as_json(s->tree, source->arena);
        v->needs_scores = s->needs_scores;
        v->is_of_all = s->is_of_all;
        v->made_of = parts.made_of;
        v->n_made_of = parts.n_made_of;
        v->undated = parts.undated;
        v->n_undated = parts.n_undated;
    }
    return add_users(source, v, err);
}

static int count_view(const struct portfolio_source *source, int32_t day, const struct segment *s,
                      struct segment_view *v, struct err *err)
{
    struct segment_members_of members;
    const struct select_needs needs = segment_needs(s);
    int rc = segment_evaluate(source, day, s->tree, &needs, &members, err);

    if (rc < 0)
        return rc;
    v->accounts = (int64_t)members.n;
    v->arr_cents = llround(members.arr * CENTS);
    return 0;
}

int segment_list_read(const struct portfolio_source *source, int32_t day, bool is_counted,
                      struct segment_list *ret, struct err *err)
{
    struct segments *segments;
    int rc = segments_load_strict(source->conn, source->arena, &segments, err);

    if (rc < 0)
        return rc;
    ret->day = day == DAY_NONE ? source->today : day;
    ret->items = ARENA_ARRAY(source->arena, segments->n, struct segment_view);
    ret->n_items = segments->n;
    for (size_t k = 0; rc >= 0 && k < segments->n; k++) {
        rc = fill_view(source, segments, &segments->items[k], &ret->items[k], err);
        if (rc >= 0 && is_counted && !ret->items[k].problem)
            rc = count_view(source, day, &segments->items[k], &ret->items[k], err);
    }
    return rc;
}

int segment_view_read(const struct portfolio_source *source, int32_t day, const char *key,
                      bool is_counted, struct segment_view *ret, struct err *err)
{
    struct segments *segments;
    int rc = segments_load_strict(source->conn, source->arena, &segments, err);

    if (rc < 0)
        return rc;
    struct segment *s = segment_find(segments, key);
    if (!s)
        return segment_unknown(segments, key, err);
    rc = fill_view(source, segments, s, ret, err);
    return rc < 0 || ret->problem || !is_counted ? rc : count_view(source, day, s, ret, err);
}

static double arr_of(const struct snapshot *s, size_t row)
{
    double arr = s->kept[KEPT_ARR][row];

    return isnan(arr) ? 0 : arr;
}

/* Puts the row where it belongs among the largest so far. */
static void keep_largest(const struct snapshot *s, size_t row, size_t *rows, size_t *n)
{
    size_t at = *n;

    while (at > 0 && arr_of(s, row) > arr_of(s, rows[at - 1]))
        at--;
    if (at == LARGEST_MAX)
        return;
    *n += *n < LARGEST_MAX;
    memmove(&rows[at + 1], &rows[at], (*n - at - 1) * sizeof(*rows));
    rows[at] = row;
}

static void add_largest(const struct segment_members_of *m, struct arena *arena,
                        struct segment_preview *ret)
{
    size_t rows[LARGEST_MAX], n = 0;

    for (size_t i = 0; i < m->s->n; i++)
        if (m->is_member[i])
            keep_largest(m->s, i, rows, &n);
    ret->largest = ARENA_ARRAY(arena, n, struct segment_preview_row);
    ret->n_largest = n;
    for (size_t k = 0; k < n; k++)
        ret->largest[k] = (struct segment_preview_row){m->s->accounts->text[ATTR_KEY][rows[k]],
                                                       m->s->accounts->text[ATTR_NAME][rows[k]],
                                                       llround(arr_of(m->s, rows[k]) * CENTS)};
}

static void add_whole(const struct snapshot *s, struct segment_preview *ret)
{
    double arr = 0;

    for (size_t i = 0; i < s->n; i++) {
        ret->of_accounts += s->is_customer[i];
        arr += s->is_customer[i] ? arr_of(s, i) : 0;
    }
    ret->of_arr_cents = llround(arr * CENTS);
}

/* The filter among the segments as they would be with it saved. */
static int read_preview(struct segments *segments, const struct segment_preview_in *in,
                        const struct filter **ret, struct select_needs *ret_needs, struct err *err)
{
    int rc;

    if (!in->key) {
        rc = segment_filter_read(segments, in->filter, in->filter_json, ret, err);
        return rc < 0 ? rc : select_needs(*ret, ret_needs, err);
    }
    AUTO_BUF text = {0};
    struct segment *s = segments_put(segments, &(struct segment_row){.key = in->key});
    rc = segment_filter_read(segments, in->filter, in->filter_json, ret, err);
    if (rc < 0)
        return rc;
    filter_write(*ret, &text);
    s->row.filter = arena_strdup(segments->arena, buf_text(&text));
    rc = segment_read(segments, s, err);
    *ret = s->tree;
    *ret_needs = segment_needs(s);
    return rc;
}

int segment_preview_make(const struct portfolio_source *source, const struct segment_preview_in *in,
                         struct segment_preview *ret, struct err *err)
{
    struct segments *segments;
    const struct filter *tree;
    struct select_needs needs;
    struct segment_members_of members;
    struct segment_parts parts;
    AUTO_BUF text = {0};
    int rc = segments_load_strict(source->conn, source->arena, &segments, err);

    if (rc >= 0)
        rc = read_preview(segments, in, &tree, &needs, err);
    if (rc >= 0)
        rc = segment_evaluate(source, in->day, tree, &needs, &members, err);
    if (rc < 0)
        return rc;
    segment_parts(tree, segments, &parts);
    filter_write(tree, &text);
    *ret = (struct segment_preview){.day = members.s->day,
                                    .filter = arena_strdup(source->arena, buf_text(&text)),
                                    .filter_json = as_json(tree, source->arena),
                                    .accounts = (int64_t)members.n,
                                    .arr_cents = llround(members.arr * CENTS),
                                    .made_of = parts.made_of,
                                    .n_made_of = parts.n_made_of,
                                    .undated = parts.undated,
                                    .n_undated = parts.n_undated,
                                    .needs_scores = needs.needs_scores,
                                    .is_of_all = needs.is_of_all};
    add_whole(members.s, ret);
    add_largest(&members, source->arena, ret);
    return 0;
}
