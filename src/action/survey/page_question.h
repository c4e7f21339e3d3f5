/* page_question.h: one question of a page. Inside survey_page.c only. */
#pragma once
#include "action/survey/page_words.h"
#include "action/survey/survey_page.h"

void page_write_question(const struct page *p, const struct page_words *w, size_t question,
                         struct buf *out);
/* "This answer does not fit the question." */
const char *page_fault_words(const struct page_words *w, enum page_fault fault);
