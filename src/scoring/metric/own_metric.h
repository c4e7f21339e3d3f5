/* own_metric.h: metrics that an organisation defines for itself, over the facts of one kind.
 *
 *     {"id": "urgent_tickets_90d", "label": "Urgent tickets", "function": "count",
 *      "fact": "ticket", "filter": "priority = \"urgent\"", "window_days": 90}
 *
 * They are as exact as of a day as the built-in ones: a fact counts from the day it was known, a
 * later part of it (solved, a rating, won) from its own day on (struct kind_later). What windows
 * they have end where the kind's feed ends. docs/metrics.md describes them for readers.
 *
 * Threads:   constant once compiled. Ownership: the arena.
 * Errors:    ERR_INVALID on the member that is wrong, with the nearest name where one may be meant.
 */
#pragma once
#include "scoring/metric/context.h"
#include "scoring/metric/own_filter.h"

#define OWN_METRICS_MAX 48
#define OWN_DAYS_MAX    1095 /* of a window */
#define OWN_USAGE_DAYS  365  /* of one over usage, which is kept by day */

enum own_function {
    OWN_COUNT,
    OWN_SUM,
    OWN_MEAN,
    OWN_DISTINCT,
    OWN_RATIO,
    OWN_DAYS_SINCE,
    OWN_TREND,
};
extern const char *const own_functions[]; /* count sum mean distinct ratio days_since trend NULL */

struct own_metric {
    const char *id, *label, *help;
    const char *function;
    const char *fact;        /* the name of a kind with a date, or "usage" */
    const char *field;       /* sum, mean, trend: a number; distinct: what is counted once each */
    const char *day_field;   /* the date that windows go by; NULL: when the fact happened */
    const char *filter;      /* NULL: all */
    const char *base_filter; /* ratio: of which facts those of `filter` are a share; NULL: all */
    int64_t window_days;     /* I64_NONE: no end */
    const char *unit;        /* of count, sum, mean and distinct; NULL: what follows from them */
    const char *direction;   /* as struct metric */
    int64_t version;         /* rises with each change of what is computed */
};
extern const struct field own_metric_fields[];

/* A metric in the form in which it computes. */
struct own_plan {
    struct own_metric def;
    enum own_function function;
    const struct kind *kind; /* usage: the kind of events, whose fields the filters name */
    bool is_usage;
    enum feed feed;
    const struct field *value; /* of .field; NULL: none */
    const char *property;      /* usage: the path in events of what is added up; NULL: nothing is */
    const struct field *day;   /* of .day_field; NULL: when it happened */
    struct own_filter filter, base;
    int32_t window_days; /* 0: no end */
    const char *sql;     /* reads the facts of from_id … to_id (book_own.c) */
    struct where_args args;
};
/* Checks a definition and makes its plan. c NULL: it was checked before, and the events that it
 * names are not looked for. */
int own_compile(struct conn *c, const struct own_metric *def, struct arena *arena,
                struct own_plan **ret, struct err *err);
/* What it computes, in words: the formula of its entry in the dictionary. */
const char *own_formula(const struct own_plan *plan, struct arena *arena);
const char *own_unit(const struct own_plan *plan);
/* Is it a kind of dated facts of accounts, over which metrics can be defined? */
bool own_kind_has_facts(const struct kind *kind);
/* The events of usage, by name. */
struct usage_event;
int own_events(struct conn *c, struct arena *arena, struct usage_event **ret, size_t *ret_n,
               struct err *err);
/* How many days of usage before the end of the feed it looks at; 0 for other facts. */
int32_t own_usage_days(const struct own_plan *plan);
