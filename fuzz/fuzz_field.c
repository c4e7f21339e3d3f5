/* JSON and text into structs: what is accepted is written as JSON that reads back as the same, and
 * what is refused has a sentence. The first byte chooses between whole, patch and text. */
#include "base/str.h"
#include "field_sample.h"
#include "fuzz.h"
#include "json/parse.h"

#include <string.h>

/* Reads JSON by the table and writes the struct; false if it was refused. */
static bool read_and_write(const char *json, size_t n, enum fields_mode mode, struct arena *arena,
                           struct buf *out)
{
    static double one_point[] = {1};
    struct thing t;
    struct err err = {0};
    json_t *v;

    fields_init(thing_fields, &t);
    if (mode == FIELDS_PATCH)
        t.name = "was"; /* what a patch is for has what is required */
    int rc = json_parse(json, n, &v, &err);
    if (rc == 0)
        rc = fields_read(thing_fields, json_keep(arena, v), mode, arena, &t, &err);
    FUZZ_CHECK(rc == 0 || (rc == ERR_INVALID && err.text[0]));
    if (rc < 0)
        return false;
    if (t.n_points == 0) { /* left out; it would be written as [], which may not be given */
        t.points = one_point;
        t.n_points = 1;
    }
    fields_write(thing_fields, &t, out);
    return true;
}

/* The last member is one that only Ripen sets: it is written, but may not be given. */
static const char *without_id(const char *json, struct arena *arena)
{
    static const char id[] = ",\"id\":null}";
    size_t n = strlen(json);

    FUZZ_CHECK(n > sizeof(id) && str_eq(json + n - (sizeof(id) - 1), id));
    return arena_printf(arena, "%.*s}", (int)(n - (sizeof(id) - 1)), json);
}

static void check_json(const char *json, size_t n, enum fields_mode mode)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF once = {0}, twice = {0};

    if (!read_and_write(json, n, mode, arena, &once))
        return;
    FUZZ_CHECK(str_is_utf8(once.data, once.len));
    const char *given = without_id(once.data, arena);
    FUZZ_CHECK(read_and_write(given, strlen(given), FIELDS_WHOLE, arena, &twice));
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
