#include "intake/csv/csv_file.h"

#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES 262144
#define LOOK_BYTES  65536 /* of the beginning, to tell the delimiter by */

/* An open file and one chunk of it. */
struct source {
    int fd;
    const char *path;
    char *chunk;
    size_t n;
};

static void source_close(struct source *s)
{
    if (s->fd >= 0)
        close(s->fd);
    mem_free(s->chunk);
}

#define AUTO_SOURCE __attribute__((cleanup(source_close))) struct source

static int source_fail(const struct source *s, const char *what, struct err *err)
{
    char why[128];

    return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL, "%s cannot be %s: %s",
                   s->path, what, strerror_r(errno, why, sizeof(why)));
}

static int source_open(const char *path, struct source *ret, int64_t *ret_bytes, struct err *err)
{
    struct stat st;

    *ret = (struct source){.fd = open(path, O_RDONLY | O_CLOEXEC), .path = path};
    if (ret->fd < 0 || fstat(ret->fd, &st) < 0)
        return source_fail(ret, "opened", err);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_INVALID, NULL, "%s is not a file", path);
    *ret_bytes = st.st_size;
    ret->chunk = mem_alloc(CHUNK_BYTES);
    return 0;
}

/* 1: a chunk, 0: the end, < 0: an error. Chunks are full but for the last, so that what is looked
 * for at the start of a file is in the first. */
static int source_next(struct source *s, struct err *err)
{
    s->n = 0;
    while (s->n < CHUNK_BYTES) {
        ssize_t got = read(s->fd, s->chunk + s->n, CHUNK_BYTES - s->n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return source_fail(s, "read", err);
        if (got == 0)
            break;
        s->n += (size_t)got;
    }
    return s->n > 0;
}

static int64_t count_byte(const char *bytes, size_t n, char wanted)
{
    int64_t count = 0;

    for (const char *at = bytes; (at = memchr(at, wanted, n - (size_t)(at - bytes))); at++)
        count++;
    return count;
}

/* What other programs save when asked for a table, told by its first bytes. */
static int refuse_foreign(const char *bytes, size_t n, struct err *err)
{
    static const struct {
        const char *magic;
        size_t n;
        const char *text;
    } foreign[] = {
        {"PK\003\004", 4, "is a workbook or archive, not CSV; in Excel use Save As, CSV UTF-8"},
        {"\xD0\xCF\x11\xE0", 4, "is an old Excel workbook; in Excel use Save As, CSV UTF-8"},
        {"\xFF\xFE", 2, "is UTF-16 text; save it as CSV UTF-8"},
        {"\xFE\xFF", 2, "is UTF-16 text; save it as CSV UTF-8"},
        {"\x1F\x8B", 2, "is compressed; unpack it first"},
        {"%PDF", 4, "is a PDF document, not CSV"},
    };

    for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
        if (n >= foreign[i].n && memcmp(bytes, foreign[i].magic, foreign[i].n) == 0)
            return err_set(err, ERR_INVALID, NULL, "the file %s", foreign[i].text);
    return 0;
}

/* Byte-order mark, and the line `sep=;` by which Excel is told the delimiter. */
static void look_at_start(struct csv_shape *shape, const char *bytes, size_t n)
{
    size_t at = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    if (n - at >= 6 && memcmp(bytes + at, "sep=", 4) == 0 &&
        (bytes[at + 5] == '\r' || bytes[at + 5] == '\n')) {
        shape->delimiter = bytes[at + 4];
        at += n - at >= 7 && bytes[at + 5] == '\r' && bytes[at + 6] == '\n' ? 7 : 6;
        shape->skip_lines = 1;
    }
    shape->skip_bytes = (int64_t)at;
}

/* How a file's beginning looks with one delimiter. */
struct trial {
    size_t columns;         /* of the first record */
    int64_t records, alike; /* alike: with as many columns as the first */
};

static int trial_record(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    struct trial *t = ctx;

    if (t->records++ == 0)
        t->columns = record->n;
    t->alike += record->n == t->columns && !record->flaw;
    return 0;
}

static double trial_worth(const struct trial *t)
{
    return t->columns < 2 ? 0 : (double)t->columns * (double)t->alike / (double)t->records;
}

/* The delimiter whose records agree best on their number of columns, the more columns the better;
 * a comma when the table has one column only. */
static char guess_delimiter(const char *bytes, size_t n, char newline)
{
    static const char candidates[] = ",;\t|";
    char best = ',';
    double best_worth = 0;

    if (n > LOOK_BYTES)
        n = LOOK_BYTES;
    for (const char *c = candidates; *c; c++) {
        struct trial t = {0};
        AUTO_STRUCT(csv_reader) *r = csv_reader_new(&(struct csv_reader_options){
            .delimiter = *c, .newline = newline, .fn = trial_record, .ctx = &t});
        int rc = csv_reader_feed(r, bytes, n, NULL);
        if (n < LOOK_BYTES && rc == 0)
            rc = csv_reader_end(r, NULL);
        if (rc == 0 && trial_worth(&t) > best_worth) {
            best = *c;
            best_worth = trial_worth(&t);
        }
    }
    return best;
}

/* All records, the header too. */
static int read_records(const struct csv_scan *scan, struct source *source, struct err *err)
{
    const struct csv_shape *shape = scan->shape;
    AUTO_BUF utf8 = {0};
    int64_t skip = shape->skip_bytes, done = 0;
    int rc;

    AUTO_STRUCT(csv_reader) *reader =
        csv_reader_new(&(struct csv_reader_options){.delimiter = shape->delimiter,
                                                    .newline = shape->newline,
                                                    .first_line = shape->skip_lines + 1,
                                                    .fn = scan->fn,
                                                    .ctx = scan->ctx});
    while ((rc = source_next(source, err)) > 0) {
        if (skip > (int64_t)source->n)
            skip = (int64_t)source->n; /* the file has shrunk since it was looked at */
        const char *bytes = source->chunk + skip;
        size_t n = source->n - (size_t)skip;
        skip = 0;
        if (shape->encoding == ENCODING_WINDOWS_1252) {
            buf_clear(&utf8);
            encoding_from_1252(&utf8, bytes, n);
            bytes = utf8.data;
            n = utf8.len;
        }
        rc = csv_reader_feed(reader, bytes, n, err);
        done += (int64_t)source->n;
        if (!rc && scan->progress)
            rc = scan->progress(scan->ctx, done, err);
        if (rc)
            return rc;
    }
    return rc < 0 ? rc : csv_reader_end(reader, err);
}

static int open_and_read(const struct csv_scan *scan, struct err *err)
{
    AUTO_SOURCE source = {.fd = -1};
    int64_t bytes;

    int rc = source_open(scan->path, &source, &bytes, err);
    return rc < 0 ? rc : read_records(scan, &source, err);
}

struct header {
    struct arena *arena;
    struct csv_shape *shape;
};

static int take_header(void *ctx, const struct csv_record *record, struct err *err)
{
    const struct header *h = ctx;

    if (record->flaw)
        return err_set(err, ERR_INVALID, NULL, "line %lld, the header, %s", (long long)record->line,
                       record->flaw);
    h->shape->headers = ARENA_ARRAY(h->arena, record->n, const char *);
    h->shape->n_headers = record->n;
    for (size_t i = 0; i < record->n; i++)
        h->shape->headers[i] =
            str_trim(arena_strndup(h->arena, record->fields[i].s, record->fields[i].n));
    return 1;
}

static int look_at_all(struct source *source, struct csv_shape *shape, struct err *err)
{
    struct encoding_guess guess = {0};
    int64_t returns = 0, feeds = 0;
    int rc, n_chunks = 0;

    while ((rc = source_next(source, err)) > 0) {
        encoding_look(&guess, source->chunk, source->n);
        feeds += count_byte(source->chunk, source->n, '\n');
        returns += count_byte(source->chunk, source->n, '\r');
        if (n_chunks++ > 0)
            continue;
        rc = refuse_foreign(source->chunk, source->n, err);
        if (rc < 0)
            return rc;
        look_at_start(shape, source->chunk, source->n);
        char newline = feeds == 0 && returns > 0 ? '\r' : '\n';
        if (!shape->delimiter)
            shape->delimiter = guess_delimiter(source->chunk + shape->skip_bytes,
                                               source->n - (size_t)shape->skip_bytes, newline);
    }
    shape->encoding = encoding_decide(&guess);
    shape->has_bad_text = shape->encoding == ENCODING_UTF8 && guess.stray > 0;
    shape->newline = feeds == 0 && returns > 0 ? '\r' : '\n';
    shape->lines = shape->newline == '\r' ? returns : feeds;
    return rc;
}

int csv_file_look(const char *path, struct arena *arena, struct csv_shape *ret, struct err *err)
{
    AUTO_SOURCE source = {.fd = -1};
    struct csv_shape shape = {0};

    int rc = source_open(path, &source, &shape.bytes, err);
    if (rc == 0)
        rc = look_at_all(&source, &shape, err);
    if (rc < 0)
        return rc;
    struct header h = {arena, &shape};
    rc = open_and_read(&(struct csv_scan){path, &shape, take_header, &h, NULL}, err);
    if (rc < 0)
        return rc;
    if (!shape.headers)
        return err_set(err, ERR_INVALID, NULL,
                       "the file is empty; its first line must name the columns");
    *ret = shape;
    return 0;
}

/* Between the reader and the user's callback: passes over the header and finds broken text. */
struct body {
    const struct csv_scan *scan;
    bool is_past_header;
};

static int body_record(void *ctx, const struct csv_record *record, struct err *err)
{
    struct body *b = ctx;
    char flaw[96];

    if (!b->is_past_header) {
        b->is_past_header = true;
        return 0;
    }
    struct csv_record checked = *record;
    for (size_t i = 0; b->scan->shape->has_bad_text && !checked.flaw && i < record->n; i++) {
        if (str_is_utf8(record->fields[i].s, record->fields[i].n))
            continue;
        snprintf(flaw, sizeof(flaw), "holds bytes in column %zu that are not UTF-8 text", i + 1);
        checked.flaw = flaw;
    }
    return b->scan->fn(b->scan->ctx, &checked, err);
}

static int body_progress(void *ctx, int64_t bytes, struct err *err)
{
    const struct body *b = ctx;
    return b->scan->progress ? b->scan->progress(b->scan->ctx, bytes, err) : 0;
}

int csv_file_scan(const struct csv_scan *scan, struct err *err)
{
    struct body body = {.scan = scan};

    return open_and_read(
        &(struct csv_scan){scan->path, scan->shape, body_record, &body, body_progress}, err);
}
