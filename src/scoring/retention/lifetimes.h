/* lifetimes.h: how long accounts have been customers, and whether they left.
 *
 * A lifetime begins on the first day on which an account was a customer and ends when it first
 * left; who is a customer still is censored on the day asked for. What comes after a return is not
 * looked at: it is another story than that of a new customer.
 *
 * Who left before anybody wrote down leavers is missing, while those who stayed are there; to count
 * their early months would flatter. So nobody is at risk before `watched_from`: unless somebody
 * knows better, the first of the month in which the first departure is known.
 *
 * Threads: pure. Ownership: everything in the arena. Units: months, whole ones on the calendar
 * (an anniversary is 12, in leap years too) with the share of the next; days. */
#pragma once
#include "base/arena.h"
#include "stats/survival.h"

/* One account's, as known on the day asked for (metric/life.h finds them). */
struct life {
    uint32_t account; /* whose: an index of the caller's */
    int32_t start;    /* the first day as a customer */
    int32_t end;      /* when it first left; DAY_NONE: it is one still */
    int32_t
        term_months; /* of the longest subscription live the day before its end; 0: none is known */
};
struct lifetimes {
    size_t n;
    uint32_t *account; /* [n] as in the lives */
    double *time, *entry;
    bool *is_left;
    int32_t *start;
    int32_t *term_months; /* of the longest subscription live at its end; 0: none is known */
    int32_t watched_from; /* DAY_NONE: nobody left, or all were watched from their start */
    size_t n_truncated;   /* watched from later than their start */
    size_t n_unseen;      /* left before anybody watched, and so not among the n */
    size_t n_undated;     /* are said to have left, but not when; not among the n (the caller's) */
};
/* Of n lives as known on the day. watched_from: DAY_NONE finds it. */
void lifetimes_make(const struct life *lives, size_t n, int32_t day, int32_t watched_from,
                    struct arena *arena, struct lifetimes *ret);
/* Some of them as observations. */
void lifetimes_data(const struct lifetimes *l, const uint32_t *rows, size_t n, struct arena *arena,
                    struct survival_data *ret);
/* Months from one day to a later one. */
double months_between(int32_t from, int32_t to);
