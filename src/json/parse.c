#include "json/parse.h"

#include <stdbool.h>

/* The bracket that opens one level too many, or NULL. Text in quotes is passed over; whether
 * brackets match is for Jansson to say. */
static const char *find_too_deep(const char *text, size_t n)
{
    unsigned depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return text + i;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return NULL;
}

/* The place in lines and characters, as Jansson tells its own. */
static int too_deep(const char *text, const char *at, struct err *err)
{
    int line = 1, column = 1;

    for (const char *c = text; c < at; c++)
        if (*c == '\n') {
            line++;
            column = 1;
        } else {
            column += ((unsigned char)*c & 0xc0) != 0x80;
        }
    return err_set(err, ERR_INVALID, NULL,
                   "the JSON is nested deeper than %d levels at line %d, column %d", JSON_DEPTH_MAX,
                   line, column);
}

int json_parse(const char *text, size_t n, json_t **ret, struct err *err)
{
    json_error_t at;

    const char *deep = find_too_deep(text, n);

    if (deep)
        return too_deep(text, deep, err);
    json_t *v = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
    if (!v)
        return err_set(err, ERR_INVALID, NULL, "the JSON is wrong at line %d, column %d: %s",
                       at.line, at.column, at.text);
    *ret = v;
    return 0;
}

static void give_up(void *p)
{
    json_decref(p);
}

json_t *json_keep(struct arena *arena, json_t *v)
{
    arena_defer(arena, give_up, v);
    return v;
}
