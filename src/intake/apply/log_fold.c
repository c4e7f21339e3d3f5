#include "intake/apply/log_fold.h"

#include "base/day.h"
#include "base/map.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/aside_marks.h"
#include "intake/apply/log_batches.h"

#include <string.h>

#define TELL_EVERY  256  /* batches */
#define CLOSE_EVERY 4096 /* a transaction of its own does not stay open for ever */

struct log_folding {
    const struct log_fold_options *o;
    struct log_fold_result result;
    struct asking asking;
    struct event_reader *reader;
    struct first_time first_time;
    struct fold *fold;    /* with the rules that mend events */
    struct fold *plain;   /* without them; NULL: nobody wants it */
    struct strmap *waits; /* users of whom events were set aside */
    bool has_come;        /* somebody's account became known */
    bool batch_waits;     /* some of its events stand in the set-aside store */
};

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

static int fold_begin(struct log_folding *l, const struct mends *mends, struct fold **ret,
                      struct err *err)
{
    struct fold_ask ask = asking_of(&l->asking);

    ask.user = ask_user;
    ask.makes_accounts = ask_makes;
    *ret = fold_new(&ask, INT32_MAX); /* names that are not in the catalogue are sorted out later */
    (*ret)->mends = mends;
    return asking_names(&l->asking, *ret, err);
}

/* --- What was set aside --- */

/* An event was set aside: its user is looked out for. */
static void wait_for(struct log_folding *l, const struct event *e)
{
    struct text user = e->user_id.p ? e->user_id : e->anonymous_id;

    if (user.p)
        strmap_putn(l->waits, user.p, user.n, 1);
}

static void look_out(struct log_folding *l, const struct event *e)
{
    const struct text ids[] = {e->user_id, e->anonymous_id, e->previous_id};

    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        if (ids[i].p && strmap_getn(l->waits, ids[i].p, ids[i].n) != MAP_NONE)
            l->has_come = true;
}

static int try_again(struct log_folding *l, struct fold *f, struct err *err)
{
    struct aside_ring *held = f->aside;
    int rc = 0;

    f->aside = aside_ring_new(ASIDE_ROWS_MAX);
    for (size_t i = 0; rc >= 0 && i < aside_ring_len(held); i++) {
        struct aside_item *item = aside_ring_at(held, i);
        const struct aside_event event = {item->type,        item->text ? item->text : "",
                                          item->account,     item->source_id,
                                          item->received_ms, item->time_ms};
        AUTO_STRUCT(event_batch) *one = aside_event_read(&event, l->reader, l->o->rules);
        if (one)
            rc = fold_event(f, one, &one->events[0], item->again, err);
    }
    aside_ring_free(held);
    return rc < 0 ? rc : 0;
}

static int try_all_again(struct log_folding *l, struct err *err)
{
    l->has_come = false;
    strmap_free(l->waits);
    l->waits = strmap_new();
    for (size_t i = 0; i < aside_ring_len(l->fold->aside); i++) {
        const char *user = aside_ring_at(l->fold->aside, i)->user;
        if (user)
            strmap_put(l->waits, user, 1);
    }
    int rc = try_again(l, l->fold, err);
    return rc < 0 || !l->plain ? rc : try_again(l, l->plain, err);
}

/* Its row in the set-aside store; 0: it does not wait there. Calls that tell whose events are of
 * whom are never passed over. */
static int64_t waiting_row(const struct log_folding *l, const struct event_batch *b,
                           const struct event *e)
{
    bool is_use = e->type == EVENT_TRACK || e->type == EVENT_PAGE || e->type == EVENT_SCREEN;

    return l->batch_waits && is_use ? aside_marks_find(l->o->waiting, b, e) : 0;
}

/* --- Event by event --- */

static int fold_both(struct log_folding *l, const struct event_batch *batch, const struct event *e,
                     struct err *err)
{
    int64_t row = waiting_row(l, batch, e);

    if (row && !l->o->counts_waiting) {
        l->result.aside++;
        return 0;
    }
    int rc = fold_event(l->fold, batch, e, row, err);
    if (rc == FOLD_ASIDE)
        wait_for(l, e);
    else if (rc >= 0 &&
             (e->type == EVENT_GROUP || e->type == EVENT_IDENTIFY || e->type == EVENT_ALIAS))
        look_out(l, e);
    return rc < 0 || !l->plain ? rc : fold_event(l->plain, batch, e, 0, err);
}

static int hand_over(const struct log_folding *l, struct fold *f, bool is_plain, struct err *err)
{
    int rc = l->o->take(l->o->ctx, f, is_plain, err);

    fold_drop_sums(f);
    return rc;
}

static int tell(struct log_folding *l, struct evlog_position at, struct err *err)
{
    uint64_t segments = l->o->until.segment > 1 ? l->o->until.segment : 1;
    int pct = (int)((at.segment - 1) * 100 / segments);

    if (!l->o->conn && l->result.batches % CLOSE_EVERY == 0)
        asking_end(&l->asking);
    return l->o->tell ? l->o->tell(l->o->ctx, pct > 99 ? 99 : pct, err) : 0;
}

static int take(void *ctx, const struct event_batch *batch, struct evlog_position at,
                struct err *err)
{
    struct log_folding *l = ctx;
    const bool *is_new = first_time_find(&l->first_time, batch);
    int rc = 0;

    l->result.batches++;
    l->result.events += (int64_t)batch->n;
    l->batch_waits = l->o->waiting && aside_marks_has_batch(l->o->waiting, batch);
    for (size_t i = 0; rc >= 0 && i < batch->n; i++) {
        l->result.duplicates += !is_new[i];
        if (is_new[i])
            rc = fold_both(l, batch, &batch->events[i], err);
    }
    if (rc >= 0 && l->has_come)
        rc = try_all_again(l, err);
    if (rc >= 0 && fold_is_full(l->fold))
        rc = hand_over(l, l->fold, false, err);
    if (rc >= 0 && l->plain && fold_is_full(l->plain))
        rc = hand_over(l, l->plain, true, err);
    if (rc >= 0 && l->result.batches % TELL_EVERY == 0)
        rc = tell(l, at, err);
    return rc < 0 ? rc : 0;
}

static int read_all(struct log_folding *l, struct err *err)
{
    const struct log_batches batches = {.dir = l->o->log_dir,
                                        .until = l->o->until,
                                        .reader = l->reader,
                                        .rules = l->o->rules,
                                        .fn = take,
                                        .ctx = l};
    int rc = log_batches_read(&batches, err);

    if (rc == 0)
        rc = try_all_again(l, err);
    if (rc == 0)
        rc = hand_over(l, l->fold, false, err);
    if (rc == 0 && l->plain)
        rc = hand_over(l, l->plain, true, err);
    l->result.aside += (int64_t)aside_ring_len(l->fold->aside);
    return rc;
}

static int run(struct log_folding *l, struct err *err)
{
    const struct log_fold_options *o = l->o;
    int rc = fold_begin(l, o->mends, &l->fold, err);

    if (rc == 0)
        fold_take_sums(l->fold, o->sums, o->n_sums);
    if (rc == 0 && o->has_plain)
        rc = fold_begin(l, NULL, &l->plain, err);
    if (rc == 0 && (o->until.segment || o->until.offset))
        rc = read_all(l, err);
    if (!o->conn)
        asking_end(&l->asking);
    fold_free(l->fold);
    fold_free(l->plain);
    return rc;
}

int log_fold(const struct log_fold_options *options, struct log_fold_result *ret, struct err *err)
{
    struct log_folding l = {
        .o = options,
        .asking = {.db = options->db, .conn = options->conn, .arena = arena_new()},
        .reader = event_reader_new(),
        .first_time = {.ids = id_window_new(&(struct id_window_options){0})},
        .waits = strmap_new(),
    };
    int rc = run(&l, err);

    strmap_free(l.waits);
    first_time_done(&l.first_time);
    event_reader_free(l.reader);
    arena_free(l.asking.arena);
    *ret = l.result;
    return rc;
}

int log_fold_reach(const char *log_dir, int32_t *ret, struct err *err)
{
    struct evlog_reader *reader = NULL;
    struct evlog_entry entry = {NULL};
    int rc = evlog_reader_open(log_dir, (struct evlog_position){0, 0}, EVLOG_END, &reader, err);

    *ret = DAY_NONE;
    if (rc == 0)
        rc = evlog_read(reader, &entry, err);
    if (rc > 0 && entry.position.segment > 1)
        *ret = day_of_time(entry.received_ms) + 1;
    evlog_reader_free(reader);
    return rc < 0 ? rc : 0;
}
