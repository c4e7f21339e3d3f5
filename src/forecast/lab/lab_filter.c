/* Filters over accounts as they were on a past day. */
#include "base/str.h"
#include "forecast/lab/lab_pick.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/segment/segment_view.h"

#include <math.h>

static int refuse_cells(struct segments *segments, const struct filter *tree,
                        const struct segment_parts *parts, struct err *err)
{
    if (select_names_field(tree, "cell"))
        return err_set(err, ERR_INVALID, "filter",
                       "cell is not known of past days here; name health_band and maturity_band");
    for (size_t k = 0; k < parts->n_made_of; k++) {
        const struct segment *s = segment_find(segments, parts->made_of[k]);
        if (s && s->tree && select_names_field(s->tree, "cell"))
            return err_set(err, ERR_INVALID, "filter",
                           "segment %.60s names cell, which is not known of past days here",
                           s->row.key);
    }
    return 0;
}

int lab_filter_open(struct conn *c, const char *filter, struct arena *arena, struct lab_filter *ret,
                    struct err *err)
{
    const struct select_in in = {.filter = filter};
    struct segment_parts parts;

    *ret = (struct lab_filter){0};
    int rc = select_parse(c, &in, arena, &ret->what, err);
    if (rc < 0)
        return rc;
    ret->segments = ret->what.fields.segments;
    if (!ret->what.filter)
        return 0;
    segment_parts(ret->what.filter, ret->segments, &parts);
    ret->undated = parts.undated;
    ret->n_undated = parts.n_undated;
    return refuse_cells(ret->segments, ret->what.filter, &parts, err);
}

/* What the words of a row follow from. */
struct words {
    const struct cards *cards;
    const struct scores *s;
};

static const char *word_of(const void *ctx, enum score_word word, size_t row)
{
    const struct words *w = ctx;
    bool is_health = word == WORD_HEALTH_BAND || word == WORD_HEALTH_CARD;
    bool is_maturity = word == WORD_MATURITY_BAND || word == WORD_MATURITY_CARD;
    enum card_kind kind = is_health ? CARD_HEALTH : CARD_MATURITY;

    if (!is_health && !is_maturity)
        return NULL;
    const struct card *card = cards_find(w->cards, kind, w->s->kept[card_kept_card(kind)][row]);
    if (!card)
        return NULL;
    if (word == WORD_HEALTH_CARD || word == WORD_MATURITY_CARD)
        return card->key;
    return card_band_id(card, w->s->kept[card_kept_score(kind)][row]);
}

void lab_table(const struct cards *cards, const struct past_day *day, struct select_table *ret)
{
    const struct scores *s = day->scores;
    struct words *words = ARENA_NEW(day->arena, struct words);
    bool *is_present = ARENA_ARRAY(day->arena, s->n, bool);
    bool *is_customer = ARENA_ARRAY(day->arena, s->n, bool);

    scores_table(s, s->accounts, ret);
    for (int k = 0; k < KEPT_COLUMNS; k++)
        ret->kept[k] = s->kept[k];
    for (size_t i = 0; i < s->n; i++) {
        enum account_state state = (enum account_state)s->kept[KEPT_STATE][i];
        is_present[i] = state != STATE_ABSENT;
        is_customer[i] = state_is_customer(state);
    }
    *words = (struct words){cards, s};
    ret->is_present = is_present;
    ret->is_customer = is_customer;
    ret->word = word_of;
    ret->ctx = words;
}

const bool *lab_filter_rows(const struct lab_filter *f, const struct select_table *table,
                            struct arena *arena)
{
    return f->what.filter ? select_filter(f->what.filter, table, arena) : NULL;
}
