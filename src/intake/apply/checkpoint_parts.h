/* checkpoint_parts.h: the parts of a checkpoint, which share its transaction. Only for
 * checkpoint*.c.
 *
 * Nothing in the fold changes before the commit, so that a checkpoint that fails can come again:
 * ids that the transaction gave stand here until then. */
#pragma once
#include "access/audit.h"
#include "intake/apply/fold.h"

struct member_id {
    fold_ref member;
    int64_t id;
};
struct checkpoint {
    struct act act; /* its arena lives as long as the transaction */
    struct fold *f;
    int64_t *account_ids; /* by fold_ref - 1, of those that are used; 0: not there any more */
    int64_t *name_ids;    /* likewise */
    VEC(struct member_id) member_ids; /* that became known */
    struct usage_sum *sums;           /* that are asked for now */
    size_t n_sums;
    bool has_placed, has_lost_ground; /* as in the outcome */
    int64_t refused;
};

/* Finds or makes the accounts that are used. */
int checkpoint_accounts(struct checkpoint *k, struct err *err);
/* Counts and active days. */
int checkpoint_usage(struct checkpoint *k, struct err *err);
/* Numbers in events that were added up; behind checkpoint_accounts. */
int checkpoint_sums(struct checkpoint *k, struct err *err);
/* Traits into contacts and accounts. */
int checkpoint_traits(struct checkpoint *k, struct err *err);
