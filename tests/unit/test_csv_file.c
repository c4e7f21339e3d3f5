#include "base/auto.h"
#include "intake/csv/csv_file.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static int make_path(void **state)
{
    (void)state;
    snprintf(path, sizeof(path), "/tmp/ripen_csv_file_%d.csv", (int)getpid());
    return 0;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void files_are_told_by_their_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum encoding encoding;
        char delimiter, newline;
        size_t n_headers;
        const char *last_header;
    } rows[] = {
        {"a,b\n1,2\n", ENCODING_UTF8, ',', '\n', 2, "b"},
        {"a;b;c\r\n1,5;2;3\r\n2,5;2;3\r\n", ENCODING_UTF8, ';', '\n', 3, "c"},
        {"a\tb\n1\t2\n", ENCODING_UTF8, '\t', '\n', 2, "b"},
        {"a|b\n1|2\n", ENCODING_UTF8, '|', '\n', 2, "b"},
        {"only\n1\n", ENCODING_UTF8, ',', '\n', 1, "only"},
        {"\"a;b\",\"c;d\"\n1;2,3;4\n", ENCODING_UTF8, ',', '\n', 2, "c;d"},
        {"\xEF\xBB\xBF\" a \",b \n1,2\n", ENCODING_UTF8, ',', '\n', 2, "b"},
        {"sep=;\r\na;b\r\n1;2\r\n", ENCODING_UTF8, ';', '\n', 2, "b"},
        {"a,b\r1,2\r", ENCODING_UTF8, ',', '\r', 2, "b"},
        {"a,Stra\xDF"
         "e\n1,2\n",
         ENCODING_WINDOWS_1252, ',', '\n', 2, "Straße"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_STRUCT(arena) *arena = arena_new();
        struct csv_shape shape;
        struct err err = {0};
        write_file(rows[i].bytes, strlen(rows[i].bytes));
        assert_int_equal(csv_file_look(path, arena, &shape, &err), 0);
        assert_int_equal(shape.encoding, rows[i].encoding);
        assert_int_equal(shape.delimiter, rows[i].delimiter);
        assert_int_equal(shape.newline, rows[i].newline);
        assert_int_equal(shape.n_headers, rows[i].n_headers);
        assert_string_equal(shape.headers[shape.n_headers - 1], rows[i].last_header);
    }
}

static void what_is_no_table_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *says;
    } rows[] = {
        {"", 0, "empty"},
        {"\n\n", 2, "empty"},
        {"PK\003\004xx", 6, "CSV UTF-8"},
        {"\xFF\xFE"
         "a\0,\0",
         6, "UTF-16"},
        {"a\0,\0b\0", 6, "NUL byte"},
        {"a,\"b\n1,2\n", 9, "never closed"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_STRUCT(arena) *arena = arena_new();
        struct csv_shape shape;
        struct err err = {0};
        write_file(rows[i].bytes, rows[i].n);
        assert_int_equal(csv_file_look(path, arena, &shape, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, rows[i].says));
    }
    struct err err = {0};
    struct csv_shape shape;
    assert_int_equal(csv_file_look("/nowhere/at/all.csv", NULL, &shape, &err), ERR_NOT_FOUND);
    assert_int_equal(csv_file_look("/tmp", NULL, &shape, &err), ERR_INVALID);
}

static int write_record(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    struct buf *out = ctx;

    buf_printf(out, "%lld:%s\n", (long long)record->line,
               record->flaw ? record->flaw : record->fields[0].s);
    return 0;
}

static void records_are_utf8_and_after_the_header(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *records;
    } rows[] = {
        {"a\n1\n2\n", "2:1\n3:2\n"},
        {"sep=,\na\n1\n", "3:1\n"},
        {"a\nM\xFCnchen\n", "2:München\n"},
        {"a\nüüüüüüüüüüü\n\xFF\nok\n",
         "2:üüüüüüüüüüü\n3:holds bytes in column 1 that are not UTF-8 text\n4:ok\n"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_STRUCT(arena) *arena = arena_new();
        AUTO_BUF out = {0};
        struct csv_shape shape;
        struct err err = {0};
        write_file(rows[i].bytes, strlen(rows[i].bytes));
        assert_int_equal(csv_file_look(path, arena, &shape, &err), 0);
        const struct csv_scan scan = {
            .path = path, .shape = &shape, .fn = write_record, .ctx = &out};
        assert_int_equal(csv_file_scan(&scan, &err), 0);
        assert_string_equal(buf_text(&out), rows[i].records);
    }
}

/* Files longer than one chunk of reading: nothing is lost where they are cut. */
static void long_files_are_read_whole(void **state)
{
    (void)state;
    enum { ROWS = 50000 };
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF text = {0};
    AUTO_BUF out = {0};
    AUTO_BUF expected = {0};
    struct csv_shape shape;
    struct err err = {0};

    buf_str(&text, "name,n\r\n");
    for (int i = 0; i < ROWS; i++) {
        buf_printf(&text, "Z\xFCrich %d,\"a\r\nb\"\r\n", i);
        buf_printf(&expected, "%d:Zürich %d\n", 2 + 2 * i, i);
    }
    write_file(text.data, text.len);
    assert_int_equal(csv_file_look(path, arena, &shape, &err), 0);
    assert_int_equal(shape.lines, 1 + 2 * ROWS);
    const struct csv_scan scan = {.path = path, .shape = &shape, .fn = write_record, .ctx = &out};
    assert_int_equal(csv_file_scan(&scan, &err), 0);
    assert_string_equal(buf_text(&out), buf_text(&expected));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_told_by_their_bytes),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(records_are_utf8_and_after_the_header),
        cmocka_unit_test(long_files_are_read_whole),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
