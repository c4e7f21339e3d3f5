/* answers.h: what somebody answered to an instrument: {"score": 9, "why": "…", "tools": ["a",
 * "b"]}.
 *
 * An answer is a whole number (scales), a number, a text, the id of a choice (single), or a list of
 * such ids (multiple). What was not answered is not there; null, an empty text and an empty list
 * say the same.
 *
 * Threads: pure.
 * Errors:  ERR_INVALID with the field "answers.<question>" and what may be answered. */
#pragma once
#include "base/buf.h"
#include "facts/survey/instrument.h"

#define ANSWER_TEXT_MAX   10000 /* bytes of one text */
#define ANSWERS_BYTES_MAX 262144

/* Checks the answers and tidies them: what was not answered is taken out, and so are answers to
 * questions whose branch is not taken. is_final: what is required must be there. */
int answers_check(const struct instrument *in, json_t *answers, bool is_final, struct err *err);
/* Takes over one answer that came as text, from a form or a file: "9", "12.5", the id of a choice
 * (or its words in any language), a text. For several choices it adds one. Call answers_check when
 * all are there. */
int answers_put_text(const struct instrument *in, json_t *answers, const char *question,
                     const char *text, struct err *err);
/* Is the question asked, after these (checked) answers to the ones before? */
bool answers_asks(const struct instrument *in, size_t question, const json_t *answers);

/* The main number: the answer to the question that nps, csat and ces are made for; of the others
 * the weighted mean of the answers on scales of 1 to 5. NaN: there is none. */
double answers_score(const struct instrument *in, const json_t *answers);
/* All texts that were written, for people to read and to search in, each on its own line. */
void answers_texts(const struct instrument *in, const json_t *answers, struct buf *out);
