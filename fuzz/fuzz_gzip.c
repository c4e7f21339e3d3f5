/* A packed body from anywhere, and the way back: what is unpacked keeps its limit and can be packed
 * and unpacked again; what is refused has a sentence. */
#include "fuzz.h"
#include "http/gzip.h"

#include <string.h>

#define MOST 100000

static void check_again(const void *plain, size_t n)
{
    AUTO_BUF packed = {0};
    AUTO_BUF back = {0};

    gzip_pack(plain, n, &packed);
    FUZZ_CHECK(gzip_is_packed(packed.data, packed.len));
    FUZZ_CHECK(gzip_inflate(packed.data, packed.len, n, &back, NULL) == 0);
    FUZZ_CHECK(back.len == n && (!n || memcmp(back.data, plain, n) == 0));
    if (n)
        FUZZ_CHECK(gzip_inflate(packed.data, packed.len, n - 1, &back, NULL) == ERR_TOO_LARGE);
    /* Not whole, and with something behind it. */
    FUZZ_CHECK(gzip_inflate(packed.data, packed.len - 1, n, &back, NULL) == ERR_INVALID);
    buf_char(&packed, 'x');
    FUZZ_CHECK(gzip_inflate(packed.data, packed.len, n, &back, NULL) == ERR_INVALID);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_BUF plain = {0};
    struct err err = {0};
    int rc = gzip_inflate(data, size, MOST, &plain, &err);

    FUZZ_CHECK(rc == 0 || rc == ERR_INVALID || rc == ERR_TOO_LARGE);
    FUZZ_CHECK(rc == 0 || err.text[0]);
    FUZZ_CHECK(rc == ERR_TOO_LARGE ? plain.len == MOST + 1 : plain.len <= MOST);
    FUZZ_CHECK(plain.data[plain.len] == 0);
    if (rc == 0)
        check_again(plain.data, plain.len);
    if (size <= MOST)
        check_again(data, size);
    return 0;
}
