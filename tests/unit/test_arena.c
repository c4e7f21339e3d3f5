#include "base/arena.h"
#include "test.h"

#include <string.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *a = arena_new();
    static const char zeros[4096];

    for (size_t n = 0; n < 4096; n += 37) {
        char *p = arena_alloc(a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_memory_equal(p, zeros, n);
        memset(p, 0xff, n);
    }
}

static void one_piece_may_be_larger_than_a_block(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *a = arena_new();
    char *big = arena_array(a, 1000, 1000), *after = arena_strdup(a, "after");

    memset(big, 'x', 1000000);
    assert_string_equal(after, "after");
    assert_int_equal(arena_used(a), 1000000 + 16);
}

static void reset_forgets_and_reuses(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *a = arena_new();
    void *first = arena_alloc(a, 100);

    arena_alloc(a, 100000);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    assert_ptr_equal(arena_alloc(a, 100), first);
}

static void texts(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *a = arena_new();

    assert_null(arena_strdup(a, NULL));
    assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
    assert_string_equal(arena_printf(a, "%s-%d", "a", 7), "a-7");
    assert_memory_equal(arena_memdup(a, "a\0b", 3), "a\0b", 3);
}

static char calls[8];

static void note_call(void *p)
{
    strncat(calls, p, sizeof(calls) - strlen(calls) - 1);
}

static void deferred_calls_run_once_the_last_first(void **state)
{
    (void)state;
    static char names[][2] = {"a", "b", "c"};
    struct arena *a = arena_new();

    arena_defer(a, note_call, names[0]);
    arena_defer(a, note_call, names[1]);
    assert_string_equal(calls, "");
    arena_reset(a);
    assert_string_equal(calls, "ba");
    arena_defer(a, note_call, names[2]);
    arena_free(a);
    assert_string_equal(calls, "bac");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(one_piece_may_be_larger_than_a_block),
        cmocka_unit_test(reset_forgets_and_reuses),
        cmocka_unit_test(texts),
        cmocka_unit_test(deferred_calls_run_once_the_last_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
