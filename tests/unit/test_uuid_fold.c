/* Folding takes UUIDs out, and unfolding gives back every byte that there was. */
#include "base/mem.h"
#include "intake/evlog/uuid_fold.h"
#include "stats/random.h"
#include "test.h"

#define ID "0a1b2c3d-4e5f-6789-abcd-ef0123456789"

/* The folded form of text; it unfolds to the same, and to nothing of another length. */
static size_t fold(const char *text, size_t n)
{
    AUTO_BUF folded = {0};
    char *back = mem_alloc(n + 1);

    uuid_fold(text, n, &folded);
    assert_true(uuid_unfold(folded.data, folded.len, back, n));
    assert_memory_equal(back, text, n);
    assert_false(uuid_unfold(folded.data, folded.len, back, n + 1));
    if (n)
        assert_false(uuid_unfold(folded.data, folded.len, back, n - 1));
    for (size_t cut = 1; cut <= folded.len && cut < 30; cut++)
        assert_false(uuid_unfold(folded.data, folded.len - cut, back, n));
    mem_free(back);
    return folded.len;
}

static void test_sizes(void **state)
{
    static const struct {
        const char *text;
        size_t n, folded;
    } rows[] = {
        {"", 0, 4},
        {"nothing to take out", 19, 23},
        {ID, 36, 2 + 16 + 4},
        {ID ID, 72, 2 * 18 + 4},
        {"{\"messageId\":\"node-next-1-" ID "\"}", 64, 28 + 18 + 4},
        {"0A1B2C3D-4e5f-6789-abcd-ef0123456789", 36, 40}, /* would come back in small letters */
        {"0a1b2c3d-4e5f-6789-abcd-ef012345678", 35, 39},
        {"0a1b2c3d-4e5f-6789-abcdef0123456789-", 36, 40},
        {"0a1b2c3d-4e5f-6789-abcd-ef012345678g", 36, 40},
        {"0" ID, 37, 1 + 18 + 4},
        {"\xff", 1, 6},
        {"\xff\x01\xff\x00", 4, 10},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(fold(rows[i].text, rows[i].n), rows[i].folded);
}

static void test_any_text(void **state)
{
    static const char *const parts[] = {ID, "-", "0", "\xff", "{\"a\":1}", "abcdef01-", "e"};
    struct rng rng;

    (void)state;
    rng_init(&rng, 9, 0);
    for (int round = 0; round < 500; round++) {
        AUTO_BUF text = {0};
        for (int64_t k = rng_below(&rng, 60); k > 0; k--)
            buf_str(&text, parts[rng_below(&rng, ARRAY_LEN(parts))]);
        fold(buf_text(&text), text.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_any_text),
    };
    return cmocka_run_group_tests_name("uuid_fold", tests, NULL, NULL);
}
