#include "base/arena.h"
#include "base/mem.h"
#include "stats/boosted_trees.h"
#include "stats/interval.h"
#include "stats/logistic.h"
#include "stats/random.h"
#include "stats/roc.h"
#include "test.h"

#include <string.h>

#define ROWS 3000

struct sample {
    double values[4][ROWS];
    const double *columns[4];
    bool label[ROWS];
    double p[ROWS];
    struct labelled d;
};

/* A yes where the first column is far from 0 on either side, the more so if the second is positive.
 * The third is noise, a fifth of the first is missing. */
static struct sample *make_up(struct arena *a, size_t n)
{
    struct sample *s = ARENA_NEW(a, struct sample);
    struct rng rng;

    rng_init(&rng, 61, 0);
    s->d = (struct labelled){n, 3, s->columns, s->label, NULL};
    for (size_t j = 0; j < 4; j++)
        s->columns[j] = s->values[j];
    for (size_t i = 0; i < n; i++) {
        double x = rng_normal(&rng), y = rng_normal(&rng);
        s->values[0][i] = rng_chance(&rng, 0.2) ? NAN : x;
        s->values[1][i] = y;
        s->values[2][i] = rng_normal(&rng);
        s->label[i] = rng_chance(&rng, fabs(x) < 0.8 ? 0.1 : y > 0 ? 0.9 : 0.5);
    }
    return s;
}

static struct trees *fit(const struct labelled *d, const struct trees_options *o)
{
    struct trees *t = NULL;
    struct err err = {0};

    if (trees_fit(d, o, &t, &err) != 0)
        fail_msg("%s: %s", err.field, err.text);
    return t;
}

static void trees_see_what_a_line_cannot(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, ROWS);
    struct trees_options o = trees_default();
    struct labelled half = s->d;
    const double *rest[3];
    struct logistic line;
    struct err err;

    (void)state;
    half.n = ROWS / 2;
    for (size_t j = 0; j < 3; j++)
        rest[j] = s->values[j] + half.n;
    AUTO_STRUCT(trees) *t = fit(&half, &o);
    assert_int_equal(trees_columns(t), 3);
    assert_int_equal(trees_predict(t, rest, half.n, 0, 1, s->p, &err), 0);
    for (size_t i = 0; i < half.n; i++)
        assert_true(s->p[i] > 0 && s->p[i] < 1);
    assert_true(roc_auc(s->p, s->label + half.n, half.n, Z_95).range.low > 0.72);
    assert_int_equal(logistic_fit(&half, 1, a, &line, &err), 0);
    logistic_predict(&line, rest, half.n, s->p);
    assert_true(roc_auc(s->p, s->label + half.n, half.n, Z_95).value < 0.7);
}

static char *bytes_of(const struct trees *t, size_t *ret_n)
{
    AUTO_BUF b = {0};
    struct err err;

    assert_int_equal(trees_save(t, &b, &err), 0);
    *ret_n = b.len;
    return buf_take(&b);
}

/* The same seed gives the same bytes, another seed others; a fit in between changes nothing. */
static void the_same_seed_gives_the_same_model(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 800);
    struct trees_options o = trees_default(), other = trees_default(), two = trees_default();
    size_t n, m;

    (void)state;
    other.seed = 2;
    two.threads = 2;
    o.rounds = other.rounds = two.rounds = 40;
    AUTO_STRUCT(trees) *first = fit(&s->d, &o);
    AUTO_STRUCT(trees) *between = fit(&s->d, &other);
    AUTO_STRUCT(trees) *again = fit(&s->d, &o);
    AUTO_STRUCT(trees) *wide = fit(&s->d, &two);
    AUTO_STRUCT(trees) *wide_again = fit(&s->d, &two);
    char *x = bytes_of(first, &n), *y = bytes_of(again, &m), *z = bytes_of(between, &m);
    assert_memory_equal(x, y, n);
    assert_true(m != n || memcmp(x, z, n) != 0);
    mem_free(x);
    mem_free(y);
    mem_free(z);
    x = bytes_of(wide, &n);
    y = bytes_of(wide_again, &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    mem_free(x);
    mem_free(y);
}

/* Whatever way they are counted, the parts of a row add up to its log-odds. */
static void parts_add_up(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 900);
    struct trees_options o = trees_default();
    double *parts = ARENA_ARRAY(a, (size_t)900 * 4, double), by_column[2][3] = {0};
    struct err err;

    (void)state;
    AUTO_STRUCT(trees) *t = fit(&s->d, &o);
    assert_int_equal(trees_predict(t, s->columns, 900, 0, 1, s->p, &err), 0);
    for (int exact = 0; exact < 2; exact++) {
        assert_int_equal(trees_parts(t, s->columns, 900, exact, 1, parts, &err), 0);
        for (size_t i = 0; i < 900; i++) {
            double sum = 0;
            for (size_t j = 0; j < 4; j++)
                sum += parts[i * 4 + j];
            for (size_t j = 0; j < 3; j++)
                by_column[exact][j] += fabs(parts[i * 4 + j]) / 900;
            assert_close(sum, log(s->p[i] / (1 - s->p[i])), 1e-4);
            assert_close(parts[i * 4 + 3], parts[3], 1e-6);
        }
    }
    /* Noise moves least. */
    for (int exact = 0; exact < 2; exact++)
        assert_true(by_column[exact][2] < by_column[exact][0] / 2 &&
                    by_column[exact][2] < by_column[exact][1] / 2);
}

/* Threads of our own share out the rows; each is told by itself. */
static void rows_are_told_alike_by_any_number_of_threads(void **state)
{
    enum { MANY = 20000 };
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 500);
    struct trees_options o = trees_default();
    const double *columns[3];
    double *p = ARENA_ARRAY(a, (size_t)MANY, double), *again = ARENA_ARRAY(a, (size_t)MANY, double);
    double *parts = ARENA_ARRAY(a, (size_t)MANY * 4, double);
    double *parts_again = ARENA_ARRAY(a, (size_t)MANY * 4, double);
    struct err err;
    struct rng rng;

    (void)state;
    rng_init(&rng, 63, 0);
    for (size_t j = 0; j < 3; j++) {
        double *values = ARENA_ARRAY(a, (size_t)MANY, double);
        for (size_t i = 0; i < MANY; i++)
            values[i] = rng_chance(&rng, .1) ? NAN : rng_normal(&rng);
        columns[j] = values;
    }
    o.rounds = 30;
    AUTO_STRUCT(trees) *t = fit(&s->d, &o);
    assert_int_equal(trees_predict(t, columns, MANY, 0, 1, p, &err), 0);
    assert_int_equal(trees_parts(t, columns, MANY, true, 1, parts, &err), 0);
    for (int threads = 0; threads < 8; threads += threads ? 2 : 3) {
        assert_int_equal(trees_predict(t, columns, MANY, 0, threads, again, &err), 0);
        assert_memory_equal(p, again, MANY * sizeof(*p));
        assert_int_equal(trees_parts(t, columns, MANY, true, threads, parts_again, &err), 0);
        assert_memory_equal(parts, parts_again, (size_t)MANY * 4 * sizeof(*parts));
    }
    assert_int_equal(trees_predict(t, columns, MANY, 0, -1, p, &err), ERR_INVALID);
    assert_int_equal(trees_predict(t, columns, MANY, 31, 2, p, &err), ERR_INVALID);
}

static void a_kept_model_predicts_the_same(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 500);
    struct trees_options o = trees_default();
    double *p = ARENA_ARRAY(a, 500, double), *few = ARENA_ARRAY(a, 500, double);
    struct trees *back = NULL, *none = NULL;
    struct err err;
    size_t n, m;
    struct rng rng;
    double yes = 0;

    (void)state;
    rng_init(&rng, 62, 0);
    for (size_t i = 0; i < 500; i++)
        yes += s->label[i];
    o.rounds = 30;
    AUTO_STRUCT(trees) *t = fit(&s->d, &o);
    char *bytes = bytes_of(t, &n);
    assert_int_equal(trees_load(bytes, n, &back, &err), 0);
    AUTO_STRUCT(trees) *loaded = back;
    char *again = bytes_of(loaded, &m);
    assert_int_equal(n, m);
    assert_memory_equal(bytes, again, n);
    mem_free(again);
    assert_int_equal(trees_predict(t, s->columns, 500, 0, 1, s->p, &err), 0);
    assert_int_equal(trees_predict(loaded, s->columns, 500, 0, 2, p, &err), 0);
    assert_int_equal(trees_predict(loaded, s->columns, 500, 3, 1, few, &err), 0);
    assert_int_equal(trees_predict(loaded, s->columns, 500, 31, 1, few, &err), ERR_INVALID);
    for (size_t i = 0; i < 500; i++) {
        assert_close(p[i], s->p[i], 0);
        assert_close(few[i], yes / 500, 0.12); /* three slow steps from the share of yes */
    }
    for (int k = 0; k < 300; k++) { /* one byte off, or cut anywhere */
        size_t at = (size_t)rng_below(&rng, (int64_t)n), bit = (size_t)rng_below(&rng, 8);
        bytes[at] = (char)(bytes[at] ^ (1 << bit));
        /* Only the count of columns is told by XGBoost itself. */
        assert_true(trees_load(bytes, n, &none, &err) < 0);
        bytes[at] = (char)(bytes[at] ^ (1 << bit));
        assert_int_equal(trees_load(bytes, at, &none, &err), ERR_INVALID);
        assert_string_equal(err.field, "model");
    }
    mem_free(bytes);
    assert_null(none);
}

static int stop_at_five(void *ctx, size_t round, struct err *err)
{
    *(size_t *)ctx = round;
    return round == 5 ? err_set(err, ERR_CONFLICT, NULL, "cancelled") : 0;
}

static void a_fit_can_be_cancelled(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 300);
    size_t reached = 0;
    struct trees_options o = trees_default();
    struct trees *t = NULL;
    struct err err;

    (void)state;
    o.progress = stop_at_five;
    o.ctx = &reached;
    assert_int_equal(trees_fit(&s->d, &o, &t, &err), ERR_CONFLICT);
    assert_string_equal(err.text, "cancelled");
    assert_int_equal(reached, 5);
    assert_null(t);
}

/* Two rows, columns that say nothing or are missing throughout, labels told without a fault. */
static void little_data_is_no_trouble(void **state)
{
    double same[] = {3, 3, 3, 3}, unknown[] = {NAN, NAN, NAN, NAN}, told[] = {1, 2, 3, 4}, p[4];
    bool label[] = {0, 0, 1, 1}, two[] = {0, 1};
    double weight[] = {1, 1, 1, 3};
    const double *columns[] = {same, unknown, told};
    struct labelled d = {2, 3, columns, two, NULL};
    struct trees_options o = trees_default();
    struct err err;

    (void)state;
    AUTO_STRUCT(trees) *t = fit(&d, &o);
    assert_int_equal(trees_predict(t, columns, 2, 0, 1, p, &err), 0);
    assert_close(p[0], 0.5, 1e-6); /* leaves of one row are too light */
    d.n = 4;
    d.label = label;
    d.weight = weight;
    o.leaf_weight = 0;
    o.row_share = o.column_share = 1;
    AUTO_STRUCT(trees) *sharp = fit(&d, &o);
    assert_int_equal(trees_predict(sharp, columns, 4, 0, 1, p, &err), 0);
    assert_true(p[0] < 0.2 && p[1] < 0.2 && p[2] > 0.8 && p[3] > 0.8);
    assert_int_equal(trees_predict(sharp, columns, 0, 0, 1, p, &err), 0);
}

static void what_cannot_be_is_refused(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample *s = make_up(a, 50);
    struct trees *t = NULL;
    struct err err;
    struct trees_options good = trees_default();
    static const struct {
        size_t rounds, depth;
        double rate, ridge;
        int threads;
        const char *field;
    } cases[] = {{0, 3, 0.1, 1, 1, "rounds"},       {9999, 3, 0.1, 1, 1, "rounds"},
                 {10, 0, 0.1, 1, 1, "depth"},       {10, 40, 0.1, 1, 1, "depth"},
                 {10, 3, 0, 1, 1, "learning_rate"}, {10, 3, NAN, 1, 1, "learning_rate"},
                 {10, 3, 0.1, -1, 1, "ridge"},      {10, 3, 0.1, 1, 0, "threads"},
                 {10, 3, 0.1, 1, 1000, "threads"}};

    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct trees_options o = good;
        o.rounds = cases[k].rounds;
        o.depth = cases[k].depth;
        o.learning_rate = cases[k].rate;
        o.ridge = cases[k].ridge;
        o.threads = cases[k].threads;
        assert_int_equal(trees_fit(&s->d, &o, &t, &err), ERR_INVALID);
        assert_string_equal(err.field, cases[k].field);
    }
    s->values[1][7] = -INFINITY;
    assert_int_equal(trees_fit(&s->d, &good, &t, &err), ERR_INVALID);
    assert_string_equal(err.text, "row 7 of column 1 is infinite");
    s->values[1][7] = 0;
    s->d.p = 0;
    assert_int_equal(trees_fit(&s->d, &good, &t, &err), ERR_INVALID);
    s->d.p = 3;
    memset(s->label, 0, sizeof(s->label));
    assert_int_equal(trees_fit(&s->d, &good, &t, &err), ERR_INVALID);
    assert_string_equal(err.field, "label");
    assert_null(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_see_what_a_line_cannot),
        cmocka_unit_test(the_same_seed_gives_the_same_model),
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(rows_are_told_alike_by_any_number_of_threads),
        cmocka_unit_test(a_kept_model_predicts_the_same),
        cmocka_unit_test(a_fit_can_be_cancelled),
        cmocka_unit_test(little_data_is_no_trouble),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
