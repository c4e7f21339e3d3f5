/* thread.h: starting a thread of this program.
 *
 * Signals are blocked in it, so that the main thread alone gets SIGTERM and the like. */
#pragma once
#include <pthread.h>

/* name: up to 15 bytes, shown by top and debuggers. Aborts if the system gives no thread: that is
 * only asked for at the start, when nothing can be lost yet. The caller joins it. */
void thread_start(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg);
