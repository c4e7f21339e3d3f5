/* guesses.h: pages that anybody may open who has their link, and those who try links.
 *
 * A link that is good is never kept waiting: colleagues share an address with whoever guesses, and
 * behind a proxy everybody does. A wrong one counts for the network it comes from, and after some
 * of them the answer is only "wait", each time longer. 256 bits are not found by trying; this keeps
 * those who try from costing anything.
 *
 * Threads: any.
 * Units:   milliseconds. */
#pragma once
#include <stdint.h>

struct guesses;
struct guesses *guesses_new(void);
void guesses_free(struct guesses *g); /* NULL is allowed */
/* A wrong link came from this address: 0, or how long to wait. */
int64_t guesses_wrong(struct guesses *g, const char *remote, int64_t now_ms);
/* Somebody writes by the good link that `key` names: 0, or how long to wait, when they do so more
 * often than a person would. */
int64_t guesses_write(struct guesses *g, const char *key, int64_t now_ms);
