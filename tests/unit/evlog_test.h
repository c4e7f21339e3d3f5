/* evlog_test.h: an event log in a directory of its own, and somebody who waits for it. */
#pragma once
#include "base/mem.h"
#include "base/thread.h"
#include "intake/evlog/evlog.h"
#include "intake/evlog/evlog_reader.h"
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct evlog_test {
    char dir[64];
    struct evlog *log;
    struct err err;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t stored, refused; /* entries that `committed` was told of */
    size_t appended;        /* by evlog_test_send, from one thread */
    struct evlog_position end;
    int rc;            /* of the last list */
    bool keeps_memory; /* does not release what was stored */
};

/* Frees the entries: they were made by evlog_test_entry. */
static inline void evlog_test_committed(void *ctx, struct evlog_entry *list,
                                        struct evlog_position end, int rc, const struct err *err)
{
    struct evlog_test *t = ctx;
    size_t n = 0;

    (void)err;
    while (list) {
        struct evlog_entry *e = list;
        list = e->next;
        if (rc == 0 && !t->keeps_memory)
            evlog_release(t->log, e->memory);
        mem_free(e);
        n++;
    }
    pthread_mutex_lock(&t->mutex);
    *(rc == 0 ? &t->stored : &t->refused) += n;
    t->end = end;
    t->rc = rc;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->mutex);
}

static inline struct evlog_entry *evlog_test_entry(const char *text, int64_t received_ms)
{
    size_t n = strlen(text);
    struct evlog_entry *e = mem_zalloc(sizeof(*e) + n + 1);

    e->text = memcpy(e + 1, text, n + 1);
    e->bytes = n;
    e->source_id = 7;
    e->received_ms = received_ms;
    e->kind = 3;
    return e;
}

static inline void evlog_test_init(struct evlog_test *t)
{
    *t = (struct evlog_test){.dir = "/tmp/ripen-evlog-XXXXXX"};
    assert_non_null(mkdtemp(t->dir));
    pthread_mutex_init(&t->mutex, NULL);
    cond_init(&t->changed);
}

/* With what is not 0 in `more`; the directory and the callback are the test's. */
static inline int evlog_test_open(struct evlog_test *t, struct evlog_options more)
{
    more.dir = t->dir;
    more.committed = evlog_test_committed;
    more.ctx = t;
    return evlog_open(&more, &t->log, &t->err);
}

static inline void evlog_test_close(struct evlog_test *t)
{
    evlog_close(t->log);
    t->log = NULL;
}

/* Waits until so many entries in all were stored or refused. */
static inline void evlog_test_wait(struct evlog_test *t, size_t n)
{
    pthread_mutex_lock(&t->mutex);
    while (t->stored + t->refused < n)
        pthread_cond_wait(&t->changed, &t->mutex);
    pthread_mutex_unlock(&t->mutex);
}

/* Appends one; the code of evlog_append. */
static inline int evlog_test_send(struct evlog_test *t, const char *text, int64_t received_ms)
{
    struct evlog_entry *e = evlog_test_entry(text, received_ms);
    int rc = evlog_append(t->log, e, &t->err);

    if (rc < 0)
        mem_free(e);
    else
        t->appended++;
    return rc;
}

/* Appends one and waits for it and all before it; the code of the last list. */
static inline int evlog_test_put(struct evlog_test *t, const char *text, int64_t received_ms)
{
    int rc = evlog_test_send(t, text, received_ms);

    if (rc < 0)
        return rc;
    evlog_test_wait(t, t->appended);
    return t->rc;
}

static inline void evlog_test_done(struct evlog_test *t)
{
    char path[512];
    DIR *d = opendir(t->dir);
    const struct dirent *entry;

    evlog_close(t->log);
    while (d && (entry = readdir(d))) {
        snprintf(path, sizeof(path), "%s/%s", t->dir, entry->d_name);
        unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(t->dir);
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->mutex);
}

/* Calls fn for each entry between two positions; how many there were, or an error. */
static inline int evlog_test_read(struct evlog_test *t, struct evlog_position from,
                                  struct evlog_position until,
                                  void (*fn)(void *ctx, const struct evlog_entry *e), void *ctx)
{
    struct evlog_reader *r = NULL;
    struct evlog_entry e;
    int n = 0;

    int rc = evlog_reader_open(t->dir, from, until, &r, &t->err);
    while (rc == 0 && (rc = evlog_read(r, &e, &t->err)) > 0) {
        if (fn)
            fn(ctx, &e);
        n++;
        rc = 0;
    }
    evlog_reader_free(r);
    return rc < 0 ? rc : n;
}
