#include "scoring/select/segment_use.h"

/* The array doubles whenever its length is a power of two. */
void segment_use_add(struct segment_uses *uses, struct segment_use use)
{
    size_t n = uses->n;

    if ((n & (n - 1)) == 0) {
        struct segment_use *more = ARENA_ARRAY(uses->arena, n ? n * 2 : 1, struct segment_use);
        for (size_t i = 0; i < n; i++)
            more[i] = uses->items[i];
        uses->items = more;
    }
    uses->items[uses->n++] = use;
}
