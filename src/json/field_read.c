#include "base/str.h"
#include "json/field_set.h"

#include <inttypes.h>
#include <string.h>

/* More is not shown to a browser exactly; less cannot lose a digit on the way through a double. */
#define WHOLE_MAX 9007199254740992.0

static int wrong_type(const char *name, const char *want, const json_t *v, struct err *err)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",  [JSON_STRING] = "a text",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };
    return err_set(err, ERR_INVALID, name, "must be %s, is %s", want, names[json_typeof(v)]);
}

static int read_i64(const struct field *f, const json_t *v, void *out, struct err *err)
{
    if (json_is_integer(v))
        return field_set_i64(f, json_integer_value(v), out, err);
    if (!json_is_real(v))
        return wrong_type(f->name, "a whole number", v, err);
    /* 5.0 and 1e3 are integers in JSON Schema, and some clients write them so. */
    double d = json_real_value(v);
    if (d != floor(d) || fabs(d) > WHOLE_MAX)
        return err_set(err, ERR_INVALID, f->name, "must be a whole number, is %.15g", d);
    return field_set_i64(f, (int64_t)d, out, err);
}

static int read_json(const struct field *f, const json_t *v, void *out, struct err *err)
{
    if (!json_is_object(v))
        return wrong_type(f->name, "an object", v, err);
    size_t n = json_dumpb(v, NULL, 0, JSON_COMPACT);
    if (n > (size_t)f->max)
        return err_set(err, ERR_INVALID, f->name,
                       "must be at most %" PRId64 " bytes as text, is %zu", f->max, n);
    /* Borrowed from the request's JSON, which outlives the struct. */
    *(json_t **)field_at(f, out) = (json_t *)v;
    return 0;
}

static int read_strs(const struct field *f, const json_t *v, struct arena *arena, void *out,
                     struct err *err)
{
    size_t n = json_array_size(v);
    const char **texts = ARENA_ARRAY(arena, n, const char *);

    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(v, i);
        texts[i] = json_string_value(item);
        int rc = texts[i] ? field_check_item(f, &texts[i], json_string_length(item), err)
                          : wrong_type(NULL, "a text", item, err);
        if (rc < 0)
            return field_at_path(err, rc, f->name, i);
    }
    *(const char ***)field_at(f, out) = texts;
    *field_n_at(f, out) = n;
    return 0;
}

static int read_nums(const struct field *f, const json_t *v, struct arena *arena, void *out,
                     struct err *err)
{
    size_t n = json_array_size(v);
    double *nums = ARENA_ARRAY(arena, n, double);

    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(v, i);
        int rc = 0;
        if (json_is_null(item))
            nums[i] = NAN;
        else if (!json_is_number(item))
            rc = wrong_type(NULL, "a number or null", item, err);
        else
            rc = field_check_num(f, nums[i] = json_number_value(item), err);
        if (rc < 0)
            return field_at_path(err, rc, f->name, i);
    }
    *(double **)field_at(f, out) = nums;
    *field_n_at(f, out) = n;
    return 0;
}

/* Shapes hold shapes only as deep as somebody wrote tables, whatever the JSON looks like. */
// NOLINTNEXTLINE(misc-no-recursion)
static int read_list(const struct field *f, const json_t *v, struct arena *arena, void *out,
                     struct err *err)
{
    size_t n = json_array_size(v);
    char *items = arena_array(arena, n, f->of_size);

    for (size_t i = 0; i < n; i++) {
        void *item = items + i * f->of_size;
        fields_init(f->of, item);
        int rc = fields_read(f->of, json_array_get(v, i), FIELDS_WHOLE, arena, item, err);
        if (rc < 0)
            return field_at_path(err, rc, f->name, i);
    }
    *(void **)field_at(f, out) = items;
    *field_n_at(f, out) = n;
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): as read_list
static int read_obj(const struct field *f, const json_t *v, struct arena *arena, void *out,
                    struct err *err)
{
    void *inner = arena_alloc(arena, f->of_size);

    fields_init(f->of, inner);
    int rc = fields_read(f->of, v, FIELDS_WHOLE, arena, inner, err);
    if (rc < 0)
        return field_at_path(err, rc, f->name, FIELD_NO_INDEX);
    *(void **)field_at(f, out) = inner;
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): as read_list
static int read_array(const struct field *f, const json_t *v, struct arena *arena, void *out,
                      struct err *err)
{
    if (!json_is_array(v))
        return wrong_type(f->name, "a list", v, err);
    int rc = field_check_length(f, json_array_size(v), err);
    if (rc < 0)
        return rc;
    return f->type == FIELD_T_STRS   ? read_strs(f, v, arena, out, err)
           : f->type == FIELD_T_NUMS ? read_nums(f, v, arena, out, err)
                                     : read_list(f, v, arena, out, err);
}

// NOLINTNEXTLINE(misc-no-recursion): as read_list
static int read_value(const struct field *f, const json_t *v, struct arena *arena, void *out,
                      struct err *err)
{
    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM:
    case FIELD_T_DAY:
    case FIELD_T_TIME:
        if (!json_is_string(v))
            return wrong_type(f->name, "a text", v, err);
        return field_set_str(f, json_string_value(v), json_string_length(v), out, err);
    case FIELD_T_I64: return read_i64(f, v, out, err);
    case FIELD_T_F64:
        if (!json_is_number(v))
            return wrong_type(f->name, "a number", v, err);
        return field_set_f64(f, json_number_value(v), out, err);
    case FIELD_T_BOOL:
        if (!json_is_boolean(v))
            return wrong_type(f->name, "true or false", v, err);
        *(bool *)field_at(f, out) = json_is_true(v);
        return 0;
    case FIELD_T_JSON: return read_json(f, v, out, err);
    case FIELD_T_OBJ: return read_obj(f, v, arena, out, err);
    case FIELD_T_LIST:
    case FIELD_T_STRS:
    case FIELD_T_NUMS: return read_array(f, v, arena, out, err);
    case FIELD_T_END: break;
    }
    return err_set(err, ERR_INTERNAL, f->name, "has no type");
}

int fields_unknown(const struct field *fields, const char *name, struct err *err)
{
    const char *nearest = NULL;
    size_t best = strlen(name) / 3 + 2; /* a name this unlike is no help */

    FIELDS_EACH (f, fields) {
        size_t distance = f->read_only ? SIZE_MAX : str_distance(name, f->name);
        if (distance < best && distance < strlen(f->name)) {
            best = distance;
            nearest = f->name;
        }
    }
    if (nearest)
        return err_set(err, ERR_INVALID, name, "is not a field here; did you mean \"%s\"?",
                       nearest);
    return err_set(err, ERR_INVALID, name, "is not a field here; leave it out");
}

// NOLINTNEXTLINE(misc-no-recursion): as read_list
int fields_read(const struct field *fields, const json_t *obj, enum fields_mode mode,
                struct arena *arena, void *out, struct err *err)
{
    const char *name;
    json_t *v;

    if (!json_is_object(obj))
        return wrong_type(NULL, "an object", obj, err);
    json_object_foreach ((json_t *)obj, name, v) {
        const struct field *f = fields_find(fields, name);
        if (!f)
            return fields_unknown(fields, name, err);
        if (f->read_only)
            return err_set(err, ERR_INVALID, name, "is set by Ripen; leave it out");
        int rc = 0;
        if (!json_is_null(v))
            rc = read_value(f, v, arena, out, err);
        else if (f->required || f->type == FIELD_T_BOOL)
            rc = err_set(err, ERR_INVALID, name, "must not be null");
        else
            field_set_missing(f, out);
        if (rc < 0)
            return rc;
    }
    FIELDS_EACH (f, fields)
        if (mode == FIELDS_WHOLE && f->required && !f->read_only && !json_object_get(obj, f->name))
            return err_set(err, ERR_INVALID, f->name, "is required");
    return 0;
}
