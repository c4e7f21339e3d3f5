#include "action/survey/page_question.h"

#include "base/html_text.h"
#include "base/str.h"

#include <string.h>

struct writing {
    const struct page *p;
    const struct page_words *w;
    const struct instrument_question *q;
    const json_t *value;
    enum page_fault fault;
    const char *typed;
    struct buf *out;
};

static const char *words(const struct writing *t, const json_t *text)
{
    return text ? instrument_words(t->p->who->instrument, text, t->p->language) : NULL;
}

static void attribute(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, " %s=\"", name);
    html_write_text(out, value);
    buf_char(out, '"');
}

const char *page_fault_words(const struct page_words *w, enum page_fault fault)
{
    switch (fault) {
    case FAULT_MISSING: return w->needs_answer;
    case FAULT_TOO_LONG: return w->too_long;
    case FAULT_WRONG:
    case FAULT_NONE: break;
    }
    return w->wrong_answer;
}

static bool has_ends(const struct writing *t)
{
    return words(t, t->q->low) || words(t, t->q->high);
}

static bool has_hint(const struct writing *t)
{
    return words(t, t->q->help) || words(t, t->q->why) || t->q->type_index == QUESTION_NUMBER;
}

/* What a screen reader says besides the question. */
static void write_described(const struct writing *t)
{
    struct buf *out = t->out;

    if (t->fault == FAULT_NONE && !has_hint(t) && !has_ends(t))
        return;
    buf_str(out, " aria-describedby=\"");
    if (t->fault != FAULT_NONE)
        buf_printf(out, "e-%s ", t->q->id);
    if (has_hint(t))
        buf_printf(out, "h-%s ", t->q->id);
    if (has_ends(t))
        buf_printf(out, "d-%s", t->q->id);
    buf_char(out, '"');
}

static void write_state(const struct writing *t)
{
    if (t->q->is_required)
        buf_str(t->out, " aria-required=\"true\"");
    if (t->fault != FAULT_NONE)
        buf_str(t->out, " aria-invalid=\"true\"");
}

static void write_name(const struct writing *t)
{
    html_write_text(t->out, words(t, t->q->text));
    if (t->q->is_required)
        return;
    buf_str(t->out, " <span class=\"optional\">(");
    html_write_text(t->out, t->w->optional);
    buf_str(t->out, ")</span>");
}

static void write_hint(const struct writing *t)
{
    const char *help = words(t, t->q->help), *why = words(t, t->q->why);

    if (has_hint(t)) {
        buf_printf(t->out, "<div class=\"hint\" id=\"h-%s\">", t->q->id);
        if (help) {
            buf_str(t->out, "<p>");
            html_write_lines(t->out, help);
            buf_str(t->out, "</p>");
        }
        if (why) {
            buf_str(t->out, "<p>");
            html_write_text(t->out, t->w->why);
            buf_char(t->out, ' ');
            html_write_lines(t->out, why);
            buf_str(t->out, "</p>");
        }
        if (t->q->type_index == QUESTION_NUMBER && !isnan(t->q->min) && !isnan(t->q->max)) {
            buf_str(t->out, "<p>");
            buf_printf(t->out, t->w->number_from_to, t->q->min, t->q->max);
            buf_str(t->out, "</p>");
        }
        buf_str(t->out, "</div>\n");
    }
    if (t->fault == FAULT_NONE)
        return;
    buf_printf(t->out, "<p class=\"error\" id=\"e-%s\">", t->q->id);
    html_write_text(t->out, page_fault_words(t->w, t->fault));
    buf_str(t->out, "</p>\n");
}

static void write_option(const struct writing *t, const char *type, const char *value,
                         const char *label, bool is_checked)
{
    buf_printf(t->out, "<label><input type=\"%s\" name=\"q.%s\"", type, t->q->id);
    attribute(t->out, "value", value);
    buf_str(t->out, is_checked ? " checked><span>" : "><span>");
    html_write_text(t->out, label);
    buf_str(t->out, "</span></label>\n");
}

/* Where nothing must be answered, an answer can be taken back. */
static void write_no_answer(const struct writing *t)
{
    if (t->q->is_required)
        return;
    buf_str(t->out, "<div class=\"none\">");
    write_option(t, "radio", "", t->w->no_answer, false);
    buf_str(t->out, "</div>\n");
}

static void write_end(const struct writing *t, int number, const char *text)
{
    if (!text)
        return;
    buf_printf(t->out, "<span><b>%d</b> ", number);
    html_write_text(t->out, text);
    buf_str(t->out, "</span>\n");
}

static void write_scale(const struct writing *t, int low, int high)
{
    char number[16];

    buf_printf(t->out, "<div class=\"options scale s%d\">\n", high - low + 1);
    for (int v = low; v <= high; v++) {
        snprintf(number, sizeof(number), "%d", v);
        write_option(t, "radio", number, number,
                     json_is_number(t->value) && json_number_value(t->value) == v);
    }
    buf_str(t->out, "</div>\n");
    if (has_ends(t)) {
        buf_printf(t->out, "<p class=\"ends\" id=\"d-%s\">", t->q->id);
        write_end(t, low, words(t, t->q->low));
        write_end(t, high, words(t, t->q->high));
        buf_str(t->out, "</p>\n");
    }
    write_no_answer(t);
}

static bool is_chosen(const json_t *value, const char *id)
{
    const json_t *item;
    size_t i;

    if (json_is_string(value))
        return str_eq(json_string_value(value), id);
    json_array_foreach (value, i, item)
        if (str_eq(json_string_value(item), id))
            return true;
    return false;
}

static void write_choices(const struct writing *t)
{
    bool is_single = t->q->type_index == QUESTION_SINGLE;

    buf_str(t->out, "<div class=\"options list\">\n");
    for (size_t c = 0; c < t->q->n_choices; c++)
        write_option(t, is_single ? "radio" : "checkbox", t->q->choices[c].id,
                     words(t, t->q->choices[c].text), is_chosen(t->value, t->q->choices[c].id));
    buf_str(t->out, "</div>\n");
    if (is_single)
        write_no_answer(t);
}

static void write_group(const struct writing *t)
{
    bool is_multiple = t->q->type_index == QUESTION_MULTIPLE;
    int low, high;

    buf_printf(t->out, "<fieldset class=\"question\" id=\"q-%s\" tabindex=\"-1\"", t->q->id);
    if (!is_multiple) {
        buf_str(t->out, " role=\"radiogroup\"");
        write_state(t);
    }
    write_described(t);
    buf_str(t->out, ">\n<legend>");
    write_name(t);
    buf_str(t->out, "</legend>\n");
    write_hint(t);
    if (question_scale(t->q->type_index, &low, &high))
        write_scale(t, low, high);
    else
        write_choices(t);
    buf_str(t->out, "</fieldset>\n");
}

static void write_number(const struct writing *t)
{
    buf_printf(t->out,
               "<input type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" "
               "class=\"number\" id=\"q-%s\" name=\"q.%s\"",
               t->q->id, t->q->id);
    write_state(t);
    write_described(t);
    if (t->typed) {
        attribute(t->out, "value", t->typed);
    } else if (json_is_number(t->value)) {
        buf_str(t->out, " value=\"");
        text_write_f64(t->out, json_number_value(t->value));
        buf_char(t->out, '"');
    }
    buf_str(t->out, ">\n");
}

static void write_text(const struct writing *t)
{
    buf_printf(t->out, "<textarea rows=\"4\" maxlength=\"%d\" id=\"q-%s\" name=\"q.%s\"",
               ANSWER_TEXT_MAX, t->q->id, t->q->id);
    write_state(t);
    write_described(t);
    /* A line break right behind the tag is not part of the text. */
    buf_str(t->out, ">\n");
    html_write_text(t->out, t->typed ? t->typed : json_string_value(t->value));
    buf_str(t->out, "</textarea>\n");
}

void page_write_question(const struct page *p, const struct page_words *w, size_t question,
                         struct buf *out)
{
    const struct instrument_question *q = &p->who->instrument->questions[question];
    struct writing t = {.p = p, .w = w, .q = q, .out = out};

    t.value = json_object_get(p->answers, q->id);
    if (p->entries) {
        t.fault = p->entries->fault[question];
        t.typed = p->entries->typed[question];
    }
    if (q->type_index != QUESTION_NUMBER && q->type_index != QUESTION_TEXT) {
        write_group(&t);
        return;
    }
    buf_printf(out, "<div class=\"question\">\n<label for=\"q-%s\">", q->id);
    write_name(&t);
    buf_str(out, "</label>\n");
    write_hint(&t);
    if (q->type_index == QUESTION_NUMBER)
        write_number(&t);
    else
        write_text(&t);
    buf_str(out, "</div>\n");
}
