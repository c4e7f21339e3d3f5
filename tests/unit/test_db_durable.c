/* What was acknowledged is there after kill -9, and what was not is not there by halves. */
#include "db_test.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static const char create[] = "CREATE TABLE entry (id BIGINT PRIMARY KEY, twin_id BIGINT NOT NULL)";
static const char insert[] = "INSERT INTO entry (id, twin_id) VALUES ($id, $twin)";

static int add(struct conn *c, int64_t id, int64_t twin, struct err *err)
{
    return db_exec(c, insert, DB_ARGS(DB_I64("id", id), DB_I64("twin", twin)), err);
}

/* Commits pairs of rows for ever and writes each committed number to fd. */
static void commit_for_ever(const char *path, int fd)
{
    struct db *db;
    struct conn *c;
    struct err err;
    int64_t id;

    if (db_open(&(struct db_options){.path = path}, &db, &err) < 0)
        _exit(1);
    for (;;)
        if (db_write_begin(db, &c, &err) < 0 || db_next_id(c, "entry", &id, &err) < 0 ||
            add(c, id, id + 1, &err) < 0 || db_next_id(c, "entry", &id, &err) < 0 ||
            add(c, id, id - 1, &err) < 0 || db_commit(c, &err) < 0 ||
            write(fd, &id, sizeof(id)) != sizeof(id))
            _exit(1);
}

/* Lets a process commit until `commits` are acknowledged, kills it, returns the last acknowledged.
 */
static int64_t run_and_kill(const char *path, int commits)
{
    int fds[2], status;
    int64_t id = 0, last = 0;

    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    if (pid == 0)
        commit_for_ever(path, fds[1]);
    close(fds[1]);
    for (int i = 0; i < commits && read(fds[0], &id, sizeof(id)) == sizeof(id); i++)
        last = id;
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status));
    while (read(fds[0], &id, sizeof(id)) == sizeof(id))
        last = id; /* acknowledged before the kill */
    close(fds[0]);
    return last;
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

static void make_table(struct db_test *t)
{
    struct err err = {0};
    struct conn *c = NULL;

    db_test_init(t);
    ASSERT_OK(db_write_begin(t->db, &c, &err), err);
    ASSERT_OK(db_exec(c, create, DB_ARGS(), &err), err);
    ASSERT_OK(db_commit(c, &err), err);
}

static void acknowledged_rows_survive_kill(void **state)
{
    (void)state;
    struct db_test t;
    struct err err = {0};

    make_table(&t);
    for (int round = 1; round <= 5; round++) {
        db_close(TAKE(t.db)); /* nobody but the killed process has it open */
        int64_t last = run_and_kill(t.path, round * 17);
        assert_true(last >= round * 34L);
        ASSERT_OK(db_open(&(struct db_options){.path = t.path}, &t.db, &err), err);
        assert_true(number(t.db, "SELECT max(id) FROM entry") >= last);
        assert_int_equal(number(t.db, "SELECT count(*) FROM entry"),
                         number(t.db, "SELECT max(id) FROM entry"));
        assert_int_equal(number(t.db, "SELECT count(*) FROM entry AS a WHERE NOT EXISTS"
                                      " (SELECT 1 FROM entry AS b WHERE b.id = a.twin_id)"),
                         0);
        ASSERT_OK(db_integrity(t.db, &err), err);
    }
    db_test_done(&t);
}

/* Adds rows in transactions of 50 until it fails. */
static int add_until_it_fails(struct db *db, struct err *err)
{
    int64_t id = 0;

    for (;;) {
        AUTO_STRUCT(conn) *c = NULL;
        int rc = db_write_begin(db, &c, err);
        for (int i = 0; i < 50 && rc >= 0; i++) {
            rc = db_next_id(c, "entry", &id, err);
            if (rc >= 0)
                rc = add(c, id, id, err);
        }
        if (rc >= 0)
            rc = db_commit(c, err);
        if (rc < 0)
            return rc;
    }
}

/* A limit on the size of files stands in for a full disk: the system refuses the write the same
 * way. */
static void what_the_disk_refuses_is_reported_and_undone(void **state)
{
    (void)state;
    struct rlimit before, small;
    struct err err = {0};
    struct db_test t;

    make_table(&t);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = 300000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int rc = add_until_it_fails(t.db, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(rc, ERR_IO);
    assert_non_null(strstr(err.text, t.path));

    int64_t n = number(t.db, "SELECT count(*) FROM entry");
    assert_true(n > 0);
    assert_int_equal(n % 50, 0);
    ASSERT_OK(db_integrity(t.db, &err), err);
    db_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acknowledged_rows_survive_kill),
        cmocka_unit_test(what_the_disk_refuses_is_reported_and_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
