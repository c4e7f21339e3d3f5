/* instrument.h: a questionnaire: what is asked, in which languages, and what an answer may be.
 *
 * An instrument has an id and versions; answers keep the version they were given to, so a published
 * version never changes. As JSON it is the same in files, in the API and in the database
 * (docs/surveys.md). Each text is an object from a language to the words: {"en": "…", "de": "…"};
 * every one must have the first language of the name, which is what people see whose own is not
 * there.
 *
 * Threads:   pure; one that is compiled is only read.
 * Ownership: instruments live in the arena, their texts in the JSON that they were read from, which
 *            the arena keeps.
 * Errors:    ERR_INVALID with the place: "questions[3].low.de". */
#pragma once
#include "base/arena.h"
#include "json/field.h"

#define INSTRUMENT_ID_MAX        60
#define INSTRUMENT_QUESTIONS_MAX 60
#define INSTRUMENT_CHOICES_MAX   30
#define INSTRUMENT_LANGUAGES_MAX 12
#define INSTRUMENT_TEXT_MAX      2000 /* bytes in one language */
#define INSTRUMENT_BYTES_MAX     65536

enum question_type {
    QUESTION_SCALE_1_5,
    QUESTION_SCALE_0_10,
    QUESTION_SCALE_1_7,
    QUESTION_SINGLE,
    QUESTION_MULTIPLE,
    QUESTION_NUMBER,
    QUESTION_TEXT,
};
enum instrument_kind {
    INSTRUMENT_NPS,
    INSTRUMENT_CSAT,
    INSTRUMENT_CES,
    INSTRUMENT_MATURITY,
    INSTRUMENT_MATURITY_SHORT,
    INSTRUMENT_ONBOARDING,
    INSTRUMENT_CHECK_IN,
    INSTRUMENT_FREE,
};
extern const char *const question_types[];   /* by enum question_type; ends with NULL */
extern const char *const instrument_kinds[]; /* by enum instrument_kind; ends with NULL */

struct instrument_choice {
    const char *id;
    json_t *text;
};
/* Asked only if an earlier question was answered so. */
struct instrument_when {
    const char *question;
    const char *op;     /* = != < <= > >= */
    double value;       /* of a scale or number … */
    const char *choice; /* … or of a choice; of several, "=" means that it is among them */
    /* Follows from the names: */
    size_t index; /* of the question */
};
struct instrument_question {
    const char *id, *type;
    const char *rating; /* maturity only: the rating of an assessment that the answer is */
    json_t *text, *help, *why, *low, *high;
    bool is_required;
    double weight;   /* in the mean that is the score of a response */
    double min, max; /* of a number; NaN: any */
    struct instrument_choice *choices;
    size_t n_choices;
    struct instrument_when *when; /* NULL: always asked */
    /* Follows from the type: */
    enum question_type type_index;
};
struct instrument {
    const char *id;
    int64_t version;
    const char *kind;
    json_t *name, *intro, *thanks;
    struct instrument_question *questions;
    size_t n_questions;
    /* Follows from the rest: */
    enum instrument_kind kind_index;
    const char *languages[INSTRUMENT_LANGUAGES_MAX]; /* of the name; the first is the fall-back */
    size_t n_languages;
    int main; /* the question whose answer is the score; -1: the mean of the scales of 1 to 5 */
};
extern const struct field instrument_fields[];

/* Reads, checks and completes. instrument_read: text is in the arena or outlives it;
 * instrument_compile: one that an endpoint has read already. `version` is what it is given. */
int instrument_parse(const char *text, int64_t version, struct arena *arena,
                     struct instrument **ret, struct err *err);
int instrument_compile(struct instrument *in, struct err *err);

/* The question's index, or -1. */
int instrument_find(const struct instrument *in, const char *question);
/* The words in that language ("de", or "de-AT" where only "de" is there), or in the first of the
 * instrument; NULL when there are none at all. */
const char *instrument_words(const struct instrument *in, const json_t *text, const char *language);
/* The language of the instrument that serves who wants this one; NULL: no wish. */
const char *instrument_language(const struct instrument *in, const char *wanted);
/* Is it one of the two whose answers become assessments? */
bool instrument_rates(const struct instrument *in);
/* Is it a scale, and from where to where? */
bool question_scale(enum question_type type, int *ret_low, int *ret_high);
