/* telco_table.h: IBM's Telco-Customer-Churn as columns: what a model may see, and who churned.
 * Words become one column each (1 or 0), as the caller of a model has to make them. */
#pragma once
#include "shared_data.h"
#include "stats/random.h"

#define TELCO_FILE "telco/Telco-Customer-Churn.csv"

struct telco {
    size_t n, p;
    const double *columns[64];
    const char *names[64];
    bool *label;
    size_t *fold; /* 0 … 9, the same at every run */
};

static inline void telco_add(struct telco *t, const char *name, const double *column)
{
    assert_true(t->p < 64);
    t->names[t->p] = name;
    t->columns[t->p++] = column;
}

/* One column for each word that stands in column c. */
static inline void telco_add_words(struct telco *t, const struct shared_table *table, size_t c)
{
    const char *words[16];
    size_t n_words = 0;

    for (size_t i = 0; i < table->n; i++) {
        const char *word = shared_cell(table, i, c);
        size_t k = 0;
        while (k < n_words && !str_eq(words[k], word))
            k++;
        if (k < n_words)
            continue;
        assert_true(n_words < 16);
        words[n_words++] = word;
    }
    for (size_t k = 0; k < n_words; k++) {
        double *column = ARENA_ARRAY(table->arena, table->n, double);
        for (size_t i = 0; i < table->n; i++)
            column[i] = str_eq(shared_cell(table, i, c), words[k]);
        telco_add(t, arena_printf(table->arena, "%s=%s", table->headers[c], words[k]), column);
    }
}

static inline void telco_deal_folds(struct telco *t, struct arena *a)
{
    size_t *order = ARENA_ARRAY(a, t->n, size_t);
    struct rng rng;

    t->fold = ARENA_ARRAY(a, t->n, size_t);
    rng_init(&rng, 1, 0);
    for (size_t i = 0; i < t->n; i++)
        order[i] = i;
    for (size_t i = t->n; i > 1; i--) {
        size_t k = (size_t)rng_below(&rng, (int64_t)i), held = order[i - 1];
        order[i - 1] = order[k];
        order[k] = held;
    }
    for (size_t i = 0; i < t->n; i++)
        t->fold[order[i]] = i % 10;
}

static inline struct telco telco_read(struct arena *a)
{
    struct shared_table table = shared_read(a, TELCO_FILE);
    struct telco t = {.n = table.n, .label = ARENA_ARRAY(a, table.n, bool)};
    size_t churn = shared_column(&table, "Churn");

    assert_int_equal(t.n, 7043);
    for (size_t i = 0; i < t.n; i++)
        t.label[i] = str_eq(shared_cell(&table, i, churn), "Yes");
    telco_add(&t, "tenure", shared_numbers(&table, "tenure"));
    telco_add(&t, "MonthlyCharges", shared_numbers(&table, "MonthlyCharges"));
    /* Empty for those in their first month: missing, not 0. */
    telco_add(&t, "TotalCharges", shared_numbers(&table, "TotalCharges"));
    for (size_t c = 1; c < table.n_columns; c++)
        if (c != churn && !str_eq(table.headers[c], "tenure") &&
            !str_eq(table.headers[c], "MonthlyCharges") &&
            !str_eq(table.headers[c], "TotalCharges"))
            telco_add_words(&t, &table, c);
    telco_deal_folds(&t, a);
    return t;
}

/* The rows of the folds that are taken: columns and labels of their own. */
static inline size_t telco_part(const struct telco *t, const bool take[10], struct arena *a,
                                const double **ret_columns, bool **ret_label)
{
    size_t n = 0;

    *ret_label = ARENA_ARRAY(a, t->n, bool);
    for (size_t i = 0; i < t->n; i++)
        if (take[t->fold[i]])
            (*ret_label)[n++] = t->label[i];
    for (size_t j = 0; j < t->p; j++) {
        double *column = ARENA_ARRAY(a, n, double);
        size_t at = 0;
        for (size_t i = 0; i < t->n; i++)
            if (take[t->fold[i]])
                column[at++] = t->columns[j][i];
        ret_columns[j] = column;
    }
    return n;
}
