/* Batches into the fold: those that arrive, and those that are read again from the log. */
#include "base/day.h"
#include "base/log.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/log_batches.h"
#include "intake/evlog/evlog_reader.h"

/* < 0 only when it gave up because the applier stops. */
static int fold_one(struct apply *a, const struct event_batch *b, size_t i, bool is_new)
{
    struct err err = {0};
    int rc;

    if (!is_new) {
        fold_duplicate(a->fold, b);
        return EVENT_DUPLICATE;
    }
    while ((rc = fold_event(a->fold, b, &b->events[i], 0, &err)) < 0) {
        asking_end(&a->asking);
        log_error("apply", "an event cannot be folded yet", LOG_STR("error", err.text));
        if (!apply_pause(a))
            return rc;
    }
    return rc == FOLD_COUNTED ? EVENT_COUNTED : rc == FOLD_ASIDE ? EVENT_ASIDE : EVENT_DROPPED;
}

int apply_fold(struct apply *a, const struct event_batch *b)
{
    struct fold *f = a->fold;
    const bool *is_new = first_time_find(&a->first_time, b);

    fold_received(f, b);
    event_live_begin(a->live, b);
    for (size_t i = 0; i < b->n; i++) {
        f->found = 0;
        int outcome = fold_one(a, b, i, is_new[i]);
        if (outcome < 0)
            return outcome;
        const struct event_what what = {(enum event_outcome)outcome, is_new[i] ? f->why : EVENT_OK,
                                        f->found ? fold_account_at(f, f->found)->key : NULL};
        event_live_note(a->live, b, &b->events[i], &what);
    }
    return 0;
}

static int replay_one(void *ctx, const struct event_batch *b, struct evlog_position at,
                      struct err *err)
{
    struct apply *a = ctx;

    if (apply_fold(a, b) < 0)
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    a->folded = at;
    if (fold_is_full(a->fold) && !apply_checkpoint_sure(a))
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    return 0;
}

static int replay_ids(void *ctx, const struct event_batch *b, struct evlog_position at,
                      struct err *err)
{
    struct apply *a = ctx;

    (void)at;
    (void)err;
    first_time_find(&a->first_time, b);
    return 0;
}

/* From where on the log has to tell the ids: where their files end; if there are none, where the
 * window begins. */
static int ids_from(struct apply *a, struct evlog_position *ret, struct err *err)
{
    int rc = id_window_load(a->first_time.ids, a->o.ids_dir, a->written, ret, err);

    if (rc < 0 || ret->segment || a->newest_ms == TIME_NONE)
        return rc;
    return evlog_since(a->o.log_dir, a->newest_ms - id_window_ms(a->first_time.ids), ret, err);
}

int apply_replay(struct apply *a, struct evlog_position until, struct err *err)
{
    struct log_batches l = {.dir = a->o.log_dir, .reader = a->reader, .rules = &a->rules, .ctx = a};
    int rc = ids_from(a, &l.from, err);

    if (rc == 0 && evlog_position_order(l.from, a->written) < 0) {
        l.until = a->written;
        l.fn = replay_ids;
        rc = log_batches_read(&l, err);
    }
    l.from = a->written;
    l.until = until;
    l.fn = replay_one;
    if (rc == 0)
        rc = log_batches_read(&l, err);
    asking_end(&a->asking);
    return rc;
}
