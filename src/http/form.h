/* form.h: the body of a web form (application/x-www-form-urlencoded), as a browser sends it.
 *
 * Anybody may send one, so everything about it is limited. Names come in the order of the form and
 * may come again: the ticked boxes of one question.
 * Threads:   pure.
 * Ownership: everything in the arena.
 * Errors:    ERR_INVALID for a wrong %XX, what is not UTF-8, and control characters (in values,
 * line breaks and tabs are allowed); ERR_TOO_LARGE over the limits. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

#define FORM_PAIRS_MAX 2000
#define FORM_NAME_MAX  200 /* bytes */

struct form_field {
    const char *name, *value;
};
struct form {
    const struct form_field *pairs;
    size_t n;
};
/* Line breaks in values become \n, however the browser wrote them. */
int form_read(const char *body, size_t n, struct arena *arena, struct form *ret, struct err *err);
/* The first value of that name; NULL if there is none. */
const char *form_value(const struct form *form, const char *name);
