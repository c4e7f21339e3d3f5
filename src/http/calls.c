#include "http/calls.h"

void calls_enter(struct calls *shared)
{
    pthread_mutex_lock(&shared->mutex);
    shared->open++;
    pthread_mutex_unlock(&shared->mutex);
}

void calls_leave(struct calls *shared)
{
    pthread_mutex_lock(&shared->mutex);
    if (--shared->open == 0)
        pthread_cond_broadcast(&shared->none);
    pthread_mutex_unlock(&shared->mutex);
}
