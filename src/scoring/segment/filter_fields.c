/* What filters can be made of, for those who build them by pointing. */
#include "base/str.h"
#include "scoring/segment/segment_view.h"

static const char *const types[] = {"text", "choice", "segment", "number", "day", "boolean", NULL};
static const char *const groups[] = {"segment", "account", "score", "money",
                                     "metric",  "custom",  NULL};

static const struct field filter_field_view_fields[] = {
    FIELD_STR(struct filter_field_view, name, .required = true, .help = "As filters say it"),
    FIELD_STR(struct filter_field_view, label, .required = true),
    FIELD_ENUM(struct filter_field_view, type, types, .required = true),
    FIELD_ENUM(struct filter_field_view, group, groups, .required = true),
    FIELD_STRS(struct filter_field_view, values, .required = true,
               .help = "All there are, of choices and segments"),
    FIELD_STRS(struct filter_field_view, labels, .required = true,
               .help = "What people read for each value"),
    FIELD_BOOL(struct filter_field_view, is_undated, .required = true,
               .help = "It has no history: it counts for every day as it is now"),
    FIELD_END,
};
const struct field filter_field_list_fields[] = {
    FIELD_LIST(struct filter_field_list, items, filter_field_view, .of_name = "filter_field",
               .required = true),
    FIELD_END,
};

static const char *type_of(const struct select_field *f)
{
    switch (f->type) {
    case FIELD_T_ENUM: return f->source == FROM_SEGMENT ? "segment" : "choice";
    case FIELD_T_STR: return "text";
    case FIELD_T_DAY: return "day";
    case FIELD_T_BOOL: return "boolean";
    default: return "number";
    }
}

static const char *group_of(const struct select_field *f)
{
    switch (f->source) {
    case FROM_SEGMENT: return "segment";
    case FROM_CUSTOM: return "custom";
    case FROM_METRIC: return "metric";
    case FROM_ATTRIBUTE:
    case FROM_LIFECYCLE:
    case FROM_EMPLOYEES:
    case FROM_START:
    case FROM_CHURNED: return "account";
    default: return select_needs_scores(f) ? "score" : "money";
    }
}

/* What people read for a value: the name of a segment, the label of a cell. */
static const char *label_of(const struct select_field *f, size_t k)
{
    if (f->source == FROM_SEGMENT)
        return f->segments->items[k].row.name;
    return f->labels ? f->labels[k] : f->values[k];
}

static void add_values(const struct select_field *f, struct arena *arena,
                       struct filter_field_view *ret)
{
    size_t n = 0;

    while (f->values && f->values[n])
        n++;
    ret->values = ARENA_ARRAY(arena, n, const char *);
    ret->labels = ARENA_ARRAY(arena, n, const char *);
    ret->n_values = ret->n_labels = n;
    for (size_t k = 0; k < n; k++) {
        ret->values[k] = f->values[k];
        ret->labels[k] = label_of(f, k);
    }
}

const char *segment_field_label(const struct select_field *f, struct arena *arena)
{
    bool is_band = f->source == FROM_WORD && f->values && str_index(f->values, "medium") >= 0;

    if (!f->label || !*f->label)
        return f->name;
    return is_band ? arena_printf(arena, "%s band", f->label) : f->label;
}

int filter_fields_read(const struct portfolio_source *source, struct filter_field_list *ret,
                       struct err *err)
{
    struct segments *segments;
    int rc = segments_load_strict(source->conn, source->arena, &segments, err);

    if (rc < 0)
        return rc;
    const struct select_fields *fields = &segments->fields;
    ret->items = ARENA_ARRAY(source->arena, fields->n, struct filter_field_view);
    for (size_t k = 0; k < fields->n; k++) {
        const struct select_field *f = &fields->items[k];
        /* Two names for what another field says already. */
        if (str_eq(f->name, "arr_cents") || str_eq(f->name, "renewal_days"))
            continue;
        struct filter_field_view *v = &ret->items[ret->n_items++];
        *v = (struct filter_field_view){.name = f->name,
                                        .label = segment_field_label(f, source->arena),
                                        .type = type_of(f),
                                        .group = group_of(f),
                                        .is_undated = select_is_undated(f)};
        add_values(f, source->arena, v);
    }
    return 0;
}
