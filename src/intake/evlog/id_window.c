#include "intake/evlog/id_window.h"

#include "base/day.h"
#include "base/mem.h"
#include "intake/evlog/id_window_parts.h"

#define WINDOW_MS (7 * (int64_t)DAY_MS)
#define MAX_IDS   ((size_t)16 << 20)

/* A generation takes ids for an eighth of the window, or until it holds a sixteenth of all that may
 * be kept: so an id is kept at most an eighth longer than the window, and what has to go early is a
 * sixteenth at a time. */
#define GENERATION_TIME_PARTS 8
#define GENERATION_IDS_PARTS  16

#define PREFETCH 64

struct id_window *id_window_new(const struct id_window_options *options)
{
    struct id_window *w = mem_zalloc(sizeof(*w));

    w->options = *options;
    w->options.window_ms = w->options.window_ms ? w->options.window_ms : WINDOW_MS;
    w->options.max_ids = w->options.max_ids ? w->options.max_ids : MAX_IDS;
    id_set_init(&w->set);
    w->next_number = w->first_kept = w->first_gone = w->first_file = 1;
    w->now_ms = w->early_ms = INT64_MIN;
    return w;
}

int64_t id_window_ms(const struct id_window *w)
{
    return w->options.window_ms + w->options.window_ms / GENERATION_TIME_PARTS;
}

static void drop_unsaved(struct id_window *w)
{
    for (size_t i = 0; i < w->unsaved.n; i++)
        vec_done(&w->unsaved.items[i].ids);
    w->unsaved.n = 0;
}

void id_window_free(struct id_window *w)
{
    if (!w)
        return;
    drop_unsaved(w);
    vec_done(&w->unsaved);
    vec_done(&w->alive);
    id_set_done(&w->set);
    mem_free(w->dir);
    mem_free(w);
}

void id_window_clear(struct id_window *w)
{
    drop_unsaved(w);
    id_set_done(&w->set);
    id_set_init(&w->set);
    w->alive.n = 0;
    w->n = 0;
    w->now_ms = w->early_ms = INT64_MIN;
    w->early = 0;
}

static void drop_oldest(struct id_window *w)
{
    const struct generation *g = &w->alive.items[0];

    id_set_kill(&w->set, generation_tag(g->number));
    w->n -= g->n;
    w->first_kept = g->number + 1;
    w->alive.n--;
    for (size_t i = 0; i < w->alive.n; i++)
        w->alive.items[i] = w->alive.items[i + 1];
}

static void drop_expired(struct id_window *w)
{
    while (w->alive.n && w->now_ms - w->alive.items[0].last_ms > w->options.window_ms)
        drop_oldest(w);
}

struct generation *id_window_current(struct id_window *w)
{
    size_t most = w->options.max_ids / GENERATION_IDS_PARTS;
    struct generation *g = w->alive.n ? &w->alive.items[w->alive.n - 1] : NULL;

    if (g && g->n < (most ? most : 1) &&
        w->now_ms - g->first_ms < w->options.window_ms / GENERATION_TIME_PARTS)
        return g;
    uint64_t number = w->next_number++;
    id_set_revive(&w->set, generation_tag(number));
    vec_push(&w->alive, (struct generation){number, w->now_ms, w->now_ms, 0, 0});
    return &w->alive.items[w->alive.n - 1];
}

/* So that the next save finds it. */
static void note_unsaved(struct id_window *w, uint64_t number, uint64_t id)
{
    if (!w->unsaved.n || w->unsaved.items[w->unsaved.n - 1].number != number)
        vec_push(&w->unsaved, (struct unsaved){.number = number});
    vec_push(&w->unsaved.items[w->unsaved.n - 1].ids, id);
}

static void advance(struct id_window *w, int64_t received_ms)
{
    if (received_ms <= w->now_ms)
        return;
    w->now_ms = received_ms;
    drop_expired(w);
}

bool id_window_add(struct id_window *w, uint64_t id, int64_t received_ms)
{
    advance(w, received_ms);
    if (id_set_has(&w->set, id))
        return false;
    while (w->n >= w->options.max_ids) {
        w->early_ms = w->alive.items[0].last_ms;
        w->early += w->alive.items[0].n;
        drop_oldest(w);
    }
    struct generation *g = id_window_current(w);
    id_set_add(&w->set, id, generation_tag(g->number));
    g->n++;
    g->last_ms = w->now_ms;
    w->n++;
    if (w->dir)
        note_unsaved(w, g->number, id);
    return true;
}

/* Each look-up is a place in memory that no cache holds; asked for some ahead, they come at once.
 */
void id_window_add_batch(struct id_window *w, const uint64_t *ids, size_t n, int64_t received_ms,
                         bool *is_new)
{
    advance(w, received_ms);
    for (size_t from = 0; from < n; from += PREFETCH) {
        size_t to = from + PREFETCH < n ? from + PREFETCH : n;
        for (size_t i = from; i < to; i++)
            id_set_prefetch(&w->set, ids[i]);
        for (size_t i = from; i < to; i++)
            is_new[i] = ids[i] == 0 || id_window_add(w, ids[i], received_ms);
    }
}

void id_window_look(const struct id_window *w, struct id_window_view *ret)
{
    int64_t reach = w->now_ms == INT64_MIN ? INT64_MIN : w->now_ms - w->options.window_ms;

    *ret = (struct id_window_view){.ids = w->n,
                                   .max_ids = w->options.max_ids,
                                   .bytes = w->set.bytes,
                                   .reach_ms = w->early_ms > reach ? w->early_ms + 1 : reach,
                                   .early = w->early};
}
