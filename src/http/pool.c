#include "http/pool.h"

#include "base/mem.h"
#include "base/thread.h"

#include <errno.h>

struct queue {
    struct pool_job *first, **last;
    struct pool_load load;
    size_t running_max;
};

struct pool {
    pthread_mutex_t mutex;
    pthread_cond_t work, idle;
    struct queue lanes[LANE_COUNT];
    size_t queue_max;
    unsigned turn, n_threads;
    bool is_closed, is_ending;
    pthread_t threads[];
};

/* The next job that may run; NULL if there is none. The lanes take turns in being asked first, so
 * that neither starves. The mutex is held. */
static struct pool_job *take(struct pool *p)
{
    p->turn++;
    for (unsigned i = 0; i < LANE_COUNT; i++) {
        struct queue *q = &p->lanes[(p->turn + i) % LANE_COUNT];
        struct pool_job *job = q->first;
        if (!job || q->load.running == q->running_max)
            continue;
        q->first = job->next;
        if (!q->first)
            q->last = &q->first;
        q->load.waiting--;
        q->load.running++;
        return job;
    }
    return NULL;
}

static bool is_idle(const struct pool *p)
{
    for (enum lane lane = LANE_READ; lane < LANE_COUNT; lane++)
        if (p->lanes[lane].load.waiting || p->lanes[lane].load.running)
            return false;
    return true;
}

static void *work(void *arg)
{
    struct pool *p = arg;

    pthread_mutex_lock(&p->mutex);
    while (!p->is_ending) {
        struct pool_job *job = take(p);
        if (!job) {
            pthread_cond_wait(&p->work, &p->mutex);
            continue;
        }
        struct queue *q = &p->lanes[job->lane];
        pthread_mutex_unlock(&p->mutex);
        job->fn(job->ctx); /* may free the job */
        pthread_mutex_lock(&p->mutex);
        q->load.running--;
        if (q->load.waiting) /* this lane may have been at its most */
            pthread_cond_signal(&p->work);
        if (is_idle(p))
            pthread_cond_broadcast(&p->idle);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

struct pool *pool_new(unsigned threads, size_t queue_max)
{
    struct pool *p = mem_zalloc(sizeof(*p) + mem_product(threads, sizeof(*p->threads)));

    pthread_mutex_init(&p->mutex, NULL);
    cond_init(&p->work);
    cond_init(&p->idle);
    p->queue_max = queue_max;
    for (enum lane lane = LANE_READ; lane < LANE_COUNT; lane++)
        p->lanes[lane].last = &p->lanes[lane].first;
    p->lanes[LANE_READ].running_max = threads;
    p->lanes[LANE_WRITE].running_max = (threads + 1) / 2;
    p->n_threads = threads;
    for (unsigned i = 0; i < threads; i++)
        thread_start(&p->threads[i], "worker", work, p);
    return p;
}

bool pool_submit(struct pool *p, struct pool_job *job)
{
    struct queue *q = &p->lanes[job->lane];

    pthread_mutex_lock(&p->mutex);
    bool has_room = !p->is_closed && (job->is_urgent || q->load.waiting < p->queue_max);
    if (has_room) {
        job->next = NULL;
        *q->last = job;
        q->last = &job->next;
        q->load.waiting++;
        pthread_cond_signal(&p->work);
    }
    pthread_mutex_unlock(&p->mutex);
    return has_room;
}

struct pool_load pool_load(struct pool *p)
{
    struct pool_load load = {0};

    pthread_mutex_lock(&p->mutex);
    for (enum lane lane = LANE_READ; lane < LANE_COUNT; lane++) {
        load.waiting += p->lanes[lane].load.waiting;
        load.running += p->lanes[lane].load.running;
    }
    pthread_mutex_unlock(&p->mutex);
    return load;
}

bool pool_close(struct pool *p, unsigned grace_ms)
{
    struct timespec until = cond_deadline(grace_ms);
    int rc = 0;

    pthread_mutex_lock(&p->mutex);
    p->is_closed = true;
    while (!is_idle(p) && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&p->idle, &p->mutex, &until);
    bool is_done = is_idle(p);
    pthread_mutex_unlock(&p->mutex);
    return is_done;
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->mutex);
    p->is_ending = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->mutex);
    for (unsigned i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->work);
    pthread_cond_destroy(&p->idle);
    pthread_mutex_destroy(&p->mutex);
    mem_free(p);
}
