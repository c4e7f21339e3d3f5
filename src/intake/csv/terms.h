/* terms.h: whose each subscription is and when it began: to find the account of a usage line, and
 * facts that are dated before there was a subscription.
 *
 * Threads:   none of its own; read once from a connection.
 * Units:     days. */
#pragma once
#include "db/db.h"

#include <stdbool.h>

struct terms;
int terms_load(struct conn *c, struct terms **ret, struct err *err);
void terms_free(struct terms *t); /* NULL is allowed */

/* False: there is no such subscription. */
bool terms_find(const struct terms *t, const char *subscription, int64_t *ret_account_id,
                int32_t *ret_start);
/* The first day of the account's first subscription; DAY_NONE: it has none. */
int32_t terms_first(const struct terms *t, int64_t account_id);

AUTO_STRUCT_DEFINE(terms, terms_free)
