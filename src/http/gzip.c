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
/* Unpacking begins with so much room, which then doubles. */
#define INFLATE_STEP 16384

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

bool gzip_is_packed(const void *bytes, size_t n)
{
    return n > 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

/* Unpacks until there is no more input or no more room, of which a byte over `most` is enough to
 * know that it is too much. Memory grows with what comes out, not with what a client promises. */
static int inflate_all(z_stream *z, size_t most, struct buf *out)
{
    size_t begin = out->len;
    int rc = Z_OK;

    while (rc == Z_OK && out->len - begin <= most) {
        size_t room = most + 1 - (out->len - begin);
        if (room > INFLATE_STEP + (out->len - begin))
            room = INFLATE_STEP + (out->len - begin);
        z->next_out = (Bytef *)buf_room(out, room);
        z->avail_out = (uInt)room;
        rc = inflate(z, Z_NO_FLUSH);
        out->len += room - z->avail_out;
    }
    return rc;
}

int gzip_inflate(const void *packed, size_t n, size_t most, struct buf *out, struct err *err)
{
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)n};
    size_t begin = out->len;

    if (n > UINT_MAX || most >= UINT_MAX || inflateInit2(&z, GZIP_WINDOW) != Z_OK)
        abort();
    int rc = inflate_all(&z, most, out);
    size_t left = z.avail_in;
    inflateEnd(&z);
    buf_room(out, 1);
    out->data[out->len] = 0;
    if (out->len - begin > most)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "unpacked, the body is over the limit of %zu bytes for %zu packed ones",
                       most, n);
    if (rc != Z_STREAM_END)
        return err_set(err, ERR_INVALID, NULL,
                       "the body begins like gzip, but cannot be unpacked; was it cut off?");
    return left ? err_set(err, ERR_INVALID, NULL, "%zu bytes follow the packed body", left) : 0;
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
