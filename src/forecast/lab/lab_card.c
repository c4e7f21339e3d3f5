/* Which card a reference means. */
#include "base/str.h"
#include "forecast/lab/lab_pick.h"

#include <string.h>

static int no_card(const char *ref, const char *why, struct err *err)
{
    return err_set(err, ERR_INVALID, "cards", "%.60s %s", ref, why);
}

static int chain_card(const struct cards *cards, enum card_kind kind, struct arena *arena,
                      struct lab_card *ret, struct err *err)
{
    const struct card_chain *chain = &cards->chains[kind];

    if (chain->n == 0)
        return no_card(ret->ref, "is not in force", err);
    ret->kind = kind;
    ret->shown = chain->cards[chain->n - 1];
    ret->label = chain->n == 1 ? arena_printf(arena, "%s %lld", ret->shown->name,
                                              (long long)ret->shown->version)
                               : arena_printf(arena, "%s, cards in force", ret->shown->name);
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
        return no_card(ret->ref, "is no card, or has no such version", err);
    if (rc < 0)
        return rc;
    ret->kind = card->kind_index;
    ret->card = ret->shown = card;
    ret->label = version && str_eq(version, "draft")
                     ? arena_printf(arena, "%s, draft", card->name)
                     : arena_printf(arena, "%s %lld", card->name, (long long)card->version);
    return 0;
}

int lab_card_find(struct conn *c, const struct cards *cards, const char *ref, struct arena *arena,
                  struct lab_card *ret, struct err *err)
{
    const char *at = strchr(ref, '@');
    const char *key = at ? arena_strndup(arena, ref, (size_t)(at - ref)) : ref;
    int kind = str_index(card_kinds, ref);

    *ret = (struct lab_card){.ref = ref};
    int rc = kind >= 0 && kind < CARD_CHAINS
                 ? chain_card(cards, (enum card_kind)kind, arena, ret, err)
                 : version_card(c, key, at ? at + 1 : NULL, arena, ret, err);
    if (rc < 0)
        return rc;
    if (ret->kind == CARD_QUALIFICATION)
        return no_card(ref, "qualifies prospects, who cannot leave yet", err);
    ret->low = ret->shown->low;
    ret->high = ret->shown->high;
    return 0;
}
