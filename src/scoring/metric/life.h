/* life.h: since when an account is a customer, until when, and under what contract, as the facts
 * tell: what the curves of retention (scoring/retention) are made of, and asked for.
 *
 * Threads: pure. Units: days. `known` is the day whose knowledge counts. */
#pragma once
#include "scoring/metric/factbook.h"
#include "scoring/retention/stay.h"

/* One account: the day it first became a customer (lifecycle.h), and the day it then left; DAY_NONE
 * each. */
int32_t life_start(const struct factbook *book, size_t i, int32_t known);
int32_t life_end(const struct factbook *book, size_t i, int32_t start, int32_t known);
/* Of those that are in (NULL: of everybody); returns how many, at most book->n. *ret_undated counts
 * those that are said to have left, but not when. */
size_t lives_find(const struct factbook *book, const bool *is_in, int32_t known, struct life *ret,
                  size_t *ret_undated);
/* Where the account stands in its contract on a day, by what is known then. */
struct stay_place stay_place_of(const struct factbook *book, size_t i, int32_t day);
/* How likely customers are to stay, by everybody in the book as known on the day: one curve for
 * each length of contract there is by then. The same facts give the same bits. */
void book_stay_model(const struct factbook *book, int32_t day, struct arena *arena,
                     struct stay_model *ret);
