#include "db_test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

/* Each commit adds one row of +1 and one of -1: whoever sees another sum has seen half of one. */
static const char create[] = "CREATE TABLE entry (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL)";
static const char insert[] = "INSERT INTO entry (id, amount) VALUES ($id, $amount)";
static const char count_all[] = "SELECT count(*) FROM entry";
static const char sum_all[] = "SELECT coalesce(sum(amount), 0) FROM entry";

#define WRITERS 3
#define READERS 3
#define COMMITS 60

static int make_table(void **state)
{
    struct db_test *t = calloc(1, sizeof(*t));
    struct err err = {0};
    struct conn *c = NULL;

    db_test_init(t);
    ASSERT_OK(db_write_begin(t->db, &c, &err), err);
    ASSERT_OK(db_exec(c, create, DB_ARGS(), &err), err);
    ASSERT_OK(db_commit(c, &err), err);
    *state = t;
    return 0;
}

static int drop_all(void **state)
{
    db_test_done(*state);
    free(*state);
    return 0;
}

static int add(struct conn *c, int64_t amount, struct err *err)
{
    int64_t id;
    int rc = db_next_id(c, "entry", &id, err);

    if (rc < 0)
        return rc;
    return db_exec(c, insert, DB_ARGS(DB_I64("id", id), DB_I64("amount", amount)), err);
}

static int add_pair(struct db *db, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_write_begin(db, &c, err);

    if (rc == 0)
        rc = add(c, 1, err);
    if (rc >= 0)
        rc = add(c, -1, err);
    return rc < 0 ? rc : db_commit(c, err);
}

static int64_t look(struct conn *c, const char *sql)
{
    int64_t v = -1;
    struct err err = {0};

    return db_i64(c, sql, DB_ARGS(), &v, &err) < 0 ? -1 : v;
}

struct crowd {
    struct db *db;
    atomic_int bad;
    atomic_int done;
    atomic_bool is_over;
};

static void *write_pairs(void *arg)
{
    struct crowd *crowd = arg;
    struct err err;

    for (int i = 0; i < COMMITS; i++)
        if (add_pair(crowd->db, &err) < 0)
            crowd->bad++;
    return NULL;
}

/* Twice the same question in one transaction: the answers agree, and are whole. */
static void *read_pairs(void *arg)
{
    struct crowd *crowd = arg;

    while (!crowd->is_over) {
        AUTO_STRUCT(conn) *c = NULL;
        struct err err;
        if (db_read_begin(crowd->db, &c, &err) < 0) {
            crowd->bad++;
            break;
        }
        int64_t first = look(c, count_all);
        if (look(c, sum_all) != 0 || look(c, count_all) != first)
            crowd->bad++;
    }
    return NULL;
}

static void readers_see_whole_transactions(void **state)
{
    struct db_test *t = *state;
    struct crowd crowd = {.db = t->db};
    pthread_t writers[WRITERS], readers[READERS];

    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, read_pairs, &crowd), 0);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&writers[i], NULL, write_pairs, &crowd), 0);
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i], NULL);
    crowd.is_over = true;
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(crowd.bad, 0);

    AUTO_STRUCT(conn) *c = NULL;
    struct err err = {0};
    ASSERT_OK(db_read_begin(t->db, &c, &err), err);
    assert_int_equal(look(c, count_all), WRITERS * COMMITS * 2);
}

static void a_reader_keeps_its_state_while_others_commit(void **state)
{
    struct db_test *t = *state;
    struct crowd crowd = {.db = t->db};
    struct err err = {0};
    struct conn *c = NULL;
    pthread_t writer;

    ASSERT_OK(add_pair(t->db, &err), err);
    ASSERT_OK(db_read_begin(t->db, &c, &err), err);
    assert_int_equal(look(c, count_all), 2);
    assert_int_equal(pthread_create(&writer, NULL, write_pairs, &crowd), 0);
    pthread_join(writer, NULL); /* it did not wait for us */
    assert_int_equal(crowd.bad, 0);
    assert_int_equal(look(c, count_all), 2);
    db_read_end(c);
    ASSERT_OK(db_read_begin(t->db, &c, &err), err);
    assert_int_equal(look(c, count_all), 2 + COMMITS * 2);
    db_read_end(c);
}

static void *read_once(void *arg)
{
    struct crowd *crowd = arg;
    struct conn *c;
    struct err err;

    if (db_read_begin(crowd->db, &c, &err) < 0)
        crowd->bad++;
    else
        db_read_end(c);
    crowd->done++;
    while (!crowd->is_over)
        usleep(1000);
    return NULL;
}

/* Threads come and go, and one may still live when the database is closed. */
static void readers_of_other_threads_are_closed(void **state)
{
    (void)state;
    struct db_test t;
    struct crowd crowd;
    pthread_t gone, stays;

    db_test_init(&t);
    crowd = (struct crowd){.db = t.db, .is_over = true};
    for (int i = 0; i < 20; i++) {
        assert_int_equal(pthread_create(&gone, NULL, read_once, &crowd), 0);
        pthread_join(gone, NULL);
    }
    crowd.is_over = false;
    crowd.done = 0;
    assert_int_equal(pthread_create(&stays, NULL, read_once, &crowd), 0);
    while (!crowd.done)
        usleep(1000);
    db_test_done(&t); /* removes the folder only when nothing is left in it */
    assert_int_not_equal(access(t.folder, F_OK), 0);
    crowd.is_over = true;
    pthread_join(stays, NULL);
    assert_int_equal(crowd.bad, 0);
}

/* A second process takes the lock and tells so, then waits to be killed. */
static pid_t fork_holder(const char *path)
{
    int fds[2];
    char byte;

    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct db *db;
        struct conn *c;
        struct err err;
        if (db_open(&(struct db_options){.path = path}, &db, &err) < 0 ||
            db_write_begin(db, &c, &err) < 0 || write(fds[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    close(fds[1]);
    assert_int_equal(read(fds[0], &byte, 1), 1);
    close(fds[0]);
    return pid;
}

static void another_process_that_writes_is_waited_for_then_reported(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};
    struct conn *c = NULL;
    struct db *hasty;
    int status;

    db_close(TAKE(t->db)); /* the other process must not inherit it */
    pid_t pid = fork_holder(t->path);
    ASSERT_OK(db_open(&(struct db_options){.path = t->path, .wait_ms = 50}, &hasty, &err), err);
    assert_int_equal(db_write_begin(hasty, &c, &err), ERR_BUSY);
    assert_non_null(strstr(err.text, "another program is writing"));
    ASSERT_OK(db_read_begin(hasty, &c, &err), err); /* reading goes on */
    assert_int_equal(look(c, count_all), 0);
    db_read_end(c);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    ASSERT_OK(add_pair(hasty, &err), err);
    db_close(hasty);
}

static void *try_to_write(void *arg)
{
    struct crowd *crowd = arg;
    struct conn *c;
    struct err err;

    if (db_write_begin(crowd->db, &c, &err) != ERR_BUSY || !strstr(err.text, "others are writing"))
        crowd->bad++;
    return NULL;
}

static void another_thread_that_writes_too_long_is_reported(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};
    struct conn *c = NULL;
    struct crowd crowd = {0};
    pthread_t other;

    ASSERT_OK(db_open(&(struct db_options){.path = t->path, .wait_ms = 50}, &crowd.db, &err), err);
    ASSERT_OK(db_write_begin(crowd.db, &c, &err), err);
    assert_int_equal(pthread_create(&other, NULL, try_to_write, &crowd), 0);
    pthread_join(other, NULL);
    assert_int_equal(crowd.bad, 0);
    db_rollback(c);
    ASSERT_OK(add_pair(crowd.db, &err), err);
    db_close(crowd.db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(readers_see_whole_transactions, make_table, drop_all),
        cmocka_unit_test_setup_teardown(a_reader_keeps_its_state_while_others_commit, make_table,
                                        drop_all),
        cmocka_unit_test(readers_of_other_threads_are_closed),
        cmocka_unit_test_setup_teardown(another_process_that_writes_is_waited_for_then_reported,
                                        make_table, drop_all),
        cmocka_unit_test_setup_teardown(another_thread_that_writes_too_long_is_reported, make_table,
                                        drop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
