/* How retention is asked for, how it is written, and what its figures are. */
#include "forecast/retention/retention.h"

const struct field retention_query_fields[] = {
    FIELD_DAY(struct retention_query, to, .help = "As of this day; " UNTIL_KNOWN),
    FIELD_STR(struct retention_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Only these accounts, by what they keep: `industry = \"EdTech\"`"),
    FIELD_STR(struct retention_query, by, .max = 100,
              .help =
                  "Groups by a field that accounts keep: industry, plan, custom.NAME …; numbers "
                  "by quarters"),
    FIELD_STRS(struct retention_query, segments, .max = LIFE_SEGMENTS_MAX,
               .help = "Or the keys of segments, separated by commas"),
    FIELD_ENUM(struct retention_query, cohort, cohort_sizes,
               .help = "Or groups by when they became customers"),
    FIELD_DAY(struct retention_query, watched_from,
              .help = "The day from which leavers are on record; if left out, the first of the "
                      "month of the first departure that is known"),
    FIELD_I64(struct retention_query, period_months, .min = 1, .max = 120, .unit = "months",
              .help = "The period that the projection counts in; if left out, the longest term "
                      "that one customer in five has"),
    FIELD_I64(struct retention_query, horizon_months, .min = 1, .max = RETENTION_MONTHS_MAX,
              .unit = "months", .help = "How far to project; 60 if left out"),
    FIELD_END,
};

static const struct field retention_point_fields[] = {
    FIELD_F64(struct retention_point, months, .required = true, .unit = "months",
              .help = "Since the start"),
    FIELD_F64(struct retention_point, share_pct, .required = true, .unit = "%",
              .help = "Still there from this age on"),
    FIELD_F64(struct retention_point, low_pct, .unit = "%",
              .help = "95 %; null where nothing tells how sure it is"),
    FIELD_F64(struct retention_point, high_pct, .unit = "%"),
    FIELD_I64(struct retention_point, at_risk, .help = "Watched just before this age"),
    FIELD_I64(struct retention_point, left, .help = "Since the point before"),
    FIELD_END,
};
static const struct field retention_renewal_fields[] = {
    FIELD_I64(struct retention_renewal, number, .required = true, .help = "The first is 1"),
    FIELD_I64(struct retention_renewal, at_risk, .required = true, .help = "Came to it"),
    FIELD_I64(struct retention_renewal, lost, .required = true),
    FIELD_F64(struct retention_renewal, kept_pct, .required = true, .unit = "%"),
    FIELD_F64(struct retention_renewal, low_pct, .required = true, .unit = "%",
              .help = "95 % by Wilson"),
    FIELD_F64(struct retention_renewal, high_pct, .required = true, .unit = "%"),
    FIELD_F64(struct retention_renewal, fitted_pct, .unit = "%", .help = "By the model"),
    FIELD_END,
};
static const struct field retention_fit_fields[] = {
    FIELD_I64(struct retention_fit, period_months, .required = true, .unit = "months"),
    FIELD_STR(struct retention_fit, problem, .max = 300,
              .help = "Why there is no projection; null if there is one"),
    FIELD_ENUM(struct retention_fit, edge, fit_edges,
               .help = "inside: alpha and beta are estimates; alike: customers do not differ; "
                       "split: some leave at once, the others never"),
    FIELD_F64(struct retention_fit, alpha, .help = "Null at an edge"),
    FIELD_F64(struct retention_fit, beta, .help = "Null at an edge"),
    FIELD_F64(struct retention_fit, log_likelihood),
    FIELD_F64(struct retention_fit, lifetime_periods,
              .help = "Payments to be expected of a new customer, the first included; null if "
                      "infinite"),
    FIELD_BOOL(struct retention_fit, is_lifetime_infinite, .required = true,
               .help = "Those who stay for ever outweigh all others: alpha is at most 1"),
    FIELD_F64(struct retention_fit, discounted_periods,
              .help = "The same discounted to the first, by the settings"),
    FIELD_LIST(struct retention_fit, renewals, retention_renewal, .required = true,
               .help = "What the model is fitted to"),
    FIELD_LIST(struct retention_fit, projection, retention_point, .required = true,
               .help = "At the end of each period"),
    FIELD_END,
};
#define MONTHS(m, ...) FIELD_F64(struct retention_group, m, .unit = "months", __VA_ARGS__)

const struct field retention_group_fields[] = {
    FIELD_STR(struct retention_group, value,
              .help = "Null for all, for what is not known, and for the rest"),
    FIELD_STR(struct retention_group, label, .required = true),
    FIELD_STR(struct retention_group, filter, .max = FILTER_TEXT_MAX,
              .help = "Chooses it; null if none does"),
    FIELD_BOOL(struct retention_group, is_missing, .required = true),
    FIELD_BOOL(struct retention_group, is_rest, .required = true),
    FIELD_BOOL(struct retention_group, is_small, .required = true,
               .help = "Fewer than 20 customers: it says little"),
    FIELD_I64(struct retention_group, customers, .required = true),
    FIELD_I64(struct retention_group, left, .required = true),
    FIELD_I64(struct retention_group, late, .required = true,
              .help = "Watched only from later than their start"),
    MONTHS(median_months, .help = "When half are still there; null if the curve stays above"),
    MONTHS(median_low_months, .help = "95 %"),
    MONTHS(median_high_months, .help = "Null if the limit is never reached"),
    MONTHS(mean_months, .help = "Spent as a customer, of the first mean_until_months"),
    MONTHS(mean_low_months, .help = "95 %"),
    MONTHS(mean_high_months),
    MONTHS(seen_from_months, .help = "The curve is of those still there at this age: nobody was "
                                     "watched at an earlier one; 0 as a rule"),
    MONTHS(seen_months, .help = "How far the curve is known"),
    MONTHS(thin_until_months, .help = "Up to this age fewer than 5 were watched"),
    MONTHS(thin_from_months, .help = "From this age on fewer than 5 were watched; null: nowhere"),
    FIELD_LIST(struct retention_group, points, retention_point, .required = true,
               .help = "The curve falls at these points and is level between"),
    FIELD_OBJ(struct retention_group, fit, retention_fit, .required = true),
    FIELD_END,
};
static const struct field retention_test_fields[] = {
    FIELD_F64(struct retention_test, chi_square),
    FIELD_I64(struct retention_test, df, .required = true),
    FIELD_F64(struct retention_test, p,
              .help = "How often chance alone would make the groups differ this much"),
    FIELD_STR(struct retention_test, problem, .help = "Why they are not compared"),
    FIELD_END,
};
const struct field retention_fields[] = {
    FIELD_DAY(struct retention, to, .required = true, .help = "As of this day"),
    FIELD_STR(struct retention, label, .help = "Of what the groups differ by; null for one group"),
    FIELD_DAY(struct retention, watched_from,
              .help = "Who was there before is watched from then on; null: all from their start"),
    FIELD_I64(struct retention, customers, .required = true, .help = "Whoever was one"),
    FIELD_I64(struct retention, left, .required = true),
    FIELD_I64(struct retention, late, .required = true,
              .help = "Watched only from later than their start"),
    FIELD_I64(struct retention, unseen, .required = true,
              .help = "Left before anybody watched; not counted"),
    FIELD_I64(struct retention, undated_leavers, .required = true,
              .help = "Said to have left, but not when; not counted"),
    FIELD_I64(struct retention, period_months, .required = true, .unit = "months",
              .help = "Of the projection"),
    FIELD_F64(struct retention, mean_until_months, .unit = "months",
              .help = "As far as every group that is not small is known"),
    FIELD_F64(struct retention, discount_pct, .required = true, .unit = "%",
              .help = "A year, from the settings"),
    FIELD_LIST(struct retention, groups, retention_group, .required = true),
    FIELD_OBJ(struct retention, test, retention_test, .required = true,
              .help = "Do the groups differ: log-rank"),
    UNDATED_FIELD(struct retention),
    DEFINITIONS_FIELD(struct retention),
    FIELD_END,
};

static struct definition words[] = {
    {"Retention curve", "The share of customers still there after so many months: the product "
                        "over the ages at which somebody left of 1 − left ÷ at risk "
                        "(Kaplan and Meier 1958), with 95 % intervals by the log-log transform. "
                        "Who is a customer still counts as long as it was watched."},
    {"Watched from",
     "Who was a customer before leavers were on record counts only from then on: "
     "those who had left by then are not in the data, and the curve would flatter."},
    {"Median", "The age at which half are still there; where the limits cross one half, its "
               "interval."},
    {"Mean", "The time spent as a customer, of the first so many months: the area below the "
             "curve."},
    {"Projection", "Each customer has its own chance to leave at the end of a period, the same "
                   "each time; among customers it is spread as Beta(alpha, beta) (Fader and "
                   "Hardie 2007). Those likely to leave go first, so that the share that stays "
                   "rises with age."},
    {"Do groups differ", "Log-rank: leavers of each group against what it would have had if all "
                         "were alike (Mantel 1966)."},
};

void retention_define(struct retention *r)
{
    r->definitions = words;
    r->n_definitions = ARRAY_LEN(words);
}

const struct field retention_row_fields[] = {
    FIELD_STR(struct retention_row, group, .required = true),
    FIELD_STR(struct retention_row, kind, .required = true),
    FIELD_F64(struct retention_row, months, .required = true),
    FIELD_F64(struct retention_row, share_pct),
    FIELD_F64(struct retention_row, low_pct),
    FIELD_F64(struct retention_row, high_pct),
    FIELD_I64(struct retention_row, at_risk),
    FIELD_I64(struct retention_row, left),
    FIELD_END,
};

static size_t add_rows(const struct retention_point *points, size_t n, const char *group,
                       const char *kind, struct retention_row *ret)
{
    for (size_t k = 0; k < n; k++)
        ret[k] = (struct retention_row){group,
                                        kind,
                                        points[k].months,
                                        points[k].share_pct,
                                        points[k].low_pct,
                                        points[k].high_pct,
                                        points[k].at_risk,
                                        points[k].left};
    return n;
}

struct retention_row *retention_rows(const struct retention *r, struct arena *arena, size_t *ret_n)
{
    size_t room = 0, n = 0;

    for (size_t c = 0; c < r->n_groups; c++)
        room += r->groups[c].n_points + r->groups[c].fit->n_projection;
    struct retention_row *rows = ARENA_ARRAY(arena, room, struct retention_row);
    for (size_t c = 0; c < r->n_groups; c++) {
        const struct retention_group *g = &r->groups[c];
        n += add_rows(g->points, g->n_points, g->label, "observed", &rows[n]);
        n += add_rows(g->fit->projection, g->fit->n_projection, g->label, "projected", &rows[n]);
    }
    *ret_n = n;
    return rows;
}
