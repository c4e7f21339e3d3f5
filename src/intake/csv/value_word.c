#include "intake/csv/value_word.h"

#include "base/auto.h"
#include "base/str.h"

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

    s += strspn(s, " \t");
    if (!*s)
        return true;
    return is_one_of(s, in_texts) || (!is_text && is_one_of(s, elsewhere));
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

/* Folded spelling -> the value meant. A row counts only for lists that have the value. */
static const struct {
    const char *said, *meant;
} synonyms[] = {
    {"medium", "normal"},
    {"standard", "normal"},
    {"moderate", "normal"},
    {"p1", "urgent"},
    {"critical", "urgent"},
    {"blocker", "urgent"},
    {"emergency", "urgent"},
    {"p2", "high"},
    {"major", "high"},
    {"important", "high"},
    {"p3", "normal"},
    {"p4", "low"},
    {"minor", "low"},
    {"trivial", "low"},
    {"mail", "email"},
    {"telephone", "phone"},
    {"call", "phone"},
    {"voice", "phone"},
    {"web", "portal"},
    {"form", "portal"},
    {"webform", "portal"},
    {"forum", "community"},
    {"livechat", "chat"},
    {"messenger", "chat"},
    {"twitter", "social"},
    {"facebook", "social"},
    {"phone", "call"},
    {"phonecall", "call"},
    {"videocall", "meeting"},
    {"visit", "meeting"},
    {"qbr", "business_review"},
    {"ebr", "business_review"},
    {"review", "business_review"},
    {"in", "inbound"},
    {"received", "inbound"},
    {"incoming", "inbound"},
    {"out", "outbound"},
    {"sent", "outbound"},
    {"outgoing", "outbound"},
    {"both", "two_way"},
    {"lead", "prospect"},
    {"trial", "prospect"},
    {"implementation", "onboarding"},
    {"customer", "active"},
    {"live", "active"},
    {"current", "active"},
    {"cancelled", "churned"},
    {"canceled", "churned"},
    {"lost", "churned"},
    {"inactive", "churned"},
    {"former", "churned"},
    {"economicbuyer", "decision_maker"},
    {"buyer", "decision_maker"},
    {"sponsor", "executive_sponsor"},
    {"exec", "executive_sponsor"},
    {"advocate", "champion"},
    {"blocker", "detractor"},
    {"questionnaire", "survey"},
};

static const char *by_spelling(const char *folded, const char *const *values)
{
    char name[64];

    for (; *values; values++)
        if (strcmp(word_fold(name, sizeof(name), *values), folded) == 0)
            return *values;
    return NULL;
}

const char *word_choose(const char *s, const char *const *values)
{
    char folded[64];
    const char *found = by_spelling(word_fold(folded, sizeof(folded), s), values);

    for (size_t i = 0; !found && i < ARRAY_LEN(synonyms); i++) {
        if (strcmp(folded, synonyms[i].said) == 0) {
            int at = str_index(values, synonyms[i].meant);
            found = at < 0 ? NULL : values[at];
        }
    }
    return found;
}
