/* mail_text.h: what may stand in the head of a mail, and how it is written there.
 *
 * Threads: pure.
 * Errors:  ERR_INVALID with the field that the caller names. A line break in a name or a subject
 *          would begin a header of somebody else's choosing, so control characters are refused. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define MAIL_ADDRESS_MAX 254 /* RFC 5321, with its erratum 1690 */

/* "ann@example.com": letters, digits and the signs of RFC 5322's dot-atom, no names or comments
 * around it, ASCII only. */
int mail_address_check(const char *address, const char *field, struct err *err);
/* The part behind the @ of a checked address. */
const char *mail_domain(const char *address);

/* UTF-8 without control characters. */
int mail_phrase_check(const char *text, const char *field, struct err *err);
/* The text as it may stand in Subject or before an address: as it is when it is plain and short,
 * else in encoded words (RFC 2047) on lines of at most 76 characters; used is how many stand on
 * the line already. */
void mail_phrase_write(const char *text, size_t used, struct buf *out);
/* "Ann Lee <ann@example.com>"; name may be NULL. */
void mail_mailbox_write(const char *name, const char *address, size_t used, struct buf *out);
/* "Sat, 31 Jan 2026 12:00:00 +0000" (RFC 5322) */
void mail_date_write(int64_t ms, struct buf *out);
