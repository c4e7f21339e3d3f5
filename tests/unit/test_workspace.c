#include "app/workspace.h"
#include "base/str.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct place {
    char root[64], dir[80], backup[80];
};

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    strcpy(p->root, "/tmp/ripen-workspace-XXXXXX");
    assert_non_null(mkdtemp(p->root));
    snprintf(p->dir, sizeof(p->dir), "%s/data", p->root);
    snprintf(p->backup, sizeof(p->backup), "%s/backup.db", p->root);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    char command[256];

    snprintf(command, sizeof(command), "rm -rf '%s'", ((struct place *)*state)->root);
    int rc = system(command); // NOLINT(cert-env33-c): a test's own temporary folder
    free(*state);
    return rc;
}

static void note(struct workspace *w, const char *value)
{
    struct conn *c;
    struct err err;

    assert_int_equal(db_write_begin(w->db, &c, &err), 0);
    assert_true(db_exec(c,
                        "INSERT INTO setting (name, value) VALUES ('note', $value)"
                        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        DB_ARGS(DB_STR("value", value)), &err) >= 0);
    assert_int_equal(db_commit(c, &err), 0);
}

static int64_t noted(struct workspace *w, const char *value)
{
    struct conn *c;
    struct err err;
    int64_t n = 0;

    assert_int_equal(db_read_begin(w->db, &c, &err), 0);
    assert_int_equal(db_i64(c,
                            "SELECT count(*) FROM setting WHERE name = 'note' AND value = $value",
                            DB_ARGS(DB_STR("value", value)), &n, &err),
                     0);
    db_read_end(c);
    return n;
}

static void a_missing_directory_is_named(void **state)
{
    struct place *p = *state;
    struct workspace w;
    struct err err = {0};

    assert_int_equal(workspace_open(p->dir, WORKSPACE_USE, &w, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, p->dir));
    assert_int_equal(workspace_open("/dev/null", WORKSPACE_CREATE, &w, &err), ERR_INVALID);
}

static void restore_brings_back_and_keeps(void **state)
{
    struct place *p = *state;
    struct workspace w;
    struct err err = {0};
    char kept[WORKSPACE_PATH_BYTES];

    assert_int_equal(workspace_open(p->dir, WORKSPACE_CREATE, &w, &err), 0);
    note(&w, "before");
    assert_int_equal(db_backup(w.db, p->backup, NULL, NULL, &err), 0);
    note(&w, "after");
    assert_int_equal(workspace_restore(p->dir, p->backup, kept, &err), ERR_BUSY);
    workspace_close(&w);

    assert_int_equal(workspace_restore(p->dir, p->backup, kept, &err), 0);
    assert_int_equal(access(kept, F_OK), 0);
    assert_int_equal(workspace_open(p->dir, WORKSPACE_USE, &w, &err), 0);
    assert_int_equal(noted(&w, "before"), 1);
    workspace_close(&w);
}

static void what_is_no_database_changes_nothing(void **state)
{
    struct place *p = *state;
    struct workspace w;
    struct err err = {0};
    char kept[WORKSPACE_PATH_BYTES];
    FILE *f = fopen(p->backup, "w");

    fputs("this is no database, though it is long enough to be read as the header of one: "
          "a hundred bytes and more",
          f);
    fclose(f);
    assert_int_equal(workspace_open(p->dir, WORKSPACE_CREATE, &w, &err), 0);
    note(&w, "mine");
    workspace_close(&w);
    assert_true(workspace_restore(p->dir, p->backup, kept, &err) < 0);
    assert_non_null(strstr(err.text, "cannot be restored"));
    assert_int_equal(workspace_open(p->dir, WORKSPACE_USE, &w, &err), 0);
    assert_int_equal(noted(&w, "mine"), 1);
    workspace_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_missing_directory_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(restore_brings_back_and_keeps, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_database_changes_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
