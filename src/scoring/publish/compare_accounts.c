/* The accounts that a draft would move, one by one, with what each measure has to do with it. */
#include "base/str.h"
#include "scoring/publish/sides.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct field compare_part_fields[] = {
    FIELD_STR(struct compare_part, id, .required = true),
    FIELD_STR(struct compare_part, label, .required = true),
    FIELD_F64(struct compare_part, from_points,
              .help = "Null: the card in force has no such measure"),
    FIELD_F64(struct compare_part, to_points, .help = "Null: the draft has none"),
    FIELD_END,
};
static const struct field compare_side_fields[] = {
    FIELD_STR(struct compare_side, card, .help = "The card and version"),
    FIELD_F64(struct compare_side, score),
    FIELD_STR(struct compare_side, band),
    FIELD_STR(struct compare_side, cell),
    FIELD_STR(struct compare_side, cell_label),
    FIELD_END,
};
static const struct field compare_account_fields[] = {
    FIELD_STR(struct compare_account, key, .required = true),
    FIELD_STR(struct compare_account, name, .required = true),
    FIELD_STR(struct compare_account, owner),
    FIELD_I64(struct compare_account, arr_cents, .required = true, .unit = "cents"),
    FIELD_OBJ(struct compare_account, from, compare_side, .required = true),
    FIELD_OBJ(struct compare_account, to, compare_side, .required = true),
    FIELD_LIST(struct compare_account, parts, compare_part, .required = true,
               .help = "What each measure brings; each side's points add up to its score"),
    FIELD_END,
};
const struct field compare_accounts_fields[] = {
    FIELD_DAY(struct compare_accounts, day, .required = true),
    FIELD_I64(struct compare_accounts, total, .required = true),
    FIELD_I64(struct compare_accounts, offset, .required = true),
    FIELD_LIST(struct compare_accounts, items, compare_account, .required = true,
               .help = "The largest ARR first"),
    FIELD_END,
};

struct moved {
    size_t row;
    int64_t arr_cents;
    const char *key;
};

static int by_arr(const void *a, const void *b)
{
    const struct moved *x = a, *y = b;

    if (x->arr_cents != y->arr_cents)
        return x->arr_cents < y->arr_cents ? 1 : -1;
    return strcmp(x->key, y->key);
}

static struct moved *find_moved(const struct sides *sides, struct arena *arena, size_t *ret_n)
{
    const struct snapshot *s = sides->from.s;
    struct moved *moved = ARENA_ARRAY(arena, s->n, struct moved);
    size_t n = 0;

    for (size_t row = 0; row < s->n; row++)
        if (sides_is_scored(sides, row) &&
            (sides_band_differs(sides, row) || sides_cell_differs(sides, row)))
            moved[n++] =
                (struct moved){row, sides_arr_cents(sides, row), s->accounts->text[ATTR_KEY][row]};
    if (n > 0)
        qsort(moved, n, sizeof(*moved), by_arr);
    *ret_n = n;
    return moved;
}

static struct compare_part *part_of(struct compare_account *account, const struct card_measure *m)
{
    for (size_t k = 0; k < account->n_parts; k++)
        if (str_eq(account->parts[k].id, m->id))
            return &account->parts[k];
    struct compare_part *part = &account->parts[account->n_parts++];
    *part = (struct compare_part){m->id, m->label, NAN, NAN};
    return part;
}

static void add_parts(const struct side *side, size_t row, bool is_to,
                      struct compare_account *account)
{
    const struct card *card = sides_card(side, row);
    struct card_explained e;

    if (!card || isnan(side->score[row]))
        return;
    snapshot_explain(side->s, card, row, &e);
    for (size_t m = 0; m < card->math.n_measures; m++) {
        struct compare_part *part = part_of(account, card_measure_at(card, m));
        *(is_to ? &part->to_points : &part->from_points) = e.measures[m].points;
    }
}

static struct compare_side *make_side(const struct side *side, size_t row, struct arena *arena)
{
    struct compare_side *ret = ARENA_NEW(arena, struct compare_side);
    const struct card *card = sides_card(side, row);

    *ret = (struct compare_side){
        .card = card ? arena_printf(arena, "%s %lld", card->key, (long long)card->version) : NULL,
        .score = side->score[row],
        .band = sides_band(side, row),
        .cell = placing_cell_id(&side->placing, row),
        .cell_label = placing_cell_label(&side->placing, row),
    };
    return ret;
}

static void make_account(const struct sides *sides, size_t row, struct arena *arena,
                         struct compare_account *ret)
{
    const struct snapshot *s = sides->from.s;

    *ret = (struct compare_account){
        .key = s->accounts->text[ATTR_KEY][row],
        .name = s->accounts->text[ATTR_NAME][row],
        .owner = s->accounts->text[ATTR_OWNER][row],
        .arr_cents = sides_arr_cents(sides, row),
        .from = make_side(&sides->from, row, arena),
        .to = make_side(&sides->to, row, arena),
        .parts = ARENA_ARRAY(arena, (size_t)2 * CARD_MEASURES_MAX, struct compare_part),
    };
    add_parts(&sides->from, row, false, ret);
    add_parts(&sides->to, row, true, ret);
}

int compare_accounts_make(const struct snapshot *s, const struct compare_what *what,
                          const struct compare_page *page, struct arena *arena,
                          struct compare_accounts *ret, struct err *err)
{
    struct sides sides;
    size_t n, offset = (size_t)page->offset;

    int rc = sides_make(s, NULL, what, arena, &sides, err);
    if (rc < 0)
        return rc;
    const struct moved *moved = find_moved(&sides, arena, &n);
    offset = offset < n ? offset : n;
    size_t n_items = n - offset < (size_t)page->limit ? n - offset : (size_t)page->limit;
    *ret = (struct compare_accounts){.day = s->day,
                                     .total = (int64_t)n,
                                     .offset = page->offset,
                                     .items = ARENA_ARRAY(arena, n_items, struct compare_account),
                                     .n_items = n_items};
    for (size_t k = 0; k < n_items; k++)
        make_account(&sides, moved[offset + k].row, arena, &ret->items[k]);
    return 0;
}
