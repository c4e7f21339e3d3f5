/* JSON and text into structs: what is accepted is written as JSON that reads back as the same, and
 * what is refused has a sentence. The first byte chooses between whole, patch and text. */
#include "base/str.h"
#include "fuzz.h"
#include "json/field.h"
#include "json/parse.h"

#include <string.h>

struct part {
    const char *name;
    double weight;
};
static const struct field part_fields[] = {
    FIELD_STR(struct part, name, .min = 1, .required = true),
    FIELD_F64(struct part, weight, .fmin = 0, .fmax = 100),
    FIELD_END,
};

static const char *const colours[] = {"red", "green", NULL};

struct thing {
    const char *name;
    const char *colour;
    int64_t seats;
    double share;
    bool is_active;
    int32_t start;
    int64_t at;
    json_t *custom;
    struct part *owner;
    struct part *groups;
    size_t n_groups;
    const char **tags;
    size_t n_tags;
    double *points;
    size_t n_points;
};
static const struct field thing_fields[] = {
    FIELD_STR(struct thing, name, .max = 20),
    FIELD_ENUM(struct thing, colour, colours),
    FIELD_I64(struct thing, seats),
    FIELD_F64(struct thing, share),
    FIELD_BOOL(struct thing, is_active),
    FIELD_DAY(struct thing, start),
    FIELD_TIME(struct thing, at),
    FIELD_JSON(struct thing, custom, .max = 200),
    FIELD_OBJ(struct thing, owner, part),
    FIELD_LIST(struct thing, groups, part, .max = 4),
    FIELD_STRS(struct thing, tags, .max = 3),
    FIELD_NUMS(struct thing, points, .max = 8),
    FIELD_END,
};

/* Reads JSON by the table and writes the struct; false if it was refused. */
static bool read_and_write(const char *json, size_t n, enum fields_mode mode, struct arena *arena,
                           struct buf *out)
{
    struct thing t;
    struct err err = {0};
    json_t *v;

    fields_init(thing_fields, &t);
    int rc = json_parse(json, n, &v, &err);
    if (rc == 0)
        rc = fields_read(thing_fields, json_keep(arena, v), mode, arena, &t, &err);
    FUZZ_CHECK(rc == 0 || (rc == ERR_INVALID && err.text[0]));
    if (rc == 0)
        fields_write(thing_fields, &t, out);
    return rc == 0;
}

static void check_json(const char *json, size_t n, enum fields_mode mode)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF once = {0}, twice = {0};

    if (!read_and_write(json, n, mode, arena, &once))
        return;
    FUZZ_CHECK(str_is_utf8(once.data, once.len));
    FUZZ_CHECK(read_and_write(once.data, once.len, FIELDS_WHOLE, arena, &twice));
    FUZZ_CHECK(str_eq(once.data, twice.data));
}

/* Every field by turns; texts are shorter than what the network lets through. */
static void check_text(const char *text)
{
    AUTO_STRUCT(arena) *arena = arena_new();

    FIELDS_EACH (f, thing_fields) {
        AUTO_BUF once = {0}, twice = {0};
        struct thing t;
        struct err err = {0};
        fields_init(thing_fields, &t);
        int rc = field_read_text(f, text, arena, &t, &err);
        FUZZ_CHECK(rc == 0 || (rc == ERR_INVALID && err.text[0]));
        field_write_text(f, &t, &once);
        if (rc < 0 || f->type == FIELD_T_STRS)
            continue;
        FUZZ_CHECK(field_read_text(f, buf_text(&once), arena, &t, &err) == 0);
        field_write_text(f, &t, &twice);
        FUZZ_CHECK(str_eq(buf_text(&once), buf_text(&twice)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    const char *bytes = (const char *)data + 1;
    if (data[0] == 't') {
        char text[512];
        size_t n = size - 1 < sizeof(text) - 1 ? size - 1 : sizeof(text) - 1;
        memcpy(text, bytes, n);
        text[n] = 0;
        check_text(text);
    } else {
        check_json(bytes, size - 1, data[0] == 'p' ? FIELDS_PATCH : FIELDS_WHOLE);
    }
    return 0;
}
