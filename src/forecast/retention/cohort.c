#include "forecast/retention/cohort.h"

#include "base/day.h"
#include "base/str.h"
#include "forecast/revenue/movement.h"
#include "scoring/metric/life.h"

#include <math.h>

#define PER_CENT 100

static const int step_of_size[] = {12, 3, 1};

/* What is summed up of a cohort, or of all, at one age. */
struct cell {
    int64_t accounts, customers; /* that came to this age; that were there still */
    int64_t start_cents, now_cents;
};
struct making {
    const struct lives *lives;
    int size, step;
    int32_t first;                             /* month of the first cohort shown */
    size_t n;                                  /* cohorts */
    struct cell (*cells)[COHORT_AGES_MAX + 1]; /* [cohort]; the last row is all */
    int64_t *unknown;
    int64_t *late; /* [cohort] */
    int64_t earlier;
    int32_t watched_from;
};

/* The day on which it began to pay, or became a customer; DAY_NONE if it never was one. */
static int32_t begin(const struct factbook *book, size_t i, int32_t known)
{
    int32_t first = DAY_NONE;

    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known && s->start <= known && !(s->mrr_cents <= 0) &&
            (s->ended == DAY_NONE || s->ended > s->start) &&
            (first == DAY_NONE || s->start < first))
            first = s->start;
    return first == DAY_NONE ? life_start(book, i, known) : first;
}

static void add_at(struct cell *cell, const struct stand *start, const struct stand *now,
                   bool is_money_known)
{
    cell->accounts++;
    cell->customers += state_is_customer(now->state);
    if (!is_money_known)
        return;
    cell->start_cents += start->arr_cents;
    cell->now_cents += now->arr_cents;
}

/* One account at all its ages; false if its money cannot be told at one of them. */
static void add_account(struct making *x, size_t i, int32_t day, size_t c)
{
    const struct factbook *book = x->lives->book;
    int32_t known = x->lives->day;
    struct stand stands[COHORT_AGES_MAX + 1];
    size_t n = 0;
    /* A leaver of the first watched day was there the day before. */
    bool is_late = x->watched_from != DAY_NONE && day < x->watched_from - 1;
    bool is_known = true;

    for (; n <= COHORT_AGES_MAX; n++) {
        int32_t at = day_add_months(day, (int)n * x->step);
        if (at > known)
            break;
        stands[n] = stand_on(book, i, at, known);
        is_known &= stands[n].arr_cents != I64_NONE;
    }
    for (size_t k = 0; k < n; k++) {
        add_at(&x->cells[c][k], &stands[0], &stands[k], is_known);
        if (!is_late)
            add_at(&x->cells[x->n][k], &stands[0], &stands[k], is_known);
    }
    x->unknown[c] += !is_known;
    x->unknown[x->n] += !is_known && !is_late;
    x->late[c] += is_late;
}

static void add_all(struct making *x, const int32_t *begins)
{
    LIVES_EACH(x->lives, i)
    {
        if (begins[i] == DAY_NONE)
            continue;
        int32_t month = day_month(cohort_first(begins[i], x->size));
        if (month < x->first)
            x->earlier++;
        else
            add_account(x, i, begins[i], (size_t)((month - x->first) / x->step));
    }
}

/* From the first beginning on, but no more than so many cohorts. */
static void find_cohorts(struct making *x, const int32_t *begins, size_t most)
{
    int32_t first = INT32_MAX, last = day_month(cohort_first(x->lives->day, x->size));

    LIVES_EACH(x->lives, i)
    if (begins[i] != DAY_NONE) {
        int32_t month = day_month(cohort_first(begins[i], x->size));
        first = month < first ? month : first;
    }
    if (first == INT32_MAX)
        return;
    x->n = (size_t)((last - first) / x->step) + 1;
    x->n = x->n > most ? most : x->n;
    x->first = last - ((int32_t)x->n - 1) * x->step;
}

static double pct(int64_t part, int64_t whole)
{
    return whole > 0 ? PER_CENT * (double)part / (double)whole : NAN;
}

/* is_whole: a cell counts once everybody came to its age. */
static void tell_row(const struct cell *cells, bool is_whole, struct arena *arena,
                     struct cohort_row *ret)
{
    size_t n = 0;

    while (n <= COHORT_AGES_MAX && cells[n].accounts > 0 &&
           (!is_whole || cells[n].accounts == cells[0].accounts))
        n++;
    ret->accounts = cells[0].accounts;
    ret->arr_cents = cells[0].start_cents;
    ret->customers = ARENA_ARRAY(arena, n, double);
    ret->customers_pct = ARENA_ARRAY(arena, n, double);
    ret->arr_now_cents = ARENA_ARRAY(arena, n, double);
    ret->arr_pct = ARENA_ARRAY(arena, n, double);
    ret->n_customers = ret->n_customers_pct = ret->n_arr_now_cents = ret->n_arr_pct = n;
    for (size_t k = 0; k < n; k++) {
        ret->customers[k] = (double)cells[k].customers;
        ret->customers_pct[k] = pct(cells[k].customers, cells[k].accounts);
        ret->arr_now_cents[k] = (double)cells[k].now_cents;
        ret->arr_pct[k] = pct(cells[k].now_cents, cells[k].start_cents);
    }
}

static void make(struct making *x, size_t most, struct arena *arena, struct cohort_table *ret)
{
    int32_t *begins = ARENA_ARRAY(arena, x->lives->book->n, int32_t);

    LIVES_EACH(x->lives, i)
    begins[i] = begin(x->lives->book, i, x->lives->day);
    find_cohorts(x, begins, most);
    x->cells = arena_array(arena, x->n + 1, sizeof(*x->cells));
    x->unknown = ARENA_ARRAY(arena, x->n + 1, int64_t);
    x->late = ARENA_ARRAY(arena, x->n, int64_t);
    add_all(x, begins);
    ret->rows = ARENA_ARRAY(arena, x->n, struct cohort_row);
    for (size_t c = 0; c < x->n; c++) {
        int32_t first = month_first_day(x->first + (int32_t)c * x->step);
        struct cohort_row *row = &ret->rows[ret->n_rows];
        if (x->cells[c][0].accounts == 0)
            continue;
        *row = (struct cohort_row){.label = cohort_label(first, x->size, arena),
                                   .first = first,
                                   .money_unknown = x->unknown[c],
                                   .late = x->late[c]};
        tell_row(x->cells[c], true, arena, row);
        ret->n_rows++;
    }
    *ret->all =
        (struct cohort_row){.label = "All", .first = DAY_NONE, .money_unknown = x->unknown[x->n]};
    tell_row(x->cells[x->n], false, arena, ret->all);
    ret->earlier_accounts = x->earlier;
}

static struct definition words[] = {
    {"Cohort", "Accounts by the day of their first subscription that costs something, or on which "
               "they became customers where none is known."},
    {"Age", "Months since that day, on each account's own anniversaries. A cell is told once all "
            "of its cohort have come to the age."},
    {"Customers", "Customers at that age ÷ accounts of the cohort. Who left and came back counts."},
    {"Revenue", "ARR at that age ÷ ARR at the start; above 100 % the cohort has grown more than it "
                "lost."},
    {"Late", "Began before the first departure on record: who had left by then is not in the data, "
             "and those who stayed flatter. All together is of the others."},
};

static int find_watched(struct making *x, int32_t asked, struct arena *arena, struct err *err)
{
    struct lifetimes l;
    int rc = lifetimes_of_lives(x->lives, asked, arena, &l, err);

    if (rc >= 0)
        x->watched_from = l.watched_from;
    return rc;
}

int cohort_table_read(const struct portfolio_source *source, const struct cohort_query *query,
                      struct cohort_table *ret, struct err *err)
{
    int32_t to;
    int size = query->size ? str_index(cohort_sizes, query->size) : 1;
    struct lives lives;
    struct making x = {.lives = &lives, .size = size, .step = step_of_size[size]};
    int rc = lives_day(source, query->to, &to, err);
    const struct lives_ask ask = {.day = to, .filter = query->filter, .is_history = true};

    if (rc >= 0)
        rc = lives_load(source, &ask, &lives, err);
    if (rc >= 0)
        rc = find_watched(&x, query->watched_from, source->arena, err);
    if (rc < 0)
        return rc;
    *ret = (struct cohort_table){.to = to,
                                 .watched_from = x.watched_from,
                                 .size = cohort_sizes[size],
                                 .currency = lives.members.s->settings.currency,
                                 .step_months = x.step,
                                 .all = ARENA_NEW(source->arena, struct cohort_row),
                                 .undated = lives.undated,
                                 .n_undated = lives.n_undated,
                                 .definitions = words,
                                 .n_definitions = ARRAY_LEN(words)};
    make(&x, query->cohorts == I64_NONE ? COHORTS_DEFAULT : (size_t)query->cohorts, source->arena,
         ret);
    return 0;
}

static size_t add_cells(const struct cohort_table *t, const struct cohort_row *row,
                        struct cohort_cell *ret)
{
    for (size_t k = 0; k < row->n_customers; k++)
        ret[k] = (struct cohort_cell){row->label,
                                      (int64_t)k * t->step_months,
                                      row->accounts,
                                      row->customers[k],
                                      row->customers_pct[k],
                                      row->arr_cents,
                                      row->arr_now_cents[k],
                                      row->arr_pct[k]};
    return row->n_customers;
}

struct cohort_cell *cohort_cells(const struct cohort_table *t, struct arena *arena, size_t *ret_n)
{
    struct cohort_cell *cells =
        ARENA_ARRAY(arena, (t->n_rows + 1) * (COHORT_AGES_MAX + 1), struct cohort_cell);
    size_t n = 0;

    for (size_t c = 0; c < t->n_rows; c++)
        n += add_cells(t, &t->rows[c], &cells[n]);
    n += add_cells(t, t->all, &cells[n]);
    *ret_n = n;
    return cells;
}
