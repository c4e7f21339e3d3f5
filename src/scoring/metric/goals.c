#include "scoring/metric/goals.h"

#include "facts/goal/goal.h"
#include "scoring/metric/revenue.h"

#include <math.h>

static bool is_measured(const struct metric_call *call, const struct book_goal *g,
                        const struct book_measurement *m)
{
    return m->seen <= call->context->day && &call->book->goals.items[m->goal] == g;
}

/* The first day on which the goal was met, by what is known on the day asked for; DAY_NONE if it is
 * not. */
static int32_t met_day(const struct metric_call *call, size_t i, const struct book_goal *g)
{
    int32_t met = g->met <= call->context->day ? g->met : DAY_NONE;

    BOOK_EACH (&call->book->measurements, i, m) {
        if (!isnan(g->target) && is_measured(call, g, m) &&
            goal_is_reached(g->baseline, g->target, m->value) && (met == DAY_NONE || m->day < met))
            met = m->day;
    }
    return met;
}

static bool is_in_year(const struct metric_call *call, int32_t day)
{
    return day != DAY_NONE && day <= call->context->day &&
           day > call->context->day - GOALS_WINDOW_DAYS;
}

double goals_met(const struct metric_call *call, size_t i)
{
    double due = 0, met = 0;

    BOOK_EACH (&call->book->goals, i, g) {
        if (g->seen > call->context->day)
            continue;
        int32_t day = met_day(call, i, g);
        bool is_early =
            is_in_year(call, day) && (g->due == DAY_NONE || g->due > call->context->day);
        if (!is_early && !is_in_year(call, g->due))
            continue;
        due++;
        met += day != DAY_NONE;
    }
    return due > 0 ? 100 * met / due : NAN;
}

/* The latest measurement; several of one day are averaged, so that their order does not matter. */
static double latest_value(const struct metric_call *call, size_t i, const struct book_goal *g)
{
    int32_t last = DAY_NONE;
    double sum = 0, n = 0;

    BOOK_EACH (&call->book->measurements, i, m) {
        if (!is_measured(call, g, m) || m->day < last)
            continue;
        bool is_later = m->day > last;
        sum = m->value + (is_later ? 0 : sum);
        n = 1 + (is_later ? 0 : n);
        last = m->day;
    }
    return n > 0 ? sum / n : NAN;
}

/* 0 … 1. Without a baseline the way begins at 0. */
static double way_covered(const struct book_goal *g, double value)
{
    double from = isnan(g->baseline) ? 0 : g->baseline, way = g->target - from;
    double part = way == 0 ? NAN : (value - from) / way;

    return part < 0 ? 0 : part > 1 ? 1 : part;
}

double goals_progress(const struct metric_call *call, size_t i)
{
    double sum = 0, n = 0;

    BOOK_EACH (&call->book->goals, i, g) {
        if (g->seen > call->context->day)
            continue;
        int32_t met = met_day(call, i, g);
        if (met != DAY_NONE && !is_in_year(call, met))
            continue;
        double part = met != DAY_NONE ? 1 : way_covered(g, latest_value(call, i, g));
        if (isnan(part))
            continue;
        sum += part;
        n++;
    }
    return n > 0 ? 100 * sum / n : NAN;
}

double goals_first_value(const struct metric_call *call, size_t i)
{
    int32_t first = DAY_NONE, since = customer_since(call->book, i, call->context->day);

    BOOK_EACH (&call->book->goals, i, g) {
        int32_t met = g->seen <= call->context->day ? met_day(call, i, g) : DAY_NONE;
        if (met != DAY_NONE && (first == DAY_NONE || met < first))
            first = met;
    }
    if (first == DAY_NONE || since == DAY_NONE)
        return NAN;
    return first > since ? first - since : 0;
}
