/* The event log: what was appended is read again, in order, from any place, also after it was
 * opened anew; bounds hold; a tail that was being written goes, and nothing else does. */
#include "evlog_test.h"
#include "intake/evlog/evlog_file.h"

#include <fcntl.h>
#include <sys/stat.h>

static int setup(void **state)
{
    struct evlog_test *t = mem_zalloc(sizeof(*t));

    evlog_test_init(t);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    evlog_test_done(*state);
    mem_free(*state);
    return 0;
}

/* Text number i: small ones, and each hundredth a large one that fills a frame alone. */
static void text_of(int i, char *to, size_t room)
{
    int n = snprintf(to, room, "{\"type\":\"track\",\"event\":\"opened %d\",\"userId\":\"u%d\"}", i,
                     i % 7);

    if (i % 100 == 50) {
        for (size_t k = (size_t)n; k < 50000; k++)
            to[k] = (char)('a' + (k * k + (size_t)i) % 23);
        to[50000] = 0;
    }
}

static int64_t time_of(int i)
{
    return 1700000000000 + i * (int64_t)10;
}

#define TEXT_ROOM 60000

static void put_many(struct evlog_test *t, int from, int to)
{
    char *text = mem_alloc(TEXT_ROOM);

    for (int i = from; i < to; i++) {
        text_of(i, text, TEXT_ROOM);
        /* Some one by one, most in whatever groups come about. */
        int rc = (i % 3 ? evlog_test_send : evlog_test_put)(t, text, time_of(i));
        assert_int_equal(rc, 0);
    }
    evlog_test_wait(t, t->appended);
    mem_free(text);
}

struct check {
    int next;
    struct evlog_position last;
    struct evlog_position positions[4000];
};

static void check_entry(void *ctx, const struct evlog_entry *e)
{
    struct check *c = ctx;
    char *text = mem_alloc(TEXT_ROOM);

    text_of(c->next, text, TEXT_ROOM);
    assert_int_equal(e->bytes, strlen(text));
    assert_memory_equal(e->text, text, e->bytes);
    for (int i = 0; i < EVLOG_PADDING; i++)
        c->last.offset += (uint64_t)e->text[e->bytes + (size_t)i] & 0; /* may be read */
    assert_int_equal(e->source_id, 7);
    assert_int_equal(e->kind, 3);
    assert_int_equal(e->received_ms, time_of(c->next));
    assert_true(evlog_position_order(c->last, e->position) < 0 || c->next == 0);
    c->last = e->position;
    c->positions[c->next++] = e->position;
    mem_free(text);
}

static void test_reads_what_was_appended(void **state)
{
    struct evlog_test *t = *state;
    struct check *c = mem_zalloc(sizeof(*c));

    assert_int_equal(evlog_test_open(t, (struct evlog_options){.segment_bytes = 4000}), 0);
    put_many(t, 0, 500);
    assert_int_equal(t->refused, 0);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, t->end, check_entry, c), 500);
    assert_true(t->end.segment > 2);

    /* Opened again it goes on where it was. */
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.segment_bytes = 4000}), 0);
    put_many(t, 500, 700);
    c->next = 0;
    c->last = (struct evlog_position){0};
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, check_entry, c),
                     700);

    /* From each of a few places on, and up to them. */
    for (int i = 0; i < 700; i += 13) {
        struct check *part = mem_zalloc(sizeof(*part));
        part->next = i;
        assert_int_equal(evlog_test_read(t, c->positions[i], EVLOG_END, check_entry, part),
                         700 - i);
        assert_int_equal(
            evlog_test_read(t, (struct evlog_position){0}, c->positions[i], NULL, NULL), i);
        mem_free(part);
    }
    mem_free(c);
}

static void test_one_writer(void **state)
{
    struct evlog_test *t = *state;
    struct evlog *other = NULL;

    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(
        evlog_open(&(struct evlog_options){.dir = t->dir, .committed = evlog_test_committed},
                   &other, &t->err),
        ERR_BUSY);
    assert_non_null(strstr(t->err.text, "another process"));
}

static void test_in_flight_is_bounded(void **state)
{
    struct evlog_test *t = *state;
    struct evlog_view v;
    int n = 0;

    t->keeps_memory = true;
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.in_flight_bytes = 1000}), 0);
    while (evlog_test_put(t, "{\"a\":\"0123456789012345678901234567890123456789\"}", 1) == 0)
        n++;
    assert_int_equal(t->err.code, ERR_BUSY);
    assert_int_equal(n, 1000 / 48);
    evlog_look(t->log, &v);
    assert_int_equal(v.in_flight, n * 48);
    assert_int_equal(v.waiting, 0);
    assert_int_equal(v.entries, n);
    evlog_release(t->log, 48);
    assert_int_equal(evlog_test_put(t, "{\"a\":\"0123456789012345678901234567890123456789\"}", 1),
                     0);

    struct evlog_entry *empty = evlog_test_entry("", 1);
    assert_int_equal(evlog_append(t->log, empty, &t->err), ERR_INVALID);
    empty->bytes = EVLOG_TEXT_MAX + 1;
    assert_int_equal(evlog_append(t->log, empty, &t->err), ERR_TOO_LARGE);
    mem_free(empty);
}

static void last_path(struct evlog_test *t, char path[EVLOG_PATH_BYTES])
{
    evlog_path(t->dir, t->end.segment, "", path);
}

/* Cut anywhere in the last frame, or with junk behind it, the log opens with all the frames before.
 */
static void test_cuts_a_torn_tail(void **state)
{
    struct evlog_test *t = *state;
    char path[EVLOG_PATH_BYTES];
    struct stat before, after;

    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_put(t, "first", 1), 0);
    assert_int_equal(evlog_test_put(t, "second", 2), 0);
    evlog_test_close(t);
    last_path(t, path);
    assert_int_equal(stat(path, &before), 0);
    for (off_t cut = 1; cut < 90; cut += 11) {
        assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
        assert_int_equal(evlog_test_put(t, "third, which dies while it is written", 3), 0);
        evlog_test_close(t);
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(truncate(path, after.st_size - cut), 0);
        assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
        evlog_test_close(t);
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(after.st_size, before.st_size);
    }
    int fd = open(path, O_WRONLY | O_APPEND);
    char zeros[5000] = {0};
    assert_int_equal(write(fd, zeros, sizeof(zeros)), sizeof(zeros));
    close(fd);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL), 2);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
    assert_int_equal(evlog_test_put(t, "third", 3), 0);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL), 3);
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    char c;

    assert_int_equal(pread(fd, &c, 1, at), 1);
    c = (char)(c ^ 0x10);
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

/* Damage before the end is no torn tail, wherever it is: nothing is cut, and it is said. */
static void test_reports_damage_before_the_end(void **state)
{
    struct evlog_test *t = *state;
    char path[EVLOG_PATH_BYTES];
    struct stat before, after;

    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(evlog_test_put(t, "{\"event\":\"some event that is stored\"}", i), 0);
    evlog_test_close(t);
    last_path(t, path);
    assert_int_equal(stat(path, &before), 0);
    for (off_t at = 0; at < before.st_size * 2 / 3 - 20; at += 7) {
        flip(path, at);
        assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), ERR_IO);
        assert_non_null(strstr(t->err.text, "damaged at byte"));
        assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL),
                         ERR_IO);
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(after.st_size, before.st_size);
        flip(path, at);
    }
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);

    /* A closed segment that lost its end, and one that is not there. */
    struct err err;
    assert_int_equal(evlog_roll(t->log, &err), 0);
    assert_int_equal(evlog_test_put(t, "in the second segment", 9), 0);
    assert_int_equal(evlog_roll(t->log, &err), 0);
    assert_int_equal(evlog_test_put(t, "in the third segment", 9), 0);
    evlog_test_close(t);
    assert_int_equal(truncate(path, before.st_size), 0);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), ERR_IO);
    assert_non_null(strstr(t->err.text, "its end is missing"));
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL), ERR_IO);
    evlog_path(t->dir, 2, "", path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), ERR_IO);
    assert_non_null(strstr(t->err.text, "segment 2 of the event log is missing"));
}

static void test_goes_on_after_the_end_marker(void **state)
{
    struct evlog_test *t = *state;

    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_put(t, "one", 1), 0);
    assert_int_equal(evlog_roll(t->log, &t->err), 0);
    assert_int_equal(evlog_roll(t->log, &t->err), 0); /* nothing to close: nothing happens */
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){0}), 0);
    assert_int_equal(evlog_test_put(t, "two", 2), 0);
    assert_int_equal(t->end.segment, 2);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, t->end, NULL, NULL), 2);
    /* What retention deleted is begun behind; an empty log has nothing. */
    char path[EVLOG_PATH_BYTES];
    evlog_path(t->dir, 1, "", path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){1, 0}, t->end, NULL, NULL), 1);
    assert_int_equal(evlog_test_read(t, t->end, EVLOG_END, NULL, NULL), 0);
}

/* The folder is empty, or older than the database: what comes now is behind what was counted. */
static void test_goes_on_behind_what_was_counted(void **state)
{
    struct evlog_test *t = *state;
    const struct evlog_position counted = {4, 1000};

    assert_int_equal(evlog_test_open(t, (struct evlog_options){.after = counted}), 0);
    assert_int_equal(evlog_test_put(t, "one", 1), 0);
    assert_true(evlog_position_order(t->end, counted) > 0);
    struct evlog_position end = t->end;
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.after = end}), 0);
    assert_int_equal(evlog_test_put(t, "two", 1), 0);
    assert_int_equal(t->end.segment, end.segment); /* nothing to leave behind */
    evlog_test_close(t);
    assert_int_equal(evlog_test_open(t, (struct evlog_options){.after = {8, 0}}), 0);
    assert_int_equal(evlog_test_put(t, "three", 1), 0);
    assert_true(t->end.segment > 8);
    assert_int_equal(evlog_test_read(t, (struct evlog_position){0}, EVLOG_END, NULL, NULL), 3);
    assert_int_equal(evlog_test_read(t, end, EVLOG_END, NULL, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reads_what_was_appended, setup, teardown),
        cmocka_unit_test_setup_teardown(test_one_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_in_flight_is_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cuts_a_torn_tail, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reports_damage_before_the_end, setup, teardown),
        cmocka_unit_test_setup_teardown(test_goes_on_after_the_end_marker, setup, teardown),
        cmocka_unit_test_setup_teardown(test_goes_on_behind_what_was_counted, setup, teardown),
    };
    return cmocka_run_group_tests_name("evlog", tests, NULL, NULL);
}
