/* Packed usage: what decodes is in order and in range, packs again and decodes as the same. */
#include "facts/usage/usage_block.h"
#include "facts/usage/usage_sum_block.h"
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

static void check_sums(const uint8_t *data, size_t size)
{
    struct usage_sum_cells sums = {0}, back = {0}, twice = {0};
    AUTO_BUF block = {0};
    struct err err = {0};
    int rc = usage_sums_decode(data, size, &sums, &err);

    FUZZ_CHECK(rc == 0 || err.text[0]);
    usage_sums_encode(sums.items, sums.n, &block);
    FUZZ_CHECK(usage_sums_decode(buf_text(&block), block.len, &back, &err) == 0);
    usage_sums_merge(&sums, &back, &twice);
    FUZZ_CHECK(back.n == sums.n && twice.n == sums.n);
    for (size_t i = 0; i < sums.n; i++) {
        FUZZ_CHECK(back.items[i].day == sums.items[i].day);
        FUZZ_CHECK(back.items[i].sum == sums.items[i].sum);
        FUZZ_CHECK(back.items[i].count == sums.items[i].count);
        FUZZ_CHECK(twice.items[i].count >= sums.items[i].count);
    }
    vec_done(&sums);
    vec_done(&back);
    vec_done(&twice);
}

/* What is a number as it stands is the same as a text, and within the bounds. */
static void check_amount(const uint8_t *data, size_t size)
{
    AUTO_BUF quoted = {0};
    usage_amount bare = 0, text = 0;

    if (size > 1000 || memchr(data, '"', size) || memchr(data, '\\', size))
        return;
    buf_char(&quoted, '"');
    buf_add(&quoted, data, size);
    buf_char(&quoted, '"');
    bool is_number = usage_amount_read((struct text){(const char *)data, (uint32_t)size}, &bare);
    FUZZ_CHECK(is_number ==
               usage_amount_read((struct text){buf_text(&quoted), (uint32_t)quoted.len}, &text));
    FUZZ_CHECK(bare == text && bare <= USAGE_AMOUNT_MOST && bare >= -USAGE_AMOUNT_MOST);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_cells(data, size);
    check_actives(data, size);
    check_sums(data, size);
    check_amount(data, size);
    return 0;
}
