#include "base/auto.h"
#include "base/buf.h"
#include "intake/csv/csv_reader.h"
#include "test.h"

#include <string.h>

/* Records as text: "1:a|b\n", a flaw as "3!\n". */
static int write_record(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    struct buf *out = ctx;

    buf_printf(out, "%lld%c", (long long)record->line, record->flaw ? '!' : ':');
    for (size_t i = 0; i < record->n && !record->flaw; i++) {
        assert_int_equal(strlen(record->fields[i].s), record->fields[i].n);
        buf_printf(out, "%s%s", i ? "|" : "", record->fields[i].s);
    }
    buf_char(out, '\n');
    return 0;
}

static int read_in_pieces(const struct csv_reader_options *options, const char *text, size_t step,
                          struct buf *out, struct err *err)
{
    struct csv_reader_options o = *options;

    o.fn = write_record;
    o.ctx = out;
    AUTO_STRUCT(csv_reader) *r = csv_reader_new(&o);
    for (size_t n = strlen(text); n;) {
        size_t piece = step < n ? step : n;
        int rc = csv_reader_feed(r, text, piece, err);
        if (rc)
            return rc;
        text += piece;
        n -= piece;
    }
    return csv_reader_end(r, err);
}

static const struct {
    const char *text;
    char delimiter, newline;
    const char *records;
} files[] = {
    {"a,b\n1,2\n", 0, 0, "1:a|b\n2:1|2\n"},
    {"a,b\r\n1,2\r\n", 0, 0, "1:a|b\n2:1|2\n"},
    {"a,b\r1,2\r", 0, '\r', "1:a|b\n2:1|2\n"},
    {"a,b\n1,2", 0, 0, "1:a|b\n2:1|2\n"},
    {"a;b\n1,5;2\n", ';', 0, "1:a|b\n2:1,5|2\n"},
    {"a\tb\n\t2\n", '\t', 0, "1:a|b\n2:|2\n"},
    {"a,b\n\n\r\n1,\n", 0, 0, "1:a|b\n4:1|\n"},
    {"a,b\n,\n", 0, 0, "1:a|b\n2:|\n"},
    {" a , b \n", 0, 0, "1:a|b\n"},
    {"a,\"b\"\n\" 1 \",\"x,\"\"y\"\"\"\n", 0, 0, "1:a|b\n2: 1 |x,\"y\"\n"},
    {"a,b\n\"1\n\n2\",x\n3,4\n", 0, 0, "1:a|b\n2:1\n\n2|x\n5:3|4\n"},
    {"a,b\n\"1\r\n2\",x\r\n3,4\r\n", 0, 0, "1:a|b\n2:1\r\n2|x\n4:3|4\n"},
    {"a,b\n5\" pipe,2\n3,4\n", 0, 0, "1:a|b\n2:5\" pipe|2\n3:3|4\n"},
    {"a,b\n\"Foo\" Inc,2\n3,4\n", 0, 0, "1:a|b\n2!\n3:3|4\n"},
    {"a,b\n\"1\n\"x,2\n3,4\n", 0, 0, "1:a|b\n2!\n4:3|4\n"},
    {"a,b\n\"x\"y", 0, 0, "1:a|b\n2!\n"},
    {"a,b\n\"1\"", 0, 0, "1:a|b\n2:1\n"},
    {"", 0, 0, ""},
    {"\n\n", 0, 0, ""},
};

static void records_have_their_fields_and_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        const struct csv_reader_options options = {.delimiter = files[i].delimiter,
                                                   .newline = files[i].newline};
        for (size_t step = 1; step < 8; step++) {
            AUTO_BUF out = {0};
            struct err err = {0};
            assert_int_equal(read_in_pieces(&options, files[i].text, step, &out, &err), 0);
            assert_string_equal(buf_text(&out), files[i].records);
        }
    }
}

static void open_quotes_are_named_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } rows[] = {
        {"a,b\n1,\"x\n", "line 2:"},
        {"a,b\n\"1\n2\",\"x\ny\nz", "line 3:"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF out = {0};
        struct err err = {0};
        const struct csv_reader_options options = {0};
        assert_int_equal(read_in_pieces(&options, rows[i].text, 3, &out, &err), ERR_INVALID);
        assert_memory_equal(err.text, rows[i].line, strlen(rows[i].line));
    }
}

static void fill(struct buf *text, char c, size_t n)
{
    memset(buf_room(text, n), c, n);
    text->len += n;
    text->data[text->len] = 0;
}

static void limits_reject_the_row_or_the_file(void **state)
{
    (void)state;
    static const struct {
        char fill;
        size_t n;
        const char *before, *after;
        int rc;
        const char *expected; /* the records, or the beginning of the error's text */
    } rows[] = {
        {'x', CSV_FIELD_MAX + 1, "a\n", "\nb\n", 0, "1:a\n2!\n3:b\n"},
        {',', CSV_COLUMN_MAX, "a\n", "\nb\n", 0, "1:a\n2!\n3:b\n"},
        {'x', CSV_RECORD_MAX + 1, "a\n", "\nb\n", ERR_TOO_LARGE, "line 2: the line has over"},
        {'\n', CSV_RECORD_MAX + 1, "a\n\"", "", ERR_TOO_LARGE, "line 2: the quote"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF text = {0};
        AUTO_BUF out = {0};
        struct err err = {0};
        const struct csv_reader_options options = {0};
        buf_str(&text, rows[i].before);
        fill(&text, rows[i].fill, rows[i].n);
        buf_str(&text, rows[i].after);
        assert_int_equal(read_in_pieces(&options, text.data, 100000, &out, &err), rows[i].rc);
        if (rows[i].rc)
            assert_memory_equal(err.text, rows[i].expected, strlen(rows[i].expected));
        else
            assert_string_equal(buf_text(&out), rows[i].expected);
    }
}

static void nul_bytes_are_refused(void **state)
{
    (void)state;
    AUTO_BUF out = {0};
    struct err err = {0};
    AUTO_STRUCT(csv_reader) *r =
        csv_reader_new(&(struct csv_reader_options){.fn = write_record, .ctx = &out});

    assert_int_equal(csv_reader_feed(r, "a\n1\n\0\n", 6, &err), ERR_INVALID);
    assert_memory_equal(err.text, "line 3 holds a NUL byte", 23);
    assert_string_equal(buf_text(&out), "1:a\n2:1\n");
}

static int stop(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    *(int64_t *)ctx = record->line;
    return record->line == 2;
}

static void the_callback_can_stop(void **state)
{
    (void)state;
    int64_t line = 0;
    AUTO_STRUCT(csv_reader) *r =
        csv_reader_new(&(struct csv_reader_options){.fn = stop, .ctx = &line});

    assert_int_equal(csv_reader_feed(r, "a\nb\nc\n", 6, NULL), 1);
    assert_int_equal(line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_have_their_fields_and_line),
        cmocka_unit_test(open_quotes_are_named_with_their_line),
        cmocka_unit_test(limits_reject_the_row_or_the_file),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(the_callback_can_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
