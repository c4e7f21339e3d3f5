/* churn.h: that a customer left, or came back, and why. */
#pragma once
#include "facts/kind/kind.h"

struct churn {
    const char *key;
    const char *account;
    int32_t day;
    const char *reason;
    int64_t amount_cents;
    bool is_reactivation;
    const char *feedback;
    int32_t known;
    int64_t created, updated;
};
extern const struct field churn_fields[];
extern const struct kind churn_kind;
