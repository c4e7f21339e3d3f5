/* past.h: the customers of past month-ends, as they were known then, and what became of them: what
 * models learn from and the lab judges scores by.
 *
 *     struct past past;
 *     rc = past_open(&past, db, &ask, arena, err);       which days; how far the data goes
 *     rc = past_walk(&past, fn, ctx, err);               fn for each day and chunk of accounts
 *
 * All numbers of a day come from scores_load, the code that keeps history; nothing of a later day
 * enters. Only what became of an account is told by what is known today: it left if it is a
 * customer on the day, and none on the day the horizon ends (as in a cell's fate and a segment's
 * report); where asked for, also if a churn record came within the horizon. Days whose horizon has
 * not passed yet, or passes beyond the last fact, are left out.
 *
 * Threads:   as the connections that it opens: short read transactions of its own; the caller holds
 *            none. Ownership: in the arena; what fn is given is gone when it returns.
 * Units:     days.
 * Errors:    those of the database; ERR_CONFLICT "stopped" when progress asked for it. */
#pragma once
#include "scoring/history/history.h"

#define PAST_MONTHS_MAX 36

/* What is to be foretold: who will have left by when. */
struct horizon {
    int64_t days;    /* 30 … 400 */
    bool is_renewal; /* until the end of the term that runs on the day, if it ends within `days` */
    /* A churn record within the horizon counts, too, although the customer goes on paying: it gave
     * notice, or left with a part of what it had. */
    bool is_recorded;
};
#define HORIZON_DAYS_MIN     30
#define HORIZON_DAYS_MAX     400
#define HORIZON_DAYS_DEFAULT 90

struct past_ask {
    struct horizon horizon;
    int32_t from, to; /* of the month-ends; DAY_NONE: as far as there are any */
    int32_t today;
    bool is_due_only; /* only accounts with a term that ends within the horizon */
    bool needs_accounts;
    const struct history_progress *progress;
    double share_from, share_to; /* of the progress, 0 … 1 */
};

struct past {
    struct db *db;
    struct past_ask ask;
    struct settings settings;
    struct cards cards;
    int32_t known_until; /* the last day of which there are facts, at most today */
    int32_t days[PAST_MONTHS_MAX];
    struct context *contexts; /* [n] */
    size_t n;
};
int past_open(struct past *p, struct db *db, const struct past_ask *ask, struct arena *arena,
              struct err *err);

/* One day of one chunk. outcome[i] of scores->n accounts: */
enum outcome {
    OUTCOME_NONE = -1, /* no customer that day, or not one that is asked for */
    OUTCOME_STAYED,
    OUTCOME_LEFT,
};
struct past_day {
    size_t k; /* which of the days */
    int32_t day;
    const struct scores *scores;
    const int8_t *outcome;
    const int32_t *until;    /* [i] the day on which the horizon ended */
    const bool *is_recorded; /* [i] a churn record came within the horizon */
    struct arena *arena;     /* for what fn makes on the way */
};
typedef int (*past_fn)(void *ctx, const struct past_day *day, struct err *err);
int past_walk(const struct past *p, past_fn fn, void *ctx, struct err *err);

/* Has account i, a customer on `day`, left by the end of its horizon, as is known by a later day?
 */
bool has_left_by(const struct factbook *book, size_t i, const struct horizon *h, int32_t day,
                 int32_t end, int32_t known);
/* The day a horizon ends that begins on `day`; DAY_NONE if there is none (no term runs out). */
int32_t horizon_end(const struct horizon *h, int32_t day, double renewal_days);
