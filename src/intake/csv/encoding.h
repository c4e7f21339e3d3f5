/* encoding.h: which character encoding a file is in, judged by all of its bytes, and its conversion
 * to UTF-8.
 *
 * A file is UTF-8 when all of it is, or when far more of it is than is not (then the rows with the
 * broken characters are rejected one by one). Otherwise it is Windows-1252, which contains Latin-1.
 * Threads:   none of its own.
 * Ownership: nothing is allocated. */
#pragma once
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum encoding { ENCODING_UTF8, ENCODING_WINDOWS_1252 };
extern const char *const encoding_names[]; /* "UTF-8" "Windows-1252" NULL */

/* What the bytes so far look like. Start with {0}. */
struct encoding_guess {
    int64_t wide;  /* well-formed UTF-8 characters of several bytes */
    int64_t stray; /* bytes that belong to no UTF-8 character */
    char tail[4];  /* the beginning of a character that the last chunk cut */
    size_t n_tail;
};
void encoding_look(struct encoding_guess *g, const char *bytes, size_t n);
/* After the last chunk. */
enum encoding encoding_decide(struct encoding_guess *g);

/* Adds n bytes of Windows-1252 to out as UTF-8; the five bytes that it leaves open become U+FFFD.
 */
void encoding_from_1252(struct buf *out, const char *bytes, size_t n);
