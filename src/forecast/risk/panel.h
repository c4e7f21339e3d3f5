/* panel.h: rows to learn from: each customer at each past month-end, with everything that was known
 * of it then (all metrics of the dictionary, health and maturity) and whether it left within the
 * horizon.
 *
 * Where there are more rows than PANEL_ROWS_MAX, accounts are drawn (by their id, always the same
 * ones), each with all its months.
 *
 * Ownership: panel_free. Units: those of the metrics; ARR in units of currency. Missing is NaN.
 * Errors: as past.h. */
#pragma once
#include "base/vec.h"
#include "forecast/risk/past.h"
#include "stats/labelled.h"

#define PANEL_ROWS_MAX 100000

/* Of so many rows in all, the share of accounts to draw; and whether an account is among them. */
double draw_share(double rows, double most);
bool is_drawn(int64_t account, double share);

/* A column, and what is said of it. */
struct feature {
    const char *id, *label, *unit;
    const char *direction; /* as struct metric */
    const char *left_out;  /* why nothing may learn from it (leak.h); NULL: it may */
    bool is_undated;       /* its past is told by what is known now */
    enum kept kept;        /* of a score */
    int metric;            /* index in the dictionary; −1: none of it */
    /* Not a number of the account, and so nothing that a model may read: how likely it is to leave
     * within the horizon, in per cent, by the retention curve of its contract (LEARNER_CURVE). */
    const struct horizon *curve;
};
#define FEATURE_CURVE "retention"
/* All columns there are, by the dictionary and cards: metrics first, the curve last. */
/* horizon: of the curve; it may be filled in later, before values are asked for. */
void features_make(const struct cards *cards, const struct horizon *horizon, struct arena *arena,
                   struct feature **ret, size_t *ret_n);
/* The value of a feature for account i; missing if it is infinite, which no model may read. */
double feature_value(const struct feature *f, const struct scores *s, size_t i);
/* The index of an id; −1 if it is not there. */
int feature_index(const struct feature *features, size_t n, const char *id);

struct panel {
    size_t n, p; /* rows, columns */
    const struct feature *features;
    double **columns;  /* [p] of [n] */
    bool *label;       /* left */
    bool *is_recorded; /* stayed, but with a churn record */
    int32_t *day;      /* the month-end */
    int32_t *until;    /* when the outcome was known */
    int64_t *account;  /* id */
    uint32_t *cluster; /* 0 … clusters − 1: one for each account */
    double *arr;
    size_t clusters, yes, yes_accounts; /* accounts; rows and accounts that left */
    /* Accounts that stayed customers although a churn record came within the horizon. */
    size_t recorded_accounts;
    double share; /* of the accounts that were drawn; 1: all */
    size_t cap;
};
int panel_make(const struct past *past, struct arena *arena, struct panel *ret, struct err *err);
void panel_free(struct panel *p);
