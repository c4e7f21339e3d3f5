/* throttle.h: slows down those who guess: the more failures, the longer the wait.
 *
 * An attempt is counted before its outcome is known, so that many at the same time do not slip
 * through, and given back when it succeeds. It is kept in memory, in a table of fixed size: when
 * that is full, what has been quiet longest is forgotten.
 *
 * Threads: any.
 * Units:   milliseconds; the caller says what time it is, and time may stand still. */
#pragma once
#include <stdint.h>

struct throttle_rule {
    int free;         /* attempts before the first wait */
    int64_t first_ms; /* the first wait; each further failure doubles it */
    int64_t most_ms;  /* … up to this; after twice as long without an attempt all is forgotten */
};

struct throttle;
struct throttle *throttle_new(const struct throttle_rule *rule);
void throttle_free(struct throttle *t);
/* Counts an attempt of this key and returns 0, or returns how long it must wait and counts nothing.
 */
int64_t throttle_try(struct throttle *t, const char *key, int64_t now_ms);
/* The attempt was good: it does not count. */
void throttle_give_back(struct throttle *t, const char *key);
/* It was good and proves who it is: earlier failures are forgotten too. */
void throttle_forget(struct throttle *t, const char *key);
