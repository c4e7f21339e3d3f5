/* weights_fit.h: the past as a card's measures see it, and weights fitted to it. Only for
 * src/forecast/lab. */
#pragma once
#include "forecast/lab/weights.h"
#include "stats/roc.h"

#define WEIGHTS_ALL UINT32_MAX /* fit on all accounts */

struct weights_data {
    const struct lab_rows *rows;
    const struct history_progress *progress;
    const struct card *card;
    enum weight_level level;
    /* What the measures read, and the tenure, as the rows were taken: [row × width + column]. */
    VEC(double) taken;
    size_t width;
    /* Made of it by weights_data_open. */
    size_t n, clusters;
    double *values[CARD_MEASURES_MAX]; /* [measure][row] */
    double *tenure;
    double *scored[CARD_MEASURES_MAX]; /* what the scales make of the values */
    bool *label;
    int32_t *day;
    uint32_t *cluster;
};
/* For struct lab_read: keeps what the card of ctx, a struct weights_data, reads of a row. */
void weights_take(void *ctx, const struct past_day *day, size_t i);
void weights_data_open(struct weights_data *d, const struct card *card, struct arena *arena);
void weights_data_done(struct weights_data *d);

/* Fits weights on the accounts that are not of the fold, and puts them, rounded to whole per cent,
 * into *ret, which begins as the card's own. */
int weights_fit(const struct weights_data *d, double pull, uint32_t fold, struct card_math *ret,
                struct err *err);
/* The card's scores of all rows under other weights, by the code that scores. */
void weights_score(const struct weights_data *d, const struct card_math *math, double *ret);
/* The card's definition with these weights. */
struct card *weights_card(const struct card *card, const struct card_math *math,
                          struct arena *arena);
/* How many rows would be in another band. */
int64_t weights_moved(const struct weights_data *d, const struct card_math *math);
