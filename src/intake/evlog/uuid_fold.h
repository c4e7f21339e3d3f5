/* uuid_fold.h: text with its UUIDs taken out, so that it compresses well.
 *
 * Random message ids are most of what is left of a compressed event. As 32 hexadecimal digits they
 * take some 17 bytes, and the chance matches in them spoil what a compressor makes of the rest.
 * Folded text has two bytes in the place of each, and behind it all 16 bytes of each.
 *
 * Any bytes fold, and unfold to the same: 0xff, which is in no valid text, is written as two bytes.
 */
#pragma once
#include "base/buf.h"

#include <stdbool.h>

/* Appends the folded form of n bytes. */
void uuid_fold(const char *text, size_t n, struct buf *out);
/* Writes the text to `to`, which must have exactly to_n bytes; false if the folded form is not
 * sound or not of that many. */
bool uuid_unfold(const char *folded, size_t n, char *to, size_t to_n);
