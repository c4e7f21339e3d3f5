/* How far the programme has spread at the customer. */
#include "scoring/metric/grounds.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/metric/people.h"
#include "scoring/metric/revenue.h"

#include <math.h>

#define YEAR_DAYS 365

static double products_live(const struct metric_call *call, size_t i)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day;
    struct marks marks = marks_new(b->n_products);
    double n = 0;

    BOOK_EACH (&b->subscriptions, i, s)
        if (s->product >= 0 && subscription_is_live(s, day, day))
            n += marks_set(&marks, (size_t)s->product);
    marks_done(&marks);
    return n > 0 ? n : NAN;
}

static double seats(const struct metric_call *call, size_t i)
{
    return seats_now(call->book, i, call->context->day);
}

static double seat_growth(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day;
    double before = seats_on(call->book, i, day - YEAR_DAYS, day);

    return before > 0 ? 100 * (seats_on(call->book, i, day, day) / before - 1) : NAN;
}

static double groups_engaged(const struct metric_call *call, size_t i)
{
    return people_engaged(call, i, true);
}

#define CENTS       100.0 /* in a unit of currency */
#define YEAR_MONTHS 12

static bool is_open_expansion(const struct metric_call *call, const struct book_opportunity *o)
{
    int32_t through = call->context->through[FEED_OPPORTUNITIES];

    return o->is_expansion && o->seen <= call->context->day && o->opened <= through &&
           (o->closed == DAY_NONE || o->closed > through);
}

/* What open expansions come to, by the end of the feed. */
static double pipeline(const struct metric_call *call, size_t i)
{
    int32_t through = call->context->through[FEED_OPPORTUNITIES];
    double cents = 0;

    if (through == DAY_NONE)
        return NAN;
    BOOK_EACH (&call->book->opportunities, i, o)
        if (is_open_expansion(call, o))
            cents += o->amount_cents;
    return cents / CENTS;
}

static double pipeline_share(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day;
    double arr = YEAR_MONTHS * mrr_cents_on(call->book, i, day, day) / CENTS;

    return arr > 0 ? 100 * pipeline(call, i) / arr : NAN;
}

static void ground_products(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day;

    BOOK_EACH (&b->subscriptions, i, s)
        if (s->product >= 0 && subscription_is_live(s, day, day))
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
}

static void mark_seats_on(const struct metric_call *call, size_t i, int32_t day, struct grounds *g)
{
    const struct factbook *b = call->book;

    BOOK_EACH (&b->subscriptions, i, s)
        if (!isnan(s->seats) && subscription_is_live(s, day, call->context->day))
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
}

static void ground_seat_growth(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day, before = day - YEAR_DAYS;

    mark_seats_on(call, i, day, g);
    mark_seats_on(call, i, before, g);
    g->from = before;
    g->to = day;
    grounds_term(g, "Seats", seats_on(b, i, day, day), "count");
    grounds_term(g, "Seats a year before", seats_on(b, i, before, day), "count");
}

static void ground_groups(const struct metric_call *call, size_t i, struct grounds *g)
{
    people_ground_engaged(call, i, true, g);
}

static void ground_pipeline(const struct metric_call *call, size_t i, struct grounds *g)
{
    g->to = call->context->through[FEED_OPPORTUNITIES];
    BOOK_EACH (&call->book->opportunities, i, o)
        if (is_open_expansion(call, o))
            GROUND_USE(g, GROUND_OPPORTUNITY, &call->book->opportunities, i, o);
}

static void ground_pipeline_share(const struct metric_call *call, size_t i, struct grounds *g)
{
    int32_t day = call->context->day;

    ground_pipeline(call, i, g);
    grounds_live(call, i, day, g);
    grounds_term(g, "Open expansions", pipeline(call, i), "currency");
    grounds_term(g, "ARR", YEAR_MONTHS * mrr_cents_on(call->book, i, day, day) / CENTS, "currency");
}

#define EXPANSION .group = "expansion"
#define PIPELINE_FORMULA                                                                          \
    "Σ of the yearly amounts of expansion opportunities that are open that day (one without an " \
    "amount counts as 0)"

const struct metric metrics_expansion[] = {
    {.id = "products_live",
     .label = "Products live",
     .unit = "count",
     .direction = "more",
     .window = "",
     EXPANSION,
     .value = products_live,
     .grounds = ground_products,
     METRIC_FACTS("subscription"),
     .formula = "Different products among the subscriptions live that day. Missing if none of them "
                "names a product.",
     .source = "Product penetration"},
    {.id = "seats",
     .label = "Seats",
     .unit = "count",
     .direction = "more",
     .window = "",
     EXPANSION,
     .value = seats,
     .grounds = grounds_seats,
     METRIC_FACTS("subscription", "account"),
     .formula = "Seats of the subscriptions live that day, or the account's own number of seats if "
                "these have none.",
     .source = "Plain count"},
    {.id = "seat_growth_12m_pct",
     .label = "Seat growth",
     .unit = "%",
     .direction = "more",
     .window = "12 m",
     EXPANSION,
     .value = seat_growth,
     .grounds = ground_seat_growth,
     METRIC_FACTS("subscription"),
     .formula = "Seats of the live subscriptions against those live 365 days before, as a change. "
                "Missing if there were none a year ago.",
     .source = "Relative change over a year"},
    {.id = "groups_engaged_90d",
     .label = "Stakeholder groups engaged",
     .unit = "count",
     .direction = "more",
     .window = "90 d",
     EXPANSION,
     .feed = FEED_INTERACTIONS,
     .value = groups_engaged,
     .grounds = ground_groups,
     METRIC_FACTS("interaction", "contact"),
     .formula =
         "Different stakeholder groups (departments) among the contacts who took part in a "
         "two-way interaction in the last 90 days. Missing if no interaction was ever noted.",
     .source = "Stakeholder × capability matrix (Forman, Developmental Stages of the Customer "
               "Relationship)"},
    {.id = "expansion_pipeline",
     .label = "Expansion pipeline",
     .unit = "currency",
     .direction = "more",
     .window = "",
     EXPANSION,
     .feed = FEED_OPPORTUNITIES,
     .value = pipeline,
     .grounds = ground_pipeline,
     METRIC_FACTS("opportunity"),
     .formula = PIPELINE_FORMULA
     ". Missing while no opportunity of anybody is known, and if one is in another currency than "
     "the organisation's.",
     .source = "Open pipeline, unweighted"},
    {.id = "expansion_pipeline_pct",
     .label = "Expansion pipeline ÷ ARR",
     .unit = "%",
     .direction = "more",
     .window = "",
     EXPANSION,
     .feed = FEED_OPPORTUNITIES,
     .value = pipeline_share,
     .grounds = ground_pipeline_share,
     METRIC_FACTS("opportunity", "subscription"),
     .formula = PIPELINE_FORMULA " ÷ ARR. Missing without ARR.",
     .source = "Pipeline coverage"},
    {0},
};
