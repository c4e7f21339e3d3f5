#include "http/gzip.h"

#include "base/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

/* Replies are packed while somebody waits: level 4 is three times as fast as 9 and 5% larger. */
#define LEVEL       4
#define GZIP_WINDOW (15 + 16)
#define MEMORY      8

void gzip_pack(const void *plain, size_t n, struct buf *out)
{
    z_stream z = {0};

    /* Fails only when there is no memory, which ends the program everywhere else too. */
    if (n > UINT_MAX || deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY, 0) != Z_OK)
        abort();
    uLong most = deflateBound(&z, n);
    z.next_in = (Bytef *)plain;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)buf_room(out, most);
    z.avail_out = (uInt)most;
    deflate(&z, Z_FINISH);
    out->len += z.total_out;
    out->data[out->len] = 0;
    deflateEnd(&z);
}

bool gzip_unpack(const void *packed, size_t n, size_t plain_n, struct buf *out)
{
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)n};

    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
        abort();
    z.next_out = (Bytef *)buf_room(out, plain_n);
    z.avail_out = (uInt)plain_n;
    int rc = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    if (rc != Z_STREAM_END || z.total_out != plain_n)
        return false;
    out->len += plain_n;
    out->data[out->len] = 0;
    return true;
}

/* One entry of the list, n bytes: does it name gzip, and not with a quality of 0? */
static bool entry_is_gzip(const char *s, size_t n)
{
    size_t name_n = strcspn(s, ",; \t");
    bool is_gzip = name_n == 4 && strncasecmp(s, "gzip", 4) == 0;
    const char *q = memmem(s, n, "q=", 2);

    return (is_gzip || (name_n == 1 && *s == '*')) && (!q || strtod(q + 2, NULL) > 0);
}

bool gzip_is_accepted(const char *accept_encoding)
{
    for (const char *s = accept_encoding; s && *s;) {
        s += strspn(s, ", \t");
        size_t n = strcspn(s, ",");
        if (n && entry_is_gzip(s, n))
            return true;
        s += n;
    }
    return false;
}
