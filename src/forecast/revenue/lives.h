/* lives.h: whose past or future is asked for: the accounts that a filter chooses, and what is known
 * by a day of when they were customers and what they paid. Everything in this wing begins here.
 *
 *     const struct lives_ask ask = {.day = day, .filter = in->filter, .is_history = true};
 *     rc = lives_load(&source, &ask, &lives, err);
 *     LIVES_EACH (&lives, i)
 *         use(stand_on(lives.book, i, day, lives.day));
 *
 * Ownership: everything in the source's arena, the book with it.
 * Errors:    ERR_INVALID on "filter", or on "to" for a day to come. */
#pragma once
#include "scoring/segment/segment_view.h"

struct lives_ask {
    int32_t day; /* what is known by its end counts */
    const char *filter;
    /* The past is told: the filter may name only what an account keeps (industry, plan, its own
     * fields …). Choosing by what has become of accounts, such as their health today, would choose
     * those who stayed. */
    bool is_history;
};
struct lives {
    const struct factbook *book;       /* accounts, subscriptions, churns; of everybody */
    const bool *is_in;                 /* [account of the book] */
    const uint32_t *rows;              /* [account of the book] in the snapshot; LIVES_NO_ROW */
    size_t n;                          /* that are in */
    struct segment_members_of members; /* the snapshot that the filter was held against */
    struct segments *segments;
    int32_t day;
    const char **undated; /* what the filter names that has no history */
    size_t n_undated;
};
#define LIVES_NO_ROW UINT32_MAX
#define LIVES_EACH(lives, i)                      \
    for (size_t i = 0; i < (lives)->book->n; i++) \
        if ((lives)->is_in[i])

/* The day that is told of: the one asked for, or else the day up to which there are facts
 * (metric/known.h): today, as long as they keep coming. */
int lives_day(const struct portfolio_source *source, int32_t asked, int32_t *ret, struct err *err);
int lives_load(const struct portfolio_source *source, const struct lives_ask *ask,
               struct lives *ret, struct err *err);
/* ERR_INVALID on the parameter `of`: the field has another value on each day. */
int lives_check_kept(const struct select_field *f, const char *of, struct err *err);
/* The same of all that a filter and the segments it names look at. */
int lives_check_tree(const struct filter *f, const char *of, struct err *err);
