#include "scoring/ledger/pairs.h"

#include "base/str.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* What was found between two scored days. It holds as long as neither was scored anew and the same
 * cards cut the bands of the same matrix. */
struct found {
    int32_t before, day;
    int64_t before_computed, day_computed;
    char *cards, *matrix;
    ledger_events events;
    uint64_t used;
    atomic_int refs;
};

struct ledgers {
    pthread_mutex_t mutex;
    VEC(struct found *) list;
    size_t n_events;
    uint64_t clock; /* of use */
};

struct ledgers *ledgers_new(void)
{
    struct ledgers *l = mem_zalloc(sizeof(*l));

    pthread_mutex_init(&l->mutex, NULL);
    return l;
}

static void found_unref(struct found *f)
{
    if (!f || atomic_fetch_sub(&f->refs, 1) > 1)
        return;
    vec_done(&f->events);
    mem_free(f->cards);
    mem_free(f->matrix);
    mem_free(f);
}

void ledgers_free(struct ledgers *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->list.n; i++)
        found_unref(l->list.items[i]);
    vec_done(&l->list);
    pthread_mutex_destroy(&l->mutex);
    mem_free(l);
}

/* A new reference to what is known of a step; NULL if nothing is, or no more. */
static struct found *look_up(struct ledgers *l, const struct ledger_walk *w,
                             const struct ledger_pair *p)
{
    struct found *found = NULL;

    pthread_mutex_lock(&l->mutex);
    for (size_t i = 0; i < l->list.n && !found; i++) {
        struct found *f = l->list.items[i];
        if (f->before != p->before->day || f->day != p->day->day ||
            f->before_computed != p->before->computed || f->day_computed != p->day->computed ||
            !str_eq(f->cards, w->coder.s->cards.stamp) ||
            !str_eq(f->matrix, w->coder.placing.matrix->text))
            continue;
        f->used = ++l->clock;
        atomic_fetch_add(&f->refs, 1);
        found = f;
    }
    pthread_mutex_unlock(&l->mutex);
    return found;
}

static void drop(struct ledgers *l, size_t i)
{
    struct found *f = l->list.items[i];

    l->n_events -= f->events.n + 1;
    l->list.items[i] = l->list.items[--l->list.n];
    found_unref(f);
}

/* Makes room by what was not used for longest; what an older scoring left behind is of that. */
static void remember(struct ledgers *l, struct found *f)
{
    pthread_mutex_lock(&l->mutex);
    for (size_t i = l->list.n; i-- > 0;)
        if (l->list.items[i]->before == f->before && l->list.items[i]->day == f->day &&
            str_eq(l->list.items[i]->matrix, f->matrix))
            drop(l, i);
    while (l->list.n > 0 && l->n_events + f->events.n >= LEDGER_EVENTS_MAX) {
        size_t oldest = 0;
        for (size_t i = 1; i < l->list.n; i++)
            if (l->list.items[i]->used < l->list.items[oldest]->used)
                oldest = i;
        drop(l, oldest);
    }
    f->used = ++l->clock;
    l->n_events += f->events.n + 1;
    atomic_fetch_add(&f->refs, 1);
    vec_push(&l->list, f);
    pthread_mutex_unlock(&l->mutex);
}

int ledger_walk_begin(const struct ledger_source *source, const struct ledger_coder *coder,
                      int32_t from, int32_t to, struct ledger_walk *ret, struct err *err)
{
    struct score_day *days = NULL;
    size_t n = 0, first = 0;
    bool has_now = to >= source->today;
    int rc = history_days(source->conn, DAY_MIN, has_now ? source->today - 1 : to, source->arena,
                          &days, &n, err);

    if (rc < 0)
        return rc;
    while (first + 1 < n && days[first + 1].day <= from)
        first++;
    has_now = has_now && n > 0; /* without a day before there is nothing to compare with */
    *ret = (struct ledger_walk){.ledgers = source->ledgers,
                                .conn = source->conn,
                                .coder = *coder,
                                .days = days + first,
                                .n = n - first,
                                .at = n - first - !has_now};
    return 0;
}

static int load_day(struct ledger_walk *w, size_t at, struct ledger_day *ret, struct err *err)
{
    if (at < w->n)
        return ledger_day_load(w->conn, &w->coder, w->days[at].day, ret, err);
    ledger_day_now(&w->coder, ret);
    return 0;
}

/* Compares the two days of the step; the codes of the earlier one serve the next step. */
static int find_events(struct ledger_walk *w, ledger_events *ret, struct err *err)
{
    struct ledger_day before = {0};
    int rc = w->held.codes ? 0 : load_day(w, w->at, &w->held, err);

    if (rc >= 0)
        rc = load_day(w, w->at - 1, &before, err);
    if (rc < 0)
        return rc;
    ledger_day_compare(&w->coder, &before, &w->held, ret);
    ledger_day_free(&w->held);
    w->held = before;
    return 0;
}

static struct found *found_new(const struct ledger_walk *w)
{
    struct found *f = mem_zalloc(sizeof(*f));

    f->before = w->pair.before->day;
    f->before_computed = w->pair.before->computed;
    f->day = w->pair.day ? w->pair.day->day : 0;
    f->day_computed = w->pair.day ? w->pair.day->computed : 0;
    f->cards = strdup(w->coder.s->cards.stamp);
    f->matrix = strdup(w->coder.placing.matrix->text);
    atomic_init(&f->refs, 1);
    return f;
}

/* From the memory, or found now and remembered: but not what leads to today, which moves with every
 * fact, nor what hangs on the members of a segment. */
static int take_step(struct ledger_walk *w, struct err *err)
{
    bool is_lasting = w->pair.day && !w->coder.is_member;
    struct found *f = is_lasting ? look_up(w->ledgers, w, &w->pair) : NULL;
    int rc = 0;

    if (f) {
        ledger_day_free(&w->held);
    } else {
        f = found_new(w);
        rc = find_events(w, &f->events, err);
        if (rc >= 0 && is_lasting)
            remember(w->ledgers, f);
    }
    w->kept = f;
    w->pair.events = f->events.items;
    w->pair.n = f->events.n;
    return rc;
}

int ledger_walk_next(struct ledger_walk *w, const struct ledger_pair **ret, struct err *err)
{
    found_unref(w->kept);
    w->kept = NULL;
    if (w->n == 0 || w->at == 0)
        return 0;
    assert(w->days);
    w->pair = (struct ledger_pair){.before = &w->days[w->at - 1],
                                   .day = w->at < w->n ? &w->days[w->at] : NULL};
    int rc = take_step(w, err);
    w->at--;
    *ret = &w->pair;
    return rc < 0 ? rc : 1;
}

void ledger_walk_end(struct ledger_walk *w)
{
    found_unref(w->kept);
    w->kept = NULL;
    ledger_day_free(&w->held);
}
