/* receive_parts.h: what the files of this folder share: the receiver itself. */
#pragma once
#include "intake/receive/receive.h"
#include "intake/receive/receive_answer.h"

#include <pthread.h>
#include <stdatomic.h>

/* Why bodies were not taken, as they are counted. */
enum receive_refusal {
    REFUSED_INVALID,
    REFUSED_KEY,
    REFUSED_LARGE,
    REFUSED_BUSY,
    REFUSED_DISK,
    REFUSALS
};

struct receive {
    struct direct direct;
    struct source_keys *keys;
    struct event_rules rules;
    struct evlog *log;
    struct apply *apply;
    struct receive_answers answers;
    pthread_key_t readers; /* a struct event_reader for each network thread, freed with it */
    atomic_llong bodies, events, bytes, refused[REFUSALS];
    atomic_llong last_line_s; /* when a refusal was logged last */
    atomic_size_t pending;    /* bodies that the log has and the applier has not */
};

void receive_take(void *ctx, struct direct_call *call);
