/* lab_pick.h: what a row of the lab is chosen and scored by. Only for src/forecast/lab. */
#pragma once
#include "forecast/lab/lab_rows.h"

/* Finds the card that a reference means. ERR_INVALID on "cards". */
int lab_card_find(struct conn *c, const struct cards *cards, const char *ref, struct arena *arena,
                  struct lab_card *ret, struct err *err);
/* The measures of a card whose past is not known, by label: what is set by hand, and metrics of
 * numbers without a date. Whoever set them may have known who left. */
void lab_card_undated(const struct cards *cards, const struct lab_card *card, struct arena *arena,
                      const char ***ret, size_t *ret_n);

/* A filter over accounts as they were on a day. Cells are no part of what is known there: filters
 * that name them are refused. */
struct lab_filter {
    struct selection what;
    struct segments *segments;
    const char **undated;
    size_t n_undated;
};
int lab_filter_open(struct conn *c, const char *filter, struct arena *arena, struct lab_filter *ret,
                    struct err *err);
/* The accounts of a day as filters and cards see them. */
void lab_table(const struct cards *cards, const struct past_day *day, struct select_table *ret);
/* Whom the filter chooses; NULL: all. */
const bool *lab_filter_rows(const struct lab_filter *f, const struct select_table *table,
                            struct arena *arena);
