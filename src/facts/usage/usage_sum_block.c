#include "facts/usage/usage_sum_block.h"

#include "base/varint.h"
#include "facts/usage/usage_block.h"

#include <assert.h>

/* Many sums together stay below this: USAGE_COUNT_MAX numbers of USAGE_AMOUNT_MOST are 2^123. */
#define SUM_MAX ((usage_amount)1 << 124)

static usage_amount_bits fold_sign(usage_amount v)
{
    return ((usage_amount_bits)v << 1) ^ (usage_amount_bits)(v >> 127);
}

static usage_amount unfold_sign(usage_amount_bits v)
{
    return (usage_amount)(v >> 1) ^ -(usage_amount)(v & 1);
}

/* The lowest 63 bits with a bit that says whether there are more; then these. */
static size_t write_sum(char *to, usage_amount sum)
{
    usage_amount_bits v = fold_sign(sum);
    uint64_t low = (uint64_t)v & INT64_MAX, more = v >> 63 != 0;
    size_t n = varint_write(to, low << 1 | more);

    if (!more)
        return n;
    n += varint_write(to + n, (uint64_t)(v >> 63));
    return n;
}

static bool read_sum(const unsigned char **p, const unsigned char *end, usage_amount *ret)
{
    uint64_t low, high = 0;

    if (!varint_read(p, end, &low) || ((low & 1) && !varint_read(p, end, &high)))
        return false;
    *ret = unfold_sign((usage_amount_bits)high << 63 | low >> 1);
    return true;
}

void usage_sums_encode(const struct usage_sum_cell *cells, size_t n, struct buf *out)
{
    int32_t day = 0;

    for (size_t i = 0; i < n; i++) {
        const struct usage_sum_cell *c = &cells[i];
        assert(c->day > day && c->day <= 31);
        assert(c->count > 0 && c->count <= USAGE_COUNT_MAX);
        assert(c->sum < SUM_MAX && c->sum > -SUM_MAX);
        char *to = buf_room(out, 4 * VARINT_MAX);
        size_t used = varint_write(to, (uint64_t)(c->day - day));
        used += varint_write(to + used, (uint64_t)c->count);
        used += write_sum(to + used, c->sum);
        out->len += used;
        day = c->day;
    }
}

static int fault(const char *what, size_t at, struct err *err)
{
    return err_set(err, ERR_INTERNAL, NULL,
                   "a packed month of sums is damaged: %s before byte %zu; restore a backup or run "
                   "`ripen rebuild usage`",
                   what, at);
}

int usage_sums_decode(const void *block, size_t bytes, struct usage_sum_cells *out, struct err *err)
{
    const unsigned char *start = bytes ? block : (const unsigned char *)"";
    const unsigned char *p = start, *end = start + bytes;
    uint64_t step, count;
    usage_amount sum;
    int32_t day = 0;

    out->n = 0;
    while (p < end) {
        if (!varint_read(&p, end, &step) || !varint_read(&p, end, &count) ||
            !read_sum(&p, end, &sum))
            return fault("a number is cut off", (size_t)(p - start), err);
        if (step == 0 || step > (uint64_t)(31 - day))
            return fault("a day is out of range", (size_t)(p - start), err);
        if (count == 0 || count > (uint64_t)USAGE_COUNT_MAX)
            return fault("a count is out of range", (size_t)(p - start), err);
        if (sum >= SUM_MAX || sum <= -SUM_MAX)
            return fault("a sum is out of range", (size_t)(p - start), err);
        day += (int32_t)step;
        vec_push(out, ((struct usage_sum_cell){sum, (int64_t)count, day}));
    }
    return 0;
}

void usage_sum_cell_add(struct usage_sum_cell *to, const struct usage_sum_cell *more)
{
    usage_amount sum = to->sum + more->sum; /* each below 2^124 */

    to->sum = sum >= SUM_MAX ? SUM_MAX - 1 : sum <= -SUM_MAX ? 1 - SUM_MAX : sum;
    to->count = usage_count_add(to->count, more->count);
}

void usage_sums_merge(const struct usage_sum_cells *a, const struct usage_sum_cells *b,
                      struct usage_sum_cells *out)
{
    size_t i = 0, j = 0;

    out->n = 0;
    vec_reserve(out, a->n + b->n);
    while (i < a->n || j < b->n) {
        bool is_a = j == b->n || (i < a->n && a->items[i].day <= b->items[j].day);
        bool is_b = i == a->n || (j < b->n && b->items[j].day <= a->items[i].day);
        struct usage_sum_cell cell = is_a ? a->items[i++] : b->items[j];
        if (is_a && is_b)
            usage_sum_cell_add(&cell, &b->items[j]);
        j += is_b;
        vec_push(out, cell);
    }
}
