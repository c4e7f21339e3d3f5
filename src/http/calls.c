#include "http/calls.h"

void calls_enter(struct calls *shared)
{
    atomic_fetch_add(&shared->open, 1);
}

/* Only who stops the server looks at `none`: it says so first, and counts then. */
void calls_leave(struct calls *shared)
{
    if (atomic_fetch_sub(&shared->open, 1) > 1 || !atomic_load(&shared->is_stopping))
        return;
    pthread_mutex_lock(&shared->mutex);
    pthread_cond_broadcast(&shared->none);
    pthread_mutex_unlock(&shared->mutex);
}
