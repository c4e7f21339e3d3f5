#include "json/schema.h"

#include "json/parse.h"

#include <string.h>

static const char *const suffixes[] = {
    [SCHEMA_OUT] = "", [SCHEMA_IN] = "Input", [SCHEMA_PATCH] = "Patch"};

static char upper(char c)
{
    if (c < 'a' || c > 'z')
        return c;
    return (char)(c - 'a' + 'A');
}

/* Without an ending that says what the suffix will say. */
static size_t stem_length(const char *shape, enum schema_side side)
{
    static const char *const endings[][2] = {[SCHEMA_OUT] = {"_out", "_out"},
                                             [SCHEMA_IN] = {"_in", "_in"},
                                             [SCHEMA_PATCH] = {"_patch", "_in"}};
    size_t n = strlen(shape);

    for (size_t i = 0; i < 2; i++) {
        size_t ending = strlen(endings[side][i]);
        if (n > ending && strcmp(shape + n - ending, endings[side][i]) == 0)
            return n - ending;
    }
    return n;
}

void schema_name(const char *shape, enum schema_side side, struct buf *out)
{
    size_t n = stem_length(shape, side);

    for (size_t i = 0; i < n; i++) {
        bool is_first = i == 0 || shape[i - 1] == '_';
        char c = shape[i];
        if (is_first)
            c = upper(c);
        if (c != '_')
            buf_char(out, c);
    }
    buf_str(out, suffixes[side]);
}

static json_t *reference(const char *shape, enum schema_side side)
{
    AUTO_BUF b = {0};

    buf_str(&b, "#/components/schemas/");
    schema_name(shape, side, &b);
    return json_pack("{s:s}", "$ref", buf_text(&b));
}

static void set(json_t *schema, const char *key, json_t *value)
{
    json_object_set_new(schema, key, value);
}

/* A client is told the bounds; what the server writes it only needs to know the type of. Bytes
 * bound characters from above; from below they only say whether a text may be empty. */
static json_t *text_schema(const struct field *f, enum schema_side side)
{
    json_t *s = json_pack("{s:s}", "type", "string");

    if (side == SCHEMA_OUT)
        return s;
    if (f->min > 0)
        set(s, "minLength", json_integer(1));
    set(s, "maxLength", json_integer(f->max));
    return s;
}

static json_t *enum_schema(const char *const *values)
{
    json_t *list = json_array();

    for (size_t i = 0; values[i]; i++)
        json_array_append_new(list, json_string(values[i]));
    return json_pack("{s:s,s:o}", "type", "string", "enum", list);
}

static json_t *i64_schema(const struct field *f, enum schema_side side)
{
    json_t *s = json_pack("{s:s,s:s}", "type", "integer", "format", "int64");

    if (side != SCHEMA_OUT) {
        set(s, "minimum", json_integer(f->min));
        set(s, "maximum", json_integer(f->max));
    }
    return s;
}

static json_t *f64_schema(const struct field *f, enum schema_side side)
{
    json_t *s = json_pack("{s:s,s:s}", "type", "number", "format", "double");

    if (side != SCHEMA_OUT) {
        set(s, "minimum", json_real(f->fmin));
        set(s, "maximum", json_real(f->fmax));
    }
    return s;
}

static json_t *list_schema(const struct field *f, enum schema_side side)
{
    json_t *items = NULL;

    if (f->type == FIELD_T_LIST)
        items = reference(f->of_name, side == SCHEMA_PATCH ? SCHEMA_IN : side);
    else if (f->type == FIELD_T_NUMS)
        items = json_pack("{s:[s,s]}", "type", "number", "null");
    else if (f->values)
        items = enum_schema(f->values);
    else
        items = json_pack("{s:s}", "type", "string");
    json_t *s = json_pack("{s:s,s:o}", "type", "array", "items", items);
    if (side != SCHEMA_OUT) {
        if (f->min > 0)
            set(s, "minItems", json_integer(f->min));
        set(s, "maxItems", json_integer(f->max));
    }
    return s;
}

static json_t *plain_schema(const struct field *f, enum schema_side side)
{
    switch (f->type) {
    case FIELD_T_STR: return text_schema(f, side);
    case FIELD_T_ENUM: return enum_schema(f->values);
    case FIELD_T_I64: return i64_schema(f, side);
    case FIELD_T_F64: return f64_schema(f, side);
    case FIELD_T_BOOL: return json_pack("{s:s}", "type", "boolean");
    case FIELD_T_DAY: return json_pack("{s:s,s:s}", "type", "string", "format", "date");
    case FIELD_T_TIME: return json_pack("{s:s,s:s}", "type", "string", "format", "date-time");
    case FIELD_T_JSON: return json_pack("{s:s,s:b}", "type", "object", "additionalProperties", 1);
    case FIELD_T_OBJ: return reference(f->of_name, side == SCHEMA_PATCH ? SCHEMA_IN : side);
    case FIELD_T_LIST:
    case FIELD_T_STRS:
    case FIELD_T_NUMS: return list_schema(f, side);
    case FIELD_T_END: break;
    }
    return json_object();
}

/* The same, or null. */
static json_t *nullable(json_t *s)
{
    json_t *type = json_object_get(s, "type"), *values = json_object_get(s, "enum");

    if (!type)
        return json_pack("{s:[o,{s:s}]}", "oneOf", s, "type", "null");
    if (values)
        json_array_append_new(values, json_null());
    set(s, "type", json_pack("[O,s]", type, "null"));
    return s;
}

/* Lists the server writes are never null, nor are booleans of either side. */
static bool may_be_null(const struct field *f, enum schema_side side)
{
    bool is_list = f->type == FIELD_T_LIST || f->type == FIELD_T_STRS || f->type == FIELD_T_NUMS;

    return !f->required && f->type != FIELD_T_BOOL && !(is_list && side == SCHEMA_OUT);
}

json_t *schema_of_field(const struct field *f, enum schema_side side)
{
    json_t *s = plain_schema(f, side);
    AUTO_BUF about = {0};

    if (may_be_null(f, side))
        s = nullable(s);
    buf_str(&about, f->help ? f->help : "");
    if (f->unit)
        buf_printf(&about, "%s(%s)", f->help ? " " : "", f->unit);
    if (about.len)
        set(s, "description", json_string(about.data));
    return s;
}

static json_t *shape_schema(const struct shape *shape, enum schema_side side)
{
    json_t *properties = json_object(), *required = json_array();

    FIELDS_EACH (f, shape->fields) {
        if (side != SCHEMA_OUT && f->read_only)
            continue;
        set(properties, f->name, schema_of_field(f, side));
        if (side == SCHEMA_OUT || (side == SCHEMA_IN && f->required))
            json_array_append_new(required, json_string(f->name));
    }
    json_t *s = json_pack("{s:s,s:o,s:b}", "type", "object", "properties", properties,
                          "additionalProperties", 0);
    if (json_array_size(required))
        set(s, "required", required);
    else
        json_decref(required);
    return s;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as somebody wrote tables
int schema_add(json_t *components, const struct shape *shape, enum schema_side side,
               struct err *err)
{
    AUTO_BUF name = {0};
    AUTO(json_t) schema = shape_schema(shape, side);

    schema_name(shape->name, side, &name);
    const json_t *there = json_object_get(components, buf_text(&name));
    if (there && json_equal(there, schema))
        return 0;
    if (there)
        return err_set(err, ERR_INTERNAL, shape->name,
                       "two different structs would both be called %s in OpenAPI; rename one",
                       buf_text(&name));
    json_object_set(components, buf_text(&name), schema);
    FIELDS_EACH (f, shape->fields) {
        if (!f->of || (side != SCHEMA_OUT && f->read_only))
            continue;
        struct shape inner = {f->of, f->of_size, f->of_name};
        int rc = schema_add(components, &inner, side == SCHEMA_OUT ? SCHEMA_OUT : SCHEMA_IN, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}
