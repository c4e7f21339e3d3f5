#include "http/origin.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

/* "https://host:port" is ours if the host is. A page that came without TLS may be anybody's, so
 * under TLS it is not ours. The other way round it is: TLS may end before us. */
static bool is_ours(const struct request *q, const char *origin)
{
    const char *slashes = strstr(origin, "://");

    if (!q->host || (q->is_tls && !str_starts(origin, "https://")))
        return false;
    return strcasecmp(slashes ? slashes + 3 : origin, q->host) == 0;
}

int origin_check(const struct request *q, struct err *err)
{
    const char *site = request_header(q, "Sec-Fetch-Site");
    const char *origin = request_header(q, "Origin");

    if (site && (str_eq(site, "same-origin") || str_eq(site, "none")))
        return 0;
    if (!site && !origin)
        return 0;
    if (!site && is_ours(q, origin))
        return 0;
    return err_set(
        err, ERR_FORBIDDEN, NULL,
        "this comes from a page of another site (%.80s); use Ripen's own pages, or an API "
        "key",
        origin ? origin : site);
}

void origin_cors(const struct request *q, const char *const *allowed, struct reply *reply)
{
    const char *origin = request_header(q, "Origin");

    if (!allowed || !origin || str_index(allowed, origin) < 0)
        return;
    reply_header(reply, "Access-Control-Allow-Origin", origin);
    reply_header(reply, "Access-Control-Expose-Headers", "ETag, Link, Location, X-Request-Id");
    if (!request_header(q, "Access-Control-Request-Method"))
        return;
    reply_header(reply, "Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
    reply_header(reply, "Access-Control-Allow-Headers",
                 "Authorization, Content-Type, If-None-Match");
    reply_header(reply, "Access-Control-Max-Age", "600");
}
