/* thread.h: starting a thread of this program, and waiting for one with a limit.
 *
 * Signals are blocked in it, so that the main thread alone gets SIGTERM and the like. */
#pragma once
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* name: up to 15 bytes, shown by top and debuggers. Aborts if the system gives no thread: that is
 * only asked for at the start, when nothing can be lost yet. The caller joins it. */
void thread_start(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg);

/* The same for work in between, which can also be done without: false if there is none to be had.
 */
bool thread_try(pthread_t *ret, const char *name, void *(*main)(void *arg), void *arg);

/* A condition whose waits are by a clock that nobody sets back; cond_deadline gives their end. */
void cond_init(pthread_cond_t *c);
/* The time so many milliseconds from now, for pthread_cond_timedwait. */
struct timespec cond_deadline(int64_t wait_ms);
struct timespec cond_deadline_us(int64_t wait_us);
