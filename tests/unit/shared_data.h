/* shared_data.h: files that are not ours to keep. The tests read them where SHARED_DATA says; where
 * they are not there, the whole program skips and says so (cmocka's own skip() prints "not ok",
 * which fails the run), so such tests have programs of their own. */
#pragma once
#include "base/arena.h"
#include "base/str.h"
#include "intake/csv/csv_file.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The path of a file or folder; NULL when it is not there. */
static inline const char *shared_path(struct arena *arena, const char *name)
{
    const char *shared = getenv("SHARED_DATA"); // NOLINT(concurrency-mt-unsafe): one thread
    struct stat st;
    const char *path = arena_printf(arena, "%s/%s", shared ? shared : "", name);

    return shared && stat(path, &st) == 0 ? path : NULL;
}

/* For main: 0 after having said why the program does nothing. */
static inline int shared_skip(const char *name)
{
    printf("1..0 # SKIP there is no ../shared/data/%s\n", name);
    return 0;
}

/* A CSV file as texts: cell r, c is cells[r * n_columns + c]. */
struct shared_table {
    size_t n, n_columns, cap;
    const char **headers;
    const char **cells;
    struct arena *arena;
};

static inline int shared_take(void *ctx, const struct csv_record *record, struct err *err)
{
    struct shared_table *t = ctx;

    (void)err;
    assert_null(record->flaw);
    assert_int_equal(record->n, t->n_columns);
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 256;
        const char **cells = ARENA_ARRAY(t->arena, cap * t->n_columns, const char *);
        for (size_t i = 0; i < t->n * t->n_columns; i++)
            cells[i] = t->cells[i];
        t->cells = cells;
        t->cap = cap;
    }
    for (size_t c = 0; c < t->n_columns; c++)
        t->cells[t->n * t->n_columns + c] = arena_strdup(t->arena, record->fields[c].s);
    t->n++;
    return 0;
}

static inline struct shared_table shared_read(struct arena *arena, const char *name)
{
    struct csv_shape shape;
    struct err err = {0};
    const char *path = shared_path(arena, name);
    struct shared_table t = {.arena = arena};

    assert_non_null(path);
    assert_int_equal(csv_file_look(path, arena, &shape, &err), 0);
    t.n_columns = shape.n_headers;
    t.headers = shape.headers;
    struct csv_scan scan = {.path = path, .shape = &shape, .fn = shared_take, .ctx = &t};
    assert_int_equal(csv_file_scan(&scan, &err), 0);
    return t;
}

static inline size_t shared_column(const struct shared_table *t, const char *header)
{
    for (size_t c = 0; c < t->n_columns; c++)
        if (str_eq(t->headers[c], header))
            return c;
    fail_msg("no column %s", header);
    return 0;
}

static inline const char *shared_cell(const struct shared_table *t, size_t row, size_t column)
{
    return t->cells[row * t->n_columns + column];
}

/* A column of numbers; what is no number is NaN. */
static inline double *shared_numbers(const struct shared_table *t, const char *header)
{
    size_t column = shared_column(t, header);
    double *values = ARENA_ARRAY(t->arena, t->n, double);

    for (size_t r = 0; r < t->n; r++)
        if (!str_to_f64(shared_cell(t, r, column), &values[r]))
            values[r] = NAN;
    return values;
}
