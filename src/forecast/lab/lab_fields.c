#include "forecast/lab/lab.h"

const char *const lab_verdicts[] = {"useful", "chance", "reversed", "too_few", NULL};

const struct field lab_band_fields[] = {
    FIELD_STR(struct lab_band, band, .required = true),
    FIELD_STR(struct lab_band, label, .required = true),
    FIELD_I64(struct lab_band, rows, .required = true, .help = "Account-months"),
    FIELD_I64(struct lab_band, accounts, .required = true),
    FIELD_I64(struct lab_band, left, .required = true),
    FIELD_F64(struct lab_band, left_pct, .unit = "%",
              .help = "Precision: of those in the band, the share that left"),
    FIELD_F64(struct lab_band, low_pct, .unit = "%",
              .help = "Interval of 95 %, each account counting once"),
    FIELD_F64(struct lab_band, high_pct, .unit = "%"),
    FIELD_F64(struct lab_band, recall_pct, .unit = "%",
              .help = "Of all who left, the share that was in the band"),
    FIELD_F64(struct lab_band, lift, .help = "1: no more leave than of all"),
    FIELD_I64(struct lab_band, arr_cents, .required = true, .unit = "cents",
              .help = "Summed over the months"),
    FIELD_I64(struct lab_band, left_arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct lab_band, arr_recall_pct, .unit = "%",
              .help = "Of all ARR that left, the share that was in the band"),
    FIELD_END,
};
static const struct field lab_gain_fields[] = {
    FIELD_F64(struct lab_gain, looked_at_pct, .required = true, .unit = "%",
              .help = "Looking at so many, the likeliest first"),
    FIELD_F64(struct lab_gain, found_pct, .unit = "%", .help = "finds so many of those who left"),
    FIELD_F64(struct lab_gain, lift),
    FIELD_END,
};
const struct field lab_score_fields[] = {
    FIELD_STR(struct lab_score, id, .required = true,
              .help = "The card as asked for, \"both\" (health and maturity) or \"model\""),
    FIELD_STR(struct lab_score, label, .required = true),
    FIELD_ENUM(struct lab_score, kind, card_kinds, .help = "Of a card"),
    FIELD_I64(struct lab_score, version,
              .help = "Of the card that scored all; null: several are in force, or a draft"),
    FIELD_I64(struct lab_score, rows, .required = true),
    FIELD_I64(struct lab_score, left, .required = true),
    FIELD_I64(struct lab_score, left_accounts, .required = true),
    FIELD_I64(struct lab_score, missing, .required = true, .help = "Rows without this score"),
    FIELD_F64(struct lab_score, auc, .help = ".5 is chance"),
    FIELD_F64(struct lab_score, auc_low, .help = "Interval of 95 %, accounts drawn anew"),
    FIELD_F64(struct lab_score, auc_high),
    FIELD_ENUM(struct lab_score, verdict, lab_verdicts, .required = true,
               .help =
                   "reversed: those with the better score leave more; too_few: fewer than 20 that "
                   "left have the score"),
    FIELD_LIST(struct lab_score, bands, lab_band, .required = true, .help = "Of cards"),
    FIELD_LIST(struct lab_score, gains, lab_gain, .required = true),
    FIELD_LIST(struct lab_score, bins, told_bin, .required = true,
               .help = "Calibration: told by this score alone, beside what happened"),
    FIELD_STRS(struct lab_score, undated, .required = true,
               .help = "Measures of the card that have no history and count for every day as they "
                       "are now: whoever set them may have known who left"),
    FIELD_END,
};
static const struct field lab_pair_fields[] = {
    FIELD_STR(struct lab_pair, a, .required = true),
    FIELD_STR(struct lab_pair, b, .required = true),
    FIELD_F64(struct lab_pair, difference, .help = "AUC of a less that of b, on the same rows"),
    FIELD_F64(struct lab_pair, low),
    FIELD_F64(struct lab_pair, high),
    FIELD_F64(struct lab_pair, p),
    FIELD_F64(struct lab_pair, p_adjusted, .help = "For the number of pairs, by Holm"),
    FIELD_STR(struct lab_pair, words, .required = true, .max = 500),
    FIELD_END,
};
static const struct field lab_effect_fields[] = {
    FIELD_STR(struct lab_effect, id, .required = true),
    FIELD_STR(struct lab_effect, label, .required = true),
    FIELD_F64(struct lab_effect, step, .required = true, .help = "So many points less …"),
    FIELD_F64(struct lab_effect, odds, .help = "… multiply the odds of leaving by this"),
    FIELD_F64(struct lab_effect, low, .help = "Interval of 95 %, accounts drawn anew"),
    FIELD_F64(struct lab_effect, high),
    FIELD_F64(struct lab_effect, log_odds, .help = "Of leaving, for one point more"),
    FIELD_F64(struct lab_effect, log_odds_low),
    FIELD_F64(struct lab_effect, log_odds_high),
    FIELD_END,
};
static const struct field lab_account_fields[] = {
    FIELD_STR(struct lab_account, key, .required = true),
    FIELD_STR(struct lab_account, name, .required = true),
    FIELD_DAY(struct lab_account, day, .required = true, .help = "The last month-end it was so"),
    FIELD_F64(struct lab_account, score, .required = true),
    FIELD_STR(struct lab_account, band, .required = true),
    FIELD_I64(struct lab_account, arr_cents, .unit = "cents"),
    FIELD_END,
};
const struct field lab_fields[] = {
    FIELD_DAY(struct lab, from, .help = "The first month-end; null: there is none"),
    FIELD_DAY(struct lab, to),
    FIELD_DAY(struct lab, known_until, .help = "The last day of which there were facts"),
    FIELD_I64(struct lab, horizon_days, .required = true, .unit = "days"),
    FIELD_BOOL(struct lab, is_renewal, .required = true),
    FIELD_BOOL(struct lab, is_recorded, .required = true),
    FIELD_BOOL(struct lab, is_due_only, .required = true),
    FIELD_STR(struct lab, filter, .max = FILTER_TEXT_MAX),
    FIELD_I64(struct lab, months, .required = true),
    FIELD_I64(struct lab, rows, .required = true, .help = "Account-months"),
    FIELD_I64(struct lab, accounts, .required = true),
    FIELD_I64(struct lab, left_rows, .required = true),
    FIELD_I64(struct lab, left_accounts, .required = true),
    FIELD_F64(struct lab, base_pct, .unit = "%", .help = "The share of all rows that left"),
    FIELD_F64(struct lab, drawn_pct, .required = true, .unit = "%",
              .help = "Of the accounts; below 100 where there are too many rows"),
    FIELD_ENUM(struct lab, verdict, lab_verdicts, .required = true),
    FIELD_STR(struct lab, headline, .required = true, .max = 500,
              .help = "Of the first card, in one sentence"),
    FIELD_STR(struct lab, words, .required = true, .max = 2000),
    FIELD_LIST(struct lab, scores, lab_score, .required = true),
    FIELD_LIST(struct lab, pairs, lab_pair, .required = true),
    FIELD_LIST(struct lab, effects, lab_effect, .required = true,
               .help = "Of health and maturity, each with the other held fixed"),
    FIELD_LIST(struct lab, left_green, lab_account, .required = true,
               .help = "Left, although the first card had them in its highest band; the largest"),
    FIELD_I64(struct lab, left_green_accounts, .required = true),
    FIELD_LIST(struct lab, stayed_red, lab_account, .required = true,
               .help = "Never left, although it had them in its lowest band; the largest"),
    FIELD_I64(struct lab, stayed_red_accounts, .required = true),
    FIELD_STR(struct lab, model_note, .max = 500, .help = "Why the model is not among the scores"),
    FIELD_STRS(struct lab, undated,
               .help = "What the filter names that has no history: it counts as it is now"),
    DEFINITIONS_FIELD(struct lab),
    FIELD_END,
};

static struct definition words[] = {
    {"Row", "A customer at a month-end, with its scores by what was known then. It left if it is "
            "no customer any more when the horizon ends, or, where records are asked for, if a "
            "churn was recorded by then. Month-ends whose horizon has not passed are left out."},
    {"AUC", "Of two customers of the same month, one of which left, how often the one that left "
            "has the worse score: .5 is a coin, 1 is never wrong. The interval of 95 % draws "
            "customers anew, each with all of its months."},
    {"Better than chance", "The whole interval of the AUC lies above .5. With fewer than 20 "
                           "customers that left and have the score, nothing is said."},
    {"Both together", "A logistic regression on health and maturity. Each customer is told by one "
                      "that has not seen it."},
    {"The model", "What the model of risk in force told of months that were held back from it."},
    {"p", "How often chance alone would make two scores differ this much, adjusted for how many "
          "pairs are looked at (Holm 1979)."},
    {"Share that left", "Precision: of the rows in a band, those that left within the horizon. "
                        "Its interval is Wilson's, each customer counting once."},
    {"Found", "Recall: of all rows that left, those in the band, or among the so many worst."},
    {"Lift", "The share that left in the band, over the share of all. 1 is no better than asking "
             "anybody."},
    {"ARR caught", "Of the ARR of all rows that left, what was in the band."},
    {"Odds of leaving", "Those that leave for each that stays. Told for a step of one score with "
                        "the other as it is, by a logistic regression on both."},
    {"Calibration", "What the score alone would have told, by a regression on other customers, "
                    "beside the share that then left."},
    {"Left while green", "Customers that left within the horizon of a month-end at which the first "
                         "card had them in its highest band; the last such month-end is told."},
    {"Red, and stayed", "Customers that were in its lowest band, and never left."},
};

void lab_define(struct lab *lab)
{
    lab->definitions = words;
    lab->n_definitions = ARRAY_LEN(words);
}
