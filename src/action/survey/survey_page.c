#include "action/survey/survey_page.h"

#include "action/survey/page_question.h"
#include "base/day.h"
#include "base/html_text.h"
#include "base/str.h"

#include <string.h>

/* Words with {organisation} filled in. */
static void write_filled(struct buf *out, const char *text, const char *organisation)
{
    static const char place[] = "{organisation}";
    const char *at = strstr(text, place);
    AUTO_BUF whole = {0};

    if (!at) {
        html_write_text(out, text);
        return;
    }
    buf_add(&whole, text, (size_t)(at - text));
    buf_str(&whole, organisation);
    buf_str(&whole, at + strlen(place));
    html_write_text(out, buf_text(&whole));
}

static void write_head(struct buf *out, const char *language, const char *before, const char *title)
{
    buf_str(out, "<!doctype html>\n<html lang=\"");
    html_write_text(out, language);
    buf_str(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                 "content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" "
                 "content=\"noindex, nofollow\">\n<meta name=\"color-scheme\" content=\"light "
                 "dark\">\n<link rel=\"stylesheet\" href=\"/s/survey.css\">\n<link rel=\"icon\" "
                 "href=\"data:,\">\n<title>");
    if (before) {
        html_write_text(out, before);
        buf_str(out, ": ");
    }
    html_write_text(out, title);
    buf_str(out, "</title>\n</head>\n<body>\n<main>\n");
}

static void write_foot(struct buf *out)
{
    buf_str(out, "</main>\n</body>\n</html>\n");
}

static void write_heading(struct buf *out, const char *title)
{
    buf_str(out, "<h1>");
    html_write_text(out, title);
    buf_str(out, "</h1>\n");
}

static void write_paragraph(struct buf *out, const char *text)
{
    if (!text)
        return;
    buf_str(out, "<p>");
    html_write_lines(out, text);
    buf_str(out, "</p>\n");
}

/* --- A step --- */

static void write_who(const struct page *p, const struct page_words *w, struct buf *out)
{
    const char *organisation = p->who->organisation;

    buf_str(out, "<p class=\"asks\">");
    write_filled(out, *organisation ? w->asks : w->asks_nobody, organisation);
    buf_str(out, "</p>\n");
}

/* Above the form, every fault with the way to its question. */
static void write_summary(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct instrument *in = p->who->instrument;

    if (!p->entries || p->entries->n_faults == 0)
        return;
    buf_str(out, "<div class=\"summary\" role=\"alert\" aria-labelledby=\"faults\">\n<h2 "
                 "id=\"faults\">");
    html_write_text(out, w->errors);
    buf_str(out, "</h2>\n<ul>\n");
    for (size_t q = 0; q < in->n_questions; q++) {
        if (p->entries->fault[q] == FAULT_NONE)
            continue;
        buf_printf(out, "<li><a href=\"#q-%s\">", in->questions[q].id);
        html_write_text(out, instrument_words(in, in->questions[q].text, p->language));
        buf_str(out, "</a>: ");
        html_write_text(out, page_fault_words(w, p->entries->fault[q]));
        buf_str(out, "</li>\n");
    }
    buf_str(out, "</ul>\n</div>\n");
}

static void write_hidden(struct buf *out, const char *name, const char *value)
{
    buf_str(out, "<input type=\"hidden\" name=\"");
    html_write_text(out, name);
    buf_str(out, "\" value=\"");
    html_write_text(out, value);
    buf_str(out, "\">\n");
}

static void write_carried_value(struct buf *out, const char *name, const json_t *value)
{
    AUTO_BUF text = {0};

    if (json_is_number(value))
        text_write_f64(&text, json_number_value(value));
    else if (json_is_string(value))
        buf_str(&text, json_string_value(value));
    write_hidden(out, name, buf_text(&text));
}

/* Nothing of an anonymous survey is kept before it is sent in: the page carries the answers. */
static void write_carried(const struct page *p, struct buf *out)
{
    const struct instrument *in = p->who->instrument;
    const json_t *item;
    size_t i;

    for (size_t q = 0; p->who->is_anonymous && q < in->n_questions; q++) {
        const json_t *value = json_object_get(p->answers, in->questions[q].id);
        AUTO_BUF name = {0};
        if (!value || page_step_of(p->steps, q) == p->step)
            continue;
        buf_printf(&name, "q.%s", in->questions[q].id);
        if (!json_is_array(value))
            write_carried_value(out, buf_text(&name), value);
        json_array_foreach (value, i, item)
            write_carried_value(out, buf_text(&name), item);
    }
}

static void write_button(struct buf *out, const char *class, const char *go, const char *label)
{
    buf_printf(out, "<button type=\"submit\" name=\"go\" value=\"%s\" class=\"%s\">", go, class);
    html_write_text(out, label);
    buf_str(out, "</button>\n");
}

static const char *language_name(const char *language)
{
    static const char *const names[][2] = {
        {"en", "English"},  {"de", "Deutsch"},    {"fr", "Français"},  {"es", "Español"},
        {"it", "Italiano"}, {"nl", "Nederlands"}, {"pt", "Português"}, {"pl", "Polski"},
        {"sv", "Svenska"},  {"da", "Dansk"},      {"fi", "Suomi"},     {"cs", "Čeština"},
        {"ja", "日本語"},   {"zh", "中文"}};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(names[i][0], language))
            return names[i][1];
    return language;
}

/* Buttons of the form, so that what is filled in comes along. */
static void write_languages(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct instrument *in = p->who->instrument;

    if (in->n_languages < 2)
        return;
    buf_str(out, "<div class=\"languages\" role=\"group\" aria-label=\"");
    html_write_text(out, w->language_label);
    buf_str(out, "\">\n");
    for (size_t l = 0; l < in->n_languages; l++) {
        const char *language = in->languages[l];
        bool is_now = str_eq(language, p->language);
        buf_printf(out, "<button type=\"submit\" name=\"go\" value=\"lang:%s\" lang=\"%s\"%s>",
                   language, language, is_now ? " aria-current=\"true\"" : "");
        html_write_text(out, language_name(language));
        buf_str(out, "</button>\n");
    }
    buf_str(out, "</div>\n");
}

static void write_buttons(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct instrument *in = p->who->instrument;
    bool is_first = page_step_from(in, p->steps, p->step - 1, true, p->answers) < 0;
    bool is_last = p->step + 1 == (int)p->steps->n;

    buf_str(out, "<div class=\"buttons\">\n");
    write_button(out, "main", "next", is_last ? w->send : w->next);
    if (!is_first)
        write_button(out, "plain", "back", w->back);
    if (!p->who->is_anonymous)
        write_button(out, "plain", "save", w->save);
    buf_str(out, "</div>\n");
}

/* What happens with the answers, until when, and how not to be asked again. */
static void write_about(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct respondent *who = p->who;
    const char *own = json_string_value(json_object_get(who->about, p->language));
    char day[16];

    if (!own)
        own = json_string_value(json_object_get(who->about, who->instrument->languages[0]));
    if (!own)
        own = who->about_setting;
    buf_str(out, "<footer>\n");
    if (who->is_anonymous)
        write_paragraph(out, w->about_anonymous);
    if (own) {
        write_paragraph(out, own);
    } else if (!who->is_anonymous) {
        buf_str(out, "<p>");
        write_filled(out, w->about, *who->organisation ? who->organisation : w->us);
        buf_str(out, "</p>\n");
    }
    buf_str(out, "<p>");
    html_write_text(out, w->closes);
    day_format(day_of_time(who->closes), day);
    buf_printf(out,
               " <time datetime=\"%s\">%s</time>.</p>\n<p><a href=\"/s/%s/unsubscribe?lang=%s\">",
               day, day, p->token, p->language);
    html_write_text(out, w->stop_link);
    buf_str(out, "</a></p>\n</footer>\n");
}

static void write_intro(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct instrument *in = p->who->instrument;

    if (p->steps->n > 1) {
        buf_str(out, "<p class=\"step\">");
        buf_printf(out, w->step, p->step + 1, (int)p->steps->n);
        buf_str(out, "</p>\n");
    }
    if (p->step == 0 && p->who->is_used) {
        buf_str(out, "<p class=\"note\">");
        html_write_text(out, w->answered);
        buf_str(out, "</p>\n");
    }
    if (p->step == 0 && in->intro)
        write_paragraph(out, instrument_words(in, in->intro, p->language));
}

void page_write_step(const struct page *p, struct buf *out)
{
    const struct page_words *w = page_words_of(p->language);
    const struct instrument *in = p->who->instrument;
    const char *title = instrument_words(in, in->name, p->language);
    bool has_faults = p->entries && p->entries->n_faults > 0;
    char step[16];

    snprintf(step, sizeof(step), "%d", p->step);
    write_head(out, p->language, has_faults ? w->error : NULL, title);
    buf_printf(out, "<form method=\"post\" action=\"/s/%s\" novalidate>\n", p->token);
    write_hidden(out, "step", step);
    write_hidden(out, "lang", p->language);
    /* Enter in a field presses the first button of a form. */
    buf_str(out, "<button type=\"submit\" name=\"go\" value=\"next\" class=\"first\" "
                 "tabindex=\"-1\" aria-hidden=\"true\"></button>\n<header>\n");
    write_languages(p, w, out);
    write_who(p, w, out);
    write_heading(out, title);
    buf_str(out, "</header>\n");
    write_intro(p, w, out);
    write_summary(p, w, out);
    write_carried(p, out);
    for (size_t q = p->steps->first[p->step]; q < p->steps->first[p->step + 1]; q++)
        if (answers_asks(in, q, p->answers))
            page_write_question(p, w, q, out);
    write_buttons(p, w, out);
    buf_str(out, "</form>\n");
    write_about(p, w, out);
    write_foot(out);
}

/* --- Messages --- */

static void write_link(const struct page *p, const char *label, struct buf *out)
{
    buf_printf(out, "<p><a class=\"main\" href=\"/s/%s?lang=%s&amp;step=%d\">", p->token,
               p->language, p->step);
    html_write_text(out, label);
    buf_str(out, "</a></p>\n");
}

static void write_thanks(const struct page *p, const struct page_words *w, struct buf *out)
{
    const struct instrument *in = p->who->instrument;
    bool is_anonymous = p->who->is_anonymous;

    write_heading(out, w->thanks);
    if (in->thanks)
        write_paragraph(out, instrument_words(in, in->thanks, p->language));
    write_paragraph(out, is_anonymous ? w->thanks_anonymous : w->thanks_more);
    if (!is_anonymous)
        write_link(p, w->change, out);
}

static void write_stop(const struct page *p, const struct page_words *w, struct buf *out)
{
    write_heading(out, w->stop_title);
    write_paragraph(out, w->stop_words);
    buf_printf(out, "<form method=\"post\" action=\"/s/%s/unsubscribe\">\n", p->token);
    write_hidden(out, "lang", p->language);
    buf_str(out, "<div class=\"buttons\">\n");
    write_button(out, "main", "stop", w->stop_button);
    buf_str(out, "</div>\n</form>\n");
}

void page_write_message(const struct page *p, enum page_message message, struct buf *out)
{
    const struct page_words *w = page_words_of(p->language);
    const char *const titles[] = {w->thanks, w->saved, w->used, w->stop_title, w->stopped};

    write_head(out, p->language, NULL, titles[message]);
    switch (message) {
    case PAGE_THANKS: write_thanks(p, w, out); break;
    case PAGE_STOP: write_stop(p, w, out); break;
    case PAGE_SAVED:
        write_heading(out, w->saved);
        write_paragraph(out, w->saved_more);
        write_link(p, w->go_on, out);
        break;
    case PAGE_USED:
        write_heading(out, w->used);
        write_paragraph(out, w->used_more);
        break;
    case PAGE_STOPPED:
        write_heading(out, w->stopped);
        write_paragraph(out, w->stopped_more);
        break;
    }
    write_foot(out);
}

static void write_plain(const char *language, const char *title, const char *text, struct buf *out)
{
    write_head(out, language, NULL, title);
    write_heading(out, title);
    write_paragraph(out, text);
    write_foot(out);
}

void page_write_no_page(const char *language, struct buf *out)
{
    const struct page_words *w = page_words_of(language);

    write_plain(w->language, w->no_page, w->no_page_more, out);
}

void page_write_wait(const char *language, struct buf *out)
{
    const struct page_words *w = page_words_of(language);

    write_plain(w->language, w->wait, w->wait_more, out);
}

const char *page_language(const char *wanted)
{
    return page_words_of(wanted)->language;
}
