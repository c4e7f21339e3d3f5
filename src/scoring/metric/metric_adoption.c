/* Whether and how the product is used. Usage is known as counts for each account, event and day,
 * and, where the product says who, as the days on which each user was there. */
#include "scoring/metric/metric.h"
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

#define ADOPTION .group = "adoption", .feed = FEED_USAGE

const struct metric metrics_adoption[] = {
    {.id = "active_users_28d",
     .label = "Active users",
     .unit = "users",
     .direction = "more",
     .window = "28 d",
     ADOPTION,
     .value = active_users,
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
     METRIC_FACTS("usage"),
     .formula = "Days since the account last used anything. Missing if it never did.",
     .source = "Recency, as in recency–frequency–monetary analysis"},
    {0},
};
