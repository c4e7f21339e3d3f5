/* metric.h: the dictionary of metrics: what each number about an account is, and how it follows
 * from the facts. One row per metric; the command line, the API and the web application print the
 * rows.
 *
 * The as-of law: a metric is a function of (facts known by day D, D). What cannot be computed is
 * NaN, missing, never 0.
 *
 * To add one: write its value function, the one that marks what it rests on (grounds.h) and its row
 * in the file of its group, and a test with a handful of facts (docs/scoring.md).
 *
 * Threads: the table is constant; computing is pure. Units: as each row says; "currency" is whole
 * units of the organisation's currency. */
#pragma once
#include "json/field.h"
#include "scoring/metric/book_usage.h"
#include "scoring/metric/context.h"

/* What a value function may look at. */
struct metric_call {
    const struct factbook *book;
    const struct context *context;
    const struct usage_window *usage; /* of each account, by context->through[FEED_USAGE] */
    const struct stay_place *places;  /* of each account in its contract */
    double tracked_events;
    int arg; /* of the row: a window, a number of years, which rating */
};

struct grounds;
struct metric {
    const char *id, *label, *group, *unit;
    const char *direction; /* "more" or "less" is better for the vendor, or "neither" */
    const char *window;    /* "28 d"; "" for what has none */
    const char *formula;   /* in words */
    const char **facts;    /* the kinds it is made of */
    size_t n_facts;
    const char *source; /* the public definition it follows */
    double (*value)(const struct metric_call *call, size_t i);
    /* Marks the facts that the value rests on (grounds.h). */
    void (*grounds)(const struct metric_call *call, size_t i, struct grounds *g);
    int arg;
    enum feed feed;       /* whose windows it reads */
    bool needs_retention; /* of the context: curves, or the monthly churn */
    /* It rests on a number of the account that has no date, so that its past is told by what is
     * known now: nothing may learn from it who will leave. */
    bool is_undated;
};
extern const struct field metric_fields[]; /* of struct metric, for printing */

#define METRIC_FACTS(...) \
    .facts = (const char *[]){__VA_ARGS__}, .n_facts = ARRAY_LEN(((const char *[]){__VA_ARGS__}))

#define METRICS_MAX 160 /* with those that organisations define */
/* The built-in rows, in the order of the dictionary (dictionary.h has all of a database). */
const struct metric *metrics_all(size_t *ret_n);
/* The index of an id in metrics_all, or −1. */
int metric_index(const char *id);

/* The numbers of all accounts of a book on one day. */
struct metric_columns {
    size_t n;                        /* accounts */
    double *columns[METRICS_MAX];    /* by index in the book's dictionary; each n long */
    const struct stay_place *places; /* of each account in its contract */
};
/* Computes every metric of the book's dictionary; memory in the arena. The book must hold the usage
 * up to context->through[FEED_USAGE]. */
void metrics_compute(const struct factbook *book, const struct context *context,
                     struct arena *arena, struct metric_columns *ret);
/* What a value function of the book's metrics may look at, but for arg; memory in the arena. */
struct metric_call metric_call_of(const struct factbook *book, const struct context *context,
                                  struct arena *arena);
/* The day of what a metric of one account rests on: the end of its feed, or of its rating. */
int32_t metric_input_day(const struct metric *m, const struct factbook *book,
                         const struct context *context, size_t i);

/* The rows of each group; each ends with an id of NULL. */
extern const struct metric metrics_adoption[], metrics_expansion[], metrics_value[],
    metrics_relations[], metrics_advocacy[], metrics_monetary[], metrics_maturity[],
    metrics_survey[];
