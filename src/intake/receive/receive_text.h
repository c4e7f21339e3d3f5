/* receive_text.h: from the bytes of a request to the JSON text of a call, by what they are and not
 * by what their Content-Type says: packed or not, a form's data=… or JSON itself.
 *
 * Threads:   any.
 * Ownership: texts are added to the caller's buffer.
 * Errors:    ERR_INVALID, ERR_TOO_LARGE; the text says what to do. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>

/* Whether the body is packed (gzip). A packed one becomes at most ratio times as large, though
 * RECEIVE_SMALL_BYTES are always allowed: few bytes of many like events pack better than that. */
#define RECEIVE_SMALL_BYTES ((size_t)64 << 10)
int receive_unpack(const void *bytes, size_t n, size_t most_bytes, size_t ratio, struct buf *out,
                   struct err *err);
#define RECEIVE_FORM "data="
/* Does the body begin as a form with a field "data"? */
bool receive_is_form(const char *body, size_t n);
/* The JSON text in "data": base64 (of either alphabet, with or without = at the end) or itself, and
 * with %XX and + as forms write them. `data` is what follows "data=". */
int receive_form_text(const char *data, size_t n, struct buf *out, struct err *err);
/* The other way to write an image's address: every parameter a member ("properties.plan=gold"), as
 * text, put into `object`. Returns false, and leaves it as it is, when the name leads nowhere: it
 * is not encoded well, nested too deep, or a member that is there already. value may be NULL. */
bool receive_form_set(json_t *object, const char *name, const char *value);
