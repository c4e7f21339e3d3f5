#include "scoring/segment/separation.h"

#include "base/str.h"
#include "scoring/segment/membership.h"
#include "stats/contingency.h"
#include "stats/interval.h"
#include "stats/significance.h"

#include <math.h>
#include <stdlib.h>

#define PER_CENT 100

/* What is tried unless somebody asks for something else; custom fields come on top. */
static const char *const tried_fields[] = {
    "stage", "size_band", "location", "industry",    "use_case",      "adopter_type", "plan",
    "owner", "employees", "arr",      "health_band", "maturity_band", "cell",
};

const struct field separation_query_fields[] = {
    FIELD_DAY(struct separation_query, from, .help = "A year before the last day if left out"),
    FIELD_DAY(struct separation_query, to, .help = "Today if left out"),
    FIELD_STRS(struct separation_query, fields, .max = SEPARATION_FIELDS_MAX,
               .help = "Fields to try, separated by commas; the attributes, bands and cell, and "
                       "the custom fields, if left out"),
    FIELD_STR(struct separation_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Only those customers for which this holds"),
    FIELD_END,
};
static const struct field separation_class_fields[] = {
    FIELD_STR(struct separation_class, label, .required = true),
    FIELD_STR(struct separation_class, filter, .max = FILTER_TEXT_MAX),
    FIELD_I64(struct separation_class, accounts, .required = true),
    FIELD_I64(struct separation_class, lost, .required = true),
    FIELD_F64(struct separation_class, churn_pct, .required = true, .unit = "%"),
    FIELD_F64(struct separation_class, churn_low_pct, .required = true, .unit = "%"),
    FIELD_F64(struct separation_class, churn_high_pct, .required = true, .unit = "%"),
    FIELD_END,
};
const struct field separation_row_fields[] = {
    FIELD_STR(struct separation_row, field, .required = true),
    FIELD_STR(struct separation_row, label, .required = true),
    FIELD_BOOL(struct separation_row, is_undated, .required = true,
               .help = "It has no history: its values are those of now, and whoever set them may "
                       "have known the outcome"),
    FIELD_I64(struct separation_row, classes, .required = true),
    FIELD_I64(struct separation_row, missing, .required = true,
              .help = "Accounts without a value: a class of their own"),
    FIELD_F64(struct separation_row, g, .help = "Likelihood ratio; null with one class only"),
    FIELD_F64(struct separation_row, df, .help = "Degrees of freedom"),
    FIELD_F64(struct separation_row, p),
    FIELD_F64(struct separation_row, p_adjusted, .help = "For the number of tries, by Holm"),
    FIELD_F64(struct separation_row, gain_bits, .unit = "bits"),
    FIELD_F64(struct separation_row, gain_pct, .unit = "%", .help = "Of what there is to know"),
    FIELD_I64(struct separation_row, few, .required = true,
              .help = "Cells of which fewer than 5 are expected: p is rough then"),
    FIELD_OBJ(struct separation_row, worst, separation_class,
              .help = "The class that lost the largest share"),
    FIELD_OBJ(struct separation_row, best, separation_class, .help = "And the smallest"),
    FIELD_END,
};
const struct field separation_fields[] = {
    FIELD_DAY(struct separation, from, .required = true),
    FIELD_DAY(struct separation, to, .required = true),
    FIELD_I64(struct separation, accounts, .required = true, .help = "Customers on the first day"),
    FIELD_I64(struct separation, lost, .required = true, .help = "No customers on the last day"),
    FIELD_F64(struct separation, entropy_bits, .unit = "bits",
              .help = "What there is to know about who leaves, for each account"),
    FIELD_I64(struct separation, tried, .required = true),
    FIELD_BOOL(struct separation, is_too_early, .required = true,
               .help = "Too few have left, or stayed, to tell"),
    FIELD_LIST(struct separation, rows, separation_row, .required = true,
               .help = "The most telling first"),
    FIELD_END,
};

static int add_field(const struct segments *segments, const char *name,
                     const struct select_field **fields, size_t *n, struct err *err)
{
    int rc = select_field_named(&segments->fields, name, "fields", &fields[*n], err);

    *n += rc >= 0;
    return rc;
}

static int choose_fields(const struct segments *segments, const struct separation_query *query,
                         struct arena *arena, const struct select_field ***ret, size_t *ret_n,
                         struct err *err)
{
    const struct select_fields *all = &segments->fields;
    size_t n = 0, n_names = query->n_fields ? query->n_fields : ARRAY_LEN(tried_fields);
    const char *const *names = query->n_fields ? (const char *const *)query->fields : tried_fields;
    const struct select_field **fields =
        ARENA_ARRAY(arena, n_names + all->n, const struct select_field *);
    int rc = 0;

    if (query->n_fields > SEPARATION_FIELDS_MAX)
        return err_set(err, ERR_INVALID, "fields", "must be at most %d", SEPARATION_FIELDS_MAX);
    for (size_t k = 0; rc >= 0 && k < n_names; k++)
        rc = add_field(segments, names[k], fields, &n, err);
    for (size_t k = 0; !query->n_fields && k < all->n && n < SEPARATION_FIELDS_MAX; k++)
        if (all->items[k].source == FROM_CUSTOM)
            fields[n++] = &all->items[k];
    *ret = fields;
    *ret_n = n;
    return rc;
}

static struct separation_class *describe(const struct class_name *name, int64_t accounts,
                                         int64_t lost, struct arena *arena)
{
    struct separation_class *c = ARENA_NEW(arena, struct separation_class);
    struct interval wilson = interval_wilson(lost, accounts, Z_95);

    *c = (struct separation_class){.label = name->label,
                                   .filter = name->filter,
                                   .accounts = accounts,
                                   .lost = lost,
                                   .churn_pct = PER_CENT * (double)lost / (double)accounts,
                                   .churn_low_pct = PER_CENT * wilson.low,
                                   .churn_high_pct = PER_CENT * wilson.high};
    return c;
}

/* Compares shares without dividing: lost/accounts of k above those of best? */
static bool is_above(const int64_t *lost, const int64_t *accounts, size_t k, size_t best)
{
    return lost[k] * accounts[best] > lost[best] * accounts[k];
}

static void find_ends(const struct classes *classes, const int64_t *lost, const int64_t *accounts,
                      struct arena *arena, struct separation_row *row)
{
    size_t worst = classes->n, best = classes->n;

    for (size_t k = 0; k < classes->n; k++) {
        if (accounts[k] == 0)
            continue;
        row->classes++;
        if (worst == classes->n || is_above(lost, accounts, k, worst))
            worst = k;
        if (best == classes->n || is_above(lost, accounts, best, k))
            best = k;
    }
    if (row->classes < 2)
        return;
    row->worst = describe(&classes->items[worst], accounts[worst], lost[worst], arena);
    row->best = describe(&classes->items[best], accounts[best], lost[best], arena);
}

static void test_field(const struct segment_report_base *base, const struct select_field *f,
                       struct arena *arena, struct separation_row *row)
{
    struct classes classes;
    struct contingency result;

    classes_make(f, &base->first, &base->first, SEPARATION_RARE, arena, &classes);
    int64_t *lost = ARENA_ARRAY(arena, classes.n, int64_t);
    int64_t *accounts = ARENA_ARRAY(arena, classes.n, int64_t);
    for (size_t i = 0; i < base->first.s->n; i++) {
        int k = classes.of_first[i];
        if (k == CLASS_NONE)
            continue;
        accounts[k]++;
        lost[k] += base->is_lost[i];
    }
    contingency_test(lost, accounts, classes.n, &result);
    *row = (struct separation_row){.field = f->name,
                                   .label = segment_field_label(f, arena),
                                   .is_undated = select_is_undated(f),
                                   .g = result.g,
                                   .df = result.df,
                                   .p = result.p,
                                   .gain_bits = result.gain_bits,
                                   .gain_pct = PER_CENT * result.gain_bits / result.entropy_bits,
                                   .few = (int64_t)result.few};
    for (size_t k = 0; k < classes.n; k++)
        row->missing += classes.items[k].is_missing ? accounts[k] : 0;
    find_ends(&classes, lost, accounts, arena, row);
}

static double or_last(double p)
{
    return isnan(p) ? 2 : p;
}

static int by_strength(const void *a, const void *b)
{
    const struct separation_row *x = a, *y = b;
    double p = or_last(x->p_adjusted), q = or_last(y->p_adjusted);

    if (p == q) {
        p = or_last(x->p);
        q = or_last(y->p);
    }
    return (p > q) - (p < q);
}

static void adjust(struct separation *s, struct arena *arena)
{
    double *p = ARENA_ARRAY(arena, s->n_rows, double);

    for (size_t k = 0; k < s->n_rows; k++) {
        p[k] = s->rows[k].p;
        s->tried += !isnan(p[k]);
    }
    holm_adjust(p, s->n_rows, p);
    for (size_t k = 0; k < s->n_rows; k++)
        s->rows[k].p_adjusted = p[k];
    if (s->n_rows > 1)
        qsort(s->rows, s->n_rows, sizeof(*s->rows), by_strength);
}

int separation_read(const struct portfolio_source *source, const struct separation_query *query,
                    struct separation *ret, struct err *err)
{
    struct segments *segments;
    struct segment_report_base base;
    struct segment_report_ask ask = {.from = query->from, .to = query->to, .filter = query->filter};
    struct contingency whole;
    int rc = membership_period(source, &ask.from, &ask.to, err);

    if (rc >= 0)
        rc = segments_load_strict(source->conn, source->arena, &segments, err);
    if (rc >= 0)
        rc = choose_fields(segments, query, source->arena, &ask.fields, &ask.n_fields, err);
    if (rc >= 0)
        rc = segment_report_base_read(source, segments, &ask, &base, err);
    if (rc < 0)
        return rc;
    *ret =
        (struct separation){.from = ask.from,
                            .to = ask.to,
                            .accounts = (int64_t)base.first.n,
                            .rows = ARENA_ARRAY(source->arena, ask.n_fields, struct separation_row),
                            .n_rows = ask.n_fields};
    for (size_t i = 0; i < base.first.s->n; i++)
        ret->lost += base.first.is_member[i] && base.is_lost[i];
    contingency_test(&ret->lost, &ret->accounts, 1, &whole);
    ret->entropy_bits = whole.entropy_bits;
    ret->is_too_early = ret->lost < SEPARATION_FEW || ret->accounts - ret->lost < SEPARATION_FEW;
    for (size_t k = 0; k < ask.n_fields; k++)
        test_field(&base, ask.fields[k], source->arena, &ret->rows[k]);
    adjust(ret, source->arena);
    return 0;
}
