/* page_steps.h: a questionnaire, page by page, so that branches need no script: a question that
 * depends on an answer stands on a later page than the one where it is given.
 *
 * Threads: pure. */
#pragma once
#include "facts/survey/answers.h"

struct page_steps {
    size_t n;
    size_t first[INSTRUMENT_QUESTIONS_MAX + 1]; /* question of each step; then how many there are */
};
void page_steps(const struct instrument *in, struct page_steps *ret);
/* The first step from `from` on (backwards: down from it) that asks anything after these answers;
 * -1: none does. */
int page_step_from(const struct instrument *in, const struct page_steps *steps, int from,
                   bool is_back, const json_t *answers);
/* The step that a question stands on. */
int page_step_of(const struct page_steps *steps, size_t question);
