/* The two readers of filters: what is accepted is written back, in both forms, as the same tree. */
#include "base/arena.h"
#include "base/str.h"
#include "fuzz.h"
#include "json/filter.h"
#include "json/parse.h"

#include <string.h>

static const char *const colours[] = {"red", "green", NULL};
static const char *const segments[] = {"big", "bigger", "small", NULL};
static const struct filter_field fields[] = {
    {.name = "name", .type = FIELD_T_STR},
    {.name = "colour", .type = FIELD_T_ENUM, .values = colours},
    {.name = "roles", .type = FIELD_T_STRS},
    {.name = "seats", .type = FIELD_T_I64},
    {.name = "arr", .type = FIELD_T_F64},
    {.name = "vip", .type = FIELD_T_BOOL},
    {.name = "start", .type = FIELD_T_DAY},
    {.name = "opened", .type = FIELD_T_TIME},
    {.name = "custom.a", .type = FIELD_T_STR},
    {.name = "segment", .type = FIELD_T_ENUM, .values = segments, .is_never_missing = true},
};
static const char *const field_names[] = {"name", "colour", "roles", "seats", NULL};

static bool find(void *ctx, const char *name, struct filter_field *ret)
{
    (void)ctx;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (str_eq(fields[i].name, name)) {
            *ret = fields[i];
            return true;
        }
    return false;
}
static const struct filter_names names = {find, NULL, field_names};

static void check_back(const struct filter *f, struct arena *arena)
{
    AUTO_BUF text = {0};
    AUTO_BUF text_back = {0};
    AUTO_BUF json = {0};
    const struct filter *back;
    json_t *value;

    filter_write(f, &text);
    filter_write_json(f, &json);
    /* Written out, it may be longer than what is read: 1e15 has sixteen digits. */
    if (text.len <= FILTER_TEXT_MAX) {
        FUZZ_CHECK(filter_parse(buf_text(&text), &names, arena, &back, NULL) == 0);
        filter_write(back, &text_back);
        FUZZ_CHECK(str_eq(buf_text(&text), buf_text(&text_back)));
    }
    if (json_parse(buf_text(&json), json.len, &value, NULL) < 0)
        return; /* deeper than JSON may be */
    json_keep(arena, value);
    if (filter_read(value, &names, arena, &back, NULL) < 0)
        return;
    buf_clear(&text_back);
    filter_write(back, &text_back);
    FUZZ_CHECK(str_eq(buf_text(&text), buf_text(&text_back)));
}

/* Of a fault in JSON: members of conditions and indices, such as "and[1].not.value". */
static bool is_place(const char *field)
{
    return !*field || str_starts(field, "and") || str_starts(field, "or") ||
           str_starts(field, "not") || str_eq(field, "op") || str_eq(field, "value");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct filter *f = NULL;
    struct err err = {0};
    json_t *json;

    if (!size || memchr(data, 0, size) || !str_is_utf8((const char *)data, size))
        return 0; /* as requests are checked */
    const char *text = arena_strndup(arena, (const char *)data, size);
    int rc = filter_parse(text, &names, arena, &f, &err);
    FUZZ_CHECK(rc == 0 || (err.text[0] && str_eq(err.field, "filter")));
    if (rc == 0)
        check_back(f, arena);
    if (json_parse(text, size, &json, NULL) == 0) {
        rc = filter_read(json_keep(arena, json), &names, arena, &f, &err);
        FUZZ_CHECK(rc == 0 || (err.text[0] && is_place(err.field)));
        if (rc == 0)
            check_back(f, arena);
    }
    return 0;
}
