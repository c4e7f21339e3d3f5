/* How the card of a model is written, and what its figures are. */
#include "forecast/risk/model_card.h"

const char *const risk_verdicts[] = {"predicts", "nothing", "too_little", NULL};

static const struct field model_column_fields[] = {
    FIELD_STR(struct model_column, id, .required = true),
    FIELD_STR(struct model_column, label, .required = true),
    FIELD_STR(struct model_column, unit, .required = true),
    FIELD_F64(struct model_column, weight_pct, .unit = "%",
              .help = "Its share of all that moves the model's answers"),
    FIELD_F64(struct model_column, typical, .help = "The median of the rows learned from"),
    FIELD_END,
};
static const struct field model_left_out_fields[] = {
    FIELD_STR(struct model_left_out, id, .required = true),
    FIELD_STR(struct model_left_out, label, .required = true),
    FIELD_STR(struct model_left_out, reason, .required = true, .max = 500),
    FIELD_END,
};
const struct field model_card_fields[] = {
    FIELD_I64(struct model_card, id, .required = true),
    FIELD_TIME(struct model_card, created, .required = true),
    FIELD_STR(struct model_card, created_by),
    FIELD_BOOL(struct model_card, is_in_force, .required = true),
    FIELD_DAY(struct model_card, day, .required = true, .help = "It was trained on this day"),
    FIELD_DAY(struct model_card, known_until, .help = "The last day of which there were facts"),
    FIELD_I64(struct model_card, horizon_days, .required = true, .unit = "days"),
    FIELD_BOOL(struct model_card, is_renewal, .required = true,
               .help = "Until the end of the running term, if that is within the horizon"),
    FIELD_BOOL(struct model_card, is_recorded, .required = true,
               .help = "A churn record counts as leaving, although the customer goes on paying"),
    FIELD_ENUM(struct model_card, verdict, risk_verdicts, .required = true,
               .help = "nothing: no learner told later months better than chance"),
    FIELD_STR(struct model_card, words, .required = true, .max = 1000),
    FIELD_ENUM(struct model_card, kind, learner_kinds, .required = true),
    FIELD_STR(struct model_card, label, .required = true),
    FIELD_I64(struct model_card, rows, .required = true, .help = "Account-months learned from"),
    FIELD_I64(struct model_card, accounts, .required = true),
    FIELD_I64(struct model_card, left_rows, .required = true),
    FIELD_I64(struct model_card, left_accounts, .required = true),
    FIELD_I64(struct model_card, rows_needed, .help = "For there to be a model at all"),
    FIELD_I64(struct model_card, left_needed, .help = "So many accounts that left"),
    FIELD_DAY(struct model_card, from),
    FIELD_DAY(struct model_card, to),
    FIELD_F64(struct model_card, drawn_pct, .required = true, .unit = "%",
              .help = "Of the accounts; below 100 where there are too many rows"),
    FIELD_F64(struct model_card, base_pct, .unit = "%", .help = "The share of all rows that left"),
    FIELD_F64(struct model_card, auc, .help = "Of the best attempt, on months held back"),
    FIELD_F64(struct model_card, auc_low),
    FIELD_F64(struct model_card, auc_high),
    FIELD_F64(struct model_card, beyond_age,
              .help = "Its AUC less that of time as a customer; it must be more than chance"),
    FIELD_F64(struct model_card, beyond_age_low),
    FIELD_F64(struct model_card, beyond_age_high),
    FIELD_LIST(struct model_card, candidates, candidate, .required = true),
    FIELD_LIST(struct model_card, blocks, block, .required = true),
    FIELD_LIST(struct model_card, bins, told_bin, .required = true,
               .help = "What was told beside what happened, on months held back"),
    FIELD_LIST(struct model_card, columns, model_column, .required = true,
               .help = "What it reads, the weightiest first"),
    FIELD_LIST(struct model_card, left_out, model_left_out, .required = true,
               .help = "What nothing may learn from, and why"),
    FIELD_STRS(struct model_card, missing, .help = "What it would take to have a model"),
    FIELD_STRS(struct model_card, caveats),
    FIELD_END,
};

static struct definition words[] = {
    {"AUC",
     "Of two customers of the same month-end, one of which left within the horizon, how "
     "often that one had been told more. .5 is chance, 1 is without a fault. The interval of "
     "95 % draws accounts anew, with all their months."},
    {"Months held back", "Each learner is fitted on rows whose outcome was known before a block of "
                         "later months begins, and then tells that block: what it is judged by, it "
                         "has not seen."},
    {"Kept",
     "The one with the least log loss on months held back. If it is no better than chance, "
     "or tells no more than how long somebody has been a customer, or the retention curve of "
     "its contract, a plain one is used and "
     "nobody is called a risk."},
    {"Log loss saved", "How much less it is surprised by what happens than if everybody were told "
                       "the share that left; below 0 it is worse."},
    {"Beyond time as a customer", "Its AUC less that of how long somebody has been a customer, on "
                                  "the same rows."},
    {"Told and happened", "Months held back, dealt by what was told. What happened is the share "
                          "that left, with Wilson's interval of 95 %, each account counting once."},
    {"Weight", "A column's share of all that moves the answers of the model."},
    {"Judged", "What was told first in a month, held against what came of it once the horizon had "
               "passed. Nothing that was told is ever changed."},
};

struct definition *model_definitions(size_t *ret_n)
{
    *ret_n = ARRAY_LEN(words);
    return words;
}
