#include "intake/csv/reject_log.h"

#include "base/csv_text.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "json/parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reject_log {
    FILE *file;
    struct buf line;
    int64_t kept, bytes;
    int file_number; /* of the file whose headers were written last; -1: none yet */
    /* The file that rows are of; its headers are written with the first of them. */
    const char *name;
    const char *const *headers;
    size_t n_headers;
    bool has_headers;
};

static int io_error(const char *what, struct err *err)
{
    char why[128];

    return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL,
                   "the rejected rows cannot be %s: %s", what, strerror_r(errno, why, sizeof(why)));
}

int reject_log_open(const char *path, struct reject_log **ret, struct err *err)
{
    FILE *f = fopen(path, "we");

    if (!f)
        return io_error("kept", err);
    struct reject_log *log = mem_zalloc(sizeof(*log));
    log->file = f;
    log->file_number = -1;
    *ret = log;
    return 0;
}

void reject_log_free(struct reject_log *log)
{
    if (!log)
        return;
    if (log->file)
        fclose(log->file);
    buf_done(&log->line);
    mem_free(log);
}

static void add_text(struct buf *line, const char *text)
{
    buf_char(line, line->len ? ',' : '[');
    if (text)
        buf_json_str(line, text);
    else
        buf_str(line, "\"\"");
}

static void end_line(struct reject_log *log)
{
    buf_str(&log->line, "]\n");
    fwrite(log->line.data, 1, log->line.len, log->file);
    log->bytes += (int64_t)log->line.len;
    buf_clear(&log->line);
}

void reject_log_file(struct reject_log *log, const char *name, const char *const *headers,
                     size_t n_headers)
{
    log->name = name;
    log->headers = headers;
    log->n_headers = n_headers;
    log->has_headers = false;
}

static void write_file_headers(struct reject_log *log)
{
    log->file_number++;
    log->has_headers = true;
    add_text(&log->line, "headers");
    add_text(&log->line, log->name);
    for (size_t i = 0; i < log->n_headers; i++)
        add_text(&log->line, log->headers[i]);
    end_line(log);
}

void reject_log_add(struct reject_log *log, const struct csv_record *record, const char *column,
                    const char *reason)
{
    if (log->kept == REJECTS_KEPT_MAX || log->bytes > REJECTS_BYTES_MAX)
        return;
    if (!log->has_headers)
        write_file_headers(log);
    log->kept++;
    buf_printf(&log->line, "[%d,%lld", log->file_number, (long long)record->line);
    add_text(&log->line, column);
    add_text(&log->line, reason);
    for (size_t i = 0; i < record->n; i++)
        add_text(&log->line, record->fields[i].s);
    end_line(log);
}

int reject_log_close(struct reject_log *log, struct err *err)
{
    FILE *f = log->file;

    log->file = NULL;
    bool has_failed = ferror(f) != 0;
    return fclose(f) != 0 || has_failed ? io_error("kept", err) : 0;
}

/* One file's columns, and where each stands in the CSV. */
struct source {
    char *name;
    size_t *places;
    size_t n;
};

struct merge {
    VEC(struct source) sources;
    VEC(char *) headers; /* of all files, each once, in order */
    struct buf *out;
};

static void merge_done(struct merge *m)
{
    for (size_t i = 0; i < m->sources.n; i++) {
        mem_free(m->sources.items[i].name);
        mem_free(m->sources.items[i].places);
    }
    for (size_t i = 0; i < m->headers.n; i++)
        mem_free(m->headers.items[i]);
    vec_done(&m->sources);
    vec_done(&m->headers);
}

static size_t place_of(struct merge *m, const char *header)
{
    for (size_t i = 0; i < m->headers.n; i++)
        if (str_eq(m->headers.items[i], header))
            return i;
    vec_push(&m->headers, mem_strdup(header));
    return m->headers.n - 1;
}

static void add_source(struct merge *m, const json_t *row)
{
    size_t n = json_array_size(row) - 2;
    struct source s = {.name = mem_strdup(json_string_value(json_array_get(row, 1))),
                       .places = mem_alloc(mem_product(n, sizeof(*s.places))),
                       .n = n};

    for (size_t i = 0; i < n; i++)
        s.places[i] = place_of(m, json_string_value(json_array_get(row, i + 2)));
    vec_push(&m->sources, s);
}

static void write_cell(struct buf *out, const char *text, bool is_first)
{
    if (!is_first)
        buf_char(out, ',');
    csv_write_cell(out, text ? text : "", false);
}

/* Cells are written as they came, also those that look like a formula: the file is to be imported
 * again, and an apostrophe in front would change the value. */
static void write_row(struct merge *m, const json_t *row)
{
    size_t file = (size_t)json_integer_value(json_array_get(row, 0));
    if (file >= m->sources.n)
        return;
    const struct source *s = &m->sources.items[file];
    size_t n = json_array_size(row), n_headers = m->headers.n;
    const char **cells = mem_zalloc(mem_product(n_headers + 1, sizeof(*cells)));

    write_cell(m->out, s->name, true);
    buf_printf(m->out, ",%lld", (long long)json_integer_value(json_array_get(row, 1)));
    write_cell(m->out, json_string_value(json_array_get(row, 2)), false);
    write_cell(m->out, json_string_value(json_array_get(row, 3)), false);
    for (size_t i = 4; i < n && i - 4 < s->n; i++)
        cells[s->places[i - 4]] = json_string_value(json_array_get(row, i));
    for (size_t i = 0; i < n_headers; i++)
        write_cell(m->out, cells[i], false);
    for (size_t i = 4 + s->n; i < n; i++) /* a row with more fields than the header */
        write_cell(m->out, json_string_value(json_array_get(row, i)), false);
    buf_str(m->out, "\r\n");
    mem_free(cells);
}

static void write_headers(struct merge *m)
{
    buf_str(m->out, "reject_file,reject_line,reject_column,reject_reason");
    for (size_t i = 0; i < m->headers.n; i++)
        write_cell(m->out, m->headers.items[i], false);
    buf_str(m->out, "\r\n");
}

/* Reads the file's lines, either those that name headers or those that are rows. */
static int each_line(FILE *f, struct merge *m, bool wants_headers, struct err *err)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    int rc = 0;

    rewind(f);
    while (rc == 0 && (n = getline(&line, &cap, f)) > 0) {
        AUTO(json_t) row = NULL;
        rc = json_parse(line, (size_t)n, &row, err);
        bool is_headers = json_is_string(json_array_get(row, 0));
        if (rc == 0 && is_headers && wants_headers)
            add_source(m, row);
        else if (rc == 0 && !is_headers && !wants_headers)
            write_row(m, row);
    }
    free(line);
    return rc;
}

int reject_log_csv(const char *path, struct buf *out, struct err *err)
{
    struct merge m = {.out = out};
    FILE *f = fopen(path, "re");

    if (!f)
        return io_error("read", err);
    int rc = each_line(f, &m, true, err);
    if (rc == 0) {
        write_headers(&m);
        rc = each_line(f, &m, false, err);
    }
    merge_done(&m);
    fclose(f);
    return rc;
}
