#include "intake/apply/apply.h"

#include "base/day.h"
#include "base/log.h"
#include "base/thread.h"
#include "facts/usage/usage_event.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/checkpoint.h"

#define CHECKPOINT_MS 3000
#define READY_MS      5000
#define PAUSE_MS      500

bool apply_pause(struct apply *a)
{
    struct timespec until = cond_deadline(PAUSE_MS);

    pthread_mutex_lock(&a->lock);
    while (!a->is_stopping && pthread_cond_timedwait(&a->changed, &a->lock, &until) == 0)
        ;
    bool goes_on = !a->is_stopping;
    pthread_mutex_unlock(&a->lock);
    return goes_on;
}

bool apply_is_idle(struct apply *a)
{
    pthread_mutex_lock(&a->lock);
    bool is_idle = !a->first && !a->calls && !a->is_stopping;
    pthread_mutex_unlock(&a->lock);
    return is_idle;
}

static void tell(struct apply *a, const struct checkpoint_outcome *outcome)
{
    struct id_window_view ids;

    id_window_look(a->first_time.ids, &ids);
    pthread_mutex_lock(&a->lock);
    a->view.is_stuck = !outcome;
    a->view.ids_reach_ms = ids.reach_ms;
    if (outcome) {
        a->view.position = a->written;
        a->view.checkpoint_us = outcome->held_us;
        a->view.checkpoints++;
    }
    pthread_mutex_unlock(&a->lock);
}

/* Rules may have changed; those that are in force stay when the new ones cannot be read. */
static void renew_mends(struct apply *a)
{
    struct mends *mends = NULL;

    if (asking_mends(&a->asking, &mends, NULL) == 0) {
        mends_free(a->mends);
        a->fold->mends = a->mends = mends;
    }
    asking_end(&a->asking);
}

int apply_checkpoint(struct apply *a, struct err *err)
{
    struct checkpoint_outcome outcome;
    struct err unsaved = {0};

    asking_end(&a->asking);
    if (fold_is_empty(a->fold) && evlog_position_order(a->folded, a->written) == 0) {
        renew_mends(a);
        return 0;
    }
    int rc = checkpoint_write(a->o.db, a->fold, a->folded, &outcome, err);
    a->checkpoint_mono_us = clock_mono_us();
    if (rc < 0) {
        tell(a, NULL);
        return rc;
    }
    a->written = a->folded;
    a->has_placed |= outcome.has_placed;
    if (fold_knows_too_much(a->fold))
        fold_forget(a->fold);
    /* Without it the next start reads more of the log; nothing is lost. */
    if (id_window_save(a->first_time.ids, a->written, &unsaved) < 0)
        log_warn("apply", "message ids were not saved", LOG_STR("error", unsaved.text));
    renew_mends(a);
    tell(a, &outcome);
    return 0;
}

bool apply_checkpoint_sure(struct apply *a)
{
    struct err err = {0};

    while (apply_checkpoint(a, &err) < 0) {
        log_warn("apply", "events wait to be written", LOG_STR("error", err.text));
        if (!apply_pause(a))
            return false;
    }
    return true;
}

static void batch_done(struct apply *a, struct apply_batch *b)
{
    size_t bytes = b->entry.memory;

    event_batch_free(b->batch);
    mem_free(b);
    if (a->o.log)
        evlog_release(a->o.log, bytes);
}

/* Folds a list up to its end; what is left of it when the applier stops is freed: it is in the log.
 */
static void fold_list(struct apply *a, struct evlog_entry *list, struct evlog_position end)
{
    bool goes_on = !a->is_broken;

    while (list) {
        struct apply_batch *b = (struct apply_batch *)list;
        list = list->next;
        /* What the replay has read already is behind us. */
        if (goes_on && evlog_position_order(b->entry.position, a->folded) >= 0) {
            goes_on = apply_fold(a, b->batch) >= 0;
            a->is_broken |= !goes_on; /* half of it is in the fold: that must not be written */
            if (goes_on)
                a->folded = list ? list->position : end;
            if (goes_on && fold_is_full(a->fold))
                goes_on = apply_checkpoint_sure(a);
        }
        batch_done(a, b);
    }
    asking_end(&a->asking);
}

static void run_calls(struct apply *a, struct apply_call *call)
{
    while (call) {
        struct apply_call *next = call->next;
        int rc = a->is_broken ? err_set(call->err, ERR_IO, NULL,
                                        "the log of events cannot be read; see the program's log")
                              : call->fn(a, call->arg, call->err);
        asking_end(&a->asking);
        pthread_mutex_lock(&a->lock);
        call->rc = rc;
        call->is_done = true;
        pthread_cond_broadcast(&a->changed);
        pthread_mutex_unlock(&a->lock);
        call = next;
    }
}

static int64_t checkpoint_wait_ms(const struct apply *a)
{
    int64_t passed = (clock_mono_us() - a->checkpoint_mono_us) / 1000;

    return passed >= a->o.checkpoint_ms ? 0 : a->o.checkpoint_ms - passed;
}

/* Sleeps until there is something to fold, somebody calls, a checkpoint is due, or it is to stop.
 */
static void wait_for_work(struct apply *a)
{
    struct timespec until = cond_deadline(checkpoint_wait_ms(a));

    while (!a->first && !a->calls && !a->is_stopping &&
           pthread_cond_timedwait(&a->changed, &a->lock, &until) == 0)
        ;
}

static void work(struct apply *a)
{
    struct err err = {0};

    pthread_mutex_lock(&a->lock);
    wait_for_work(a);
    struct evlog_entry *list = a->first;
    struct evlog_position end = a->end;
    struct apply_call *calls = a->calls;
    a->first = a->last = NULL;
    a->calls = NULL;
    pthread_mutex_unlock(&a->lock);
    if (list)
        fold_list(a, list, end);
    run_calls(a, calls);
    if (a->is_broken || checkpoint_wait_ms(a) > 0)
        return;
    a->checkpoint_mono_us = clock_mono_us();
    if (apply_checkpoint(a, &err) < 0)
        log_warn("apply", "events wait to be written", LOG_STR("error", err.text));
    else if (a->has_placed || clock_mono_us() - a->ready_mono_us > a->o.ready_ms * 1000)
        apply_send_ready(a);
}

/* Where it stands, and what the log has beyond. False: it cannot go on. */
static int begin(struct apply *a, struct evlog_position until, struct err *err)
{
    int rc = asking_names(&a->asking, a->fold, err);

    if (rc == 0)
        rc = asking_sums(&a->asking, a->fold, err);
    if (rc == 0)
        rc = checkpoint_position(a->asking.conn, &a->written, err);
    if (rc == 0)
        rc = asking_newest(&a->asking, &a->newest_ms, err);
    asking_end(&a->asking);
    if (rc < 0)
        return rc;
    renew_mends(a);
    a->folded = a->written;
    rc = apply_replay(a, until, err);
    pthread_mutex_lock(&a->lock);
    a->view.is_replaying = rc < 0;
    a->view.position = a->written;
    pthread_mutex_unlock(&a->lock);
    return rc;
}

static void free_list(struct apply *a, struct evlog_entry *list)
{
    while (list) {
        struct apply_batch *b = (struct apply_batch *)list;
        list = list->next;
        batch_done(a, b);
    }
}

/* All that a broken applier does. */
static void refuse_calls(struct apply *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->calls && !a->is_stopping)
        pthread_cond_wait(&a->changed, &a->lock);
    struct apply_call *calls = a->calls;
    a->calls = NULL;
    pthread_mutex_unlock(&a->lock);
    run_calls(a, calls);
}

static void *apply_main(void *arg)
{
    struct apply *a = arg;
    struct err err = {0};

    int rc = begin(a, a->replay_until, &err);
    if (rc < 0) {
        log_error("apply", "the log of events cannot be read, so no events are taken",
                  LOG_STR("error", err.text));
        a->is_broken = true;
    }
    pthread_mutex_lock(&a->lock);
    /* What it cannot fold stays unreleased, so that clients are told to come again later. */
    while (!a->is_stopping) {
        pthread_mutex_unlock(&a->lock);
        if (a->is_broken)
            refuse_calls(a);
        else
            work(a);
        pthread_mutex_lock(&a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    if (!a->is_broken)
        work(a);
    free_list(a, a->first);
    asking_end(&a->asking);
    return NULL;
}

int apply_position(struct db *db, struct evlog_position *ret, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(db, &c, err);

    *ret = (struct evlog_position){0, 0};
    return rc < 0 ? rc : checkpoint_position(c, ret, err);
}

int apply_start(const struct apply_options *options, struct apply **ret, struct err *err)
{
    struct apply *a = mem_zalloc(sizeof(*a));
    struct evlog_view log = {.end = EVLOG_END};

    a->o = *options;
    if (!a->o.checkpoint_ms)
        a->o.checkpoint_ms = CHECKPOINT_MS;
    if (!a->o.ready_ms)
        a->o.ready_ms = READY_MS;
    int rc = event_rules_load(a->o.db, &a->rules, err);
    if (rc < 0) {
        mem_free(a);
        return rc;
    }
    a->rules.is_replay = true;
    a->o.log_dir = a->log_dir = mem_strdup(options->log_dir);
    a->o.ids_dir = a->ids_dir = mem_strdup(options->ids_dir);
    a->live = event_live_new();
    a->reader = event_reader_new();
    a->asking = (struct asking){.db = a->o.db, .arena = arena_new()};
    const struct fold_ask ask = asking_of(&a->asking);
    a->fold = fold_new(&ask, USAGE_EVENTS_MAX);
    a->fold->limits = a->rules.limits;
    a->first_time.ids = id_window_new(&(struct id_window_options){a->o.window_ms, a->o.ids_max});
    a->view.is_replaying = true;
    a->checkpoint_mono_us = clock_mono_us();
    if (a->o.log)
        evlog_look(a->o.log, &log);
    a->replay_until = log.end;
    pthread_mutex_init(&a->lock, NULL);
    cond_init(&a->changed);
    thread_start(&a->thread, "apply", apply_main, a);
    *ret = a;
    return 0;
}

void apply_take(struct apply *a, struct evlog_entry *list, struct evlog_position end)
{
    struct evlog_entry *last = list;

    while (last->next)
        last = last->next;
    pthread_mutex_lock(&a->lock);
    if (a->first)
        a->last->next = list;
    else
        a->first = list;
    a->last = last;
    a->end = end;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

int apply_run(struct apply *a, int (*fn)(struct apply *a, void *arg, struct err *err), void *arg,
              struct err *err)
{
    struct apply_call call = {.fn = fn, .arg = arg, .err = err};

    pthread_mutex_lock(&a->lock);
    call.next = a->calls;
    a->calls = &call;
    pthread_cond_broadcast(&a->changed);
    while (!call.is_done)
        pthread_cond_wait(&a->changed, &a->lock);
    pthread_mutex_unlock(&a->lock);
    return call.rc;
}

static void end(struct apply *a)
{
    mends_free(a->mends);
    fold_free(a->fold);
    first_time_done(&a->first_time);
    event_reader_free(a->reader);
    event_live_free(a->live);
    arena_free(a->asking.arena);
    mem_free(a->log_dir);
    mem_free(a->ids_dir);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    mem_free(a);
}

int apply_stop(struct apply *a, struct err *err)
{
    int rc = 0;

    if (!a)
        return 0;
    pthread_mutex_lock(&a->lock);
    a->is_stopping = true;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->lock);
    pthread_join(a->thread, NULL);
    /* Without it the next start folds again what was not written. */
    if (!a->is_broken)
        rc = apply_checkpoint(a, err);
    asking_end(&a->asking);
    end(a);
    return rc;
}

void apply_look(struct apply *a, struct apply_view *ret)
{
    pthread_mutex_lock(&a->lock);
    *ret = a->view;
    ret->lag_ms = a->first ? clock_now_ms() - a->first->received_ms : 0;
    pthread_mutex_unlock(&a->lock);
}

struct event_live *apply_live(struct apply *a)
{
    return a->live;
}
