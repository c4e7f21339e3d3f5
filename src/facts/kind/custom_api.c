#include "facts/kind/custom_api.h"

#include "facts/kind/act.h"
#include "facts/kind/custom.h"

struct custom_list_in {
    const char *kind;
};
static const struct field custom_list_in_fields[] = {
    FIELD_ENUM(struct custom_list_in, kind, custom_kinds, .help = "Of this kind only"),
    FIELD_END,
};

struct custom_field_list {
    struct custom_field *items;
    size_t n_items;
};
static const struct field custom_field_list_fields[] = {
    FIELD_LIST(struct custom_field_list, items, custom_field, .required = true,
               .help = "By kind and name"),
    FIELD_END,
};

struct custom_path {
    const char *kind, *name;
    const char *label;
};
static const struct field custom_path_fields[] = {
    FIELD_ENUM(struct custom_path, kind, custom_kinds, .required = true, .help = "Its kind"),
    FIELD_STR(struct custom_path, name, .min = 1, .max = CUSTOM_NAME_MAX, .required = true,
              .help = "Its name"),
    FIELD_END,
};

/* struct custom_path as well: only the label changes. */
static const struct field custom_label_fields[] = {
    FIELD_ENUM(struct custom_path, kind, custom_kinds, .required = true, .help = "Its kind"),
    FIELD_STR(struct custom_path, name, .min = 1, .max = CUSTOM_NAME_MAX, .required = true,
              .help = "Its name"),
    FIELD_STR(struct custom_path, label, .help = "What people see; null: the name"),
    FIELD_END,
};

HANDLER(list, custom_list_in, custom_field_list)
{
    return custom_list(r->conn, in->kind, r->arena, &out->items, &out->n_items, &r->err);
}

HANDLER(declare, custom_field, custom_field)
{
    const struct act act = act_of(r);

    *out = *in;
    return custom_declare(&act, out, &r->err);
}

HANDLER(relabel, custom_path, custom_field)
{
    const struct act act = act_of(r);

    out->kind = in->kind;
    out->name = in->name;
    out->label = in->label;
    return custom_relabel(&act, out, &r->err);
}

HANDLER(remove_field, custom_path, nothing)
{
    const struct act act = act_of(r);

    return custom_remove(&act, in->kind, in->name, &r->err);
}

#define ALL "/api/v1/custom-fields"
#define ONE "/api/v1/custom-fields/{kind}/{name}"

const struct endpoint custom_endpoints[] = {
    {"GET", ALL, "List the declared custom fields", "facts", ROLE_VIEWER,
     .in = SHAPE(custom_list_in), .out = SHAPE(custom_field_list), .fn = list_call},
    {"POST", ALL, "Declare a custom field", "facts", ROLE_MANAGER, .in = SHAPE(custom_field),
     .out = SHAPE(custom_field), .fn = declare_call,
     .help = "Declaring a field again with the same type changes nothing."},
    {"PATCH", ONE, "Give a custom field another label", "facts", ROLE_MANAGER,
     .in = {custom_label_fields, sizeof(struct custom_path), "custom_label"},
     .out = SHAPE(custom_field), .fn = relabel_call, .is_patch = true},
    {"DELETE", ONE, "Remove a custom field and its values", "facts", ROLE_MANAGER,
     .in = SHAPE(custom_path), .fn = remove_field_call},
    ENDPOINT_END,
};
