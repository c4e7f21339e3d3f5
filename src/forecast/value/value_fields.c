/* How values are asked for, how they are written, and what they are. */
#include "forecast/value/value.h"

#define CHOICE(T)                                                                      \
    FIELD_DAY(T, day, .help = "As of this day, by what was known then; " UNTIL_KNOWN), \
        FIELD_STR(T, filter, .max = FILTER_TEXT_MAX,                                   \
                  .help = "Only customers for which this holds on the day"),           \
        FIELD_ENUM(T, sort, value_sorts, .help = "-life (the most valuable first) if left out")

const struct field value_query_fields[] = {
    CHOICE(struct value_query),
    FIELD_STR(struct value_query, by, .max = 100,
              .help = "Sums by a field: industry, plan, health_band …; numbers by quarters; by "
                      "segment, in several of which an account may be"),
    FIELD_I64(struct value_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct value_query, limit, .min = 1, .max = VALUE_PAGE_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};
const struct field value_csv_query_fields[] = {CHOICE(struct value_query), FIELD_END};

#define MONEY(T, m, ...) FIELD_I64(T, m, .unit = "cents", __VA_ARGS__)
#define LTV(T)                                                                                   \
    MONEY(T, ltv_3y_cents, .help = "Discounted gross margin of three years"),                    \
        MONEY(T, ltv_3y_low_cents, .help = "95 %, of the retention curve"),                      \
        MONEY(T, ltv_3y_high_cents, .help = "95 %"),                                             \
        MONEY(T, ltv_5y_cents, .help = "Of five years"),                                         \
        MONEY(T, ltv_5y_low_cents, .help = "95 %"), MONEY(T, ltv_5y_high_cents, .help = "95 %"), \
        MONEY(T, life_cents, .help = "For life; null if infinite"),                              \
        MONEY(T, life_low_cents, .help = "95 %"), MONEY(T, life_high_cents, .help = "95 %"),     \
        FIELD_BOOL(T, is_life_infinite, .required = true,                                        \
                   .help = "Without discount, those who stay for ever outweigh all others")

const struct field value_row_fields[] = {
    FIELD_STR(struct value_row, key, .required = true),
    FIELD_STR(struct value_row, name, .required = true),
    FIELD_STR(struct value_row, owner),
    MONEY(struct value_row, arr_cents, .required = true),
    FIELD_F64(struct value_row, gross_margin_pct, .required = true, .unit = "%"),
    FIELD_BOOL(struct value_row, is_margin_default, .required = true,
               .help = "By the settings: the account has none of its own"),
    FIELD_I64(struct value_row, term_months, .required = true, .unit = "months",
              .help = "Of the contract that decides"),
    FIELD_I64(struct value_row, renewal_number, .required = true,
              .help = "Which renewal of the customer is next"),
    FIELD_F64(struct value_row, chance_pct, .required = true, .unit = "%",
              .help = "Of the next renewal"),
    FIELD_ENUM(struct value_row, source, chance_sources, .required = true,
               .help = "Of that chance"),
    LTV(struct value_row),
    MONEY(struct value_row, acquisition_cents),
    FIELD_F64(struct value_row, payback_months, .unit = "months",
              .help = "Acquisition cost ÷ gross margin of a month"),
    FIELD_F64(struct value_row, life_to_acquisition, .help = "Value for life ÷ acquisition cost"),
    FIELD_END,
};
const struct field value_sum_fields[] = {
    FIELD_STR(struct value_sum, label, .required = true),
    FIELD_STR(struct value_sum, filter, .max = FILTER_TEXT_MAX),
    FIELD_I64(struct value_sum, accounts, .required = true),
    MONEY(struct value_sum, arr_cents, .required = true),
    FIELD_I64(struct value_sum, default_margins, .required = true,
              .help = "Of the accounts: have no gross margin of their own"),
    FIELD_I64(struct value_sum, unknown, .required = true,
              .help = "Customers who pay nothing or of whom nothing can be said; not counted"),
    LTV(struct value_sum),
    MONEY(struct value_sum, ltv_3y_mean_cents),
    MONEY(struct value_sum, life_mean_cents),
    MONEY(struct value_sum, life_median_cents),
    FIELD_F64(struct value_sum, payback_median_months, .unit = "months"),
    FIELD_I64(struct value_sum, payback_known, .required = true),
    FIELD_END,
};
static const struct field value_share_fields[] = {
    FIELD_I64(struct value_share, accounts, .required = true, .help = "The most valuable so many"),
    FIELD_F64(struct value_share, accounts_pct, .required = true, .unit = "%"),
    FIELD_F64(struct value_share, ltv_3y_pct, .required = true, .unit = "%",
              .help = "Of the value of three years of all"),
    FIELD_END,
};
const struct field value_list_fields[] = {
    FIELD_DAY(struct value_list, day, .required = true),
    FIELD_STR(struct value_list, currency, .required = true),
    FIELD_F64(struct value_list, discount_pct, .required = true, .unit = "%",
              .help = "A year, from the settings"),
    FIELD_F64(struct value_list, default_gross_margin_pct, .required = true, .unit = "%",
              .help = "Of accounts that have none of their own, from the settings"),
    FIELD_LIST(struct value_list, shares, value_share, .required = true,
               .help = "How unevenly value lies: from none to all in at most 50 steps"),
    FIELD_I64(struct value_list, half_accounts,
              .help = "So few customers have half of the value of three years"),
    FIELD_STR(struct value_list, label, .help = "Of what the groups differ by"),
    FIELD_I64(struct value_list, total, .required = true),
    FIELD_I64(struct value_list, offset, .required = true),
    FIELD_LIST(struct value_list, rows, value_row, .required = true),
    FIELD_OBJ(struct value_list, all, value_sum, .required = true),
    FIELD_LIST(struct value_list, groups, value_sum, .required = true),
    UNDATED_FIELD(struct value_list),
    DEFINITIONS_FIELD(struct value_list),
    FIELD_END,
};
const struct field account_value_fields[] = {
    FIELD_DAY(struct account_value, day, .required = true),
    FIELD_F64(struct account_value, discount_pct, .required = true, .unit = "%",
              .help = "A year, from the settings"),
    FIELD_OBJ(struct account_value, value, value_row, .help = "Null if nothing can be said"),
    FIELD_STR(struct account_value, problem, .help = "Why there is none"),
    DEFINITIONS_FIELD(struct account_value),
    FIELD_END,
};

static struct definition words[] = {
    {"Lifetime value", "Σ over the coming months of ARR ÷ 12 × gross margin × the chance of being "
                       "a customer still × discount. Until the running term ends that chance is "
                       "1; it falls at each renewal: at the next by the model of risk where one "
                       "predicts, else and later by the retention of customers with contracts of "
                       "the same length. What is paid is taken to stay as it is."},
    {"For life", "The same to the end. Without a discount it may be infinite: then those who stay "
                 "for ever outweigh all others, and no number would be true."},
    {"Interval", "95 %: how sure the retention curve is. One customer's own fate varies far more."},
    {"Payback", "Acquisition cost ÷ gross margin of a month: the months until it is earned back."},
};

struct definition *value_definitions(size_t *ret_n)
{
    *ret_n = ARRAY_LEN(words);
    return words;
}
