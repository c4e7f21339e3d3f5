/* one.h: the facts and numbers of one account on some days. Only for src/scoring/explain. */
#pragma once
#include "scoring/explain/explain.h"

/* Up to two days side by side. */
struct one {
    int64_t id;
    const struct snapshot *snapshots[2];
    size_t row[2]; /* in the snapshots */
    struct context contexts[2];
    size_t n;
    struct factbook *book; /* freed with the arena */
    struct metric_columns metrics[2];
};
int one_load(const struct explain_request *request, const int32_t *days, size_t n, struct one *ret,
             struct err *err);
/* The facts of the account, enough for these contexts; freed with the arena. */
int one_book(const struct explain_request *request, int64_t id, const struct snapshot *s,
             const struct context *contexts, size_t n, struct factbook **ret, struct err *err);
/* The card that scores it on day k; the default if none does; NULL if there is none of the kind. */
const struct card *one_card(const struct one *one, size_t k, enum card_kind kind);
/* The same with all usage there ever was. */
int one_book_whole(const struct explain_request *request, int64_t id, const struct snapshot *s,
                   struct factbook **ret, struct err *err);
/* Of a value on the first day that is there: how old it is, or NULL. Of one that is not: what would
 * make it known. */
const char *one_note(const struct one *one, const struct metric *m, double value,
                     struct arena *arena);
/* A card's score of the account on day k, taken apart. */
void one_explain(const struct one *one, size_t k, const struct card *card,
                 struct card_explained *ret);

/* Why it stands in its cell of the matrix that the settings name, and what to do there; *ret is
 * NULL if it is in none. */
int explain_cell(const struct explain_request *request, const struct snapshot *s, size_t row,
                 struct standing_cell **ret, struct err *err);
