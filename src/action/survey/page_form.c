#include "action/survey/page_form.h"

#include "base/str.h"

#include <string.h>

#define PREFIX "q."

static void note(struct page_entries *e, size_t question, enum page_fault fault)
{
    if (e->fault[question] == FAULT_NONE)
        e->n_faults++;
    e->fault[question] = fault;
}

static enum page_fault fault_of(const struct instrument_question *q, const char *typed)
{
    bool is_long = q->type_index == QUESTION_TEXT && typed && strlen(typed) > ANSWER_TEXT_MAX;

    return is_long ? FAULT_TOO_LONG : FAULT_WRONG;
}

/* answers_check names one question at a time. */
static void check_all(const struct instrument *in, json_t *answers, struct page_entries *e)
{
    struct err err;

    while (answers_check(in, answers, false, &err) < 0) {
        const char *dot = strchr(err.field, '.');
        int q = dot ? instrument_find(in, dot + 1) : -1;
        if (q < 0) {
            json_object_clear(answers); /* names that are cut: cannot happen with short ids */
            return;
        }
        const char *text = json_string_value(json_object_get(answers, in->questions[q].id));
        note(e, (size_t)q, fault_of(&in->questions[q], text));
        json_object_del(answers, in->questions[q].id);
    }
}

void page_form_read(const struct instrument *in, const struct form *form, size_t first, size_t end,
                    json_t *answers, struct page_entries *ret)
{
    *ret = (struct page_entries){0};
    for (size_t q = first; q < end; q++)
        json_object_del(answers, in->questions[q].id);
    for (size_t i = 0; i < form->n; i++) {
        const struct form_field *f = &form->pairs[i];
        int q = str_starts(f->name, PREFIX) ? instrument_find(in, f->name + strlen(PREFIX)) : -1;
        if (q < (int)first || q >= (int)end)
            continue;
        if (in->questions[q].n_choices == 0)
            ret->typed[q] = f->value;
        if (answers_put_text(in, answers, in->questions[q].id, f->value, NULL) < 0)
            note(ret, (size_t)q, fault_of(&in->questions[q], f->value));
    }
    check_all(in, answers, ret);
    for (size_t q = 0; q < in->n_questions; q++)
        if (ret->fault[q] == FAULT_NONE)
            ret->typed[q] = NULL;
}

void page_form_require(const struct instrument *in, size_t first, size_t end, const json_t *answers,
                       struct page_entries *entries)
{
    for (size_t q = first; q < end; q++)
        if (in->questions[q].is_required && answers_asks(in, q, answers) &&
            !json_object_get(answers, in->questions[q].id) && entries->fault[q] == FAULT_NONE)
            note(entries, q, FAULT_MISSING);
}

int page_form_fault(const struct page_entries *entries, size_t n_questions)
{
    for (size_t q = 0; q < n_questions; q++)
        if (entries->fault[q] != FAULT_NONE)
            return (int)q;
    return -1;
}
