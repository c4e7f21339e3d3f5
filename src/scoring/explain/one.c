#include "scoring/explain/one.h"

#include "facts/kind/kind_store.h"

#include <math.h>

static void free_book(void *book)
{
    factbook_free(book);
}

static int load_book(const struct explain_request *request, const struct factbook_options *options,
                     struct factbook **ret, struct err *err)
{
    int rc = factbook_load(request->conn, options, ret, err);

    if (rc >= 0)
        arena_defer(request->arena, free_book, *ret);
    return rc;
}

int one_book(const struct explain_request *request, int64_t id, const struct snapshot *s,
             const struct context *contexts, size_t n, struct factbook **ret, struct err *err)
{
    const struct score_request wanted = {.from_id = id,
                                         .to_id = id + 1,
                                         .settings = &s->settings,
                                         .cards = &s->cards,
                                         .contexts = contexts,
                                         .n_contexts = n};
    struct factbook_options options;

    score_request_options(&wanted, &options);
    return load_book(request, &options, ret, err);
}

int one_book_whole(const struct explain_request *request, int64_t id, const struct snapshot *s,
                   struct factbook **ret, struct err *err)
{
    const struct factbook_options options = {.from_id = id,
                                             .to_id = id + 1,
                                             .first_day = DAY_MIN + 2 * USAGE_WINDOW_DAYS,
                                             .last_day = s->day,
                                             .dictionary = s->cards.dictionary,
                                             .currency = s->settings.currency};

    return load_book(request, &options, ret, err);
}

int one_load(const struct explain_request *request, const int32_t *days, size_t n, struct one *ret,
             struct err *err)
{
    int rc = kind_id(request->conn, &account_kind, request->key, &ret->id, err);

    ret->n = n;
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        rc = snapshot_get(request->snapshots, request->conn, days[k], SNAPSHOT_KEPT, request->arena,
                          &ret->snapshots[k], err);
        if (rc < 0)
            return rc;
        int64_t row = snapshot_row(ret->snapshots[k], ret->id);
        if (row < 0)
            return err_set(err, ERR_INTERNAL, NULL, "account %s is in no list", request->key);
        ret->row[k] = (size_t)row;
        ret->contexts[k] = ret->snapshots[k]->context;
    }
    if (rc >= 0)
        rc = one_book(request, ret->id, ret->snapshots[0], ret->contexts, n, &ret->book, err);
    for (size_t k = 0; rc >= 0 && k < n; k++)
        metrics_compute(ret->book, &ret->contexts[k], request->arena, &ret->metrics[k]);
    return rc;
}

const struct card *one_card(const struct one *one, size_t k, enum card_kind kind)
{
    const struct cards *cards = &one->snapshots[k]->cards;
    const struct card *card = snapshot_card(one->snapshots[k], kind, one->row[k]);

    /* Who has no score is taken apart by the default, which shows what would be asked. */
    return card                    ? card
           : kind == CARD_HEALTH   ? cards->health
           : kind == CARD_MATURITY ? cards->maturity
                                   : cards->qualification;
}

void one_explain(const struct one *one, size_t k, const struct card *card,
                 struct card_explained *ret)
{
    const struct snapshot *s = one->snapshots[k];

    card_explain_account(card, &one->metrics[k], 0, s->accounts->text[ATTR_CUSTOM][one->row[k]],
                         ret);
    /* Who is no customer has no score, whatever is known of it. */
    if (isnan(s->kept[card_kept_score(card->kind_index)][one->row[k]]))
        ret->score = NAN;
}
