#include "scoring/segment/segment_report.h"

#include "scoring/segment/membership.h"
#include "stats/interval.h"
#include "stats/significance.h"

#include <math.h>
#include <string.h>

#define CENTS    100
#define PER_CENT 100
#define SURE     0.975 /* two-sided 95 % */

/* A mean with its interval by Student's t. */
struct mean {
    double sum, squares;
    int64_t n;
};

static void mean_add(struct mean *m, double value)
{
    if (isnan(value))
        return;
    m->sum += value;
    m->squares += value * value;
    m->n++;
}

static void mean_end(const struct mean *m, int64_t *ret_n, double *ret, double *ret_low,
                     double *ret_high)
{
    double n = (double)m->n, mean = m->n > 0 ? m->sum / n : NAN;

    *ret_n = m->n;
    *ret = mean;
    *ret_low = *ret_high = NAN;
    if (m->n < 2)
        return;
    double variance = fmax(0, (m->squares - n * mean * mean) / (n - 1));
    double half = student_quantile(SURE, n - 1) * sqrt(variance / n);
    *ret_low = mean - half;
    *ret_high = mean + half;
}

/* What became of the ARR of those who were there. */
struct money {
    double start, expansion, contraction, churn;
    int64_t unknown;
};

static void money_add(struct money *m, double before, double after, bool is_lost)
{
    if (isnan(before) || (!is_lost && isnan(after))) {
        m->unknown++;
        return;
    }
    m->start += before;
    if (is_lost)
        m->churn += before;
    else if (after > before)
        m->expansion += after - before;
    else
        m->contraction += before - after;
}

static double pct(double part, double whole)
{
    return whole > 0 ? PER_CENT * part / whole : NAN;
}

/* The class of a row, or whether it is one of the members at hand. */
struct dealt {
    const int *first, *last;
    int class; /* that is looked at */
};

static double count_now(const struct segment_report_base *b, const struct dealt *d,
                        struct segment_report_group *g)
{
    const struct snapshot *s = b->last.s;
    struct mean health = {0}, maturity = {0};
    double sum = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (d->last[i] != d->class)
            continue;
        double arr = s->kept[KEPT_ARR][i];
        g->accounts++;
        sum += isnan(arr) ? 0 : arr;
        mean_add(&health, s->kept[KEPT_HEALTH][i]);
        mean_add(&maturity, s->kept[KEPT_MATURITY][i]);
    }
    mean_end(&health, &g->health_known, &g->health_mean, &g->health_low, &g->health_high);
    mean_end(&maturity, &g->maturity_known, &g->maturity_mean, &g->maturity_low, &g->maturity_high);
    g->arr_cents = llround(sum * CENTS);
    return sum;
}

static double follow(const struct segment_report_base *b, const struct dealt *d,
                     struct segment_report_group *g)
{
    const struct snapshot *s = b->first.s, *then = b->last.s;
    struct money money = {0};
    double sum = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (d->first[i] != d->class)
            continue;
        double arr = s->kept[KEPT_ARR][i];
        int64_t there = snapshot_row(then, s->accounts->ids[i]);
        g->start_accounts++;
        g->lost += b->is_lost[i];
        sum += isnan(arr) ? 0 : arr;
        money_add(&money, arr, there >= 0 ? then->kept[KEPT_ARR][there] : NAN, b->is_lost[i]);
    }
    struct interval wilson = interval_wilson(g->lost, g->start_accounts, Z_95);
    g->churn_pct = pct((double)g->lost, (double)g->start_accounts);
    g->churn_low_pct = PER_CENT * wilson.low;
    g->churn_high_pct = PER_CENT * wilson.high;
    g->grr_pct = pct(money.start - money.contraction - money.churn, money.start);
    g->nrr_pct = pct(money.start + money.expansion - money.contraction - money.churn, money.start);
    g->money_unknown = money.unknown;
    g->start_arr_cents = llround(sum * CENTS);
    g->is_small = g->start_accounts < SEGMENT_REPORT_SMALL;
    return sum;
}

static void fill_group(const struct segment_report_base *b, const struct dealt *d,
                       struct segment_report_group *g)
{
    double now = count_now(b, d, g), before = follow(b, d, g);

    g->arr_growth_pct = before > 0 ? PER_CENT * (now / before - 1) : NAN;
}

/* Rows of a day as class 0 if they are in, else CLASS_NONE. */
static int *as_class(const struct segment_members_of *m, const bool *also, struct arena *arena)
{
    int *class = ARENA_ARRAY(arena, m->s->n, int);

    for (size_t i = 0; i < m->s->n; i++)
        class[i] = m->is_member[i] && (!also || also[i]) ? 0 : CLASS_NONE;
    return class;
}

static void report_by_field(const struct segment_report_base *b, const struct select_field *f,
                            struct arena *arena, struct segment_report *ret)
{
    struct classes classes;

    classes_make(f, &b->first, &b->last, 0, arena, &classes);
    ret->label = segment_field_label(f, arena);
    ret->is_undated = select_is_undated(f);
    ret->groups = ARENA_ARRAY(arena, classes.n, struct segment_report_group);
    ret->n_groups = classes.n;
    for (size_t k = 0; k < classes.n; k++) {
        const struct class_name *name = &classes.items[k];
        const struct dealt dealt = {classes.of_first, classes.of_last, (int)k};
        ret->groups[k] = (struct segment_report_group){.value = name->value,
                                                       .label = name->label,
                                                       .filter = name->filter,
                                                       .is_missing = name->is_missing,
                                                       .is_rest = name->is_rest};
        fill_group(b, &dealt, &ret->groups[k]);
    }
}

static void report_by_segments(const struct segment_report_base *b,
                               const struct segment_report_query *query, struct arena *arena,
                               struct segment_report *ret)
{
    ret->label = "Segment";
    ret->groups = ARENA_ARRAY(arena, query->n_segments, struct segment_report_group);
    ret->n_groups = query->n_segments;
    for (size_t k = 0; k < query->n_segments; k++) {
        const char *key = query->segments[k];
        const struct segment *s = segment_find(b->segments, key);
        const struct dealt dealt = {
            as_class(&b->first, segment_members(b->segments, key, &b->first.table, arena), arena),
            as_class(&b->last, segment_members(b->segments, key, &b->last.table, arena), arena), 0};
        ret->groups[k] =
            (struct segment_report_group){.value = key,
                                          .label = s->row.name,
                                          .filter = arena_printf(arena, "segment = \"%s\"", key)};
        fill_group(b, &dealt, &ret->groups[k]);
    }
}

/* Who was a customer on the first day and is none on the last. */
static bool *find_lost(const struct segment_report_base *b, struct arena *arena)
{
    const struct snapshot *s = b->first.s, *then = b->last.s;
    bool *is_lost = ARENA_ARRAY(arena, s->n, bool);

    for (size_t i = 0; i < s->n; i++) {
        int64_t there = snapshot_row(then, s->accounts->ids[i]);
        is_lost[i] = s->is_customer[i] && (there < 0 || !then->is_customer[there]);
    }
    return is_lost;
}

static int customers_of(const struct portfolio_source *source, int32_t day,
                        const struct filter *tree, struct select_needs needs,
                        struct segment_members_of *ret, struct err *err)
{
    needs.is_of_all = false; /* a report is about customers */
    return segment_evaluate(source, day, tree, &needs, ret, err);
}

int segment_report_base_read(const struct portfolio_source *source, struct segments *segments,
                             const struct segment_report_ask *ask, struct segment_report_base *ret,
                             struct err *err)
{
    const struct filter_names names = select_names(&segments->fields);
    const struct filter *tree;
    struct select_needs needs;
    struct segment_parts parts = {0};
    int rc = filter_parse(ask->filter ? ask->filter : "", &names, source->arena, &tree, err);

    if (rc >= 0)
        rc = select_needs(tree, &needs, err);
    if (rc < 0)
        return rc;
    needs.needs_metrics |= ask->needs_metrics;
    for (size_t k = 0; k < ask->n_fields; k++)
        needs.needs_metrics |= select_needs_metrics(ask->fields[k]);
    *ret = (struct segment_report_base){.segments = segments};
    rc = customers_of(source, ask->from, tree, needs, &ret->first, err);
    if (rc >= 0)
        rc = customers_of(source, ask->to, tree, needs, &ret->last, err);
    if (rc < 0)
        return rc;
    ret->is_lost = find_lost(ret, source->arena);
    if (tree)
        segment_parts(tree, segments, &parts);
    ret->undated = parts.undated;
    ret->n_undated = parts.n_undated;
    return 0;
}

static int check_segments(struct segments *segments, const struct segment_report_query *query,
                          bool *ret_needs_metrics, struct err *err)
{
    if (query->n_segments > SEGMENT_REPORT_SEGMENTS_MAX)
        return err_set(err, ERR_INVALID, "segments", "must be at most %d",
                       SEGMENT_REPORT_SEGMENTS_MAX);
    for (size_t k = 0; k < query->n_segments; k++) {
        struct segment *s = segment_find(segments, query->segments[k]);
        if (!s)
            return err_set(err, ERR_INVALID, "segments", "there is no segment %.60s",
                           query->segments[k]);
        int rc = segment_read(segments, s, err);
        if (rc < 0)
            return err_prefix(err, "segment %.40s does not work", s->row.key);
        *ret_needs_metrics |= s->needs_metrics;
    }
    return 0;
}

static int check_query(struct segments *segments, const struct segment_report_query *query,
                       const struct select_field **ret_field, bool *ret_needs_metrics,
                       struct err *err)
{
    *ret_field = NULL;
    if (!query->by == !query->n_segments)
        return err_set(err, ERR_INVALID, "by", "name either a field or segments to compare");
    if (!query->by)
        return check_segments(segments, query, ret_needs_metrics, err);
    return select_field_named(&segments->fields, query->by, "by", ret_field, err);
}

int segment_report_read(const struct portfolio_source *source,
                        const struct segment_report_query *query, struct segment_report *ret,
                        struct err *err)
{
    struct segments *segments;
    const struct select_field *field;
    struct segment_report_base base;
    struct segment_report_ask ask = {.from = query->from, .to = query->to, .filter = query->filter};
    int rc = membership_period(source, &ask.from, &ask.to, err);

    if (rc >= 0)
        rc = segments_load_strict(source->conn, source->arena, &segments, err);
    if (rc >= 0)
        rc = check_query(segments, query, &field, &ask.needs_metrics, err);
    if (rc < 0)
        return rc;
    ask.fields = &field;
    ask.n_fields = field != NULL;
    rc = segment_report_base_read(source, segments, &ask, &base, err);
    if (rc < 0)
        return rc;
    *ret = (struct segment_report){.from = ask.from,
                                   .to = ask.to,
                                   .by = query->by,
                                   .small_below = SEGMENT_REPORT_SMALL,
                                   .undated = base.undated,
                                   .n_undated = base.n_undated};
    if (field)
        report_by_field(&base, field, source->arena, ret);
    else
        report_by_segments(&base, query, source->arena, ret);
    const struct dealt all = {as_class(&base.first, NULL, source->arena),
                              as_class(&base.last, NULL, source->arena), 0};
    ret->all = ARENA_NEW(source->arena, struct segment_report_group);
    *ret->all = (struct segment_report_group){.label = "All"};
    fill_group(&base, &all, ret->all);
    return 0;
}
