/* password.h: passwords as Argon2id hashes.
 *
 * Threads: any; at most PASSWORD_AT_ONCE are hashed at the same time and a few more wait, so that
 *          log-ins can neither eat the memory (32 MiB each) nor hold every worker.
 * Errors:  ERR_INVALID on the field for a rule, ERR_BUSY when too many wait. */
#pragma once
#include "base/err.h"

#include <stdbool.h>

#define PASSWORD_MIN       10
#define PASSWORD_MAX       200
#define PASSWORD_HASH_TEXT 128
#define PASSWORD_AT_ONCE   2
#define ONE_TIME_TEXT      24 /* "xxxxx-xxxxx-xxxxx-xxxxx" and the NUL */

/* Refuses what is too short, too long, one character repeated, or the e-mail address. */
int password_check_rules(const char *field, const char *password, const char *email,
                         struct err *err);
int password_hash(const char *password, char ret[PASSWORD_HASH_TEXT], struct err *err);
/* Does it match? hash NULL is a person who does not exist: the same work is done, the answer is no.
 */
int password_verify(const char *hash, const char *password, bool *ret_matches, struct err *err);
/* A random one-time password, 99 bits, without letters that look alike. */
void password_one_time(char ret[ONE_TIME_TEXT]);
