/* walk.h: reads a JSON text token by token, without building anything, and checks all of it.
 *
 *     struct walk w;
 *     walk_start(&w, scanner, text, n);
 *     for (bool more = walk_open(&w, '{'); more; more = walk_more(&w, '}')) {
 *         struct text key = walk_key(&w), value;
 *         if (text_is(key, "name")) walk_string(&w, &value);
 *         else walk_value(&w, &value);
 *     }
 *     if (!walk_end(&w)) …w.problem, w.problem_at…
 *
 * What has been walked over is JSON by RFC 8259, to the last escape and digit: what is passed with
 * walk_value is checked like what is read. Three things that the grammar allows are left to the
 * caller: the same key twice, \u escapes that are half a character, and numbers of any size.
 *
 * Threads:   one thread at a time.
 * Ownership: texts point into the JSON text. The walk borrows the scanner until its end.
 * Errors:    the first is kept in `problem`; from then on every function gives false or an absent
 *            text, so that one look at the end is enough. */
#pragma once
#include "base/text.h"
#include "json/scan.h"

#include <stdbool.h>

/* Deeper nesting is a problem; callers may ask for less by `deepest`. */
#define WALK_DEPTH_MAX 1024

#define WALK_KEY_BYTES 64

struct walk {
    const char *text; /* ended by a NUL */
    const uint32_t *at;
    uint32_t i, n; /* the next token, and how many there are */
    uint32_t bytes;
    uint32_t escape;     /* where the next backslash stands; bytes: there is none */
    uint32_t members;    /* of objects that were walked over; the caller may set it back to 0 */
    uint32_t deepest;    /* levels that walk_value went down; the same */
    const char *problem; /* what is wrong, as a sentence; NULL: nothing */
    uint32_t problem_at; /* the byte where */
    char key[WALK_KEY_BYTES]; /* a key with escapes, decoded */
};

/* text[n] must be a NUL. */
bool walk_start(struct walk *w, struct scanner *s, const char *text, size_t n);
/* Nothing follows, and nothing was wrong. */
bool walk_end(struct walk *w);

/* The first letter of the next value: one of { [ " - 0 … 9 t f n, or something that is none. */
static inline char walk_peek(const struct walk *w)
{
    return w->text[w->at[w->i]];
}

/* Enters an object '{' or list '['; false if it is empty (and then passed) or something else. */
bool walk_open(struct walk *w, char bracket);
/* After a value: is there another before the closing bracket, which is else passed? */
bool walk_more(struct walk *w, char closing);
/* The key of the member that follows and its colon. Keys longer than WALK_KEY_BYTES that hold
 * escapes come as they are written. */
struct text walk_key(struct walk *w);

/* Passes a string: what stands between its quotes. True if it holds escapes, to be decoded with
 * slice_decode. */
bool walk_string(struct walk *w, struct text *ret);
/* Passes any value: the text of it, a string with its quotes. */
bool walk_value(struct walk *w, struct text *ret);

/* The caller found something wrong at the token before. Keeps the first problem. */
void walk_fail(struct walk *w, const char *problem);
