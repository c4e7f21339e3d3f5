#include "intake/apply/checkpoint.h"

#include "base/day.h"
#include "checkpoint_sql.h"
#include "intake/apply/aside.h"
#include "intake/apply/checkpoint_parts.h"
#include "intake/source/source.h"

/* Who stands in the audit log for what events made. */
static const struct who who_events = {.name = "events", .role = ROLE_MANAGER};

static int write_users(struct checkpoint *k, struct err *err)
{
    struct fold *f = k->f;
    int rc = 0;

    for (size_t i = 0; rc >= 0 && i < f->users.n; i++) {
        const struct fold_user *u = &f->users.items[i];
        if (!u->is_changed)
            continue;
        k->has_placed = true;
        rc = db_exec(
            k->act.conn, sql_checkpoint_user,
            DB_ARGS(DB_STR("key", u->key),
                    DB_STR("same_as", u->same_as ? fold_user_at(f, u->same_as)->key : u->alias),
                    DB_STR("account", u->account ? fold_account_at(f, u->account)->key : NULL),
                    DB_I64("changed", k->act.now_ms)),
            err);
    }
    return rc < 0 ? rc : 0;
}

static int write_aside(struct checkpoint *k, int64_t *ret_lost, struct err *err)
{
    struct conn *c = k->act.conn;
    struct fold *f = k->f;
    size_t n = aside_ring_len(f->aside);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = aside_store(c, aside_ring_at(f->aside, i), err);
    for (size_t i = 0; rc == 0 && i < f->sent_again.n; i++)
        rc = aside_remove(c, f->sent_again.items[i], err);
    *ret_lost = aside_ring_lost(f->aside);
    if (rc == 0 && (n || k->refused))
        rc = aside_prune(c, ret_lost, err);
    return rc;
}

static int write_counts(struct checkpoint *k, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < k->f->counts.n; i++) {
        const struct fold_counts *c = &k->f->counts.items[i];
        const struct source_count count = {
            .day = day_of_time(k->act.now_ms),
            .events = c->counted,
            .duplicates = c->duplicates,
            .set_aside = c->aside,
            .bytes = c->bytes,
            .last_event_ms = c->last_ms ? c->last_ms : INT64_MIN,
        };
        rc = source_count_add(k->act.conn, c->source_id, &count, err);
    }
    return rc;
}

static int move(struct checkpoint *k, struct evlog_position to, int64_t lost, struct err *err)
{
    int rc = db_exec(k->act.conn, sql_checkpoint_move,
                     DB_ARGS(DB_I64("segment", (int64_t)to.segment),
                             DB_I64("log_offset", (int64_t)to.offset), DB_I64("lost", lost),
                             DB_I64("changed", k->act.now_ms)),
                     err);
    return rc < 0 ? rc : 0;
}

static int write_all(struct checkpoint *k, struct evlog_position to, struct err *err)
{
    int64_t lost = 0;
    int rc = checkpoint_accounts(k, err);

    if (rc == 0)
        rc = checkpoint_usage(k, err);
    if (rc == 0)
        rc = checkpoint_sums(k, err);
    if (rc == 0)
        rc = checkpoint_traits(k, err);
    if (rc == 0)
        rc = write_users(k, err);
    if (rc == 0)
        rc = write_aside(k, &lost, err);
    if (rc == 0)
        rc = write_counts(k, err);
    return rc < 0 ? rc : move(k, to, lost, err);
}

/* What the transaction found out, now that it is on disk. */
static void keep(struct checkpoint *k)
{
    struct fold *f = k->f;

    for (size_t i = 0; i < f->accounts.n; i++)
        if (f->accounts.items[i].is_used)
            f->accounts.items[i].id = k->account_ids[i];
    for (size_t i = 0; i < k->member_ids.n; i++)
        f->members.items[k->member_ids.items[i].member - 1].id = k->member_ids.items[i].id;
    fold_written(f);
    fold_take_sums(f, k->sums, k->n_sums);
    if (k->has_lost_ground)
        fold_forget(f);
}

int checkpoint_write(struct db *db, struct fold *f, struct evlog_position position,
                     struct checkpoint_outcome *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(conn) *c = NULL;
    struct checkpoint k = {.f = f};

    int rc = db_write_begin(db, &c, err);
    if (rc < 0)
        return rc;
    int64_t start = clock_mono_us();
    k.act = (struct act){.conn = c, .by = &who_events, .now_ms = clock_now_ms(), .arena = arena};
    k.account_ids = ARENA_ARRAY(arena, f->accounts.n + 1, int64_t);
    k.name_ids = ARENA_ARRAY(arena, f->names.n + 1, int64_t);
    rc = write_all(&k, position, err);
    rc = db_write_end(TAKE(c), rc, err);
    if (rc == 0) {
        keep(&k);
        *ret = (struct checkpoint_outcome){.held_us = clock_mono_us() - start,
                                           .refused = k.refused,
                                           .has_placed = k.has_placed,
                                           .has_lost_ground = k.has_lost_ground};
    }
    vec_done(&k.member_ids);
    return rc;
}

int checkpoint_position(struct conn *c, struct evlog_position *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_checkpoint_position, DB_ARGS(), &q, err);

    if (rc == 0 && (rc = db_next(q, err)) > 0)
        *ret = (struct evlog_position){(uint64_t)db_col_i64(q, 0), (uint64_t)db_col_i64(q, 1)};
    return rc < 0 ? rc : 0;
}
