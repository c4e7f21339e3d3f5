/* Values as text: what reads query parameters and CSV cells, and what writes JSON and CSV. */
#include "base/str.h"
#include "json/field_set.h"
#include "json/parse.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_strs(const struct field *f, char *text, struct arena *arena, void *out,
                     struct err *err)
{
    size_t n = 1, i = 0;

    for (const char *p = text; *p; p++)
        n += *p == ',';
    int rc = field_check_length(f, n, err);
    if (rc < 0)
        return rc;
    const char **texts = ARENA_ARRAY(arena, n, const char *);
    for (char *rest = text, *item; (item = strsep(&rest, ",")); i++) {
        texts[i] = str_trim(item);
        rc = field_check_item(f, &texts[i], strlen(texts[i]), err);
        if (rc < 0)
            return field_at_path(err, rc, f->name, i);
    }
    *(const char ***)field_at(f, out) = texts;
    *field_n_at(f, out) = n;
    return 0;
}

static int read_bool(const struct field *f, const char *text, void *out, struct err *err)
{
    bool is_true = str_eq(text, "true");

    if (!is_true && !str_eq(text, "false"))
        return err_set(err, ERR_INVALID, f->name, "must be true or false");
    *(bool *)field_at(f, out) = is_true;
    return 0;
}

static int read_json(const struct field *f, const char *text, struct arena *arena, void *out,
                     struct err *err)
{
    json_t *v;
    size_t n = strlen(text);

    if ((int64_t)n > f->max)
        return err_set(err, ERR_INVALID, f->name, "must be at most %" PRId64 " bytes, is %zu",
                       f->max, n);
    int rc = json_parse(text, n, &v, err);
    if (rc < 0)
        return field_at_path(err, rc, f->name, FIELD_NO_INDEX);
    json_keep(arena, v);
    if (!json_is_object(v))
        return err_set(err, ERR_INVALID, f->name, "must be a JSON object");
    *(json_t **)field_at(f, out) = v;
    return 0;
}

int field_read_text(const struct field *f, const char *text, struct arena *arena, void *out,
                    struct err *err)
{
    int64_t i;
    double d;

    if (!*text) {
        if (f->required)
            return err_set(err, ERR_INVALID, f->name, "is required");
        field_set_missing(f, out);
        return 0;
    }
    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM:
    case FIELD_T_DAY:
    case FIELD_T_TIME: {
        size_t n = strlen(text);
        return field_set_str(f, arena_strndup(arena, text, n), n, out, err);
    }
    case FIELD_T_I64:
        if (!str_to_i64(text, &i))
            return err_set(err, ERR_INVALID, f->name, "must be a whole number");
        return field_set_i64(f, i, out, err);
    case FIELD_T_F64:
        if (!str_to_f64(text, &d))
            return err_set(err, ERR_INVALID, f->name, "must be a number");
        return field_set_f64(f, d, out, err);
    case FIELD_T_BOOL: return read_bool(f, text, out, err);
    case FIELD_T_JSON: return read_json(f, text, arena, out, err);
    case FIELD_T_STRS: return read_strs(f, arena_strdup(arena, text), arena, out, err);
    case FIELD_T_OBJ:
    case FIELD_T_LIST:
    case FIELD_T_NUMS:
    case FIELD_T_END: break;
    }
    return err_set(err, ERR_INVALID, f->name, "cannot be given as text");
}

void json_write_str(struct buf *out, const char *s)
{
    if (s)
        buf_json_str(out, s);
    else
        buf_str(out, "null");
}

void text_write_f64(struct buf *out, double v)
{
    char text[32];

    if (!isfinite(v))
        return;
    /* Most numbers are whole, or need few digits: 15 always survive, 17 always suffice. */
    if (v == floor(v) && fabs(v) < 1e15) {
        buf_printf(out, "%" PRId64, (int64_t)v);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    buf_str(out, text);
}

void json_write_f64(struct buf *out, double v)
{
    if (isfinite(v))
        text_write_f64(out, v);
    else
        buf_str(out, "null");
}

/* Jansson prints into the buffer. */
static int add_dump(const char *text, size_t n, void *out)
{
    buf_add(out, text, n);
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as somebody wrote tables
static void write_array(const struct field *f, const void *in, struct buf *out)
{
    size_t n = field_n(f, in);
    const void *p = *(const void *const *)field_in(f, in);

    buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(out, ',');
        if (f->type == FIELD_T_STRS)
            json_write_str(out, ((const char *const *)p)[i]);
        else if (f->type == FIELD_T_NUMS)
            json_write_f64(out, ((const double *)p)[i]);
        else
            fields_write(f->of, (const char *)p + i * f->of_size, out);
    }
    buf_char(out, ']');
}

// NOLINTNEXTLINE(misc-no-recursion): as write_array
void field_write(const struct field *f, const void *in, struct buf *out)
{
    const void *p = field_in(f, in);
    char text[32];
    bool is_list = f->type == FIELD_T_LIST || f->type == FIELD_T_STRS || f->type == FIELD_T_NUMS;

    if (!is_list && field_is_missing(f, in)) {
        buf_str(out, "null");
        return;
    }
    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: json_write_str(out, *(const char *const *)p); return;
    case FIELD_T_I64: buf_printf(out, "%" PRId64, *(const int64_t *)p); return;
    case FIELD_T_F64: json_write_f64(out, *(const double *)p); return;
    case FIELD_T_BOOL: buf_str(out, *(const bool *)p ? "true" : "false"); return;
    case FIELD_T_DAY: buf_printf(out, "\"%s\"", day_format(*(const int32_t *)p, text)); return;
    case FIELD_T_TIME: buf_printf(out, "\"%s\"", time_format(*(const int64_t *)p, text)); return;
    case FIELD_T_JSON:
        json_dump_callback(*(json_t *const *)p, add_dump, out, JSON_COMPACT | JSON_ENCODE_ANY);
        return;
    case FIELD_T_OBJ: fields_write(f->of, *(const void *const *)p, out); return;
    case FIELD_T_LIST:
    case FIELD_T_STRS:
    case FIELD_T_NUMS: write_array(f, in, out); return;
    case FIELD_T_END: return;
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as write_array
void fields_write(const struct field *fields, const void *in, struct buf *out)
{
    buf_char(out, '{');
    FIELDS_EACH (f, fields) {
        if (f != fields)
            buf_char(out, ',');
        buf_printf(out, "\"%s\":", f->name);
        field_write(f, in, out);
    }
    buf_char(out, '}');
}

void field_write_text(const struct field *f, const void *in, struct buf *out)
{
    const void *p = field_in(f, in);
    char text[32];

    if (field_is_missing(f, in))
        return;
    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: buf_str(out, *(const char *const *)p); return;
    case FIELD_T_DAY: buf_str(out, day_format(*(const int32_t *)p, text)); return;
    case FIELD_T_TIME: buf_str(out, time_format(*(const int64_t *)p, text)); return;
    case FIELD_T_STRS:
    case FIELD_T_NUMS:
        for (size_t i = 0; i < field_n(f, in); i++) {
            if (i)
                buf_char(out, ',');
            if (f->type == FIELD_T_STRS)
                buf_str(out, (*(const char *const *const *)p)[i]);
            else
                text_write_f64(out, (*(const double *const *)p)[i]);
        }
        return;
    default: field_write(f, in, out); return; /* written the same in JSON */
    }
}
