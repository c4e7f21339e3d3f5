/* usage_sums.h: which numbers in events are added up, because a metric asks for them: a property of
 * an event, such as `amount` of "Report exported".
 *
 * Who asks tells all that is asked for (usage_sums_ask). A job of intake then lets the applier add
 * up what comes from a position of the log on, and counts what the log told before: until it is
 * done, `since` says from which day on sums can be trusted.
 *
 * The sums are kept for each account, sum and month (usage_sum_block.h), with how many numbers each
 * of them is made of. They go with their account, and with the last metric that asks for them.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows live in the arena. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

#define USAGE_SUMS_MAX     128 /* more are refused: each costs time for all of its events */
#define USAGE_PROPERTY_MAX 100 /* bytes of a path */

struct usage_sum {
    int64_t id;
    const char *event, *property;
    int64_t segment, log_offset; /* I64_NONE: nobody adds it up yet */
    int32_t since; /* DAY_NONE: no day is whole yet; DAY_MIN: all that was ever told is in it */
    bool is_whole; /* what the log told before the position is added up, too */
};
/* By id. */
int usage_sums_all(struct conn *c, struct arena *arena, struct usage_sum **ret, size_t *ret_n,
                   struct err *err);

struct usage_sum_wish {
    const char *event, *property;
};
/* Exactly these are asked for: the others go with their sums, new ones are to be counted, for which
 * the job is asked. Wishes may repeat. ERR_TOO_LARGE on "filter" beyond USAGE_SUMS_MAX. */
int usage_sums_ask(const struct act *act, const struct usage_sum_wish *wishes, size_t n,
                   struct err *err);

/* It is added up from a position on, of which `since` is the first whole day; what was there is
 * dropped. */
int usage_sum_begin(struct conn *c, const struct usage_sum *sum, struct err *err);
/* What was before is added up, too, from .since on. */
int usage_sum_complete(struct conn *c, const struct usage_sum *sum, struct err *err);

/* The sums of an event go, before it is deleted. */
int usage_sums_forget_event(struct conn *c, int64_t event_id, struct err *err);
