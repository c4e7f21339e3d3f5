#include "scoring/grid/fate.h"

#include "base/str.h"
#include "scoring/grid/flow_pair.h"
#include "stats/contingency.h"
#include "stats/interval.h"
#include "stats/significance.h"

#include <math.h>

static const struct field fate_share_fields[] = {
    FIELD_I64(struct fate_share, count, .required = true),
    FIELD_F64(struct fate_share, pct, .unit = "%"),
    FIELD_F64(struct fate_share, low_pct, .unit = "%", .help = "Wilson interval of 95 %"),
    FIELD_F64(struct fate_share, high_pct, .unit = "%"),
    FIELD_END,
};
const struct field fate_cell_fields[] = {
    FIELD_STR(struct fate_cell, id, .required = true, .help = "A cell, or unknown; all"),
    FIELD_STR(struct fate_cell, label, .required = true),
    FIELD_I64(struct fate_cell, accounts, .required = true, .help = "That stood here"),
    FIELD_I64(struct fate_cell, arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct fate_cell, due, .required = true,
              .help = "Of them, those with a term that ended since"),
    FIELD_OBJ(struct fate_cell, renewed, fate_share, .required = true,
              .help = "Of those due: still a customer"),
    FIELD_OBJ(struct fate_cell, grew, fate_share, .required = true, .help = "More ARR than then"),
    FIELD_OBJ(struct fate_cell, shrank, fate_share, .required = true, .help = "Less, but some"),
    FIELD_OBJ(struct fate_cell, unchanged, fate_share, .required = true,
              .help = "The same ARR, or it is not known"),
    FIELD_OBJ(struct fate_cell, churned, fate_share, .required = true, .help = "No customer now"),
    FIELD_F64(struct fate_cell, arr_kept_pct, .unit = "%",
              .help = "Their ARR now by their ARR then: net revenue retention"),
    FIELD_END,
};
static const char *const verdicts[] = {"yes", "no", "too_few", NULL};
static const char *const outcomes[] = {"churned", "grew", NULL};
static const struct field fate_test_fields[] = {
    FIELD_ENUM(struct fate_test, outcome, outcomes, .required = true),
    FIELD_ENUM(struct fate_test, verdict, verdicts, .required = true,
               .help = "Does the cell foretell the outcome?"),
    FIELD_STR(struct fate_test, words, .max = 500, .required = true,
              .help = "The same in a sentence"),
    FIELD_F64(struct fate_test, g, .help = "Of the G-test of independence, over the cells"),
    FIELD_F64(struct fate_test, df),
    FIELD_F64(struct fate_test, p, .help = "Adjusted for the number of outcomes tried (Holm)"),
    FIELD_END,
};
const struct field matrix_fate_fields[] = {
    FIELD_DAY(struct matrix_fate, from, .required = true, .help = "The day of the cells"),
    FIELD_DAY(struct matrix_fate, to, .required = true, .help = "The day of the outcome"),
    FIELD_STR(struct matrix_fate, matrix, .required = true, .help = "Its key"),
    FIELD_STR(struct matrix_fate, name, .required = true),
    FIELD_LIST(struct matrix_fate, cells, fate_cell, .required = true,
               .help = "From the top left; last those who were not yet known"),
    FIELD_OBJ(struct matrix_fate, all, fate_cell, .required = true),
    FIELD_LIST(struct matrix_fate, tests, fate_test, .required = true),
    FIELD_END,
};

/* What is counted of the accounts of one place. */
struct tally {
    int64_t n, due, renewed, grew, shrank, unchanged, churned;
    int64_t arr_then, arr_now;
};

static void tally_one(const struct flow_pair *pair, size_t row, struct tally *t)
{
    int64_t a = pair->row_a[row];
    double due = pair->a.s->kept[KEPT_RENEWAL_DAYS][a];
    int64_t then = flow_arr(&pair->a, a);
    int64_t now = flow_arr(&pair->b, (int64_t)row);
    bool is_due = due <= pair->b.s->day - pair->a.s->day; /* false for NaN */
    bool is_customer = pair->b.s->is_customer[row];
    bool is_known = !isnan(pair->a.s->kept[KEPT_ARR][a]) && !isnan(pair->b.s->kept[KEPT_ARR][row]);

    t->n++;
    t->arr_then += then;
    t->due += is_due;
    if (!is_customer) {
        t->churned++;
        return;
    }
    t->arr_now += now;
    t->renewed += is_due;
    t->grew += is_known && now > then;
    t->shrank += is_known && now < then;
    t->unchanged += !is_known || now == then;
}

static struct fate_share *share(int64_t count, int64_t of, struct arena *arena)
{
    struct fate_share *s = ARENA_NEW(arena, struct fate_share);
    const struct interval i = interval_wilson(count, of, Z_95);

    *s = (struct fate_share){.count = count,
                             .pct = of > 0 ? 100.0 * (double)count / (double)of : NAN,
                             .low_pct = 100 * i.low,
                             .high_pct = 100 * i.high};
    return s;
}

static struct fate_cell cell_of(const char *id, const char *label, const struct tally *t,
                                struct arena *arena)
{
    return (struct fate_cell){
        .id = id,
        .label = label,
        .accounts = t->n,
        .arr_cents = t->arr_then,
        .due = t->due,
        .renewed = share(t->renewed, t->due, arena),
        .grew = share(t->grew, t->n, arena),
        .shrank = share(t->shrank, t->n, arena),
        .unchanged = share(t->unchanged, t->n, arena),
        .churned = share(t->churned, t->n, arena),
        .arr_kept_pct = t->arr_then > 0 ? 100.0 * (double)t->arr_now / (double)t->arr_then : NAN,
    };
}

static void add(struct tally *to, const struct tally *t)
{
    to->n += t->n;
    to->due += t->due;
    to->renewed += t->renewed;
    to->grew += t->grew;
    to->shrank += t->shrank;
    to->unchanged += t->unchanged;
    to->churned += t->churned;
    to->arr_then += t->arr_then;
    to->arr_now += t->arr_now;
}

#define LEVEL     0.05
#define HITS_MIN  5 /* fewer of an outcome, and no cell can be told from another */
#define TOTAL_MIN 20

/* The cells with the largest and the smallest share, of those that are not tiny. */
static void extremes(const struct fate_cell *cells, size_t n, size_t outcome,
                     const struct fate_cell **ret_low, const struct fate_cell **ret_high)
{
    *ret_low = *ret_high = NULL;
    for (size_t k = 0; k < n; k++) {
        const struct fate_share *s = outcome == 0 ? cells[k].churned : cells[k].grew;
        if (cells[k].accounts < HITS_MIN)
            continue;
        if (!*ret_low || s->pct < (outcome == 0 ? (*ret_low)->churned : (*ret_low)->grew)->pct)
            *ret_low = &cells[k];
        if (!*ret_high || s->pct > (outcome == 0 ? (*ret_high)->churned : (*ret_high)->grew)->pct)
            *ret_high = &cells[k];
    }
}

/* "once in 2,000 times" and "in 34 of 100 cases", so that nobody needs to know what p is. */
static const char *chance(double p, struct arena *arena)
{
    if (p < 0.001)
        return "less than once in a thousand times";
    if (p < 0.01)
        return arena_printf(arena, "%.0f times in a thousand", ceil(p * 1000));
    return arena_printf(arena, "%.0f times in a hundred", ceil(p * 100));
}

static const char *too_few(int64_t hits, int64_t total, const char *verb, struct arena *arena)
{
    static const char later[] =
        "Look again when there is more history, or take days further apart.";

    if (total == 0)
        return arena_printf(
            arena, "Too early to tell: no account stood in a cell on the first day. %s", later);
    if (hits == 0)
        return arena_printf(arena, "Too few to tell: of %lld %s in cells none %s. %s",
                            (long long)total, total == 1 ? "account" : "accounts", verb, later);
    return arena_printf(arena, "Too few to tell: of %lld %s in cells %lld %s. %s", (long long)total,
                        total == 1 ? "account" : "accounts", (long long)hits, verb, later);
}

static void say(const struct fate_cell *cells, size_t n, size_t outcome, int64_t hits,
                int64_t total, struct arena *arena, struct fate_test *test)
{
    static const char *const verbs[] = {"churned", "grew"};
    const struct fate_cell *low, *high;

    extremes(cells, n, outcome, &low, &high);
    if (isnan(test->p) || hits < HITS_MIN || total < TOTAL_MIN || !low || low == high) {
        test->verdict = "too_few";
        test->words = too_few(hits, total, verbs[outcome], arena);
        return;
    }
    double low_pct = (outcome == 0 ? low->churned : low->grew)->pct;
    double high_pct = (outcome == 0 ? high->churned : high->grew)->pct;
    bool is_yes = test->p < LEVEL;
    test->verdict = is_yes ? "yes" : "no";
    test->words = arena_printf(
        arena,
        is_yes
            ? "Yes: of the accounts in \"%s\" %.0f %% %s, of those in \"%s\" %.0f %%. Chance alone "
              "makes cells differ so much %s."
            : "Not shown: of the accounts in \"%s\" %.0f %% %s, of those in \"%s\" %.0f %%, but "
              "chance alone makes cells differ so much %s.",
        high->label, high_pct, verbs[outcome], low->label, low_pct, chance(test->p, arena));
}

/* Over the cells; who was not yet known tells nothing about them. */
static void make_tests(const struct fate_cell *cells, size_t n, struct arena *arena,
                       struct matrix_fate *ret)
{
    int64_t hits[2][MATRIX_CELLS_MAX], totals[MATRIX_CELLS_MAX], sums[2] = {0}, total = 0;
    double p[2];

    ret->n_tests = ARRAY_LEN(p);
    ret->tests = ARENA_ARRAY(arena, ARRAY_LEN(p), struct fate_test);
    for (size_t k = 0; k < n; k++) {
        hits[0][k] = cells[k].churned->count;
        hits[1][k] = cells[k].grew->count;
        sums[0] += hits[0][k];
        sums[1] += hits[1][k];
        total += totals[k] = cells[k].accounts;
    }
    for (size_t o = 0; o < ARRAY_LEN(p); o++) {
        struct contingency c;
        contingency_test(hits[o], totals, n, &c);
        ret->tests[o] = (struct fate_test){.outcome = outcomes[o], .g = c.g, .df = c.df};
        p[o] = c.p;
    }
    holm_adjust(p, ARRAY_LEN(p), p);
    for (size_t o = 0; o < ARRAY_LEN(p); o++) {
        ret->tests[o].p = p[o];
        say(cells, n, o, sums[o], total, arena, &ret->tests[o]);
    }
}

int matrix_fate_read(const struct matrix_source *source, const struct flow_ask *ask,
                     struct matrix_fate *ret, struct err *err)
{
    struct flow_pair pair;
    struct tally tallies[FLOW_SIDES] = {0}, all = {0};
    struct arena *arena = source->arena;
    int rc = flow_pair_make(source, ask, &pair, err);

    if (rc < 0)
        return rc;
    const struct matrix_def *m = pair.a.matrix;
    for (size_t i = 0; i < pair.b.s->n; i++)
        if (flow_is_inside(pair.was[i]))
            tally_one(&pair, i, &tallies[pair.was[i]]);
    *ret = (struct matrix_fate){.from = ask->from,
                                .to = ask->to,
                                .matrix = m->key,
                                .name = m->name,
                                .cells = ARENA_ARRAY(arena, m->n_cells + 1, struct fate_cell),
                                .n_cells = m->n_cells + 1,
                                .all = ARENA_NEW(arena, struct fate_cell)};
    for (size_t k = 0; k < m->n_cells; k++) {
        int side = flow_side_at(&pair.a, k);
        ret->cells[k] = cell_of(m->cells[side].id, m->cells[side].label, &tallies[side], arena);
        add(&all, &tallies[side]);
    }
    ret->cells[m->n_cells] = cell_of("unknown", "Not yet known", &tallies[FLOW_UNKNOWN], arena);
    add(&all, &tallies[FLOW_UNKNOWN]);
    *ret->all = cell_of("all", "All", &all, arena);
    make_tests(ret->cells, m->n_cells, arena, ret);
    return 0;
}
