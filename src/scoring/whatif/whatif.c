#include "scoring/whatif/whatif.h"

#include "base/str.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/snapshot/trial.h"

#include <stdio.h>
#include <string.h>

static const struct card *same_key(const struct card_chain *chain, const char *key)
{
    for (size_t k = 0; k < chain->n; k++)
        if (str_eq(chain->cards[k]->key, key))
            return chain->cards[k];
    return NULL;
}

static const struct card *in_force_of_key(const struct cards *cards, const char *key)
{
    const struct card *found = same_key(&cards->others, key);

    for (int k = 0; !found && k < CARD_CHAINS; k++)
        found = same_key(&cards->chains[k], key);
    return found;
}

static int check_twice(const struct card *cards, size_t k, struct err *err)
{
    for (size_t other = 0; other < k; other++)
        if (str_eq(cards[other].key, cards[k].key))
            return err_set(err, ERR_INVALID, "key", "card %.60s is given twice", cards[k].key);
    return 0;
}

int whatif_cards(struct conn *c, const struct cards *in_force, struct card *changed, size_t n,
                 struct arena *arena, struct cards *ret, struct err *err)
{
    *ret = *in_force;
    for (size_t k = 0; k < n; k++) {
        struct card *card = &changed[k];
        const struct cards before = *ret;
        card->dictionary = in_force->dictionary;
        int rc = check_twice(changed, k, err);
        if (rc >= 0)
            rc = card_compile(card, arena, err);
        if (rc >= 0)
            rc = card_check(c, card, arena, err);
        if (rc < 0)
            return field_at_path(err, rc, "cards", k);
        /* Scores name their card by its number; new ones get numbers that no row has. */
        const struct card *old = in_force_of_key(in_force, card->key);
        card->id = old ? old->id : -(int64_t)(k + 1);
        cards_with(&before, card, arena, ret);
    }
    return 0;
}

int whatif_make(const struct matrix_source *source, const struct whatif_ask *ask,
                struct whatif *ret, struct err *err)
{
    struct snapshot *s = ARENA_NEW(source->arena, struct snapshot);
    struct matrix_source deep = *source;
    struct placing_plan plan;
    struct placing before, after;
    struct cards cards;

    deep.depth = SNAPSHOT_METRICS;
    int rc = matrix_ask_place(&deep, &ask->ask, ask->day == DAY_NONE ? source->today : ask->day,
                              &before, err);
    if (rc >= 0)
        rc = whatif_cards(source->conn, &before.s->cards, ask->cards, ask->n_cards, source->arena,
                          &cards, err);
    if (rc >= 0)
        rc = placing_plan(source->conn, ask->ask.matrix, source->arena, &plan, err);
    if (rc >= 0)
        rc = trial_place(&plan, &before, &cards, source->arena, s, &after, err);
    if (rc < 0)
        return rc;
    whatif_compare(&before, &after, source->arena, ret);
    if (ask->points != I64_NONE && ret->matrix->n_points > (size_t)ask->points)
        ret->matrix->n_points = (size_t)ask->points;
    return 0;
}

struct change {
    const struct whatif_list_ask *ask;
    struct conn *conn;
    struct arena *arena;
};

static int show_instead(void *ctx, const struct snapshot *s, const struct snapshot **ret,
                        struct err *err)
{
    const struct change *change = ctx;
    struct snapshot *other = ARENA_NEW(change->arena, struct snapshot);
    struct cards cards;
    int rc = whatif_cards(change->conn, &s->cards, change->ask->cards, change->ask->n_cards,
                          change->arena, &cards, err);

    if (rc < 0)
        return rc;
    snapshot_with_cards(s, &cards, change->arena, other);
    *ret = other;
    return 0;
}

int whatif_list(const struct portfolio_source *source, const struct whatif_list_ask *ask,
                struct portfolio *ret, struct err *err)
{
    struct portfolio_query all;
    struct change change = {ask, source->conn, source->arena};
    struct portfolio_source with = *source;

    fields_init(portfolio_query_fields, &all);
    with.instead = show_instead;
    with.instead_ctx = &change;
    return portfolio_read(&with, ask->query ? ask->query : &all, ret, err);
}
