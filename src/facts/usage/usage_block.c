#include "facts/usage/usage_block.h"

#include "base/varint.h"

#include <assert.h>

struct reader {
    const unsigned char *start, *p, *end;
};

/* Of an empty block there may be no address. */
static struct reader reader_of(const void *block, size_t bytes)
{
    const unsigned char *p = bytes ? block : (const unsigned char *)"";

    return (struct reader){p, p, p + bytes};
}

static int block_fault(const char *what, const struct reader *r, struct err *err)
{
    return err_set(err, ERR_INTERNAL, NULL,
                   "a packed month of usage is damaged: %s before byte %zu; restore a backup or "
                   "import the usage again",
                   what, (size_t)(r->p - r->start));
}

void usage_cells_encode(const struct usage_cell *cells, size_t n, struct buf *out)
{
    int64_t event = 0;
    int32_t day = 0;

    for (size_t i = 0; i < n; i++) {
        const struct usage_cell *c = &cells[i];
        assert(c->event_id > event || (c->event_id == event && c->day > day));
        assert(c->event_id > 0 && c->event_id < USAGE_ID_MAX && c->day >= 1 && c->day <= 31);
        assert(c->count >= 0 && c->count <= USAGE_COUNT_MAX);
        char *to = buf_room(out, 2 * VARINT_MAX);
        size_t used = varint_write(to, ((uint64_t)(c->event_id - event) << 5) | (uint64_t)c->day);
        used += varint_write(to + used, (uint64_t)c->count);
        out->len += used;
        event = c->event_id;
        day = c->day;
    }
}

int usage_cells_decode(const void *block, size_t bytes, struct usage_cells *out, struct err *err)
{
    struct reader r = reader_of(block, bytes);
    struct usage_cell cell = {0};
    uint64_t step, count;

    out->n = 0;
    vec_reserve(out, bytes / 2);
    while (r.p < r.end) {
        if (!varint_read(&r.p, r.end, &step) || !varint_read(&r.p, r.end, &count))
            return block_fault("a number is cut off", &r, err);
        uint64_t event = (uint64_t)cell.event_id + (step >> 5);
        int32_t day = (int32_t)(step & 31);
        if (event == 0 || event >= (uint64_t)USAGE_ID_MAX)
            return block_fault("an event id is out of range", &r, err);
        if (day == 0 || (step < 32 && day <= cell.day))
            return block_fault("the days are out of order", &r, err);
        if (count > (uint64_t)USAGE_COUNT_MAX)
            return block_fault("a count is out of range", &r, err);
        cell = (struct usage_cell){(int64_t)event, (int64_t)count, day};
        vec_push(out, cell);
    }
    return 0;
}

void usage_actives_encode(const struct usage_active *users, size_t n, struct buf *out)
{
    int64_t user = 0;

    for (size_t i = 0; i < n; i++) {
        const struct usage_active *u = &users[i];
        assert(u->user_id > user && u->user_id < USAGE_ID_MAX);
        assert(u->days && u->days < (uint32_t)1 << 31);
        char *to = buf_room(out, 2 * VARINT_MAX);
        size_t used = varint_write(to, (uint64_t)(u->user_id - user));
        used += varint_write(to + used, u->days);
        out->len += used;
        user = u->user_id;
    }
}

int usage_actives_decode(const void *block, size_t bytes, struct usage_actives *out,
                         struct err *err)
{
    struct reader r = reader_of(block, bytes);
    int64_t user = 0;
    uint64_t step, days;

    out->n = 0;
    vec_reserve(out, bytes / 2);
    while (r.p < r.end) {
        if (!varint_read(&r.p, r.end, &step) || !varint_read(&r.p, r.end, &days))
            return block_fault("a number is cut off", &r, err);
        if (step == 0 || step >= (uint64_t)(USAGE_ID_MAX - user))
            return block_fault("a user id is out of range", &r, err);
        if (days == 0 || days >= (uint64_t)1 << 31)
            return block_fault("the days of a user are out of range", &r, err);
        user += (int64_t)step;
        vec_push(out, ((struct usage_active){user, (uint32_t)days}));
    }
    return 0;
}

int usage_cell_order(const struct usage_cell *a, const struct usage_cell *b)
{
    if (a->event_id != b->event_id)
        return a->event_id < b->event_id ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

static int64_t count_merged(int64_t old, int64_t new, enum usage_mode mode)
{
    if (mode == USAGE_REPLACE)
        return new;
    return usage_count_add(old, new);
}

void usage_cells_merge(const struct usage_cells *old, const struct usage_cells *new,
                       enum usage_mode mode, struct usage_cells *out)
{
    size_t i = 0, j = 0;

    out->n = 0;
    vec_reserve(out, old->n + new->n);
    while (i < old->n || j < new->n) {
        int order = i == old->n   ? 1
                    : j == new->n ? -1
                                  : usage_cell_order(&old->items[i], &new->items[j]);
        struct usage_cell cell = order <= 0 ? old->items[i] : new->items[j];
        if (order == 0)
            cell.count = count_merged(cell.count, new->items[j].count, mode);
        i += order <= 0;
        j += order >= 0;
        if (cell.count || mode == USAGE_ADD)
            vec_push(out, cell);
    }
}

void usage_actives_merge(const struct usage_actives *old, const struct usage_actives *new,
                         struct usage_actives *out)
{
    size_t i = 0, j = 0;

    out->n = 0;
    vec_reserve(out, old->n + new->n);
    while (i < old->n || j < new->n) {
        bool is_old = j == new->n || (i < old->n && old->items[i].user_id <= new->items[j].user_id);
        bool is_new = i == old->n || (j < new->n &&new->items[j].user_id <= old->items[i].user_id);
        struct usage_active user = is_old ? old->items[i++] : new->items[j];
        if (is_new)
            user.days |= new->items[j++].days;
        vec_push(out, user);
    }
}
