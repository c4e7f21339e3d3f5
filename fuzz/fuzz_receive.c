/* What anybody may put into an address: a path of the protocol, then a query string, then the value
 * of an Authorization header, one a line. Settings are JSON whatever key and host are; a pixel's
 * text is refused with a sentence, or made. */
#include "base/arena.h"
#include "base/str.h"
#include "fuzz.h"
#include "intake/receive/receive_config.h"
#include "intake/receive/receive_key.h"
#include "intake/receive/receive_route.h"
#include "intake/receive/receive_text.h"
#include "json/parse.h"

#include <string.h>

static void check_json(const struct buf *text)
{
    AUTO(json_t) v = NULL;

    FUZZ_CHECK(json_parse(text->data, text->len, &v, NULL) == 0 && json_is_object(v));
}

static void check_configs(const char *key, const char *host)
{
    AUTO_BUF settings = {0};
    AUTO_BUF config = {0};

    receive_write_settings(key, host, *key == 's', &settings);
    check_json(&settings);
    receive_write_config(key, key, &config);
    check_json(&config);
}

static void check_route(struct arena *arena, const char *path)
{
    struct receive_route r = receive_route(path);

    FUZZ_CHECK(r.what != RECEIVE_PIXEL || r.call < EVENT_BATCH);
    FUZZ_CHECK(r.what != RECEIVE_EVENTS || r.call <= EVENT_BATCH);
    if (r.what != RECEIVE_SETTINGS)
        return;
    FUZZ_CHECK(r.key.p > path && r.key.n && r.key.n < strlen(path));
    check_configs(arena_strndup(arena, r.key.p, r.key.n), path);
}

/* "a=b&c" as libmicrohttpd splits it. */
static void check_query(char *query)
{
    AUTO(json_t) object = json_object();
    AUTO_BUF text = {0};
    struct err err = {0};
    size_t n = strlen(query);
    int rc = receive_form_text(query, n, &text, &err);

    FUZZ_CHECK(rc == 0 || (rc == ERR_INVALID && err.text[0]));
    FUZZ_CHECK(text.len <= n);
    for (char *word; (word = strsep(&query, "&"));) {
        char *value = strchr(word, '=');
        if (value)
            *value++ = 0;
        receive_form_set(object, word, value);
    }
    char *dump = json_dumps(object, JSON_COMPACT);
    FUZZ_CHECK(dump);
    free(dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    char *rest = arena_strndup(arena, (const char *)data, size), key[RECEIVE_KEY_BYTES];
    const char *path = strsep(&rest, "\n");
    char *query = rest ? strsep(&rest, "\n") : NULL;

    check_route(arena, path);
    check_configs(path, query);
    if (query)
        check_query(query);
    if (receive_basic_user(rest, key, sizeof(key)))
        FUZZ_CHECK(strlen(key) > 0 && strlen(key) < sizeof(key) && !strchr(key, ':'));
    return 0;
}
