/* CSV records: however the bytes are cut, the same records with the same lines come out; limits
 * hold; a refusal has a text. The first byte chooses delimiter, line end and how the bytes are cut.
 */
#include "base/buf.h"
#include "fuzz.h"
#include "intake/csv/csv_reader.h"
#include "intake/csv/encoding.h"

#include <string.h>

struct seen {
    struct buf text; /* lines, flaws and fields, to be compared */
    int64_t line;
};

static int take(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    struct seen *s = ctx;

    FUZZ_CHECK(record->line >= s->line && record->line > 0);
    FUZZ_CHECK(record->n <= CSV_COLUMN_MAX);
    FUZZ_CHECK(!record->flaw || *record->flaw);
    s->line = record->line;
    buf_printf(&s->text, "%lld %s", (long long)record->line, record->flaw ? record->flaw : "");
    for (size_t i = 0; i < record->n; i++) {
        const struct csv_field *f = &record->fields[i];
        FUZZ_CHECK(f->n <= CSV_FIELD_MAX && strlen(f->s) == f->n);
        buf_char(&s->text, '\n');
        buf_str(&s->text, f->s);
    }
    return 0;
}

static int read_all(const uint8_t *data, size_t size, uint8_t how, size_t step, struct seen *s)
{
    struct err err = {0};
    const struct csv_reader_options options = {
        .delimiter = ",;\t|"[how & 3], .newline = (how & 4) ? '\r' : '\n', .fn = take, .ctx = s};
    AUTO_STRUCT(csv_reader) *r = csv_reader_new(&options);
    int rc = 0;

    for (size_t at = 0; rc == 0 && at < size; at += step)
        rc = csv_reader_feed(r, (const char *)data + at, size - at < step ? size - at : step, &err);
    if (rc == 0)
        rc = csv_reader_end(r, &err);
    FUZZ_CHECK(rc <= 0 && (rc == 0 || *err.text));
    return rc;
}

static void check_encoding(const uint8_t *data, size_t size, size_t step)
{
    struct encoding_guess whole = {0}, pieces = {0};
    AUTO_BUF utf8 = {0};

    encoding_look(&whole, (const char *)data, size);
    for (size_t at = 0; at < size; at += step)
        encoding_look(&pieces, (const char *)data + at, size - at < step ? size - at : step);
    FUZZ_CHECK(encoding_decide(&whole) == encoding_decide(&pieces));
    FUZZ_CHECK(whole.stray == pieces.stray && whole.wide == pieces.wide);

    struct encoding_guess converted = {0};
    encoding_from_1252(&utf8, (const char *)data, size);
    encoding_look(&converted, buf_text(&utf8), utf8.len);
    FUZZ_CHECK(encoding_decide(&converted) == ENCODING_UTF8 && converted.stray == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen whole = {0}, pieces = {0};

    if (size == 0)
        return 0;
    uint8_t how = *data++;
    size_t step = (size_t)(how >> 3) + 1;
    size--;
    int rc = read_all(data, size, how, size + 1, &whole);
    FUZZ_CHECK(read_all(data, size, how, step, &pieces) == rc);
    /* A file that is refused may have given more or fewer records before, by how it was cut. */
    FUZZ_CHECK(rc < 0 || whole.text.len == pieces.text.len);
    FUZZ_CHECK(rc < 0 || !memcmp(buf_text(&whole.text), buf_text(&pieces.text), whole.text.len));
    buf_done(&whole.text);
    buf_done(&pieces.text);
    check_encoding(data, size, step);
    return 0;
}
