#include "facts/assessment/assessment.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/contact/contact.h"

const char *const assessment_bases[] = {"survey", "interview", "observed", NULL};
#define TWELVE                                                                             \
    "charter_clarity", "charter_influence", "charter_head", "people_skill", "people_size", \
        "people_record", "process_quality", "process_knowledge", "process_integration",    \
        "tech_tools", "tech_reports", "tech_complexity"

const char *const assessment_ratings[ASSESSMENT_RATINGS + 1] = {TWELVE, NULL};
const char *const assessment_all_ratings[ASSESSMENT_ALL + 1] = {TWELVE,    "charter",    "people",
                                                                "process", "technology", NULL};

#define RATING(m, text, ...) \
    FIELD_F64(struct assessment, m, .fmin = 1, .fmax = 5, .help = text, __VA_ARGS__)

const struct field assessment_fields[] = {
    KIND_KEY(struct assessment, .help = "The assessment's id in your other systems",
             .synonyms = "id|assessment id|rating id|response id|survey response id|external id"),
    KIND_ACCOUNT(struct assessment),
    FIELD_DAY(struct assessment, day, .required = true,
              .help = "The day for which the ratings hold",
              .synonyms = "date|assessment date|assessed at|assessed on|rated at|rated on|response "
                          "date|submitted at"),
    FIELD_STR(struct assessment, assessor, .help = "Who rated",
              .synonyms = "rated by|assessed by|rater|author|respondent|interviewer"),
    FIELD_STR(struct assessment, contact, .max = KIND_KEY_MAX,
              .help = "Key of the person at the customer who answered",
              .synonyms = "contact id|contact key|respondent id"),
    FIELD_ENUM(struct assessment, basis, assessment_bases, .required = true,
               .help =
                   "What the ratings rest on: the customer's own answers, a talk, or observation",
               .synonyms = "method|source|type|assessment type"),
    RATING(charter_clarity, "How clear the function's mandate is, 1 to 5",
           .synonyms = "clarity of charter|clarity"),
    RATING(charter_influence, "How far the function's word reaches in its company, 1 to 5",
           .synonyms = "breadth of influence|influence"),
    RATING(charter_head, "How high the function's head stands, 1 to 5",
           .synonyms = "title of the functional head|functional head|title of head"),
    RATING(people_skill, "How skilled the team is, 1 to 5",
           .synonyms = "sophistication of the team|team sophistication|team skill"),
    RATING(people_size, "How well the team's size fits its task, 1 to 5",
           .synonyms = "size of the team|team size"),
    RATING(people_record, "What the team has achieved before, 1 to 5",
           .synonyms = "track record|record of the team"),
    RATING(process_quality, "How good the processes are, 1 to 5",
           .synonyms = "quality of processes|process maturity"),
    RATING(process_knowledge, "How well knowledge is kept and shared, 1 to 5",
           .synonyms = "knowledge management|knowledge"),
    RATING(process_integration, "How well the function works with the others, 1 to 5",
           .synonyms = "integration with other teams|integration"),
    RATING(tech_tools, "How well tools are used, 1 to 5", .synonyms = "use of tools|tools"),
    RATING(tech_reports, "How well reports are used, 1 to 5", .synonyms = "use of reports|reports"),
    RATING(tech_complexity, "How complex the surroundings are, 1 to 5",
           .synonyms = "complexity of the environment|complexity"),
    RATING(charter, "The charter as a whole, by the short form, 1 to 5",
           .synonyms = "charter rating"),
    RATING(people, "The people as a whole, by the short form, 1 to 5", .synonyms = "people rating"),
    RATING(process, "The processes as a whole, by the short form, 1 to 5",
           .synonyms = "process rating"),
    RATING(technology, "The technology as a whole, by the short form, 1 to 5",
           .synonyms = "technology rating"),
    FIELD_JSON(struct assessment, evidence,
               .help = "What each rating rests on: an object from the rating's name to a text"),
    FIELD_STR(struct assessment, note, .max = 10000, .help = "Anything else worth knowing",
              .synonyms = "notes|comment|comments|remarks|summary"),
    KIND_KNOWN(struct assessment),
    KIND_STAMPS(struct assessment),
    FIELD_END,
};

static const struct kind_ref assessment_refs[] = {
    {"account", "account_id", &account_kind},
    {"contact", "contact_id", &contact_kind},
    {NULL},
};

static const struct kind_alias assessment_aliases[] = {
    {"basis", "self", "survey"},          {"basis", "self assessment", "survey"},
    {"basis", "questionnaire", "survey"}, {"basis", "call", "interview"},
    {"basis", "meeting", "interview"},    {"basis", "observation", "observed"},
    {"basis", "internal", "observed"},    {NULL},
};

static const struct field *rating_field(size_t rating)
{
    return fields_find(assessment_fields, assessment_all_ratings[rating]);
}

double assessment_rating(const struct assessment *a, size_t rating)
{
    return *(const double *)field_in(rating_field(rating), a);
}

void assessment_set_rating(struct assessment *a, size_t rating, double value)
{
    *(double *)field_at(rating_field(rating), a) = value;
}

static int check_evidence(const json_t *evidence, struct err *err)
{
    const char *name;
    const json_t *text;

    json_object_foreach ((json_t *)evidence, name, text) {
        if (str_index(assessment_all_ratings, name) < 0)
            return err_set(err, ERR_INVALID, "evidence", "\"%.40s\" is not one of the ratings",
                           name);
        if (!json_is_string(text))
            return err_set(err, ERR_INVALID, "evidence", "what is given for %s must be a text",
                           name);
    }
    return 0;
}

static int assessment_check(const struct act *act __attribute__((unused)),
                            int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct assessment *a = row;
    bool has_rating = false;

    for (size_t i = 0; i < ASSESSMENT_ALL && !has_rating; i++)
        has_rating = !isnan(assessment_rating(a, i));
    if (!has_rating)
        return err_set(err, ERR_INVALID, NULL,
                       "an assessment without any rating says nothing; give at least one, such as "
                       "charter_clarity");
    return check_evidence(a->evidence, err);
}

static const char *const assessment_search[] = {"key", "assessor", "note", NULL};

const struct kind assessment_kind = {
    .name = "assessment",
    .plural = "assessments",
    .label = "Assessment",
    .table = "assessment",
    .shape = SHAPE(assessment),
    .key_prefix = "M-",
    .happened = "day",
    .sort = "-day",
    .search = assessment_search,
    .refs = assessment_refs,
    .aliases = assessment_aliases,
    .is_known_when_entered = true,
    .check = assessment_check,
};
