#include "intake/apply/rebuild.h"

#include "base/day.h"
#include "base/map.h"
#include "facts/usage/usage_event.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/checkpoint.h"
#include "intake/apply/log_batches.h"

#include <string.h>

struct rebuild {
    const struct rebuild_options *o;
    struct rebuild_result result;
    struct act act;
    struct asking asking;
    struct usage_writer *writer;
    struct event_reader *reader;
    struct event_rules rules;
    struct first_time first_time;
    struct fold *fold;  /* with the rules that mend events */
    struct fold *plain; /* without them: the places that the rules emptied; NULL: there are none */
    struct strmap *waits; /* users of whom events were set aside */
    bool has_come;        /* somebody's account became known */
    uint64_t last_segment;
};

/* No account is made, and users are known by what the log itself tells. */
static int ask_user(void *ctx, const char *key, struct fold_user_row *ret, struct err *err)
{
    (void)ctx, (void)key, (void)err;
    *ret = (struct fold_user_row){NULL, NULL};
    return 0;
}

static bool ask_makes(void *ctx, int64_t source_id)
{
    (void)ctx, (void)source_id;
    return false;
}

static int fold_begin(struct rebuild *b, const struct mends *mends, struct fold **ret,
                      struct err *err)
{
    struct fold_ask ask = asking_of(&b->asking);

    ask.user = ask_user;
    ask.makes_accounts = ask_makes;
    *ret = fold_new(&ask, INT32_MAX); /* names that are not in the catalogue are sorted out later */
    (*ret)->mends = mends;
    return asking_names(&b->asking, *ret, err);
}

struct adding {
    struct rebuild *b;
    const struct fold *f;
    int64_t *event_ids; /* by name; 0: not in the catalogue */
    bool is_plain;      /* only the place counts, with nothing in it */
    struct err *err;
};

static int add(struct adding *a, fold_ref account, fold_ref name, fold_ref user, int32_t day,
               int64_t n)
{
    struct rebuild *b = a->b;
    struct usage_count count = {.account_id = fold_account_at(a->f, account)->id,
                                .event_id = a->event_ids[name - 1],
                                .count = a->is_plain ? 0 : n,
                                .day = day};

    if (b->result.from != DAY_NONE && day < b->result.from)
        return 0;
    if (!count.account_id || !count.event_id) {
        b->result.gone += a->is_plain ? 0 : n;
        return 0;
    }
    if (user && !a->is_plain && !b->o->is_comparison) {
        int rc = usage_writer_user(b->writer, count.account_id, fold_user_at(a->f, user)->key,
                                   &count.user_id, a->err);
        if (rc < 0)
            return rc;
    }
    usage_writer_add(b->writer, &count);
    return 0;
}

/* What a fold holds, into the writer; the fold is empty then. */
static int move(struct rebuild *b, struct fold *f, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct adding a = {b, f, ARENA_ARRAY(arena, f->names.n + 1, int64_t), f == b->plain, err};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < f->names.n; i++)
        if (f->names.items[i].is_used)
            rc = usage_writer_known_event(b->writer, f->names.items[i].key, &a.event_ids[i], err);
    for (size_t i = 0; rc == 0 && i < f->actives.n; i++) {
        const struct fold_active *active = &f->actives.items[i];
        const struct fold_member *m = &f->members.items[active->member - 1];
        rc = add(&a, m->account, active->name, m->user, active->day, 1);
    }
    for (size_t i = 0; rc == 0 && i <= f->cells_mask; i++) {
        const struct fold_cell *c = &f->cells[i];
        if (c->place)
            rc = add(&a, fold_place_account(c->place), fold_place_name(c->place), 0,
                     fold_place_day(c->place), c->count);
    }
    fold_drop_sums(f);
    return rc;
}

/* An event was set aside: its user is looked out for. */
static void wait_for(struct rebuild *b, const struct event *e)
{
    struct text user = e->user_id.p ? e->user_id : e->anonymous_id;

    if (user.p)
        strmap_putn(b->waits, user.p, user.n, 1);
}

static void look_out(struct rebuild *b, const struct event *e)
{
    const struct text ids[] = {e->user_id, e->anonymous_id, e->previous_id};

    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        if (ids[i].p && strmap_getn(b->waits, ids[i].p, ids[i].n) != MAP_NONE)
            b->has_come = true;
}

/* All that was set aside is tried again, as the applier does within seconds once a group call tells
 * whose it is. */
static int try_again(struct rebuild *b, struct fold *f, struct err *err)
{
    struct aside_ring *held = f->aside;
    int rc = 0;

    f->aside = aside_ring_new(ASIDE_ROWS_MAX);
    for (size_t i = 0; rc >= 0 && i < aside_ring_len(held); i++) {
        struct aside_item *item = aside_ring_at(held, i);
        const struct aside_event event = {item->type,        item->text ? item->text : "",
                                          item->account,     item->source_id,
                                          item->received_ms, item->time_ms};
        AUTO_STRUCT(event_batch) *one = aside_event_read(&event, b->reader, &b->rules);
        if (one)
            rc = fold_event(f, one, &one->events[0], 0, err);
    }
    aside_ring_free(held);
    return rc < 0 ? rc : 0;
}

static int try_all_again(struct rebuild *b, struct err *err)
{
    b->has_come = false;
    strmap_free(b->waits);
    b->waits = strmap_new();
    for (size_t i = 0; i < aside_ring_len(b->fold->aside); i++) {
        const char *user = aside_ring_at(b->fold->aside, i)->user;
        if (user)
            strmap_put(b->waits, user, 1);
    }
    int rc = try_again(b, b->fold, err);
    return rc < 0 || !b->plain ? rc : try_again(b, b->plain, err);
}

static int fold_both(struct rebuild *b, const struct event_batch *batch, const struct event *e,
                     struct err *err)
{
    int rc = fold_event(b->fold, batch, e, 0, err);

    if (rc == FOLD_ASIDE)
        wait_for(b, e);
    else if (rc >= 0 &&
             (e->type == EVENT_GROUP || e->type == EVENT_IDENTIFY || e->type == EVENT_ALIAS))
        look_out(b, e);
    return rc < 0 || !b->plain ? rc : fold_event(b->plain, batch, e, 0, err);
}

static void tell(struct rebuild *b, struct evlog_position at)
{
    uint64_t segments = b->last_segment > 1 ? b->last_segment : 1;
    int pct = (int)((at.segment - 1) * 100 / segments);

    if (b->o->progress)
        b->o->progress(b->o->ctx, pct > 99 ? 99 : pct);
}

static int take(void *ctx, const struct event_batch *batch, struct evlog_position at,
                struct err *err)
{
    struct rebuild *b = ctx;
    const bool *is_new = first_time_find(&b->first_time, batch);
    int rc = 0;

    b->result.batches++;
    b->result.events += (int64_t)batch->n;
    for (size_t i = 0; rc >= 0 && i < batch->n; i++) {
        b->result.duplicates += !is_new[i];
        if (is_new[i])
            rc = fold_both(b, batch, &batch->events[i], err);
    }
    if (rc >= 0 && b->has_come)
        rc = try_all_again(b, err);
    if (rc >= 0 && fold_is_full(b->fold))
        rc = move(b, b->fold, err);
    if (rc >= 0 && b->plain && fold_is_full(b->plain))
        rc = move(b, b->plain, err);
    if (rc >= 0 && b->result.batches % 256 == 0)
        tell(b, at);
    return rc < 0 ? rc : 0;
}

/* Of days before the oldest entry that is left, the log does not tell everything. */
static int find_reach(struct rebuild *b, struct err *err)
{
    struct evlog_reader *reader = NULL;
    struct evlog_entry entry = {NULL};

    b->result.from = b->o->from;
    int rc =
        evlog_reader_open(b->o->log_dir, (struct evlog_position){0, 0}, EVLOG_END, &reader, err);
    if (rc == 0)
        rc = evlog_read(reader, &entry, err);
    if (rc > 0 && entry.position.segment > 1) {
        int32_t reach = day_of_time(entry.received_ms) + 1;
        if (b->result.from == DAY_NONE || b->result.from < reach)
            b->result.from = reach;
    }
    evlog_reader_free(reader);
    return rc < 0 ? rc : 0;
}

static int read_all(struct rebuild *b, struct evlog_position until, struct err *err)
{
    const struct log_batches l = {.dir = b->o->log_dir,
                                  .until = until,
                                  .reader = b->reader,
                                  .rules = &b->rules,
                                  .fn = take,
                                  .ctx = b};

    b->last_segment = until.segment;
    int rc = log_batches_read(&l, err);
    if (rc == 0)
        rc = try_all_again(b, err);
    if (rc == 0)
        rc = move(b, b->fold, err);
    if (rc == 0 && b->plain)
        rc = move(b, b->plain, err);
    b->result.aside = (int64_t)aside_ring_len(b->fold->aside);
    return rc;
}

/* In one transaction: a state that belongs together is compared, or changes as a whole. */
static int run(struct rebuild *b, struct err *err)
{
    AUTO_STRUCT(mends) *mends = NULL;
    struct evlog_position until = {0, 0};
    int rc = mends_load(b->act.conn, &mends, err);

    b->asking.conn = b->act.conn;
    b->writer = usage_writer_new(&b->act, USAGE_REPLACE);
    if (rc == 0)
        rc = fold_begin(b, mends, &b->fold, err);
    if (rc == 0 && mends->n)
        rc = fold_begin(b, NULL, &b->plain, err);
    if (rc == 0)
        rc = checkpoint_position(b->act.conn, &until, err);
    if (rc == 0)
        rc = find_reach(b, err);
    if (rc == 0 && (until.segment || until.offset))
        rc = read_all(b, until, err);
    if (rc == 0)
        rc = b->o->is_comparison ? usage_writer_compare(b->writer, &b->result.cells, err)
                                 : usage_writer_flush(b->writer, &b->result.cells, err);
    usage_writer_free(b->writer);
    fold_free(b->fold);
    fold_free(b->plain);
    return rc;
}

int rebuild_usage(const struct rebuild_options *options, struct rebuild_result *ret,
                  struct err *err)
{
    struct rebuild b = {.o = options};
    int rc = event_rules_load(options->db, &b.rules, err);

    if (rc < 0)
        return rc;
    rc = options->is_comparison ? db_read_begin(options->db, &b.act.conn, err)
                                : db_write_begin(options->db, &b.act.conn, err);
    if (rc < 0)
        return rc;
    b.rules.is_replay = true;
    b.act.by = options->by;
    b.act.now_ms = clock_now_ms();
    b.act.arena = arena_new();
    b.asking = (struct asking){.db = options->db, .arena = b.act.arena};
    b.reader = event_reader_new();
    b.first_time.ids = id_window_new(&(struct id_window_options){0});
    b.waits = strmap_new();
    rc = run(&b, err);
    if (options->is_comparison)
        db_read_end(b.act.conn);
    else
        rc = db_write_end(b.act.conn, rc, err);
    strmap_free(b.waits);
    first_time_done(&b.first_time);
    event_reader_free(b.reader);
    arena_free(b.act.arena);
    if (rc == 0)
        *ret = b.result;
    return rc;
}
