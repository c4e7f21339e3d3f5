/* The reader of questionnaires: what is accepted is written as JSON that makes the same one again,
 * and can be answered; what is refused has a sentence. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "facts/survey/answers.h"
#include "fuzz.h"
#include "json/parse.h"

#include <string.h>

/* An answer that the question must take. */
static json_t *answer_to(const struct instrument_question *q, unsigned choice)
{
    int low, high;
    double least = isnan(q->min) ? -1e15 : q->min, most = isnan(q->max) ? 1e15 : q->max;

    if (question_scale(q->type_index, &low, &high))
        return json_integer(low + (int)(choice % (unsigned)(high - low + 1)));
    if (q->type_index == QUESTION_NUMBER)
        return json_real(choice % 2 ? least : most);
    if (q->type_index == QUESTION_TEXT)
        return json_string("=1+1");
    json_t *id = json_string(q->choices[choice % q->n_choices].id);
    if (q->type_index == QUESTION_SINGLE)
        return id;
    json_t *list = json_array();
    json_array_append_new(list, id);
    return list;
}

static void check_answers(const struct instrument *in, unsigned seed)
{
    struct err err = {0};
    AUTO(json_t) answers = json_object();

    for (size_t q = 0; q < in->n_questions; q++)
        json_object_set_new(answers, in->questions[q].id,
                            answer_to(&in->questions[q], seed + (unsigned)q));
    FUZZ_CHECK(answers_check(in, answers, true, &err) == 0);
    size_t n = json_object_size(answers);
    FUZZ_CHECK(answers_check(in, answers, true, &err) == 0);
    FUZZ_CHECK(json_object_size(answers) == n); /* tidied once, nothing is left to tidy */
    for (size_t q = 0; q < in->n_questions; q++)
        FUZZ_CHECK(answers_asks(in, q, answers) ==
                   (json_object_get(answers, in->questions[q].id) != NULL));
    double score = answers_score(in, answers);
    FUZZ_CHECK(isnan(score) || (score >= 0 && score <= 10));
}

static void check_words(const struct instrument *in)
{
    static const char *const wishes[] = {"de", "de-AT", "x", "", NULL};

    for (size_t q = 0; q < in->n_questions; q++)
        for (size_t w = 0; w < ARRAY_LEN(wishes); w++)
            FUZZ_CHECK(*instrument_words(in, in->questions[q].text, wishes[w]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF text = {0};
    AUTO_BUF again = {0};
    struct instrument *in, *back;
    struct err err = {0};

    if (memchr(data, '\0', size))
        return 0;
    if (instrument_parse(arena_strndup(arena, (const char *)data, size), 7, arena, &in, &err) < 0) {
        FUZZ_CHECK((err.code == ERR_INVALID || err.code == ERR_TOO_LARGE) && err.text[0]);
        return 0;
    }
    check_words(in);
    check_answers(in, (unsigned)size);
    fields_write(instrument_fields, in, &text);
    if (text.len > INSTRUMENT_BYTES_MAX)
        return 0; /* written out, what is missing takes room, too */
    FUZZ_CHECK(instrument_parse(buf_text(&text), 7, arena, &back, &err) == 0);
    fields_write(instrument_fields, back, &again);
    FUZZ_CHECK(str_eq(buf_text(&text), buf_text(&again)));
    return 0;
}
