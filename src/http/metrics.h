/* metrics.h: what the server counts about itself, as Prometheus text (GET /metrics).
 *
 *     metrics_gauge(server_metrics(server), "ripen_jobs_waiting", "Jobs that wait", jobs_waiting,
 * q);
 *
 * Threads: any; counting takes no lock. Gauges are read while /metrics is answered. */
#pragma once
#include "base/buf.h"
#include "http/router.h"

#include <stdint.h>

#define METRICS_NO_ROUTE SIZE_MAX       /* no endpoint: files of the web application, wrong paths */
#define METRICS_DIRECT   (SIZE_MAX - 1) /* a path of http/direct.h */

struct metrics;
/* Keeps counts for each endpoint of the router, which must outlive it. */
struct metrics *metrics_new(const struct router *router);
void metrics_free(struct metrics *m);

void metrics_request(struct metrics *m, size_t route, int status, int64_t us);
/* name and help are static; read is called by any thread and must not block. */
void metrics_gauge(struct metrics *m, const char *name, const char *help, double (*read)(void *ctx),
                   void *ctx);
/* The same for what only grows. */
void metrics_counter(struct metrics *m, const char *name, const char *help,
                     double (*read)(void *ctx), void *ctx);
void metrics_write(struct metrics *m, struct buf *out);
