/* ledger.h: every change of band or cell: when, from where, to where, and because of what.
 *
 * Nothing of it is stored: two scored days are compared (history.h keeps the Mondays, and each day
 * on which scores were brought up to date), and today as it stands. Reasons are worked out from the
 * facts, only for the entries that are shown.
 *
 * Comparing all accounts on two days takes some milliseconds; struct ledgers keeps what it found,
 * for as long as the days are not scored anew, in a bounded memory (LEDGER_EVENTS_MAX).
 *
 * Threads:   any. Ownership: what is read lives in the source's arena.
 * Units:     money in cents; health 0–100, maturity 1–5; NaN, NULL and I64_NONE are missing.
 * Errors:    ERR_INVALID on the parameter that is wrong; ERR_NOT_FOUND for an unknown account. */
#pragma once
#include "base/buf.h"
#include "http/page.h"
#include "scoring/select/select.h"
#include "scoring/snapshot/placing.h"

struct ledgers;
struct ledgers *ledgers_new(void);
void ledgers_free(struct ledgers *l); /* NULL is allowed */
#define LEDGER_EVENTS_MAX 2000000     /* of 24 bytes */

struct ledger_source {
    struct ledgers *ledgers;
    struct snapshots *snapshots;
    struct conn *conn;
    int32_t today;
    struct arena *arena;
};

/* As the API takes it; fields_init makes one that asks for everything. */
struct ledger_query {
    const char *key; /* only this account; NULL: the portfolio */
    int32_t from, to;
    const char *filter, *matrix;
    const char *changed, *direction;
    const char *from_health, *to_health, *from_maturity, *to_maturity, *from_cell, *to_cell;
    int64_t limit;
    const char *after;
};
extern const struct field ledger_query_fields[];
/* Without key; without page. */
extern const struct field ledger_portfolio_fields[], ledger_all_fields[];

struct ledger_side {
    const char *lifecycle;
    double health;
    const char *health_band;
    double maturity;
    const char *maturity_band;
    const char *cell, *cell_label;
};
/* Points of one score add up to its change, as it is shown. */
struct ledger_cause {
    const char *score; /* "health" or "maturity"; NULL: neither */
    const char *kind;  /* ledger_cause_kinds */
    const char *id, *label;
    double points;
    double from, to; /* of the measure's value */
    const char *unit;
    const char *note;
};
extern const char *const ledger_cause_kinds[];

struct ledger_entry {
    const char *key, *name, *owner;
    int32_t after, day; /* it happened after the one, and by the other */
    const char **changed;
    size_t n_changed;
    const char *direction; /* up down neither */
    int64_t arr_cents;
    struct ledger_side *from, *to;
    struct ledger_cause *because;
    size_t n_because;
};
struct ledger {
    int32_t from, to;
    const char *matrix;
    int64_t total, up, down, up_arr_cents, down_arr_cents; /* I64_NONE: only with the first page */
    struct ledger_entry *entries;
    size_t n_entries;
    const char *next;
};
extern const struct field ledger_fields[];

/* Without a range: the last 13 weeks of the portfolio, or all that is known of an account. */
int ledger_read(const struct ledger_source *source, const struct ledger_query *query,
                struct ledger *ret, struct err *err);
/* All of it, as CSV; at most LEDGER_CSV_MAX entries, the newest. */
#define LEDGER_CSV_MAX 10000
int ledger_write_csv(const struct ledger_source *source, const struct ledger_query *query,
                     struct buf *out, struct err *err);
/* What is asked for if nothing is said. */
#define LEDGER_DAYS 91
#define LEDGER_PAGE 50
