/* Whether and how the product is used. Usage is known as counts for each account, event and day,
 * and, where the product says who, as the days on which each user was there. */
#include "base/day.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/revenue.h"

#include <math.h>

#define WEEKS (USAGE_WINDOW_DAYS / 7.0)

/* NULL while nothing is known of this account's use: it may not be connected at all. */
static const struct usage_window *use_of(const struct metric_call *call, size_t i)
{
    bool is_known =
        call->context->through[FEED_USAGE] != DAY_NONE && call->usage[i].last_use != DAY_NONE;

    return is_known ? &call->usage[i] : NULL;
}

static double active_users(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w ? w->users : NAN;
}

static double seat_utilisation(const struct metric_call *call, size_t i)
{
    double seats = seats_now(call->book, i, call->context->day);

    return seats > 0 ? 100 * active_users(call, i) / seats : NAN;
}

static double stickiness(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w && w->users > 0 ? 100 * w->user_days / USAGE_WINDOW_DAYS / w->users : NAN;
}

static double depth(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w && w->users > 0 ? w->events / WEEKS / w->users : NAN;
}

static double breadth(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w && call->tracked_events > 0 ? 100 * w->features / call->tracked_events : NAN;
}

static double advanced_share(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w && w->events > 0 ? 100 * w->advanced_events / w->events : NAN;
}

static double usage_events(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w ? w->events : NAN;
}

static double usage_trend(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w && w->events_before > 0 ? 100 * (w->events / w->events_before - 1) : NAN;
}

static double active_days(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w ? w->active_days : NAN;
}

static double days_since_use(const struct metric_call *call, size_t i)
{
    const struct usage_window *w = use_of(call, i);

    return w ? call->context->through[FEED_USAGE] - w->last_use : NAN;
}

static bool is_in(const struct book_cell *cell, int32_t from, int32_t to)
{
    return cell->day >= from && cell->day <= to;
}

/* The cells of so many days up to the end of the feed; if there are none, those of the last day
 * before, which show that the account is connected at all. */
static void use_cells(const struct metric_call *call, size_t i, int32_t days, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    grounds_window(g, call->context->through[FEED_USAGE], days);
    if (!w)
        return;
    int32_t from = w->last_use < g->from ? w->last_use : g->from;
    BOOK_EACH (&call->book->cells, i, cell)
        if (is_in(cell, from, g->to))
            GROUND_USE(g, GROUND_CELL, &call->book->cells, i, cell);
}

static void use_users(const struct metric_call *call, size_t i, struct grounds *g)
{
    int32_t first, last;

    if (!use_of(call, i))
        return;
    first = day_month(g->from);
    last = day_month(g->to);
    BOOK_EACH (&call->book->users, i, user)
        if (user->month >= first && user->month <= last)
            GROUND_USE(g, GROUND_USER, &call->book->users, i, user);
}

static void ground_use(const struct metric_call *call, size_t i, struct grounds *g)
{
    use_cells(call, i, USAGE_WINDOW_DAYS, g);
}

static void ground_users(const struct metric_call *call, size_t i, struct grounds *g)
{
    use_cells(call, i, USAGE_WINDOW_DAYS, g);
    use_users(call, i, g);
    grounds_term(g, "Active users", active_users(call, i), "users");
}

static void ground_seat_utilisation(const struct metric_call *call, size_t i, struct grounds *g)
{
    ground_users(call, i, g);
    grounds_seats(call, i, g);
}

static void ground_stickiness(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    ground_users(call, i, g);
    grounds_term(g, "Days on which a user was there, over all users", w ? w->user_days : NAN,
                 "days");
}

static void ground_depth(const struct metric_call *call, size_t i, struct grounds *g)
{
    ground_users(call, i, g);
    grounds_term(g, "Events", usage_events(call, i), "events");
}

static void ground_breadth(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    ground_use(call, i, g);
    grounds_term(g, "Tracked events used", w ? w->features : NAN, "count");
    grounds_term(g, "Tracked events that anybody has used", call->tracked_events, "count");
}

static void ground_advanced(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    ground_use(call, i, g);
    grounds_term(g, "Advanced events", w ? w->advanced_events : NAN, "events");
    grounds_term(g, "Events", usage_events(call, i), "events");
}

static void ground_trend(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    use_cells(call, i, 2 * USAGE_WINDOW_DAYS, g);
    grounds_term(g, "Events of the last 28 days", usage_events(call, i), "events");
    grounds_term(g, "Events of the 28 days before", w ? w->events_before : NAN, "events");
}

static void ground_last_use(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct usage_window *w = use_of(call, i);

    if (!w)
        return;
    g->from = w->last_use;
    g->to = call->context->through[FEED_USAGE];
    BOOK_EACH (&call->book->cells, i, cell)
        if (is_in(cell, g->from, g->to))
            GROUND_USE(g, GROUND_CELL, &call->book->cells, i, cell);
}

#define ADOPTION .group = "adoption", .feed = FEED_USAGE

const struct metric metrics_adoption[] = {
    {.id = "active_users_28d",
     .label = "Active users",
     .unit = "users",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = active_users,
     .grounds = ground_users,
     METRIC_FACTS("usage"),
     .formula = "Product users of the account who were there on at least one of the last 28 days. "
                "Missing while there was use but the product does not say whose.",
     .source = "Monthly active users, over four whole weeks so that every window has the same "
               "weekdays"},
    {.id = "seat_utilisation_pct",
     .label = "Seat utilisation",
     .unit = "%",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = seat_utilisation,
     .grounds = ground_seat_utilisation,
     METRIC_FACTS("usage", "subscription", "account"),
     .formula = "Active users of the last 28 days ÷ seats. Seats are those of the live "
                "subscriptions, or the account's own number if these have none.",
     .source = "Licence utilisation, as usual in customer success"},
    {.id = "stickiness_pct",
     .label = "Stickiness",
     .unit = "%",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = stickiness,
     .grounds = ground_stickiness,
     METRIC_FACTS("usage"),
     .formula = "Mean number of daily active users over the last 28 days ÷ active users of these "
                "28 days: on what share of days a user is there.",
     .source = "DAU ÷ MAU"},
    {.id = "depth_per_week",
     .label = "Depth of use",
     .unit = "events",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = depth,
     .grounds = ground_depth,
     METRIC_FACTS("usage"),
     .formula = "Events of the last 28 days ÷ 4 weeks ÷ active users.",
     .source = "Events per active user and week"},
    {.id = "breadth_pct",
     .label = "Breadth of use",
     .unit = "%",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = breadth,
     .grounds = ground_breadth,
     METRIC_FACTS("usage", "event"),
     .formula = "Tracked events that the account used in the last 28 days ÷ tracked events that "
                "anybody has used so far.",
     .source = "Feature adoption breadth"},
    {.id = "advanced_share_pct",
     .label = "Share of advanced use",
     .unit = "%",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = advanced_share,
     .grounds = ground_advanced,
     METRIC_FACTS("usage", "event"),
     .formula = "Events marked as advanced ÷ all events of the last 28 days.",
     .source = "The maturity slides: mature customers use more advanced functions"},
    {.id = "usage_events_28d",
     .label = "Usage events",
     .unit = "events",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = usage_events,
     .grounds = ground_use,
     METRIC_FACTS("usage"),
     .formula = "Sum of the counts of all events in the last 28 days.",
     .source = "Plain count"},
    {.id = "usage_trend_pct",
     .label = "Usage trend",
     .unit = "%",
     .direction = "more",
     .window = "56 d",
     ADOPTION,
     .value = usage_trend,
     .grounds = ground_trend,
     METRIC_FACTS("usage"),
     .formula = "Events of the last 28 days against those of the 28 days before, as a change. "
                "Missing if there were none before.",
     .source = "Relative change of two adjoining windows"},
    {.id = "active_days_28d",
     .label = "Active days",
     .unit = "days",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = active_days,
     .grounds = ground_use,
     METRIC_FACTS("usage"),
     .formula = "Days of the last 28 on which the account used anything.",
     .source = "Plain count"},
    {.id = "days_since_use",
     .label = "Days since last use",
     .unit = "days",
     .direction = "less",
     .window = "",
     ADOPTION,
     .value = days_since_use,
     .grounds = ground_last_use,
     METRIC_FACTS("usage"),
     .formula = "Days since the account last used anything. Missing if it never did.",
     .source = "Recency, as in recency–frequency–monetary analysis"},
    {0},
};
