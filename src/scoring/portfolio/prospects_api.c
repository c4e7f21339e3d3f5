/* What prospects are asked for and answered with. */
#include "http/service.h"
#include "scoring/portfolio/prospects.h"
#include "scoring/scoring.h"

const struct field prospect_query_fields[] = {
    FIELD_DAY(struct prospect_query, day, .help = "As of this day; today if left out"),
    FIELD_ENUM(struct prospect_query, verdict, prospect_verdicts,
               .help = "Only these; `totals` count all the same"),
    FIELD_STR(struct prospect_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Condition, as for the portfolio, such as: industry = \"Software\""),
    FIELD_STR(struct prospect_query, q, .help = "Text to look for in name, key and owner"),
    FIELD_STR(struct prospect_query, sort,
              .help = "Field to sort by, with - in front for descending; if left out the better "
                      "verdict first, then -qualification"),
    FIELD_I64(struct prospect_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct prospect_query, limit, .min = 1, .max = PAGE_LIMIT_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};
static const struct field prospect_part_fields[] = {
    FIELD_STR(struct prospect_part, id, .required = true, .help = "Of the measure in the card"),
    FIELD_STR(struct prospect_part, label, .required = true),
    FIELD_STR(struct prospect_part, group, .required = true, .help = "Its id in the card"),
    FIELD_STR(struct prospect_part, field,
              .help = "The account's custom field that it is set in; null: it is a metric"),
    FIELD_STR(struct prospect_part, unit),
    FIELD_F64(struct prospect_part, weight_pct, .required = true, .unit = "%",
              .help = "Of the whole card, as the card says"),
    FIELD_F64(struct prospect_part, value, .help = "As it was set; null: not known"),
    FIELD_F64(struct prospect_part, score, .help = "In the card's range; null: not known"),
    FIELD_F64(struct prospect_part, points, .required = true,
              .help = "What it brings: those of all parts add up to the qualification"),
    FIELD_END,
};
const struct field prospect_row_fields[] = {
    FIELD_STR(struct prospect_row, key, .required = true),
    FIELD_STR(struct prospect_row, name, .required = true),
    FIELD_STR(struct prospect_row, owner),
    FIELD_STR(struct prospect_row, stage),
    FIELD_STR(struct prospect_row, size_band),
    FIELD_STR(struct prospect_row, location),
    FIELD_STR(struct prospect_row, industry),
    FIELD_STR(struct prospect_row, use_case),
    FIELD_ENUM(struct prospect_row, verdict, prospect_verdicts, .required = true),
    FIELD_STR(struct prospect_row, why, .required = true, .max = 1000,
              .help = "The numbers that the verdict rests on, in a sentence"),
    FIELD_STR(struct prospect_row, next, .max = 1000,
              .help = "What would make it known, or another one; null: nothing is left to ask"),
    FIELD_F64(struct prospect_row, qualification,
              .help = "In the card's range; null: too little is known"),
    FIELD_STR(struct prospect_row, band),
    FIELD_F64(struct prospect_row, coverage_pct, .required = true, .unit = "%",
              .help = "How much of the qualification card is known"),
    FIELD_STR(struct prospect_row, card, .help = "The card and version that scored it"),
    FIELD_F64(struct prospect_row, maturity, .help = "1 to 5"),
    FIELD_STR(struct prospect_row, maturity_band),
    FIELD_F64(struct prospect_row, maturity_coverage_pct, .unit = "%"),
    FIELD_I64(struct prospect_row, maturity_freshness_days, .unit = "days",
              .help = "The age of the oldest rating that counts"),
    FIELD_F64(struct prospect_row, min_maturity,
              .help = "Below this maturity the card says unqualified; null: it asks for none"),
    FIELD_LIST(struct prospect_row, parts, prospect_part, .required = true,
               .help = "The measures of the card, in its order"),
    FIELD_END,
};
static const struct field verdict_total_fields[] = {
    FIELD_ENUM(struct verdict_total, verdict, prospect_verdicts, .required = true),
    FIELD_I64(struct verdict_total, count, .required = true),
    FIELD_END,
};
const struct field prospects_fields[] = {
    FIELD_DAY(struct prospects, day, .required = true),
    FIELD_I64(struct prospects, total, .required = true,
              .help = "How many have the verdict asked for"),
    FIELD_I64(struct prospects, offset, .required = true),
    FIELD_LIST(struct prospects, rows, prospect_row, .required = true),
    FIELD_LIST(struct prospects, totals, verdict_total, .required = true,
               .help = "Every verdict, whichever is asked for"),
    FIELD_END,
};

HANDLER(prospects_get, prospect_query, prospects)
{
    const struct portfolio_source source = {r->service->snapshots, r->conn, r->today, r->arena};

    return prospects_read(&source, in, out, &r->err);
}

const struct endpoint prospect_endpoints[] = {
    {"GET", "/api/v1/prospects", "Prospects, whether each is worth selling to now, and why",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(prospect_query), .out = SHAPE(prospects),
     .fn = prospects_get_call,
     .help =
         "The verdict is the band of the qualification, with the maturity's say. What is set by "
         "hand is changed as the account's custom fields: `PATCH /accounts/{key}`."},
    ENDPOINT_END,
};
