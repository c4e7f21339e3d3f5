/* Each named statement of each feature can be prepared on a migrated database: a new one is covered
 * by being there. */
#include "all_statements.h"
#include "db/migrate.h"
#include "db_test.h"

static void each_is_understood(void **state)
{
    struct err err = {0};
    struct db_test t;
    int bad = 0;

    (void)state;
    db_test_init(&t);
    ASSERT_OK(db_migrate(t.db, &err), err);
    {
        AUTO_STRUCT(conn) *c = NULL;
        ASSERT_OK(db_write_begin(t.db, &c, &err), err);
        for (size_t i = 0; i < ARRAY_LEN(all_statements); i++)
            if (db_check_sql(c, all_statements[i].sql, &err) < 0) {
                bad++;
                print_error("%s: %s: %s\n", all_statements[i].file, all_statements[i].name,
                            err.text);
            }
    }
    db_test_done(&t);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
