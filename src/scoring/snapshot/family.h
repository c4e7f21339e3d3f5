/* family.h: parents that speak for their children. By the setting `hierarchy` every account stands
 * alone, or the health and maturity of one with accounts below it are the mean over its family: its
 * own score and those of all customers below it, however deep, that have one; weighed by ARR, or
 * each counting once.
 *
 * ARR is never rolled up: everybody is counted once, with its own, in lists and in the matrix, so
 * that sums stay sums; the parent only stands where its family stands. Whoever has no ARR weighs
 * nothing; where nobody in a family has any, each counts once. Scores are those of the day, so
 * a family's are, too; who belongs to whom is not dated.
 *
 * Threads: pure. Ownership: in the arena. Missing is NaN. */
#pragma once
#include "scoring/accounts/accounts.h"

enum hierarchy { HIERARCHY_ALONE, HIERARCHY_ARR, HIERARCHY_COUNT };

struct family {
    enum hierarchy mode;
    const int32_t *parent; /* [row]: the parent's row; −1: none, or not among the accounts */
    const int32_t *below;  /* [row]: how many customers are below it, however deep */
    int64_t n_parents;     /* customers with somebody below */
};
/* Chains of parents longer than this, and circles, end here. */
#define FAMILY_DEPTH_MAX 64

/* Who is below whom. */
void family_make(enum hierarchy mode, const struct account_table *accounts, const bool *is_customer,
                 struct arena *arena, struct family *ret);
/* ret[i]: the score of i's family; for whoever has nobody below, and who is no customer, the own.
 * arr may hold NaN. */
void family_mean(const struct family *f, const struct account_table *accounts,
                 const bool *is_customer, const double *score, const double *arr, double *ret);
