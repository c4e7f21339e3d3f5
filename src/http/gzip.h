/* gzip.h: packing and unpacking in memory, and whether a client wants it.
 * Threads: any. */
#pragma once
#include "base/buf.h"

#include <stdbool.h>

/* Adds the packed bytes to out. */
void gzip_pack(const void *plain, size_t n, struct buf *out);
/* Adds the plain bytes, of which there must be exactly plain_n; false if the packed ones are wrong.
 */
bool gzip_unpack(const void *packed, size_t n, size_t plain_n, struct buf *out);
/* By the Accept-Encoding header, which may be NULL. */
bool gzip_is_accepted(const char *accept_encoding);
