/* later.h: what takes long is a job: telling whether it would, and asking for one from a request.
 *
 *     bool is_much = false;
 *     rc = later_is_due(r, MONTHS, AT_ONCE, &is_much);
 *     if (is_much) return later_ask(r, &my_job, my_ask_fields, in, out->job);
 *
 * Threads: as handlers. Ownership: jobs are made in the request's arena. */
#pragma once
#include "http/endpoint.h"
#include "jobs/job.h"

/* Is there so much that it takes a job: accounts × of_each above at_once? For endpoints with
 * TX_NONE. */
int later_is_due(struct req *r, int64_t of_each, int64_t at_once, bool *ret);
/* Adds the job in the transaction of c, and wakes the runner. The one who asks is the caller. */
int later_add(struct req *r, struct conn *c, const struct job_request *request, struct job *ret);
/* The same in a transaction of its own, for endpoints with TX_NONE. The arguments are `in` by its
 * fields; who asks for the same again while it is queued gets the one there is. */
int later_ask(struct req *r, const struct job_kind *kind, const struct field *fields,
              const void *in, struct job *ret);
