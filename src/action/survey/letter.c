#include "action/survey/letter.h"

#include "action/survey/page_words.h"
#include "base/html_text.h"
#include "base/str.h"

#include <string.h>

/* The survey's own text in the language, else in the questionnaire's first, else in any. */
static const char *own_words(const json_t *texts, const struct letter_in *in, const char *language)
{
    const char *words = json_string_value(json_object_get(texts, language)), *key;
    const json_t *text;

    if (!words)
        words = json_string_value(json_object_get(texts, in->instrument->languages[0]));
    json_object_foreach ((json_t *)texts, key, text)
        if (!words)
            words = json_string_value(text);
    return words;
}

static const char *value_of(const struct letter_in *in, const char *name, size_t n)
{
    const struct {
        const char *name, *value;
    } known[] = {
        {"name", in->name ? in->name : ""},
        {"account", in->account_name ? in->account_name : ""},
        {"organisation", in->organisation},
        {"link", in->link},
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (strlen(known[i].name) == n && !strncmp(known[i].name, name, n))
            return known[i].value;
    return NULL;
}

/* With a name that is not known, "Hello {name}," is "Hello,". */
static void add_value(const char *value, struct buf *out)
{
    if (!*value && out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = 0;
    for (; *value; value++)
        if ((unsigned char)*value < ' ')
            buf_char(out, ' ');
        else
            buf_char(out, *value);
}

static const char *fill(const char *words, const struct letter_in *in, struct arena *arena)
{
    AUTO_BUF out = {0};

    while (*words) {
        size_t plain = strcspn(words, "{"), n = 0;
        buf_add(&out, words, plain);
        words += plain;
        if (!*words)
            break;
        n = strcspn(words + 1, "{}");
        const char *value = words[n + 1] == '}' ? value_of(in, words + 1, n) : NULL;
        if (value) {
            add_value(value, &out);
            words += n + 2;
        } else {
            buf_char(&out, *words++);
        }
    }
    return arena_strdup(arena, buf_text(&out));
}

struct parts {
    const char *body, *why, *stop, *button;
    const struct letter_in *in;
};

static void write_text(const struct parts *p, struct buf *out)
{
    buf_str(out, p->body);
    if (!strstr(p->body, p->in->link))
        buf_printf(out, "\n\n%s:\n%s", p->button, p->in->link);
    buf_printf(out, "\n\n-- \n%s\n%s: %s\n", p->why, p->stop, p->in->unsubscribe);
}

/* Mail programs know little of CSS: plain paragraphs, one button, and nothing that is loaded. */
static void write_html(const struct parts *p, const char *language, struct buf *out)
{
    buf_str(out, "<!doctype html>\n<html lang=\"");
    html_write_text(out, language);
    buf_str(out, "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                 "content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light "
                 "dark\"></head>\n<body style=\"margin:0;padding:24px 16px\">\n<div "
                 "style=\"max-width:34em;margin:0 auto;font:16px/1.5 "
                 "system-ui,-apple-system,'Segoe UI',sans-serif\">\n<p>");
    html_write_lines(out, p->body);
    buf_str(out, "</p>\n<p style=\"margin:28px 0\"><a href=\"");
    html_write_text(out, p->in->link);
    buf_str(out, "\" style=\"display:inline-block;padding:12px 22px;border-radius:8px;"
                 "background:#6a48ab;color:#ffffff;text-decoration:none;font-weight:600\">");
    html_write_text(out, p->button);
    buf_str(out, "</a></p>\n<p style=\"margin-top:36px;font-size:13px;color:#77787f\">");
    html_write_text(out, p->why);
    buf_str(out, "<br>\n<a href=\"");
    html_write_text(out, p->in->unsubscribe);
    buf_str(out, "\" style=\"color:#77787f\">");
    html_write_text(out, p->stop);
    buf_str(out, "</a></p>\n</div>\n</body>\n</html>\n");
}

void letter_write(const struct letter_in *in, struct arena *arena, struct letter *ret)
{
    const char *language = instrument_language(in->instrument, in->language);
    const struct page_words *w = page_words_of(language);
    const char *subject = own_words(in->survey->subject, in, language);
    const char *words = own_words(in->survey->words, in, language);
    struct parts p = {.in = in, .stop = w->mail_stop, .button = w->mail_button};
    AUTO_BUF text = {0}, html = {0};

    p.body = fill(words ? words : w->mail_words, in, arena);
    if (in->is_reminder)
        p.body = arena_printf(arena, "%s\n\n%s", w->mail_reminder, p.body);
    p.why = fill(*in->organisation ? w->mail_why : w->mail_why_nobody, in, arena);
    write_text(&p, &text);
    write_html(&p, language, &html);
    subject = fill(subject ? subject : w->mail_subject, in, arena);
    *ret = (struct letter){
        .language = language,
        .subject =
            in->is_reminder ? arena_printf(arena, "%s: %s", w->mail_reminds, subject) : subject,
        .text = arena_strdup(arena, buf_text(&text)),
        .html = arena_strdup(arena, buf_text(&html)),
        .unsubscribe = in->unsubscribe,
    };
}
