/* account.h: the customers themselves. */
#pragma once
#include "facts/kind/kind.h"

struct account {
    const char *key;
    const char *name;
    const char *parent; /* the key of another account */
    const char *lifecycle;
    /* the five segment attributes: stage, size (employees, size_band), location, industry, use_case
     */
    const char *stage;
    int64_t employees;
    const char *size_band;
    const char *location;
    const char *industry;
    const char *use_case;
    const char *adopter_type;
    const char *owner;
    const char *plan;
    int64_t seats;
    const char *currency;
    int32_t start, churned;
    const char *churn_reason;
    int64_t acquisition_cost_cents;
    double gross_margin_pct;
    json_t *custom; /* by the declared custom fields: facts/kind/custom.h */
    int64_t created, updated;
};
extern const struct field account_fields[];
extern const struct kind account_kind;

extern const char *const account_lifecycles[];    /* prospect onboarding active churned */
extern const char *const account_adopter_types[]; /* innovator … laggard */
