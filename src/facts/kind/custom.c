#include "facts/kind/custom.h"

#include "base/str.h"
#include "custom_sql.h"
#include "facts/kind/touch.h"

#include <stdio.h>
#include <string.h>

const char *const custom_kinds[] = {"account", NULL};
const char *const custom_types[] = {"text", "number", "day", "boolean", NULL};

const struct field custom_field_fields[] = {
    FIELD_ENUM(struct custom_field, kind, custom_kinds, .required = true,
               .help = "The kind of fact that has it"),
    FIELD_STR(struct custom_field, name, .min = 1, .max = CUSTOM_NAME_MAX, .required = true,
              .help = "Lower-case letters, digits and _; filters say custom.NAME"),
    FIELD_STR(struct custom_field, label, .help = "What people see; left out, the name"),
    FIELD_ENUM(struct custom_field, type, custom_types, .required = true,
               .help = "What its values are"),
    FIELD_TIME(struct custom_field, created, .required = true, .read_only = true,
               .help = "When it was declared"),
    FIELD_END,
};

int custom_list(struct conn *c, const char *kind, struct arena *arena, struct custom_field **ret,
                size_t *ret_n, struct err *err)
{
    return db_all(c, sql_custom_list, DB_ARGS(DB_STR("kind", kind)),
                  DB_ROWS(custom_field_fields, ret, ret_n), arena, err);
}

int custom_get(struct conn *c, const char *kind, const char *name, struct arena *arena,
               struct custom_field *ret, struct err *err)
{
    int rc = db_one(c, sql_custom_get, DB_ARGS(DB_STR("kind", kind), DB_STR("name", name)),
                    custom_field_fields, ret, arena, err);

    if (rc == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, NULL,
                       "%ss have no custom field \"%.60s\"; declare it first", kind, name);
    return rc;
}

static int check_name(const char *name, struct err *err)
{
    if (*name >= 'a' && *name <= 'z' &&
        !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")])
        return 0;
    return err_set(err, ERR_INVALID, "name",
                   "must begin with a letter and have lower-case letters, digits and _ only");
}

static int check_room(const struct act *act, const char *kind, struct err *err)
{
    int64_t n = 0;
    int rc = db_i64(act->conn, sql_custom_count, DB_ARGS(DB_STR("kind", kind)), &n, err);

    if (rc == 0 && n >= CUSTOM_FIELDS_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "%ss have %d custom fields, which is the most; "
                       "remove one first",
                       kind, CUSTOM_FIELDS_MAX);
    return rc;
}

static int audit(const struct act *act, const struct custom_field *before,
                 const struct custom_field *after, struct err *err)
{
    const struct custom_field *f = before ? before : after;
    const struct audit_subject subject = {
        "custom_field", arena_printf(act->arena, "%s.%s", f->kind, f->name), custom_field_fields};

    return audit_diff(act, &subject, before, after, err);
}

int custom_declare(const struct act *act, struct custom_field *field, struct err *err)
{
    struct custom_field old;
    int rc = check_name(field->name, err);

    if (rc < 0)
        return rc;
    rc = custom_get(act->conn, field->kind, field->name, act->arena, &old, NULL);
    if (rc == 0 && !str_eq(old.type, field->type))
        return err_set(err, ERR_CONFLICT, "type", "custom field \"%s\" exists with type %s",
                       field->name, old.type);
    if (rc == 0) {
        *field = old;
        return 0;
    }
    rc = check_room(act, field->kind, err);
    if (rc < 0)
        return rc;
    if (!field->label || !*field->label)
        field->label = field->name;
    field->created = act->now_ms;
    rc = db_exec(act->conn, sql_custom_insert, DB_ARGS(DB_ROW(custom_field_fields, field)), err);
    return rc < 0 ? rc : audit(act, NULL, field, err);
}

int custom_relabel(const struct act *act, struct custom_field *field, struct err *err)
{
    struct custom_field before;
    int rc = custom_get(act->conn, field->kind, field->name, act->arena, &before, err);

    if (rc < 0)
        return rc;
    const char *label = field->label && *field->label ? field->label : field->name;
    *field = before;
    field->label = label;
    rc = db_exec(
        act->conn, sql_custom_relabel,
        DB_ARGS(DB_STR("kind", field->kind), DB_STR("name", field->name), DB_STR("label", label)),
        err);
    return rc < 0 ? rc : audit(act, &before, field, err);
}

struct holder {
    int64_t id;
    json_t *custom;
};
static const struct field holder_fields[] = {
    FIELD_I64(struct holder, id),
    FIELD_JSON(struct holder, custom),
    FIELD_END,
};

static int remove_values(const struct act *act, const char *name, struct err *err)
{
    struct holder *holders;
    size_t n;
    int rc = db_all(act->conn, sql_custom_of_accounts, DB_ARGS(),
                    DB_ROWS(holder_fields, &holders, &n), act->arena, err);

    for (size_t i = 0; rc >= 0 && i < n; i++) {
        struct holder *h = &holders[i];
        if (json_object_del(h->custom, name) != 0)
            continue;
        if (!json_object_size(h->custom))
            h->custom = NULL; /* the arena still has it */
        rc = db_exec(act->conn, sql_custom_of_account_set,
                     DB_ARGS(DB_ROW(holder_fields, h), DB_I64("updated", act->now_ms)), err);
        if (rc >= 0)
            rc = facts_touch(act->conn, h->id, err);
    }
    return rc < 0 ? rc : 0;
}

int custom_remove(const struct act *act, const char *kind, const char *name, struct err *err)
{
    struct custom_field before;
    int rc = custom_get(act->conn, kind, name, act->arena, &before, err);

    if (rc == 0)
        rc = remove_values(act, name, err);
    if (rc < 0)
        return rc;
    rc = db_exec(act->conn, sql_custom_delete, DB_ARGS(DB_STR("kind", kind), DB_STR("name", name)),
                 err);
    return rc < 0 ? rc : audit(act, &before, NULL, err);
}

enum field_type custom_field_type(const struct custom_field *field)
{
    static const enum field_type types[] = {FIELD_T_STR, FIELD_T_F64, FIELD_T_DAY, FIELD_T_BOOL};

    return types[str_index(custom_types, field->type)];
}

/* One value of a custom field, so that field tables can read it. */
struct value {
    const char *text;
    double number;
    int32_t day;
    bool boolean;
};
static const struct field value_fields[] = {
    FIELD_STR(struct value, text, .max = CUSTOM_TEXT_MAX),
    FIELD_F64(struct value, number),
    FIELD_DAY(struct value, day),
    FIELD_BOOL(struct value, boolean),
    FIELD_END,
};

static int at_field(const struct custom_field *field, int rc, struct err *err)
{
    if (rc < 0 && err)
        snprintf(err->field, sizeof(err->field), "custom.%s", field->name);
    return rc;
}

static int check_value(const struct act *act, const struct custom_field *field, json_t *value,
                       struct err *err)
{
    struct value out;
    json_t *object = json_object();

    json_object_set(object, field->type, value);
    int rc = fields_read(value_fields, object, FIELDS_WHOLE, act->arena, &out, err);
    json_decref(object);
    return at_field(field, rc, err);
}

int custom_check(const struct act *act, const char *kind, const json_t *values, struct err *err)
{
    struct custom_field field;
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)values, name, value) {
        int rc = custom_get(act->conn, kind, name, act->arena, &field, err);
        if (rc == ERR_NOT_FOUND)
            return err_set(err, ERR_INVALID, "custom",
                           "\"%.60s\" is not a declared custom field; declare it first", name);
        if (rc == 0)
            rc = check_value(act, &field, value, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int custom_value(const struct custom_field *field, const char *text, json_t **ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF json = {0};
    struct value out;
    const struct field *f = fields_find(value_fields, field->type);

    fields_init(value_fields, &out);
    int rc = *text ? field_read_text(f, text, arena, &out, err) : 0;
    if (rc < 0)
        return at_field(field, rc, err);
    if (!*text) {
        *ret = json_null();
        return 0;
    }
    field_write(f, &out, &json);
    *ret = json_loadb(json.data, json.len, JSON_DECODE_ANY, NULL);
    return 0;
}
