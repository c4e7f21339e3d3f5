/* value_word.h: words as people and programs write them: yes and no, missing.
 *
 * Threads: none of its own. Nothing is allocated. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Is this text how files write that there is nothing: empty, NULL, n/a, "-", "#N/A" …? For texts
 * only the empty one and NULL count, since "NA" may be a country and "-" an answer. */
bool word_is_missing(const char *s, bool is_text);

/* 1 yes (true, yes, y, t, 1, on, x, ja, oui, si …), 0 no, -1 neither. */
int word_truth(const char *s);

/* Letters and digits of s in lower case, anything else as nothing: "Account ID" -> "accountid".
 * Bytes beyond ASCII are kept. Cut to size. Returns to. */
char *word_fold(char *to, size_t to_bytes, const char *s);
