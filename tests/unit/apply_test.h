/* apply_test.h: the applier over a real log and database, without a network, for tests. */
#pragma once
#include "base/mem.h"
#include "base/str.h"
#include "facts/account/account.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage.h"
#include "facts_test.h"
#include "intake/apply/apply.h"
#include "intake/apply/apply_parts.h"
#include "intake/evlog/evlog.h"

#include <ftw.h>
#include <sys/stat.h>

/* Waits for the applier, but not for ever. */
#define PATIENCE_MS 60000

struct world {
    struct facts_test t;
    char events_dir[128], log_dir[128], ids_dir[128];
    struct evlog *log;
    struct apply *apply;
    struct event_reader *reader;
    struct event_rules rules;
    pthread_mutex_t lock;
    struct evlog_position end; /* of what was committed */
    size_t open;               /* batches that are not on disk yet */
    int64_t ready_ms;          /* for apply_options; 0: its default */
    bool loses;                /* what is committed does not reach the applier: it is dead */
};

static inline void committed(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
                             const struct err *err)
{
    struct world *w = ctx;

    (void)err;
    assert_int_equal(rc, 0);
    pthread_mutex_lock(&w->lock);
    w->end = end;
    size_t n = 0;
    for (struct evlog_entry *e = list; e; e = e->next)
        n++;
    bool loses = w->loses;
    pthread_mutex_unlock(&w->lock);
    if (!loses)
        apply_take(w->apply, list, end);
    while (loses && list) {
        struct apply_batch *b = (struct apply_batch *)list;
        list = list->next;
        event_batch_free(b->batch);
        evlog_release(w->log, b->entry.memory);
        mem_free(b);
    }
    pthread_mutex_lock(&w->lock);
    w->open -= n;
    pthread_mutex_unlock(&w->lock);
}

static inline int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static inline void account_make(struct world *w, const char *key)
{
    struct account a;
    struct act act = w->t.act;

    ASSERT_OK(db_write_begin(w->t.db.db, &act.conn, &w->t.err), w->t.err);
    fields_init(account_fields, &a);
    a.key = a.name = key;
    ASSERT_OK(kind_create(&act, &account_kind, &a, &w->t.err), w->t.err);
    ASSERT_OK(db_commit(act.conn, &w->t.err), w->t.err);
}

static inline void change(struct world *w, const char *sql)
{
    struct conn *c;

    ASSERT_OK(db_write_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_exec(c, sql, DB_ARGS(), &w->t.err), w->t.err);
    ASSERT_OK(db_commit(c, &w->t.err), w->t.err);
}

static inline void start(struct world *w, int64_t checkpoint_ms)
{
    ASSERT_OK(evlog_open(&(struct evlog_options){.dir = w->log_dir,
                                                 .segment_bytes = 64 << 10,
                                                 .committed = committed,
                                                 .ctx = w},
                         &w->log, &w->t.err),
              w->t.err);
    ASSERT_OK(apply_start(&(struct apply_options){.db = w->t.db.db,
                                                  .log = w->log,
                                                  .log_dir = w->log_dir,
                                                  .ids_dir = w->ids_dir,
                                                  .checkpoint_ms = checkpoint_ms,
                                                  .ready_ms = w->ready_ms,
                                                  .ids_max = 1 << 16},
                          &w->apply, &w->t.err),
              w->t.err);
}

static inline void world_init(struct world *w)
{
    *w = (struct world){0};
    facts_test_init(&w->t);
    db_rollback(w->t.act.conn);
    w->t.act.conn = NULL;
    snprintf(w->events_dir, sizeof(w->events_dir), "%s/events", w->t.db.folder);
    assert_int_equal(mkdir(w->events_dir, 0700), 0);
    snprintf(w->log_dir, sizeof(w->log_dir), "%s/%s", w->t.db.folder, EVLOG_FOLDER);
    snprintf(w->ids_dir, sizeof(w->ids_dir), "%s/%s", w->t.db.folder, EVENTS_IDS_FOLDER);
    pthread_mutex_init(&w->lock, NULL);
    ASSERT_OK(event_rules_load(w->t.db.db, &w->rules, &w->t.err), w->t.err);
    w->reader = event_reader_new();
    account_make(w, "acme");
    account_make(w, "beta");
}

/* Everything that was committed is written. */
static inline void settle(struct world *w)
{
    struct apply_view view;
    bool is_open;

    for (int i = 0; i < PATIENCE_MS; i += 2) {
        pthread_mutex_lock(&w->lock);
        is_open = w->open > 0;
        struct evlog_position end = w->end;
        pthread_mutex_unlock(&w->lock);
        apply_look(w->apply, &view);
        if (!is_open && !view.is_replaying && evlog_position_order(view.position, end) >= 0)
            return;
        usleep(2000);
    }
    fail_msg("the applier does not come to the end of the log");
}

static inline void wait_committed(struct world *w)
{
    bool is_open = true;

    for (int i = 0; i < PATIENCE_MS && is_open; i++) {
        pthread_mutex_lock(&w->lock);
        is_open = w->open > 0;
        pthread_mutex_unlock(&w->lock);
        usleep(is_open ? 1000 : 0);
    }
    assert_false(is_open);
}

static inline void stop(struct world *w)
{
    wait_committed(w);
    ASSERT_OK(apply_stop(w->apply, &w->t.err), w->t.err);
    evlog_close(w->log);
}

static inline void world_done(struct world *w)
{
    event_reader_free(w->reader);
    pthread_mutex_destroy(&w->lock);
    nftw(w->events_dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    facts_test_done(&w->t);
}

static inline void send_at(struct world *w, const char *body, int64_t received_ms)
{
    size_t n = strlen(body);
    char *text = mem_alloc(n + 1);
    struct apply_batch *b = mem_zalloc(sizeof(*b));

    memcpy(text, body, n + 1);
    b->batch = event_batch_new(text, n);
    b->batch->source_id = 1;
    b->batch->received_ms = received_ms;
    b->batch->call = EVENT_BATCH;
    ASSERT_OK(event_read(w->reader, b->batch, &w->rules, &w->t.err), w->t.err);
    b->entry = (struct evlog_entry){.text = text,
                                    .bytes = n,
                                    .memory = event_batch_bytes(b->batch),
                                    .source_id = 1,
                                    .received_ms = received_ms,
                                    .kind = EVENT_BATCH};
    pthread_mutex_lock(&w->lock);
    w->open++;
    pthread_mutex_unlock(&w->lock);
    while (evlog_append(w->log, &b->entry, &w->t.err) == ERR_BUSY)
        usleep(1000);
}

static inline void send_body(struct world *w, const char *body)
{
    send_at(w, body, clock_now_ms());
}

static inline int64_t number(struct world *w, const char *sql)
{
    struct conn *c;
    int64_t n = -1;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_i64(c, sql, DB_ARGS(), &n, &w->t.err), w->t.err);
    db_read_end(c);
    return n;
}

#define TRACK(id, user, group, name)                                                         \
    "{\"type\":\"track\",\"messageId\":\"" id "\",\"userId\":\"" user "\",\"event\":\"" name \
    "\",\"context\":{\"groupId\":\"" group "\"},\"timestamp\":\"2026-01-05T10:00:00Z\"}"
