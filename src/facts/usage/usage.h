/* usage.h: how often each account did what on which day, and which product users were there.
 *
 * Usage is kept as counts for each account, event and day, and as active days of each product user,
 * one row for each account and month (usage_block.h). Single events are not kept.
 *
 *     struct usage_writer *w = usage_writer_new(&act, USAGE_REPLACE);
 *     rc = usage_writer_event(w, "report.opened", &event_id, err);
 *     rc = usage_writer_user(w, account_id, "u-17", &user_id, err);         if users are known
 *     usage_writer_add(w, &(struct usage_count){account_id, event_id, user_id, count, day});
 *     rc = usage_writer_flush(w, &outcome, err);
 *
 * Threads:   as the connection.
 * Ownership: the arrays that usage_scan hands out live until its callback returns.
 * Units:     days and months as in base/day.h; a month is months since 1970-01. */
#pragma once
#include "access/audit.h"
#include "facts/usage/usage_block.h"
#include "json/field.h"

/* One row of a file, or of POST /usage. The account may be named by one of its subscriptions. */
struct usage_row {
    const char *account;
    const char *subscription;
    const char *event;
    const char *user;
    int32_t day;
    int64_t count;
};
extern const struct field usage_row_fields[];

struct usage_count {
    int64_t account_id, event_id;
    int64_t user_id; /* 0: not known */
    int64_t count;   /* 0 with USAGE_REPLACE: no use that day */
    int32_t day;
};

struct usage_outcome {
    int64_t new, changed, unchanged; /* cells: (account, event, day) */
};

/* Counts of one writer for the same cell add up, whatever the mode: a file may split a day over
 * several rows. The mode says how their sum meets what the database has. */
struct usage_writer;
struct usage_writer *usage_writer_new(const struct act *act, enum usage_mode mode);
void usage_writer_free(struct usage_writer *w); /* what was not flushed is lost; NULL is allowed */
/* The ids of an event and a product user, which are made when they are new. ERR_INVALID for a name
 * that cannot be one, ERR_TOO_LARGE for more than USAGE_EVENTS_MAX events. */
int usage_writer_event(struct usage_writer *w, const char *name, int64_t *ret_id, struct err *err);
/* The same for one that must be there; 0 if it is not. */
int usage_writer_known_event(struct usage_writer *w, const char *name, int64_t *ret_id,
                             struct err *err);
int usage_writer_user(struct usage_writer *w, int64_t account_id, const char *key, int64_t *ret_id,
                      struct err *err);
/* Remembers one count; cheap, and packs what it has gathered from time to time. */
void usage_writer_add(struct usage_writer *w, const struct usage_count *count);
/* Writes everything: merges it with what is there, touches the accounts that changed, moves the
 * events' first and last day. The writer is then empty and may go on. */
int usage_writer_flush(struct usage_writer *w, struct usage_outcome *ret, struct err *err);

/* What a flush would do, without doing it; the writer is then empty. Works in a read transaction.
 */
int usage_writer_compare(struct usage_writer *w, struct usage_outcome *ret, struct err *err);

/* The usage of one account in one month, cells by event and day. */
struct usage_month {
    int64_t account_id;
    int32_t month;
    const struct usage_cell *cells;
    size_t n_cells;
    const struct usage_active *users; /* none when product users are not known */
    size_t n_users;
};
typedef int (*usage_month_fn)(void *ctx, const struct usage_month *month, struct err *err);

struct usage_range {
    int32_t first_month, last_month; /* inclusive */
    int64_t account_id;              /* 0: all accounts */
};
/* Calls fn for each account-month in the range, by month, then account id; stops when fn returns
 * < 0, and returns that. */
int usage_scan(struct conn *c, const struct usage_range *range, usage_month_fn fn, void *ctx,
               struct err *err);

/* Counts anew how much each event is used in all, and by how many accounts: what was deleted is not
 * taken off by itself. */
int usage_recount(struct conn *c, struct err *err);

/* Takes all counts of an event away, before it is deleted; touches the accounts. */
int usage_forget_event(const struct act *act, int64_t event_id, struct err *err);

AUTO_STRUCT_DEFINE(usage_writer, usage_writer_free)
