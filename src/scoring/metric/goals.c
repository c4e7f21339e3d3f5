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

/* Did it come due in the year, or was it met in it ahead of time? */
static bool is_due(const struct metric_call *call, const struct book_goal *g, int32_t met)
{
    bool is_early = is_in_year(call, met) && (g->due == DAY_NONE || g->due > call->context->day);

    return g->seen <= call->context->day && (is_early || is_in_year(call, g->due));
}

double goals_met(const struct metric_call *call, size_t i)
{
    double due = 0, met = 0;

    BOOK_EACH (&call->book->goals, i, g) {
        int32_t day = met_day(call, i, g);
        if (!is_due(call, g, day))
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

/* The part of a goal in the mean progress; NaN if it has none. */
static double progress_of(const struct metric_call *call, size_t i, const struct book_goal *g)
{
    int32_t met = met_day(call, i, g);

    if (g->seen > call->context->day || (met != DAY_NONE && !is_in_year(call, met)))
        return NAN;
    return met != DAY_NONE ? 1 : way_covered(g, latest_value(call, i, g));
}

double goals_progress(const struct metric_call *call, size_t i)
{
    double sum = 0, n = 0;

    BOOK_EACH (&call->book->goals, i, g) {
        double part = progress_of(call, i, g);
        if (isnan(part))
            continue;
        sum += part;
        n++;
    }
    return n > 0 ? 100 * sum / n : NAN;
}

/* The day on which the first goal was met. */
static int32_t first_met(const struct metric_call *call, size_t i)
{
    int32_t first = DAY_NONE;

    BOOK_EACH (&call->book->goals, i, g) {
        int32_t met = g->seen <= call->context->day ? met_day(call, i, g) : DAY_NONE;
        if (met != DAY_NONE && (first == DAY_NONE || met < first))
            first = met;
    }
    return first;
}

double goals_first_value(const struct metric_call *call, size_t i)
{
    int32_t first = first_met(call, i), since = customer_since(call->book, i, call->context->day);

    if (first == DAY_NONE || since == DAY_NONE)
        return NAN;
    return first > since ? first - since : 0;
}

/* The goal, and what was measured of it. */
static void mark_goal(const struct metric_call *call, size_t i, const struct book_goal *goal,
                      struct grounds *g)
{
    GROUND_USE(g, GROUND_GOAL, &call->book->goals, i, goal);
    BOOK_EACH (&call->book->measurements, i, m)
        if (is_measured(call, goal, m))
            GROUND_USE(g, GROUND_MEASUREMENT, &call->book->measurements, i, m);
}

void goals_ground_met(const struct metric_call *call, size_t i, struct grounds *g)
{
    double due = 0, met = 0;

    grounds_window(g, call->context->day, GOALS_WINDOW_DAYS);
    BOOK_EACH (&call->book->goals, i, goal) {
        int32_t day = met_day(call, i, goal);
        if (!is_due(call, goal, day))
            continue;
        mark_goal(call, i, goal, g);
        due++;
        met += day != DAY_NONE;
    }
    grounds_term(g, "Goals met", met, "count");
    grounds_term(g, "Goals due", due, "count");
}

void goals_ground_progress(const struct metric_call *call, size_t i, struct grounds *g)
{
    BOOK_EACH (&call->book->goals, i, goal)
        if (!isnan(progress_of(call, i, goal)))
            mark_goal(call, i, goal, g);
}

void goals_ground_first_value(const struct metric_call *call, size_t i, struct grounds *g)
{
    int32_t first = first_met(call, i);

    if (first == DAY_NONE)
        return;
    grounds_since(call, i, g);
    g->from = customer_since(call->book, i, call->context->day);
    g->to = first;
    BOOK_EACH (&call->book->goals, i, goal)
        if (goal->seen <= call->context->day && met_day(call, i, goal) == first)
            mark_goal(call, i, goal, g);
}
