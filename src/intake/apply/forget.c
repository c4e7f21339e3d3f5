#include "intake/apply/forget.h"

static bool has(const struct strmap *m, struct text key)
{
    return key.p && strmap_getn(m, key.p, key.n) != MAP_NONE;
}

bool forget_means(const struct forget *f, const struct event *e)
{
    return has(f->users, e->user_id) || has(f->users, e->anonymous_id) ||
           has(f->users, e->previous_id) || has(f->accounts, e->group_id);
}

/* The body up to the first event, those that stay, and what follows on the last. */
static void write_rest(const struct forget *f, const struct event_batch *b, struct buf *out)
{
    const struct text first = b->events[0].raw, last = b->events[b->n - 1].raw;
    const char *end = last.p + last.n;
    bool is_first = true;

    buf_add(out, b->text, (size_t)(first.p - b->text));
    for (size_t i = 0; i < b->n; i++) {
        const struct event *e = &b->events[i];
        if (forget_means(f, e))
            continue;
        if (!is_first)
            buf_char(out, ',');
        buf_add(out, e->raw.p, e->raw.n);
        is_first = false;
    }
    buf_add(out, end, (size_t)(b->text + b->bytes - end));
}

enum forget_result forget_in_batch(const struct forget *f, const struct event_batch *b,
                                   struct buf *out)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++)
        n += forget_means(f, &b->events[i]);
    if (!n)
        return FORGET_NOTHING;
    if (n == b->n)
        return FORGET_ALL;
    write_rest(f, b, out);
    return FORGET_SOME;
}
