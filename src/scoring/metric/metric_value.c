/* What the customer gets: whether it reaches its goals, and how fast and how well it is helped. */
#include "scoring/metric/goals.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/revenue.h"
#include "scoring/metric/tickets.h"
#include "stats/summary.h"

#include <math.h>

static int32_t through(const struct metric_call *call)
{
    return call->context->through[FEED_TICKETS];
}

/* Is a ticket, or a later part of it, there by the end of the feed? A missing day never is. */
static bool is_by_then(const struct metric_call *call, const struct book_ticket *t,
                       int32_t part_day)
{
    return t->seen <= call->context->day && part_day != DAY_NONE && part_day <= through(call);
}

static bool is_in_window(const struct metric_call *call, const struct book_ticket *t,
                         int32_t part_day)
{
    return is_by_then(call, t, part_day) && part_day > through(call) - call->arg;
}

double tickets_open(const struct metric_call *call, size_t i)
{
    double n = 0;

    if (through(call) == DAY_NONE)
        return NAN;
    BOOK_EACH (&call->book->tickets, i, t)
        n += is_by_then(call, t, t->opened) && !is_by_then(call, t, t->done);
    return n;
}

double tickets_escalated(const struct metric_call *call, size_t i)
{
    double n = 0;

    if (through(call) == DAY_NONE)
        return NAN;
    BOOK_EACH (&call->book->tickets, i, t)
        n += is_in_window(call, t, t->escalated);
    return n;
}

double tickets_per_100_seats(const struct metric_call *call, size_t i)
{
    double n = 0, seats = seats_now(call->book, i, call->context->day);

    if (through(call) == DAY_NONE || !(seats > 0))
        return NAN;
    BOOK_EACH (&call->book->tickets, i, t)
        n += is_in_window(call, t, t->opened);
    return 100 * n / seats;
}

enum wait { WAIT_ANSWER, WAIT_SOLUTION, WAIT_CLOSING };

static int32_t wait_end(const struct book_ticket *t, enum wait wait)
{
    return wait == WAIT_ANSWER ? t->answered : wait == WAIT_SOLUTION ? t->done : t->closed;
}

static double wait_hours(const struct book_ticket *t, enum wait wait)
{
    if (wait == WAIT_ANSWER)
        return t->hours_to_answer;
    return wait == WAIT_SOLUTION ? t->hours_to_solve : t->hours_to_close;
}

/* The median of the hours that tickets took, over those whose wait ended in the window. */
static double median_hours(const struct metric_call *call, size_t i, enum wait wait)
{
    size_t most = call->book->tickets.first[i + 1] - call->book->tickets.first[i], n = 0;
    double *hours = mem_alloc(mem_product(most + 1, sizeof(double)));

    BOOK_EACH (&call->book->tickets, i, t) {
        if (is_in_window(call, t, wait_end(t, wait)))
            hours[n++] = wait_hours(t, wait);
    }
    double median = summary_median(hours, n);
    mem_free(hours);
    return median;
}

static double first_response(const struct metric_call *call, size_t i)
{
    return median_hours(call, i, WAIT_ANSWER);
}

static double resolution(const struct metric_call *call, size_t i)
{
    return median_hours(call, i, WAIT_SOLUTION);
}

static double closing(const struct metric_call *call, size_t i)
{
    return median_hours(call, i, WAIT_CLOSING);
}

#define SATISFIED 4 /* of 5, and above */

static double satisfaction(const struct metric_call *call, size_t i)
{
    double rated = 0, satisfied = 0;

    BOOK_EACH (&call->book->tickets, i, t) {
        if (isnan(t->satisfaction) || !is_in_window(call, t, t->done))
            continue;
        rated++;
        satisfied += t->satisfaction >= SATISFIED;
    }
    return rated > 0 ? 100 * satisfied / rated : NAN;
}

void tickets_ground_open(const struct metric_call *call, size_t i, struct grounds *g)
{
    g->to = through(call);
    BOOK_EACH (&call->book->tickets, i, t)
        if (is_by_then(call, t, t->opened) && !is_by_then(call, t, t->done))
            GROUND_USE(g, GROUND_TICKET, &call->book->tickets, i, t);
}

enum part { PART_OPENED, PART_ANSWERED, PART_DONE, PART_CLOSED, PART_ESCALATED };

static int32_t part_day(const struct book_ticket *t, enum part part)
{
    const int32_t days[] = {[PART_OPENED] = t->opened,
                            [PART_ANSWERED] = t->answered,
                            [PART_DONE] = t->done,
                            [PART_CLOSED] = t->closed,
                            [PART_ESCALATED] = t->escalated};

    return days[part];
}

/* The tickets of whose part the window is, and how many. */
static double mark_window(const struct metric_call *call, size_t i, enum part part,
                          bool is_rated_only, struct grounds *g)
{
    double n = 0;

    grounds_window(g, through(call), call->arg);
    BOOK_EACH (&call->book->tickets, i, t) {
        if (!is_in_window(call, t, part_day(t, part)) || (is_rated_only && isnan(t->satisfaction)))
            continue;
        GROUND_USE(g, GROUND_TICKET, &call->book->tickets, i, t);
        n++;
    }
    return n;
}

void tickets_ground_escalated(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_window(call, i, PART_ESCALATED, false, g);
}

void tickets_ground_per_100_seats(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_term(g, "Tickets opened", mark_window(call, i, PART_OPENED, false, g), "count");
    grounds_seats(call, i, g);
}

static void ground_first_response(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_window(call, i, PART_ANSWERED, false, g);
}

static void ground_resolution(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_window(call, i, PART_DONE, false, g);
}

static void ground_closing(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_window(call, i, PART_CLOSED, false, g);
}

static void ground_satisfaction(const struct metric_call *call, size_t i, struct grounds *g)
{
    double rated = mark_window(call, i, PART_DONE, true, g), percent = satisfaction(call, i);

    grounds_term(g, "Rated 4 or 5", isnan(percent) ? NAN : round(percent * rated / 100), "count");
    grounds_term(g, "Rated", rated, "count");
}

#define VALUE .group = "value", .feed = FEED_TICKETS, METRIC_FACTS("ticket")

#define CSAT_FORMULA                                                                              \
    "Share of tickets rated 4 or 5 among those rated 1 to 5 in the window. A rating counts from " \
    "the day the ticket was solved or closed."

#define GOALS .group = "value", METRIC_FACTS("goal", "measurement")

#define GOAL_IS_MET                                                                              \
    " A goal is met on its own day for it, or when a measurement reaches its target; once met, " \
    "it stays met."

const struct metric metrics_value[] = {
    {.id = "goals_met_12m_pct",
     .label = "Goals met",
     .unit = "%",
     .direction = "more",
     .window = "12 m",
     GOALS,
     .value = goals_met,
     .grounds = goals_ground_met,
     .formula = "Goals met ÷ goals due, over those that came due in the last 365 days or were met "
                "in them ahead of time." GOAL_IS_MET " Missing if none came due.",
     .source = "Customer goals attained, as in outcome-based success plans"},
    {.id = "goals_progress_pct",
     .label = "Progress towards goals",
     .unit = "%",
     .direction = "more",
     .window = "",
     GOALS,
     .value = goals_progress,
     .grounds = goals_ground_progress,
     .formula = "Mean part of the way from baseline to target, by the latest measurement, over "
                "open goals that were measured; those met in the last 365 days count in full.",
     .source = "Goal attainment"},
    {.id = "time_to_first_value_days",
     .label = "Time to first value",
     .unit = "days",
     .direction = "less",
     .window = "",
     GOALS,
     .value = goals_first_value,
     .grounds = goals_ground_first_value,
     .formula = "Days from the first as a customer (start day or first subscription) to the day on "
                "which the first goal was met." GOAL_IS_MET " Missing until one is.",
     .source = "Time to first value"},
    {.id = "csat_90d_pct",
     .label = "Ticket satisfaction, 90 days",
     .unit = "%",
     .direction = "more",
     .window = "90 d",
     VALUE,
     .value = satisfaction,
     .grounds = ground_satisfaction,
     .arg = 90,
     .formula = CSAT_FORMULA,
     .source = "CSAT, top two boxes"},
    {.id = "csat_180d_pct",
     .label = "Ticket satisfaction, 180 days",
     .unit = "%",
     .direction = "more",
     .window = "180 d",
     VALUE,
     .value = satisfaction,
     .grounds = ground_satisfaction,
     .arg = 180,
     .formula = CSAT_FORMULA,
     .source = "CSAT, top two boxes"},
    {.id = "first_response_hours_90d",
     .label = "Median first response",
     .unit = "hours",
     .direction = "less",
     .window = "90 d",
     VALUE,
     .value = first_response,
     .grounds = ground_first_response,
     .arg = 90,
     .formula = "Median hours from opening to the first public answer, over tickets first answered "
                "in the last 90 days.",
     .source = "First response time"},
    {.id = "resolution_hours_90d",
     .label = "Median resolution",
     .unit = "hours",
     .direction = "less",
     .window = "90 d",
     VALUE,
     .value = resolution,
     .grounds = ground_resolution,
     .arg = 90,
     .formula = "Median hours from opening until solved or closed, whichever came first, over "
                "tickets for which that was in the last 90 days.",
     .source = "Time to resolution, to the first solution"},
    {.id = "closing_hours_90d",
     .label = "Median time to close",
     .unit = "hours",
     .direction = "less",
     .window = "90 d",
     VALUE,
     .value = closing,
     .grounds = ground_closing,
     .arg = 90,
     .formula = "Median hours from opening until closed for good, over tickets closed in the last "
                "90 days. Above the median resolution where tickets come back.",
     .source = "Time to resolution, to the last solution"},
    {0},
};
