/* accounts.h: what is known of the accounts themselves, which is not dated, as columns in memory:
 * what filters read (select/) and snapshots share.
 *
 * Threads:   a table is made by one thread and read by anybody. The texts lie in one growing store
 *            that all tables of a line share, so that a table with a few new rows is cheap; what
 *            was handed out never moves. Whoever makes tables of one line does it one at a time.
 * Ownership: counted references. */
#pragma once
#include "db/db.h"

#include <stdatomic.h>

/* Row i of every array is one account, by rising id. Equal texts of attributes are the same
 * pointer. */
enum attribute {
    ATTR_KEY,
    ATTR_NAME,
    ATTR_OWNER,
    ATTR_STAGE,
    ATTR_SIZE_BAND,
    ATTR_LOCATION,
    ATTR_INDUSTRY,
    ATTR_USE_CASE,
    ATTR_ADOPTER_TYPE,
    ATTR_PLAN,
    ATTR_PARENT, /* key */
    ATTR_CUSTOM, /* the JSON object as text */
    ATTRIBUTES,
};
extern const char *const attribute_names[ATTRIBUTES]; /* as in the API: "size_band" */

struct account_table {
    size_t n;
    int64_t *ids;
    const char **text[ATTRIBUTES]; /* [attribute][row]; NULL is missing */
    double *employees;
    double *gross_margin_pct; /* the account's own */
    int32_t *start, *churned; /* DAY_NONE is missing */
};

struct texts;
struct accounts {
    struct account_table table;
    struct texts *texts;
    struct arena *arena; /* of the arrays */
    int age;             /* tables since all texts were read anew */
    atomic_int refs;
};

#define ACCOUNTS_END INT64_MAX /* above every id */
/* The accounts with from_id ≤ id < to_id. */
int accounts_load(struct conn *c, int64_t from_id, int64_t to_id, struct accounts **ret,
                  struct err *err);
/* `old` with the n accounts of these rising ids read again, added or gone. */
int accounts_patch(struct conn *c, const struct accounts *old, const int64_t *ids, size_t n,
                   struct accounts **ret, struct err *err);
/* How many there are, whenever they became or ceased to be customers. */
int accounts_number(struct conn *c, int64_t *ret, struct err *err);
struct accounts *accounts_ref(struct accounts *a);
void accounts_unref(struct accounts *a); /* NULL is allowed */
AUTO_STRUCT_DEFINE(accounts, accounts_unref)

/* The first row whose id is not below; table->n if there is none. */
size_t accounts_lower_bound(const struct account_table *table, int64_t id);
