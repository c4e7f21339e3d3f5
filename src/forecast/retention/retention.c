#include "forecast/retention/retention.h"

#include "base/day.h"
#include "scoring/retention/term_fit.h"
#include "stats/kaplan_meier.h"
#include "stats/log_rank.h"

#include <math.h>

#define PER_CENT 100
#define YEAR     12

const char *const fit_edges[] = {"inside", "alike", "split", NULL};

/* What all groups are made with. */
struct making {
    const struct lives *lives;
    struct lifetimes lifetimes;
    struct life_groups groups;
    struct kaplan_meier *curves; /* [group] */
    int32_t period_months, horizon_months;
    double discount; /* of a period */
    struct arena *arena;
};

static struct retention_point as_point(double months, const struct survival_step *s)
{
    if (!s)
        return (struct retention_point){months, PER_CENT, PER_CENT, PER_CENT, I64_NONE, 0};
    return (struct retention_point){months,
                                    PER_CENT * s->share,
                                    PER_CENT * s->range.low,
                                    PER_CENT * s->range.high,
                                    (int64_t)s->at_risk,
                                    (int64_t)s->events};
}

/* Steps on which somebody left, and the end. */
static size_t copy_steps(const struct kaplan_meier *km, struct retention_point *ret)
{
    size_t n = 0;

    for (size_t k = 0; k < km->n; k++)
        if (km->steps[k].events > 0 || k + 1 == km->n)
            ret[n++] = as_point(km->steps[k].time, &km->steps[k]);
    return n;
}

/* Whole months and the end; leavers since the point before. */
static size_t copy_months(const struct kaplan_meier *km, struct retention_point *ret)
{
    double last = km->steps[km->n - 1].time;
    size_t n = 0, at = 0;

    for (int months = 1;; months++) {
        double time = fmin(months, last);
        struct retention_point *p = &ret[n++];
        *p = as_point(time, kaplan_meier_at(km, time));
        p->left = 0;
        for (; at < km->n && km->steps[at].time <= time; at++)
            p->left += (int64_t)km->steps[at].events;
        if (time >= last)
            return n;
    }
}

static void copy_curve(const struct kaplan_meier *km, struct arena *arena,
                       struct retention_group *g)
{
    size_t steps = 0;

    if (km->n == 0)
        return;
    for (size_t k = 0; k < km->n; k++)
        steps += km->steps[k].events > 0;
    size_t room =
        steps < RETENTION_POINTS_MAX ? steps + 1 : (size_t)ceil(km->steps[km->n - 1].time) + 1;
    g->points = ARENA_ARRAY(arena, room, struct retention_point);
    g->n_points =
        steps < RETENTION_POINTS_MAX ? copy_steps(km, g->points) : copy_months(km, g->points);
    g->seen_months = km->steps[km->n - 1].time;
    for (size_t k = 0; k < km->n && km->steps[k].at_risk < RETENTION_THIN; k++)
        g->thin_until_months = km->steps[k].time;
    for (size_t k = km->n; k-- > 0 && km->steps[k].at_risk < RETENTION_THIN;)
        g->thin_from_months = k > 0 ? km->steps[k - 1].time : 0;
}

static void project(const struct making *x, const struct term_fit *fit, struct retention_fit *ret)
{
    size_t n = (size_t)(x->horizon_months / fit->period_months) + 1;

    ret->projection = ARENA_ARRAY(x->arena, n, struct retention_point);
    ret->n_projection = n;
    for (size_t k = 0; k < n; k++) {
        struct interval range = term_fit_survival_range(fit, (double)k);
        ret->projection[k] =
            (struct retention_point){.months = (double)k * fit->period_months,
                                     .share_pct = PER_CENT * sbg_survival(&fit->sbg, (double)k),
                                     .low_pct = PER_CENT * range.low,
                                     .high_pct = PER_CENT * range.high,
                                     .at_risk = I64_NONE,
                                     .left = I64_NONE};
    }
}

static void list_renewals(const struct making *x, const struct term_fit *fit,
                          struct retention_fit *ret)
{
    ret->renewals = ARENA_ARRAY(x->arena, fit->n, struct retention_renewal);
    for (size_t k = 0; k < fit->n; k++) {
        const struct sbg_period *p = &fit->periods[k];
        int64_t at_risk = llround(p->at_risk), lost = llround(p->lost);
        struct interval kept = interval_wilson(at_risk - lost, at_risk, Z_95);
        if (at_risk == 0)
            continue;
        ret->renewals[ret->n_renewals++] = (struct retention_renewal){
            .number = (int64_t)k + 1,
            .at_risk = at_risk,
            .lost = lost,
            .kept_pct = PER_CENT * (double)(at_risk - lost) / (double)at_risk,
            .low_pct = PER_CENT * kept.low,
            .high_pct = PER_CENT * kept.high,
            .fitted_pct = fit->is_fitted ? PER_CENT * sbg_retention(&fit->sbg, k + 1) : NAN};
    }
}

static struct retention_fit *make_fit(const struct making *x, const struct life_group *group)
{
    struct retention_fit *ret = ARENA_NEW(x->arena, struct retention_fit);
    struct term_fit fit;

    term_fit_make(&x->lifetimes, group->rows, group->n, x->period_months, x->lives->day, x->arena,
                  &fit);
    *ret = (struct retention_fit){.period_months = x->period_months,
                                  .alpha = NAN,
                                  .beta = NAN,
                                  .log_likelihood = NAN,
                                  .lifetime_periods = NAN,
                                  .discounted_periods = NAN};
    list_renewals(x, &fit, ret);
    if (!fit.is_fitted) {
        ret->problem = arena_strdup(x->arena, fit.problem.text);
        return ret;
    }
    double lifetime = sbg_lifetime(&fit.sbg, 0, 0, 0).value;
    ret->edge = fit_edges[fit.sbg.edge];
    if (fit.sbg.edge == SBG_INSIDE) {
        ret->alpha = fit.sbg.alpha;
        ret->beta = fit.sbg.beta;
    }
    ret->log_likelihood = fit.sbg.log_likelihood;
    ret->is_lifetime_infinite = isinf(lifetime);
    ret->lifetime_periods = isinf(lifetime) ? NAN : lifetime;
    double discounted = sbg_lifetime(&fit.sbg, 0, x->discount, 0).value;
    ret->discounted_periods = isinf(discounted) ? NAN : discounted;
    project(x, &fit, ret);
    return ret;
}

/* The age from which on somebody was watched. */
static double seen_from(const struct making *x, size_t c)
{
    const struct life_group *group = &x->groups.items[c];
    double first = NAN;

    for (size_t k = 0; k < group->n; k++)
        first = fmin(first, x->lifetimes.entry[group->rows[k]]);
    return first;
}

/* Of a curve that begins at a later age neither says what it seems to. */
static void tell_middle(const struct kaplan_meier *km, double mean_until, struct retention_group *g)
{
    struct survival_quantile median = kaplan_meier_quantile(km, .5);
    struct restricted_mean mean = kaplan_meier_mean(km, mean_until);
    bool is_whole = g->seen_from_months == 0;

    g->median_months = is_whole ? median.time : NAN;
    g->median_low_months = is_whole ? median.range.low : NAN;
    g->median_high_months = is_whole ? median.range.high : NAN;
    g->mean_months = is_whole ? mean.mean : NAN;
    g->mean_low_months = is_whole ? fmax(0, mean.mean - Z_95 * mean.std_error) : NAN;
    g->mean_high_months = is_whole ? mean.mean + Z_95 * mean.std_error : NAN;
}

static void make_group(const struct making *x, size_t c, double mean_until,
                       struct retention_group *g)
{
    const struct life_group *group = &x->groups.items[c];
    const struct kaplan_meier *km = &x->curves[c];

    *g = (struct retention_group){.value = group->value,
                                  .label = group->label,
                                  .filter = group->filter,
                                  .is_missing = group->is_missing,
                                  .is_rest = group->is_rest,
                                  .is_small = group->n < RETENTION_SMALL,
                                  .customers = (int64_t)group->n,
                                  .seen_from_months = seen_from(x, c),
                                  .seen_months = NAN,
                                  .thin_from_months = NAN};
    tell_middle(km, mean_until, g);
    for (size_t k = 0; k < group->n; k++) {
        g->left += x->lifetimes.is_left[group->rows[k]];
        g->late += x->lifetimes.entry[group->rows[k]] > 0;
    }
    copy_curve(km, x->arena, g);
    g->fit = make_fit(x, group);
}

static int make_curves(struct making *x, struct err *err)
{
    int rc = 0;

    x->curves = ARENA_ARRAY(x->arena, x->groups.n, struct kaplan_meier);
    for (size_t c = 0; rc >= 0 && c < x->groups.n; c++) {
        struct survival_data data;
        lifetimes_data(&x->lifetimes, x->groups.items[c].rows, x->groups.items[c].n, x->arena,
                       &data);
        rc = kaplan_meier(&data, SURVIVAL_LOG_LOG, Z_95, x->arena, &x->curves[c], err);
    }
    return rc;
}

/* As far as every group is known that is not small; NaN if none is. */
static double common_end(const struct making *x)
{
    double end = NAN;

    for (size_t c = 0; c < x->groups.n; c++) {
        const struct kaplan_meier *km = &x->curves[c];
        if (x->groups.items[c].n >= RETENTION_SMALL && km->n > 0 && seen_from(x, c) == 0)
            end = fmin(end, km->steps[km->n - 1].time);
    }
    return end;
}

static int compare(const struct making *x, struct retention_test *ret, struct err *err)
{
    const struct life_groups *g = &x->groups;
    size_t n = 0;

    *ret = (struct retention_test){.chi_square = NAN, .p = NAN};
    if (g->n < 2 || g->is_overlapping) {
        ret->problem = g->n < 2 ? "There are no two groups to compare."
                                : "Some customers are in several of the groups.";
        return 0;
    }
    uint32_t *rows = ARENA_ARRAY(x->arena, x->lifetimes.n, uint32_t);
    uint32_t *of = ARENA_ARRAY(x->arena, x->lifetimes.n, uint32_t);
    for (size_t c = 0; c < g->n; c++)
        for (size_t k = 0; k < g->items[c].n; k++) {
            rows[n] = g->items[c].rows[k];
            of[n++] = (uint32_t)c;
        }
    struct survival_data data;
    struct log_rank test;
    lifetimes_data(&x->lifetimes, rows, n, x->arena, &data);
    int rc = log_rank(&data, of, g->n, x->arena, &test, err);
    if (rc < 0)
        return rc;
    ret->chi_square = test.chi_square;
    ret->p = test.p;
    ret->df = (int64_t)test.df;
    if (test.df == 0)
        ret->problem = "Nobody left while customers of two groups were watched at the same age.";
    return 0;
}

static void tell_all(const struct making *x, struct retention *ret)
{
    const struct lifetimes *l = &x->lifetimes;

    ret->watched_from = l->watched_from;
    ret->customers = (int64_t)l->n;
    ret->late = (int64_t)l->n_truncated;
    ret->unseen = (int64_t)l->n_unseen;
    ret->undated_leavers = (int64_t)l->n_undated;
    for (size_t k = 0; k < l->n; k++)
        ret->left += l->is_left[k];
}

static int prepare(struct making *x, const struct retention_query *q, struct err *err)
{
    double year = 1 + x->lives->members.s->settings.discount_pct / PER_CENT;
    int rc = lifetimes_of_lives(x->lives, q->watched_from, x->arena, &x->lifetimes, err);

    if (rc < 0)
        return rc;
    x->period_months =
        q->period_months == I64_NONE ? term_fit_period(&x->lifetimes) : (int32_t)q->period_months;
    x->horizon_months =
        q->horizon_months == I64_NONE ? RETENTION_HORIZON : (int32_t)q->horizon_months;
    x->discount = pow(year, (double)x->period_months / YEAR) - 1;
    const struct life_group_ask ask = {q->by, q->segments, q->n_segments, q->cohort};
    rc = life_groups_make(x->lives, &x->lifetimes, &ask, x->arena, &x->groups, err);
    return rc < 0 ? rc : make_curves(x, err);
}

int retention_read(const struct portfolio_source *source, const struct retention_query *query,
                   struct retention *ret, struct err *err)
{
    int32_t to;
    struct lives lives;
    struct making x = {.lives = &lives, .arena = source->arena};
    int rc = lives_day(source, query->to, &to, err);
    const struct lives_ask ask = {.day = to, .filter = query->filter, .is_history = true};

    if (rc >= 0)
        rc = lives_load(source, &ask, &lives, err);
    if (rc >= 0)
        rc = prepare(&x, query, err);
    if (rc < 0)
        return rc;
    *ret =
        (struct retention){.to = to,
                           .label = x.groups.label,
                           .period_months = x.period_months,
                           .mean_until_months = common_end(&x),
                           .discount_pct = lives.members.s->settings.discount_pct,
                           .groups = ARENA_ARRAY(source->arena, x.groups.n, struct retention_group),
                           .n_groups = x.groups.n,
                           .test = ARENA_NEW(source->arena, struct retention_test),
                           .undated = lives.undated,
                           .n_undated = lives.n_undated};
    retention_define(ret);
    tell_all(&x, ret);
    for (size_t c = 0; c < x.groups.n; c++)
        make_group(&x, c, ret->mean_until_months, &ret->groups[c]);
    return compare(&x, ret->test, err);
}
