/* chosen.h: the accounts that a query of the portfolio chooses, and small helpers its readers
 * share. Only for src/scoring/portfolio. */
#pragma once
#include "scoring/portfolio/portfolio.h"

struct chosen {
    struct selection what;
    const struct snapshot *s;
    const struct snapshot *as_is; /* the same unless the source shows another instead */
    struct placing placing;       /* in the matrix that was asked for */
    struct select_table table;    /* the snapshot, for select */
    uint32_t *rows;
    size_t n;
};
/* Understands the query and gets the snapshot of its day. */
int chosen_open(const struct portfolio_source *source, const struct portfolio_query *query,
                struct chosen *ret, struct err *err);
/* The same with the rows, in order. */
int chosen_read(const struct portfolio_source *source, const struct portfolio_query *query,
                struct chosen *ret, struct err *err);

/* Units of currency as whole cents, numbers of days as whole days; missing stays missing. */
int64_t chosen_cents(double units);
int64_t chosen_whole(double number);
