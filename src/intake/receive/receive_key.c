#include "intake/receive/receive_key.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

bool receive_basic_user(const char *authorization, char *ret, size_t room)
{
    char plain[2 * RECEIVE_KEY_BYTES];
    size_t n, text_n;

    if (!authorization || strncasecmp(authorization, "Basic ", 6) != 0)
        return false;
    const char *text = authorization + 6;
    text += strspn(text, " ");
    text_n = strcspn(text, "= "); /* some leave the = at the end out */
    if (sodium_base642bin((unsigned char *)plain, sizeof(plain), text, text_n, NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
        return false;
    const char *colon = memchr(plain, ':', n);
    size_t user_n = colon ? (size_t)(colon - plain) : n;
    if (!user_n || user_n >= room || memchr(plain, 0, user_n))
        return false;
    memcpy(ret, plain, user_n);
    ret[user_n] = 0;
    return true;
}
