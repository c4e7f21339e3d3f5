#include "base/map.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static void texts_are_found_and_replaced(void **state)
{
    (void)state;
    struct strmap *m = strmap_new();

    assert_int_equal(strmap_get(m, "a"), MAP_NONE);
    assert_int_equal(strmap_put(m, "a", 1), MAP_NONE);
    assert_int_equal(strmap_put(m, "", 2), MAP_NONE);
    assert_int_equal(strmap_put(m, "a", -3), 1);
    assert_int_equal(strmap_get(m, "a"), -3);
    assert_int_equal(strmap_get(m, ""), 2);
    assert_int_equal(strmap_get(m, "aa"), MAP_NONE);
    assert_int_equal(strmap_len(m), 2);
    strmap_free(m);
    strmap_free(NULL);
}

static void keys_are_copied_and_counted_by_length(void **state)
{
    (void)state;
    struct strmap *m = strmap_new();
    char key[] = "one;two";

    strmap_putn(m, key, 3, 1);
    strmap_putn(m, key + 4, 3, 2);
    strmap_putn(m, "a\0b", 3, 3);
    memset(key, 'x', sizeof(key) - 1);
    assert_int_equal(strmap_get(m, "one"), 1);
    assert_int_equal(strmap_getn(m, "two-more", 3), 2);
    assert_int_equal(strmap_get(m, "a"), MAP_NONE);
    assert_int_equal(strmap_getn(m, "a\0b", 3), 3);
    strmap_free(m);
}

static void many_texts_survive_growth(void **state)
{
    (void)state;
    enum { N = 200000 };
    struct strmap *m = strmap_new();
    char key[24];

    for (int i = 0; i < N; i++) {
        snprintf(key, sizeof(key), "account-%d", i);
        assert_int_equal(strmap_put(m, key, i), MAP_NONE);
    }
    assert_int_equal(strmap_len(m), N);
    for (int i = 0; i < N; i++) {
        snprintf(key, sizeof(key), "account-%d", i);
        assert_int_equal(strmap_get(m, key), i);
        snprintf(key, sizeof(key), "Account-%d", i);
        assert_int_equal(strmap_get(m, key), MAP_NONE);
    }
    strmap_free(m);
}

static void numbers_of_any_sign_survive_growth(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct idmap *m = idmap_new();

    for (int64_t i = -N; i <= N; i++)
        assert_int_equal(idmap_put(m, i * 1024, i), MAP_NONE);
    assert_int_equal(idmap_put(m, INT64_MAX, 7), MAP_NONE);
    assert_int_equal(idmap_put(m, 0, 5), 0);
    assert_int_equal(idmap_len(m), 2 * N + 2);
    for (int64_t i = -N; i <= N; i++)
        assert_int_equal(idmap_get(m, i * 1024), i ? i : 5);
    assert_int_equal(idmap_get(m, INT64_MAX), 7);
    assert_int_equal(idmap_get(m, 1), MAP_NONE);
    idmap_free(m);
    idmap_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found_and_replaced),
        cmocka_unit_test(keys_are_copied_and_counted_by_length),
        cmocka_unit_test(many_texts_survive_growth),
        cmocka_unit_test(numbers_of_any_sign_survive_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
