/* Which column fills which field. */
#include "base/str.h"
#include "intake/csv/plan_parts.h"
#include "intake/csv/value_word.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static int64_t unit_ms(const char *unit)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"seconds", 1000}, {"minutes", 60000}, {"hours", 3600000}, {"days", DAY_MS}};

    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        if (str_eq(units[i].name, unit))
            return units[i].ms;
    return 0;
}

static int column_of(const struct plan *p, const char *header)
{
    for (size_t i = 0; i < p->shape.n_headers; i++)
        if (strcasecmp(p->shape.headers[i], header) == 0)
            return (int)i;
    return -1;
}

static void bind(struct plan *p, struct binding b)
{
    b.field_index = (size_t)(b.target.field - p->subject.shape.fields);
    b.custom = (struct custom_field){.kind = p->subject.name, .name = b.target.custom};
    p->bindings[p->n_bindings++] = b;
}

/* How a column's field is shown: "closed", and after a second rule "closed, solved". */
static const char *add_field(const char *shown, const char *field, struct arena *arena)
{
    return shown ? arena_printf(arena, "%s, %s", shown, field) : field;
}

static void bind_rule(struct plan *p, const struct map_rule *r, struct arena *arena)
{
    const struct field *fields = p->subject.shape.fields;
    struct binding b = {
        .target = r->target,
        .column = r->header ? column_of(p, r->header) : -1,
        .header = r->header ? r->header : r->field,
        .constant = r->constant,
        .values = r->values,
        .factor = r->factor,
        .unit_ms = unit_ms(r->unit),
    };
    int order = r->date_order ? str_index(date_order_names, r->date_order) : 0;

    if (r->decimal)
        b.mark = r->decimal[0];
    b.order = (enum date_order)order;
    b.is_order_told = order > 0;
    b.after = r->after ? fields_find(fields, r->after) : NULL;
    for (; b.n_if_true < r->n_if_true; b.n_if_true++)
        b.if_true[b.n_if_true] = fields_find(fields, r->if_true[b.n_if_true]);
    bind(p, b);
    if (b.column < 0)
        return;
    struct import_column *c = &p->report.columns[b.column];
    c->field = add_field(c->field, r->field, arena);
    c->how = r->target.custom ? "custom" : "mapping";
    c->date_order = r->date_order;
    if (r->after)
        c->note = arena_printf(arena, "%s after \"%s\"", r->unit, r->after);
    else if (r->n_if_true)
        c->note = arena_printf(arena, "yes means the time of \"%s\"", r->if_true[0]);
}

static void bind_mapping(struct plan *p, const struct map_file *map, struct arena *arena)
{
    const char *missing = map_file_missing_header(map, p->shape.headers, p->shape.n_headers);

    if (missing) {
        char text[256];
        snprintf(text, sizeof(text),
                 "the mapping names a column \"%.60s\", which the file does not have", missing);
        plan_refuse(p, "missing_column", NULL, text);
        return;
    }
    for (size_t i = 0; i < map->n_rules; i++)
        bind_rule(p, &map->rules[i], arena);
    for (size_t i = 0; i < map->n_ignores; i++) {
        struct import_column *c = &p->report.columns[column_of(p, map->ignores[i].header)];
        c->how = "ignored";
        c->note = map->ignores[i].reason;
    }
}

/* The download of rejected rows has columns of its own, so that it can be corrected and given back
 * as it is. */
static bool is_reject_column(const char *header)
{
    return strncasecmp(header, "reject_", 7) == 0;
}

/* What the mapping leaves open is matched by name and synonym. */
static void bind_by_name(struct plan *p, struct arena *arena)
{
    size_t n = p->shape.n_headers, n_fields = fields_count(p->subject.shape.fields);
    const char **headers = ARENA_ARRAY(arena, n, const char *);
    bool *is_taken = ARENA_ARRAY(arena, n_fields, bool);
    struct header_match *matches = ARENA_ARRAY(arena, n, struct header_match);

    for (size_t i = 0; i < p->n_bindings; i++)
        is_taken[p->bindings[i].field_index] = true;
    for (size_t i = 0; i < n; i++) {
        struct import_column *c = &p->report.columns[i];
        if (is_reject_column(c->header)) {
            c->how = "ignored";
            c->note = "written by Ripen beside rows that it rejected";
        }
        headers[i] = str_eq(c->how, "unmatched") ? c->header : "";
    }
    target_match(&p->subject, headers, n, is_taken, matches);
    for (size_t i = 0; i < n; i++) {
        const struct target *t = &matches[i].target;
        if (!t->field)
            continue;
        struct import_column *c = &p->report.columns[i];
        c->field = target_name(t, arena);
        c->how = matches[i].is_synonym ? "synonym" : "name";
        bind(p,
             (struct binding){.target = *t, .column = (int)i, .header = c->header, .factor = NAN});
    }
}

static struct binding *binding_of(const struct plan *p, const char *field)
{
    for (size_t i = 0; i < p->n_bindings; i++)
        if (str_eq(p->bindings[i].target.field->name, field))
            return &p->bindings[i];
    return NULL;
}

const char *plan_interval_of(const char *header)
{
    char folded[128];

    word_fold(folded, sizeof(folded), header);
    if (strstr(folded, "mrr") || strstr(folded, "month"))
        return "1";
    if (strstr(folded, "year") || strstr(folded, "annual") || strstr(folded, "acv") ||
        str_starts(folded, "arr"))
        return "12";
    return NULL;
}

/* What a mapping says of a column is meant; what follows from its name alone may give way. */
static bool is_by_name(const struct plan *p, const struct binding *b)
{
    return b->column >= 0 && !str_eq(p->report.columns[b->column].how, "mapping");
}

/* MRR, ARR and the like say themselves what they pay for. A column beside them that says how often
 * is billed does not change them: 1,200 a year of ARR is not 1,200 a month. */
static void bind_interval(struct plan *p, struct arena *arena)
{
    const struct field *interval = fields_find(p->subject.shape.fields, PLAN_INTERVAL);
    const struct binding *amount = binding_of(p, PLAN_AMOUNT);
    struct binding *told = binding_of(p, PLAN_INTERVAL);

    if (!interval || !amount || amount->column < 0 || (told && !is_by_name(p, told)))
        return;
    const char *months = plan_interval_of(amount->header);
    if (!months)
        return;
    const char *per = str_eq(months, "1") ? "month" : "year";
    p->report.columns[amount->column].note = arena_printf(arena, "taken for an amount per %s", per);
    const struct binding fixed = {.target = {.field = interval},
                                  .column = -1,
                                  .header = interval->name,
                                  .constant = months,
                                  .factor = NAN};
    if (!told) {
        bind(p, fixed);
        return;
    }
    struct import_column *c = &p->report.columns[told->column];
    c->field = NULL;
    c->how = "ignored";
    c->note = arena_printf(arena, "not needed: \"%s\" is per %s, however it is billed",
                           amount->header, per);
    p->n_bindings--; /* the last one takes its place, and the constant the last place */
    *told = p->bindings[p->n_bindings];
    bind(p, fixed);
}

/* A duration needs the time that it counts from, and "yes" the times that it may mean. */
static int rank_of(const struct binding *b)
{
    return b->n_if_true ? 2 : b->after ? 1 : 0;
}

/* Keeps the order among equals. */
static void sort_bindings(struct plan *p, struct arena *arena)
{
    struct binding *sorted = ARENA_ARRAY(arena, p->n_bindings, struct binding);
    size_t n = 0;

    for (int rank = 0; rank <= 2; rank++)
        for (size_t i = 0; i < p->n_bindings; i++)
            if (rank_of(&p->bindings[i]) == rank)
                sorted[n++] = p->bindings[i];
    p->bindings = sorted;
}

void plan_bind(struct plan *p, const struct map_file *map, struct arena *arena)
{
    size_t most = (map ? map->n_rules : 0) + p->shape.n_headers + 1; /* the interval */

    p->bindings = ARENA_ARRAY(arena, most, struct binding);
    if (map)
        bind_mapping(p, map, arena);
    if (p->report.is_refused)
        return;
    bind_by_name(p, arena);
    bind_interval(p, arena);
    sort_bindings(p, arena);
}
