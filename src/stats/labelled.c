#include "stats/labelled.h"

#include <math.h>

double labelled_weight(const struct labelled *d, size_t i)
{
    return d->weight ? d->weight[i] : 1;
}

double labelled_total(const struct labelled *d, double *ret_yes)
{
    double total = 0, yes = 0;

    for (size_t i = 0; i < d->n; i++) {
        total += labelled_weight(d, i);
        yes += d->label[i] ? labelled_weight(d, i) : 0;
    }
    *ret_yes = yes;
    return total;
}

static int check_size(const struct labelled *d, struct err *err)
{
    if (d->n > LABELLED_ROWS_MAX)
        return err_set(err, ERR_INVALID, "data", "%zu rows; the most is %d", d->n,
                       LABELLED_ROWS_MAX);
    if (d->p > LABELLED_COLUMNS_MAX)
        return err_set(err, ERR_INVALID, "data", "%zu columns; the most is %d", d->p,
                       LABELLED_COLUMNS_MAX);
    return 0;
}

int labelled_check(const struct labelled *d, struct err *err)
{
    size_t yes = 0;

    int rc = check_size(d, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < d->n; i++) {
        double weight = labelled_weight(d, i);
        yes += d->label[i];
        if (!(weight > 0) || isinf(weight))
            return err_set(err, ERR_INVALID, "data", "row %zu weighs %g; it must be above 0", i,
                           weight);
    }
    for (size_t j = 0; j < d->p; j++)
        for (size_t i = 0; i < d->n; i++)
            if (isinf(d->columns[j][i]))
                return err_set(err, ERR_INVALID, "data", "row %zu of column %zu is infinite", i, j);
    if (yes == 0 || yes == d->n)
        return err_set(err, ERR_INVALID, "label",
                       "all of %zu rows have the same outcome; there is nothing to tell apart",
                       d->n);
    return 0;
}
