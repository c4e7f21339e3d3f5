/* usage_store.h: rows of usage_month. Inside facts/usage only. */
#pragma once
#include "facts/usage/usage.h"

/* Months that a block can be of. */
#define USAGE_MONTH_MIN (-1200)
#define USAGE_MONTH_MAX 3600

/* A stored account-month, unpacked; empty if there is none. */
struct usage_stored {
    struct usage_cells cells;
    struct usage_actives users;
};
void usage_stored_done(struct usage_stored *s);
/* AUTO_STORED s = {0}; */
#define AUTO_STORED __attribute__((cleanup(usage_stored_done))) struct usage_stored
int usage_stored_get(struct conn *c, int64_t account_id, int32_t month, struct usage_stored *s,
                     struct err *err);
/* Has any account usage in this month? */
int usage_stored_any(struct conn *c, int32_t month, bool *ret, struct err *err);
/* Without cells and users, the row is deleted. */
int usage_stored_put(struct conn *c, int64_t account_id, int32_t month,
                     const struct usage_stored *s, struct err *err);
