#include "scoring/select/custom_column.h"

#include "json/parse.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"

/* Behind the text in quotes that begins at s. */
static const char *skip_text(const char *s)
{
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && s[1])
            s++;
    return *s ? s + 1 : s;
}

/* The value of a member of a flat object; NULL if it is not there. */
static const char *find_member(const char *json, const char *name, size_t name_n)
{
    const char *s = json;

    while ((s = strchr(s, '"'))) {
        const char *end = skip_text(s);
        bool is_it = (size_t)(end - s) == name_n + 2 && memcmp(s + 1, name, name_n) == 0;
        s = end + strspn(end, BLANKS ":");
        if (is_it)
            return s;
        s = *s == '"' ? skip_text(s) : s + strcspn(s, ",");
    }
    return NULL;
}

static const char *read_text(const char *s, struct arena *arena)
{
    size_t n = (size_t)(skip_text(s) - s);
    AUTO(json_t) text = NULL;
    struct err err = {0};

    if (n < 2 || *s != '"')
        return NULL;
    if (!memchr(s, '\\', n))
        return arena_strndup(arena, s + 1, n - 2);
    return json_parse(s, n, &text, &err) < 0 ? NULL : arena_strdup(arena, json_string_value(text));
}

static double read_day(const char *s)
{
    char text[sizeof("2026-01-31")] = "";
    int32_t day;

    if (*s == '"')
        memccpy(text, s + 1, '"', sizeof(text) - 1);
    return day_parse(text, &day) ? day : NAN;
}

static double read_number(const char *s, enum field_type type)
{
    char *end;

    if (type == FIELD_T_DAY)
        return read_day(s);
    if (type == FIELD_T_BOOL)
        return *s == 't' ? 1 : *s == 'f' ? 0 : NAN;
    double number = strtod(s, &end);
    return end == s || *s == 'n' ? NAN : number;
}

double custom_number(const char *object, const char *name)
{
    const char *value = object ? find_member(object, name, strlen(name)) : NULL;

    return value ? read_number(value, FIELD_T_F64) : NAN;
}

struct select_column custom_column(const struct select_table *t, const char *name,
                                   enum field_type type, struct arena *arena)
{
    const char *const *objects = t->accounts->text[ATTR_CUSTOM];
    size_t name_n = strlen(name);
    double *numbers = type == FIELD_T_STR ? NULL : ARENA_ARRAY(arena, t->n, double);
    const char **texts = numbers ? NULL : ARENA_ARRAY(arena, t->n, const char *);

    for (size_t i = 0; i < t->n; i++) {
        const char *value = objects[i] ? find_member(objects[i], name, name_n) : NULL;
        if (numbers)
            numbers[i] = value ? read_number(value, type) : NAN;
        else
            texts[i] = value ? read_text(value, arena) : NULL;
    }
    return (struct select_column){texts, numbers};
}
