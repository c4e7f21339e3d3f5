/* assessment.h: how mature a customer is at running its own function: twelve ratings of 1 to 5, of
 * one day, each with its evidence; or, by the short form, one rating for each of the four groups,
 * which then stands for its three. The card that makes a score of them is scoring's. */
#pragma once
#include "facts/kind/kind.h"

#define ASSESSMENT_RATINGS 12
#define ASSESSMENT_GROUPS  4
#define ASSESSMENT_ALL     (ASSESSMENT_RATINGS + ASSESSMENT_GROUPS)

struct assessment {
    const char *key;
    const char *account;
    int32_t day;
    const char *assessor;
    const char *contact; /* who answered for the customer */
    const char *basis;
    double charter_clarity, charter_influence, charter_head;
    double people_skill, people_size, people_record;
    double process_quality, process_knowledge, process_integration;
    double tech_tools, tech_reports, tech_complexity;
    double charter, people, process, technology; /* of the short form */
    json_t *evidence;                            /* {"charter_clarity": "why", …} */
    const char *note;
    int32_t known;
    int64_t created, updated;
};
extern const struct field assessment_fields[];
extern const struct kind assessment_kind;

extern const char *const assessment_bases[]; /* survey interview observed */
/* The names of the twelve ratings in the order of the struct; ends with NULL. */
extern const char *const assessment_ratings[ASSESSMENT_RATINGS + 1];
/* The same with the four groups behind them: rating k of the twelve belongs to group k / 3. */
extern const char *const assessment_all_ratings[ASSESSMENT_ALL + 1];

/* Both in this order; rating < ASSESSMENT_ALL. NaN is missing. */
double assessment_rating(const struct assessment *a, size_t rating);
void assessment_set_rating(struct assessment *a, size_t rating, double value);
