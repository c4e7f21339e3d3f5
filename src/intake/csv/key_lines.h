/* key_lines.h: which keys a file has had so far, and on which line.
 *
 * Only a 64-bit hash of each key is kept, so that a million lines cost some 32 MB whatever their
 * keys are like. That two different keys of a file of a million lines have the same hash, and the
 * second is rejected wrongly, happens once in 37 million such files; SipHash under a random seed
 * keeps anybody from making it happen.
 * Threads: none of its own. */
#pragma once
#include "base/auto.h"

#include <stdint.h>

struct key_lines;
struct key_lines *key_lines_new(void);
void key_lines_free(struct key_lines *k); /* NULL is allowed */
/* The line on which the key stood before, or 0; it is then remembered for this line. */
int64_t key_lines_add(struct key_lines *k, const char *key, int64_t line);

AUTO_STRUCT_DEFINE(key_lines, key_lines_free)
