#include "scoring/view/view_uses.h"

#include "base/str.h"
#include "http/request.h"
#include "scoring/select/select.h"
#include "view_sql.h"

#include <string.h>

struct view_row {
    const char *name;
    json_t *state;
};
static const struct field view_row_fields[] = {
    FIELD_STR(struct view_row, name),
    FIELD_JSON(struct view_row, state),
    FIELD_END,
};

/* What is looked for: a segment, or else a metric. */
struct look {
    const char *segment, *metric;
    const struct select_fields *fields;
    struct arena *arena;
};

/* A filter that makes no sense any more names nothing. */
static bool filter_names(const struct look *l, const char *text)
{
    const struct filter_names names = select_names(l->fields);
    const struct filter *tree = NULL;

    if (filter_parse(text, &names, l->arena, &tree, NULL) < 0 || !tree)
        return false;
    return l->segment ? select_names_segment(tree, l->segment)
                      : select_names_field(tree, l->metric);
}

/* One parameter of a page. A column that is gone is left out by the page and needs no metric. */
static bool param_names(const struct look *l, const char *name, const char *value)
{
    if (str_eq(name, "filter"))
        return filter_names(l, value);
    if (l->segment)
        return str_eq(name, "segment") && str_eq(value, l->segment);
    return str_eq(name, l->metric) ||
           (str_eq(name, "sort") && str_eq(value + (*value == '-'), l->metric));
}

/* The address of a page: "filter=…&sort=-arr". */
static bool search_names(const struct look *l, const char *search)
{
    bool is_named = false;

    for (const char *at = search + (*search == '?'); *at && !is_named;) {
        size_t n = strcspn(at, "&"), n_name = strcspn(at, "=&");
        if (n_name < n) {
            const char *name = url_decode(at, n_name, true, l->arena);
            const char *value = url_decode(at + n_name + 1, n - n_name - 1, true, l->arena);
            is_named = name && value && param_names(l, name, value);
        }
        at += n + (at[n] == '&');
    }
    return is_named;
}

static bool state_names(const struct look *l, json_t *state)
{
    const char *name;
    json_t *value;

    json_object_foreach (state, name, value) {
        const char *text = json_string_value(value);
        if (text && (str_eq(name, "search") ? search_names(l, text) : param_names(l, name, text)))
            return true;
    }
    return false;
}

static int find(struct conn *c, struct look l, struct segment_uses *uses, struct err *err)
{
    static const struct select_cells any = {0};
    struct select_fields fields;
    struct view_row *rows;
    size_t n;
    int rc =
        db_all(c, sql_view_list, DB_ARGS(), DB_ROWS(view_row_fields, &rows, &n), uses->arena, err);

    if (rc >= 0 && n > 0)
        rc = select_fields_load(c, &any, uses->arena, &fields, err);
    l.fields = &fields;
    l.arena = uses->arena;
    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (state_names(&l, rows[k].state))
            segment_use_add(uses, (struct segment_use){"view", rows[k].name, rows[k].name});
    return rc < 0 ? rc : 0;
}

int views_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                      struct err *err)
{
    return find(c, (struct look){.segment = segment}, uses, err);
}

int views_use_metric(struct conn *c, const char *id, struct segment_uses *uses, struct err *err)
{
    return find(c, (struct look){.metric = id}, uses, err);
}
