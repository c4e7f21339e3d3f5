#include "db/migrate.h"
#include "db_test.h"

#include <sqlite3.h>
#include <sys/wait.h>

static const char one[] =
    "CREATE TABLE a (id BIGINT PRIMARY KEY, ok BOOLEAN, x DOUBLE PRECISION, b BLOB);\n"
    "CREATE INDEX a_x ON a (x);\n";
static const char two[] =
    "ALTER TABLE a ADD COLUMN y TEXT;\nINSERT INTO a (id, y) VALUES (1, 'two');\n";
static const char broken[] = "CREATE TABLE b (id BIGINT PRIMARY KEY);\nCREATE NONSENSE;\n";

#define LIST(...) ((const struct migration[]){__VA_ARGS__, {0}})
#define ONE           \
    {                 \
        1, "one", one \
    }
#define TWO           \
    {                 \
        2, "two", two \
    }

static int version_of(struct db *db)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err err = {0};
    int version = -1;

    ASSERT_OK(db_read_begin(db, &c, &err), err);
    ASSERT_OK(db_schema_version(c, &version, &err), err);
    return version;
}

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct db_test));
    db_test_init(*state);
    return 0;
}

static int tear_down(void **state)
{
    db_test_done(*state);
    free(*state);
    return 0;
}

static void they_are_applied_in_order_and_once(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};

    assert_int_equal(version_of(t->db), 0);
    assert_int_equal(db_migrate_by(t->db, LIST(ONE), &err), 1);
    assert_int_equal(version_of(t->db), 1);
    assert_int_equal(db_migrate_by(t->db, LIST(ONE, TWO), &err), 1);
    assert_int_equal(db_migrate_by(t->db, LIST(ONE, TWO), &err), 0);
    assert_int_equal(version_of(t->db), 2);
}

static void a_broken_one_leaves_nothing_behind(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};

    assert_int_equal(db_migrate_by(t->db, LIST(ONE, {2, "bad", broken}), &err), ERR_INTERNAL);
    assert_non_null(strstr(err.text, "migration 2 (bad)"));
    assert_int_equal(version_of(t->db), 1);
    AUTO_STRUCT(conn) *c = NULL;
    ASSERT_OK(db_read_begin(t->db, &c, &err), err);
    assert_int_equal(db_check_sql(c, "SELECT * FROM b", &err), ERR_INTERNAL);
}

static void another_text_is_refused(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};

    assert_int_equal(db_migrate_by(t->db, LIST(ONE), &err), 1);
    assert_int_equal(db_migrate_by(t->db, LIST({1, "one", two}, TWO), &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "migration 1 (one)"));
    assert_non_null(strstr(err.text, "restore a backup"));
    assert_int_equal(version_of(t->db), 1);
}

static void a_newer_database_is_refused(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};

    assert_int_equal(db_migrate_by(t->db, LIST(ONE, TWO), &err), 2);
    assert_int_equal(db_migrate_by(t->db, LIST(ONE), &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "has schema 2 and this program knows 1"));
}

static void the_programs_own_apply_to_an_empty_database(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};
    int n = 0;

    while (migrations[n].version)
        n++;
    assert_int_equal(db_migrate(t->db, &err), n);
    assert_int_equal(version_of(t->db), n);
    ASSERT_OK(db_integrity(t->db, &err), err);
}

static void reading_only_cannot_migrate(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};
    struct db *db;
    struct conn *c;

    assert_int_equal(db_migrate_by(t->db, LIST(ONE), &err), 1);
    ASSERT_OK(db_open(&(struct db_options){.path = t->path, .is_read_only = true}, &db, &err), err);
    assert_int_equal(db_migrate_by(db, LIST(ONE), &err), 0);
    assert_int_equal(db_migrate_by(db, LIST(ONE, TWO), &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "not yet at schema 2"));
    assert_int_equal(db_write_begin(db, &c, &err), ERR_IO);
    db_close(db);
}

static void other_files_are_refused(void **state)
{
    static const struct {
        const char *name, *content, *text;
    } cases[] = {
        {"text",
         "This is a letter, not a database, and it is long enough to be looked at. ......................",
         "is not a database"},
        {"no/such/folder", NULL, "folder exists"},
    };
    struct db_test *t = *state;
    struct err err = {0};
    struct db *db;
    char path[128];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        snprintf(path, sizeof(path), "%s/%s", t->folder, cases[i].name);
        FILE *f = cases[i].content ? fopen(path, "w") : NULL;
        if (f) {
            fputs(cases[i].content, f);
            fclose(f);
        }
        assert_int_equal(db_open(&(struct db_options){.path = path}, &db, &err), ERR_IO);
        if (!strstr(err.text, cases[i].text))
            fail_msg("%s", err.text);
        unlink(path);
    }
}

static void a_database_of_another_program_is_refused(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};
    struct db *db;
    char path[128];
    sqlite3 *raw;

    snprintf(path, sizeof(path), "%s/other.db", t->folder);
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, "CREATE TABLE theirs (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
    assert_int_equal(db_open(&(struct db_options){.path = path}, &db, &err), ERR_IO);
    assert_non_null(strstr(err.text, "another program"));
    unlink(path);
}

/* Several processes start on a database that is not there yet. */
static void processes_that_start_at_once_share_the_work(void **state)
{
    struct db_test *t = *state;
    pid_t pids[4];
    int status, applied = 0;

    db_close(TAKE(t->db));
    unlink(t->path);
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        pids[i] = fork();
        if (pids[i])
            continue;
        struct err err = {0};
        struct db *db;
        int rc = db_open(&(struct db_options){.path = t->path}, &db, &err);
        if (rc >= 0)
            rc = db_migrate_by(db, LIST(ONE, TWO), &err);
        if (rc < 0)
            print_error("%s\n", err.text);
        _exit(rc < 0 ? 100 : rc);
    }
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        waitpid(pids[i], &status, 0);
        assert_true(WIFEXITED(status));
        applied += WEXITSTATUS(status);
    }
    assert_int_equal(applied, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_EMPTY(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
        ON_EMPTY(they_are_applied_in_order_and_once),
        ON_EMPTY(a_broken_one_leaves_nothing_behind),
        ON_EMPTY(another_text_is_refused),
        ON_EMPTY(a_newer_database_is_refused),
        ON_EMPTY(the_programs_own_apply_to_an_empty_database),
        ON_EMPTY(reading_only_cannot_migrate),
        ON_EMPTY(other_files_are_refused),
        ON_EMPTY(a_database_of_another_program_is_refused),
        ON_EMPTY(processes_that_start_at_once_share_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
