/* What a metric of the organisation's own computes, in words. */
#include "base/str.h"
#include "scoring/metric/own_metric.h"

#include <string.h>

const char *own_unit(const struct own_plan *p)
{
    size_t n;

    switch (p->function) {
    case OWN_RATIO:
    case OWN_TREND: return "%";
    case OWN_DAYS_SINCE: return "days";
    default: break;
    }
    if (p->def.unit)
        return p->def.unit;
    if (p->function == OWN_COUNT)
        return p->is_usage ? "events" : p->kind->plural;
    n = p->value ? strlen(p->value->name) : 0;
    if (p->function == OWN_DISTINCT || !p->value)
        return "count";
    if (n > 6 && str_eq(p->value->name + n - 6, "_cents"))
        return "currency";
    return p->value->unit ? p->value->unit : "count";
}

/* "tickets", or "events of usage", with their condition. */
static void write_facts(const struct own_plan *p, const char *filter, struct buf *out)
{
    buf_str(out, p->is_usage ? "events" : p->kind->plural);
    if (filter)
        buf_printf(out, " with %s", filter);
}

static void write_window(const struct own_plan *p, struct buf *out)
{
    if (p->window_days && p->day)
        buf_printf(out, ", whose \"%s\" lies in the last %d days", p->day->name, p->window_days);
    else if (p->window_days)
        buf_printf(out, ", in the last %d days", p->window_days);
    else if (p->day)
        buf_printf(out, ", whose \"%s\" has come", p->day->name);
}

static void write_what(const struct own_plan *p, struct buf *out)
{
    const char *value = p->value || p->property ? p->def.field : NULL;

    switch (p->function) {
    case OWN_COUNT: buf_str(out, "Number of "); break;
    case OWN_SUM: buf_printf(out, "Σ of \"%s\" over ", value); break;
    case OWN_MEAN: buf_printf(out, "Mean of \"%s\" over ", value); break;
    case OWN_DISTINCT:
        buf_printf(out, "Number of different values of \"%s\" among ", p->def.field);
        break;
    case OWN_RATIO: buf_printf(out, "Share of those with %s among ", p->def.filter); break;
    case OWN_DAYS_SINCE: buf_str(out, "Days since the last of "); break;
    case OWN_TREND:
        if (value)
            buf_printf(out, "Change of Σ of \"%s\" over ", value);
        else
            buf_str(out, "Change of the number of ");
    }
    write_facts(p, p->function == OWN_RATIO ? p->def.base_filter : p->def.filter, out);
}

static const char *when_missing(const struct own_plan *p)
{
    switch (p->function) {
    case OWN_RATIO: return "Missing if there are none.";
    case OWN_MEAN:
    case OWN_DAYS_SINCE: return "Missing if there is none.";
    case OWN_TREND: return "Missing if there was nothing before.";
    default: break;
    }
    return p->feed == FEED_NONE ? "Missing while none of the kind is known of the account."
           : p->is_usage        ? "Missing while nothing is known of the account's use."
                                : "Missing while none of the kind is known of anybody.";
}

const char *own_formula(const struct own_plan *p, struct arena *arena)
{
    AUTO_BUF out = {0};

    write_what(p, &out);
    write_window(p, &out);
    if (p->function == OWN_TREND)
        buf_printf(&out, ", against the %d days before", p->window_days);
    buf_printf(&out, ". %s", when_missing(p));
    if (p->property)
        buf_str(&out, " What is no number is passed over. Missing as well if none of the events "
                      "has one, and in windows that begin before they are added up.");
    if (p->value && p->function != OWN_DISTINCT)
        buf_str(&out, " What is in another currency than the organisation's makes it missing.");
    return arena_strdup(arena, buf_text(&out));
}
