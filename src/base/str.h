/* str.h: small text helpers. ASCII rules only; texts are UTF-8 and checked where they come in. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
/* Lower-cases ASCII in place; returns s. */
char *str_lower(char *s);
/* Moves past leading blanks and cuts trailing ones; works in place. */
char *str_trim(char *s);
/* The whole text as a decimal integer or number; false if anything else is there. */
bool str_to_i64(const char *s, int64_t *ret);
bool str_to_f64(const char *s, double *ret);
bool str_is_utf8(const char *s, size_t n);
/* The bytes of the UTF-8 character at s, of which n > 0 bytes are there; 0 if it is not one. */
size_t str_utf8_char(const char *s, size_t n);
/* How many characters the UTF-8 text has: the room that it takes in a table. */
int str_width(const char *s);
/* Is s one of a NULL-terminated list? Its index, or -1. */
int str_index(const char *const *list, const char *s);
/* How unlike two texts are (Levenshtein, cut at 64 bytes); for "did you mean". */
unsigned str_distance(const char *a, const char *b);
/* The text of a NULL-terminated list (NULL: empty) that s may be a slip of; NULL if none is near.
 */
const char *str_nearest(const char *const *list, const char *s);
/* Copies as much of s as fits, always NUL-terminated, never half a UTF-8 character. */
void str_copy(char *to, size_t to_bytes, const char *s);
