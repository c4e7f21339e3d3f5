#include "base/err.h"
#include "test.h"

#include <string.h>

static void prefix_keeps_lower_text(void **state)
{
    (void)state;
    struct err err = {0};

    assert_int_equal(err_set(&err, ERR_CONFLICT, "name", "is taken by %s", "ann"), ERR_CONFLICT);
    assert_int_equal(err_prefix(&err, "line %d", 7), ERR_CONFLICT);
    assert_string_equal(err.text, "line 7: is taken by ann");
    assert_string_equal(err.field, "name");
}

static void long_texts_are_cut_not_overrun(void **state)
{
    (void)state;
    struct err err = {0};
    char big[600];

    memset(big, 'x', sizeof(big) - 1);
    big[sizeof(big) - 1] = 0;
    err_set(&err, ERR_INVALID, big, "%s", big);
    err_prefix(&err, "%s", big);
    assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
    assert_int_equal(strlen(err.field), sizeof(err.field) - 1);
}

static void codes_map_to_statuses(void **state)
{
    (void)state;
    assert_int_equal(err_http_status(0), 200);
    assert_int_equal(err_http_status(ERR_CONFLICT), 409);
    assert_int_equal(err_http_status(-12345), 500);
    assert_int_equal(err_exit_code(ERR_NOT_FOUND), 3);
    assert_int_equal(err_exit_code(ERR_INTERNAL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefix_keeps_lower_text),
        cmocka_unit_test(long_texts_are_cut_not_overrun),
        cmocka_unit_test(codes_map_to_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
