#include "intake/csv/value_word.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

char *word_fold(char *to, size_t to_bytes, const char *s)
{
    size_t n = 0;

    for (; *s && n + 1 < to_bytes; s++)
        if (isalnum((unsigned char)*s) || (unsigned char)*s >= 0x80)
            to[n++] = (char)tolower((unsigned char)*s);
    to[n] = 0;
    return to;
}

static bool is_one_of(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (strcasecmp(s, *list) == 0)
            return true;
    return false;
}

bool word_is_missing(const char *s, bool is_text)
{
    static const char *const in_texts[] = {"", "null", "\\N", "(null)", NULL};
    static const char *const elsewhere[] = {
        "-",   "--", "na",      "n/a",          "#n/a",         "nan", "none",
        "nil", "?",  "unknown", "\xE2\x80\x93", "\xE2\x80\x94", NULL};

    while (*s == ' ' || *s == '\t')
        s++;
    if (!*s)
        return true;
    switch (*s) { /* how they begin: most cells end here */
    case 'n':
    case 'N':
    case '\\':
    case '(':
        if (is_one_of(s, in_texts))
            return true;
        break;
    case '-':
    case '#':
    case '?':
    case 'u':
    case 'U':
    case '\xE2': break;
    default: return false;
    }
    return !is_text && is_one_of(s, elsewhere);
}

int word_truth(const char *s)
{
    static const char *const yes[] = {"true", "yes", "y",   "t",  "1",    "1.0",     "on",
                                      "x",    "ja",  "oui", "si", "wahr", "checked", NULL};
    static const char *const no[] = {"false", "no",   "n",   "f",      "0",         "0.0", "off",
                                     "",      "nein", "non", "falsch", "unchecked", NULL};

    if (is_one_of(s, yes))
        return 1;
    return is_one_of(s, no) ? 0 : -1;
}
