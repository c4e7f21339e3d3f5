/* usage_sum_writer.h: writes what was added up (usage_sums.h), gathered in any order.
 *
 *     struct usage_sum_writer *w = usage_sum_writer_new(conn);
 *     usage_sum_writer_add(w, &(struct usage_sum_part){sum_id, account_id, day, count, sum});
 *     rc = usage_sum_writer_flush(w, err);                    adds it to what is stored, or
 *     rc = usage_sum_writer_replace(w, sum_id, from, &outcome, err);   once for each of the sums
 *
 * What waits is packed by account, sum and month, some eight bytes a day.
 * Threads:   as the connection; changes need a write transaction. */
#pragma once
#include "db/db.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_sum_block.h"

struct usage_sum_part {
    int64_t sum_id, account_id;
    int32_t day;
    int64_t count; /* of how many numbers, > 0 */
    usage_amount sum;
};

struct usage_sum_writer;
struct usage_sum_writer *usage_sum_writer_new(struct conn *c); /* NULL: told before a flush */
void usage_sum_writer_use(struct usage_sum_writer *w, struct conn *c);
void usage_sum_writer_free(struct usage_sum_writer *w); /* NULL is allowed */
void usage_sum_writer_add(struct usage_sum_writer *w, const struct usage_sum_part *part);
/* What was gathered of a sum is forgotten. */
void usage_sum_writer_drop(struct usage_sum_writer *w, int64_t sum_id);

/* Adds everything to what is stored, and is empty then. Accounts that are gone are passed over. The
 * accounts are not touched: what a sum is made of was counted as well. */
int usage_sum_writer_flush(struct usage_sum_writer *w, struct err *err);

/* What was gathered of a sum takes the place of all that is stored of it from a day on (DAY_NONE:
 * of everything), and the accounts in which something changes are touched. Adds to *outcome what
 * became of the days. is_comparison: nothing is written. */
struct usage_sum_exchange {
    int64_t sum_id;
    int32_t from;
    bool is_comparison;
};
int usage_sum_writer_replace(struct usage_sum_writer *w, const struct usage_sum_exchange *x,
                             struct usage_outcome *outcome, struct err *err);

AUTO_STRUCT_DEFINE(usage_sum_writer, usage_sum_writer_free)
