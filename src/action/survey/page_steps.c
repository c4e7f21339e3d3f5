#include "action/survey/page_steps.h"

void page_steps(const struct instrument *in, struct page_steps *ret)
{
    ret->n = 0;
    for (size_t q = 0; q < in->n_questions; q++) {
        const struct instrument_when *when = in->questions[q].when;
        if (q == 0 || (when && when->index >= ret->first[ret->n - 1]))
            ret->first[ret->n++] = q;
    }
    ret->first[ret->n] = in->n_questions;
}

static bool asks(const struct instrument *in, const struct page_steps *steps, int step,
                 const json_t *answers)
{
    for (size_t q = steps->first[step]; q < steps->first[step + 1]; q++)
        if (answers_asks(in, q, answers))
            return true;
    return false;
}

int page_step_from(const struct instrument *in, const struct page_steps *steps, int from,
                   bool is_back, const json_t *answers)
{
    for (int s = from; s >= 0 && s < (int)steps->n; s += is_back ? -1 : 1)
        if (asks(in, steps, s, answers))
            return s;
    return -1;
}

int page_step_of(const struct page_steps *steps, size_t question)
{
    int s = 0;

    while (s + 1 < (int)steps->n && steps->first[s + 1] <= question)
        s++;
    return s;
}
