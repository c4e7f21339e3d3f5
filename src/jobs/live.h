/* live.h: what the job that runs now tells of itself, and what it is told, in memory: a job that is
 * in a transaction of its own could not write it, and nobody could read it.
 *
 * Threads: any. */
#pragma once
#include "jobs/job.h"

#include <pthread.h>

struct job_live {
    pthread_mutex_t lock;
    int64_t id; /* 0: no job runs */
    int pct;
    char message[JOB_MESSAGE_BYTES];
    bool is_cancelled; /* somebody asked it to stop */
    bool is_lost;      /* its lease was lost: it is somebody else's job now */
    bool is_stopping;  /* the server stops */
};

/* A copy of what it told. */
struct live_view {
    int64_t id;
    int pct;
    char message[JOB_MESSAGE_BYTES]; /* "" when it told nothing */
    bool is_cancelled, is_lost, is_stopping;
};

void live_init(struct job_live *live);
void live_done(struct job_live *live);
void live_begin(struct job_live *live, int64_t id);
void live_end(struct job_live *live);
struct live_view live_look(struct job_live *live);
/* These do nothing when another job runs by now. */
void live_cancel(struct job_live *live, int64_t id);
void live_lose(struct job_live *live, int64_t id);
/* For this job and all later ones. */
void live_stop(struct job_live *live);
