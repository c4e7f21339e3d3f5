/* receive_key.h: the write key that a request names outside its body.
 * Threads: any. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define RECEIVE_KEY_BYTES 128 /* with the NUL at its end; longer ones are nobody's */

/* The user name of an Authorization header's value ("Basic …"). false: there is none, or it does
 * not fit. */
bool receive_basic_user(const char *authorization, char *ret, size_t room);
