/* How renewals are asked for, how they are written, and what their figures are. */
#include "forecast/renewal/renewals.h"

#define CHOICE(T)                                                                                 \
    FIELD_DAY(T, day, .help = "As of this day, by what was known then; " UNTIL_KNOWN),            \
        FIELD_I64(T, months, .min = 1, .max = RENEWALS_MONTHS_MAX, .unit = "months",              \
                  .help = "Due within so many months; 12 if left out"),                           \
        FIELD_STR(T, filter, .max = FILTER_TEXT_MAX,                                              \
                  .help = "Only accounts for which this holds on the day: `owner = \"ann\"`"),    \
        FIELD_ENUM(T, sort, renewal_sorts,                                                        \
                   .help = "day (the soonest first) if left out; by what is at risk, by what is " \
                           "due, by the least chance"),                                           \
        FIELD_I64(T, min_term_months, .min = 1, .max = 240, .unit = "months",                     \
                  .help = "Only contracts of at least so many months; all if left out"),          \
        FIELD_DAY(T, in_month,                                                                    \
                  .help = "Rows only of what is due in the month of this day; sums stay of all")

const struct field renewals_query_fields[] = {
    CHOICE(struct renewals_query),
    FIELD_I64(struct renewals_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct renewals_query, limit, .min = 1, .max = RENEWALS_PAGE_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};
const struct field renewals_csv_query_fields[] = {CHOICE(struct renewals_query), FIELD_END};

const struct field renewal_row_fields[] = {
    FIELD_STR(struct renewal_row, key, .required = true),
    FIELD_STR(struct renewal_row, name, .required = true),
    FIELD_STR(struct renewal_row, owner),
    FIELD_DAY(struct renewal_row, day, .required = true,
              .help = "The term has ended: the first day of the next"),
    FIELD_DAY(struct renewal_row, notice,
              .help = "The last day on which notice can be given; null if none is agreed"),
    FIELD_BOOL(struct renewal_row, is_notice_over, .required = true, .help = "That day has passed"),
    FIELD_BOOL(struct renewal_row, is_automatic, .required = true, .help = "It goes on by itself"),
    FIELD_I64(struct renewal_row, term_months, .required = true, .unit = "months"),
    FIELD_I64(struct renewal_row, number, .help = "Which renewal of the customer it is"),
    FIELD_I64(struct renewal_row, due_cents, .unit = "cents",
              .help = "ARR that comes due; null in another currency"),
    FIELD_F64(struct renewal_row, chance_pct, .unit = "%", .help = "Of being renewed"),
    FIELD_ENUM(struct renewal_row, source, chance_sources, .required = true,
               .help = "Of the chance: the model of risk, or the retention of such contracts"),
    FIELD_I64(struct renewal_row, at_risk_cents, .unit = "cents", .help = "Due × (1 − chance)"),
    FIELD_F64(struct renewal_row, health),
    FIELD_STR(struct renewal_row, health_band),
    FIELD_F64(struct renewal_row, maturity),
    FIELD_STR(struct renewal_row, maturity_band),
    FIELD_END,
};
const struct field renewal_sum_fields[] = {
    FIELD_DAY(struct renewal_sum, month, .help = "Its first day; null in other sums"),
    FIELD_STR(struct renewal_sum, label, .help = "The owner; null: nobody, or all"),
    FIELD_I64(struct renewal_sum, due, .required = true),
    FIELD_I64(struct renewal_sum, due_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct renewal_sum, expected, .required = true, .help = "Renewals won: Σ chances"),
    FIELD_F64(struct renewal_sum, expected_low, .help = "Exact interval of 95 %"),
    FIELD_F64(struct renewal_sum, expected_high),
    FIELD_I64(struct renewal_sum, expected_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct renewal_sum, expected_low_cents, .required = true, .unit = "cents",
              .help = "95 %"),
    FIELD_I64(struct renewal_sum, expected_high_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct renewal_sum, at_risk_cents, .required = true, .unit = "cents",
              .help = "Due less expected"),
    FIELD_I64(struct renewal_sum, unknown, .required = true,
              .help = "Of those due, without a chance; not expected, and not at risk"),
    FIELD_I64(struct renewal_sum, unknown_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
#define PERCENT(m, ...) FIELD_F64(struct year_ahead, m, .unit = "%", __VA_ARGS__)
#define SURE            .help = "95 %"

static const struct field year_ahead_fields[] = {
    FIELD_I64(struct year_ahead, customers, .required = true, .help = "Who pay now"),
    FIELD_I64(struct year_ahead, arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct year_ahead, unknown, .required = true,
              .help = "Who pay now, but of whom nothing can be said; not counted"),
    FIELD_I64(struct year_ahead, unknown_arr_cents, .required = true, .unit = "cents"),
    PERCENT(stay_pct, .help = "Of the customers, still there in twelve months"),
    PERCENT(stay_low_pct, SURE),
    PERCENT(stay_high_pct, SURE),
    PERCENT(kept_pct, .help = "Of the ARR, if nobody changed what they pay"),
    PERCENT(kept_low_pct, SURE),
    PERCENT(kept_high_pct, SURE),
    PERCENT(contraction_pct, .help = "Over the twelve months behind, taken to go on"),
    PERCENT(expansion_pct, .help = "Over the twelve months behind, taken to go on"),
    PERCENT(grr_pct, .help = "Gross retention to be expected of the next twelve months"),
    PERCENT(grr_low_pct, SURE),
    PERCENT(grr_high_pct, SURE),
    PERCENT(nrr_pct, .help = "Net retention to be expected of the next twelve months"),
    PERCENT(nrr_low_pct, SURE),
    PERCENT(nrr_high_pct, SURE),
    FIELD_END,
};
const struct field renewals_fields[] = {
    FIELD_DAY(struct renewals, day, .required = true, .help = "As of this day"),
    FIELD_DAY(struct renewals, until, .required = true),
    FIELD_STR(struct renewals, currency, .required = true),
    FIELD_I64(struct renewals, model_id,
              .help = "The model of risk; null: chances are of the retention curve"),
    FIELD_DAY(struct renewals, model_day,
              .help = "What the model told is by what was known on this day"),
    FIELD_I64(struct renewals, by_model, .required = true, .help = "Chances that the model told"),
    FIELD_I64(struct renewals, by_curve, .required = true,
              .help = "Chances by the retention of such contracts"),
    FIELD_I64(struct renewals, total, .required = true, .help = "Rows in all pages"),
    FIELD_I64(struct renewals, offset, .required = true),
    FIELD_LIST(struct renewals, rows, renewal_row, .required = true),
    FIELD_LIST(struct renewals, months, renewal_sum, .required = true),
    FIELD_LIST(struct renewals, owners, renewal_sum, .required = true,
               .help = "The most due first"),
    FIELD_OBJ(struct renewals, all, renewal_sum, .required = true),
    FIELD_OBJ(struct renewals, year, year_ahead, .required = true,
              .help = "What the next twelve months make of the customers of the day"),
    UNDATED_FIELD(struct renewals),
    DEFINITIONS_FIELD(struct renewals),
    FIELD_END,
};

static struct definition words[] = {
    {"Due", "ARR of subscriptions whose running term ends, counted from its start; those of one "
            "account that end on one day are one renewal, the next one of each."},
    {"Chance", "1 less the probability of leaving that the model of risk told, where one that "
               "predicts is in force and told of this renewal; else the share that stays at the "
               "same renewal among customers with contracts of the same length."},
    {"Expected", "Σ chance × due. The interval is exact for chances taken as known and renewals as "
                 "independent (Poisson-binomial): what hits all at once is not in it."},
    {"At risk", "Due less expected: Σ due × (1 − chance)."},
    {"GRR and NRR to come", "The ARR of those who stay through twelve months, less contraction, "
                            "plus expansion, both as over the twelve months behind."},
};

void renewals_define(struct renewals *r)
{
    r->definitions = words;
    r->n_definitions = ARRAY_LEN(words);
}
