/* How well vendor and customer stand with each other: who talks to whom, and what goes wrong. */
#include "scoring/metric/grounds.h"
#include "scoring/metric/people.h"
#include "scoring/metric/revenue.h"
#include "scoring/metric/tickets.h"

#include <math.h>

/* Contacts with a role who are there on the day; NaN if no contact of the account is known. */
static double contacts_present(const struct metric_call *call, size_t i, unsigned role)
{
    int32_t day = call->context->day;
    double n = NAN;

    BOOK_EACH (&call->book->contacts, i, c) {
        if (c->seen > day)
            continue;
        n = isnan(n) ? 0 : n;
        n += (c->roles & role) && (c->left == DAY_NONE || c->left > day);
    }
    return n;
}

static double has_sponsor(const struct metric_call *call, size_t i)
{
    double n = contacts_present(call, i, ROLE_BIT_SPONSOR);

    return n > 0 ? 1 : n;
}

static double champions(const struct metric_call *call, size_t i)
{
    return contacts_present(call, i, ROLE_BIT_CHAMPION);
}

static double champions_left(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day;
    double n = NAN;

    BOOK_EACH (&call->book->contacts, i, c) {
        if (c->seen > day)
            continue;
        n = isnan(n) ? 0 : n;
        n += (c->roles & ROLE_BIT_CHAMPION) && c->left != DAY_NONE && c->left <= day &&
             c->left > day - PEOPLE_WINDOW_DAYS;
    }
    return n;
}

static double contacts_engaged(const struct metric_call *call, size_t i)
{
    return people_engaged(call, i, false);
}

static double days_since_contact(const struct metric_call *call, size_t i)
{
    return people_days_since(call, i, false);
}

static double days_since_executive(const struct metric_call *call, size_t i)
{
    return people_days_since(call, i, true);
}

static bool is_sent_in_window(const struct metric_call *call, const struct book_touch *t)
{
    int32_t through = call->context->through[FEED_TOUCHES];

    return t->seen <= call->context->day && t->sent <= through &&
           t->sent > through - PEOPLE_WINDOW_DAYS;
}

/* Of the campaign mails sent in the window, those whose link was followed by the end of the feed.
 */
static double click_rate(const struct metric_call *call, size_t i)
{
    int32_t through = call->context->through[FEED_TOUCHES];
    double sent = 0, clicked = 0;

    BOOK_EACH (&call->book->touches, i, t) {
        if (!is_sent_in_window(call, t))
            continue;
        sent++;
        clicked += t->clicked != DAY_NONE && t->clicked <= through;
    }
    return sent > 0 ? 100 * clicked / sent : NAN;
}

static bool has_left(const struct book_contact *c, int32_t day)
{
    return c->left != DAY_NONE && c->left <= day;
}

/* Those with the role who are there, or who left in the window; if there are none, all who are
 * known, among whom there is none. */
static void mark_contacts(const struct metric_call *call, size_t i, unsigned role, bool is_left,
                          struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day;
    bool is_any = false;

    for (int pass = 0; pass < 2 && !is_any; pass++)
        BOOK_EACH (&b->contacts, i, c) {
            bool is_in = has_left(c, day) && c->left > day - PEOPLE_WINDOW_DAYS;
            bool is_one = (c->roles & role) && (is_left ? is_in : !has_left(c, day));
            if (c->seen > day || (pass == 0 && !is_one))
                continue;
            GROUND_USE(g, GROUND_CONTACT, &b->contacts, i, c);
            is_any = true;
        }
}

static void ground_sponsor(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_contacts(call, i, ROLE_BIT_SPONSOR, false, g);
}

static void ground_champions(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_contacts(call, i, ROLE_BIT_CHAMPION, false, g);
}

static void ground_champions_left(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_window(g, call->context->day, PEOPLE_WINDOW_DAYS);
    mark_contacts(call, i, ROLE_BIT_CHAMPION, true, g);
}

static void ground_engaged(const struct metric_call *call, size_t i, struct grounds *g)
{
    people_ground_engaged(call, i, false, g);
}

static void ground_contact(const struct metric_call *call, size_t i, struct grounds *g)
{
    people_ground_days_since(call, i, false, g);
}

static void ground_executive(const struct metric_call *call, size_t i, struct grounds *g)
{
    people_ground_days_since(call, i, true, g);
}

static void ground_clicks(const struct metric_call *call, size_t i, struct grounds *g)
{
    int32_t through = call->context->through[FEED_TOUCHES];
    double sent = 0, clicked = 0;

    grounds_window(g, through, PEOPLE_WINDOW_DAYS);
    BOOK_EACH (&call->book->touches, i, t) {
        if (!is_sent_in_window(call, t))
            continue;
        GROUND_USE(g, GROUND_TOUCH, &call->book->touches, i, t);
        sent++;
        clicked += t->clicked != DAY_NONE && t->clicked <= through;
    }
    grounds_term(g, "Followed", clicked, "count");
    grounds_term(g, "Sent", sent, "count");
}

#define RELATIONS .group = "relations"
#define TALKS     RELATIONS, .feed = FEED_INTERACTIONS

const struct metric metrics_relations[] = {
    {.id = "days_since_contact",
     .label = "Days since last two-way contact",
     .unit = "days",
     .direction = "less",
     .window = "",
     TALKS,
     .value = days_since_contact,
     .grounds = ground_contact,
     METRIC_FACTS("interaction"),
     .formula =
         "Days since the last interaction in which both sides spoke: marked as two-way, or a "
         "meeting, call, check-in or business review with no direction given. Missing if "
         "there never was one.",
     .source = "Recency of contact (Forman: when did someone last talk to the customer?)"},
    {.id = "days_since_executive_contact",
     .label = "Days since last executive contact",
     .unit = "days",
     .direction = "less",
     .window = "",
     TALKS,
     .value = days_since_executive,
     .grounds = ground_executive,
     METRIC_FACTS("interaction", "contact"),
     .formula = "The same, with a decision maker or executive sponsor among those who took part.",
     .source = "Executive relationship, the commonest engagement factor in health scores "
               "(Gainsight survey 2016, in the maturity slides)"},
    {.id = "executive_sponsor",
     .label = "Executive sponsor present",
     .unit = "yes/no",
     .direction = "more",
     .window = "",
     RELATIONS,
     .value = has_sponsor,
     .grounds = ground_sponsor,
     METRIC_FACTS("contact"),
     .formula = "1 if a contact with the role of executive sponsor is there and has not left, else "
                "0. Missing if no contact is known.",
     .source = "Sponsor coverage"},
    {.id = "champions",
     .label = "Champions present",
     .unit = "count",
     .direction = "more",
     .window = "",
     RELATIONS,
     .value = champions,
     .grounds = ground_champions,
     METRIC_FACTS("contact"),
     .formula = "Contacts with the role of champion who have not left. Missing if no contact is "
                "known.",
     .source = "Plain count"},
    {.id = "champions_left_90d",
     .label = "Champions who left",
     .unit = "count",
     .direction = "less",
     .window = "90 d",
     RELATIONS,
     .value = champions_left,
     .grounds = ground_champions_left,
     METRIC_FACTS("contact"),
     .formula = "Champions who left in the last 90 days. Missing if no contact is known.",
     .source = "Power-user change (Gainsight survey 2016, in the maturity slides)"},
    {.id = "contacts_engaged_90d",
     .label = "Contacts engaged",
     .unit = "count",
     .direction = "more",
     .window = "90 d",
     TALKS,
     .value = contacts_engaged,
     .grounds = ground_engaged,
     METRIC_FACTS("interaction", "contact"),
     .formula = "Different contacts who took part in a two-way interaction in the last 90 days. "
                "Missing if no interaction was ever noted.",
     .source = "Multi-threading: relations that do not hang on one person"},
    {.id = "sentiment_90d",
     .label = "Mean sentiment",
     .unit = "-2 to 2",
     .direction = "more",
     .window = "90 d",
     TALKS,
     .value = people_sentiment,
     .grounds = people_ground_sentiment,
     METRIC_FACTS("interaction"),
     .formula = "Mean of the sentiment noted with the interactions of the last 90 days.",
     .source = "Plain mean"},
    {.id = "campaign_click_rate_90d_pct",
     .label = "Campaign click rate",
     .unit = "%",
     .direction = "more",
     .window = "90 d",
     RELATIONS,
     .feed = FEED_TOUCHES,
     .value = click_rate,
     .grounds = ground_clicks,
     METRIC_FACTS("touch"),
     .formula = "Campaign touches in which a link was followed ÷ those sent in the last 90 days. "
                "Opens do not count, as mail programs open for themselves. Missing if none was "
                "sent.",
     .source = "Click-through rate by recipient and mailing"},
    {.id = "open_tickets",
     .label = "Open tickets",
     .unit = "count",
     .direction = "less",
     .window = "",
     RELATIONS,
     .feed = FEED_TICKETS,
     .value = tickets_open,
     .grounds = tickets_ground_open,
     METRIC_FACTS("ticket"),
     .formula = "Tickets opened and neither solved nor closed yet.",
     .source = "Support backlog (Forman: how many tickets are unresolved?)"},
    {.id = "escalations_90d",
     .label = "Escalations",
     .unit = "count",
     .direction = "less",
     .window = "90 d",
     RELATIONS,
     .feed = FEED_TICKETS,
     .value = tickets_escalated,
     .grounds = tickets_ground_escalated,
     .arg = 90,
     METRIC_FACTS("ticket"),
     .formula = "Tickets escalated in the last 90 days.",
     .source = "Plain count"},
    {.id = "tickets_28d_per_100_seats",
     .label = "Tickets per 100 seats",
     .unit = "count",
     .direction = "neither",
     .window = "28 d",
     RELATIONS,
     .feed = FEED_TICKETS,
     .value = tickets_per_100_seats,
     .grounds = tickets_ground_per_100_seats,
     .arg = 28,
     METRIC_FACTS("ticket", "subscription", "account"),
     .formula = "Tickets opened in the last 28 days ÷ seats × 100. Neither good nor bad by itself: "
                "silence can mean that nobody uses the product.",
     .source = "Contact rate"},
    {0},
};
