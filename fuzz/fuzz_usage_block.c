/* Packed usage: what decodes is in order and in range, packs again and decodes as the same. */
#include "facts/usage/usage_block.h"
#include "fuzz.h"

#include <string.h>

static void check_cells(const uint8_t *data, size_t size)
{
    struct usage_cells cells = {0}, back = {0}, merged = {0};
    AUTO_BUF block = {0};
    struct err err = {0};
    int rc = usage_cells_decode(data, size, &cells, &err);

    FUZZ_CHECK(rc == 0 || err.text[0]);
    for (size_t i = 0; i < cells.n; i++) {
        const struct usage_cell *c = &cells.items[i];
        FUZZ_CHECK(i == 0 || usage_cell_order(c - 1, c) < 0);
        FUZZ_CHECK(c->event_id > 0 && c->event_id < USAGE_ID_MAX);
        FUZZ_CHECK(c->day >= 1 && c->day <= 31);
        FUZZ_CHECK(c->count >= 0 && c->count <= USAGE_COUNT_MAX);
    }
    usage_cells_encode(cells.items, cells.n, &block);
    FUZZ_CHECK(usage_cells_decode(buf_text(&block), block.len, &back, &err) == 0);
    usage_cells_merge(&cells, &back, USAGE_ADD, &merged);
    FUZZ_CHECK(back.n == cells.n && merged.n == cells.n);
    for (size_t i = 0; i < cells.n; i++)
        FUZZ_CHECK(usage_cell_order(&cells.items[i], &back.items[i]) == 0 &&
                   cells.items[i].count == back.items[i].count);
    vec_done(&cells);
    vec_done(&back);
    vec_done(&merged);
}

static void check_actives(const uint8_t *data, size_t size)
{
    struct usage_actives users = {0}, back = {0}, merged = {0};
    AUTO_BUF block = {0};
    struct err err = {0};
    int rc = usage_actives_decode(data, size, &users, &err);

    FUZZ_CHECK(rc == 0 || err.text[0]);
    usage_actives_encode(users.items, users.n, &block);
    FUZZ_CHECK(usage_actives_decode(buf_text(&block), block.len, &back, &err) == 0);
    usage_actives_merge(&users, &back, &merged);
    FUZZ_CHECK(merged.n == users.n);
    for (size_t i = 0; i < merged.n; i++)
        FUZZ_CHECK(merged.items[i].user_id == users.items[i].user_id &&
                   merged.items[i].days == users.items[i].days);
    vec_done(&users);
    vec_done(&back);
    vec_done(&merged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_cells(data, size);
    check_actives(data, size);
    return 0;
}
