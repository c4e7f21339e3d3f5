#include "base/str.h"
#include "http/page.h"
#include "scoring/grid/flow_pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct field flow_place_fields[] = {
    FIELD_STR(struct flow_place, id, .required = true,
              .help = "A cell; unknown; new: no customer on the first day; left: none on the last; "
                      "outside: a customer, but not chosen or not in the segment"),
    FIELD_STR(struct flow_place, label, .required = true),
    FIELD_I64(struct flow_place, count, .required = true),
    FIELD_I64(struct flow_place, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field flow_link_fields[] = {
    FIELD_STR(struct flow_link, from, .required = true, .help = "Place on the first day"),
    FIELD_STR(struct flow_link, to, .required = true, .help = "Place on the last"),
    FIELD_I64(struct flow_link, count, .required = true),
    FIELD_I64(struct flow_link, arr_from_cents, .required = true, .unit = "cents",
              .help = "On the first day"),
    FIELD_I64(struct flow_link, arr_to_cents, .required = true, .unit = "cents",
              .help = "On the last"),
    FIELD_END,
};
const struct field matrix_flow_fields[] = {
    FIELD_DAY(struct matrix_flow, from, .required = true),
    FIELD_DAY(struct matrix_flow, to, .required = true),
    FIELD_STR(struct matrix_flow, matrix, .required = true, .help = "Its key"),
    FIELD_STR(struct matrix_flow, name, .required = true),
    FIELD_LIST(struct matrix_flow, before, flow_place, .required = true,
               .help = "The places on the first day, from the top left"),
    FIELD_LIST(struct matrix_flow, after, flow_place, .required = true, .help = "And on the last"),
    FIELD_LIST(struct matrix_flow, links, flow_link, .required = true,
               .help = "Who went from where to where, the largest first; they add up to both"),
    FIELD_I64(struct matrix_flow, stayed, .required = true,
              .help = "In the same place on both days"),
    FIELD_I64(struct matrix_flow, moved, .required = true,
              .help = "In another place on the last day, but neither new nor left"),
    FIELD_I64(struct matrix_flow, count_before, .required = true),
    FIELD_I64(struct matrix_flow, arr_before_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct matrix_flow, count_after, .required = true),
    FIELD_I64(struct matrix_flow, arr_after_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field flow_account_fields[] = {
    FIELD_STR(struct flow_account, key, .required = true),
    FIELD_STR(struct flow_account, name, .required = true),
    FIELD_STR(struct flow_account, owner),
    FIELD_STR(struct flow_account, was, .required = true, .help = "Label of the place it was in"),
    FIELD_STR(struct flow_account, is, .required = true, .help = "And of the one it is in"),
    FIELD_F64(struct flow_account, y_from, .help = "The score upwards, on the first day"),
    FIELD_F64(struct flow_account, y_to),
    FIELD_F64(struct flow_account, x_from, .help = "The score to the right, on the first day"),
    FIELD_F64(struct flow_account, x_to),
    FIELD_I64(struct flow_account, arr_from_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct flow_account, arr_to_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field flow_accounts_fields[] = {
    FIELD_I64(struct flow_accounts, total, .required = true),
    FIELD_LIST(struct flow_accounts, items, flow_account, .required = true,
               .help = "The largest by ARR of either day first"),
    FIELD_END,
};

/* What a side adds to its day. */
static int64_t arr_of(const struct placing *p, int64_t row, int side)
{
    return flow_is_inside(side) ? flow_arr(p, row) : 0;
}

static const char *side_id(const struct matrix_def *m, int side, bool is_before)
{
    if (side < FLOW_UNKNOWN)
        return m->cells[side].id;
    return side == FLOW_UNKNOWN ? "unknown"
           : side == FLOW_GONE  ? (is_before ? "new" : "left")
                                : "outside";
}

static const char *side_label(const struct matrix_def *m, int side, bool is_before)
{
    if (side < FLOW_UNKNOWN)
        return m->cells[side].label;
    return side == FLOW_UNKNOWN ? "Not yet known"
           : side == FLOW_GONE  ? (is_before ? "New" : "Left")
                                : "Not among these";
}

static int by_count(const void *a, const void *b)
{
    const struct flow_link *p = a, *q = b;

    if (p->count != q->count)
        return p->count < q->count ? 1 : -1;
    int order = strcmp(p->from, q->from);
    return order ? order : strcmp(p->to, q->to);
}

/* Counts of each pair of sides. */
static void count_links(const struct flow_pair *pair,
                        struct flow_link links[FLOW_SIDES][FLOW_SIDES])
{
    memset(links, 0, FLOW_SIDES * sizeof(*links));
    for (size_t i = 0; i < pair->b.s->n; i++) {
        int was = pair->was[i], is = pair->is[i];
        if (!flow_is_inside(was) && !flow_is_inside(is))
            continue;
        struct flow_link *link = &links[was][is];
        link->count++;
        link->arr_from_cents += arr_of(&pair->a, pair->row_a[i], was);
        link->arr_to_cents += arr_of(&pair->b, (int64_t)i, is);
    }
}

/* The sides that are shown, from the top of the matrix: cells and unknown always, the two beside if
 * anybody is there. */
static struct flow_place *make_places(const struct placing *p,
                                      const struct flow_link links[FLOW_SIDES][FLOW_SIDES],
                                      bool is_before, struct arena *arena, size_t *ret_n)
{
    const struct matrix_def *m = p->matrix;
    struct flow_place *places = ARENA_ARRAY(arena, FLOW_SIDES, struct flow_place);
    size_t n = 0;

    for (int k = 0; k < FLOW_SIDES; k++) {
        if (k < FLOW_UNKNOWN && (size_t)k >= m->n_cells)
            continue;
        int side = k < FLOW_UNKNOWN ? flow_side_at(p, (size_t)k) : k;
        struct flow_place place = {side_id(m, side, is_before), side_label(m, side, is_before), 0,
                                   0};
        for (int other = 0; other < FLOW_SIDES; other++) {
            const struct flow_link *l = is_before ? &links[side][other] : &links[other][side];
            place.count += l->count;
            place.arr_cents += is_before ? l->arr_from_cents : l->arr_to_cents;
        }
        if (flow_is_inside(side) || place.count > 0)
            places[n++] = place;
    }
    *ret_n = n;
    return places;
}

static void add_totals(const struct flow_link *link, int was, int is, struct matrix_flow *ret)
{
    if (flow_is_inside(was)) {
        ret->count_before += link->count;
        ret->arr_before_cents += link->arr_from_cents;
    }
    if (flow_is_inside(is)) {
        ret->count_after += link->count;
        ret->arr_after_cents += link->arr_to_cents;
    }
    if (flow_is_inside(was) && flow_is_inside(is))
        *(was == is ? &ret->stayed : &ret->moved) += link->count;
}

int matrix_flow_read(const struct matrix_source *source, const struct flow_ask *ask,
                     struct matrix_flow *ret, struct err *err)
{
    struct flow_pair pair;
    struct flow_link links[FLOW_SIDES][FLOW_SIDES];
    int rc = flow_pair_make(source, ask, &pair, err);

    if (rc < 0)
        return rc;
    const struct matrix_def *m = pair.b.matrix;
    count_links(&pair, links);
    *ret = (struct matrix_flow){
        .from = ask->from,
        .to = ask->to,
        .matrix = m->key,
        .name = m->name,
        .links = ARENA_ARRAY(source->arena, (size_t)FLOW_SIDES * FLOW_SIDES, struct flow_link)};
    ret->before = make_places(&pair.b, (const struct flow_link(*)[FLOW_SIDES])links, true,
                              source->arena, &ret->n_before);
    ret->after = make_places(&pair.b, (const struct flow_link(*)[FLOW_SIDES])links, false,
                             source->arena, &ret->n_after);
    for (int was = 0; was < FLOW_SIDES; was++)
        for (int is = 0; is < FLOW_SIDES; is++) {
            struct flow_link *link = &links[was][is];
            if (link->count == 0)
                continue;
            link->from = side_id(m, was, true);
            link->to = side_id(m, is, false);
            add_totals(link, was, is, ret);
            ret->links[ret->n_links++] = *link;
        }
    qsort(ret->links, ret->n_links, sizeof(*ret->links), by_count);
    return 0;
}

/* −1: any. */
static int find_side(const struct matrix_def *m, const char *id, bool is_before, int *ret,
                     struct err *err)
{
    *ret = -1;
    if (!id)
        return 0;
    for (int side = 0; side < FLOW_SIDES; side++)
        if ((side >= FLOW_UNKNOWN || (size_t)side < m->n_cells) &&
            str_eq(side_id(m, side, is_before), id)) {
            *ret = side;
            return 0;
        }
    return err_set(
        err, ERR_INVALID, is_before ? "was" : "is",
        "there is no place \"%.60s\"; it is a cell of the matrix, unknown, %s or outside", id,
        is_before ? "new" : "left");
}

static int64_t larger_arr(const struct flow_account *a)
{
    return a->arr_from_cents > a->arr_to_cents ? a->arr_from_cents : a->arr_to_cents;
}

static int by_arr(const void *a, const void *b)
{
    int64_t x = larger_arr(a), y = larger_arr(b);

    if (x != y)
        return x < y ? 1 : -1;
    return strcmp(((const struct flow_account *)a)->key, ((const struct flow_account *)b)->key);
}

static struct flow_account account_of(const struct flow_pair *pair, size_t row)
{
    const struct snapshot *s = pair->b.s;
    int64_t a = pair->row_a[row];
    int was = pair->was[row], is = pair->is[row];

    return (struct flow_account){
        .key = s->accounts->text[ATTR_KEY][row],
        .name = s->accounts->text[ATTR_NAME][row],
        .owner = s->accounts->text[ATTR_OWNER][row],
        .was = side_label(pair->b.matrix, was, true),
        .is = side_label(pair->b.matrix, is, false),
        .y_from = flow_is_inside(was) ? pair->a.y.score[a] : NAN,
        .y_to = flow_is_inside(is) ? pair->b.y.score[row] : NAN,
        .x_from = flow_is_inside(was) ? pair->a.x.score[a] : NAN,
        .x_to = flow_is_inside(is) ? pair->b.x.score[row] : NAN,
        .arr_from_cents = arr_of(&pair->a, a, was),
        .arr_to_cents = arr_of(&pair->b, (int64_t)row, is),
    };
}

int matrix_flow_accounts(const struct matrix_source *source, const struct flow_accounts_ask *ask,
                         struct flow_accounts *ret, struct err *err)
{
    struct flow_pair pair;
    int was = -1, is = -1, rc = flow_pair_make(source, &ask->flow, &pair, err);
    size_t n = 0;

    if (rc >= 0)
        rc = find_side(pair.b.matrix, ask->was, true, &was, err);
    if (rc >= 0)
        rc = find_side(pair.b.matrix, ask->is, false, &is, err);
    if (rc < 0)
        return rc;
    struct flow_account *all = ARENA_ARRAY(source->arena, pair.b.s->n, struct flow_account);
    for (size_t i = 0; i < pair.b.s->n; i++) {
        bool is_one = (was < 0 || pair.was[i] == was) && (is < 0 || pair.is[i] == is);
        if (is_one && (flow_is_inside(pair.was[i]) || flow_is_inside(pair.is[i])))
            all[n++] = account_of(&pair, i);
    }
    qsort(all, n, sizeof(*all), by_arr);
    struct page_part part = page_part(ask->offset, ask->limit, PAGE_LIMIT_DEFAULT, n);
    *ret = (struct flow_accounts){.total = (int64_t)n, .items = all + part.from, .n_items = part.n};
    return 0;
}
