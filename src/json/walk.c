#include "json/walk.h"

#include "base/str.h"
#include "json/slice.h"

#include <string.h>

/* What runs for every token is meant to become part of pass_nested; what runs once is not. */
#define INLINE static inline __attribute__((always_inline))
#define COLD   static __attribute__((noinline, cold))

COLD bool fail_at(struct walk *w, uint32_t at, const char *problem)
{
    if (!w->problem) {
        w->problem = problem;
        w->problem_at = at;
    }
    w->i = w->n; /* the end, where no token is what anybody waits for */
    return false;
}

COLD bool fail(struct walk *w, const char *problem)
{
    return fail_at(w, w->at[w->i], problem);
}

void walk_fail(struct walk *w, const char *problem)
{
    fail_at(w, w->at[w->i ? w->i - 1 : 0], problem);
}

static uint32_t next_escape(const struct walk *w, uint32_t from)
{
    const char *found = from < w->bytes ? memchr(w->text + from, '\\', w->bytes - from) : NULL;

    return found ? (uint32_t)(found - w->text) : w->bytes;
}

/* Where the fault is that the scanner found somewhere: once, and slowly. */
static uint32_t locate(enum scan_fault fault, const char *text, size_t n)
{
    size_t at = 0, step = 1;
    bool is_in_string = false;

    if (fault == SCAN_UNCLOSED || fault == SCAN_EMPTY)
        return (uint32_t)n;
    for (; fault != SCAN_TOO_LONG && at < n; at += step) {
        if (fault == SCAN_NOT_UTF8) {
            step = str_utf8_char(text + at, n - at);
            if (!step)
                break;
        } else if (is_in_string && (unsigned char)text[at] < ' ') {
            break;
        } else if (text[at] == '"') {
            is_in_string = !is_in_string;
        } else {
            at += is_in_string && text[at] == '\\' && text[at + 1] >= ' '; /* at n stands a NUL */
        }
    }
    return (uint32_t)at;
}

bool walk_start(struct walk *w, struct scanner *s, const char *text, size_t n)
{
    static const uint32_t nothing = 0;
    static const char *const problems[] = {
        [SCAN_EMPTY] = "there is nothing",
        [SCAN_TOO_LONG] = "it is too long",
        [SCAN_NOT_UTF8] = "it is not UTF-8",
        [SCAN_UNCLOSED] = "a string does not end",
        [SCAN_UNESCAPED] = "a control character stands in a string without an escape",
    };
    struct scan scan;
    enum scan_fault fault = scan_text(s, text, n, &scan);

    *w = (struct walk){.text = text, .at = &nothing};
    if (fault != SCAN_OK)
        return fail_at(w, locate(fault, text, n), problems[fault]);
    w->at = scan.at;
    w->n = scan.n;
    w->bytes = (uint32_t)n;
    w->escape = next_escape(w, 0);
    return true;
}

bool walk_end(struct walk *w)
{
    return !w->problem && (w->i == w->n || fail(w, "something follows where the text should end"));
}

/* --- Scalars --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Does a number or word end at p? Only what may stand behind it ends it; the rest would have been
 * a token of its own. */
static bool is_scalar_end(const struct walk *w, const char *p)
{
    return is_blank(*p) || *p == ',' || *p == ']' || *p == '}' || p == w->text + w->bytes;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *digits(const char *p)
{
    while (is_digit(*p))
        p++;
    return p;
}

/* Behind the number at p; NULL if it is none. The NUL behind the text ends every loop. */
static const char *number_end(const char *p)
{
    p += *p == '-';
    if (!is_digit(*p))
        return NULL;
    p = *p == '0' ? p + 1 : digits(p);
    if (*p == '.') {
        if (!is_digit(p[1]))
            return NULL;
        p = digits(p + 1);
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '+' || *p == '-';
        if (!is_digit(*p))
            return NULL;
        p = digits(p);
    }
    return p;
}

static const char *word_end(const char *p, const char *word)
{
    size_t n = strlen(word);

    return strncmp(p, word, n) ? NULL : p + n;
}

/* Behind the number or word at p; NULL if it is neither. */
static const char *scalar_end(const char *p)
{
    switch (*p) {
    case 't': return word_end(p, "true");
    case 'f': return word_end(p, "false");
    case 'n': return word_end(p, "null");
    default: return number_end(p);
    }
}

/* Where the string that begins at token i has its closing quote: between the two there is nothing
 * but blanks, or what follows would be a token. */
static uint32_t string_end(const struct walk *w, uint32_t i)
{
    uint32_t end = w->at[i + 1] - 1;

    while (w->text[end] != '"')
        end--;
    return end;
}

static bool is_hex(const char *p, int n)
{
    for (int i = 0; i < n; i++) {
        char c = (char)(p[i] | 0x20);
        if (!is_digit(p[i]) && (c < 'a' || c > 'f'))
            return false;
    }
    return true;
}

/* Checks the escapes between here and `end`, where the string's quote stands. */
COLD bool check_escapes(struct walk *w, uint32_t end)
{
    while (w->escape < end) {
        const char *p = w->text + w->escape + 1;
        if (*p == 'u' ? !is_hex(p + 1, 4) : !strchr("\"\\/bfnrt", *p))
            return fail_at(w, w->escape, "this escape is not one that JSON knows");
        w->escape = next_escape(w, w->escape + 2);
    }
    return true;
}

/* Passes the string that begins at the next token. */
INLINE bool pass_string(struct walk *w)
{
    if (__builtin_expect(w->escape < w->at[w->i + 1], 0) && !check_escapes(w, string_end(w, w->i)))
        return false;
    w->i++;
    return true;
}

static bool pass_number_or_word(struct walk *w)
{
    const char *p = scalar_end(w->text + w->at[w->i]);

    if (!p || !is_scalar_end(w, p))
        return fail(w, "this is no value");
    w->i++;
    return true;
}

INLINE bool pass_scalar(struct walk *w)
{
    return walk_peek(w) == '"' ? pass_string(w) : pass_number_or_word(w);
}

/* --- Objects and lists --- */

INLINE bool pass_key(struct walk *w)
{
    if (walk_peek(w) != '"')
        return fail(w, "a member's name in quotes is missing");
    if (!pass_string(w))
        return false;
    if (walk_peek(w) != ':')
        return fail(w, "a colon is missing behind a member's name");
    w->i++;
    w->members++;
    return true;
}

INLINE bool enter(struct walk *w, char bracket)
{
    if (walk_peek(w) != bracket)
        return fail(w, bracket == '{' ? "an object is missing" : "a list is missing");
    w->i++;
    if (walk_peek(w) != bracket + 2) /* in ASCII, each closing one */
        return true;
    w->i++;
    return false;
}

/* With a problem, no token is what is waited for. */
INLINE bool goes_on(struct walk *w, char closing)
{
    char c = walk_peek(w);
    if (c != ',' && c != closing)
        return fail(w, "a comma or a closing bracket is missing");
    w->i++;
    return c == ',';
}

bool walk_open(struct walk *w, char bracket)
{
    return !w->problem && enter(w, bracket);
}

bool walk_more(struct walk *w, char closing)
{
    return !w->problem && goes_on(w, closing);
}

/* A key with escapes, decoded into w->key if it fits there. */
static struct text decoded_key(struct walk *w, struct text raw)
{
    if (raw.n > sizeof(w->key))
        return raw;
    return (struct text){w->key, slice_decode(raw, w->key)};
}

struct text walk_key(struct walk *w)
{
    uint32_t i = w->i, escape = w->escape;

    if (w->problem || !pass_key(w))
        return (struct text){0};
    uint32_t from = w->at[i] + 1, end = string_end(w, i);
    struct text raw = {w->text + from, end - from};
    return escape < end ? decoded_key(w, raw) : raw;
}

bool walk_string(struct walk *w, struct text *ret)
{
    *ret = (struct text){0};
    if (w->problem)
        return false;
    if (walk_peek(w) != '"')
        return fail(w, "a text in quotes is missing");
    uint32_t from = w->at[w->i] + 1, end = string_end(w, w->i), escape = w->escape;
    if (!pass_string(w))
        return false;
    *ret = (struct text){w->text + from, end - from};
    return escape < end;
}

/* The inside of an object or list, however deep; the stack of what must close it is our own. */
static bool pass_nested(struct walk *w)
{
    char closing[WALK_DEPTH_MAX];
    uint32_t depth = 0;

    do {
        char c = walk_peek(w);
        bool is_entered = false;
        if (c == '{' || c == '[') {
            if (depth == WALK_DEPTH_MAX)
                return fail(w, "it is nested too deep");
            closing[depth++] = (char)(c + 2);
            w->deepest = depth > w->deepest ? depth : w->deepest;
            is_entered = enter(w, c);
            depth -= !is_entered;
        } else if (!pass_scalar(w)) {
            return false;
        }
        while (!is_entered && depth > 0 && !(is_entered = goes_on(w, closing[depth - 1])))
            depth--;
        if (w->problem || (depth > 0 && closing[depth - 1] == '}' && !pass_key(w)))
            return false;
    } while (depth > 0);
    return true;
}

bool walk_value(struct walk *w, struct text *ret)
{
    *ret = (struct text){0};
    if (w->problem)
        return false;
    uint32_t from = w->at[w->i];
    char c = w->text[from];
    if (c == '{' || c == '[') {
        if (!pass_nested(w))
            return false;
        *ret = (struct text){w->text + from, w->at[w->i - 1] + 1 - from};
        return true;
    }
    if (!pass_scalar(w))
        return false;
    uint32_t end = w->at[w->i];
    while (is_blank(w->text[end - 1]))
        end--;
    *ret = (struct text){w->text + from, end - from};
    return true;
}
