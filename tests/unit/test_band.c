#include "stats/band.h"
#include "test.h"

#include <math.h>

static void edges_belong_to_the_band_above(void **state)
{
    (void)state;
    static const double health[] = {0, 50, 75, 100}, maturity[] = {1, 2.333, 3.667, 5};
    static const struct {
        const double *edges;
        double score;
        int band;
    } cases[] = {
        {health, 0, 0},       {health, 49.99, 0},      {health, 50, 1},      {health, 74.999, 1},
        {health, 75, 2},      {health, 100, 2},        {health, -3, 0},      {health, 130, 2},
        {health, NAN, -1},    {maturity, 1, 0},        {maturity, 2.332, 0}, {maturity, 7.0 / 3, 1},
        {maturity, 3.667, 2}, {health, 50 - 1e-12, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_int_equal(band_of(cases[i].edges, 3, cases[i].score), cases[i].band);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(edges_belong_to_the_band_above)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
