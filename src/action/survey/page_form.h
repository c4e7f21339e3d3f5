/* page_form.h: what somebody filled in on a page, taken over into their answers.
 *
 * Fields are named "q." and the question's id; of several choices each is a field of its own.
 * Threads: pure. Ownership: in the arena. */
#pragma once
#include "action/survey/page_steps.h"
#include "http/form.h"

enum page_fault { FAULT_NONE, FAULT_MISSING, FAULT_WRONG, FAULT_TOO_LONG };

/* What was typed and is no answer, for each question. */
struct page_entries {
    enum page_fault fault[INSTRUMENT_QUESTIONS_MAX];
    const char *typed[INSTRUMENT_QUESTIONS_MAX]; /* NULL: the answers say it */
    size_t n_faults;
};
/* Takes over the answers of the questions from first to before `end`; others stay. What is no
 * answer is left out and noted. */
void page_form_read(const struct instrument *in, const struct form *form, size_t first, size_t end,
                    json_t *answers, struct page_entries *ret);
/* Notes what is asked, required and not answered. */
void page_form_require(const struct instrument *in, size_t first, size_t end, const json_t *answers,
                       struct page_entries *entries);
/* The first question with a fault, or -1. */
int page_form_fault(const struct page_entries *entries, size_t n_questions);
