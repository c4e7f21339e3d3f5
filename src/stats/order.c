#include "stats/order.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS     6 /* of 64 bits */
#define BUCKETS    (1u << DIGIT_BITS)

struct item {
    uint64_t key;
    uint32_t row;
};

/* A number whose unsigned order is that of the doubles; NaN is the largest. */
static uint64_t sortable(double value, bool is_descending)
{
    uint64_t bits;

    if (isnan(value))
        return UINT64_MAX;
    value += 0; /* -0 is 0 */
    memcpy(&bits, &value, sizeof(bits));
    bits = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    return is_descending ? ~bits : bits;
}

static unsigned digit(uint64_t key, int d)
{
    return (unsigned)(key >> (d * DIGIT_BITS)) & (BUCKETS - 1);
}

/* One pass of a radix sort; does nothing, and says so, when all keys have the same digit. */
static bool deal(const struct item *from, struct item *to, size_t n, int d)
{
    size_t start[BUCKETS] = {0}, at = 0;

    for (size_t i = 0; i < n; i++)
        start[digit(from[i].key, d)]++;
    if (start[digit(from[0].key, d)] == n)
        return false;
    for (size_t b = 0; b < BUCKETS; b++) {
        size_t count = start[b];
        start[b] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        to[start[digit(from[i].key, d)]++] = from[i];
    return true;
}

void order_rows(const double *key, uint32_t *rows, size_t n, bool is_descending)
{
    if (n < 2)
        return;
    struct item *room = mem_alloc(mem_product(2 * n, sizeof(*room)));
    struct item *items = room, *other = room + n;

    for (size_t i = 0; i < n; i++)
        items[i] = (struct item){sortable(key[rows[i]], is_descending), rows[i]};
    for (int d = 0; d < DIGITS; d++) {
        if (!deal(items, other, n, d))
            continue;
        struct item *swap = items;
        items = other;
        other = swap;
    }
    for (size_t i = 0; i < n; i++)
        rows[i] = items[i].row;
    mem_free(room);
}
