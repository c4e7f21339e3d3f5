/* Sealing, forgetting, retention, check and repair: what is in the log and where stays as it was,
 * save for what was asked. */
#include "evlog_test.h"
#include "intake/evlog/evlog_file.h"
#include "intake/evlog/evlog_keep.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define ENTRIES 400

static int setup(void **state)
{
    struct evlog_test *t = mem_zalloc(sizeof(*t));
    char text[128];

    evlog_test_init(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.segment_bytes = 3000}), 0);
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(text, sizeof(text), "{\"userId\":\"u%d\",\"event\":\"opened\",\"n\":%d}", i % 9,
                 i);
        assert_int_equal(evlog_test_put(t, text, 1000 + i), 0);
    }
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    evlog_test_done(*state);
    mem_free(*state);
    return 0;
}

struct all {
    size_t n;
    struct {
        char text[128];
        struct evlog_position position;
        int64_t received_ms;
    } e[ENTRIES];
};

static void add(void *ctx, const struct evlog_entry *e)
{
    struct all *a = ctx;

    snprintf(a->e[a->n].text, sizeof(a->e[a->n].text), "%.*s", (int)e->bytes, e->text);
    a->e[a->n].position = e->position;
    a->e[a->n++].received_ms = e->received_ms;
}

static struct all *read_all(struct evlog_test *t)
{
    struct all *a = mem_zalloc(sizeof(*a));

    assert_true(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, add, a) >= 0);
    return a;
}

static int seal_all(struct evlog_test *t)
{
    struct evlog_sealed done;
    int rc, n = 0;

    for (; (rc = evlog_seal(t->dir, NULL, NULL, &done, &t->err)) > 0; n++)
        assert_true(done.bytes_after < done.bytes_before);
    assert_int_equal(rc, 0);
    return n;
}

static bool stop_at_once(void *ctx)
{
    ++*(int *)ctx;
    return true;
}

static void same(const struct all *a, const struct all *b)
{
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a, b, sizeof(*a));
}

static void test_sealing_changes_nothing(void **state)
{
    struct evlog_test *t = *state;
    struct all *before = read_all(t);
    struct evlog_position end = t->end;
    int asked = 0;

    assert_int_equal(before->n, ENTRIES);
    assert_int_equal(evlog_seal(t->dir, stop_at_once, &asked, &(struct evlog_sealed){0}, &t->err),
                     ERR_BUSY);
    assert_int_equal(asked, 1);
    assert_int_equal(seal_all(t), (int)end.segment - 1); /* all but the one that is written */
    assert_int_equal(seal_all(t), 0);
    struct all *after = read_all(t);
    same(before, after);
    /* From a position that was taken before, in the middle of what is one frame now. */
    for (size_t i = 0; i < ENTRIES; i += 17)
        assert_int_equal(evlog_test_read(t, before->e[i].position, EVLOG_END, NULL, NULL),
                         ENTRIES - (int)i);
    assert_int_equal(evlog_roll(t->log, &t->err), 0);
    assert_int_equal(seal_all(t), 1);
    assert_int_equal(evlog_test_put(t, "{\"after\":1}", 9000), 0);
    assert_int_equal(evlog_test_read(t, end, EVLOG_END, NULL, NULL), 1);
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL),
                     ENTRIES + 1);
    mem_free(before);
    mem_free(after);
}

/* Forgets user u3: every other of their entries as a whole, of the rest the name. */
static enum evlog_verdict forget_u3(void *ctx, const struct evlog_entry *e, struct buf *replacement)
{
    static const char who[] = "{\"userId\":\"u3\",";

    (void)ctx;
    if (strncmp(e->text, who, sizeof(who) - 1) != 0)
        return EVLOG_KEEP;
    if (e->received_ms % 2)
        return EVLOG_DROP;
    buf_str(replacement, "{");
    buf_add(replacement, e->text + sizeof(who) - 1, e->bytes - (sizeof(who) - 1));
    return EVLOG_CHANGE;
}

static enum evlog_verdict lengthen(void *ctx, const struct evlog_entry *e, struct buf *replacement)
{
    (void)ctx;
    buf_add(replacement, e->text, e->bytes);
    buf_str(replacement, " ");
    return EVLOG_CHANGE;
}

static bool is_anywhere(struct evlog_test *t, const char *text)
{
    struct all *a = read_all(t);
    bool is = false;

    for (size_t i = 0; i < a->n; i++)
        is |= strstr(a->e[i].text, text) != NULL;
    mem_free(a);
    return is;
}

static void test_forgetting(void **state)
{
    struct evlog_test *t = *state;
    struct all *before = read_all(t);

    assert_int_equal(evlog_roll(t->log, &t->err), 0);
    assert_int_equal(evlog_forget(t->dir, lengthen, NULL, &t->err), ERR_INTERNAL);
    assert_true(is_anywhere(t, "\"u3\""));
    seal_all(t);
    assert_true(evlog_forget(t->dir, forget_u3, NULL, &t->err) >= 2);
    assert_false(is_anywhere(t, "\"u3\""));
    struct all *after = read_all(t);
    size_t k = 0;
    for (size_t i = 0; i < before->n; i++) {
        bool is_u3 = strstr(before->e[i].text, "\"u3\"") != NULL;
        if (is_u3 && before->e[i].received_ms % 2)
            continue;
        assert_int_equal(evlog_position_order(after->e[k].position, before->e[i].position), 0);
        assert_int_equal(after->e[k].received_ms, before->e[i].received_ms);
        assert_int_equal(strcmp(after->e[k].text, before->e[i].text) != 0, is_u3);
        k++;
    }
    assert_int_equal(k, after->n);
    /* Once more there is nothing to do; from any position it reads on, also of a dropped one. */
    assert_int_equal(evlog_forget(t->dir, forget_u3, NULL, &t->err), 0);
    for (size_t i = 0; i < before->n; i += 7)
        assert_true(evlog_test_read(t, before->e[i].position, EVLOG_END, NULL, NULL) > 0 ||
                    i + 9 > before->n);
    mem_free(before);
    mem_free(after);
}

static void test_retention(void **state)
{
    struct evlog_test *t = *state;
    struct all *all = read_all(t);
    struct evlog_position since;

    assert_int_equal(evlog_retain(t->dir, 1000, t->end, &t->err), 0);
    assert_int_equal(evlog_retain(t->dir, 99999, (struct evlog_position){3, 5}, &t->err), 2);
    struct all *left = read_all(t);
    assert_int_equal(left->e[0].position.segment, 3);
    /* Nothing that was received later may go. */
    assert_true(evlog_retain(t->dir, 1300, t->end, &t->err) >= 1);
    struct all *rest = read_all(t);
    assert_true(rest->n >= ENTRIES - 300 && rest->n < left->n);
    assert_int_equal(rest->e[rest->n - 1].received_ms, 1000 + ENTRIES - 1);
    assert_true(rest->e[0].received_ms <= 1300);

    assert_int_equal(evlog_since(t->dir, 1350, &since, &t->err), 0);
    int n = evlog_test_read(t, since, EVLOG_END, NULL, NULL);
    assert_true(n >= 50 && n < (int)rest->n);
    assert_int_equal(evlog_since(t->dir, 0, &since, &t->err), 0);
    assert_int_equal(evlog_test_read(t, since, EVLOG_END, NULL, NULL), (int)rest->n);
    assert_int_equal(evlog_since(t->dir, 99999, &since, &t->err), 0);
    assert_int_equal(since.segment, t->end.segment);
    /* Not even when all is old: numbers must go on. */
    evlog_retain(t->dir, 99999, EVLOG_END, &t->err);
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_put(t, "{}", 99999), 0);
    assert_true(evlog_position_order(t->end, all->e[ENTRIES - 1].position) > 0);
    mem_free(all);
    mem_free(left);
    mem_free(rest);
}

struct told {
    int n;
    char last[400];
};

static void tell(void *ctx, const char *text)
{
    struct told *told = ctx;

    told->n++;
    snprintf(told->last, sizeof(told->last), "%s", text);
}

static void spoil(struct evlog_test *t, uint64_t segment, off_t at)
{
    char path[EVLOG_PATH_BYTES], c;

    evlog_path(t->dir, segment, "", path);
    int fd = open(path, O_RDWR);
    assert_int_equal(pread(fd, &c, 1, at), 1);
    c = (char)~c;
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void test_check_and_repair(void **state)
{
    struct evlog_test *t = *state;
    char path[EVLOG_PATH_BYTES];
    struct evlog_totals totals;
    struct told told = {0};

    assert_int_equal(evlog_check(t->dir, tell, &told, &totals, &t->err), 0);
    assert_int_equal(told.n, 0);
    assert_int_equal(totals.entries, ENTRIES);
    assert_int_equal(totals.segments, t->end.segment);
    assert_int_equal(totals.sealed, 0);
    assert_int_equal(evlog_repair(t->dir, tell, &told, &t->err), ERR_BUSY);
    struct evlog_position end = t->end;
    evlog_test_close(t);
    assert_int_equal(evlog_repair(t->dir, tell, &told, &t->err), 0);

    /* Damage in the middle of one, a missing file, a missing end, damage in the last one. */
    assert_true(end.segment >= 7);
    spoil(t, 2, 1500);
    evlog_path(t->dir, 3, "", path);
    assert_int_equal(unlink(path), 0);
    struct stat st;
    evlog_path(t->dir, 5, "", path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size - 30), 0);
    spoil(t, end.segment, 5);
    int damages = evlog_check(t->dir, tell, &told, &totals, &t->err);
    assert_true(damages >= 4);
    assert_int_equal(told.n, damages);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), ERR_IO);
    uint64_t readable = totals.entries;
    assert_true(readable > ENTRIES / 2 && readable < ENTRIES);

    assert_int_equal(evlog_repair(t->dir, tell, &told, &t->err), 4);
    evlog_path(t->dir, 2, ".damaged", path);
    assert_int_equal(access(path, F_OK), 0);
    told.n = 0;
    assert_int_equal(evlog_check(t->dir, tell, &told, &totals, &t->err), 0);
    assert_int_equal(told.n, 0);
    assert_int_equal(totals.entries, readable);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_put(t, "{\"after\":1}", 9000), 0);
    assert_int_equal(t->end.segment, end.segment + 1);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL),
                     (int)readable + 1);
    assert_int_equal(seal_all(t), (int)end.segment - 4);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL),
                     (int)readable + 1);
}

/* What is being written looks torn to who looks meanwhile, which is no damage. */
static void test_check_beside_the_writer(void **state)
{
    struct evlog_test *t = *state;
    struct evlog_totals totals;
    struct told told = {0};
    char path[EVLOG_PATH_BYTES];

    evlog_path(t->dir, t->end.segment, "", path);
    int fd = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "RPE1half", 8), 8);
    close(fd);
    assert_int_equal(evlog_check(t->dir, tell, &told, &totals, &t->err), 0);
    assert_int_equal(totals.tail_bytes, 8);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL),
                     ENTRIES);
}

/* --- everything at once --- */

#define TAIL 3000

struct beside {
    struct evlog_test *t;
    atomic_bool is_done;
};

static void *append_more(void *arg)
{
    struct beside *b = arg;
    char text[128];

    for (int i = ENTRIES; i < ENTRIES + TAIL; i++) {
        snprintf(text, sizeof(text), "{\"userId\":\"u%d\",\"n\":%d}", i % 9, i);
        while (evlog_test_send(b->t, text, 1000 + i) < 0)
            usleep(50);
        if (i % 50 == 0)
            usleep(200);
    }
    return NULL;
}

static void *seal_and_roll(void *arg)
{
    struct beside *b = arg;
    struct evlog_sealed done;
    struct err err;

    while (!b->is_done) {
        if (evlog_seal(b->t->dir, NULL, NULL, &done, &err) == 0)
            evlog_roll(b->t->log, &err);
        usleep(300);
    }
    return NULL;
}

/* A reader that follows the writer sees each entry once and in order, and takes nothing that is
 * being written, closed or sealed for damage. */
static void test_reading_beside_all_of_it(void **state)
{
    struct evlog_test *t = *state;
    struct beside b = {.t = t};
    struct evlog_reader *r = NULL;
    struct evlog_entry e;
    pthread_t appending, sealing;

    thread_start(&appending, "append", append_more, &b);
    thread_start(&sealing, "seal", seal_and_roll, &b);
    assert_int_equal(evlog_reader_open(t->dir, (struct evlog_position){0}, EVLOG_END, &r, &t->err),
                     0);
    for (int n = 0; n < ENTRIES + TAIL;) {
        int rc = evlog_read(r, &e, &t->err);
        assert_true(rc >= 0);
        if (rc > 0)
            assert_int_equal(e.received_ms, 1000 + n++);
    }
    assert_int_equal(evlog_read(r, &e, &t->err), 0);
    evlog_reader_free(r);
    b.is_done = true;
    pthread_join(appending, NULL);
    pthread_join(sealing, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sealing_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_forgetting, setup, teardown),
        cmocka_unit_test_setup_teardown(test_retention, setup, teardown),
        cmocka_unit_test_setup_teardown(test_check_and_repair, setup, teardown),
        cmocka_unit_test_setup_teardown(test_check_beside_the_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reading_beside_all_of_it, setup, teardown),
    };
    return cmocka_run_group_tests_name("evlog_keep", tests, NULL, NULL);
}
