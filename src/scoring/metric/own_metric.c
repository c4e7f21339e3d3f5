#include "scoring/metric/own_metric.h"

#include "base/str.h"
#include "facts/facts.h"
#include "facts/kind/kind_sql.h"
#include "facts/usage/usage_event.h"
#include "scoring/metric/own_usage.h"

#include <assert.h>
#include <string.h>

const char *const own_functions[] = {"count", "sum",        "mean",  "distinct",
                                     "ratio", "days_since", "trend", NULL};
static const char *const directions[] = {"more", "less", "neither", NULL};

#define ID_MAX    60
#define FIELD_MAX (sizeof(OWN_PROPERTY) + USAGE_PROPERTY_MAX)
#define FUNCTION_HELP                                                                           \
    "count of facts, sum or mean of a number, distinct values of a field, ratio (share of the " \
    "facts that fit), days_since the last one, or trend (the window against the one before)"

const struct field own_metric_fields[] = {
    FIELD_STR(struct own_metric, id, .required = true, .min = 2, .max = ID_MAX,
              .help = "Lower-case letters, digits and _; it never changes"),
    FIELD_STR(struct own_metric, label, .required = true, .min = 1, .max = 80,
              .help = "What to call it"),
    FIELD_STR(struct own_metric, help, .max = 1000, .help = "What it is for"),
    FIELD_ENUM(struct own_metric, function, own_functions, .required = true, .help = FUNCTION_HELP),
    FIELD_STR(struct own_metric, fact, .required = true, .max = 40,
              .help = "The kind of fact it looks at, such as ticket, or usage"),
    FIELD_STR(struct own_metric, field, .max = FIELD_MAX,
              .help = "sum, mean and trend: the number that is added up (of usage: the path of one "
                      "in events, such as properties.amount); distinct: the field whose values "
                      "are counted (of usage: event, day or user)"),
    FIELD_STR(struct own_metric, day_field, .max = 60,
              .help = "The date that the window goes by, such as solved; left out, when the fact "
                      "happened"),
    FIELD_STR(struct own_metric, filter, .max = FILTER_TEXT_MAX,
              .help = "Which facts: a condition over the kind's fields, such as priority = "
                      "\"urgent\"; over usage: event = \"export\""),
    FIELD_STR(struct own_metric, base_filter, .max = FILTER_TEXT_MAX,
              .help = "ratio: of which facts those of the filter are a share; left out, of all"),
    FIELD_I64(struct own_metric, window_days, .min = 1, .max = OWN_DAYS_MAX, .unit = "days",
              .help = "How many days back it looks; left out, without end (not of usage)"),
    FIELD_STR(struct own_metric, unit, .max = 40,
              .help = "Of a count, sum, mean or distinct count; left out, what follows from them"),
    FIELD_ENUM(struct own_metric, direction, directions, .required = true,
               .help = "Whether more or less of it is better, or neither"),
    FIELD_I64(struct own_metric, version, .read_only = true,
              .help = "Rises when what it computes changes"),
    FIELD_END,
};

static const struct {
    const char *kind;
    enum feed feed;
} feeds[] = {
    {"ticket", FEED_TICKETS},    {"interaction", FEED_INTERACTIONS},
    {"invoice", FEED_INVOICES},  {"touch", FEED_TOUCHES},
    {"advocacy", FEED_ADVOCACY}, {"opportunity", FEED_OPPORTUNITIES},
};

static enum feed feed_of(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(feeds); i++)
        if (str_eq(feeds[i].kind, kind))
            return feeds[i].feed;
    return FEED_NONE;
}

static int check_id(const char *id, struct err *err)
{
    bool is_fine = id[0] >= 'a' && id[0] <= 'z';

    for (const char *c = id; *c; c++)
        is_fine = is_fine && ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_');
    if (is_fine)
        return 0;
    return err_set(err, ERR_INVALID, "id",
                   "\"%.60s\" is no id; take lower-case letters, digits and _, a letter first, "
                   "such as urgent_tickets_90d",
                   id);
}

bool own_kind_has_facts(const struct kind *kind)
{
    return kind->happened && kind_ref_of(kind, "account");
}

static int find_kind(const struct own_metric *def, struct own_plan *p, struct err *err)
{
    const char *names[32] = {"usage"};
    size_t n = 1;

    p->is_usage = str_eq(def->fact, "usage");
    for (const struct kind *const *k = facts_kinds; *k && n + 1 < ARRAY_LEN(names); k++) {
        if (!own_kind_has_facts(*k))
            continue;
        names[n++] = (*k)->name;
        if (str_eq((*k)->name, def->fact))
            p->kind = *k;
    }
    if (p->is_usage)
        p->kind = &usage_event_kind;
    p->feed = p->is_usage ? FEED_USAGE : feed_of(def->fact);
    if (p->kind)
        return 0;
    const char *near = str_nearest(names, def->fact);
    return err_set(err, ERR_INVALID, "fact", "there is no kind of dated fact \"%.40s\"; %s\"%s\"",
                   def->fact, near ? "did you mean " : "take one such as ", near ? near : "ticket");
}

static int unknown_field(const struct own_plan *p, const char *member, const char *name,
                         struct err *err)
{
    struct err unknown = {0};

    fields_unknown(p->kind->shape.fields, name, &unknown);
    return err_set(err, ERR_INVALID, member, "\"%.40s\" %s", name, unknown.text);
}

static bool is_number(const struct field *f)
{
    return f->type == FIELD_T_I64 || f->type == FIELD_T_F64;
}

static bool is_date(const struct field *f)
{
    return f->type == FIELD_T_DAY || f->type == FIELD_T_TIME;
}

static int check_field(struct own_plan *p, struct err *err)
{
    const struct own_metric *def = &p->def;
    bool is_of_numbers = p->function == OWN_SUM || p->function == OWN_MEAN;
    bool adds_up = is_of_numbers || p->function == OWN_TREND;

    if (p->is_usage)
        return own_usage_field(p, err);
    if (!def->field && (is_of_numbers || p->function == OWN_DISTINCT))
        return err_set(err, ERR_INVALID, "field", "is required for %s", def->function);
    if (!def->field)
        return 0;
    if (!adds_up && p->function != OWN_DISTINCT)
        return err_set(err, ERR_INVALID, "field", "means nothing to %s; leave it out",
                       def->function);
    p->value = fields_find(p->kind->shape.fields, def->field);
    if (!p->value || !own_filter_has(p->value))
        return unknown_field(p, "field", def->field, err);
    if (adds_up && !is_number(p->value))
        return err_set(err, ERR_INVALID, "field", "\"%s\" is no number and cannot be added up",
                       def->field);
    if (!adds_up && p->value->type == FIELD_T_STRS)
        return err_set(err, ERR_INVALID, "field", "\"%s\" is a list; take a field with one value",
                       def->field);
    return 0;
}

static int check_day(struct own_plan *p, struct err *err)
{
    const struct own_metric *def = &p->def;

    if (!def->day_field)
        return 0;
    p->day = p->is_usage ? NULL : fields_find(p->kind->shape.fields, def->day_field);
    if (p->is_usage)
        return err_set(err, ERR_INVALID, "day_field", "means nothing to usage; leave it out");
    if (!p->day || !own_filter_has(p->day))
        return unknown_field(p, "day_field", def->day_field, err);
    if (!is_date(p->day))
        return err_set(err, ERR_INVALID, "day_field", "\"%s\" is no date", def->day_field);
    return 0;
}

static int check_window(struct own_plan *p, struct err *err)
{
    bool has_window = p->def.window_days != I64_NONE;

    p->window_days = has_window ? (int32_t)p->def.window_days : 0;
    if (p->function == OWN_TREND && !has_window)
        return err_set(err, ERR_INVALID, "window_days",
                       "is required for trend, which compares a window with the one before");
    if (!p->is_usage)
        return 0;
    if (!has_window && p->function == OWN_DAYS_SINCE)
        p->window_days = OWN_USAGE_DAYS;
    else if (!has_window)
        return err_set(err, ERR_INVALID, "window_days", "is required for usage");
    if (own_usage_days(p) > OWN_USAGE_DAYS)
        return err_set(err, ERR_INVALID, "window_days", "looks %d days back; over usage at most %d",
                       own_usage_days(p), OWN_USAGE_DAYS);
    return 0;
}

static int check_filters(struct conn *c, struct own_plan *p, struct arena *arena, struct err *err)
{
    int rc = own_filter_parse(p->kind, p->def.filter, arena, &p->filter, err);

    if (rc == 0 && p->is_usage)
        rc = own_usage_events(c, &p->filter, "filter", arena, err);
    if (rc == 0 && p->is_usage)
        rc = own_usage_named(p, err);
    if (rc < 0)
        return rc;
    if (p->def.base_filter && p->function != OWN_RATIO)
        return err_set(err, ERR_INVALID, "base_filter", "is for ratio only; leave it out");
    if (p->function == OWN_RATIO && p->filter.n_terms == 0)
        return err_set(err, ERR_INVALID, "filter",
                       "is required for ratio: the share of which facts?");
    rc = own_filter_parse(p->kind, p->def.base_filter, arena, &p->base, err);
    if (rc == 0 && p->is_usage)
        rc = own_usage_events(c, &p->base, "base_filter", arena, err);
    if (rc < 0 && str_eq(err->field, "filter"))
        str_copy(err->field, sizeof(err->field), "base_filter");
    return rc;
}

static int check_unit(const struct own_plan *p, struct err *err)
{
    bool has_own =
        p->function == OWN_RATIO || p->function == OWN_TREND || p->function == OWN_DAYS_SINCE;

    if (!p->def.unit || !has_own)
        return 0;
    return err_set(err, ERR_INVALID, "unit", "of %s is always %s; leave it out", p->def.function,
                   own_unit(p));
}

static void write_column(const struct own_plan *p, const char *field, struct buf *sql)
{
    const struct field *f = field ? fields_find(p->kind->shape.fields, field) : NULL;

    buf_str(sql, ", ");
    if (f)
        kind_sql_column(p->kind, f, sql);
    else
        buf_str(sql, "NULL");
}

/* The days from which a field counts. */
static void write_froms(const struct own_plan *p, const struct field *f, struct buf *sql)
{
    const struct kind_later *later = f ? kind_later_of(p->kind, f->name) : NULL;
    bool is_own = f && !later && is_date(f) && !kind_is_plan(p->kind, f->name);

    write_column(p, later ? later->from[0] : is_own ? f->name : NULL, sql);
    write_column(p, later ? later->from[1] : NULL, sql);
}

static void write_terms(struct own_plan *p, const struct own_filter *f, struct arena *arena,
                        struct buf *sql)
{
    own_filter_columns(f, &p->args, arena, sql);
    for (size_t k = 0; k < f->n_terms; k++)
        write_froms(p, f->terms[k].field, sql);
}

/* book_own.c reads the columns in this order. */
static void write_sql(struct own_plan *p, struct arena *arena)
{
    AUTO_BUF sql = {0};
    const char *currency =
        p->value && fields_find(p->kind->shape.fields, "currency") ? "currency" : NULL;

    assert(p->kind);
    buf_str(&sql, p->is_usage ? "SELECT t.id" : "SELECT t.account_id");
    if (!p->is_usage) {
        write_column(p, p->kind->happened, &sql);
        write_column(p, "known", &sql);
        write_column(p, p->day ? p->day->name : p->kind->happened, &sql);
        write_column(p, p->value ? p->value->name : NULL, &sql);
        write_column(p, currency, &sql);
        write_froms(p, p->value, &sql);
        buf_str(&sql, ", t.id");
    }
    write_terms(p, &p->filter, arena, &sql);
    write_terms(p, &p->base, arena, &sql);
    kind_sql_from(p->kind, &sql);
    if (p->is_usage) {
        buf_str(&sql, " ORDER BY t.id");
    } else {
        const char *from = where_arg(&p->args, arena, DB_I64(NULL, 0));
        const char *to = where_arg(&p->args, arena, DB_I64(NULL, 0));
        buf_printf(&sql, " WHERE t.account_id >= %s AND t.account_id < %s ORDER BY t.account_id",
                   from, to);
    }
    p->sql = arena_strdup(arena, buf_text(&sql));
}

int own_compile(struct conn *c, const struct own_metric *def, struct arena *arena,
                struct own_plan **ret, struct err *err)
{
    struct own_plan *p = ARENA_NEW(arena, struct own_plan);

    *p = (struct own_plan){.def = *def};
    p->function = (enum own_function)str_index(own_functions, def->function);
    int rc = check_id(def->id, err);
    if (rc == 0)
        rc = find_kind(def, p, err);
    if (rc == 0)
        rc = check_field(p, err);
    if (rc == 0)
        rc = check_day(p, err);
    if (rc == 0)
        rc = check_window(p, err);
    if (rc == 0)
        rc = check_filters(c, p, arena, err);
    if (rc == 0)
        rc = check_unit(p, err);
    if (rc < 0)
        return rc;
    write_sql(p, arena);
    *ret = p;
    return 0;
}
