/* libcsv is run in its strict mode, because otherwise a closing quote that is followed by text
 * ("Foo" Inc) opens the field again and swallows whatever follows up to the next quote. At such a
 * place the record is given up as flawed and reading goes on with the next line. The other thing
 * that the strict mode objects to, a quote inside an unquoted field, is let pass: the one byte is
 * fed with the strict mode off. */
#include "intake/csv/csv_reader.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"

#include <csv.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PARSER_OPTIONS (CSV_STRICT | CSV_STRICT_FINI)

struct csv_reader {
    struct csv_parser parser;
    unsigned char delimiter;
    csv_record_fn fn;
    void *ctx;
    char newline;
    int64_t line;        /* the one being read */
    int64_t record_line; /* where the record being read began */
    int64_t field_line;  /* where its current field began */
    size_t record_bytes;
    bool is_mid_line; /* the last chunk ended inside a line */
    bool is_skipping; /* the rest of this line belongs to a record given up */
    struct buf text;  /* the fields of the record, each with a NUL */
    VEC(struct csv_field) fields;
    size_t n_fields; /* in all, also those beyond CSV_COLUMN_MAX */
    char flaw[96];
    int rc; /* the callback's first result other than 0 */
    struct err *err;
};

static void parser_start(struct csv_reader *r)
{
    csv_init(&r->parser, PARSER_OPTIONS);
    csv_set_delim(&r->parser, r->delimiter);
    csv_set_realloc_func(&r->parser, mem_realloc);
    csv_set_free_func(&r->parser, mem_free);
}

struct csv_reader *csv_reader_new(const struct csv_reader_options *options)
{
    struct csv_reader *r = mem_zalloc(sizeof(*r));

    r->delimiter = options->delimiter ? (unsigned char)options->delimiter : CSV_COMMA;
    parser_start(r);
    r->fn = options->fn;
    r->ctx = options->ctx;
    r->newline = options->newline;
    if (!r->newline)
        r->newline = '\n';
    r->line = options->first_line ? options->first_line : 1;
    return r;
}

void csv_reader_free(struct csv_reader *r)
{
    if (!r)
        return;
    csv_free(&r->parser);
    buf_done(&r->text);
    vec_done(&r->fields);
    mem_free(r);
}

/* The first flaw of a record is the one that is told. */
__attribute__((format(printf, 2, 3))) static void flaw_set(struct csv_reader *r, const char *fmt,
                                                           ...)
{
    va_list ap;

    if (*r->flaw)
        return;
    va_start(ap, fmt);
    vsnprintf(r->flaw, sizeof(r->flaw), fmt, ap);
    va_end(ap);
}

static void on_field(void *bytes, size_t n, void *ctx)
{
    struct csv_reader *r = ctx;

    r->field_line = r->line;
    r->n_fields++;
    if (r->n_fields > CSV_COLUMN_MAX) {
        flaw_set(r, "has over %d columns, the most there may be", CSV_COLUMN_MAX);
        return;
    }
    if (n > CSV_FIELD_MAX) {
        flaw_set(r, "has over %d bytes in column %zu, the most there may be", CSV_FIELD_MAX,
                 r->n_fields);
        n = CSV_FIELD_MAX;
    }
    vec_push(&r->fields, (struct csv_field){.n = n});
    char *to = buf_room(&r->text, n + 1);
    if (n > 0)
        memcpy(to, bytes, n);
    to[n] = 0;
    r->text.len += n + 1;
}

static void record_clear(struct csv_reader *r)
{
    r->fields.n = 0;
    r->n_fields = 0;
    r->flaw[0] = 0;
    buf_clear(&r->text);
}

static void on_record(int newline, void *ctx)
{
    (void)newline;
    struct csv_reader *r = ctx;
    const char *at = buf_text(&r->text);

    for (size_t i = 0; i < r->fields.n; i++) {
        r->fields.items[i].s = at;
        at += r->fields.items[i].n + 1;
    }
    const struct csv_record record = {.line = r->record_line,
                                      .fields = r->fields.items,
                                      .n = r->fields.n,
                                      .flaw = *r->flaw ? r->flaw : NULL};
    if (!r->rc)
        r->rc = r->fn(r->ctx, &record, r->err);
    record_clear(r);
}

/* Gives the record up: reports what there is of it, and forgets what libcsv had begun. */
static void give_up(struct csv_reader *r)
{
    flaw_set(r, "has text after the closing quote in column %zu: write quotes inside a field twice",
             r->n_fields + 1);
    csv_free(&r->parser);
    parser_start(r);
    on_record(0, r);
    r->is_skipping = true;
}

static void parse(struct csv_reader *r, const char *bytes, size_t n)
{
    while (n && !r->is_skipping) {
        size_t used = csv_parse(&r->parser, bytes, n, on_field, on_record, r);
        if (used == n)
            return;
        bytes += used;
        n -= used;
        if (r->parser.quoted) {
            give_up(r);
        } else {
            csv_set_opts(&r->parser, 0);
            csv_parse(&r->parser, bytes++, 1, on_field, on_record, r);
            csv_set_opts(&r->parser, PARSER_OPTIONS);
            n--;
        }
    }
}

static int check_size(const struct csv_reader *r, struct err *err)
{
    if (r->record_bytes <= CSV_RECORD_MAX)
        return 0;
    if (r->parser.quoted)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "line %lld: the quote that opens here is not closed within %d bytes; close "
                       "it, or write a quote that is meant as text twice",
                       (long long)r->field_line, CSV_RECORD_MAX);
    return err_set(err, ERR_TOO_LARGE, NULL, "line %lld: the line has over %d bytes; is this CSV?",
                   (long long)r->record_line, CSV_RECORD_MAX);
}

/* One line or the part of it that is in this chunk. */
static int feed_line(struct csv_reader *r, const char *bytes, size_t n, bool is_whole)
{
    if (!r->is_mid_line && !r->parser.quoted) {
        r->record_line = r->field_line = r->line;
        r->record_bytes = 0;
    }
    r->record_bytes += n;
    parse(r, bytes, n);
    if (is_whole) {
        r->line++;
        r->is_skipping = false;
    }
    r->is_mid_line = !is_whole;
    return r->rc ? r->rc : check_size(r, r->err);
}

int csv_reader_feed(struct csv_reader *r, const char *bytes, size_t n, struct err *err)
{
    r->err = err;
    while (n) {
        const char *end = memchr(bytes, r->newline, n);
        size_t bytes_in_line = end ? (size_t)(end - bytes) + 1 : n;
        if (memchr(bytes, 0, bytes_in_line))
            return err_set(err, ERR_INVALID, NULL,
                           "line %lld holds a NUL byte, so this is not a text file; save the table "
                           "as CSV in UTF-8",
                           (long long)r->line);
        int rc = feed_line(r, bytes, bytes_in_line, end != NULL);
        if (rc)
            return rc;
        bytes += bytes_in_line;
        n -= bytes_in_line;
    }
    return 0;
}

int csv_reader_end(struct csv_reader *r, struct err *err)
{
    r->err = err;
    if (csv_fini(&r->parser, on_field, on_record, r) != 0)
        return err_set(err, ERR_INVALID, NULL,
                       "line %lld: the quote that opens here is never closed; close it, or write a "
                       "quote that is meant as text twice",
                       (long long)r->field_line);
    return r->rc;
}
