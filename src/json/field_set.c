#include "json/field_set.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "a, b or c", as much as fits. */
static void list_values(const char *const *values, char *to, size_t to_bytes)
{
    AUTO_BUF b = {0};

    for (size_t i = 0; values[i]; i++) {
        const char *before = i == 0 ? "" : values[i + 1] ? ", " : " or ";
        buf_printf(&b, "%s%s", before, values[i]);
    }
    str_copy(to, to_bytes, buf_text(&b));
}

/* *s becomes the list's own text, which lives for ever. */
static int check_value(const char *const *values, const char *name, const char **s, struct err *err)
{
    char list[160];
    int i = str_index(values, *s);

    if (i < 0) {
        list_values(values, list, sizeof(list));
        return err_set(err, ERR_INVALID, name, "must be %s", list);
    }
    *s = values[i];
    return 0;
}

static int check_text(const char *name, const char *s, size_t n, struct err *err)
{
    if (memchr(s, 0, n))
        return err_set(err, ERR_INVALID, name, "must not hold a NUL character");
    if (!str_is_utf8(s, n))
        return err_set(err, ERR_INVALID, name, "must be UTF-8");
    return 0;
}

static int check_bytes(const struct field *f, size_t n, struct err *err)
{
    if (n > 0 && (int64_t)n >= f->min && (int64_t)n <= f->max)
        return 0;
    if (n == 0 && f->min <= 0)
        return 0;
    if (n == 0)
        return err_set(err, ERR_INVALID, f->name, "must not be empty");
    if (f->min <= 1)
        return err_set(err, ERR_INVALID, f->name, "must be at most %" PRId64 " bytes, is %zu",
                       f->max, n);
    return err_set(err, ERR_INVALID, f->name, "must be %" PRId64 " to %" PRId64 " bytes, is %zu",
                   f->min, f->max, n);
}

static int set_day(const struct field *f, const char *s, void *out, struct err *err)
{
    char from[16], to[16];
    int32_t day;

    if (!day_parse(s, &day))
        return err_set(err, ERR_INVALID, f->name,
                       "must be a day between 1900 and 2200 written like 2026-01-31");
    if (day < f->min || day > f->max)
        return err_set(err, ERR_INVALID, f->name, "must be from %s to %s",
                       day_format((int32_t)f->min, from), day_format((int32_t)f->max, to));
    *(int32_t *)field_at(f, out) = day;
    return 0;
}

static int set_time(const struct field *f, const char *s, void *out, struct err *err)
{
    char from[32], to[32];
    int64_t ms;

    if (!time_parse(s, &ms))
        return err_set(err, ERR_INVALID, f->name,
                       "must be a time between 1900 and 2200 written like 2026-01-31T09:30:00Z");
    if (ms < f->min || ms > f->max)
        return err_set(err, ERR_INVALID, f->name, "must be from %s to %s",
                       time_format(f->min, from), time_format(f->max, to));
    *(int64_t *)field_at(f, out) = ms;
    return 0;
}

int field_set_str(const struct field *f, const char *s, size_t n, void *out, struct err *err)
{
    int rc = check_text(f->name, s, n, err);

    if (rc == 0 && f->type == FIELD_T_DAY)
        return set_day(f, s, out, err);
    if (rc == 0 && f->type == FIELD_T_TIME)
        return set_time(f, s, out, err);
    if (rc == 0)
        rc = f->type == FIELD_T_ENUM ? check_value(f->values, f->name, &s, err)
                                     : check_bytes(f, n, err);
    if (rc == 0)
        *(const char **)field_at(f, out) = s;
    return rc;
}

int field_set_i64(const struct field *f, int64_t v, void *out, struct err *err)
{
    if (v < f->min || v > f->max)
        return err_set(err, ERR_INVALID, f->name, "must be from %" PRId64 " to %" PRId64, f->min,
                       f->max);
    *(int64_t *)field_at(f, out) = v;
    return 0;
}

/* The bounds of a number, for the field or for one entry of it. */
static int check_num(const struct field *f, const char *name, double v, struct err *err)
{
    /* The comparison is so written that NaN fails it. */
    if (!(v >= f->fmin && v <= f->fmax))
        return err_set(err, ERR_INVALID, name, "must be from %.15g to %.15g", f->fmin, f->fmax);
    return 0;
}

int field_set_f64(const struct field *f, double v, void *out, struct err *err)
{
    int rc = check_num(f, f->name, v, err);

    if (rc == 0)
        *(double *)field_at(f, out) = v;
    return rc;
}

int field_check_length(const struct field *f, size_t n, struct err *err)
{
    if ((int64_t)n < f->min)
        return err_set(err, ERR_INVALID, f->name, "must have at least %" PRId64 " entries, has %zu",
                       f->min, n);
    if ((int64_t)n > f->max)
        return err_set(err, ERR_INVALID, f->name, "must have at most %" PRId64 " entries, has %zu",
                       f->max, n);
    return 0;
}

int field_check_item(const struct field *f, const char **s, size_t n, struct err *err)
{
    int rc = check_text(NULL, *s, n, err);

    if (rc == 0 && f->values)
        return check_value(f->values, NULL, s, err);
    if (rc == 0 && n > FIELD_STRS_TEXT_MAX)
        return err_set(err, ERR_INVALID, NULL, "must be at most %d bytes, is %zu",
                       FIELD_STRS_TEXT_MAX, n);
    return rc;
}

int field_check_num(const struct field *f, double v, struct err *err)
{
    return check_num(f, NULL, v, err);
}

int field_at_path(struct err *err, int code, const char *outer, size_t index)
{
    char path[sizeof(err->field) * 2], number[24] = "";

    if (code >= 0 || !err)
        return code;
    if (index != FIELD_NO_INDEX)
        snprintf(number, sizeof(number), "[%zu]", index);
    snprintf(path, sizeof(path), "%s%s%s%s", outer, number, err->field[0] ? "." : "", err->field);
    str_copy(err->field, sizeof(err->field), path);
    return code;
}
