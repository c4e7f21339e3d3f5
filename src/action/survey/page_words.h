/* page_words.h: Ripen's own words to the people asked, in the languages that it speaks itself.
 *
 * Threads: pure. {…} are filled in as letter.h says. */
#pragma once

struct page_words {
    const char *language;
    /* Mail */
    const char *mail_subject, *mail_words, *mail_button, *mail_why, *mail_why_nobody, *mail_stop;
    const char *mail_reminder, *mail_reminds;
    /* The page */
    const char *asks;                 /* "{organisation} asks {name}" */
    const char *asks_nobody;          /* the same without an organisation's name */
    const char *about;                /* what happens with the answers */
    const char *about_anonymous, *us; /* us: instead of a name */
    const char *optional, *no_answer, *number_from_to, *text_limit;
    const char *why;  /* before why it matters */
    const char *step; /* "Step %d of %d" */
    const char *next, *back, *send, *save, *change;
    const char *errors; /* above the list of what is missing */
    const char *error;  /* before the title */
    const char *needs_answer, *wrong_answer, *too_long;
    const char *language_label;
    const char *closes;   /* before a date */
    const char *answered; /* it was answered; may be changed */
    const char *thanks, *thanks_more, *thanks_anonymous;
    const char *saved, *saved_more, *go_on;
    const char *no_page, *no_page_more;
    const char *stop_title, *stop_words, *stop_button, *stopped, *stopped_more, *stop_link;
    const char *used, *used_more;
    const char *wait, *wait_more;
};
/* Those of the language ("de-AT" is "de"), or the English ones. */
const struct page_words *page_words_of(const char *language);
