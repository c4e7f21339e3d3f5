/* err.h: why an operation failed, in words and as a code.
 *
 * Ownership: the caller owns struct err (on its stack or in its request); nothing is allocated.
 * Errors:    a fallible function returns 0 (or a count) or a negative ERR_ code, and fills *err
 *            when it returns < 0. A message says what is wrong, where, and what to do. */
#pragma once
#include <stdarg.h>

enum err_code {
    ERR_INVALID = -1,      /* the caller's input breaks a rule       -> HTTP 400, exit 2 */
    ERR_NOT_FOUND = -2,    /* no such thing, or not visible to them  -> HTTP 404, exit 3 */
    ERR_CONFLICT = -3,     /* it exists already, or changed since    -> HTTP 409, exit 4 */
    ERR_UNAUTHORIZED = -4, /* not logged in                          -> HTTP 401, exit 5 */
    ERR_FORBIDDEN = -5,    /* logged in, but may not                 -> HTTP 403, exit 5 */
    ERR_TOO_LARGE = -6,    /* over a limit that is named             -> HTTP 413, exit 2 */
    ERR_BUSY = -7,         /* try again later                        -> HTTP 503, exit 6 */
    ERR_THROTTLED = -8,    /* too many tries                         -> HTTP 429, exit 6 */
    ERR_INTERNAL = -9,     /* our fault; the text goes to the log    -> HTTP 500, exit 1 */
    ERR_IO = -10,          /* a file or the system refused           -> HTTP 500, exit 1 */
};

struct err {
    int code;
    char field[64]; /* the field, column or option at fault, or "" */
    char text[256]; /* one sentence, no trailing newline */
};

/* err_set(err, code, field, "format", …): fills *err (which may be NULL) and gives code, so that
 * `return err_set(...)` is the whole error path. field may be NULL. A macro, so that compilers and
 * analysers see that what it gives is that code, and not 0. */
#define err_set(err, code, ...)                     \
    ({                                              \
        int err_set_code = (code);                  \
        err_fill((err), err_set_code, __VA_ARGS__); \
        err_set_code;                               \
    })
void err_fill(struct err *err, int code, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Puts "prefix: " before the text that is there, cutting the end if it grows too long; returns the
 * code. Lower text is never overwritten, only prefixed. */
int err_prefix(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The HTTP status and the process exit code of an error code (0 gives 200 and 0). */
int err_http_status(int code);
int err_exit_code(int code);
