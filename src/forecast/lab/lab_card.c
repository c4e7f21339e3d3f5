/* Which card a reference means. */
#include "base/str.h"
#include "forecast/lab/lab_pick.h"

#include <string.h>

static int no_card(const char *ref, const char *why, struct err *err)
{
    return err_set(err, ERR_INVALID, "cards", "%.60s %s", ref, why);
}

static int chain_card(const struct cards *cards, enum card_kind kind, struct lab_card *ret,
                      struct err *err)
{
    const struct card_chain *chain = &cards->chains[kind];

    if (chain->n == 0)
        return no_card(ret->ref, "is not in force", err);
    ret->kind = kind;
    ret->shown = chain->cards[chain->n - 1];
    ret->label = ret->shown->name;
    if (chain->n == 1)
        ret->version = ret->shown->version;
    return 0;
}

static int version_card(struct conn *c, const char *key, const char *version, struct arena *arena,
                        struct lab_card *ret, struct err *err)
{
    struct card_draft draft = {0};
    struct card *card = NULL;
    int64_t number = 0;
    int rc;

    if (str_eq(version, "draft")) {
        rc = card_draft_load(c, key, arena, &draft, err);
        card = draft.card;
    } else if (version && (!str_to_i64(version, &number) || number < 1)) {
        return no_card(ret->ref, "names no version: write KEY, KEY@3 or KEY@draft", err);
    } else {
        rc = card_version(c, key, number, arena, &card, err);
    }
    if (rc == ERR_NOT_FOUND)
        return no_card(ret->ref,
                       "is no card, or has no such version; the settings list what there is", err);
    if (rc < 0)
        return rc;
    ret->kind = card->kind_index;
    ret->card = ret->shown = card;
    if (version && str_eq(version, "draft")) {
        ret->label = arena_printf(arena, "%s, draft", card->name);
    } else {
        ret->label = arena_printf(arena, "%s %lld", card->name, (long long)card->version);
        ret->version = card->version;
    }
    return 0;
}

int lab_card_find(struct conn *c, const struct cards *cards, const char *ref, struct arena *arena,
                  struct lab_card *ret, struct err *err)
{
    const char *at = strchr(ref, '@');
    const char *key = at ? arena_strndup(arena, ref, (size_t)(at - ref)) : ref;
    int kind = str_index(card_kinds, ref);

    *ret = (struct lab_card){.ref = ref, .version = I64_NONE};
    int rc = kind >= 0 && kind < CARD_CHAINS
                 ? chain_card(cards, (enum card_kind)kind, ret, err)
                 : version_card(c, key, at ? at + 1 : NULL, arena, ret, err);
    if (rc < 0)
        return rc;
    if (ret->kind == CARD_QUALIFICATION)
        return no_card(ref, "qualifies prospects, who cannot leave yet", err);
    ret->low = ret->shown->low;
    ret->high = ret->shown->high;
    return 0;
}

static bool is_undated(const struct card *card, const struct card_measure *m)
{
    if (str_eq(m->source, "value"))
        return true;
    if (!str_eq(m->source, "metric"))
        return false;
    int metric = dictionary_index(card->dictionary, m->ref);
    return metric >= 0 && card->dictionary->items[metric].is_undated;
}

static void add_label(const char *label, const char ***ret, size_t *ret_n)
{
    for (size_t k = 0; k < *ret_n; k++)
        if (str_eq((*ret)[k], label))
            return;
    (*ret)[(*ret_n)++] = label;
}

void lab_card_undated(const struct cards *cards, const struct lab_card *card, struct arena *arena,
                      const char ***ret, size_t *ret_n)
{
    const struct card_chain *chain = &cards->chains[card->kind];
    size_t n = card->card ? 1 : chain->n;

    *ret = ARENA_ARRAY(arena, n * CARD_MEASURES_MAX, const char *);
    *ret_n = 0;
    for (size_t k = 0; k < n; k++) {
        const struct card *c = card->card ? card->card : chain->cards[k];
        for (size_t g = 0; g < c->n_groups; g++)
            for (size_t m = 0; m < c->groups[g].n_measures; m++)
                if (is_undated(c, &c->groups[g].measures[m]))
                    add_label(c->groups[g].measures[m].label, ret, ret_n);
    }
}
