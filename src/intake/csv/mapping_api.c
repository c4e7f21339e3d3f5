#include "intake/csv/mapping_api.h"

#include "base/str.h"
#include "intake/csv/import_store.h"
#include "intake/csv/target.h"

#include <ctype.h>
#include <string.h>

struct mapping_page {
    struct saved_mapping *items;
    size_t n_items;
};
static const struct field mapping_page_fields[] = {
    FIELD_LIST(struct mapping_page, items, saved_mapping, .required = true),
    FIELD_END,
};

HANDLER(mappings_get, nothing, mapping_page)
{
    return mapping_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

HANDLER(mapping_post, saved_mapping, saved_mapping)
{
    struct act act = req_act(r);

    *out = *in;
    return mapping_save(&act, out, &r->err);
}

struct mapping_ref {
    const char *name;
};
static const struct field mapping_ref_fields[] = {
    FIELD_STR(struct mapping_ref, name, .min = 1, .max = 80, .required = true),
    FIELD_END,
};

HANDLER(mapping_delete_one, mapping_ref, nothing)
{
    struct act act = req_act(r);
    return mapping_delete(&act, in->name, &r->err);
}

static const char *const target_types[] = {"text",   "choice", "whole", "number", "money",
                                           "yes_no", "day",    "time",  "list",   NULL};

struct import_target {
    const char *name, *label, *type;
    bool required;
    const char *help;
    const char **choices;
    size_t n_choices;
};
static const struct field import_target_fields[] = {
    FIELD_STR(struct import_target, name, .required = true, .help = "To be named in a mapping"),
    FIELD_STR(struct import_target, label, .required = true),
    FIELD_ENUM(struct import_target, type, target_types, .required = true),
    FIELD_BOOL(struct import_target, required, .required = true),
    FIELD_STR(struct import_target, help, .max = 1000),
    FIELD_STRS(struct import_target, choices, .required = true, .help = "Of a choice"),
    FIELD_END,
};

struct import_kind {
    const char *kind, *label;
    bool has_custom;
    struct import_target *fields;
    size_t n_fields;
};
static const struct field import_kind_fields[] = {
    FIELD_STR(struct import_kind, kind, .required = true),
    FIELD_STR(struct import_kind, label, .required = true),
    FIELD_BOOL(struct import_kind, has_custom, .required = true,
               .help = "custom.NAME may be any name; the field is declared by the import"),
    FIELD_LIST(struct import_kind, fields, import_target, .required = true),
    FIELD_END,
};

struct import_targets {
    struct import_kind *kinds;
    size_t n_kinds;
};
static const struct field import_targets_fields[] = {
    FIELD_LIST(struct import_targets, kinds, import_kind, .required = true),
    FIELD_END,
};

/* "first_response" -> "First response" */
static const char *label_of(const char *name, struct arena *arena)
{
    char *label = arena_strdup(arena, name);

    label[0] = (char)toupper((unsigned char)label[0]);
    for (char *s = label; *s; s++)
        if (*s == '_')
            *s = ' ';
    return label;
}

static const char *type_of(const struct field *f, bool is_money)
{
    switch (f->type) {
    case FIELD_T_ENUM: return "choice";
    case FIELD_T_I64: return is_money ? "money" : "whole";
    case FIELD_T_F64: return "number";
    case FIELD_T_BOOL: return "yes_no";
    case FIELD_T_DAY: return "day";
    case FIELD_T_TIME: return "time";
    case FIELD_T_STRS: return "list";
    default: return "text";
    }
}

static struct import_target describe(const struct field *f, struct arena *arena)
{
    bool is_money = target_is_cents(f);
    const char *name = target_name(&(struct target){.field = f, .is_units = is_money}, arena);
    struct import_target t = {.name = name,
                              .label = label_of(name, arena),
                              .type = type_of(f, is_money),
                              .required = f->required && f->type != FIELD_T_BOOL,
                              .help = f->help};

    for (; f->values && f->values[t.n_choices]; t.n_choices++)
        ;
    t.choices = ARENA_ARRAY(arena, t.n_choices, const char *);
    if (t.n_choices)
        memcpy(t.choices, f->values, t.n_choices * sizeof(*t.choices));
    return t;
}

HANDLER(import_fields_get, nothing, import_targets)
{
    struct subject s;
    size_t n = 0;

    while (subject_at(n, &s))
        n++;
    out->kinds = ARENA_ARRAY(r->arena, n, struct import_kind);
    for (; subject_at(out->n_kinds, &s); out->n_kinds++) {
        struct import_kind *k = &out->kinds[out->n_kinds];
        *k = (struct import_kind){.kind = s.name, .label = s.label};
        k->fields = ARENA_ARRAY(r->arena, fields_count(s.shape.fields), struct import_target);
        FIELDS_EACH (f, s.shape.fields) {
            if (str_eq(f->name, "custom"))
                k->has_custom = true;
            else if (!f->read_only)
                k->fields[k->n_fields++] = describe(f, r->arena);
        }
    }
    return 0;
}

/* clang-format off */
const struct endpoint mapping_endpoints[] = {
    {"GET", "/api/v1/import-fields", "What columns can be mapped to", .tag = "import",
     .role = ROLE_VIEWER, .out = SHAPE(import_targets), .fn = import_fields_get_call, .tx = TX_NONE},
    {"GET", "/api/v1/mappings", "Saved mappings", .tag = "import", .role = ROLE_VIEWER,
     .out = SHAPE(mapping_page), .fn = mappings_get_call},
    {"POST", "/api/v1/mappings", "Save a mapping", .tag = "import", .role = ROLE_MANAGER,
     .help = "One of the same name is replaced.", .in = SHAPE(saved_mapping),
     .out = SHAPE(saved_mapping), .fn = mapping_post_call},
    {"DELETE", "/api/v1/mappings/{name}", "Delete a mapping", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(mapping_ref), .fn = mapping_delete_one_call},
    ENDPOINT_END,
};
/* clang-format on */
