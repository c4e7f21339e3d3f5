/* pairs.h: the changes between neighbouring days, found once and kept. Only for src/scoring/ledger.
 *
 * Threads: see ledger.h. Ownership: a pair is counted; the walk holds one at a time. */
#pragma once
#include "scoring/ledger/ledger.h"
#include "scoring/ledger/ledger_event.h"

/* One step of time: from the day before to this one. */
struct ledger_pair {
    const struct score_day *before; /* scored */
    const struct score_day *day;    /* NULL: today, as the snapshot stands */
    const struct ledger_event *events;
    size_t n;
};

/* Going back through the days of a range, the newest first. */
struct ledger_walk {
    struct ledgers *ledgers;
    struct conn *conn;
    struct ledger_coder coder;
    struct score_day *days; /* the last one before the range, and those in it */
    size_t n;
    /* Private. */
    size_t at;              /* the later day of the next step; n: coder.s */
    struct ledger_day held; /* its codes, if they are there already */
    struct ledger_pair pair;
    void *kept; /* the counted list behind the pair */
};
/* Steps that end in from + 1 … to; `to` is the day of coder->s if that is today. */
int ledger_walk_begin(const struct ledger_source *source, const struct ledger_coder *coder,
                      int32_t from, int32_t to, struct ledger_walk *ret, struct err *err);
/* 1 and the next step, which is good until the one after; 0 at the end. */
int ledger_walk_next(struct ledger_walk *w, const struct ledger_pair **ret, struct err *err);
void ledger_walk_end(struct ledger_walk *w);
