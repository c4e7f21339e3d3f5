#include "facts/kind/kind_row.h"

#include "base/str.h"
#include "json/parse.h"

#include <assert.h>
#include <string.h>

static bool is_same_list(const struct field *f, const void *a, const void *b)
{
    const char *const *x = *(const char *const *const *)field_in(f, a);
    const char *const *y = *(const char *const *const *)field_in(f, b);
    size_t n = field_n(f, a);

    if (n != field_n(f, b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(x[i], y[i]))
            return false;
    return true;
}

static bool is_same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

bool row_is_same(const struct field *f, const void *a, const void *b)
{
    const void *x = field_in(f, a), *y = field_in(f, b);

    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: return str_eq(*(const char *const *)x, *(const char *const *)y);
    case FIELD_T_I64:
    case FIELD_T_TIME: return *(const int64_t *)x == *(const int64_t *)y;
    case FIELD_T_DAY: return *(const int32_t *)x == *(const int32_t *)y;
    case FIELD_T_F64: return is_same_number(*(const double *)x, *(const double *)y);
    case FIELD_T_BOOL: return *(const bool *)x == *(const bool *)y;
    case FIELD_T_STRS: return is_same_list(f, a, b);
    case FIELD_T_JSON: {
        json_t *p = *(json_t *const *)x, *q = *(json_t *const *)y;
        return p == q || (p && q && json_equal(p, q));
    }
    default: assert(!"kinds of facts have no such fields"); return false;
    }
}

/* What an object becomes when `news` is told about it; NULL when nothing is left. */
static json_t *object_merged(const json_t *old, const json_t *news, struct arena *arena)
{
    json_t *merged = old ? json_copy((json_t *)old) : json_object();
    const char *name;
    json_t *value;

    json_keep(arena, merged);
    json_object_foreach ((json_t *)news, name, value) {
        if (json_is_null(value))
            json_object_del(merged, name);
        else
            json_object_set(merged, name, value);
    }
    return json_object_size(merged) ? merged : NULL;
}

void row_take(const struct field *f, const void *from, void *to, struct arena *arena)
{
    const void *x = field_in(f, from);
    void *y = field_at(f, to);

    switch (f->type) {
    case FIELD_T_STR: {
        const char *s = *(const char *const *)x;
        *(const char **)y = s && *s ? s : NULL;
        break;
    }
    case FIELD_T_ENUM: *(const char **)y = *(const char *const *)x; break;
    case FIELD_T_I64:
    case FIELD_T_TIME: *(int64_t *)y = *(const int64_t *)x; break;
    case FIELD_T_DAY: *(int32_t *)y = *(const int32_t *)x; break;
    case FIELD_T_F64: *(double *)y = *(const double *)x; break;
    case FIELD_T_BOOL: *(bool *)y = *(const bool *)x; break;
    case FIELD_T_STRS:
        *(const char ***)y = *(const char **const *)x;
        *field_n_at(f, to) = field_n(f, from);
        break;
    case FIELD_T_JSON: {
        const json_t *news = *(json_t *const *)x;
        *(json_t **)y = news ? object_merged(*(json_t **)y, news, arena) : NULL;
        break;
    }
    default: assert(!"kinds of facts have no such fields");
    }
}

static int check_key(const char *key, struct err *err)
{
    size_t n = strlen(key);

    if (n > KIND_KEY_MAX)
        return err_set(err, ERR_INVALID, "key", "must be at most %d bytes, is %zu", KIND_KEY_MAX,
                       n);
    for (const char *c = key; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return err_set(err, ERR_INVALID, "key",
                           "must be one line without tabs or other control characters");
    if (*key == ' ' || key[n - 1] == ' ')
        return err_set(err, ERR_INVALID, "key", "must not begin or end with a blank");
    return 0;
}

int row_check(const struct kind *kind, const void *row, struct err *err)
{
    FIELDS_EACH (f, kind->shape.fields)
        if (f->required && !f->read_only && field_is_missing(f, row))
            return err_set(err, ERR_INVALID, f->name, "is required");
    return check_key(kind_key(row), err);
}
