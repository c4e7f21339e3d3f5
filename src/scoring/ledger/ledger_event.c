#include "scoring/ledger/ledger_event.h"

#include "base/str.h"
#include "scoring/select/segments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int8_t band_in(const struct ledger_coder *coder, enum card_kind kind, const double *kept)
{
    const struct cards *cards = &coder->s->cards;
    const struct card *card = cards_find(cards, kind, kept[card_kept_card(kind)]);

    /* A version that is gone: its bands were most likely those of the default. */
    if (!card)
        card = kind == CARD_HEALTH ? cards->health : cards->maturity;
    return (int8_t)band_of(card->edges, CARD_BANDS, kept[card_kept_score(kind)]);
}

/* The axis that cuts what a card scored. */
static const struct matrix_axis *axis_in(const struct placing_axis *axis, double card)
{
    for (size_t k = 0; k < axis->n_axes; k++)
        if (axis->axis_cards[k] == card)
            return &axis->axes[k];
    return &axis->axis;
}

static int find_kind(const struct axis_def *def, enum card_kind *ret, struct err *err)
{
    int kind = str_index(card_kinds, def->card);

    if (kind < 0 || kind >= CARD_CHAINS)
        return err_set(err, ERR_INVALID, "matrix",
                       "the scores of the single card %.60s are not kept for past days; take a "
                       "matrix of the kinds health, maturity and qualification",
                       def->card);
    *ret = (enum card_kind)kind;
    return 0;
}

int ledger_coder_make(const struct placing_plan *plan, const struct snapshot *s,
                      struct arena *arena, struct ledger_coder *ret, struct err *err)
{
    const struct matrix_def *m = plan->matrix;
    const struct select_table table = snapshot_table(s);

    *ret = (struct ledger_coder){.s = s};
    int rc = find_kind(m->y, &ret->y, err);
    if (rc >= 0)
        rc = find_kind(m->x, &ret->x, err);
    if (rc >= 0)
        rc = placing_make(plan, s, arena, &ret->placing, err);
    if (rc >= 0 && m->segment)
        ret->is_member = segment_members(plan->segments, m->segment, &table, arena);
    return rc;
}

struct ledger_code ledger_code_of(const struct ledger_coder *coder, size_t row,
                                  const double kept[KEPT_COLUMNS])
{
    int state = isnan(kept[KEPT_STATE]) ? STATE_ABSENT : (int)kept[KEPT_STATE];
    struct ledger_code code = {(int8_t)state, -1, -1, PLACE_OUTSIDE};
    bool is_inside = !coder->is_member || coder->is_member[row];

    if (!state_is_customer((enum account_state)state))
        return code;
    code.health = band_in(coder, CARD_HEALTH, kept);
    code.maturity = band_in(coder, CARD_MATURITY, kept);
    matrix_place(axis_in(&coder->placing.y, kept[card_kept_card(coder->y)]),
                 axis_in(&coder->placing.x, kept[card_kept_card(coder->x)]), 1,
                 &kept[card_kept_score(coder->y)], &kept[card_kept_score(coder->x)], &is_inside,
                 &code.place);
    return code;
}

static int sign(int difference)
{
    return (difference > 0) - (difference < 0);
}

/* Up or down by health first, then by maturity; within the card's bands, by the rows and columns of
 * the matrix, which may be cut elsewhere. What was or is not known is neither. */
static int direction_of(const struct ledger_coder *coder, const struct ledger_code *from,
                        const struct ledger_code *to)
{
    int columns = (int)coder->placing.x.axis.n_bands, way = 0;
    bool is_placed = from->place >= 0 && to->place >= 0;

    if (state_is_customer((enum account_state)from->state) !=
        state_is_customer((enum account_state)to->state))
        return state_is_customer((enum account_state)to->state) ? 1 : -1;
    if (from->health >= 0 && to->health >= 0)
        way = sign(to->health - from->health);
    if (!way && is_placed)
        way = sign(to->place / columns - from->place / columns);
    if (!way && from->maturity >= 0 && to->maturity >= 0)
        way = sign(to->maturity - from->maturity);
    if (!way && is_placed)
        way = sign(to->place % columns - from->place % columns);
    return way;
}

bool ledger_compare(const struct ledger_coder *coder, const struct ledger_code *from,
                    const struct ledger_code *to, struct ledger_event *ret)
{
    bool was = state_is_customer((enum account_state)from->state);
    bool is = state_is_customer((enum account_state)to->state);
    int what = 0;

    if (was != is)
        what = LEDGER_CUSTOMER;
    else if (is)
        what = (from->health != to->health ? LEDGER_HEALTH : 0) |
               (from->maturity != to->maturity ? LEDGER_MATURITY : 0) |
               (from->place != to->place ? LEDGER_CELL : 0);
    if (!what)
        return false;
    ret->from = *from;
    ret->to = *to;
    ret->what = (uint8_t)what;
    ret->direction = (int8_t)direction_of(coder, from, to);
    return true;
}

static float arr_of(double units)
{
    return isnan(units) ? 0 : (float)units;
}

static void make_room(const struct ledger_coder *coder, struct ledger_day *d)
{
    d->codes = mem_alloc(mem_product(coder->s->n + 1, sizeof(*d->codes)));
    d->arr = mem_alloc(mem_product(coder->s->n + 1, sizeof(*d->arr)));
}

void ledger_day_free(struct ledger_day *d)
{
    mem_free(d->codes);
    mem_free(d->arr);
    *d = (struct ledger_day){0};
}

/* The columns that codes are made of. */
static const enum kept needed[] = {
    KEPT_STATE,    KEPT_ARR,           KEPT_HEALTH,        KEPT_HEALTH_CARD,
    KEPT_MATURITY, KEPT_MATURITY_CARD, KEPT_QUALIFICATION, KEPT_QUALIFICATION_CARD};

/* Only a matrix of prospects' scores asks for these. */
static bool is_needed(const struct ledger_coder *coder, enum kept column)
{
    bool is_of_prospects = column == KEPT_QUALIFICATION || column == KEPT_QUALIFICATION_CARD;

    return !is_of_prospects || coder->y == CARD_QUALIFICATION || coder->x == CARD_QUALIFICATION;
}

static void fill(const struct ledger_coder *coder, const double *const columns[KEPT_COLUMNS],
                 struct ledger_day *ret)
{
    make_room(coder, ret);
    for (size_t i = 0; i < coder->s->n; i++) {
        double kept[KEPT_COLUMNS];
        for (size_t k = 0; k < ARRAY_LEN(needed); k++)
            kept[needed[k]] = columns[needed[k]] ? columns[needed[k]][i] : NAN;
        ret->codes[i] = ledger_code_of(coder, i, kept);
        ret->arr[i] = arr_of(kept[KEPT_ARR]);
    }
}

int ledger_day_load(struct conn *c, const struct ledger_coder *coder, int32_t day,
                    struct ledger_day *ret, struct err *err)
{
    size_t n = coder->s->n;
    double *numbers = mem_alloc(mem_product(n * ARRAY_LEN(needed) + 1, sizeof(double)));
    const double *columns[KEPT_COLUMNS] = {0};
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(needed); k++) {
        if (!is_needed(coder, needed[k]))
            continue;
        columns[needed[k]] = numbers + k * n;
        rc = history_column(c, day, needed[k], coder->s->accounts->ids, n, numbers + k * n, err);
    }
    if (rc >= 0)
        fill(coder, columns, ret);
    mem_free(numbers);
    return rc;
}

void ledger_day_now(const struct ledger_coder *coder, struct ledger_day *ret)
{
    fill(coder, coder->s->kept, ret);
}

static int by_arr(const void *a, const void *b)
{
    const struct ledger_event *x = a, *y = b;

    if (x->arr != y->arr)
        return x->arr < y->arr ? 1 : -1;
    return (x->account > y->account) - (x->account < y->account);
}

void ledger_day_compare(const struct ledger_coder *coder, const struct ledger_day *from,
                        const struct ledger_day *to, ledger_events *ret)
{
    size_t first = ret->n;

    for (size_t i = 0; i < coder->s->n; i++) {
        struct ledger_event e = {.account = coder->s->accounts->ids[i]};
        if (memcmp(&from->codes[i], &to->codes[i], sizeof(from->codes[i])) == 0 ||
            !ledger_compare(coder, &from->codes[i], &to->codes[i], &e))
            continue;
        bool is_left = !state_is_customer((enum account_state)to->codes[i].state);
        e.arr = is_left ? from->arr[i] : to->arr[i];
        vec_push(ret, e);
    }
    if (ret->n > first)
        qsort(ret->items + first, ret->n - first, sizeof(*ret->items), by_arr);
}
