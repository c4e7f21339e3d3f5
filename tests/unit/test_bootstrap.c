#include "base/auto.h"
#include "stats/bootstrap.h"
#include "stats/random.h"
#include "test.h"

#define MOST 400

struct sample {
    double value[MOST];
    uint32_t cluster[MOST];
    size_t n, clusters;
};

static double mean_of(const uint32_t *rows, size_t n, void *ctx)
{
    const struct sample *s = ctx;
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += s->value[rows[i]];
    return sum / (double)n;
}

static struct bootstrap run(struct sample *s, bool is_clustered, uint64_t seed, bootstrap_fn fn)
{
    struct bootstrap_ask ask = {.cluster = is_clustered ? s->cluster : NULL,
                                .n = s->n,
                                .clusters = s->clusters,
                                .fn = fn,
                                .ctx = s,
                                .rounds = 400,
                                .seed = seed,
                                .level = 0.95};
    struct bootstrap b;
    struct err err;

    assert_int_equal(bootstrap(&ask, &b, &err), 0);
    return b;
}

/* Accounts with a value of their own, and months that hardly differ from it. */
static void make_up(struct sample *s, struct rng *rng, size_t accounts, size_t months)
{
    s->n = accounts * months;
    s->clusters = accounts;
    for (size_t c = 0; c < accounts; c++) {
        double own = rng_normal(rng);
        for (size_t m = 0; m < months; m++) {
            /* the months of an account do not stand together */
            s->value[m * accounts + c] = own + 0.1 * rng_normal(rng);
            s->cluster[m * accounts + c] = (uint32_t)c;
        }
    }
}

/* Each row its own: the standard error of a mean is known. */
static void the_error_of_a_mean_is_known(void **state)
{
    struct rng rng;
    struct sample s = {.n = MOST};
    double sum = 0, squares = 0;

    (void)state;
    rng_init(&rng, 91, 0);
    for (size_t i = 0; i < MOST; i++) {
        s.value[i] = 5 + 2 * rng_normal(&rng);
        sum += s.value[i];
        squares += s.value[i] * s.value[i];
    }
    double mean = sum / MOST, error = sqrt((squares / MOST - mean * mean) / MOST);
    struct bootstrap b = run(&s, false, 1, mean_of);
    assert_close(b.value, mean, 1e-12);
    assert_close(b.std_error, error, 0.1 * error);
    assert_close(b.range.low, mean - 1.96 * error, 0.4 * error);
    assert_close(b.range.high, mean + 1.96 * error, 0.4 * error);
    assert_int_equal(b.rounds, 400);
    assert_close(b.above_zero, 1, 0);
}

/* Drawn by account the interval holds the truth; drawn by row, as if months were customers, it is
 * far too narrow. */
static void months_are_no_customers(void **state)
{
    enum { TRIES = 200 };
    struct rng rng;
    struct sample s;
    int by_account = 0, by_row = 0;

    (void)state;
    rng_init(&rng, 92, 0);
    for (int t = 0; t < TRIES; t++) {
        make_up(&s, &rng, 30, 12);
        struct bootstrap b = run(&s, true, (uint64_t)t, mean_of);
        by_account += b.range.low <= 0 && 0 <= b.range.high;
        b = run(&s, false, (uint64_t)t, mean_of);
        by_row += b.range.low <= 0 && 0 <= b.range.high;
    }
    assert_true(by_account > TRIES * 88 / 100);
    assert_true(by_row < TRIES * 60 / 100);
}

static void the_same_seed_gives_the_same_interval(void **state)
{
    struct rng rng;
    struct sample s;

    (void)state;
    rng_init(&rng, 93, 0);
    make_up(&s, &rng, 20, 3);
    struct bootstrap a = run(&s, true, 7, mean_of), b = run(&s, true, 7, mean_of);
    struct bootstrap c = run(&s, true, 8, mean_of);
    assert_close(a.range.low, b.range.low, 0);
    assert_close(a.std_error, b.std_error, 0);
    assert_true(a.range.low != c.range.low);
}

static double unless_odd(const uint32_t *rows, size_t n, void *ctx)
{
    (void)ctx;
    return n > 0 && rows[0] % 2 ? NAN : 1;
}

static double never(const uint32_t *rows, size_t n, void *ctx)
{
    (void)rows;
    (void)n;
    (void)ctx;
    return NAN;
}

static void numbers_that_cannot_be_made_are_left_out(void **state)
{
    struct sample s = {.n = 40};
    struct bootstrap b = run(&s, false, 1, unless_odd);

    (void)state;
    assert_true(b.rounds > 150 && b.rounds < 250);
    assert_close(b.range.low, 1, 0);
    assert_close(b.std_error, 0, 0);
    b = run(&s, false, 1, never);
    assert_int_equal(b.rounds, 0);
    assert_true(isnan(b.range.low) && isnan(b.std_error) && isnan(b.value));
    s.n = 0;
    b = run(&s, false, 1, mean_of);
    assert_true(isnan(b.value) && isnan(b.range.low));
}

static void what_cannot_be_is_refused(void **state)
{
    struct sample s = {.n = 3, .clusters = 2, .cluster = {0, 1, 2}};
    struct bootstrap_ask ask = {s.cluster, 3, 2, mean_of, &s, 100, 1, 0.95};
    struct bootstrap b;
    struct err err;

    (void)state;
    assert_int_equal(bootstrap(&ask, &b, &err), ERR_INVALID);
    assert_string_equal(err.field, "cluster");
    ask.clusters = 5; /* some are empty */
    assert_int_equal(bootstrap(&ask, &b, &err), 0);
    ask.level = 1;
    assert_int_equal(bootstrap(&ask, &b, &err), ERR_INVALID);
    ask.level = 0.95;
    ask.rounds = 0;
    assert_int_equal(bootstrap(&ask, &b, &err), ERR_INVALID);
    assert_string_equal(err.field, "rounds");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_error_of_a_mean_is_known),
        cmocka_unit_test(months_are_no_customers),
        cmocka_unit_test(the_same_seed_gives_the_same_interval),
        cmocka_unit_test(numbers_that_cannot_be_made_are_left_out),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
