#include "facts/usage/usage_sum_writer.h"

#include "base/day.h"
#include "base/map.h"
#include "facts/kind/touch.h"
#include "usage_sums_sql.h"

#include <assert.h>
#include <stdlib.h>

#define WAITING_MAX 65536

/* A month of one sum of one account, and its packed cells. */
struct slot {
    int64_t sum_id, account_id;
    int32_t month;
    struct buf packed;
};
struct waiting {
    usage_amount sum;
    int64_t count;
    uint32_t slot;
    int32_t day; /* of the month */
};

struct usage_sum_writer {
    struct conn *conn;
    VEC(struct slot) slots;
    struct strmap *slot_of; /* the three as bytes -> index */
    VEC(struct waiting) waiting;
    struct usage_sum_cells old, new, merged;
};

struct usage_sum_writer *usage_sum_writer_new(struct conn *c)
{
    struct usage_sum_writer *w = mem_zalloc(sizeof(*w));

    w->conn = c;
    w->slot_of = strmap_new();
    return w;
}

void usage_sum_writer_free(struct usage_sum_writer *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->slots.n; i++)
        buf_done(&w->slots.items[i].packed);
    vec_done(&w->slots);
    strmap_free(w->slot_of);
    vec_done(&w->waiting);
    vec_done(&w->old);
    vec_done(&w->new);
    vec_done(&w->merged);
    mem_free(w);
}

static int64_t find_slot(const struct usage_sum_writer *w, int64_t sum_id, int64_t account_id,
                         int32_t month)
{
    const int64_t key[] = {sum_id, account_id, month};

    return strmap_getn(w->slot_of, (const char *)key, sizeof(key));
}

static uint32_t slot_of(struct usage_sum_writer *w, const struct usage_sum_part *part,
                        int32_t month)
{
    const int64_t key[] = {part->sum_id, part->account_id, month};
    int64_t at = find_slot(w, part->sum_id, part->account_id, month);

    if (at == MAP_NONE) {
        at = (int64_t)w->slots.n;
        vec_push(&w->slots, ((struct slot){part->sum_id, part->account_id, month, {0}}));
        strmap_putn(w->slot_of, (const char *)key, sizeof(key), at);
    }
    return (uint32_t)at;
}

static int by_place(const void *a, const void *b)
{
    const struct waiting *x = a, *y = b;

    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

static void unpack(const struct slot *s, struct usage_sum_cells *out)
{
    int rc = usage_sums_decode(buf_text(&s->packed), s->packed.len, out, NULL);

    assert(rc == 0 && "we packed it ourselves");
    (void)rc;
}

/* What waits for one slot, n of them by day, into its packed cells. */
static void pack_slot(struct usage_sum_writer *w, const struct waiting *first, size_t n)
{
    struct slot *s = &w->slots.items[first->slot];
    struct usage_sum_cells *new = &w->new;

    new->n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct usage_sum_cell cell = {first[i].sum, first[i].count, first[i].day};
        if (new->n &&new->items[new->n - 1].day == cell.day)
            usage_sum_cell_add(&new->items[new->n - 1], &cell);
        else
            vec_push(new, cell);
    }
    unpack(s, &w->old);
    usage_sums_merge(&w->old, new, &w->merged);
    buf_clear(&s->packed);
    usage_sums_encode(w->merged.items, w->merged.n, &s->packed);
}

static void pack(struct usage_sum_writer *w)
{
    if (w->waiting.n)
        qsort(w->waiting.items, w->waiting.n, sizeof(*w->waiting.items), by_place);
    for (size_t i = 0, n; i < w->waiting.n; i += n) {
        n = 1;
        while (i + n < w->waiting.n && w->waiting.items[i + n].slot == w->waiting.items[i].slot)
            n++;
        pack_slot(w, &w->waiting.items[i], n);
    }
    w->waiting.n = 0;
}

void usage_sum_writer_add(struct usage_sum_writer *w, const struct usage_sum_part *part)
{
    int32_t month = day_month(part->day);

    assert(part->count > 0);
    vec_push(&w->waiting, ((struct waiting){part->sum, part->count, slot_of(w, part, month),
                                            part->day - month_first_day(month) + 1}));
    if (w->waiting.n == WAITING_MAX)
        pack(w);
}

void usage_sum_writer_drop(struct usage_sum_writer *w, int64_t sum_id)
{
    pack(w);
    for (size_t i = 0; i < w->slots.n; i++)
        if (w->slots.items[i].sum_id == sum_id)
            buf_clear(&w->slots.items[i].packed);
}

/* --- The database --- */

void usage_sum_writer_use(struct usage_sum_writer *w, struct conn *c)
{
    w->conn = c;
}

struct place {
    int64_t sum_id, account_id;
    int32_t month;
};
struct places {
    struct place *items;
    size_t n, cap;
};

static int stored_get(struct conn *c, const struct place *p, struct usage_sum_cells *ret,
                      struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    size_t bytes;
    int rc = db_query(c, sql_usage_sums_month_get,
                      DB_ARGS(DB_I64("account_id", p->account_id), DB_I64("sum_id", p->sum_id),
                              DB_I64("month", p->month)),
                      &q, err);

    ret->n = 0;
    if (rc == 0 && (rc = db_next(q, err)) > 0) {
        const void *block = db_col_blob(q, 0, &bytes);
        rc = usage_sums_decode(block, bytes, ret, err);
    }
    return rc;
}

/* Without cells, the row is deleted. */
static int stored_put(struct conn *c, const struct place *p, const struct usage_sum_cells *cells,
                      struct err *err)
{
    const struct db_arg account = DB_I64("account_id", p->account_id);
    const struct db_arg sum = DB_I64("sum_id", p->sum_id), month = DB_I64("month", p->month);
    AUTO_BUF block = {0};
    int rc;

    usage_sums_encode(cells->items, cells->n, &block);
    if (block.len)
        rc = db_exec(c, sql_usage_sums_month_put,
                     DB_ARGS(account, sum, month, DB_BLOB("cells", buf_text(&block), block.len)),
                     err);
    else
        rc = db_exec(c, sql_usage_sums_month_delete, DB_ARGS(account, sum, month), err);
    return rc < 0 ? rc : 0;
}

static void forget_slots(struct usage_sum_writer *w)
{
    for (size_t i = 0; i < w->slots.n; i++)
        buf_done(&w->slots.items[i].packed);
    w->slots.n = 0;
    strmap_free(w->slot_of);
    w->slot_of = strmap_new();
}

int usage_sum_writer_flush(struct usage_sum_writer *w, struct err *err)
{
    int rc = 0;

    pack(w);
    for (size_t i = 0; rc == 0 && i < w->slots.n; i++) {
        const struct slot *s = &w->slots.items[i];
        const struct place place = {s->sum_id, s->account_id, s->month};
        if (!s->packed.len)
            continue;
        rc = stored_get(w->conn, &place, &w->old, err);
        unpack(s, &w->new);
        usage_sums_merge(&w->old, &w->new, &w->merged);
        if (rc == 0)
            rc = stored_put(w->conn, &place, &w->merged, err);
    }
    forget_slots(w);
    return rc;
}

/* --- In place of what is stored --- */

/* Of cells the days of a month that lie before `from`, into `merged`. */
static void keep_before(struct usage_sum_writer *w, int32_t month, int32_t from)
{
    w->merged.n = 0;
    for (size_t i = 0; i < w->old.n; i++)
        if (from != DAY_NONE && month_first_day(month) + w->old.items[i].day - 1 < from)
            vec_push(&w->merged, w->old.items[i]);
}

/* What becomes of a month's days from `from` on: those of `new` take the place of those of `old`.
 * Returns whether anything changes; the month as it will be is in `merged`. */
static bool exchange(struct usage_sum_writer *w, int32_t month, int32_t from,
                     struct usage_outcome *outcome)
{
    const struct usage_sum_cells *old = &w->old, *new = &w->new;
    int64_t same = 0, both = 0;

    keep_before(w, month, from);
    size_t kept = w->merged.n;
    for (size_t i = kept, j = 0; i < old->n; i++) {
        const struct usage_sum_cell *a = &old->items[i];
        while (j < new->n &&new->items[j].day < a->day)
            j++;
        bool is_both = j < new->n &&new->items[j].day == a->day;
        both += is_both;
        same += is_both && new->items[j].sum == a->sum &&new->items[j].count == a->count;
    }
    int64_t gone = (int64_t)(old->n - kept) - both, added = (int64_t) new->n - both;
    outcome->unchanged += same;
    outcome->changed += both - same + gone;
    outcome->new += added;
    for (size_t j = 0; j < new->n; j++)
        vec_push(&w->merged, new->items[j]);
    return both != same || gone || added;
}

static int exchange_month(struct usage_sum_writer *w, const struct usage_sum_exchange *x,
                          const struct place *p, struct usage_outcome *outcome, struct err *err)
{
    int rc = stored_get(w->conn, p, &w->old, err);

    if (rc < 0 || !exchange(w, p->month, x->from, outcome) || x->is_comparison)
        return rc;
    rc = stored_put(w->conn, p, &w->merged, err);
    return rc < 0 ? rc : facts_touch(w->conn, p->account_id, err);
}

/* Months that are stored and of which nothing was gathered. */
static int find_others(struct usage_sum_writer *w, const struct usage_sum_exchange *x,
                       struct places *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int64_t first = x->from == DAY_NONE ? INT16_MIN : day_month(x->from);
    int rc = db_query(w->conn, sql_usage_sums_months,
                      DB_ARGS(DB_I64("sum_id", x->sum_id), DB_I64("first_month", first)), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        const struct place p = {x->sum_id, db_col_i64(q, 0), (int32_t)db_col_i64(q, 1)};
        if (find_slot(w, p.sum_id, p.account_id, p.month) == MAP_NONE)
            vec_push(ret, p);
    }
    return rc;
}

int usage_sum_writer_replace(struct usage_sum_writer *w, const struct usage_sum_exchange *x,
                             struct usage_outcome *outcome, struct err *err)
{
    struct places others = {0};

    pack(w);
    int rc = find_others(w, x, &others, err);
    w->new.n = 0;
    for (size_t i = 0; rc >= 0 && i < others.n; i++)
        rc = exchange_month(w, x, &others.items[i], outcome, err);
    for (size_t i = 0; rc >= 0 && i < w->slots.n; i++) {
        const struct slot *s = &w->slots.items[i];
        const struct place place = {s->sum_id, s->account_id, s->month};
        if (s->sum_id != x->sum_id)
            continue;
        unpack(s, &w->new);
        rc = exchange_month(w, x, &place, outcome, err);
    }
    vec_done(&others);
    return rc < 0 ? rc : 0;
}
