#include "intake/evlog/evlog.h"

#include "base/auto.h"
#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/thread.h"
#include "intake/evlog/evlog_file.h"
#include "intake/evlog/evlog_writer.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEGMENT_BYTES   ((size_t)128 << 20)
#define GROUP_BYTES     ((size_t)4 << 20)
#define IN_FLIGHT_BYTES ((size_t)64 << 20)
#define LEVEL           1
/* After a failure of the disk the next entry is refused at once for so long; then one is let
 * through to see whether it works again. */
#define RETRY_US 1000000

/* A sync costs the processor as much as some twenty small requests do. So while many come, groups
 * begin no more often than every PACE_US, unless much waits already; who comes alone never waits.
 */
#define PACE_US      2000
#define PACE_ENTRIES 8
#define PACE_BYTES   ((size_t)256 << 10)

struct evlog {
    struct evlog_options options;
    struct evlog_writer *writer; /* the committer's, and evlog_roll's under `writing` */
    pthread_mutex_t writing;
    int lock_fd;
    pthread_t committer;
    atomic_size_t in_flight;

    pthread_mutex_t mutex; /* of everything below */
    pthread_cond_t work;
    struct evlog_entry *first, **last; /* what waits, in log order */
    bool is_asleep, is_ending;
    int64_t began_us; /* the last group: when it began, and its entries */
    size_t last_entries;
    int64_t retry_us; /* not before, while is_failing */
    struct err failure;
    struct evlog_view view;
};

/* --- the committer --- */

/* What the group about to be written holds. */
struct group {
    struct evlog_entry *list;
    size_t entries, bytes, memory;
};

/* Under load lets more gather. The mutex is held, and not while it waits. */
static void keep_pace(struct evlog *log)
{
    int64_t wait_us = log->began_us + log->options.pace_us - clock_mono_us();

    if (log->last_entries < PACE_ENTRIES || log->view.waiting >= PACE_BYTES || wait_us <= 0)
        return;
    struct timespec until = cond_deadline_us(wait_us);
    while (!log->is_ending && pthread_cond_timedwait(&log->work, &log->mutex, &until) == 0)
        ;
}

/* Takes from what waits as much as a group may have. The mutex is held. */
static struct group gather(struct evlog *log)
{
    struct group g = {.list = log->first};
    struct evlog_entry **link = &log->first;

    while (*link && (!g.entries || g.bytes + (*link)->bytes <= log->options.group_bytes)) {
        g.entries++;
        g.bytes += (*link)->bytes;
        g.memory += (*link)->memory;
        link = &(*link)->next;
    }
    log->first = *link;
    if (!log->first)
        log->last = &log->first;
    *link = NULL;
    return g;
}

/* What evlog_look and evlog_append need to know of how it went. */
static void note(struct evlog *log, const struct group *g, size_t file_bytes, int64_t sync_us,
                 int rc, const struct err *err)
{
    struct evlog_view *v = &log->view;

    pthread_mutex_lock(&log->mutex);
    v->waiting -= g->memory;
    v->sync_us = sync_us;
    v->is_failing = rc < 0;
    if (rc == 0) {
        v->end = evlog_writer_end(log->writer);
        v->groups++;
        v->entries += g->entries;
        v->plain_bytes += g->bytes;
        v->file_bytes += file_bytes;
    } else {
        v->refused += g->entries;
        log->failure = *err;
        log->retry_us = clock_mono_us() + log->options.retry_us;
    }
    pthread_mutex_unlock(&log->mutex);
}

static void commit(struct evlog *log, struct group *g)
{
    struct err err = {0};
    size_t file_bytes = 0;

    pthread_mutex_lock(&log->writing);
    int64_t began_us = clock_mono_us();
    int rc = evlog_writer_group(log->writer, g->list, &file_bytes, &err);
    struct evlog_position end = evlog_writer_end(log->writer);
    note(log, g, file_bytes, clock_mono_us() - began_us, rc, &err);
    pthread_mutex_unlock(&log->writing);
    if (rc < 0) {
        log_error("evlog", "events are refused", LOG_STR("reason", err.text),
                  LOG_I64("requests", g->entries));
        evlog_release(log, g->memory);
    }
    log->options.committed(log->options.ctx, g->list, end, rc, &err);
}

static void *work(void *arg)
{
    struct evlog *log = arg;

    pthread_mutex_lock(&log->mutex);
    for (;;) {
        if (!log->first) {
            if (log->is_ending)
                break;
            log->is_asleep = true;
            pthread_cond_wait(&log->work, &log->mutex);
            log->is_asleep = false;
            continue;
        }
        keep_pace(log);
        log->began_us = clock_mono_us();
        struct group g = gather(log);
        log->last_entries = g.entries;
        pthread_mutex_unlock(&log->mutex);
        commit(log, &g);
        pthread_mutex_lock(&log->mutex);
    }
    pthread_mutex_unlock(&log->mutex);
    return NULL;
}

/* --- appending --- */

/* Counts the bytes as in flight, if they fit. One entry always does, whatever its size. */
static bool reserve(struct evlog *log, size_t bytes)
{
    size_t now = atomic_load(&log->in_flight);

    do {
        if (now && now + bytes > log->options.in_flight_bytes)
            return false;
    } while (!atomic_compare_exchange_weak(&log->in_flight, &now, now + bytes));
    return true;
}

void evlog_release(struct evlog *log, size_t bytes)
{
    atomic_fetch_sub(&log->in_flight, bytes);
}

/* For a while after a failure entries are refused at once; then they are let through, which shows
 * whether the disk works again. The mutex is held. */
static bool is_refusing(const struct evlog *log)
{
    return log->view.is_failing && clock_mono_us() < log->retry_us;
}

int evlog_append(struct evlog *log, struct evlog_entry *entry, struct err *err)
{
    if (entry->bytes == 0 || entry->bytes > EVLOG_TEXT_MAX)
        return err_set(err, entry->bytes ? ERR_TOO_LARGE : ERR_INVALID, NULL,
                       "a body has %zu bytes; 1 to %zu can be stored", entry->bytes,
                       EVLOG_TEXT_MAX);
    if (entry->memory < entry->bytes)
        entry->memory = entry->bytes;
    if (!reserve(log, entry->memory))
        return err_set(err, ERR_BUSY, NULL,
                       "more events came than are worked off at the moment; send it again in a "
                       "few seconds");
    pthread_mutex_lock(&log->mutex);
    if (is_refusing(log)) {
        int rc = err_set(err, ERR_IO, NULL, "%s", log->failure.text);
        pthread_mutex_unlock(&log->mutex);
        evlog_release(log, entry->memory);
        return rc;
    }
    entry->next = NULL;
    *log->last = entry;
    log->last = &entry->next;
    log->view.waiting += entry->memory;
    if (log->is_asleep)
        pthread_cond_signal(&log->work);
    pthread_mutex_unlock(&log->mutex);
    return 0;
}

void evlog_look(struct evlog *log, struct evlog_view *ret)
{
    pthread_mutex_lock(&log->mutex);
    *ret = log->view;
    pthread_mutex_unlock(&log->mutex);
    ret->in_flight = atomic_load(&log->in_flight);
}

int evlog_roll(struct evlog *log, struct err *err)
{
    pthread_mutex_lock(&log->writing);
    int rc = evlog_writer_roll(log->writer, err);
    struct evlog_position end = evlog_writer_end(log->writer);
    pthread_mutex_lock(&log->mutex);
    log->view.end = end;
    pthread_mutex_unlock(&log->mutex);
    pthread_mutex_unlock(&log->writing);
    return rc;
}

/* --- opening and closing --- */

/* The directory, there after a power cut too, and in it a lock that lasts as long as the process.
 */
static int take_directory(const char *dir, int *ret_fd, struct err *err)
{
    static const char *const parents[] = {"..", "../.."};
    char path[EVLOG_PATH_BYTES];

    bool is_new = mkdir(dir, 0700) == 0;
    if (!is_new && errno != EEXIST)
        return err_set(err, ERR_IO, NULL, "%s cannot be made: %s", dir, strerrordesc_np(errno));
    for (size_t i = 0; is_new && i < ARRAY_LEN(parents); i++) {
        snprintf(path, sizeof(path), "%.4000s/%s", dir, parents[i]);
        int rc = evlog_sync_dir(path, err);
        if (rc < 0)
            return rc;
    }
    return evlog_lock(dir, EVLOG_LOCK_WRITER, false, ret_fd, err);
}

static struct evlog_options with_defaults(const struct evlog_options *given)
{
    struct evlog_options o = *given;

    o.segment_bytes = o.segment_bytes ? o.segment_bytes : SEGMENT_BYTES;
    o.group_bytes = o.group_bytes ? o.group_bytes : GROUP_BYTES;
    o.in_flight_bytes = o.in_flight_bytes ? o.in_flight_bytes : IN_FLIGHT_BYTES;
    o.level = o.level ? o.level : LEVEL;
    o.pace_us = o.pace_us ? o.pace_us : PACE_US;
    o.retry_us = o.retry_us ? o.retry_us : RETRY_US;
    o.disk = o.disk ? o.disk : &evlog_system_disk;
    return o;
}

int evlog_open(const struct evlog_options *options, struct evlog **ret, struct err *err)
{
    const struct evlog_options o = with_defaults(options);
    struct evlog_writer *writer;
    int lock_fd;

    int rc = take_directory(o.dir, &lock_fd, err);
    if (rc < 0)
        return rc;
    rc = evlog_writer_open(&o, &writer, err);
    if (rc < 0) {
        close(lock_fd);
        return rc;
    }
    struct evlog *log = mem_zalloc(sizeof(*log));
    log->options = o;
    log->writer = writer;
    log->lock_fd = lock_fd;
    log->last = &log->first;
    log->view.end = evlog_writer_end(writer);
    pthread_mutex_init(&log->mutex, NULL);
    pthread_mutex_init(&log->writing, NULL);
    cond_init(&log->work);
    thread_start(&log->committer, "evlog", work, log);
    *ret = log;
    return 0;
}

void evlog_close(struct evlog *log)
{
    if (!log)
        return;
    pthread_mutex_lock(&log->mutex);
    log->is_ending = true;
    pthread_cond_signal(&log->work);
    pthread_mutex_unlock(&log->mutex);
    pthread_join(log->committer, NULL);
    evlog_writer_free(log->writer);
    pthread_cond_destroy(&log->work);
    pthread_mutex_destroy(&log->writing);
    pthread_mutex_destroy(&log->mutex);
    close(log->lock_fd);
    mem_free(log);
}
