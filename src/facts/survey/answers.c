#include "facts/survey/answers.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_MAX 1e15

static int refuse(struct err *err, const struct instrument_question *q, const char *sentence)
{
    char place[64];

    snprintf(place, sizeof(place), "answers.%.54s", q->id);
    return err_set(err, ERR_INVALID, place, "%s", sentence);
}

static bool is_blank(const char *s)
{
    return !s[strspn(s, " \t\r\n")];
}

static bool is_answered(const json_t *value)
{
    if (json_is_string(value))
        return !is_blank(json_string_value(value));
    if (json_is_array(value))
        return json_array_size(value) > 0;
    return value && !json_is_null(value);
}

static bool has_choice(const struct instrument_question *q, const char *id)
{
    for (size_t c = 0; id && c < q->n_choices; c++)
        if (str_eq(q->choices[c].id, id))
            return true;
    return false;
}

static int check_scale(const struct instrument_question *q, const json_t *value, struct err *err)
{
    int low, high;
    char sentence[64];
    double v = json_number_value(value);

    question_scale(q->type_index, &low, &high);
    if (json_is_number(value) && v >= low && v <= high && v == floor(v))
        return 0;
    snprintf(sentence, sizeof(sentence), "must be a whole number from %d to %d", low, high);
    return refuse(err, q, sentence);
}

static int check_number(const struct instrument_question *q, const json_t *value, struct err *err)
{
    double low = isnan(q->min) ? -NUMBER_MAX : q->min, high = isnan(q->max) ? NUMBER_MAX : q->max;
    double v = json_number_value(value);
    char sentence[96];

    if (json_is_number(value) && v >= low && v <= high)
        return 0;
    snprintf(sentence, sizeof(sentence), "must be a number from %.10g to %.10g", low, high);
    return refuse(err, q, sentence);
}

static int not_a_choice(const struct instrument_question *q, struct err *err)
{
    AUTO_BUF sentence = {0};

    buf_str(&sentence, "must be one of");
    for (size_t c = 0; c < q->n_choices; c++)
        buf_printf(&sentence, "%s %s", c ? "," : "", q->choices[c].id);
    return refuse(err, q, buf_text(&sentence));
}

static int check_several(const struct instrument_question *q, const json_t *value, struct err *err)
{
    size_t n = json_array_size(value);

    if (!json_is_array(value))
        return refuse(err, q, "must be a list of choices");
    for (size_t i = 0; i < n; i++) {
        const char *id = json_string_value(json_array_get(value, i));
        if (!has_choice(q, id))
            return not_a_choice(q, err);
        for (size_t k = 0; k < i; k++)
            if (str_eq(json_string_value(json_array_get(value, k)), id))
                return refuse(err, q, "names a choice twice");
    }
    return 0;
}

static int check_text(const struct instrument_question *q, const json_t *value, struct err *err)
{
    char sentence[64];

    if (!json_is_string(value))
        return refuse(err, q, "must be a text");
    if (json_string_length(value) <= ANSWER_TEXT_MAX)
        return 0;
    snprintf(sentence, sizeof(sentence), "must be at most %d bytes, is %zu", ANSWER_TEXT_MAX,
             json_string_length(value));
    return refuse(err, q, sentence);
}

static int check_value(const struct instrument_question *q, const json_t *value, struct err *err)
{
    switch (q->type_index) {
    case QUESTION_SCALE_1_5:
    case QUESTION_SCALE_0_10:
    case QUESTION_SCALE_1_7: return check_scale(q, value, err);
    case QUESTION_SINGLE: return has_choice(q, json_string_value(value)) ? 0 : not_a_choice(q, err);
    case QUESTION_MULTIPLE: return check_several(q, value, err);
    case QUESTION_NUMBER: return check_number(q, value, err);
    case QUESTION_TEXT: break;
    }
    return check_text(q, value, err);
}

static bool compares(const char *op, double a, double b)
{
    if (op[0] == '!')
        return a != b;
    if (op[0] == '=')
        return a == b;
    if (op[0] == '<')
        return op[1] ? a <= b : a < b;
    return op[1] ? a >= b : a > b;
}

/* Was that choice made, alone or among several? */
static bool is_chosen(const json_t *value, const char *choice)
{
    const json_t *item;
    size_t i;

    if (json_is_string(value))
        return str_eq(json_string_value(value), choice);
    json_array_foreach (value, i, item)
        if (str_eq(json_string_value(item), choice))
            return true;
    return false;
}

bool answers_asks(const struct instrument *in, size_t question, const json_t *answers)
{
    const struct instrument_when *w = in->questions[question].when;
    const json_t *value = w ? json_object_get(answers, w->question) : NULL;

    if (!w)
        return true;
    /* An earlier question that was itself not asked has no answer by now. */
    if (!is_answered(value))
        return false;
    if (w->choice)
        return is_chosen(value, w->choice) == (w->op[0] == '=');
    return compares(w->op, json_number_value(value), w->value);
}

static int check_names(const struct instrument *in, const json_t *answers, struct err *err)
{
    const char *name;
    const json_t *value;
    char place[64];

    json_object_foreach ((json_t *)answers, name, value) {
        if (instrument_find(in, name) >= 0)
            continue;
        snprintf(place, sizeof(place), "answers.%.54s", name);
        return err_set(err, ERR_INVALID, place, "is no question of instrument %.60s version %lld",
                       in->id, (long long)in->version);
    }
    return 0;
}

int answers_check(const struct instrument *in, json_t *answers, bool is_final, struct err *err)
{
    if (!json_is_object(answers))
        return err_set(err, ERR_INVALID, "answers", "must be an object from question to answer");
    int rc = check_names(in, answers, err);
    for (size_t k = 0; rc >= 0 && k < in->n_questions; k++) {
        const struct instrument_question *q = &in->questions[k];
        const json_t *value = json_object_get(answers, q->id);
        bool asks = answers_asks(in, k, answers);
        if (asks && is_answered(value)) {
            rc = check_value(q, value, err);
            continue;
        }
        if (value)
            json_object_del(answers, q->id);
        if (asks && is_final && q->is_required)
            rc = refuse(err, q, "is a question that needs an answer");
    }
    return rc;
}

/* By id, or by its words in any language, in any case of letters. */
static const char *choice_of(const struct instrument_question *q, const char *text)
{
    for (size_t c = 0; c < q->n_choices; c++) {
        const char *language;
        const json_t *words;
        if (!strcasecmp(q->choices[c].id, text))
            return q->choices[c].id;
        json_object_foreach (q->choices[c].text, language, words)
            if (!strcasecmp(json_string_value(words), text))
                return q->choices[c].id;
    }
    return NULL;
}

static int put_choice(const struct instrument_question *q, json_t *answers, const char *text,
                      struct err *err)
{
    const char *id = choice_of(q, text);
    json_t *list = json_object_get(answers, q->id);

    if (!id)
        return not_a_choice(q, err);
    if (q->type_index == QUESTION_SINGLE) {
        json_object_set_new(answers, q->id, json_string(id));
        return 0;
    }
    if (!json_is_array(list)) {
        list = json_array();
        json_object_set_new(answers, q->id, list);
    }
    json_array_append_new(list, json_string(id));
    return 0;
}

int answers_put_text(const struct instrument *in, json_t *answers, const char *question,
                     const char *text, struct err *err)
{
    int index = instrument_find(in, question);
    double number;

    if (index < 0)
        return err_set(err, ERR_INVALID, "answers", "there is no question \"%.60s\"", question);
    const struct instrument_question *q = &in->questions[index];
    if (is_blank(text))
        return 0;
    if (q->n_choices > 0)
        return put_choice(q, answers, text, err);
    if (q->type_index == QUESTION_TEXT) {
        json_object_set_new(answers, q->id, json_string(text));
        return 0;
    }
    if (!str_to_f64(text, &number))
        return refuse(err, q, "must be a number");
    bool is_whole = number == floor(number) && fabs(number) < 1e15;
    json_object_set_new(answers, q->id,
                        is_whole ? json_integer((json_int_t)number) : json_real(number));
    return 0;
}

double answers_score(const struct instrument *in, const json_t *answers)
{
    double sum = 0, weight = 0;

    if (in->main >= 0) {
        const json_t *value = json_object_get(answers, in->questions[in->main].id);
        return is_answered(value) ? json_number_value(value) : NAN;
    }
    for (size_t k = 0; k < in->n_questions; k++) {
        const struct instrument_question *q = &in->questions[k];
        const json_t *value = json_object_get(answers, q->id);
        if (q->type_index != QUESTION_SCALE_1_5 || !is_answered(value))
            continue;
        sum += q->weight * json_number_value(value);
        weight += q->weight;
    }
    return weight > 0 ? sum / weight : NAN;
}

void answers_texts(const struct instrument *in, const json_t *answers, struct buf *out)
{
    for (size_t k = 0; k < in->n_questions; k++) {
        const json_t *value = json_object_get(answers, in->questions[k].id);
        if (in->questions[k].type_index == QUESTION_TEXT && is_answered(value))
            buf_printf(out, "%s%s", out->len ? "\n" : "", json_string_value(value));
    }
}
