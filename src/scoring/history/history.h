/* history.h: the scores of past days: computed from the facts, kept, brought up to date, checked.
 *
 * A scored day has one row in score_day and its numbers in score_column, by chunk of account ids.
 * Its `seq` says how far the changes of facts were known, so that what is older than a fact can be
 * told. Nothing here is the only copy of anything: history_fill makes all of it again.
 *
 * Threads:   any; functions that take a db open their own short transactions, so the caller must
 *            hold none.
 * Ownership: lists in the arena.
 * Errors:    those of the database; ERR_CONFLICT "stopped" when progress asked for it. */
#pragma once
#include "scoring/scorecard/score.h"

struct score_day {
    int32_t day;
    int64_t seq;       /* changes of facts that it knows */
    int64_t computed;  /* when */
    const char *cards; /* cards_stamp of those it was scored with */
    int32_t usage_through, tickets_through, interactions_through, invoices_through;
    int32_t touches_through, advocacy_through, opportunities_through;
    double monthly_churn;
    const char *retention; /* the curves of the day (stay_model_write) */
};
#define RETENTION_TEXT_MAX 65536
extern const struct field score_day_fields[];

/* The scored days from … to, rising; all with DAY_MIN and DAY_MAX. */
int history_days(struct conn *c, int32_t from, int32_t to, struct arena *arena,
                 struct score_day **ret, size_t *ret_n, struct err *err);
/* ERR_NOT_FOUND, without a text, if the day is not scored. */
int history_day(struct conn *c, int32_t day, struct arena *arena, struct score_day *ret,
                struct err *err);
/* How far its feeds went (struct context, through). */
void score_day_through(const struct score_day *d, int32_t ret[FEEDS]);
/* The context that a day was scored with; its curves in the arena. */
int history_context(const struct score_day *d, const struct settings *settings, struct arena *arena,
                    struct context *ret, struct err *err);

/* How far the changes of facts have come; and the accounts that changed after such a number, by
 * rising id, but no more than `limit` of them. */
int history_seq(struct conn *c, int64_t *ret, struct err *err);
int history_changes(struct conn *c, int64_t since, size_t limit, struct arena *arena, int64_t **ret,
                    size_t *ret_n, struct err *err);

/* One kept number of n accounts (ids rising) on a day: ret[i], NaN if missing. */
int history_column(struct conn *c, int32_t day, enum kept column, const int64_t *ids, size_t n,
                   double *ret, struct err *err);
/* One kept number of one account on each of n days. */
int history_series(struct conn *c, int64_t account_id, enum kept column,
                   const struct score_day *days, size_t n, double *ret, struct err *err);

/* How far it is; may stop the work by returning false. */
struct history_progress {
    bool (*show)(void *ctx, int pct);
    void *ctx;
};
enum history_step { HISTORY_DAY, HISTORY_WEEK, HISTORY_MONTH }; /* Mondays; firsts of the month */
extern const char *const history_step_names[];                  /* day week month NULL */

/* Computes and keeps the days from … to, both included: every day, or every Monday or first of the
 * month between them and the last day. */
int history_fill(struct db *db, int32_t from, int32_t to, enum history_step step,
                 const struct history_progress *progress, struct err *err);
/* Brings everything up to date: the weeks from the first fact on (at most HISTORY_YEARS) and today;
 * days whose cards or feeds changed are computed anew, of the others only what changed. */
int history_refresh(struct db *db, int32_t today, const struct history_progress *progress,
                    struct err *err);
#define HISTORY_YEARS    5
#define HISTORY_DAYS_MAX 36600 /* of one history_fill */

/* A kept number that is not what the facts give. */
struct history_difference {
    int32_t day;
    int64_t account_id; /* I64_NONE: the curves of retention, of which nobody has one */
    enum kept column;
    double kept, computed;
};
extern const char *const kept_names[KEPT_COLUMNS];
/* Computes every scored day again and hands out what differs, but for accounts that changed since.
 * Returns the number of differences, or < 0. */
int64_t history_check(struct db *db, void (*found)(void *ctx, const struct history_difference *d),
                      void *ctx, const struct history_progress *progress, struct err *err);
