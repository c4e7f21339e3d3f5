#include "stats/scale.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define PLACE_MAX 32

/* "scale[2].score" is the score of the third point. */
static const char *place_of(size_t i, const char *what, char room[PLACE_MAX])
{
    snprintf(room, PLACE_MAX, "scale[%zu].%s", i, what);
    return room;
}

static bool is_number(double v)
{
    return fabs(v) <= SCALE_VALUE_MAX; /* false for NaN */
}

static int check_point(const double *value, const double *score, size_t i, struct err *err)
{
    char place[PLACE_MAX];

    if (!is_number(value[i]) || !is_number(score[i]))
        return err_set(err, ERR_INVALID,
                       place_of(i, is_number(value[i]) ? "score" : "value", place),
                       "point %zu is not a finite number below 1e15", i + 1);
    if (i > 0 && value[i] <= value[i - 1])
        return err_set(err, ERR_INVALID, place_of(i, "value", place),
                       "point %zu (%g) must have a larger value than the point before it (%g)",
                       i + 1, value[i], value[i - 1]);
    return 0;
}

/* The direction is that of the first piece that is not flat. */
static int check_direction(const double *score, size_t n, struct err *err)
{
    double direction = 0;
    char place[PLACE_MAX];

    for (size_t i = 1; i < n; i++) {
        double step = score[i] - score[i - 1];
        if (direction * step < 0)
            return err_set(err, ERR_INVALID, place_of(i - 1, "score", place),
                           "scores must only rise or only fall, but turn at point %zu (%g)", i,
                           score[i - 1]);
        if (direction == 0 && step != 0)
            direction = step > 0 ? 1 : -1;
    }
    return 0;
}

int scale_init(struct scale *ret, const double *value, const double *score, size_t n,
               struct err *err)
{
    struct scale s = {.n = n};
    char place[PLACE_MAX];

    if (n < 2 || n > SCALE_POINTS_MAX)
        return err_set(err, ERR_INVALID, "scale", "needs 2 to %d points, not %zu", SCALE_POINTS_MAX,
                       n);
    for (size_t i = 0; i < n; i++) {
        int rc = check_point(value, score, i, err);
        if (rc < 0)
            return rc;
        s.value[i] = value[i];
        s.score[i] = score[i];
    }
    int rc = check_direction(score, n, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i + 1 < n; i++) {
        s.slope[i] = (score[i + 1] - score[i]) / (value[i + 1] - value[i]);
        if (!isfinite(s.slope[i]))
            return err_set(err, ERR_INVALID, place_of(i + 1, "value", place),
                           "points %zu and %zu are too close together", i + 1, i + 2);
    }
    *ret = s;
    return 0;
}

WIDE void scale_column(const struct scale *s, const double *value, size_t n, double *ret_score)
{
    scale_map(s, value, n, ret_score);
}

double scale_at(const struct scale *s, double value)
{
    double score;

    scale_column(s, &value, 1, &score);
    return score;
}
