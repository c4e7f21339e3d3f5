/* sample.h: the sample company: a seeded simulation of a B2B software vendor ("Northlight", which
 * sells software for running business processes) and its customers.
 *
 * Every account has two latent traits, health h and maturity m, both about N(0, 1) over the
 * portfolio. Everything that Ripen sees (usage, tickets, contacts, invoices, ratings) is noise
 * around them; whether an account leaves is decided by them alone, so that what a score or model
 * finds can be held against the truth:
 *
 *     at each decision point (the end of a term):
 *         P(churn) = logistic(a − SAMPLE_CHURN_HEALTH · h − SAMPLE_CHURN_MATURITY · m)
 *         a = SAMPLE_CHURN_YEARLY for yearly terms, SAMPLE_CHURN_MONTHLY for monthly ones
 *
 * The same options give the same facts, on every machine. The last day is an option, too: a demo
 * ends yesterday, so that its customers look alive; a test names a day.
 * docs/sample-company.md describes the world for readers. */
#pragma once
#include "base/err.h"
#include "db/db.h"

#include <stdint.h>

#define SAMPLE_CHURN_HEALTH   1.0
#define SAMPLE_CHURN_MATURITY 0.6
#define SAMPLE_CHURN_YEARLY   (-2.2)
#define SAMPLE_CHURN_MONTHLY  (-4.6)

/* How strongly goals, advocacy and campaigns follow the traits: the part of the way to a goal that
 * is covered when it is due, for each unit of a trait; the monthly chance of an act of advocacy,
 * and what a unit of a trait multiplies it by (e to that); the log-odds of a click. */
#define SAMPLE_GOAL_HEALTH       0.25
#define SAMPLE_GOAL_MATURITY     0.2
#define SAMPLE_ADVOCACY_MONTHLY  0.025
#define SAMPLE_ADVOCACY_HEALTH   0.8
#define SAMPLE_ADVOCACY_MATURITY 0.4
#define SAMPLE_CLICK_HEALTH      0.8

/* One prospect for so many customers, and by how much they run their function less well. */
#define SAMPLE_CUSTOMERS_PER_PROSPECT 10
#define SAMPLE_PROSPECT_IMMATURITY    0.6

struct sample_options {
    int64_t accounts; /* 1 … 100000 */
    int64_t months;   /* of recorded history, 1 … 120 */
    int64_t seed;
    int32_t until; /* the last day with facts */
};

struct sample_result {
    int64_t accounts, contacts, subscriptions, invoices, tickets, interactions, assessments, churns;
    int64_t prospects;
    int64_t goals, measurements, touches, advocacy, opportunities, responses;
    int64_t usage_rows; /* counts given to the usage writer */
};

/* Fills a database that has no accounts (else ERR_CONFLICT). One write transaction for every few
 * hundred accounts; progress (may be NULL) hears 0–100. */
int sample_fill(struct db *db, const struct sample_options *options,
                void (*progress)(void *ctx, int pct), void *ctx, struct sample_result *ret,
                struct err *err);
