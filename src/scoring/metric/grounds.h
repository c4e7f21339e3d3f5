/* grounds.h: the very facts that a metric's value of one account rests on.
 *
 * Each metric's row names a function that marks them, beside the value function and with the same
 * conditions. What it promises, with the rest of the portfolio as it is:
 *
 *  - without the marked facts the value is missing or another one, unless none is marked;
 *  - without all other facts of the account it is the same.
 *
 * A count of zero thus rests on everything that was looked through in vain, if only that makes it
 * known to be zero.
 *
 * Threads: pure. Ownership: in the arena. Units: days; terms as their own unit says. */
#pragma once
#include "scoring/metric/metric.h"

enum ground_kind {
    GROUND_SUBSCRIPTION,
    GROUND_CHURN,
    GROUND_INVOICE,
    GROUND_TICKET,
    GROUND_CONTACT,
    GROUND_INTERACTION,
    GROUND_ASSESSMENT,
    GROUND_GOAL,
    GROUND_MEASUREMENT,
    GROUND_TOUCH,
    GROUND_ADVOCACY,
    GROUND_OPPORTUNITY,
    GROUND_RESPONSE,
    GROUND_CELL, /* of usage: an event's count on a day */
    GROUND_USER, /* of usage: a month of a product user */
    GROUND_KINDS,
};

/* A number that goes into the value besides, or that the facts come to: "Seats", 40. */
struct ground_term {
    const char *label, *unit;
    double value;
};
#define GROUND_TERMS_MAX 10

struct grounds {
    /* Of the account's facts in the order of the book: [kind][k] for k < n[kind]. */
    bool *is_used[GROUND_KINDS];
    size_t n[GROUND_KINDS];
    int32_t from, to; /* the window, both included; DAY_NONE: it has no such end */
    struct ground_term terms[GROUND_TERMS_MAX];
    size_t n_terms;
};

/* What the value of account i rests on. */
void metric_grounds(const struct metric *m, const struct factbook *book,
                    const struct context *context, size_t i, struct arena *arena,
                    struct grounds *ret);

/* For the functions of the rows. */
#define GROUND_USE(g, kind, list, i, fact) \
    ((g)->is_used[kind][(size_t)((fact) - ((list)->items + (list)->first[i]))] = true)
void grounds_term(struct grounds *g, const char *label, double value, const char *unit);
/* A window of so many days that ends with `to`. */
void grounds_window(struct grounds *g, int32_t to, int32_t days);
/* The subscriptions live on `day`, by what is known on the day of the call. */
void grounds_live(const struct metric_call *call, size_t i, int32_t day, struct grounds *g);
/* The first subscription, if customer_since goes by it. */
void grounds_since(const struct metric_call *call, size_t i, struct grounds *g);
/* What seats_now counts. */
void grounds_seats(const struct metric_call *call, size_t i, struct grounds *g);
