#include "intake/evlog/evlog_job.h"

#include "base/day.h"
#include "base/thread.h"
#include "http/service.h"
#include "intake/evlog/evlog_keep.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#define SEAL_MOST_US 60000000

struct work {
    struct job_run *run;
    const char *dir;
    struct evlog_sealed sealed;
    int rc, segments;
};

static bool is_stopped(void *ctx)
{
    const struct work *w = ctx;

    return job_is_cancelled(w->run);
}

/* In a thread that takes only what processor time nobody else wants: events come first. */
static void *seal(void *arg)
{
    struct work *w = arg;
    int64_t until_us = clock_mono_us() + SEAL_MOST_US;

    setpriority(PRIO_PROCESS, 0, 19); /* on Linux: of this thread alone */
    while (clock_mono_us() < until_us) {
        w->rc = evlog_seal(w->dir, is_stopped, w, &w->sealed, &w->run->err);
        if (w->rc <= 0)
            break;
        w->segments++;
        job_progress(w->run, 50, "segment %" PRIu64 ": %.1f MB, before %.1f MB", w->sealed.segment,
                     (double)w->sealed.bytes_after / 1e6, (double)w->sealed.bytes_before / 1e6);
    }
    return NULL;
}

static int seal_run(struct job_run *run)
{
    char dir[4096];
    struct work w = {.run = run, .dir = dir};
    pthread_t thread;

    snprintf(dir, sizeof(dir), "%s/" EVLOG_FOLDER, run->service->data_dir);
    if (!evlog_is_there(dir))
        return 0; /* no event ever came */
    thread_start(&thread, "seal", seal, &w);
    pthread_join(thread, NULL);
    if (w.rc >= 0)
        job_progress(run, 100, "%d segments", w.segments);
    return w.rc < 0 ? w.rc : 0;
}

const struct job_kind evlog_seal_job = {"evlog_seal", seal_run, .max_attempts = 1};
