/* sample_facts.h: what of one account's hidden life can be seen, written as facts. Inside
 * intake/sample only. */
#pragma once
#include "facts/kind/kind_writer.h"
#include "facts/usage/usage.h"
#include "intake/sample/sample_world.h"

#define SAMPLE_KINDS_MAX 16

/* A day on which somebody else rated the account, and what: bit r is rating r. */
struct sample_interview {
    int32_t day;
    unsigned rated;
};

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
    struct sample_interview interviews[SAMPLE_MONTHS_MAX];
    size_t n_interviews;
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
int sample_goal_facts(struct sample_sink *s, struct err *err);   /* goals, measurements, advocacy */
int sample_survey_facts(struct sample_sink *s, struct err *err); /* responses */
int sample_sales_facts(struct sample_sink *s, struct err *err);  /* campaigns, opportunities */

/* A prospect: who it is, what was asked, and the talks with it. */
int sample_prospect_facts(struct sample_sink *s, struct err *err);
/* The custom fields that hold the answers of prospects. */
int sample_prospect_fields(const struct act *act, struct err *err);

/* One fact each, for accounts of either sort. `post` and `kind` are the places in the lists of
 * sample_people.c; group[4] moves the ratings of each group. */
enum { SAMPLE_POST_SPONSOR, SAMPLE_POST_DECIDES, SAMPLE_POST_CHAMPION, SAMPLE_POSTS };
enum { SAMPLE_TALK_EMAIL_OUT = 1, SAMPLE_TALK_EMAIL_IN, SAMPLE_TALK_CALL };
void sample_contacts_room(struct sample_sink *s, size_t n);
int sample_put_contact(struct sample_sink *s, size_t post, int32_t joined, int32_t gone,
                       struct err *err);
int sample_put_talk(struct sample_sink *s, size_t kind, int32_t day, struct err *err);
int sample_put_assessment(struct sample_sink *s, int32_t day, const double *group, struct err *err);

/* The product's features, as event names. */
int sample_events(struct sample_sink *s, struct err *err);
