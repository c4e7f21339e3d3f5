/* ledger_page.h: a page of the ledger under way: which events are on it, and how many there are in
 * all. Only for src/scoring/ledger.
 *
 * The order is by day, the newest first, and within one by ARR and account; the cursor is the last
 * entry's place in it, so that pages meet even if days are scored anew in between. */
#pragma once
#include "scoring/ledger/choice.h"
#include "scoring/ledger/entry.h"
#include "scoring/ledger/pairs.h"

struct ledger_page {
    const struct ledger_source *source;
    const struct ledger_query *query;
    struct ledger_choice choice;
    bool is_counted; /* the whole range is walked, for the totals: with the first page */
    size_t limit;
    int32_t last_day; /* of the cursor; DAY_NONE: the first page */
    double last_arr;
    int64_t last_account;
    struct ledger *ret;
    bool has_more;
};
/* Understands the query; the page is empty. */
int ledger_page_open(const struct ledger_source *source, const struct ledger_query *query,
                     struct ledger_page *p, struct ledger *ret, struct err *err);
/* Nothing more can come onto the page, nor into the totals. */
static inline bool ledger_page_is_done(const struct ledger_page *p)
{
    return p->has_more && !p->is_counted;
}

/* One event, in order. If it comes onto the page, `points` gives the account's numbers of the day
 * before and the day itself. */
struct ledger_offer {
    int32_t day;
    const struct ledger_event *event;
    int (*points)(void *ctx, const struct ledger_page *p, const struct ledger_event *event,
                  size_t row, struct ledger_point *from, struct ledger_point *to, struct err *err);
    void *ctx;
};
int ledger_page_offer(struct ledger_page *p, const struct ledger_offer *offer, struct err *err);

/* The changes of query->key, from its facts as they are now (ledger_account.c). */
int ledger_read_account(struct ledger_page *p, struct err *err);
