/* survey_page.h: the page of somebody who is asked, as HTML. No script, no picture, one style
 * sheet.
 *
 * Every text goes through html_write_text. Threads: pure. */
#pragma once
#include "action/survey/page_form.h"
#include "action/survey/respondent.h"

struct page {
    const struct respondent *who;
    const char *token, *language;
    int step;
    const struct page_steps *steps;
    const json_t *answers;
    const struct page_entries *entries; /* NULL: nothing was sent yet */
};
void page_write_step(const struct page *p, struct buf *out);

enum page_message { PAGE_THANKS, PAGE_SAVED, PAGE_USED, PAGE_STOP, PAGE_STOPPED };
void page_write_message(const struct page *p, enum page_message message, struct buf *out);
/* The one page of all links that do not work. */
void page_write_no_page(const char *language, struct buf *out);
void page_write_wait(const char *language, struct buf *out);
/* One of the languages that Ripen speaks itself. */
const char *page_language(const char *wanted);

extern const char survey_css[];
