/* What a card looks like as JSON: in the database, in the API, and in files. */
#include "scoring/scorecard/card.h"

const char *const card_kinds[CARD_KINDS + 1] = {"health", "maturity", "qualification", "other",
                                                NULL};
static const char *const sources[] = {"metric", "rating", "value", NULL};

static const struct field card_point_fields[] = {
    FIELD_F64(struct card_point, value, .required = true),
    FIELD_F64(struct card_point, score, .required = true),
    FIELD_END,
};
#define ID_MAX     60
#define TEXT_MAX   1000
#define TENURE_MAX 600 /* months */

static const struct field card_stage_fields[] = {
    FIELD_F64(struct card_stage, from_months, .required = true, .fmin = 1, .fmax = TENURE_MAX,
              .unit = "months", .help = "Holds from this tenure on"),
    FIELD_LIST(struct card_stage, scale, card_point, .required = true, .min = 2,
               .max = SCALE_POINTS_MAX),
    FIELD_END,
};
static const struct field card_measure_fields[] = {
    FIELD_STR(struct card_measure, id, .required = true, .min = 1, .max = ID_MAX),
    FIELD_STR(struct card_measure, label, .required = true, .min = 1, .max = 120),
    FIELD_ENUM(struct card_measure, source, sources, .required = true),
    FIELD_STR(struct card_measure, ref, .required = true, .max = ID_MAX,
              .help = "The metric or rating whose value is scored, or the custom field of accounts "
                      "that holds a value set by hand"),
    FIELD_F64(struct card_measure, weight_pct, .required = true, .fmin = 0, .fmax = 100,
              .unit = "%", .help = "Share of the group; those of a group add up to 100"),
    FIELD_STR(struct card_measure, unit, .max = 40, .help = "Unit of the value"),
    FIELD_STR(struct card_measure, help, .max = TEXT_MAX),
    FIELD_STR(struct card_measure, question, .max = TEXT_MAX),
    FIELD_STR(struct card_measure, low_end, .max = TEXT_MAX, .help = "What the lowest value means"),
    FIELD_STR(struct card_measure, high_end, .max = TEXT_MAX, .help = "What the highest means"),
    FIELD_LIST(struct card_measure, scale, card_point, .required = true, .min = 2,
               .max = SCALE_POINTS_MAX,
               .help = "Points of a monotone line from value to score; it is flat outside them"),
    FIELD_LIST(struct card_measure, stages, card_stage, .max = CARD_STAGES,
               .help = "Other scales that take over when the account has been one for so long"),
    FIELD_END,
};
static const struct field card_group_fields[] = {
    FIELD_STR(struct card_group, id, .required = true, .min = 1, .max = ID_MAX),
    FIELD_STR(struct card_group, label, .required = true, .min = 1, .max = 120),
    FIELD_F64(struct card_group, weight_pct, .required = true, .fmin = 0, .fmax = 100, .unit = "%",
              .help = "Share of the card; those of the groups add up to 100"),
    FIELD_LIST(struct card_group, measures, card_measure, .required = true, .min = 1,
               .max = CARD_MEASURES_MAX),
    FIELD_END,
};
static const struct field card_band_fields[] = {
    FIELD_STR(struct card_band, id, .required = true, .min = 1, .max = ID_MAX),
    FIELD_STR(struct card_band, label, .required = true, .min = 1, .max = 120),
    FIELD_F64(struct card_band, from, .required = true, .help = "Belongs to the band"),
    FIELD_F64(struct card_band, to, .required = true,
              .help = "Belongs to the next band, unless it is the last"),
    FIELD_END,
};
const struct field card_fields[] = {
    FIELD_STR(struct card, key, .required = true, .min = 1, .max = ID_MAX),
    FIELD_STR(struct card, name, .required = true, .min = 1, .max = 120),
    FIELD_ENUM(struct card, kind, card_kinds, .required = true),
    FIELD_I64(struct card, version, .min = 1,
              .help = "Counted by Ripen; what is given is passed over"),
    FIELD_F64(struct card, low, .required = true, .help = "The lowest score there is"),
    FIELD_F64(struct card, high, .required = true, .help = "The highest"),
    FIELD_I64(struct card, decimals, .required = true, .min = 0, .max = 4,
              .help = "Scores and points are shown with so many"),
    FIELD_F64(struct card, min_coverage_pct, .required = true, .fmin = 0, .fmax = 100, .unit = "%",
              .help = "With less than this share of all weight known, the score is missing"),
    FIELD_STR(struct card, segment, .max = ID_MAX,
              .help =
                  "Whom it serves; none: the default of its kind, whose key is the kind's name"),
    FIELD_F64(struct card, min_maturity,
              .help = "Qualification only: below this maturity a prospect is unqualified"),
    FIELD_STR(struct card, help, .max = TEXT_MAX),
    FIELD_LIST(struct card, bands, card_band, .required = true, .min = CARD_BANDS,
               .max = CARD_BANDS),
    FIELD_LIST(struct card, groups, card_group, .required = true, .min = 1, .max = CARD_GROUPS_MAX),
    FIELD_END,
};
