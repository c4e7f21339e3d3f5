#include "db_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static const char create[] =
    "CREATE TABLE entry (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL, pad TEXT)";
static const char insert[] = "INSERT INTO entry (id, amount, pad) VALUES ($id, $amount, $pad)";

struct run {
    struct db_test t;
    char copy[128];
    atomic_bool is_over;
    atomic_int commits;
    int last_pct, calls;
};

/* One transaction of rows that add up to 0. */
static void add_rows(struct db *db, int n)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err err = {0};
    char pad[400];
    int64_t id;

    memset(pad, 'p', sizeof(pad) - 1);
    pad[sizeof(pad) - 1] = 0;
    ASSERT_OK(db_write_begin(db, &c, &err), err);
    for (int i = 0; i < n; i++) {
        ASSERT_OK(db_next_id(c, "entry", &id, &err), err);
        ASSERT_OK(
            db_exec(c, insert,
                    DB_ARGS(DB_I64("id", id), DB_I64("amount", i % 2 ? -1 : 1), DB_STR("pad", pad)),
                    &err),
            err);
    }
    ASSERT_OK(db_commit(c, &err), err);
}

static int64_t number(struct db *db, const char *sql)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err err = {0};
    int64_t v = -1;

    ASSERT_OK(db_read_begin(db, &c, &err), err);
    ASSERT_OK(db_i64(c, sql, DB_ARGS(), &v, &err), err);
    return v;
}

static int set_up(void **state)
{
    struct run *r = calloc(1, sizeof(*r));
    struct err err = {0};
    struct conn *c = NULL;

    db_test_init(&r->t);
    snprintf(r->copy, sizeof(r->copy), "%s/copy.db", r->t.folder);
    ASSERT_OK(db_write_begin(r->t.db, &c, &err), err);
    ASSERT_OK(db_exec(c, create, DB_ARGS(), &err), err);
    ASSERT_OK(db_commit(c, &err), err);
    add_rows(r->t.db, 20000);
    *state = r;
    return 0;
}

static int tear_down(void **state)
{
    struct run *r = *state;

    unlink(r->copy);
    db_test_done(&r->t);
    free(r);
    return 0;
}

static void *keep_writing(void *arg)
{
    struct run *r = arg;

    while (!r->is_over) {
        add_rows(r->t.db, 20);
        r->commits++;
    }
    return NULL;
}

/* Between two steps of the copy at least one transaction is committed. */
static void wait_for_a_commit(void *ctx, int pct)
{
    struct run *r = ctx;
    int before = r->commits;

    assert_true(pct >= r->last_pct && pct <= 100);
    r->last_pct = pct;
    r->calls++;
    while (r->commits == before)
        usleep(500);
}

static void the_copy_is_one_state_while_others_write(void **state)
{
    struct run *r = *state;
    struct err err = {0};
    pthread_t writer;
    struct stat st;
    struct db *copy;
    char tmp[160];

    assert_int_equal(pthread_create(&writer, NULL, keep_writing, r), 0);
    int rc = db_backup(r->t.db, r->copy, wait_for_a_commit, r, &err);
    r->is_over = true;
    pthread_join(writer, NULL);
    ASSERT_OK(rc, err);
    assert_true(r->calls > 3);
    assert_int_equal(r->last_pct, 100);

    snprintf(tmp, sizeof(tmp), "%s.tmp", r->copy);
    assert_int_not_equal(access(tmp, F_OK), 0);
    assert_int_equal(stat(r->copy, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    ASSERT_OK(db_open(&(struct db_options){.path = r->copy}, &copy, &err), err);
    ASSERT_OK(db_integrity(copy, &err), err);
    assert_int_equal(number(copy, "SELECT sum(amount) FROM entry"), 0);
    assert_true(number(copy, "SELECT count(*) FROM entry") >= 20000);
    assert_true(number(copy, "SELECT count(*) FROM entry") <
                number(r->t.db, "SELECT count(*) FROM entry"));
    db_close(copy);
}

static void an_existing_file_is_not_overwritten(void **state)
{
    struct run *r = *state;
    struct err err = {0};
    char content[8] = "";

    FILE *f = fopen(r->copy, "w");
    fputs("mine", f);
    fclose(f);
    assert_int_equal(db_backup(r->t.db, r->copy, NULL, NULL, &err), ERR_CONFLICT);
    f = fopen(r->copy, "r");
    assert_non_null(fgets(content, sizeof(content), f));
    fclose(f);
    assert_string_equal(content, "mine");
}

static void a_place_that_cannot_be_written_is_named(void **state)
{
    struct run *r = *state;
    struct err err = {0};

    assert_int_equal(db_backup(r->t.db, "/nonexistent/copy.db", NULL, NULL, &err), ERR_IO);
    assert_non_null(strstr(err.text, "/nonexistent/copy.db"));
}

/* Damages the middle of the file behind the database's back. */
static void damage_is_found(void **state)
{
    struct run *r = *state;
    struct err err = {0};

    ASSERT_OK(db_backup(r->t.db, r->copy, NULL, NULL, &err), err);
    FILE *f = fopen(r->copy, "r+");
    assert_int_equal(fseek(f, 4096L * 40, SEEK_SET), 0);
    for (int i = 0; i < 4096; i++)
        fputc('x', f);
    fclose(f);
    struct db *copy;
    ASSERT_OK(db_open(&(struct db_options){.path = r->copy}, &copy, &err), err);
    assert_true(db_integrity(copy, &err) < 0);
    assert_non_null(strstr(err.text, "damaged"));
    db_close(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_copy_is_one_state_while_others_write, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_existing_file_is_not_overwritten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_that_cannot_be_written_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_found, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
