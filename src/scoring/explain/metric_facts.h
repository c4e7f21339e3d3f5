/* metric_facts.h: the very facts behind one number of an account on a day, as they were known then.
 *
 * Which facts these are is said by the metric itself (metric/grounds.h). What happened to them
 * after the day, or after the end of the feed if the metric's window ends with it, is left out: an
 * open ticket has no solution yet.
 *
 * Ownership: everything in the arena. Missing numbers are NaN.
 * Errors:    ERR_NOT_FOUND for an account or a metric that is not there; those of the database. */
#pragma once
#include "facts/advocacy/advocacy.h"
#include "facts/assessment/assessment.h"
#include "facts/campaign/campaign_touch.h"
#include "facts/churn/churn.h"
#include "facts/contact/contact.h"
#include "facts/goal/goal.h"
#include "facts/goal/measurement.h"
#include "facts/interaction/interaction.h"
#include "facts/opportunity/opportunity.h"
#include "facts/revenue/invoice.h"
#include "facts/revenue/subscription.h"
#include "facts/survey/response.h"
#include "facts/ticket/ticket.h"
#include "scoring/explain/one.h"
#include "scoring/metric/grounds.h"

/* So many rows of each kind are listed, the newest first; `n_facts` counts all. */
#define METRIC_FACTS_LISTED 200

struct metric_term {
    const char *label, *unit;
    double value;
};
struct metric_usage {
    const char *event, *label;
    bool is_tracked, is_advanced;
    double count;        /* in the metric's window, or its later half */
    double count_before; /* before that */
    int64_t days;        /* on which it happened */
    int32_t first, last;
};
struct metric_user {
    const char *user;
    int64_t days; /* of the window on which the user was there */
};

struct metric_facts {
    const char *metric, *label, *unit, *formula;
    int32_t day;
    double value;
    const char *note; /* of what day, or why it is missing; may be NULL */
    int32_t from, to; /* the window, both included; DAY_NONE: none */
    int64_t n_facts;  /* how many facts it rests on, rows of usage as one for each event and user */
    struct metric_term *terms;
    struct subscription *subscriptions;
    struct churn *churns;
    struct invoice *invoices;
    struct ticket *tickets;
    struct contact *contacts;
    struct interaction *interactions;
    struct assessment *assessments;
    struct goal *goals;
    struct measurement *measurements;
    struct campaign_touch *campaign_touches;
    struct advocacy *advocacy;
    struct opportunity *opportunities;
    struct response *responses;
    struct metric_usage *usage;
    struct metric_user *users;
    size_t n_terms, n_subscriptions, n_churns, n_invoices, n_tickets, n_contacts, n_interactions,
        n_assessments, n_goals, n_measurements, n_campaign_touches, n_advocacy, n_opportunities,
        n_responses, n_usage, n_users;
};
extern const struct field metric_facts_fields[];
int explain_metric_facts(const struct explain_request *request, const char *id, int32_t day,
                         struct metric_facts *ret, struct err *err);

/* The parts of it. Only for src/scoring/explain. */
struct fact_source {
    const struct explain_request *request;
    const struct factbook *book; /* of the one account */
    const struct context *context;
    const struct grounds *grounds;
};
/* Everything but usage. */
int metric_facts_rows(const struct fact_source *source, struct metric_facts *ret, struct err *err);
int metric_facts_usage(const struct fact_source *source, struct metric_facts *ret, struct err *err);
