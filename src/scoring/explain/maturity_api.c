#include "facts/assessment/assessment.h"
#include "http/service.h"
#include "scoring/explain/maturity.h"
#include "scoring/scoring.h"

#define WORDS(T, m, ...) FIELD_STR(T, m, .max = 10000, __VA_ARGS__)
static const char *const sides[] = {"self", "found", NULL};

static const struct field maturity_group_fields[] = {
    WORDS(struct maturity_group, id, .required = true),
    WORDS(struct maturity_group, label, .required = true),
    FIELD_F64(struct maturity_group, weight_pct, .required = true),
    FIELD_F64(struct maturity_group, score),
    FIELD_F64(struct maturity_group, before),
    FIELD_END,
};
static const struct field maturity_rating_fields[] = {
    WORDS(struct maturity_rating, id, .required = true),
    WORDS(struct maturity_rating, label, .required = true),
    WORDS(struct maturity_rating, group, .required = true),
    WORDS(struct maturity_rating, low_end),
    WORDS(struct maturity_rating, high_end),
    FIELD_F64(struct maturity_rating, weight_pct, .required = true,
              .help = "Of the whole card, as it counts; 0 if it is missing"),
    FIELD_F64(struct maturity_rating, value),
    FIELD_F64(struct maturity_rating, before),
    FIELD_F64(struct maturity_rating, spread,
              .help = "Between the people who count; null for fewer than two"),
    FIELD_BOOL(struct maturity_rating, is_disagreed, .required = true,
               .help = "They are more than 1.5 apart, which is worth a conversation"),
    FIELD_BOOL(struct maturity_rating, is_by_group, .required = true,
               .help = "Some of it is the short form's, of the whole group"),
    FIELD_ENUM(struct maturity_rating, side, sides,
               .help = "self: what the customer's people say; found: in an interview or by "
                       "observation"),
    FIELD_DAY(struct maturity_rating, day, .help = "Of the oldest that counts"),
    FIELD_F64(struct maturity_rating, against, .help = "The mean of those it is compared with"),
    FIELD_END,
};
static const struct field maturity_voice_fields[] = {
    WORDS(struct maturity_voice, key, .required = true, .help = "Of the assessment"),
    WORDS(struct maturity_voice, contact, .help = "Key of the person at the customer"),
    FIELD_ENUM(struct maturity_voice, basis, assessment_bases, .required = true),
    WORDS(struct maturity_voice, name, .help = "Of the person, or of who assessed"),
    FIELD_DAY(struct maturity_voice, day, .required = true),
    FIELD_NUMS(struct maturity_voice, ratings, .required = true,
               .help = "The twelve, in the order of the assessment's fields; that of the group "
                       "where only it is known"),
    FIELD_STRS(struct maturity_voice, counts, .required = true,
               .help = "The ratings in which it counts on the day"),
    FIELD_JSON(struct maturity_voice, evidence, .help = "From rating to text"),
    WORDS(struct maturity_voice, note),
    FIELD_END,
};
static const struct field maturity_lift_fields[] = {
    WORDS(struct maturity_lift, rating, .required = true),
    WORDS(struct maturity_lift, label, .required = true),
    WORDS(struct maturity_lift, question),
    WORDS(struct maturity_lift, high_end),
    FIELD_F64(struct maturity_lift, score, .required = true),
    FIELD_F64(struct maturity_lift, gap, .required = true, .help = "Up to the top of the card"),
    FIELD_F64(struct maturity_lift, weight_pct, .required = true),
    FIELD_F64(struct maturity_lift, points, .required = true,
              .help = "gap × weight: what the index would gain"),
    FIELD_END,
};
static const struct field maturity_against_fields[] = {
    WORDS(struct maturity_against, segment, .help = "Its key; null: all customers"),
    WORDS(struct maturity_against, name, .required = true),
    FIELD_I64(struct maturity_against, accounts, .required = true),
    FIELD_I64(struct maturity_against, scored, .required = true),
    FIELD_F64(struct maturity_against, mean),
    FIELD_F64(struct maturity_against, median),
    FIELD_F64(struct maturity_against, below_pct,
              .help = "Of those with an index, who have a lower one than this account"),
    FIELD_END,
};
const struct field maturity_fields[] = {
    FIELD_DAY(struct maturity, day, .required = true),
    FIELD_DAY(struct maturity, before_day, .required = true),
    WORDS(struct maturity, card, .required = true),
    FIELD_F64(struct maturity, score),
    FIELD_F64(struct maturity, before),
    WORDS(struct maturity, band),
    FIELD_F64(struct maturity, coverage_pct, .required = true),
    FIELD_BOOL(struct maturity, is_disagreed, .required = true, .help = "In some rating"),
    FIELD_LIST(struct maturity, groups, maturity_group, .required = true),
    FIELD_LIST(struct maturity, ratings, maturity_rating, .required = true),
    FIELD_LIST(struct maturity, voices, maturity_voice, .required = true,
               .help = "The newest 50 assessments known on the day, the newest first"),
    FIELD_LIST(struct maturity, lifts, maturity_lift, .required = true,
               .help = "What would lift the index most, the most first. Complexity of the "
                       "environment is left out: nobody is better off by more of it"),
    FIELD_OBJ(struct maturity, against, maturity_against),
    FIELD_END,
};
static const struct field maturity_query_fields[] = {
    FIELD_STR(struct maturity_query, key, .required = true),
    FIELD_DAY(struct maturity_query, day, .help = "As of this day; today if left out"),
    FIELD_DAY(struct maturity_query, before,
              .help = "The earlier day beside it; left out, that before the newest assessment"),
    FIELD_STR(struct maturity_query, against,
              .help = "Key of a segment to compare with, or \"customers\""),
    FIELD_END,
};

HANDLER(maturity_get, maturity_query, maturity)
{
    const struct explain_request request = {r->service->snapshots, r->conn, r->arena, in->key};
    struct maturity_query query = *in;

    if (query.day == DAY_NONE)
        query.day = r->today;
    if (query.day > r->today)
        return err_set(&r->err, ERR_INVALID, "day", "must not be in the future");
    if (query.before != DAY_NONE && query.before > query.day)
        return err_set(&r->err, ERR_INVALID, "before", "must not be after the day");
    return explain_maturity(&request, &query, out, &r->err);
}

const struct endpoint maturity_endpoints[] = {
    {"GET", "/api/v1/accounts/{key}/maturity",
     "The maturity of an account: now and before, by who says what, and what would lift it",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(maturity_query), .out = SHAPE(maturity),
     .fn = maturity_get_call},
    ENDPOINT_END,
};
