/* assessment.h: how mature a customer is at running its own function: twelve ratings of 1 to 5, of
 * one day, each with its evidence. The card that makes a score of them is scoring's. */
#pragma once
#include "facts/kind/kind.h"

#define ASSESSMENT_RATINGS 12

struct assessment {
    const char *key;
    const char *account;
    int32_t day;
    const char *assessor;
    const char *basis;
    double charter_clarity, charter_influence, charter_head;
    double people_skill, people_size, people_record;
    double process_quality, process_knowledge, process_integration;
    double tech_tools, tech_reports, tech_complexity;
    json_t *evidence; /* {"charter_clarity": "why", …} */
    const char *note;
    int32_t known;
    int64_t created, updated;
};
extern const struct field assessment_fields[];
extern const struct kind assessment_kind;

extern const char *const assessment_bases[]; /* survey interview observed */
/* The names of the twelve ratings in the order of the struct; ends with NULL. */
extern const char *const assessment_ratings[ASSESSMENT_RATINGS + 1];
