/* token.h: random secrets that are handed out once and kept only as a hash.
 *
 * A token is 256 random bits in base64url. A fast hash (BLAKE2b-256) is right for it: unlike a
 * password it cannot be guessed, so there is nothing to slow down; and looking the hash up in an
 * index tells nothing about the token.
 * Threads: any. */
#pragma once

#define TOKEN_TEXT      44 /* 43 characters and the NUL */
#define TOKEN_HASH_TEXT 65 /* 64 hexadecimal digits and the NUL */

/* libsodium, once; every function of access that needs it calls this. Aborts if it cannot start,
 * which only happens without a source of random numbers. */
void sodium_ready(void);

void token_new(char ret[TOKEN_TEXT]);
/* Of any text, so that a whole key with its prefix can be hashed. */
void token_hash(const char *token, char ret[TOKEN_HASH_TEXT]);
