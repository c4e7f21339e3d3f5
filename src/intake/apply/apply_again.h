/* apply_again.h: what was set aside, sent again: read anew, through the rules as they are now, and
 * folded. What counts now leaves the store in the transaction that writes it, so nothing counts
 * twice.
 *
 * Threads: any that holds no transaction; the work is done by the applier between two batches. */
#pragma once
#include "intake/apply/apply.h"
#include "jobs/job.h"

#define AGAIN_MAX 500 /* rows in one go */

struct again {
    const int64_t *ids; /* rows of the store; those that are gone are passed over */
    size_t n;
    int64_t counted, dropped, still; /* what came of them */
};
/* ERR_BUSY: the applier stops. */
int apply_again(struct apply *a, struct again *again, struct err *err);

/* The job for many: args are {"ids": […]} or a filter {"reason": …, "source": …}; its result
 * {"counted": n, "dropped": n, "still": n}. */
extern const struct job_kind event_again_job;
