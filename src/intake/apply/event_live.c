#include "intake/apply/event_live.h"

#include "base/mem.h"
#include "intake/apply/fold_aside.h"

#include <pthread.h>
#include <string.h>

#define MINUTE_MS  60000
#define PER_SECOND 200 /* events kept at most of each second */

const char *const event_outcomes[] = {"counted", "aside", "dropped", "duplicate", NULL};

struct kept {
    int64_t seq;
    struct aside_item item;
    int32_t day;
    uint8_t outcome;
};

/* Counts by minute modulo the hour; `minute` tells of which one they are. */
struct minutes {
    int64_t source_id;
    struct minute {
        int64_t minute;
        uint64_t by_outcome[4];
    } of[EVENT_LIVE_MINUTES];
};

struct event_live {
    pthread_mutex_t lock;
    int64_t seq;
    struct kept kept[EVENT_LIVE_KEPT];
    size_t n_kept; /* ever */
    struct minutes *sources;
    size_t n_sources;
    /* The applier's own: how many may still be kept of this second. */
    int64_t second;
    int left;
    struct minute *now;
};

struct event_live *event_live_new(void)
{
    struct event_live *l = mem_zalloc(sizeof(*l));

    pthread_mutex_init(&l->lock, NULL);
    l->sources = mem_zalloc(EVENT_LIVE_SOURCES * sizeof(*l->sources));
    return l;
}

void event_live_clear(struct event_live *l)
{
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < EVENT_LIVE_KEPT; i++)
        aside_item_done(&l->kept[i].item);
    memset(l->kept, 0, sizeof(l->kept));
    l->n_kept = 0;
    pthread_mutex_unlock(&l->lock);
}

void event_live_free(struct event_live *l)
{
    if (!l)
        return;
    event_live_clear(l);
    pthread_mutex_destroy(&l->lock);
    mem_free(l->sources);
    mem_free(l);
}

static struct minute *minute_of(struct event_live *l, int64_t source_id, int64_t minute)
{
    size_t i = 0;

    while (i < l->n_sources && l->sources[i].source_id != source_id)
        i++;
    if (i == l->n_sources) {
        if (i == EVENT_LIVE_SOURCES)
            i--; /* more sources than anybody has: the last ones share a place */
        else
            l->sources[l->n_sources++].source_id = source_id;
    }
    struct minute *m = &l->sources[i].of[minute % EVENT_LIVE_MINUTES];
    if (m->minute != minute)
        *m = (struct minute){.minute = minute};
    return m;
}

void event_live_begin(struct event_live *l, const struct event_batch *b)
{
    int64_t second = b->received_ms / 1000;

    if (second != l->second) {
        l->second = second;
        l->left = PER_SECOND;
    }
    pthread_mutex_lock(&l->lock);
    l->now = minute_of(l, b->source_id, b->received_ms / MINUTE_MS);
    pthread_mutex_unlock(&l->lock);
}

static void keep(struct event_live *l, const struct event_batch *b, const struct event *e,
                 const struct event_what *what)
{
    const struct text at = {what->account, what->account ? (uint32_t)strlen(what->account) : 0};
    const struct aside_why why = {.fault = what->fault, .text_max = EVENT_LIVE_TEXT};
    struct kept new = {
        .item = aside_item_of(b, e, at, &why), .day = e->day, .outcome = what->outcome};

    pthread_mutex_lock(&l->lock);
    struct kept *place = &l->kept[l->n_kept++ % EVENT_LIVE_KEPT];
    new.seq = l->seq;
    struct kept old = *place;
    *place = new;
    pthread_mutex_unlock(&l->lock);
    aside_item_done(&old.item);
}

void event_live_note(struct event_live *l, const struct event_batch *b, const struct event *e,
                     const struct event_what *what)
{
    /* Read without the lock by nobody else: __atomic keeps the readers' sums whole. */
    __atomic_fetch_add(&l->seq, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&l->now->by_outcome[what->outcome], 1, __ATOMIC_RELAXED);
    if (l->left > 0) {
        l->left--;
        keep(l, b, e, what);
    }
}

static struct event_seen seen_of(const struct kept *k, struct arena *arena)
{
    const struct aside_item *item = &k->item;

    return (struct event_seen){.seq = k->seq,
                               .received = item->received_ms,
                               .source_id = item->source_id,
                               .day = k->day,
                               .type = item->type,
                               .name = arena_strdup(arena, item->name),
                               .user = arena_strdup(arena, item->user),
                               .account = arena_strdup(arena, item->account),
                               .outcome = event_outcomes[k->outcome],
                               .reason = k->outcome == EVENT_ASIDE ? item->reason : NULL,
                               .json = arena_strdup(arena, item->text)};
}

size_t event_live_list(struct event_live *l, int64_t after, int64_t source_id, size_t limit,
                       struct arena *arena, struct event_seen **ret, int64_t *ret_last)
{
    size_t n = 0;

    *ret = ARENA_ARRAY(arena, limit, struct event_seen);
    pthread_mutex_lock(&l->lock);
    *ret_last = __atomic_load_n(&l->seq, __ATOMIC_RELAXED);
    size_t have = l->n_kept < EVENT_LIVE_KEPT ? l->n_kept : EVENT_LIVE_KEPT;
    for (size_t back = 1; back <= have && n < limit; back++) {
        const struct kept *k = &l->kept[(l->n_kept - back) % EVENT_LIVE_KEPT];
        if (k->seq <= after)
            break;
        if (!source_id || k->item.source_id == source_id)
            (*ret)[n++] = seen_of(k, arena);
    }
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < n / 2; i++) {
        struct event_seen swap = (*ret)[i];
        (*ret)[i] = (*ret)[n - 1 - i];
        (*ret)[n - 1 - i] = swap;
    }
    return n;
}

static uint64_t count_of(const struct minute *m, enum event_outcome outcome)
{
    return __atomic_load_n(&m->by_outcome[outcome], __ATOMIC_RELAXED);
}

size_t event_live_rates(struct event_live *l, int64_t now_ms, struct arena *arena,
                        struct event_rate **ret)
{
    int64_t first = now_ms / MINUTE_MS - EVENT_LIVE_MINUTES + 1;

    pthread_mutex_lock(&l->lock);
    size_t n = l->n_sources;
    *ret = ARENA_ARRAY(arena, n, struct event_rate);
    for (size_t s = 0; s < n; s++) {
        struct event_rate *r = &(*ret)[s];
        r->source_id = l->sources[s].source_id;
        for (int64_t i = 0; i < EVENT_LIVE_MINUTES; i++) {
            const struct minute *m = &l->sources[s].of[(first + i) % EVENT_LIVE_MINUTES];
            if (m->minute != first + i)
                continue;
            r->counted[i] = (double)(count_of(m, EVENT_COUNTED) + count_of(m, EVENT_DROPPED));
            r->aside[i] = (double)count_of(m, EVENT_ASIDE);
            r->duplicates[i] = (double)count_of(m, EVENT_DUPLICATE);
        }
    }
    pthread_mutex_unlock(&l->lock);
    return n;
}
