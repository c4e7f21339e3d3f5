/* opportunity.h: a sale that may come: the renewal of a contract, or an expansion of it.
 *
 * Open until its closing day, then won or lost. What other systems call the close date is the
 * expected one until the deal is closed; a stage that says "closed won" or "closed lost" closes it
 * on that day, if none is given. */
#pragma once
#include "facts/kind/kind.h"

struct opportunity {
    const char *key;
    const char *account;
    const char *name;
    const char *kind;
    int64_t amount_cents; /* yearly recurring */
    const char *currency;
    const char *stage;
    int32_t opened, expected_close, closed;
    bool is_won; /* only of closed ones */
    const char *owner;
    int32_t known;
    int64_t created, updated;
};
extern const struct field opportunity_fields[];
extern const struct kind opportunity_kind;

extern const char *const opportunity_kinds[]; /* renewal expansion */
