#include "base/str.h"
#include "json/filter_build.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum token {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_TEXT,
    TOKEN_NUMBER,
    TOKEN_DATE,
    TOKEN_SIGN, /* = != < <= > >= ( ) , */
    TOKEN_WRONG,
};

struct parser {
    struct filter_reader reader;
    const char *start, *next; /* the whole text; behind the token */
    enum token token;
    const char *at;   /* where the token begins */
    const char *text; /* the token, without quotes */
    double number;
};

/* Sets the error, with its place. */
#define WRONG(p, ...) (err_set((p)->reader.err, ERR_INVALID, "filter", __VA_ARGS__), wrong_here(p))

static int wrong_here(const struct parser *p)
{
    size_t character = 1;

    for (const char *c = p->start; c < p->at; c++)
        character += ((unsigned char)*c & 0xc0) != 0x80;
    return err_prefix(p->reader.err, "at character %zu", character);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum token lex_quoted(struct parser *p)
{
    char *text = arena_alloc(p->reader.arena, strlen(p->at));
    size_t n = 0;
    const char *s = p->at + 1;

    for (; *s && *s != '"'; s++) {
        if (*s == '\\' && *++s != '"' && *s != '\\') {
            WRONG(p, "a \\ inside a text stands before \" or \\ only");
            return TOKEN_WRONG;
        }
        text[n++] = *s;
    }
    if (!*s) {
        WRONG(p, "this text has no closing \"");
        return TOKEN_WRONG;
    }
    p->text = text;
    p->next = s + 1;
    return TOKEN_TEXT;
}

/* A number, day or time: all begin with a digit or sign, and end at a blank or a sign of ours. */
static enum token lex_number(struct parser *p)
{
    size_t n = strcspn(p->at, " \t\r\n(),=<>!\"");
    char *text = arena_strndup(p->reader.arena, p->at, n);

    p->text = text;
    p->next = p->at + n;
    if (str_to_f64(text, &p->number))
        return TOKEN_NUMBER;
    int64_t ms;
    int32_t day;
    if (day_parse(text, &day) || time_parse(text, &ms))
        return TOKEN_DATE;
    WRONG(p, "\"%.40s\" is neither a number nor a day like 2026-01-31", text);
    return TOKEN_WRONG;
}

static enum token lex_word(struct parser *p)
{
    const char *s = p->at;

    while (is_letter(*s) || is_digit(*s) || *s == '.')
        s++;
    p->text = arena_strndup(p->reader.arena, p->at, (size_t)(s - p->at));
    p->next = s;
    return TOKEN_WORD;
}

static enum token lex_sign(struct parser *p)
{
    static const char *const signs[] = {"!=", "<=", ">=", "=", "<", ">", "(", ")", ",", NULL};

    for (const char *const *s = signs; *s; s++)
        if (str_starts(p->at, *s)) {
            p->text = *s;
            p->next = p->at + strlen(*s);
            return TOKEN_SIGN;
        }
    size_t n = str_utf8_char(p->at, strlen(p->at));
    WRONG(p, "\"%.*s\" does not belong into a filter", (int)n, p->at);
    return TOKEN_WRONG;
}

static void lex(struct parser *p)
{
    p->at = p->next + strspn(p->next, " \t\r\n");
    p->text = "the end";
    p->next = p->at;
    if (!*p->at)
        p->token = TOKEN_END;
    else if (*p->at == '"')
        p->token = lex_quoted(p);
    else if (is_digit(*p->at) || *p->at == '-' || *p->at == '+' || *p->at == '.')
        p->token = lex_number(p);
    else if (is_letter(*p->at))
        p->token = lex_word(p);
    else
        p->token = lex_sign(p);
}

static bool is_word(const struct parser *p, const char *word)
{
    return p->token == TOKEN_WORD && strcasecmp(p->text, word) == 0;
}

static bool is_sign(const struct parser *p, const char *sign)
{
    return p->token == TOKEN_SIGN && str_eq(p->text, sign);
}

/* Something else was expected than the token. */
static int unexpected(const struct parser *p, const char *wanted)
{
    if (p->token == TOKEN_WRONG) /* told already */
        return ERR_INVALID;
    if (p->token == TOKEN_END)
        return WRONG(p, "%s is missing at the end", wanted);
    return WRONG(p, "expected %s, found \"%.40s\"", wanted, p->text);
}

static int parse_value(struct parser *p, struct filter_literal *ret)
{
    *ret = (struct filter_literal){.text = p->text, .number = p->number};
    if (p->token == TOKEN_TEXT)
        ret->type = LITERAL_TEXT;
    else if (p->token == TOKEN_DATE)
        ret->type = LITERAL_DATE;
    else if (p->token == TOKEN_NUMBER)
        ret->type = LITERAL_NUMBER;
    else if (is_word(p, "true") || is_word(p, "false"))
        *ret = (struct filter_literal){.type = LITERAL_TRUTH, .number = is_word(p, "true")};
    else
        return unexpected(p, "a value: a text in quotes, a number, a day, true or false");
    lex(p);
    return 0;
}

/* ( value, value, … ) */
static int parse_values(struct parser *p, struct filter_literal *values, size_t *ret_n)
{
    size_t n = 0;

    if (!is_sign(p, "("))
        return unexpected(p, "( behind in");
    do {
        lex(p);
        if (n == FILTER_TERMS_MAX)
            return WRONG(p, "a list has at most %d values", FILTER_TERMS_MAX);
        int rc = parse_value(p, &values[n++]);
        if (rc < 0)
            return rc;
    } while (is_sign(p, ","));
    if (!is_sign(p, ")"))
        return unexpected(p, ", or )");
    lex(p);
    *ret_n = n;
    return 0;
}

static int parse_missing(struct parser *p, enum filter_op *ret)
{
    *ret = FILTER_MISSING;
    lex(p);
    if (is_word(p, "not")) {
        *ret = FILTER_PRESENT;
        lex(p);
    }
    if (!is_word(p, "missing"))
        return unexpected(p, "missing or not missing behind is");
    lex(p);
    return 0;
}

/* What stands behind a field's name: the operator and its values. */
static int parse_operator(struct parser *p, enum filter_op *ret_op, struct filter_literal *values,
                          size_t *ret_n)
{
    *ret_n = 0;
    if (is_word(p, "is"))
        return parse_missing(p, ret_op);
    if (is_word(p, "in")) {
        *ret_op = FILTER_IN;
        lex(p);
        return parse_values(p, values, ret_n);
    }
    int op = is_word(p, "contains")   ? FILTER_CONTAINS
             : p->token == TOKEN_SIGN ? filter_op_find(p->text)
                                      : -1;
    if (op < 0)
        return unexpected(p, "=, !=, <, <=, >, >=, in, contains or is");
    *ret_op = (enum filter_op)op;
    *ret_n = 1;
    lex(p);
    return parse_value(p, values);
}

static int parse_comparison(struct parser *p, struct filter **ret)
{
    struct parser name = *p; /* errors about the comparison point at its beginning */
    struct filter_literal values[FILTER_TERMS_MAX];
    enum filter_op op = FILTER_EQ;
    size_t n;

    if (p->token != TOKEN_WORD)
        return unexpected(p, "the name of a field");
    lex(p);
    int rc = parse_operator(p, &op, values, &n);
    if (rc < 0)
        return rc;
    rc = filter_compare(&p->reader, name.text, op, values, n, ret);
    return rc < 0 ? wrong_here(&name) : 0;
}

static int parse_or(struct parser *p, struct filter **ret);

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int parse_not(struct parser *p, struct filter **ret)
{
    bool is_not = is_word(p, "not");
    struct filter *inner = NULL;

    if (!is_not && !is_sign(p, "("))
        return parse_comparison(p, ret);
    if (filter_enter(&p->reader) < 0)
        return wrong_here(p);
    lex(p);
    int rc = is_not ? parse_not(p, &inner) : parse_or(p, &inner);
    if (rc < 0)
        return rc;
    p->reader.depth--;
    if (is_not) {
        *ret = filter_negate(&p->reader, inner);
        return 0;
    }
    if (!is_sign(p, ")"))
        return unexpected(p, "and, or or )");
    lex(p);
    *ret = inner;
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int parse_and(struct parser *p, struct filter **ret)
{
    struct filter *all = NULL, *next = NULL;

    for (;;) {
        int rc = parse_not(p, &next);
        if (rc < 0)
            return rc;
        filter_join(&p->reader, &all, FILTER_AND, next);
        if (!is_word(p, "and"))
            break;
        lex(p);
    }
    *ret = all;
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int parse_or(struct parser *p, struct filter **ret)
{
    struct filter *any = NULL, *next = NULL;

    for (;;) {
        int rc = parse_and(p, &next);
        if (rc < 0)
            return rc;
        filter_join(&p->reader, &any, FILTER_OR, next);
        if (!is_word(p, "or"))
            break;
        lex(p);
    }
    *ret = any;
    return 0;
}

int filter_parse(const char *text, const struct filter_names *names, struct arena *arena,
                 const struct filter **ret, struct err *err)
{
    struct err unused;
    struct parser p = {.reader = {.names = names, .arena = arena, .err = err ? err : &unused},
                       .start = text,
                       .next = text};
    struct filter *whole;
    size_t n = strlen(text);

    if (n > FILTER_TEXT_MAX)
        return err_set(err, ERR_INVALID, "filter", "a filter has at most %d bytes, this one %zu",
                       FILTER_TEXT_MAX, n);
    lex(&p);
    if (p.token == TOKEN_END) {
        *ret = NULL;
        return 0;
    }
    int rc = parse_or(&p, &whole);
    if (rc < 0)
        return rc;
    if (p.token != TOKEN_END)
        return unexpected(&p, "and or or");
    *ret = whole;
    return 0;
}
