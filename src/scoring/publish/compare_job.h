/* compare_job.h: comparing a draft with the cards in force, at once or as a job.
 *
 * The job's arguments are {"key": …, "revision": …}; its result is a comparison (compare.h). It
 * ends with ERR_CONFLICT if the draft changed meanwhile. */
#pragma once
#include "jobs/job.h"
#include "scoring/history/history.h"
#include "scoring/publish/compare.h"
#include "scoring/scorecard/card_store.h"

extern const struct job_kind compare_job;

/* Opens a read transaction of its own; the caller holds none. */
struct compare_request {
    const char *key;  /* of a card with a draft */
    int64_t revision; /* of the draft */
    int32_t today;
};
int compare_run(struct db *db, const struct compare_request *request,
                const struct history_progress *progress, struct arena *arena,
                struct comparison *ret, struct err *err);
