#include "base/thread.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

void thread_start(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(ret, NULL, main, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc) {
        fprintf(stderr, "ripen: the system gives no thread for %s\n", name);
        abort();
    }
    pthread_setname_np(*ret, name);
}
