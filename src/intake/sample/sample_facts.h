/* sample_facts.h: what of one account's hidden life can be seen, written as facts. Inside
 * intake/sample only. */
#pragma once
#include "facts/kind/kind_writer.h"
#include "facts/usage/usage.h"
#include "intake/sample/sample_world.h"

#define SAMPLE_KINDS_MAX 16

/* Where facts go: the writers of one transaction, and the account that is being written. */
struct sample_sink {
    const struct act *act;
    struct kind_writer *writers[SAMPLE_KINDS_MAX]; /* as facts_kinds; made when first used */
    struct usage_writer *usage;
    struct arena *arena; /* emptied after each account */
    struct sample_account *account;
    int64_t account_id;
    int64_t n_keys; /* numbers the account's facts: "NL-00001-T7" */
    struct sample_result *result;
    const char **contact_keys;
    int32_t *contact_joined, *contact_left; /* left: DAY_NONE while there */
    size_t n_contacts;
};

/* Stores one fact, a struct of the kind's shape. */
int sample_put(struct sample_sink *s, const struct kind *kind, const void *row, struct err *err);
/* A key for the account's next fact, with the prefix of its kind ("T" for a ticket). */
const char *sample_key(struct sample_sink *s, const char *prefix);
/* A time of that day, within working hours. */
int64_t sample_time(struct sample_sink *s, int32_t day);

int sample_account_facts(struct sample_sink *s, struct err *err);
int sample_contract_facts(struct sample_sink *s,
                          struct err *err); /* subscriptions, invoices, churn */
int sample_people_facts(struct sample_sink *s, struct err *err); /* contacts, interactions */
int sample_care_facts(struct sample_sink *s, struct err *err);   /* tickets, assessments */
int sample_usage_facts(struct sample_sink *s, struct err *err);
int sample_goal_facts(struct sample_sink *s, struct err *err);  /* goals, measurements, advocacy */
int sample_sales_facts(struct sample_sink *s, struct err *err); /* campaigns, opportunities */

/* The product's features, as event names. */
int sample_events(struct sample_sink *s, struct err *err);
