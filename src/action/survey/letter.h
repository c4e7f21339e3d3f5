/* letter.h: the words of a mail: subject, text and HTML, in a language, with what is filled in.
 *
 * {name}, {account}, {organisation} and {link} in the survey's own words become what they say.
 * Everything is escaped in the HTML; line breaks in names become blanks.
 * Threads:   pure.
 * Ownership: in the arena. */
#pragma once
#include "action/survey/survey.h"
#include "facts/survey/instrument.h"

struct letter_in {
    const struct survey *survey;
    const struct instrument *instrument;
    const char *organisation; /* may be "" */
    const char *name;         /* of the person; NULL: not known */
    const char *account_name;
    const char *language; /* wished; NULL: the questionnaire's first */
    bool is_reminder;
    int64_t closes;
    const char *link, *unsubscribe;
};
struct letter {
    const char *language;
    const char *subject, *text, *html, *unsubscribe;
};
void letter_write(const struct letter_in *in, struct arena *arena, struct letter *ret);
