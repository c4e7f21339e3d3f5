/* apply_parts.h: the inside of the applier. Only for apply*.c.
 *
 * Threads: what is under `lock` belongs to everybody, the rest to the applier's thread. */
#pragma once
#include "db/db.h"
#include "intake/apply/apply.h"
#include "intake/apply/event_live.h"
#include "intake/apply/first_time.h"
#include "intake/apply/fold.h"

#include <pthread.h>

/* The fold's questions, answered from one read transaction that is opened when it is needed. */
struct asking {
    struct db *db;
    struct conn *conn; /* NULL: no transaction is open */
    struct arena *arena;
};
struct fold_ask asking_of(struct asking *ask);
int asking_begin(struct asking *ask, struct err *err); /* unless it is open */
void asking_end(struct asking *ask);
/* When the newest event came that the database has; TIME_NONE: unknown. */
int asking_newest(struct asking *ask, int64_t *ret_ms, struct err *err);
/* Names of the catalogue, what is added up, and rules. */
int asking_names(struct asking *ask, struct fold *f, struct err *err);
int asking_sums(struct asking *ask, struct fold *f, struct err *err);
int asking_mends(struct asking *ask, struct mends **ret, struct err *err);

/* Something that another thread wants done between two batches. */
struct apply_call {
    struct apply_call *next;
    int (*fn)(struct apply *a, void *arg, struct err *err);
    void *arg;
    struct err *err;
    int rc;
    bool is_done;
};

struct apply {
    struct apply_options o;
    char *log_dir, *ids_dir; /* what o points to */
    pthread_t thread;
    struct event_live *live;

    struct event_rules rules;
    struct event_reader *reader;
    struct asking asking;
    struct fold *fold;
    struct mends *mends;
    struct first_time first_time;
    struct evlog_position replay_until, folded, written;
    int64_t newest_ms;          /* when the newest event came that is written; TIME_NONE: none */
    int64_t checkpoint_mono_us; /* when the last one ended */
    int64_t ready_mono_us;      /* when it was last looked for events that wait for nothing more */
    int64_t ready_after;        /* the row of the store that this came to */
    bool has_placed;            /* something that waits may count since the last look */
    bool is_broken;             /* the fold is not what the log says: it must not be written */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct evlog_entry *first, *last; /* what waits to be folded */
    struct evlog_position end;        /* behind the last of them */
    struct apply_call *calls;
    struct apply_view view;
    bool is_stopping;
};

/* Folds one batch; < 0 only when it gave up because the applier stops. */
int apply_fold(struct apply *a, const struct event_batch *b);
/* Reads what is in the log from the last checkpoint up to `until`, first the message ids that the
 * window misses. */
int apply_replay(struct apply *a, struct evlog_position until, struct err *err);
/* Writes what was folded up to a->folded. */
int apply_checkpoint(struct apply *a, struct err *err);
/* Writes until it succeeds; false: the applier stops. */
bool apply_checkpoint_sure(struct apply *a);
/* Sends again what was set aside and can be counted by now, until something else is to be done. */
void apply_send_ready(struct apply *a);
/* Does nobody want anything of the applier? */
bool apply_is_idle(struct apply *a);
/* Sleeps a moment after a failure; false: the applier stops. */
bool apply_pause(struct apply *a);
/* Runs fn in the applier's thread, between two batches, and waits for it. The caller must hold no
 * transaction, and have ended before apply_stop. ERR_IO: the applier cannot go on. */
int apply_run(struct apply *a, int (*fn)(struct apply *a, void *arg, struct err *err), void *arg,
              struct err *err);
