#include "facts/survey/response.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"
#include "facts/kind/rules.h"
#include "facts/survey/instrument_store.h"
#include "facts/survey/response_rating.h"
#include "json/parse.h"
#include "response_sql.h"

#include <string.h>

#define COMMENT_MAX 20000

const char *const response_bases[] = {"survey", "interview", "imported", NULL};

const struct field response_fields[] = {
    KIND_KEY(struct response, .max = RESPONSE_KEY_MAX,
             .help = "The response's id in your other systems",
             .synonyms = "id|response id|survey response id|answer id|submission id|external id"),
    KIND_ACCOUNT(struct response),
    FIELD_STR(struct response, contact, .max = KIND_KEY_MAX, .help = "Key of the person asked",
              .synonyms = "contact id|contact key|respondent|respondent id|recipient|recipient id|"
                          "person id"),
    FIELD_STR(struct response, instrument, .min = 1, .max = INSTRUMENT_ID_MAX, .required = true,
              .help = "Id of the questionnaire, such as nps",
              .synonyms = "questionnaire|questionnaire id|survey type|survey kind|instrument id|"
                          "metric"),
    FIELD_I64(struct response, version, .min = 1,
              .help = "Its version; left out, the published one",
              .synonyms = "instrument version|questionnaire version"),
    FIELD_STR(struct response, survey, .max = KIND_KEY_MAX,
              .help = "Key of the survey in which they were asked",
              .synonyms = "survey id|survey key|campaign|campaign id"),
    FIELD_ENUM(struct response, basis, response_bases,
               .help = "Where it comes from: a survey, an interview, or (left out) past answers "
                       "that were imported",
               .synonyms = "source|method"),
    FIELD_TIME(struct response, invited,
               .help = "When they were asked; left out, when they answered",
               .synonyms = "invited at|sent|sent at|sent on|send date|asked|asked at|asked on|"
                           "invitation date|delivered at"),
    FIELD_TIME(struct response, reminded, .help = "When they were reminded",
               .synonyms = "reminded at|reminded on|reminder sent"),
    FIELD_TIME(struct response, answered, .help = "When they answered; missing: they did not",
               .synonyms = "answered at|answered on|responded|responded at|responded on|response "
                           "date|submitted|submitted at|completed at|date|timestamp"),
    FIELD_STR(struct response, language, .max = 16, .help = "Of the answers, such as en",
              .synonyms = "locale|lang"),
    FIELD_F64(struct response, score,
              .help = "The main number, which follows from the answers. Given alone, it is the "
                      "answer to the one question that nps, csat and ces are made for",
              .synonyms = "rating|nps|nps score|csat|csat score|ces|ces score|answer|value|points"),
    FIELD_STR(struct response, comment, .max = COMMENT_MAX,
              .help = "What was written, which follows from the answers. Given alone, it is the "
                      "answer to the first question for a text",
              .synonyms = "comments|text|feedback|verbatim|reason|why|remark|remarks|note|notes"),
    FIELD_JSON(struct response, answers, .max = ANSWERS_BYTES_MAX,
               .help = "From question to answer: a number, a text, a choice, or a list of choices"),
    KIND_KNOWN(struct response),
    KIND_STAMPS(struct response),
    FIELD_END,
};

static const struct kind_ref response_refs[] = {
    {"account", "account_id", &account_kind},
    {"contact", "contact_id", &contact_kind},
    {NULL},
};

static const struct kind_alias response_aliases[] = {
    {"basis", "self", "survey"},
    {"basis", "questionnaire", "survey"},
    {"basis", "email", "survey"},
    {"basis", "call", "interview"},
    {"basis", "meeting", "interview"},
    {"basis", "import", "imported"},
    {"basis", "past", "imported"},
    {"instrument", "net promoter score", "nps"},
    {"instrument", "promoter", "nps"},
    {"instrument", "customer satisfaction", "csat"},
    {"instrument", "satisfaction", "csat"},
    {"instrument", "customer effort score", "ces"},
    {"instrument", "effort", "ces"},
    {NULL},
};

/* What the row in the database says; of a new one nothing. */
struct kept {
    double score;
    const char *comment;
};
static const struct field kept_fields[] = {FIELD_F64(struct kept, score),
                                           FIELD_STR(struct kept, comment), FIELD_END};

static int load_kept(const struct act *act, int64_t id, struct kept *ret, struct err *err)
{
    fields_init(kept_fields, ret);
    int rc = id ? db_one(act->conn, sql_response_kept, DB_ARGS(DB_I64("id", id)), kept_fields, ret,
                         act->arena, err)
                : 0;
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

static bool is_same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

/* Where a comment without a question belongs; -1: nowhere. */
static int text_question(const struct instrument *in, const json_t *answers)
{
    for (size_t q = 0; q < in->n_questions; q++)
        if (in->questions[q].type_index == QUESTION_TEXT && answers_asks(in, q, answers))
            return (int)q;
    return -1;
}

/* A score or comment that was given beside the answers, or alone, is an answer itself. */
static int take_short_hand(const struct act *act, const struct instrument *in,
                           const struct kept *kept, struct response *row, struct err *err)
{
    bool has_score = !isnan(row->score) && !is_same_number(row->score, kept->score);
    bool has_comment = row->comment && !str_eq(row->comment, kept->comment);
    AUTO_BUF texts = {0};

    if (!row->answers && (has_score || has_comment))
        row->answers = json_keep(act->arena, json_object());
    if (has_score && in->main >= 0 && !json_object_get(row->answers, in->questions[in->main].id)) {
        const char *question = in->questions[in->main].id;
        bool is_whole = row->score == floor(row->score);
        json_object_set_new(row->answers, question,
                            is_whole ? json_integer((json_int_t)row->score)
                                     : json_real(row->score));
    }
    if (has_score && !is_same_number(answers_score(in, row->answers), row->score))
        return err_set(err, ERR_INVALID, "score",
                       "follows from the answers, by which it is %g; leave it out, or change the "
                       "answers",
                       answers_score(in, row->answers));
    answers_texts(in, row->answers, &texts);
    int text = has_comment && texts.len == 0 ? text_question(in, row->answers) : -1;
    if (text >= 0)
        json_object_set_new(row->answers, in->questions[text].id, json_string(row->comment));
    return 0;
}

/* Score and comment, from the answers. */
static void follow(const struct act *act, const struct instrument *in, struct response *row)
{
    AUTO_BUF texts = {0};

    row->score = row->answers ? answers_score(in, row->answers) : NAN;
    if (row->answers)
        answers_texts(in, row->answers, &texts);
    if (texts.len > COMMENT_MAX)
        texts.len = COMMENT_MAX;
    if (texts.len > 0 || text_question(in, row->answers) >= 0)
        row->comment = texts.len ? arena_strndup(act->arena, texts.data, texts.len) : NULL;
}

static int check_answers(const struct act *act, int64_t id, const struct instrument *in,
                         struct response *row, struct err *err)
{
    const char *main = in->main >= 0 ? in->questions[in->main].id : "";
    bool is_short = !json_object_get(row->answers, main);
    struct kept kept;
    int rc = load_kept(act, id, &kept, err);

    if (rc >= 0)
        rc = take_short_hand(act, in, &kept, row, err);
    if (rc >= 0 && row->answers)
        rc = answers_check(in, row->answers, false, err);
    /* A score that was given alone is wrong where it was given. */
    if (rc == ERR_INVALID && err && is_short && strncmp(err->field, "answers.", 8) == 0 &&
        str_eq(err->field + 8, main))
        str_copy(err->field, sizeof(err->field), "score");
    if (rc < 0)
        return rc;
    if (row->answers && json_object_size(row->answers) == 0)
        row->answers = NULL;
    if (row->answers && row->answered == TIME_NONE)
        return err_set(err, ERR_INVALID, "answered",
                       "is needed with answers: when they were given");
    follow(act, in, row);
    return 0;
}

static int check_times(struct response *row, struct err *err)
{
    if (row->invited == TIME_NONE)
        row->invited = row->answered;
    if (row->invited == TIME_NONE)
        return err_set(err, ERR_INVALID, "invited",
                       "is needed, or answered: when the person was asked or answered");
    int rc = rule_times_in_order("reminded", row->invited, row->reminded, "the invitation", err);
    return rc < 0 ? rc
                  : rule_times_in_order("answered", row->invited, row->answered, "the invitation",
                                        err);
}

static int response_check(const struct act *act, int64_t id, void *data, struct err *err)
{
    struct response *row = data;
    struct instrument *in;
    int64_t version = row->version == I64_NONE ? 0 : row->version;
    int rc = instrument_load(act->conn, row->instrument, version, act->arena, &in, err);

    if (rc == ERR_NOT_FOUND) /* the path is right; what the row names is not */
        return err_set(err, ERR_INVALID, version ? "version" : "instrument",
                       "there is no %s \"%.60s\"; /api/v1/instruments lists what there is",
                       version ? "such version of instrument" : "published instrument",
                       row->instrument);
    if (rc >= 0)
        rc = instrument_pin(act, in, err);
    if (rc < 0)
        return rc;
    row->version = in->version;
    if (!row->basis)
        row->basis = "imported";
    rc = check_times(row, err);
    return rc < 0 ? rc : check_answers(act, id, in, row, err);
}

static int response_after_write(const struct act *act, const void *row, struct err *err)
{
    return response_rate(act, row, err);
}

static int response_before_delete(const struct act *act, int64_t id, struct err *err)
{
    struct response row;
    int rc = kind_get_by_id(act->conn, &response_kind, id, act->arena, &row, err);

    return rc < 0 ? rc : response_unrate(act, row.key, err);
}

static const char *const response_search[] = {"key", "comment", NULL};

static const struct kind_later response_later[] = {
    {"score", {"answered"}, false},
    {"comment", {"answered"}, false},
    {"answers", {"answered"}, false},
    {"language", {"answered"}, false},
    {NULL},
};

const struct kind response_kind = {
    .name = "response",
    .plural = "responses",
    .label = "Survey response",
    .table = "response",
    .shape = SHAPE(response),
    .key_prefix = "Q-",
    .happened = "invited",
    .later = response_later,
    .sort = "-invited",
    .search = response_search,
    .refs = response_refs,
    .aliases = response_aliases,
    .is_known_when_entered = true,
    .check = response_check,
    .after_write = response_after_write,
    .before_delete = response_before_delete,
};

int response_invite(const struct act *act, struct response *row, struct err *err)
{
    if (!row->basis)
        row->basis = "survey";
    return kind_create(act, &response_kind, row, err);
}

/* Objects of facts are merged member by member; null takes out what is answered no more. */
static json_t *whole(const struct instrument *in, const json_t *answers, struct arena *arena)
{
    json_t *all = json_keep(arena, json_copy((json_t *)answers));

    for (size_t q = 0; q < in->n_questions; q++)
        if (!json_object_get(all, in->questions[q].id))
            json_object_set_new(all, in->questions[q].id, json_null());
    return all;
}

int response_answer(const struct act *act, const char *key, json_t *answers, const char *language,
                    bool is_final, struct err *err)
{
    struct instrument *in;
    struct response row;
    kind_mask given = kind_mask_of(&response_kind, "answers");
    int rc = kind_get(act->conn, &response_kind, key, act->arena, &row, err);

    if (rc >= 0)
        rc = instrument_load(act->conn, row.instrument, row.version, act->arena, &in, err);
    if (rc >= 0)
        rc = answers_check(in, answers, is_final, err);
    if (rc < 0)
        return rc;
    row.answers = whole(in, answers, act->arena);
    given |= kind_mask_of(&response_kind, "language") | kind_mask_of(&response_kind, "answered");
    row.language = instrument_language(in, language);
    if (row.answered == TIME_NONE)
        row.answered = act->now_ms;
    return kind_change(act, &response_kind, &row, given, err);
}

int response_remind(const struct act *act, const char *key, struct err *err)
{
    struct response row;

    fields_init(response_fields, &row);
    row.key = key;
    row.reminded = act->now_ms;
    return kind_change(act, &response_kind, &row, kind_mask_of(&response_kind, "reminded"), err);
}
