#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "facts/kind/kind_keys.h"
#include "facts/kind/kind_writer.h"
#include "facts/kind/touch.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_event.h"
#include "facts/usage/usage_gather.h"
#include "facts/usage/usage_reach.h"
#include "facts/usage/usage_store.h"
#include "usage_sql.h"

#include <string.h>

/* First and last day of an event in what was gathered. */
struct seen {
    int64_t event_id;
    int32_t first, last;
};

struct usage_writer {
    struct act act;
    enum usage_mode mode;
    struct usage_gather *gather;
    struct usage_reach *reach;
    struct kind_keys *events;
    struct kind_writer *new_events;
    struct strmap *users; /* account id and key -> id */
    int64_t n_events;     /* in the database; I64_NONE: not counted yet */
    VEC(struct seen) seen;
    struct idmap *seen_of; /* event id -> index */
    struct idmap *touched; /* account ids */
    struct usage_stored old, new;
    int32_t month; /* that is being flushed; the database had nothing of it if is_new_month */
    bool is_new_month;
    struct usage_outcome outcome;
};

struct usage_writer *usage_writer_new(const struct act *act, enum usage_mode mode)
{
    struct usage_writer *w = mem_zalloc(sizeof(*w));

    w->act = *act;
    w->mode = mode;
    w->gather = usage_gather_new();
    w->reach = usage_reach_new(act->conn);
    w->events = kind_keys_new(act->conn, &usage_event_kind);
    w->users = strmap_new();
    w->new_events = kind_writer_new(act, &usage_event_kind);
    w->n_events = I64_NONE;
    w->seen_of = idmap_new();
    w->touched = idmap_new();
    return w;
}

void usage_writer_free(struct usage_writer *w)
{
    if (!w)
        return;
    usage_gather_free(w->gather);
    usage_reach_free(w->reach);
    kind_keys_free(w->events);
    strmap_free(w->users);
    kind_writer_free(w->new_events);
    vec_done(&w->seen);
    idmap_free(w->seen_of);
    idmap_free(w->touched);
    usage_stored_done(&w->old);
    usage_stored_done(&w->new);
    mem_free(w);
}

static int event_create(struct usage_writer *w, const char *name, struct err *err)
{
    const struct usage_event event = {.key = name};
    int rc = 0;

    if (w->n_events == I64_NONE)
        rc = db_i64(w->act.conn, sql_usage_event_count, DB_ARGS(), &w->n_events, err);
    if (rc < 0)
        return rc;
    if (w->n_events >= USAGE_EVENTS_MAX)
        return err_set(err, ERR_TOO_LARGE, "event",
                       "\"%.60s\" would be event number %d, one more than Ripen keeps; give what "
                       "varies (ids, dates) a column of its own",
                       name, USAGE_EVENTS_MAX + 1);
    rc = kind_insert(w->new_events, &event, kind_mask_of(&usage_event_kind, "key"), err);
    if (rc < 0 && err && str_eq(err->field, "key"))
        str_copy(err->field, sizeof(err->field), "event");
    w->n_events += rc == 0;
    return rc;
}

int usage_writer_event(struct usage_writer *w, const char *name, int64_t *ret_id, struct err *err)
{
    int64_t id;
    int rc = kind_keys_find(w->events, name, &id, err);

    if (rc == 0 && !id) {
        rc = event_create(w, name, err);
        if (rc == 0)
            rc = kind_keys_find(w->events, name, &id, err);
    }
    if (rc == 0)
        *ret_id = id;
    return rc;
}

int usage_writer_known_event(struct usage_writer *w, const char *name, int64_t *ret_id,
                             struct err *err)
{
    return kind_keys_find(w->events, name, ret_id, err);
}

static int user_find(struct usage_writer *w, int64_t account_id, const char *key, int64_t *ret,
                     struct err *err)
{
    struct conn *c = w->act.conn;
    int64_t id = 0;
    int rc = db_i64(c, sql_usage_user_id,
                    DB_ARGS(DB_I64("account_id", account_id), DB_STR("key", key)), &id, err);

    if (rc == 0 && !id) {
        rc = db_next_id(c, "usage_user", &id, err);
        if (rc == 0)
            rc = db_exec(
                c, sql_usage_user_insert,
                DB_ARGS(DB_I64("id", id), DB_I64("account_id", account_id), DB_STR("key", key)),
                err);
    }
    *ret = id;
    return rc < 0 ? rc : 0;
}

int usage_writer_user(struct usage_writer *w, int64_t account_id, const char *key, int64_t *ret_id,
                      struct err *err)
{
    char both[sizeof(account_id) + KIND_KEY_MAX];
    size_t n = strnlen(key, KIND_KEY_MAX + 1);

    if (!n || n > KIND_KEY_MAX)
        return err_set(err, ERR_INVALID, "user", "must be 1 to %d bytes long", KIND_KEY_MAX);
    memcpy(both, &account_id, sizeof(account_id));
    memcpy(both + sizeof(account_id), key, n);
    n += sizeof(account_id);
    int64_t id = strmap_getn(w->users, both, n);
    if (id == MAP_NONE) {
        int rc = user_find(w, account_id, key, &id, err);
        if (rc < 0)
            return rc;
        strmap_putn(w->users, both, n, id);
    }
    *ret_id = id;
    return 0;
}

void usage_writer_add(struct usage_writer *w, const struct usage_count *count)
{
    if (count->count || w->mode == USAGE_REPLACE)
        usage_gather_add(w->gather, count);
}

static void see(struct usage_writer *w, int64_t event_id, int32_t day)
{
    int64_t i = idmap_get(w->seen_of, event_id);

    if (i == MAP_NONE) {
        idmap_put(w->seen_of, event_id, (int64_t)w->seen.n);
        vec_push(&w->seen, ((struct seen){event_id, day, day}));
        return;
    }
    struct seen *s = &w->seen.items[i];
    s->first = day < s->first ? day : s->first;
    s->last = day > s->last ? day : s->last;
}

/* Counts what becomes of the gathered cells, which stand in the same order as the old ones. */
static void tell_cells(struct usage_writer *w, const struct usage_gathered *g)
{
    const struct usage_cells *old = &w->old.cells;
    int32_t before_first = month_first_day(g->month) - 1;
    size_t i = 0;

    for (size_t j = 0; j < g->cells->n; j++) {
        const struct usage_cell *c = &g->cells->items[j];
        if (c->count)
            see(w, c->event_id, before_first + c->day);
        while (i < old->n && usage_cell_order(&old->items[i], c) < 0)
            i++;
        bool is_there = i < old->n && usage_cell_order(&old->items[i], c) == 0;
        bool is_same = !is_there                  ? c->count == 0
                       : w->mode == USAGE_REPLACE ? c->count == old->items[i].count
                                                  : c->count == 0;
        w->outcome.unchanged += is_same;
        w->outcome.changed += !is_same && is_there;
        w->outcome.new += !is_same && !is_there;
    }
}

static bool is_same_month(const struct usage_stored *a, const struct usage_stored *b)
{
    if (a->cells.n != b->cells.n || a->users.n != b->users.n)
        return false;
    for (size_t i = 0; i < a->cells.n; i++)
        if (usage_cell_order(&a->cells.items[i], &b->cells.items[i]) != 0 ||
            a->cells.items[i].count != b->cells.items[i].count)
            return false;
    for (size_t i = 0; i < a->users.n; i++)
        if (a->users.items[i].user_id != b->users.items[i].user_id ||
            a->users.items[i].days != b->users.items[i].days)
            return false;
    return true;
}

/* What the database has. A first import does not look for each of its rows in vain. */
static int read_old(struct usage_writer *w, const struct usage_gathered *g, struct err *err)
{
    bool is_any;

    if (g->month != w->month) {
        int rc = usage_stored_any(w->act.conn, g->month, &is_any, err);
        if (rc < 0)
            return rc;
        w->month = g->month;
        w->is_new_month = !is_any;
    }
    if (!w->is_new_month)
        return usage_stored_get(w->act.conn, g->account_id, g->month, &w->old, err);
    w->old.cells.n = w->old.users.n = 0;
    return 0;
}

static int flush_month(void *ctx, const struct usage_gathered *g, struct err *err)
{
    struct usage_writer *w = ctx;
    int rc = read_old(w, g, err);

    if (rc < 0)
        return rc;
    tell_cells(w, g);
    usage_cells_merge(&w->old.cells, g->cells, w->mode, &w->new.cells);
    usage_actives_merge(&w->old.users, g->users, &w->new.users);
    if (is_same_month(&w->old, &w->new))
        return 0;
    rc = usage_reach_change(w->reach, g->account_id, &w->old.cells, &w->new.cells, err);
    if (rc == 0)
        rc = usage_stored_put(w->act.conn, g->account_id, g->month, &w->new, err);
    if (rc < 0 || idmap_put(w->touched, g->account_id, 1) != MAP_NONE)
        return rc;
    return facts_touch(w->act.conn, g->account_id, err);
}

static int compare_month(void *ctx, const struct usage_gathered *g, struct err *err)
{
    struct usage_writer *w = ctx;
    int rc = read_old(w, g, err);

    if (rc == 0)
        tell_cells(w, g);
    return rc;
}

static void forget_seen(struct usage_writer *w)
{
    w->seen.n = 0;
    idmap_free(w->seen_of);
    w->seen_of = idmap_new();
}

int usage_writer_compare(struct usage_writer *w, struct usage_outcome *ret, struct err *err)
{
    w->outcome = (struct usage_outcome){0};
    w->month = DAY_NONE;
    int rc = usage_gather_each(w->gather, compare_month, w, err);

    forget_seen(w);
    if (rc == 0)
        *ret = w->outcome;
    return rc;
}

int usage_writer_flush(struct usage_writer *w, struct usage_outcome *ret, struct err *err)
{
    w->outcome = (struct usage_outcome){0};
    w->month = DAY_NONE;
    int rc = usage_gather_each(w->gather, flush_month, w, err);

    for (size_t i = 0; rc >= 0 && i < w->seen.n; i++) {
        const struct seen *s = &w->seen.items[i];
        rc = db_exec(
            w->act.conn, sql_usage_event_seen,
            DB_ARGS(DB_I64("id", s->event_id), DB_DAY("first", s->first), DB_DAY("last", s->last)),
            err);
    }
    if (rc >= 0)
        rc = usage_reach_flush(w->reach, err);
    if (rc >= 0)
        rc = kind_writer_flush(w->new_events, err);
    if (rc < 0)
        return rc;
    forget_seen(w);
    *ret = w->outcome;
    return 0;
}
