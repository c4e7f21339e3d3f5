/* origin.h: which web page is asking: other sites must not use a person's log-in (CSRF), and may
 * read replies only when they are named in the settings (CORS).
 *
 * Threads: any. */
#pragma once
#include "http/reply.h"

/* May this write be done with a session cookie, or without credentials (log-in)? Browsers say where
 * a request comes from by Sec-Fetch-Site, older ones by Origin; programs say neither, and no other
 * site can make them send anything. ERR_FORBIDDEN if it comes from elsewhere. */
int origin_check(const struct request *q, struct err *err);
/* allowed: "https://portal.example.com", …, NULL; or NULL for none. Adds what lets such a page read
 * the reply. Cookies stay out of it: pages elsewhere use an API key. */
void origin_cors(const struct request *q, const char *const *allowed, struct reply *reply);
