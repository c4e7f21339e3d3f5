#include "jobs/live.h"

#include "base/str.h"

#include <stdio.h>

void live_init(struct job_live *live)
{
    *live = (struct job_live){0};
    pthread_mutex_init(&live->lock, NULL);
}

void live_done(struct job_live *live)
{
    pthread_mutex_destroy(&live->lock);
}

void live_begin(struct job_live *live, int64_t id)
{
    pthread_mutex_lock(&live->lock);
    live->id = id;
    live->pct = 0;
    live->message[0] = 0;
    live->is_cancelled = live->is_lost = false;
    pthread_mutex_unlock(&live->lock);
}

void live_end(struct job_live *live)
{
    pthread_mutex_lock(&live->lock);
    live->id = 0;
    pthread_mutex_unlock(&live->lock);
}

struct live_view live_look(struct job_live *live)
{
    struct live_view view;

    pthread_mutex_lock(&live->lock);
    view = (struct live_view){.id = live->id,
                              .pct = live->pct,
                              .is_cancelled = live->is_cancelled,
                              .is_lost = live->is_lost,
                              .is_stopping = live->is_stopping};
    str_copy(view.message, sizeof(view.message), live->message);
    pthread_mutex_unlock(&live->lock);
    return view;
}

void live_cancel(struct job_live *live, int64_t id)
{
    pthread_mutex_lock(&live->lock);
    live->is_cancelled |= live->id == id;
    pthread_mutex_unlock(&live->lock);
}

void live_lose(struct job_live *live, int64_t id)
{
    pthread_mutex_lock(&live->lock);
    live->is_lost |= live->id == id;
    pthread_mutex_unlock(&live->lock);
}

void live_stop(struct job_live *live)
{
    pthread_mutex_lock(&live->lock);
    live->is_stopping = true;
    pthread_mutex_unlock(&live->lock);
}

void job_progress(struct job_run *run, int pct, const char *fmt, ...)
{
    struct job_live *live = run->live;
    char text[2 * JOB_MESSAGE_BYTES];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    pthread_mutex_lock(&live->lock);
    live->pct = pct < 0 ? 0 : pct > 100 ? 100 : pct;
    str_copy(live->message, sizeof(live->message), text);
    pthread_mutex_unlock(&live->lock);
}

bool job_is_cancelled(struct job_run *run)
{
    struct job_live *live = run->live;

    pthread_mutex_lock(&live->lock);
    bool is = live->is_cancelled || live->is_lost || live->is_stopping;
    pthread_mutex_unlock(&live->lock);
    return is;
}
