/* invoice.h: what was billed and when it was paid. */
#pragma once
#include "facts/kind/kind.h"

struct invoice {
    const char *key;
    const char *account;
    int32_t issued, due, paid;
    int64_t amount_cents; /* negative: a credit */
    const char *currency;
    int32_t known;
    int64_t created, updated;
};
extern const struct field invoice_fields[];
extern const struct kind invoice_kind;
