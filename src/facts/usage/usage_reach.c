#include "facts/usage/usage_reach.h"

#include "base/map.h"
#include "usage_sql.h"

/* Of one event. */
struct change {
    int64_t event_id, volume, accounts;
};
struct pair {
    int64_t account_id, event_id;
};

struct usage_reach {
    struct conn *conn;
    struct idmap *accounts; /* whose pairs are known */
    struct idmap *pairs;    /* account and event, in use: 1, or no more: 0 */
    VEC(struct change) changes;
    struct idmap *change_of; /* event id -> index */
    VEC(struct pair) left;   /* out of use in some month; perhaps in others still */
};

struct usage_reach *usage_reach_new(struct conn *c)
{
    struct usage_reach *r = mem_zalloc(sizeof(*r));

    r->conn = c;
    r->accounts = idmap_new();
    r->pairs = idmap_new();
    r->change_of = idmap_new();
    return r;
}

static void clear(struct usage_reach *r)
{
    idmap_free(r->accounts);
    idmap_free(r->pairs);
    idmap_free(r->change_of);
    vec_done(&r->changes);
    vec_done(&r->left);
}

void usage_reach_free(struct usage_reach *r)
{
    if (!r)
        return;
    clear(r);
    mem_free(r);
}

/* Account ids stay below 2^36, since ids of events stay below 2^27 (usage_gather.c). */
static int64_t pair_key(int64_t account_id, int64_t event_id)
{
    return account_id << 27 | event_id;
}

static struct change *change_of(struct usage_reach *r, int64_t event_id)
{
    int64_t at = idmap_get(r->change_of, event_id);

    if (at == MAP_NONE) {
        at = (int64_t)r->changes.n;
        idmap_put(r->change_of, event_id, at);
        vec_push(&r->changes, ((struct change){.event_id = event_id}));
    }
    return &r->changes.items[at];
}

static int know_month(void *ctx, const struct usage_month *m, struct err *err)
{
    struct usage_reach *r = ctx;

    (void)err;
    for (size_t i = 0; i < m->n_cells; i++)
        if (m->cells[i].count > 0)
            idmap_put(r->pairs, pair_key(m->account_id, m->cells[i].event_id), 1);
    return 0;
}

static int know(struct usage_reach *r, int64_t account_id, struct err *err)
{
    const struct usage_range all = {USAGE_MONTH_MIN, USAGE_MONTH_MAX, account_id};

    if (idmap_put(r->accounts, account_id, 1) != MAP_NONE)
        return 0;
    return usage_scan(r->conn, &all, know_month, r, err);
}

/* The cells of one event, from index i on: their sum, and where the next event begins. */
static int64_t sum_of(const struct usage_cells *cells, size_t *i, int64_t event_id)
{
    int64_t sum = 0;

    for (; *i < cells->n && cells->items[*i].event_id == event_id; (*i)++)
        sum += cells->items[*i].count;
    return sum;
}

static int change_event(struct usage_reach *r, struct pair p, int64_t before, int64_t after,
                        struct err *err)
{
    change_of(r, p.event_id)->volume += after - before;
    if ((before > 0) == (after > 0))
        return 0;
    int rc = know(r, p.account_id, err);
    if (rc < 0)
        return rc;
    if (after > 0 && idmap_put(r->pairs, pair_key(p.account_id, p.event_id), 1) != 1)
        change_of(r, p.event_id)->accounts++;
    if (after <= 0)
        vec_push(&r->left, p);
    return 0;
}

int usage_reach_change(struct usage_reach *r, int64_t account_id, const struct usage_cells *before,
                       const struct usage_cells *after, struct err *err)
{
    size_t i = 0, j = 0;
    int rc = 0;

    while (rc == 0 && (i < before->n || j < after->n)) {
        int64_t a = i < before->n ? before->items[i].event_id : INT64_MAX;
        int64_t b = j < after->n ? after->items[j].event_id : INT64_MAX;
        int64_t event_id = a < b ? a : b;
        int64_t old = sum_of(before, &i, event_id), new = sum_of(after, &j, event_id);
        rc = change_event(r, (struct pair){account_id, event_id}, old, new, err);
    }
    return rc;
}

struct search {
    int64_t event_id;
    bool is_found;
};

static int search_month(void *ctx, const struct usage_month *m, struct err *err)
{
    struct search *s = ctx;

    (void)err;
    for (size_t i = 0; i < m->n_cells; i++)
        s->is_found |= m->cells[i].event_id == s->event_id && m->cells[i].count > 0;
    return 0;
}

/* Is an event that an account left in one month in use in none of the others? */
static int leave(struct usage_reach *r, const struct pair *p, struct err *err)
{
    const struct usage_range all = {USAGE_MONTH_MIN, USAGE_MONTH_MAX, p->account_id};
    struct search s = {.event_id = p->event_id};
    int64_t key = pair_key(p->account_id, p->event_id);

    if (idmap_get(r->pairs, key) != 1)
        return 0;
    int rc = usage_scan(r->conn, &all, search_month, &s, err);
    if (rc == 0 && !s.is_found) {
        idmap_put(r->pairs, key, 0);
        change_of(r, p->event_id)->accounts--;
    }
    return rc;
}

int usage_reach_flush(struct usage_reach *r, struct err *err)
{
    int64_t uncounted = 0;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < r->left.n; i++)
        rc = leave(r, &r->left.items[i], err);
    for (size_t i = 0; rc >= 0 && i < r->changes.n; i++) {
        const struct change *c = &r->changes.items[i];
        rc = db_exec(r->conn, sql_usage_event_reach,
                     DB_ARGS(DB_I64("id", c->event_id), DB_I64("volume", c->volume),
                             DB_I64("accounts", c->accounts)),
                     err);
    }
    if (rc >= 0)
        rc = db_i64(r->conn, sql_usage_event_uncounted, DB_ARGS(), &uncounted, err);
    if (rc == 0 && uncounted)
        rc = usage_recount(r->conn, err);
    clear(r);
    *r = (struct usage_reach){
        .conn = r->conn, .accounts = idmap_new(), .pairs = idmap_new(), .change_of = idmap_new()};
    return rc < 0 ? rc : 0;
}

static int count_month(void *ctx, const struct usage_month *m, struct err *err)
{
    struct usage_reach *r = ctx;
    const struct usage_cells cells = {(struct usage_cell *)m->cells, m->n_cells, m->n_cells};

    (void)err;
    for (size_t i = 0; i < cells.n;) {
        int64_t event_id = cells.items[i].event_id, sum = sum_of(&cells, &i, event_id);
        struct change *c = change_of(r, event_id);
        c->volume += sum;
        if (sum > 0 && idmap_put(r->pairs, pair_key(m->account_id, event_id), 1) == MAP_NONE)
            c->accounts++;
    }
    return 0;
}

int usage_recount(struct conn *c, struct err *err)
{
    AUTO_STRUCT(usage_reach) *r = usage_reach_new(c);
    const struct usage_range all = {USAGE_MONTH_MIN, USAGE_MONTH_MAX, 0};
    int rc = usage_scan(c, &all, count_month, r, err);

    if (rc == 0)
        rc = db_exec(c, sql_usage_event_no_reach, DB_ARGS(), err);
    for (size_t i = 0; rc >= 0 && i < r->changes.n; i++) {
        const struct change *change = &r->changes.items[i];
        rc = db_exec(c, sql_usage_event_reach,
                     DB_ARGS(DB_I64("id", change->event_id), DB_I64("volume", change->volume),
                             DB_I64("accounts", change->accounts)),
                     err);
    }
    return rc < 0 ? rc : 0;
}
