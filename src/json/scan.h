/* scan.h: where the tokens of a JSON text begin, found with simdjson at some gigabytes a second.
 *
 * This is simdjson's first stage, on which its On-Demand parser rests as well: it checks that the
 * text is UTF-8, that every string is closed and holds no control character, and lists where each
 * string, number, word and each of { } [ ] : , begins. What the tokens mean, and whether they stand
 * in an order that is JSON, is read from the list by json/walk.h. The C++ stays behind these three
 * functions.
 *
 * Threads:   a scanner belongs to one thread at a time.
 * Ownership: the list belongs to the scanner and is good until its next text.
 * Errors:    as enum scan_fault; out of memory aborts. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCAN_BYTES_MAX (1u << 30) /* of one text */

enum scan_fault {
    SCAN_OK,
    SCAN_EMPTY,     /* nothing but blanks */
    SCAN_TOO_LONG,  /* over SCAN_BYTES_MAX */
    SCAN_NOT_UTF8,  /* somewhere */
    SCAN_UNCLOSED,  /* a string does not end */
    SCAN_UNESCAPED, /* a control character stands in a string as it is */
};

struct scanner;
struct scanner *scanner_new(void);
void scanner_free(struct scanner *s); /* NULL is allowed */

struct scan {
    const uint32_t *at; /* offsets, rising; at[n] is the text's length */
    uint32_t n;
};
/* *ret is set when there is no fault. The memory kept is four bytes for each of the longest text.
 */
enum scan_fault scan_text(struct scanner *s, const char *text, size_t n, struct scan *ret);

#ifdef __cplusplus
}
#endif
