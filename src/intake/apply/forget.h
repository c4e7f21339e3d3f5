/* forget.h: people and accounts are forgotten: what the log of events, the set-aside store and the
 * applier's memory hold of them goes. Their facts go when they are deleted (facts/kind/forgotten.h
 * keeps who is meant until the job comes to it).
 *
 * An event is a person's when it names one of their ids, or one that an identify or alias call
 * joined to it; it is an account's when it names the account, or is of a user whose last group call
 * did. Counts of an account that stays stay: they name nobody.
 *
 * Threads: a struct forget is only read. */
#pragma once
#include "base/buf.h"
#include "base/map.h"
#include "intake/event/event.h"
#include "jobs/job.h"

/* For all who are kept in event_forget. It may be run again after it was killed. */
extern const struct job_kind event_forget_job;

struct forget {
    struct strmap *users;    /* ids of people */
    struct strmap *accounts; /* keys */
};
bool forget_means(const struct forget *f, const struct event *e);

enum forget_result {
    FORGET_NOTHING, /* none of the events is meant */
    FORGET_SOME,    /* `out` is the body without them */
    FORGET_ALL,     /* nothing is left */
};
enum forget_result forget_in_batch(const struct forget *f, const struct event_batch *b,
                                   struct buf *out);
