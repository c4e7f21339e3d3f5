#include "forecast/simulate/simulate.h"

#include "forecast/forecast.h"
#include "json/rows_csv.h"
#include "stats/churn_arithmetic.h"

#define CENTS    100
#define PER_CENT 100
#define MOST     100000000000000 /* a million million units: sums of months stay exact */

const struct field simulate_query_fields[] = {
    FIELD_I64(struct simulate_query, start_cents, .min = 0, .max = MOST, .unit = "cents",
              .help = "Recurring revenue of a month at the start; 10,000.00 if left out"),
    FIELD_I64(struct simulate_query, added_cents, .min = 0, .max = MOST, .unit = "cents",
              .help = "New recurring revenue each month; 2,000.00 if left out"),
    FIELD_F64(struct simulate_query, churn_pct, .fmin = 0, .fmax = 100, .unit = "%",
              .help = "Of the recurring revenue, lost each month; 2.5 if left out"),
    FIELD_I64(struct simulate_query, months, .min = 1, .max = CHURN_MONTHS_MAX,
              .help = "How many months; 36 if left out"),
    FIELD_END,
};
#define MONEY(m, ...) \
    FIELD_I64(struct simulate_month, m, .required = true, .unit = "cents", __VA_ARGS__)

const struct field simulate_month_fields[] = {
    FIELD_I64(struct simulate_month, month, .required = true, .help = "0 is the start"),
    MONEY(revenue_cents, .help = "Recurring revenue at its end"),
    MONEY(no_churn_cents, .help = "The same if nothing were ever lost"),
    MONEY(lost_cents, .help = "Lost in the month"),
    MONEY(taken_cents, .help = "What churn has taken by then: without churn less with it"),
    FIELD_END,
};
const struct field simulation_fields[] = {
    FIELD_I64(struct simulation, start_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct simulation, added_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct simulation, churn_pct, .required = true, .unit = "%"),
    FIELD_LIST(struct simulation, months, simulate_month, .required = true),
    FIELD_I64(struct simulation, plateau_cents, .unit = "cents",
              .help = "Where revenue comes to rest: added ÷ churn; null if nothing stops it"),
    FIELD_BOOL(struct simulation, is_plateau_infinite, .required = true),
    FIELD_F64(struct simulation, half_way_months, .unit = "months",
              .help = "Until half of the way to the plateau is behind; null without churn"),
    FIELD_I64(struct simulation, half_lost_month,
              .help = "The first month in which half of what is added is lost again; null if "
                      "never"),
    DEFINITIONS_FIELD(struct simulation),
    FIELD_END,
};

static struct definition words[] = {
    {"With churn", "What there was × (1 − churn) + what is added, month by month."},
    {"Without churn", "Start + months × what is added."},
    {"Plateau", "Added ÷ churn: there as much is lost in a month as is added, and growth ends. To "
                "rise above it, add more or lose less; nothing else helps."},
    {"Half way", "ln ½ ÷ ln(1 − churn) months bring half of the way to the plateau, wherever one "
                 "starts."},
};

static int64_t cents(double value)
{
    return isfinite(value) ? llround(value) : I64_NONE;
}

static struct churn_plan plan_of(const struct simulate_query *q)
{
    struct churn_plan plan = {churn_preset.start * CENTS, churn_preset.added * CENTS,
                              churn_preset.churn};

    if (q->start_cents != I64_NONE)
        plan.start = (double)q->start_cents;
    if (q->added_cents != I64_NONE)
        plan.added = (double)q->added_cents;
    if (!isnan(q->churn_pct))
        plan.churn = q->churn_pct / PER_CENT;
    return plan;
}

int simulate(const struct simulate_query *query, struct arena *arena, struct simulation *ret,
             struct err *err)
{
    const struct churn_plan plan = plan_of(query);
    size_t n = query->months == I64_NONE ? SIMULATE_MONTHS : (size_t)query->months;
    struct churn_month *months = ARENA_ARRAY(arena, n + 1, struct churn_month);
    int rc = churn_arithmetic(&plan, n, months, err);

    if (rc < 0)
        return rc;
    double half_way = churn_half_way(&plan);
    *ret = (struct simulation){.start_cents = cents(plan.start),
                               .added_cents = cents(plan.added),
                               .churn_pct = isnan(query->churn_pct) ? plan.churn * PER_CENT
                                                                    : query->churn_pct,
                               .months = ARENA_ARRAY(arena, n + 1, struct simulate_month),
                               .n_months = n + 1,
                               .plateau_cents = cents(churn_plateau(&plan)),
                               .is_plateau_infinite = isinf(churn_plateau(&plan)),
                               .half_way_months = isinf(half_way) ? NAN : half_way,
                               .half_lost_month = cents(churn_month_of_loss(&plan, .5)),
                               .definitions = words,
                               .n_definitions = ARRAY_LEN(words)};
    for (size_t t = 0; t <= n; t++) {
        const struct churn_month *m = &months[t];
        ret->months[t] = (struct simulate_month){(int64_t)t, cents(m->revenue), cents(m->no_churn),
                                                 cents(m->lost), 0};
        ret->months[t].taken_cents = ret->months[t].no_churn_cents - ret->months[t].revenue_cents;
    }
    return 0;
}

HANDLER(simulate_get, simulate_query, simulation)
{
    return simulate(in, r->arena, out, &r->err);
}

HANDLER(simulate_csv_get, simulate_query, nothing)
{
    static const struct shape shape = SHAPE(simulate_month);
    struct simulation s;
    int rc = simulate(in, r->arena, &s, &r->err);

    if (rc < 0)
        return rc;
    r->filename = "churn-arithmetic.csv";
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", s.months, s.n_months);
    return 0;
}

const struct endpoint simulate_endpoints[] = {
    {"GET", "/api/v1/simulate", "Churn arithmetic: what losing a share each month does to growth",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(simulate_query), .out = SHAPE(simulation),
     .fn = simulate_get_call, .tx = TX_NONE,
     .help = "A calculation with the numbers given; nothing of the organisation's is read."},
    {"GET", "/api/v1/simulate.csv", "The months as a file", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(simulate_query), .fn = simulate_csv_get_call, .tx = TX_NONE,
     .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
