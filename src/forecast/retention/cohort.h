/* cohort.h: cohorts by when they began to pay, and what is left of each after so many months: of
 * the customers, and of what they paid.
 *
 * An account begins with its first subscription that costs something (where none is known, on the
 * day it became a customer), and is looked at on its own anniversaries: at age k on the day that is
 * k steps of months later. A cell is told once all of its cohort have come to that age. Money is
 * held against what the cohort paid at the start: above 100 % it has grown more than it lost.
 *
 * Of those who began before leavers were on record (lifetimes.h) only who stayed is in the data.
 * They have their cells, and are counted as late; all together is of the others.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     months; money in cents a year; per cent. NaN is missing.
 * Errors:    ERR_INVALID on "to", "filter" and "watched_from". */
#pragma once
#include "forecast/retention/life_group.h"
#include "forecast/revenue/wording.h"

#define COHORTS_DEFAULT 24
#define COHORTS_MAX     120
#define COHORT_AGES_MAX 60

struct cohort_query {
    int32_t to;
    const char *filter, *size;
    int64_t cohorts; /* the newest so many */
    int32_t watched_from;
};
struct cohort_row {
    const char *label;
    int32_t first;               /* day; missing for all together */
    int64_t accounts, arr_cents; /* at the start */
    int64_t money_unknown;       /* of the accounts; left out of money */
    int64_t late;                /* of the accounts: began before anybody who left was on record */
    /* By age, from 0 on. */
    double *customers, *customers_pct, *arr_now_cents, *arr_pct;
    size_t n_customers, n_customers_pct, n_arr_now_cents, n_arr_pct;
};
struct cohort_table {
    int32_t to;
    const char *size, *currency;
    int64_t step_months;
    struct cohort_row *rows;
    size_t n_rows;
    struct cohort_row
        *all; /* at each age, all that are not late and have come to it, whatever the cohort */
    int64_t earlier_accounts; /* of cohorts before those shown; not in all */
    int32_t watched_from;     /* DAY_NONE: nobody is late */
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field cohort_query_fields[], cohort_table_fields[], cohort_cell_fields[];
int cohort_table_read(const struct portfolio_source *source, const struct cohort_query *query,
                      struct cohort_table *ret, struct err *err);

/* The cells one below the other, as a file has them. */
struct cohort_cell {
    const char *cohort;
    int64_t months, accounts;
    double customers, customers_pct;
    int64_t arr_start_cents;
    double arr_now_cents, arr_pct;
};
struct cohort_cell *cohort_cells(const struct cohort_table *t, struct arena *arena, size_t *ret_n);
