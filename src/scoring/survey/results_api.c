#include "facts/survey/instrument.h"
#include "http/service.h"
#include "scoring/scoring.h"
#include "scoring/survey/results.h"

#define TEXT_MAX         20000
#define WORDS(T, m, ...) FIELD_STR(T, m, .max = TEXT_MAX, __VA_ARGS__)

const struct field results_query_fields[] = {
    FIELD_STR(struct results_query, instrument, .required = true, .min = 1),
    FIELD_I64(struct results_query, version, .min = 1,
              .help = "Whose questions are shown; left out, the newest that was answered"),
    FIELD_STR(struct results_query, survey, .help = "Only what came in one survey, by its key"),
    FIELD_STR(struct results_query, segment,
              .help = "Only accounts of this segment, by its key; anonymous answers are of none"),
    FIELD_DAY(struct results_query, from, .help = "Invited on this day or later"),
    FIELD_DAY(struct results_query, to, .help = "Invited on this day or earlier"),
    FIELD_STR(struct results_query, q, .help = "Only texts that hold this"),
    FIELD_END,
};
static const struct field results_sum_fields[] = {
    FIELD_I64(struct results_sum, asked, .required = true),
    FIELD_I64(struct results_sum, answered, .required = true),
    FIELD_F64(struct results_sum, rate_pct, .unit = "%"),
    FIELD_F64(struct results_sum, rate_low_pct, .help = "Of the Wilson interval of 95 %"),
    FIELD_F64(struct results_sum, rate_high_pct),
    FIELD_F64(struct results_sum, value,
              .help = "NPS from -100 to 100; of csat the share of 4 and 5 in %; else the mean"),
    FIELD_F64(struct results_sum, low,
              .help = "Of its interval of 95 %: adjusted Wald (NPS), Wilson (csat), else by the "
                      "standard error"),
    FIELD_F64(struct results_sum, high),
    FIELD_END,
};
static const struct field results_choice_fields[] = {
    WORDS(struct results_choice, id, .required = true),
    WORDS(struct results_choice, label, .required = true),
    FIELD_I64(struct results_choice, n, .required = true),
    FIELD_F64(struct results_choice, share_pct, .help = "Of those who answered the question"),
    FIELD_F64(struct results_choice, low_pct),
    FIELD_F64(struct results_choice, high_pct),
    FIELD_END,
};
static const struct field results_question_fields[] = {
    FIELD_STR(struct results_question, id, .required = true),
    FIELD_ENUM(struct results_question, type, question_types, .required = true),
    WORDS(struct results_question, text, .required = true),
    FIELD_I64(struct results_question, answered, .required = true),
    FIELD_F64(struct results_question, mean, .help = "Of scales and numbers"),
    FIELD_LIST(struct results_question, choices, results_choice, .required = true),
    FIELD_END,
};
static const struct field results_month_fields[] = {
    FIELD_DAY(struct results_month, month, .required = true, .help = "Its first day"),
    FIELD_OBJ(struct results_month, sum, results_sum, .required = true),
    FIELD_END,
};
static const struct field results_segment_fields[] = {
    FIELD_STR(struct results_segment, key, .required = true),
    FIELD_STR(struct results_segment, name, .required = true),
    FIELD_OBJ(struct results_segment, sum, results_sum, .required = true),
    FIELD_END,
};
static const struct field results_text_fields[] = {
    FIELD_STR(struct results_text, key, .help = "Of the response; missing: anonymous"),
    FIELD_STR(struct results_text, account),
    FIELD_STR(struct results_text, account_name),
    FIELD_STR(struct results_text, contact, .help = "The person's name"),
    FIELD_STR(struct results_text, question, .required = true),
    WORDS(struct results_text, text, .required = true),
    FIELD_DAY(struct results_text, day),
    FIELD_F64(struct results_text, score),
    FIELD_END,
};
static const struct field results_group_fields[] = {
    FIELD_JSON(struct results_group, values, .required = true,
               .help = "Attributes of the account that they have in common"),
    FIELD_I64(struct results_group, answered, .required = true),
    FIELD_F64(struct results_group, value),
    FIELD_F64(struct results_group, low),
    FIELD_F64(struct results_group, high),
    FIELD_END,
};
static const struct field results_anonymous_fields[] = {
    FIELD_I64(struct results_anonymous, asked, .required = true),
    FIELD_I64(struct results_anonymous, answered, .required = true),
    FIELD_I64(struct results_anonymous, shown, .required = true,
              .help = "Answers that are among the numbers and texts: of each round that is closed "
                      "and has enough"),
    FIELD_I64(struct results_anonymous, shown_from, .required = true,
              .help = "So many answers a round needs"),
    FIELD_I64(struct results_anonymous, open_rounds, .required = true,
              .help = "Rounds that wait for their end to be shown"),
    FIELD_LIST(struct results_anonymous, groups, results_group, .required = true,
               .help = "By the attributes that the survey keeps, where enough share them"),
    FIELD_END,
};
const struct field results_fields[] = {
    FIELD_STR(struct results, instrument, .required = true),
    FIELD_ENUM(struct results, kind, instrument_kinds, .required = true),
    FIELD_I64(struct results, version, .required = true),
    FIELD_STR(struct results, unit, .required = true, .help = "Of `value`: NPS, % or mean"),
    FIELD_OBJ(struct results, sum, results_sum, .required = true),
    FIELD_LIST(struct results, questions, results_question, .required = true,
               .help = "Of answers to the version that is shown"),
    FIELD_LIST(struct results, months, results_month, .required = true,
               .help = "By the month of the invitation, the oldest first"),
    FIELD_LIST(struct results, segments, results_segment, .required = true,
               .help = "Saved segments of whose accounts somebody was asked"),
    FIELD_LIST(struct results, texts, results_text, .required = true,
               .help = "The newest 500 first"),
    FIELD_I64(struct results, texts_total, .required = true),
    FIELD_OBJ(struct results, anonymous, results_anonymous,
              .help = "Missing where nobody was asked anonymously"),
    FIELD_END,
};

static struct results_source source_of(const struct req *r)
{
    return (struct results_source){r->service->snapshots, r->conn, r->arena, r->today};
}

HANDLER(results_get, results_query, results)
{
    const struct results_source source = source_of(r);

    return results_read(&source, in, out, &r->err);
}

HANDLER(results_csv_get, results_query, nothing)
{
    const struct results_source source = source_of(r);

    r->filename = arena_printf(r->arena, "answers-%s.csv", in->instrument);
    return results_write_csv(&source, in, &r->reply, &r->err);
}

const struct endpoint results_endpoints[] = {
    {"GET", "/api/v1/survey-results", "What a questionnaire, or one survey of it, has brought",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(results_query), .out = SHAPE(results),
     .fn = results_get_call,
     .help =
         "Answer rate, distributions, the main number with its interval, over time and by "
         "segment, and what people wrote. Anonymous answers count once their round is closed and "
         "has five of them, without account, person, key and time, in random order."},
    {"GET", "/api/v1/survey-results.csv", "The answers as a file", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(results_query), .fn = results_csv_get_call,
     .out_type = "text/csv; charset=utf-8",
     .help = "One line for each response, a column for each question. Texts that a spreadsheet "
             "would run as formulas are made harmless."},
    ENDPOINT_END,
};
