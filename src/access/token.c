#include "access/token.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sodium_ready(void)
{
    if (sodium_init() < 0) {
        fprintf(stderr, "ripen: libsodium cannot start: no source of random numbers\n");
        abort();
    }
}

void token_new(char ret[TOKEN_TEXT])
{
    unsigned char bits[32];

    sodium_ready();
    randombytes_buf(bits, sizeof(bits));
    sodium_bin2base64(ret, TOKEN_TEXT, bits, sizeof(bits),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bits, sizeof(bits));
}

void token_hash(const char *token, char ret[TOKEN_HASH_TEXT])
{
    unsigned char hash[32];

    crypto_generichash(hash, sizeof(hash), (const unsigned char *)token, strlen(token), NULL, 0);
    sodium_bin2hex(ret, TOKEN_HASH_TEXT, hash, sizeof(hash));
}
