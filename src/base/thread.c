#include "base/thread.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

bool thread_try(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(ret, NULL, main, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc == 0)
        pthread_setname_np(*ret, name);
    return rc == 0;
}

void thread_start(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg)
{
    if (thread_try(ret, name, main, arg))
        return;
    fprintf(stderr, "ripen: the system gives no thread for %s\n", name);
    abort();
}

void cond_init(pthread_cond_t *c)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(c, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

struct timespec cond_deadline_us(int64_t wait_us)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += wait_us / 1000000;
    t.tv_nsec += wait_us % 1000000 * 1000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

struct timespec cond_deadline(int64_t wait_ms)
{
    return cond_deadline_us(wait_ms * 1000);
}
