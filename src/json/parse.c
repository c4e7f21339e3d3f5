#include "json/parse.h"

#include <stdbool.h>

/* Text in quotes is passed over; whether brackets match is for Jansson to say. */
static bool is_too_deep(const char *text, size_t n)
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
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

int json_parse(const char *text, size_t n, json_t **ret, struct err *err)
{
    json_error_t at;

    if (is_too_deep(text, n))
        return err_set(err, ERR_INVALID, NULL, "the JSON is nested deeper than %d levels",
                       JSON_DEPTH_MAX);
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
