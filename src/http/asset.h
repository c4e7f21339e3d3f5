/* asset.h: the files of the web application, packed into the program by tools/embed.py.
 *
 * Threads:   any; nothing is written.
 * Ownership: the files are part of the program. */
#pragma once
#include "http/reply.h"

/* The layout that tools/embed.py writes; the last one's path is NULL. */
struct asset {
    const char *path; /* "/index.html", "/assets/index-5f3a.js" */
    const char *type;
    const char *etag; /* in quotes */
    const void *gzip;
    uint64_t bytes, plain_bytes;
};
/* Linked into the program only, not into the library: the server is told where it is. */
extern const struct asset asset_index[];

/* Answers a GET or HEAD for a file. A path that is no file is a page of the application, which
 * index.html shows; under /assets/, whose names change with their content, it is 404. */
void asset_reply(const struct asset *index, const struct request *q, struct reply *reply);
