/* context.h: what the metrics of a day need to know about the whole portfolio.
 *
 * How far the data goes. Files arrive once a week or once a month, and sometimes no more. If a
 * whole feed (usage, tickets, interactions, …) has been silent for longer than its grace,
 * then what is missing is the data and not the customers: its windows end on the last day it
 * covers, not on the day asked for, and scores show the age of what they rest on. Within the grace
 * they end on the day asked for.
 *
 * How long customers stay: the curves of retention (retention/stay.h), fitted by what is known on
 * the day.
 *
 * Threads: pure, but for the connection. Ownership: what it points to, in the arena. Units: days.
 */
#pragma once
#include "scoring/metric/factbook.h"
#include "scoring/retention/stay.h"
#include "scoring/setting/settings.h"

enum feed {
    FEED_NONE,
    FEED_USAGE,
    FEED_TICKETS,
    FEED_INTERACTIONS,
    FEED_INVOICES,
    FEED_TOUCHES,
    FEED_ADVOCACY,
    FEED_OPPORTUNITIES,
    FEEDS
};

struct context {
    int32_t day;
    /* The day on which a feed's windows end; DAY_NONE: it has brought nothing yet. [FEED_NONE] is
     * the day itself. */
    int32_t through[FEEDS];
    const struct stay_model *stay; /* as of the day; NULL: nobody asks what customers are worth */
    /* What there is to go by where too few came to a renewal: the share of customers lost in a
     * month, over the twelve months before. NaN below CHURN_MONTHS_MIN account-months of
     * experience, and on days when every contract has its curve. */
    double monthly_churn;
    double default_gross_margin_pct, discount_pct;
    int32_t rating_outranks_days;
};

/* Too little experience to speak of a churn rate: ten customers for a year. */
#define CHURN_MONTHS_MIN 120

/* Fills ret[k] for each of n days. The facts of who is a customer are read once for all of them. */
int contexts_load(struct conn *c, const struct settings *settings, const int32_t *days, size_t n,
                  struct arena *arena, struct context *ret, struct err *err);
/* Only `through`, which is cheap. */
int context_load_feeds(struct conn *c, int32_t day, struct context *ret, struct err *err);
