/* factbook.h: the facts of some accounts as compact arrays, loaded once and read for many days.
 *
 * Every fact carries `seen`: the first day on which it counts, the later of the day it happened and
 * the day it became known. The as-of law is then one comparison: on day D a fact exists if
 * seen ≤ D, and a later part of it (solved, paid, ended …) if that part's own day ≤ D.
 *
 * Threads:   built by one thread; read-only afterwards.
 * Ownership: factbook_free frees everything.
 * Units:     days as in base/day.h, DAY_NONE if missing; money in cents as double; NaN if missing.
 * Errors:    those of the database. */
#pragma once
#include "base/vec.h"
#include "db/db.h"
#include "facts/assessment/assessment.h"

/* Usage is looked at in two windows of this many days, one behind the other. */
#define USAGE_WINDOW_DAYS 28

enum book_lifecycle { BOOK_PROSPECT, BOOK_ONBOARDING, BOOK_ACTIVE, BOOK_CHURNED };

struct book_account {
    int64_t id;
    int32_t start, churned;
    int32_t created; /* the day on which Ripen first heard of it */
    enum book_lifecycle
        lifecycle; /* as it is set now: undated, so it decides only where no date does */
    double seats, gross_margin_pct, acquisition_cents;
};
struct book_subscription {
    int64_t id;
    int32_t seen, start, ended;
    int32_t term_months; /* until it renews; the billing interval if no term is given */
    int32_t product;     /* a code; −1 if missing */
    double seats;
    double mrr_cents; /* NaN for another currency than the organisation's */
};
struct book_churn {
    int64_t id;
    int32_t seen, day;
    bool is_reactivation;
};
struct book_invoice {
    int64_t id;
    int32_t seen, issued, due, paid;
};
struct book_ticket {
    int64_t id;
    int32_t seen, opened, answered, escalated;
    int32_t done; /* solved or closed, whichever came first; only then is satisfaction known */
    int32_t closed;
    double hours_to_answer, hours_to_solve, hours_to_close, satisfaction;
};
enum book_role { ROLE_BIT_DECIDES = 1, ROLE_BIT_SPONSOR = 2, ROLE_BIT_CHAMPION = 4 };
struct book_contact {
    int64_t id;
    int32_t seen, left;
    int32_t stakeholder_group; /* a code; −1 if missing */
    unsigned roles;            /* bits of enum book_role */
};
struct book_interaction {
    int64_t id;
    int32_t seen, day;
    bool is_two_way; /* both sides spoke */
    double sentiment;
    size_t first_person, n_people; /* in factbook.people: indices into contacts */
};
struct book_assessment {
    int64_t id;
    int32_t seen, day;
    bool is_self;      /* the customer rated itself: outranked by an interview for a while */
    int64_t who;       /* a code for who rated; 0: nobody knows */
    unsigned by_group; /* bit k: rating k is that of its group, by the short form */
    double ratings[ASSESSMENT_RATINGS];
};
struct book_goal {
    int64_t id;
    int32_t seen, due, met; /* met: as given; the measurements may tell of an earlier day */
    double baseline, target;
};
struct book_measurement {
    int64_t id;
    int32_t seen, day;
    uint32_t goal; /* index into factbook.goals */
    double value;
};
struct book_touch {
    int64_t id;
    int32_t seen, sent, clicked;
};
struct book_advocacy {
    int64_t id;
    int32_t seen, day;
    int kind; /* index into advocacy_kinds */
};
struct book_opportunity {
    int64_t id;
    int32_t seen, opened, closed;
    bool is_expansion;
    double amount_cents; /* 0 if it has none; NaN if in another currency */
};
struct book_response {
    int64_t id, contact; /* contact 0: nobody knows */
    int32_t seen, invited, answered;
    bool is_asked; /* there was an invitation, which could have stayed unanswered */
    int kind;      /* enum instrument_kind */
    double score;
};
/* How often an event happened on a day, and on which days of a month a user was there. */
struct book_cell {
    int32_t day;
    uint32_t event; /* index into factbook.events */
    double count;
};
struct book_user {
    int32_t month;
    uint32_t days; /* bit 0: the first of the month */
    int64_t user;
};
struct book_event {
    int64_t id;
    int32_t first_day;
    bool is_tracked, is_advanced;
};

/* The facts of account i are items[first[i]] … items[first[i + 1] − 1], in no particular order;
 * cells and users are sorted by day, and by month and user. */
#define BOOK_LIST(type) \
    struct {            \
        type *items;    \
        size_t n, cap;  \
        size_t *first;  \
    }
#define BOOK_EACH(list, i, fact)                                                                \
    for (const __typeof__(*(list)->items) *fact = (list)->items + (list)->first[i],             \
                                          *fact##_end = (list)->items + (list)->first[(i) + 1]; \
         fact < fact##_end; fact++)

struct dictionary;
struct own_facts;
struct book_sums;
struct factbook {
    size_t n; /* accounts, by rising id */
    struct book_account *accounts;
    BOOK_LIST(struct book_subscription) subscriptions;
    BOOK_LIST(struct book_churn) churns;
    BOOK_LIST(struct book_invoice) invoices;
    BOOK_LIST(struct book_ticket) tickets;
    BOOK_LIST(struct book_contact) contacts;
    BOOK_LIST(struct book_interaction) interactions;
    BOOK_LIST(struct book_assessment) assessments;
    BOOK_LIST(struct book_goal) goals;
    BOOK_LIST(struct book_measurement) measurements;
    BOOK_LIST(struct book_touch) touches;
    BOOK_LIST(struct book_advocacy) advocacy;
    BOOK_LIST(struct book_opportunity) opportunities;
    BOOK_LIST(struct book_response) responses;
    BOOK_LIST(struct book_cell) cells;
    BOOK_LIST(struct book_user) users;
    int32_t *used_before; /* last day of use before the cells that were loaded; DAY_NONE: none */
    VEC(uint32_t) people;
    VEC(struct book_event) events;
    size_t n_products, n_groups;         /* how many codes there are */
    const struct dictionary *dictionary; /* whose metrics it serves; NULL: the built-in ones */
    struct own_facts *own;               /* of its own metrics, n_own of them (book_own.h) */
    size_t n_own;
    struct book_sums *sums; /* of numbers in events (book_sum.h); NULL: no metric asks for one */
};

struct factbook_options {
    int64_t from_id, to_id;      /* accounts with from_id ≤ id < to_id */
    int32_t first_day, last_day; /* usage is loaded for windows that end within these days */
    bool is_life_only;           /* accounts, subscriptions and churns: what lifecycle.h needs */
    const char *currency;        /* the organisation's */
    /* What is to be computed; NULL: the built-in metrics. It must outlive what is computed. */
    const struct dictionary *dictionary;
};
int factbook_load(struct conn *c, const struct factbook_options *options, struct factbook **ret,
                  struct err *err);
void factbook_free(struct factbook *book);
AUTO_STRUCT_DEFINE(factbook, factbook_free)
