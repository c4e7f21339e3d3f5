#include "intake/receive/receive_route.h"

#include "base/auto.h"

#include <string.h>

const char *const receive_prefixes[] = {"/v1/", "/sourceConfig", "/beacon/v1/", NULL};

/* The long names, and the one letter that browser SDKs use. */
static const struct call {
    const char *name;
    enum event_type type;
} calls[] = {
    {"track", EVENT_TRACK}, {"t", EVENT_TRACK},     {"identify", EVENT_IDENTIFY},
    {"i", EVENT_IDENTIFY},  {"group", EVENT_GROUP}, {"g", EVENT_GROUP},
    {"page", EVENT_PAGE},   {"p", EVENT_PAGE},      {"screen", EVENT_SCREEN},
    {"s", EVENT_SCREEN},    {"alias", EVENT_ALIAS}, {"a", EVENT_ALIAS},
    {"batch", EVENT_BATCH}, {"b", EVENT_BATCH},     {"import", EVENT_BATCH},
};

/* Moves past `word` if the text begins with it. */
static bool skip(const char **s, size_t *n, const char *word)
{
    size_t word_n = strlen(word);

    if (*n < word_n || memcmp(*s, word, word_n) != 0)
        return false;
    *s += word_n;
    *n -= word_n;
    return true;
}

static bool find_call(const char *s, size_t n, enum event_type *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(calls); i++)
        if (strlen(calls[i].name) == n && memcmp(calls[i].name, s, n) == 0) {
            *ret = calls[i].type;
            return true;
        }
    return false;
}

/* projects/{key}/settings, of which "projects/" is past. */
static bool find_key(const char *s, size_t n, struct text *ret)
{
    const char *slash = memchr(s, '/', n);
    size_t key_n = slash ? (size_t)(slash - s) : 0;

    if (!key_n || n - key_n != strlen("/settings") || memcmp(slash, "/settings", n - key_n) != 0)
        return false;
    *ret = (struct text){s, (uint32_t)key_n};
    return true;
}

struct receive_route receive_route(const char *path)
{
    struct receive_route r = {.what = RECEIVE_NOTHING};
    const char *s = path;
    size_t n = strlen(path);

    if (n > 1 && s[n - 1] == '/')
        n--;
    if (skip(&s, &n, "/sourceConfig")) {
        r.what = n ? RECEIVE_NOTHING : RECEIVE_CONFIG;
    } else if (skip(&s, &n, "/beacon/v1/")) {
        if (find_call(s, n, &r.call) && r.call == EVENT_BATCH)
            r.what = RECEIVE_EVENTS;
    } else if (skip(&s, &n, "/v1/pixel/")) {
        if (find_call(s, n, &r.call) && r.call != EVENT_BATCH)
            r.what = RECEIVE_PIXEL;
    } else if (skip(&s, &n, "/v1/projects/")) {
        r.what = find_key(s, n, &r.key) ? RECEIVE_SETTINGS : RECEIVE_NOTHING;
    } else if (skip(&s, &n, "/v1/")) {
        r.what = find_call(s, n, &r.call) ? RECEIVE_EVENTS : RECEIVE_NOTHING;
    }
    return r;
}
