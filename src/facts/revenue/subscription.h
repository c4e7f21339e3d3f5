/* subscription.h: what a customer pays for again and again. */
#pragma once
#include "facts/kind/kind.h"

struct subscription {
    const char *key;
    const char *account;
    const char *product;
    const char *plan;
    int64_t seats;
    int64_t amount_cents; /* for each interval */
    const char *currency;
    int64_t interval_months;
    int32_t start, ended; /* ended: the first day without it */
    int64_t term_months;
    bool auto_renewal;
    int64_t notice_days;
    int32_t known;
    int64_t created, updated;
};
extern const struct field subscription_fields[];
extern const struct kind subscription_kind;
