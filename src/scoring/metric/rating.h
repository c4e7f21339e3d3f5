/* rating.h: which of an account's maturity ratings counts on a day, when several people gave one.
 *
 * Each of the twelve ratings is looked up by itself, so that a partial assessment renews only what
 * it rates; the short form's rating of a group stands for its three. What the customer says of
 * itself is the mean over its people: of each the latest, if it is at most RATING_ROUND_DAYS older
 * than the newest (who is not known by name counts on the newest day only). What an interviewer or
 * observer found is the latest, and outranks the customer's own for as long as the settings say;
 * several of the same day are averaged. An older rating is worth no less: only its age shows.
 *
 * Threads: pure. */
#pragma once
#include "scoring/metric/metric.h"

/* People answer the same survey within so many days. */
#define RATING_ROUND_DAYS 90
/* People of one customer who are further apart have something to talk about. */
#define RATING_DISAGREES 1.5

/* Which assessments count for a rating. */
struct rating_choice {
    int rating;
    int32_t known; /* the day that is asked about */
    int32_t day;   /* of the newest; DAY_NONE: there is none */
    bool is_self;
};
struct rating_choice rating_choose(const struct factbook *book, const struct context *context,
                                   size_t i, int rating);
/* a: one of account i's. */
bool rating_counts(const struct factbook *book, size_t i, const struct rating_choice *c,
                   const struct book_assessment *a);

/* The mean of what counts; NaN if there is none. *ret_day is the day of the oldest in it. */
double rating_on(const struct factbook *book, const struct context *context, size_t i, int rating,
                 int32_t *ret_day);
/* The value function of the twelve ratings' rows; call->arg says which. */
double metric_rating(const struct metric_call *call, size_t i);
