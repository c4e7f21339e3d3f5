#include "scoring/metric/own_usage.h"

#include "base/str.h"
#include "facts/usage/usage_event.h"
#include "own_metric_sql.h"

#include <string.h>

/* --- The field --- */

/* What distinct values of usage are counted: usage has three columns of its own. */
static int check_distinct(const struct own_plan *p, struct err *err)
{
    static const char *const known[] = {"event", "day", "user", NULL};
    const struct own_metric *def = &p->def;

    if (!def->field || str_index(known, def->field) < 0)
        return err_set(err, ERR_INVALID, "field",
                       "must be event, day or user: what is counted once each");
    if (str_eq(def->field, "user") && def->filter)
        return err_set(err, ERR_INVALID, "filter",
                       "must be left out: which user caused which event is not kept");
    return 0;
}

/* Names joined by dots, none of them empty. */
static bool is_path(const char *path)
{
    size_t n = strlen(path);

    return n > 0 && n <= USAGE_PROPERTY_MAX && path[0] != '.' && path[n - 1] != '.' &&
           !strstr(path, "..");
}

static int find_property(struct own_plan *p, struct err *err)
{
    const char *field = p->def.field;

    if (!str_starts(field, OWN_PROPERTY) || !is_path(field + strlen(OWN_PROPERTY)))
        return err_set(err, ERR_INVALID, "field",
                       "\"%.40s\" is no number of an event; take the path of one, such as "
                       "properties.amount or properties.order.total",
                       field);
    p->property = field + strlen(OWN_PROPERTY);
    return 0;
}

int own_usage_field(struct own_plan *p, struct err *err)
{
    const char *field = p->def.field;

    switch (p->function) {
    case OWN_DISTINCT: return check_distinct(p, err);
    case OWN_SUM:
    case OWN_MEAN:
        if (!field)
            return err_set(err, ERR_INVALID, "field",
                           "is required for %s: the path of a number in events, such as "
                           "properties.amount",
                           p->def.function);
        return find_property(p, err);
    case OWN_TREND: return field ? find_property(p, err) : 0;
    default: break;
    }
    if (field)
        return err_set(err, ERR_INVALID, "field",
                       "is not needed: usage is counted as it is; leave it out");
    return 0;
}

/* --- The events --- */

int own_events(struct conn *c, struct arena *arena, struct usage_event **ret, size_t *ret_n,
               struct err *err)
{
    return db_all(c, sql_own_events, DB_ARGS(), DB_ROWS(usage_event_fields, ret, ret_n), arena,
                  err);
}

/* An event that never came in is a slip of the pen. */
static int check_event(struct conn *c, const char *name, const char *member, struct arena *arena,
                       struct err *err)
{
    struct usage_event *events;
    size_t n;
    int rc = own_events(c, arena, &events, &n, err);

    if (rc < 0)
        return rc;
    const char **names = ARENA_ARRAY(arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = events[i].key;
    if (str_index(names, name) >= 0)
        return 0;
    const char *near = str_nearest(names, name);
    if (near)
        return err_set(err, ERR_INVALID, member,
                       "there is no event \"%.40s\"; did you mean \"%.40s\"?", name, near);
    return err_set(err, ERR_INVALID, member,
                   "there is no event \"%.60s\"; the list of events shows those that came in",
                   name);
}

static bool is_about_names(const struct own_term *term)
{
    return str_eq(term->field->name, "key");
}

/* `event = …` or `event in …`: what holds for no event but those named. */
static bool names_events(const struct own_term *term)
{
    return is_about_names(term) && (term->filter->op == FILTER_EQ || term->filter->op == FILTER_IN);
}

int own_usage_events(struct conn *c, const struct own_filter *f, const char *member,
                     struct arena *arena, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; c && k < f->n_terms; k++) {
        const struct filter *term = f->terms[k].filter;
        if (!names_events(&f->terms[k]) && !(is_about_names(&f->terms[k]) && term->op == FILTER_NE))
            continue;
        for (size_t v = 0; rc == 0 && v < term->n_values; v++)
            rc = check_event(c, term->values[v].text, member, arena, err);
    }
    return rc;
}

/* --- Sums --- */

/* Can the filter hold for an event that it does not name, whatever its other comparisons say? They
 * are twelve at most. */
static bool holds_for_others(const struct own_filter *f)
{
    uint32_t named = 0;

    for (size_t k = 0; k < f->n_terms; k++)
        named |= names_events(&f->terms[k]) ? 1u << k : 0;
    for (uint32_t truths = 0; truths < 1u << f->n_terms; truths++)
        if (!(truths & named) && own_filter_holds(f, truths))
            return true;
    return false;
}

int own_usage_named(const struct own_plan *p, struct err *err)
{
    if (!p->property || !holds_for_others(&p->filter))
        return 0;
    return err_set(err, ERR_INVALID, "filter",
                   "must name the events whose numbers are added up, such as event = \"Report "
                   "exported\": they are kept for these alone");
}

void own_usage_wishes(const struct own_plan *p, struct own_wishes *out)
{
    const struct own_filter *f = &p->filter;

    for (size_t k = 0; p->property && k < f->n_terms; k++) {
        if (!names_events(&f->terms[k]))
            continue;
        const struct filter *term = f->terms[k].filter;
        for (size_t v = 0; v < term->n_values; v++)
            vec_push(out, ((struct usage_sum_wish){term->values[v].text, p->property}));
    }
}

/* --- The window --- */

int32_t own_usage_days(const struct own_plan *p)
{
    if (!p->is_usage)
        return 0;
    return p->function == OWN_TREND ? 2 * p->window_days : p->window_days;
}
