/* How risks are asked for, how they are written, and what they are. */
#include "forecast/risk/risk_list.h"

const char *const risk_sorts[] = {"-risk", "risk",    "-at_risk", "at_risk", "-arr",
                                  "arr",   "renewal", "-renewal", NULL};

#define CHOICE_FIELDS                                                                             \
    FIELD_STR(struct risk_query, filter, .max = FILTER_TEXT_MAX,                                  \
              .help = "Only customers for which this holds, such as: renewal_days < 120"),        \
        FIELD_ENUM(struct risk_query, sort, risk_sorts,                                           \
                   .help = "-risk (the likeliest first) if left out; at_risk is the probability " \
                           "times ARR; what is missing comes last"),                              \
        FIELD_BOOL(struct risk_query, is_risk,                                                    \
                   .help = "Rows only of those called a risk; totals stay those of all")

const struct field risk_query_fields[] = {
    CHOICE_FIELDS,
    FIELD_I64(struct risk_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct risk_query, limit, .min = 1, .max = RISK_PAGE_MAX,
              .help = "How many at most; 50 if left out"),
    FIELD_END,
};
const struct field risk_csv_query_fields[] = {CHOICE_FIELDS, FIELD_END};

const struct field risk_row_fields[] = {
    FIELD_STR(struct risk_row, key, .required = true),
    FIELD_STR(struct risk_row, name, .required = true),
    FIELD_STR(struct risk_row, owner),
    FIELD_F64(struct risk_row, p_pct, .required = true, .unit = "%"),
    FIELD_F64(struct risk_row, low_pct, .unit = "%",
              .help = "Of those told about the same in the past, at least so many left"),
    FIELD_F64(struct risk_row, high_pct, .unit = "%"),
    FIELD_BOOL(struct risk_row, is_risk, .required = true,
               .help = "Its range lies above the share of all that leave"),
    FIELD_I64(struct risk_row, arr_cents, .unit = "cents"),
    FIELD_I64(struct risk_row, at_risk_cents, .unit = "cents", .help = "Probability times ARR"),
    FIELD_F64(struct risk_row, health),
    FIELD_STR(struct risk_row, health_band),
    FIELD_F64(struct risk_row, maturity),
    FIELD_STR(struct risk_row, maturity_band),
    FIELD_DAY(struct risk_row, renewal, .help = "When the running term ends"),
    FIELD_DAY(struct risk_row, notice, .help = "The last day for notice"),
    FIELD_STR(struct risk_row, reason, .max = 500, .help = "The strongest that raises it"),
    FIELD_F64(struct risk_row, points, .unit = "points",
              .help = "What that adds to the probability in per cent"),
    FIELD_END,
};
static const struct field risk_totals_fields[] = {
    FIELD_I64(struct risk_totals, accounts, .required = true),
    FIELD_I64(struct risk_totals, arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct risk_totals, expected, .required = true, .help = "How many are to leave"),
    FIELD_F64(struct risk_totals, expected_low,
              .help = "Exact interval of 95 % (Poisson-binomial)"),
    FIELD_F64(struct risk_totals, expected_high),
    FIELD_I64(struct risk_totals, at_risk_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct risk_totals, at_risk_low_cents, .unit = "cents"),
    FIELD_I64(struct risk_totals, at_risk_high_cents, .unit = "cents"),
    FIELD_I64(struct risk_totals, risks, .required = true),
    FIELD_I64(struct risk_totals, risks_arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field risk_list_fields[] = {
    FIELD_DAY(struct risk_list, day, .help = "When everybody was told; null: nobody was yet"),
    FIELD_I64(struct risk_list, model_id),
    FIELD_ENUM(struct risk_list, verdict, risk_verdicts),
    FIELD_STR(struct risk_list, words, .required = true, .max = 1000),
    FIELD_I64(struct risk_list, horizon_days, .unit = "days"),
    FIELD_BOOL(struct risk_list, is_renewal),
    FIELD_BOOL(struct risk_list, is_recorded),
    FIELD_F64(struct risk_list, base_pct, .unit = "%", .help = "The share of all that leave"),
    FIELD_I64(struct risk_list, total, .required = true,
              .help = "Of the rows, before they are cut into pages"),
    FIELD_I64(struct risk_list, offset, .required = true),
    FIELD_LIST(struct risk_list, rows, risk_row, .required = true),
    FIELD_OBJ(struct risk_list, totals, risk_totals, .required = true,
              .help = "Of all that the filter chooses"),
    DEFINITIONS_FIELD(struct risk_list),
    FIELD_END,
};

static struct definition words[] = {
    {"Probability", "How likely it is that a customer is none any more when the horizon ends: what "
                    "the model in force told when it last told everybody."},
    {"Range",
     "What happened to those told about as much, on months held back from the model: the "
     "share of them that left, with Wilson's interval of 95 %, each account counting once."},
    {"Risk", "A customer whose whole range lies above the share of all that leave. Where nothing "
             "predicts, nobody is called one."},
    {"Expected to leave", "The sum of the probabilities, with the exact interval of 95 % "
                          "(Poisson-binomial) if they are right and customers leave independently "
                          "of each other. A recession is not in it."},
    {"ARR at risk", "Probability times ARR, summed up: not the ARR of those called a risk."},
    {"Points", "By how many per cent the probability would be lower (or higher) if this alone were "
               "as usual. Points do not add up, because probabilities bend."},
    {"Ranks the right one first",
     "Of two customers of the same month-end, one of which left within "
     "the horizon, how often that one had been told more: the AUC, on "
     "months held back. 50 in 100 is chance."},
    {"Notice until", "The last day on which notice keeps the running term from renewing."},
};

struct definition *risk_definitions(size_t *ret_n)
{
    *ret_n = ARRAY_LEN(words);
    return words;
}
