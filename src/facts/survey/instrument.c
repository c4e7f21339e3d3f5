#include "facts/survey/instrument.h"

#include "base/str.h"
#include "facts/assessment/assessment.h"
#include "json/parse.h"

#include <stdio.h>
#include <string.h>

const char *const question_types[] = {"scale_1_5", "scale_0_10", "scale_1_7", "single",
                                      "multiple",  "number",     "text",      NULL};
const char *const instrument_kinds[] = {
    "nps", "csat", "ces", "maturity", "maturity_short", "onboarding", "check_in", "free", NULL};
static const char *const when_ops[] = {"=", "!=", "<", "<=", ">", ">=", NULL};

#define WORDS_MAX        24192L /* 12 languages of 2,000 bytes, with the marks of JSON */
#define WORDS(T, m, ...) FIELD_JSON(T, m, .max = WORDS_MAX, __VA_ARGS__)

static const struct field instrument_choice_fields[] = {
    FIELD_STR(struct instrument_choice, id, .required = true, .min = 1, .max = INSTRUMENT_ID_MAX),
    WORDS(struct instrument_choice, text, .required = true),
    FIELD_END,
};
static const struct field instrument_when_fields[] = {
    FIELD_STR(struct instrument_when, question, .required = true, .max = INSTRUMENT_ID_MAX,
              .help = "An earlier question"),
    FIELD_ENUM(struct instrument_when, op, when_ops, .required = true),
    FIELD_F64(struct instrument_when, value, .help = "What a scale or number is compared with"),
    FIELD_STR(struct instrument_when, choice, .max = INSTRUMENT_ID_MAX,
              .help = "The choice that was made; of several, = means that it is among them"),
    FIELD_END,
};
static const struct field instrument_question_fields[] = {
    FIELD_STR(struct instrument_question, id, .required = true, .min = 1, .max = INSTRUMENT_ID_MAX,
              .help = "What its answer is called in the answers"),
    FIELD_ENUM(struct instrument_question, type, question_types, .required = true),
    FIELD_ENUM(struct instrument_question, rating, assessment_all_ratings,
               .help = "Maturity only: the rating of an assessment that the answer becomes"),
    WORDS(struct instrument_question, text, .required = true, .help = "The question"),
    WORDS(struct instrument_question, help, .help = "Shown below it"),
    WORDS(struct instrument_question, why, .help = "Why it matters"),
    WORDS(struct instrument_question, low, .help = "What the lowest of a scale means"),
    WORDS(struct instrument_question, high, .help = "What the highest means"),
    FIELD_BOOL(struct instrument_question, is_required),
    FIELD_F64(struct instrument_question, weight, .fmin = 0, .fmax = 1000,
              .help = "In the mean that is the score of a response; left out: 1"),
    FIELD_F64(struct instrument_question, min, .help = "The least number; left out: any"),
    FIELD_F64(struct instrument_question, max, .help = "The greatest"),
    FIELD_LIST(struct instrument_question, choices, instrument_choice,
               .max = INSTRUMENT_CHOICES_MAX),
    FIELD_OBJ(struct instrument_question, when, instrument_when,
              .help = "Asked only if an earlier question was answered so"),
    FIELD_END,
};
const struct field instrument_fields[] = {
    FIELD_STR(struct instrument, id, .required = true, .min = 1, .max = INSTRUMENT_ID_MAX),
    FIELD_I64(struct instrument, version, .min = 1,
              .help = "Counted by Ripen; what is given is passed over"),
    FIELD_ENUM(struct instrument, kind, instrument_kinds, .required = true,
               .help = "What its answers are good for; free: only for reading"),
    WORDS(struct instrument, name, .required = true,
          .help = "An object from a language to the words. Its first language is what people see "
                  "whose own is not there; every text must have it"),
    WORDS(struct instrument, intro, .help = "Shown before the questions"),
    WORDS(struct instrument, thanks, .help = "Shown after the answers"),
    FIELD_LIST(struct instrument, questions, instrument_question, .required = true, .min = 1,
               .max = INSTRUMENT_QUESTIONS_MAX),
    FIELD_END,
};

bool question_scale(enum question_type type, int *ret_low, int *ret_high)
{
    *ret_low = type == QUESTION_SCALE_0_10 ? 0 : 1;
    *ret_high = type == QUESTION_SCALE_0_10 ? 10 : type == QUESTION_SCALE_1_7 ? 7 : 5;
    return type <= QUESTION_SCALE_1_7;
}

bool instrument_rates(const struct instrument *in)
{
    return in->kind_index == INSTRUMENT_MATURITY || in->kind_index == INSTRUMENT_MATURITY_SHORT;
}

int instrument_find(const struct instrument *in, const char *question)
{
    for (size_t q = 0; q < in->n_questions; q++)
        if (str_eq(in->questions[q].id, question))
            return (int)q;
    return -1;
}

const char *instrument_language(const struct instrument *in, const char *wanted)
{
    size_t n = wanted ? strcspn(wanted, "-_") : 0;

    for (size_t l = 0; l < in->n_languages; l++)
        if (str_eq(in->languages[l], wanted))
            return in->languages[l];
    for (size_t l = 0; n > 0 && l < in->n_languages; l++)
        if (strcspn(in->languages[l], "-") == n && !strncmp(in->languages[l], wanted, n))
            return in->languages[l];
    return in->languages[0];
}

const char *instrument_words(const struct instrument *in, const json_t *text, const char *language)
{
    const char *words = json_string_value(json_object_get(text, instrument_language(in, language)));

    return words ? words : json_string_value(json_object_get(text, in->languages[0]));
}

/* Names that stand in paths, columns and JSON. */
static int check_id(const char *id, const char *field, struct err *err)
{
    if (*id >= 'a' && *id <= 'z' && !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")])
        return 0;
    return err_set(err, ERR_INVALID, field,
                   "must begin with a letter and have small letters, digits and _ only");
}

/* "en", "de-AT", "zh-Hant". */
static bool is_language(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz");

    if (n < 2 || n > 3)
        return false;
    if (!s[n])
        return true;
    size_t rest = strlen(s + n + 1);
    return s[n] == '-' && rest >= 2 && rest <= 8 &&
           strspn(s + n + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
               rest;
}

static int check_words_of(const char *field, const char *language, const json_t *words,
                          struct err *err)
{
    char place[64];

    snprintf(place, sizeof(place), "%.40s.%.16s", field, language);
    if (!is_language(language))
        return err_set(err, ERR_INVALID, field,
                       "\"%.20s\" is not a language; give its short name, such as en or de-AT",
                       language);
    if (!json_is_string(words) || !*json_string_value(words))
        return err_set(err, ERR_INVALID, place, "must be a text that is not empty");
    if (json_string_length(words) > INSTRUMENT_TEXT_MAX)
        return err_set(err, ERR_INVALID, place, "must be at most %d bytes, is %zu",
                       INSTRUMENT_TEXT_MAX, json_string_length(words));
    return 0;
}

/* NULL, for a text that is not there, is right. */
static int check_words(const struct instrument *in, const json_t *text, const char *field,
                       struct err *err)
{
    const char *language;
    const json_t *words;

    if (!text)
        return 0;
    json_object_foreach ((json_t *)text, language, words) {
        int rc = check_words_of(field, language, words, err);
        if (rc < 0)
            return rc;
    }
    if (json_object_get(text, in->languages[0]))
        return 0;
    return err_set(err, ERR_INVALID, field,
                   "has no text in %s, the first language of the name, which every text needs",
                   in->languages[0]);
}

static int find_languages(struct instrument *in, struct err *err)
{
    const char *language;
    const json_t *words;

    in->n_languages = 0;
    if (json_object_size(in->name) == 0 || json_object_size(in->name) > INSTRUMENT_LANGUAGES_MAX)
        return err_set(err, ERR_INVALID, "name", "must be given in 1 to %d languages, such as en",
                       INSTRUMENT_LANGUAGES_MAX);
    json_object_foreach (in->name, language, words)
        in->languages[in->n_languages++] = language;
    return check_words(in, in->name, "name", err);
}

static int check_choices(const struct instrument *in, const struct instrument_question *q,
                         struct err *err)
{
    bool is_choice = q->type_index == QUESTION_SINGLE || q->type_index == QUESTION_MULTIPLE;

    if (is_choice ? q->n_choices < 2 : q->n_choices > 0)
        return err_set(err, ERR_INVALID, "choices",
                       is_choice ? "must be at least two, for people to choose from"
                                 : "are for questions of the types single and multiple only");
    for (size_t c = 0; c < q->n_choices; c++) {
        int rc = check_id(q->choices[c].id, "id", err);
        for (size_t d = 0; rc >= 0 && d < c; d++)
            if (str_eq(q->choices[c].id, q->choices[d].id))
                rc = err_set(err, ERR_INVALID, "id", "is that of an earlier choice, too");
        if (rc >= 0)
            rc = check_words(in, q->choices[c].text, "text", err);
        if (rc < 0)
            return field_at_path(err, rc, "choices", c);
    }
    return 0;
}

static bool has_choice(const struct instrument_question *q, const char *id)
{
    for (size_t c = 0; c < q->n_choices; c++)
        if (str_eq(q->choices[c].id, id))
            return true;
    return false;
}

/* Of the question at `index`, which may look only at those before it. */
static int check_when(const struct instrument *in, size_t index, struct err *err)
{
    struct instrument_when *w = in->questions[index].when;
    int found = w ? instrument_find(in, w->question) : -1;

    if (!w)
        return 0;
    if (found < 0 || (size_t)found >= index)
        return err_set(err, ERR_INVALID, "when.question",
                       "must be an earlier question; \"%.60s\" is %s", w->question,
                       found < 0 ? "none" : "not earlier");
    const struct instrument_question *q = &in->questions[found];
    w->index = (size_t)found;
    if (q->type_index == QUESTION_TEXT)
        return err_set(err, ERR_INVALID, "when.question",
                       "\"%.60s\" is answered by a text, which is nothing to compare", q->id);
    if (q->n_choices == 0)
        return isnan(w->value) || w->choice
                   ? err_set(err, ERR_INVALID, "when.value",
                             "a value is needed (and no choice), because \"%.60s\" is a number",
                             q->id)
                   : 0;
    if (!isnan(w->value) || !w->choice || !has_choice(q, w->choice))
        return err_set(err, ERR_INVALID, "when.choice", "must be one of the choices of \"%.60s\"",
                       q->id);
    return str_eq(w->op, "=") || str_eq(w->op, "!=")
               ? 0
               : err_set(err, ERR_INVALID, "when.op", "must be = or != for a choice");
}

static int check_rating(const struct instrument *in, size_t index, struct err *err)
{
    const struct instrument_question *q = &in->questions[index];

    if (!q->rating)
        return 0;
    if (!instrument_rates(in))
        return err_set(err, ERR_INVALID, "rating",
                       "only instruments of the kinds maturity and maturity_short rate");
    if (q->type_index != QUESTION_SCALE_1_5 || !q->low || !q->high)
        return err_set(err, ERR_INVALID, "rating",
                       "needs a question of the type scale_1_5 with described ends (low, high)");
    for (size_t k = 0; k < index; k++)
        if (str_eq(in->questions[k].rating, q->rating))
            return err_set(err, ERR_INVALID, "rating", "%s is rated by question \"%.60s\" already",
                           q->rating, in->questions[k].id);
    return 0;
}

/* What only some types have. */
static int check_type(struct instrument_question *q, struct err *err)
{
    int low, high;

    q->type_index = (enum question_type)str_index(question_types, q->type);
    if ((q->low || q->high) && !question_scale(q->type_index, &low, &high))
        return err_set(err, ERR_INVALID, q->low ? "low" : "high", "is for scales only");
    if ((!isnan(q->min) || !isnan(q->max)) && q->type_index != QUESTION_NUMBER)
        return err_set(err, ERR_INVALID, isnan(q->min) ? "max" : "min",
                       "is for questions of the type number only");
    if (q->min > q->max)
        return err_set(err, ERR_INVALID, "max", "must not be below the least, %g", q->min);
    if (isnan(q->weight))
        q->weight = 1;
    return 0;
}

static int check_all_words(const struct instrument *in, const struct instrument_question *q,
                           struct err *err)
{
    const struct {
        const char *field;
        const json_t *text;
    } all[] = {
        {"text", q->text}, {"help", q->help}, {"why", q->why}, {"low", q->low}, {"high", q->high},
    };
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(all); k++)
        rc = check_words(in, all[k].text, all[k].field, err);
    return rc;
}

static int check_question(const struct instrument *in, size_t index, struct err *err)
{
    struct instrument_question *q = &in->questions[index];
    int rc = check_id(q->id, "id", err);

    if (rc >= 0 && instrument_find(in, q->id) != (int)index)
        rc =
            err_set(err, ERR_INVALID, "id", "\"%.60s\" is that of an earlier question, too", q->id);
    if (rc >= 0)
        rc = check_type(q, err);
    if (rc >= 0)
        rc = check_all_words(in, q, err);
    if (rc >= 0)
        rc = check_choices(in, q, err);
    if (rc >= 0)
        rc = check_when(in, index, err);
    return rc < 0 ? rc : check_rating(in, index, err);
}

/* The question that an instrument of the kind is made for. */
static int find_main(struct instrument *in, struct err *err)
{
    static const enum question_type needed[] = {[INSTRUMENT_NPS] = QUESTION_SCALE_0_10,
                                                [INSTRUMENT_CSAT] = QUESTION_SCALE_1_5,
                                                [INSTRUMENT_CES] = QUESTION_SCALE_1_7};
    bool has_rating = false;

    in->main = -1;
    for (size_t q = 0; q < in->n_questions; q++) {
        has_rating |= in->questions[q].rating != NULL;
        if (in->kind_index <= INSTRUMENT_CES && in->main < 0 &&
            in->questions[q].type_index == needed[in->kind_index])
            in->main = (int)q;
    }
    if (in->kind_index <= INSTRUMENT_CES && in->main < 0)
        return err_set(err, ERR_INVALID, "questions",
                       "an instrument of the kind %s needs a question of the type %s", in->kind,
                       question_types[needed[in->kind_index]]);
    if (instrument_rates(in) && !has_rating)
        return err_set(err, ERR_INVALID, "questions",
                       "an instrument of the kind %s needs a question that gives a rating",
                       in->kind);
    return 0;
}

int instrument_compile(struct instrument *in, struct err *err)
{
    int rc = check_id(in->id, "id", err);

    in->kind_index = (enum instrument_kind)str_index(instrument_kinds, in->kind);
    if (rc >= 0)
        rc = find_languages(in, err);
    if (rc >= 0)
        rc = check_words(in, in->intro, "intro", err);
    if (rc >= 0)
        rc = check_words(in, in->thanks, "thanks", err);
    for (size_t q = 0; rc >= 0 && q < in->n_questions; q++) {
        rc = field_at_path(err, check_question(in, q, err), "questions", q);
    }
    return rc < 0 ? rc : find_main(in, err);
}

int instrument_parse(const char *text, int64_t version, struct arena *arena,
                     struct instrument **ret, struct err *err)
{
    struct instrument *in = ARENA_NEW(arena, struct instrument);
    json_t *json;

    if (strlen(text) > INSTRUMENT_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL, "an instrument may have %d bytes, this has %zu",
                       INSTRUMENT_BYTES_MAX, strlen(text));
    int rc = json_parse(text, strlen(text), &json, err);
    if (rc < 0)
        return rc;
    json_keep(arena, json);
    fields_init(instrument_fields, in);
    rc = fields_read(instrument_fields, json, FIELDS_WHOLE, arena, in, err);
    in->version = version;
    if (rc >= 0)
        rc = instrument_compile(in, err);
    if (rc < 0)
        return rc;
    *ret = in;
    return 0;
}
