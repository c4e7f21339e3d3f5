#include "intake/apply/fold_aside.h"

#include "base/mem.h"

#include <string.h>

struct aside_ring {
    struct aside_item *items;
    size_t rows_max, first, n;
    size_t bytes;
    int64_t lost;
};

static const char *keep(char **at, struct text t, size_t max)
{
    char *to = *at;
    size_t n = t.n < max ? t.n : max;

    if (!t.p)
        return NULL;
    memcpy(to, t.p, n);
    to[n] = 0;
    *at += n + 1;
    return to;
}

/* Longer keys are told by the reason; their beginning is enough to find them by. */
#define KEPT_KEY 255

struct aside_item aside_item_of(const struct event_batch *b, const struct event *e,
                                struct text account, const struct aside_why *why)
{
    struct text user = e->user_id.p ? e->user_id : e->anonymous_id;
    size_t most = why->text_max ? why->text_max : ASIDE_TEXT_MAX;
    size_t raw = e->raw.n < most ? e->raw.n : most;
    struct text message = {why->message, why->message ? (uint32_t)strlen(why->message) : 0};
    char *block = mem_alloc(raw + (size_t)4 * KEPT_KEY + 5), *at = block;
    struct aside_item item = {.again = why->again,
                              .source_id = b->source_id,
                              .received_ms = b->received_ms,
                              .time_ms = e->time_ms,
                              .reason = event_fault_names[why->fault],
                              .type = event_type_names[e->type],
                              .block = block};

    item.name = keep(&at, e->name, KEPT_KEY);
    item.user = keep(&at, user, KEPT_KEY);
    item.account = keep(&at, account.p ? account : e->group_id, KEPT_KEY);
    item.message = keep(&at, message, KEPT_KEY);
    item.text = keep(&at, e->raw, most);
    return item;
}

void aside_item_done(struct aside_item *item)
{
    mem_free(item->block);
    *item = (struct aside_item){0};
}

struct aside_ring *aside_ring_new(size_t rows_max)
{
    struct aside_ring *r = mem_zalloc(sizeof(*r));

    r->rows_max = rows_max;
    r->items = mem_alloc(mem_product(rows_max, sizeof(*r->items)));
    return r;
}

void aside_ring_free(struct aside_ring *r)
{
    if (!r)
        return;
    aside_ring_clear(r);
    mem_free(r->items);
    mem_free(r);
}

static size_t bytes_of(const struct aside_item *item)
{
    return item->text ? strlen(item->text) : 0;
}

/* What has a row already stays in the store whatever happens here. */
static void push_out(struct aside_ring *r)
{
    struct aside_item *oldest = &r->items[r->first];

    r->lost += oldest->again == 0;
    r->bytes -= bytes_of(oldest);
    aside_item_done(oldest);
    r->first = (r->first + 1) % r->rows_max;
    r->n--;
}

void aside_ring_put(struct aside_ring *r, struct aside_item *item)
{
    size_t bytes = bytes_of(item);

    while (r->n && (r->n == r->rows_max || r->bytes + bytes > ASIDE_BYTES_MAX))
        push_out(r);
    r->items[(r->first + r->n++) % r->rows_max] = *item;
    r->bytes += bytes;
    *item = (struct aside_item){0};
}

size_t aside_ring_len(const struct aside_ring *r)
{
    return r->n;
}

struct aside_item *aside_ring_at(struct aside_ring *r, size_t i)
{
    return &r->items[(r->first + i) % r->rows_max];
}

int64_t aside_ring_lost(const struct aside_ring *r)
{
    return r->lost;
}

void aside_ring_clear(struct aside_ring *r)
{
    for (size_t i = 0; i < r->n; i++)
        aside_item_done(aside_ring_at(r, i));
    r->first = r->n = r->bytes = 0;
    r->lost = 0;
}
