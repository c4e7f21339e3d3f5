/* pool.h: a fixed number of threads that do what the network threads must not wait for.
 *
 * Writes wait for each other in the database, for seconds while an import runs. So they have a lane
 * of their own that never takes more than half of the threads, and reading goes on.
 *
 * Threads:   any may submit; the function of a job runs on a thread of the pool.
 * Ownership: a job is part of what the caller owns, and is the pool's until its function is called.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum lane { LANE_READ, LANE_WRITE, LANE_COUNT };

struct pool_job {
    void (*fn)(void *ctx);
    void *ctx;
    enum lane lane;
    bool is_urgent; /* goes in even if the queue is full: work that was begun must go on */
    struct pool_job *next;
};

struct pool;
/* queue_max: how many jobs may wait for a thread in each lane. */
struct pool *pool_new(unsigned threads, size_t queue_max);
/* false: the queue is full, or the pool is closed. */
bool pool_submit(struct pool *p, struct pool_job *job);
struct pool_load {
    size_t waiting, running;
};
struct pool_load pool_load(struct pool *p);
/* Takes no more jobs (urgent ones neither), and waits at most this long until those it has are
 * done; false if some are not. */
bool pool_close(struct pool *p, unsigned grace_ms);
/* After pool_close returned true: ends the threads. NULL is allowed. */
void pool_free(struct pool *p);
