/* The window of message ids: true the first time within the window; bounded; the same answers after
 * any number of restarts, whatever state the files are in. */
#include "base/day.h"
#include "base/mem.h"
#include "base/vec.h"
#include "intake/evlog/id_window.h"
#include "stats/random.h"
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_MS (7 * DAY_MS)

struct folder {
    char path[64];
};

static int setup(void **state)
{
    struct folder *f = mem_zalloc(sizeof(*f));

    strcpy(f->path, "/tmp/ripen-ids-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    *state = f;
    return 0;
}

/* Calls fn for each file of ids; returns how many there are. */
static int each_file(const struct folder *f, void (*fn)(const char *path))
{
    char path[512];
    DIR *d = opendir(f->path);
    const struct dirent *entry;
    int n = 0;

    while ((entry = readdir(d))) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", f->path, entry->d_name);
        if (fn)
            fn(path);
        n++;
    }
    closedir(d);
    return n;
}

static void remove_file(const char *path)
{
    unlink(path);
}

static int teardown(void **state)
{
    const struct folder *f = *state;

    each_file(f, remove_file);
    rmdir(f->path);
    mem_free(*state);
    return 0;
}

static struct id_window *window(size_t max_ids)
{
    return id_window_new(&(struct id_window_options){.max_ids = max_ids});
}

static void test_first_time_only(void **state)
{
    struct id_window *w = window(0);
    struct id_window_view v;
    struct rng rng;

    (void)state;
    rng_init(&rng, 1, 0);
    for (int round = 0; round < 2; round++) {
        rng_init(&rng, 1, 0);
        for (int i = 0; i < 100000; i++)
            assert_int_equal(id_window_add(w, rng_u64(&rng) | 1, 1000 + i), round == 0);
    }
    id_window_look(w, &v);
    assert_int_equal(v.ids, 100000);
    assert_int_equal(v.early, 0);
    assert_true(v.bytes < 100000 * 13 + 256 * 16 * 8);
    assert_int_equal(v.reach_ms, 1000 + 99999 - WINDOW_MS);
    id_window_free(w);
}

/* Ids that differ in one bit only are different ones, wherever the bit is. */
static void test_all_bits_count(void **state)
{
    struct id_window *w = window(0);

    (void)state;
    for (int i = 0; i < 64; i++)
        for (int k = 0; k <= i; k++)
            assert_true(id_window_add(w, UINT64_C(1) << i | UINT64_C(1) << k, 1));
    for (int i = 0; i < 64; i++)
        assert_false(id_window_add(w, UINT64_C(1) << i, 2));
    id_window_free(w);
}

static void test_window(void **state)
{
    struct id_window *w = window(0);
    struct id_window_view v;

    (void)state;
    for (int day = 0; day < 30; day++) {
        int64_t now = day * DAY_MS;
        for (uint64_t i = 0; i < 1000; i++)
            assert_true(id_window_add(
                w, ((uint64_t)day + 1) << 40 | (i * 0x9e3779b97f4a7c15u << 48) | (i + 1), now));
        /* Seven days back all are known; nine days back none is. */
        if (day >= 7)
            assert_false(id_window_add(w, ((uint64_t)day - 6) << 40 | 1, now));
        if (day >= 9)
            assert_true(id_window_add(w, ((uint64_t)day - 8) << 40 | 1, now));
    }
    id_window_look(w, &v);
    assert_true(v.ids >= 8000 && v.ids <= 9100);
    assert_int_equal(v.early, 0);
    /* A clock that goes back does not reopen what is past. */
    assert_false(id_window_add(w, UINT64_C(30) << 40 | 1, 0));
    id_window_free(w);
}

static void test_full(void **state)
{
    struct id_window *w = window(16000);
    struct id_window_view v;

    (void)state;
    for (uint64_t i = 1; i <= 100000; i++)
        assert_true(id_window_add(w, i * 0x9e3779b97f4a7c15u, (int64_t)i));
    id_window_look(w, &v);
    assert_true(v.ids <= 16000 && v.ids >= 15000);
    assert_int_equal(v.early + v.ids, 100000);
    assert_true(v.reach_ms >= 84000 && v.reach_ms <= 85001);
    for (uint64_t i = 100000; i >= (uint64_t)v.reach_ms; i--)
        assert_false(id_window_add(w, i * 0x9e3779b97f4a7c15u, 100001));
    assert_true(id_window_add(w, 0x9e3779b97f4a7c15u, 100001));
    id_window_free(w);
}

/* --- restarts --- */

/* One step of a made-up log: an id that is often one of before, and when it came. */
struct step {
    uint64_t id;
    int64_t received_ms;
};

static struct step *make_steps(uint64_t seed, size_t n)
{
    struct step *s = mem_alloc(n * sizeof(*s));
    struct rng rng;
    int64_t now = 1700000000000;

    rng_init(&rng, seed, 0);
    for (size_t i = 0; i < n; i++) {
        size_t back = (size_t)rng_below(&rng, 6000) + 1;
        bool is_again = i > back && rng_below(&rng, 3) == 0;
        now += rng_below(&rng, 500) == 0 ? DAY_MS / 2 : rng_below(&rng, 1000);
        s[i] = (struct step){is_again ? s[i - back].id : rng_u64(&rng) | 1, now};
    }
    return s;
}

static struct evlog_position position_of(size_t i)
{
    return (struct evlog_position){1 + i / 1000, i % 1000};
}

static size_t step_of(struct evlog_position p)
{
    return p.segment ? (p.segment - 1) * 1000 + p.offset : 0;
}

/* A new window as it was before step `checkpoint`, from the files and the log. */
static struct id_window *restart(const struct folder *f, size_t max_ids, const struct step *steps,
                                 size_t checkpoint, size_t *ret_read)
{
    struct id_window *w = window(max_ids);
    struct evlog_position from;
    struct err err;

    assert_int_equal(id_window_load(w, f->path, position_of(checkpoint), &from, &err), 0);
    assert_true(step_of(from) <= checkpoint);
    *ret_read = checkpoint - step_of(from);
    for (size_t i = step_of(from); i < checkpoint; i++)
        id_window_add(w, steps[i].id, steps[i].received_ms);
    return w;
}

static void spoil_half(const char *path)
{
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size / 2), 0);
}

static void spoil_byte(const char *path)
{
    FILE *f = fopen(path, "r+");

    assert_non_null(f);
    fseek(f, 200, SEEK_SET);
    fputc(fgetc(f) ^ 4, f);
    fclose(f);
}

#define STEPS 30000

/* Saves every now and then, sometimes dying before the database knows of it, and is killed every
 * now and then; sometimes the files are damaged meanwhile. The answers are those of a window that
 * was never restarted. */
static void run_with_restarts(const struct folder *f, uint64_t seed, size_t max_ids, bool spoils)
{
    struct step *steps = make_steps(seed, STEPS);
    struct id_window *straight = window(max_ids);
    bool *expected = mem_alloc(STEPS);
    size_t checkpoint = 0, saved = 0, read = 0, reread = 0, restarts = 0;
    struct rng rng;
    struct err err;

    rng_init(&rng, seed, 1);
    for (size_t i = 0; i < STEPS; i++)
        expected[i] = id_window_add(straight, steps[i].id, steps[i].received_ms);
    struct id_window *w = restart(f, max_ids, steps, 0, &read);
    for (size_t i = 0; i < STEPS; i++) {
        if (rng_below(&rng, 300) == 0) {
            checkpoint = saved;
            assert_int_equal(id_window_save(w, position_of(i), &err), 0);
            saved = i;
            checkpoint = rng_below(&rng, 4) ? saved : checkpoint;
        } else if (rng_below(&rng, 1000) == 0) {
            id_window_free(w);
            if (spoils && rng_below(&rng, 3) == 0)
                each_file(f, rng_below(&rng, 2) ? spoil_half : spoil_byte);
            w = restart(f, max_ids, steps, checkpoint, &read);
            reread += read;
            restarts++;
            i = saved = checkpoint;
        }
        assert_int_equal(id_window_add(w, steps[i].id, steps[i].received_ms), expected[i]);
    }
    assert_true(restarts > 5);
    if (!spoils)
        assert_int_equal(reread, 0);
    struct id_window_view a, b;
    id_window_look(w, &a);
    id_window_look(straight, &b);
    assert_int_equal(a.ids, b.ids);
    assert_int_equal(a.early, b.early);
    assert_int_equal(a.reach_ms, b.reach_ms);
    id_window_free(w);
    id_window_free(straight);
    mem_free(steps);
    mem_free(expected);
}

static void test_restarts(void **state)
{
    for (uint64_t seed = 1; seed <= 5; seed++) {
        run_with_restarts(*state, seed, 0, false);
        assert_in_range(each_file(*state, NULL), 5, 12); /* those of the window, no older ones */
        each_file(*state, remove_file);
    }
}

static void test_restarts_when_full(void **state)
{
    for (uint64_t seed = 11; seed <= 15; seed++) {
        run_with_restarts(*state, seed, 3000, false);
        each_file(*state, remove_file);
    }
}

static void test_restarts_with_damaged_files(void **state)
{
    for (uint64_t seed = 21; seed <= 25; seed++) {
        run_with_restarts(*state, seed, seed % 2 ? 0 : 3000, true);
        each_file(*state, remove_file);
    }
}

static void test_batch_is_one_by_one(void **state)
{
    struct id_window *a = window(3000), *b = window(3000);
    struct step *steps = make_steps(31, STEPS);
    uint64_t ids[250];
    bool is_new[250];

    (void)state;
    for (size_t i = 0; i < STEPS; i += 250) {
        for (size_t k = 0; k < 250; k++)
            ids[k] = k % 50 == 7 ? 0 : steps[i + k].id;
        id_window_add_batch(a, ids, 250, steps[i].received_ms, is_new);
        for (size_t k = 0; k < 250; k++)
            assert_int_equal(is_new[k],
                             ids[k] == 0 || id_window_add(b, ids[k], steps[i].received_ms));
    }
    mem_free(steps);
    id_window_free(a);
    id_window_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_time_only),
        cmocka_unit_test(test_all_bits_count),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_full),
        cmocka_unit_test_setup_teardown(test_restarts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_restarts_when_full, setup, teardown),
        cmocka_unit_test_setup_teardown(test_restarts_with_damaged_files, setup, teardown),
        cmocka_unit_test(test_batch_is_one_by_one),
    };
    return cmocka_run_group_tests_name("id_window", tests, NULL, NULL);
}
