/* gzip.h: packing and unpacking in memory, and whether a client wants it.
 * Threads: any. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* Adds the packed bytes to out. */
void gzip_pack(const void *plain, size_t n, struct buf *out);
/* Adds the plain bytes, of which there must be exactly plain_n; false if the packed ones are wrong.
 */
bool gzip_unpack(const void *packed, size_t n, size_t plain_n, struct buf *out);
/* Do the bytes begin as a packed file does? */
bool gzip_is_packed(const void *bytes, size_t n);
/* Adds the plain bytes of whatever a client sent. ERR_TOO_LARGE: they are more than `most`, of
 * which no more than that was unpacked. ERR_INVALID: they are wrong, or something follows them. */
int gzip_inflate(const void *packed, size_t n, size_t most, struct buf *out, struct err *err);
/* By the Accept-Encoding header, which may be NULL. */
bool gzip_is_accepted(const char *accept_encoding);
