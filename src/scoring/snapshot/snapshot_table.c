/* A snapshot as filters see it: its columns, and the words that follow from its scores. */
#include "scoring/snapshot/verdict.h"

#include <string.h>

static const char *card_key(const struct snapshot *s, enum card_kind kind, size_t row)
{
    const struct card *card = snapshot_card(s, kind, row);

    return card ? card->key : NULL;
}

const char *snapshot_word(const struct snapshot *s, enum score_word word, size_t row)
{
    switch (word) {
    case WORD_HEALTH_BAND: return snapshot_band(s, CARD_HEALTH, row);
    case WORD_MATURITY_BAND: return snapshot_band(s, CARD_MATURITY, row);
    case WORD_HEALTH_CARD: return card_key(s, CARD_HEALTH, row);
    case WORD_MATURITY_CARD: return card_key(s, CARD_MATURITY, row);
    case WORD_VERDICT: return snapshot_prospect(s, row);
    default: return NULL;
    }
}

static const char *word_of(const void *ctx, enum score_word word, size_t row)
{
    return snapshot_word(ctx, word, row);
}

struct select_table snapshot_table(const struct snapshot *s)
{
    struct select_table t = {
        .n = s->n,
        .accounts = s->accounts,
        .is_present = s->is_present,
        .is_customer = s->is_customer,
        .ltv_3y = s->ltv_3y,
        .gross_margin_pct = s->gross_margin_pct,
        .word = word_of,
        .ctx = s,
    };

    memcpy(t.kept, s->kept, sizeof(t.kept));
    memcpy(t.metrics, s->metrics, sizeof(t.metrics));
    return t;
}
