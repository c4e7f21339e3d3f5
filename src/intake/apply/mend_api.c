#include "base/str.h"
#include "facts/kind/kind.h"
#include "intake/apply/aside_api.h"
#include "intake/apply/mend.h"
#include "intake/apply/mend_preview.h"
#include "intake/apply/traits.h"

#include <string.h>

#define RULES_MAX 200 /* each looks at every event */

struct mend_list {
    struct mend *items;
    size_t n_items;
};
static const struct field mend_list_fields[] = {
    FIELD_LIST(struct mend_list, items, mend, .required = true),
    FIELD_END,
};

HANDLER(mend_list_get, nothing, mend_list)
{
    struct mends *m;
    int rc = mends_load(r->conn, &m, &r->err);

    if (rc < 0)
        return rc;
    arena_defer(r->arena, (void (*)(void *))mends_free, m);
    out->items = m->items;
    out->n_items = m->n;
    return 0;
}

/* What an action needs besides. */
static int check(struct req *r, const struct mend *m)
{
    bool is_drop = str_eq(m->action, "drop");

    if (!is_drop && !m->value)
        return err_set(&r->err, ERR_INVALID, "value", "is required to %s an event",
                       str_eq(m->action, "rename") ? "rename" : "give an account to");
    if (is_drop && !m->type && !m->name && !m->reason && !m->source)
        return err_set(
            &r->err, ERR_INVALID, "name",
            "is required, or a type, reason or source: this rule would drop every event");
    if (!str_eq(m->action, "account_from"))
        return 0;
    if (str_starts(m->value, "properties.") || str_starts(m->value, "traits.") ||
        str_starts(m->value, "context."))
        return 0;
    return err_set(&r->err, ERR_INVALID, "value",
                   "must be a path that begins with properties., traits. or context.");
}

HANDLER(mend_create, mend, mend)
{
    const struct act act = req_act(r);
    int rc = check(r, in);

    *out = *in;
    out->created = r->now_ms;
    out->created_by = r->who.name;
    if (rc == 0)
        rc = mend_insert(&act, out, RULES_MAX, &r->err);
    const struct audit_subject subject = {"event_rule", "", mend_fields};
    return rc < 0 ? rc : audit_diff(&act, &subject, NULL, out, &r->err);
}

/* A value that is not given yet is no fault: whoever asks is still choosing. */
HANDLER(mend_preview_post, mend, mend_preview)
{
    struct mend m = *in;
    int rc = m.value ? check(r, &m) : 0;

    return rc < 0 ? rc : mend_preview_read(r->conn, &m, r->arena, out, &r->err);
}

struct mend_ref {
    int64_t id;
};
static const struct field mend_ref_fields[] = {
    FIELD_I64(struct mend_ref, id, .min = 1, .required = true),
    FIELD_END,
};

HANDLER(mend_delete_one, mend_ref, nothing)
{
    const struct act act = req_act(r);
    const char *key = arena_printf(r->arena, "%lld", (long long)in->id);
    int rc = mend_delete(&act, in->id, &r->err);

    return rc < 0 ? rc
                  : audit_log(&act,
                              &(struct audit_change){
                                  .action = "delete", .kind = "event_rule", .key = key},
                              &r->err);
}

struct event_traits {
    json_t *contact, *account;
};
static const struct field event_traits_fields[] = {
    FIELD_JSON(struct event_traits, contact,
               .help = "Traits of identify calls (paths such as address.country) and the fields of "
                       "contacts that they fill"),
    FIELD_JSON(struct event_traits, account,
               .help = "Traits of group calls and the fields of accounts that they fill; custom "
                       "fields as custom.NAME"),
    FIELD_END,
};

/* The same with what may be chosen. */
struct event_traits_now {
    json_t *contact, *account, *contact_default, *account_default;
    const char **contact_fields, **account_fields;
    size_t n_contact_fields, n_account_fields;
};
static const struct field event_traits_now_fields[] = {
    FIELD_JSON(struct event_traits_now, contact, .required = true,
               .help = "Traits of identify calls and the fields of contacts that they fill; of two "
                       "for one field the first that is there counts"),
    FIELD_JSON(struct event_traits_now, account, .required = true,
               .help = "Traits of group calls and the fields of accounts that they fill"),
    FIELD_JSON(struct event_traits_now, contact_default, .required = true,
               .help = "The same as long as nobody has changed it"),
    FIELD_JSON(struct event_traits_now, account_default, .required = true),
    FIELD_STRS(struct event_traits_now, contact_fields, .max = 500,
               .help = "Fields of contacts that traits may fill"),
    FIELD_STRS(struct event_traits_now, account_fields, .max = 500,
               .help = "Fields of accounts that traits may fill"),
    FIELD_END,
};

static int traits_out(struct req *r, struct event_traits *out)
{
    json_t *map;
    int rc = trait_map_read(r->conn, r->arena, &map, &r->err);

    if (rc < 0)
        return rc;
    out->contact = json_object_get(map, "contact");
    out->account = json_object_get(map, "account");
    return 0;
}

static int traits_now(struct req *r, struct event_traits_now *out)
{
    struct event_traits now = {NULL};
    const json_t *defaults = trait_map_defaults(r->arena);
    int rc = traits_out(r, &now);

    out->contact = now.contact;
    out->account = now.account;
    out->contact_default = json_object_get(defaults, "contact");
    out->account_default = json_object_get(defaults, "account");
    if (rc == 0)
        rc = trait_fields(r->conn, &contact_kind, r->arena, &out->contact_fields,
                          &out->n_contact_fields, &r->err);
    if (rc == 0)
        rc = trait_fields(r->conn, &account_kind, r->arena, &out->account_fields,
                          &out->n_account_fields, &r->err);
    return rc;
}

HANDLER(traits_get, nothing, event_traits_now)
{
    return traits_now(r, out);
}

HANDLER(traits_change, event_traits, event_traits_now)
{
    const struct act act = req_act(r);
    struct event_traits before = {NULL}, after = {NULL};
    json_t *map;
    int rc = traits_out(r, &before);

    if (rc == 0)
        rc = trait_map_read(r->conn, r->arena, &map, &r->err);
    if (rc < 0)
        return rc;
    if (in->contact)
        json_object_set(map, "contact", in->contact);
    if (in->account)
        json_object_set(map, "account", in->account);
    rc = trait_map_check(map, &r->err);
    if (rc == 0)
        rc = trait_map_save(&act, map, &r->err);
    if (rc == 0)
        rc = traits_out(r, &after);
    const struct audit_subject subject = {"settings", "event_traits", event_traits_fields};
    if (rc == 0)
        rc = audit_diff(&act, &subject, &before, &after, &r->err);
    return rc < 0 ? rc : traits_now(r, out);
}

/* clang-format off */
const struct endpoint mend_endpoints[] = {
    {"GET", "/api/v1/event-rules", "Rules that mend events before they are counted, in their order", .tag = "import",
     .role = ROLE_VIEWER, .out = SHAPE(mend_list), .fn = mend_list_get_call},
    {"POST", "/api/v1/event-rules", "Add a rule behind the others", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(mend), .out = SHAPE(mend), .fn = mend_create_call,
     .help = "It is in force within some seconds. To events that were set aside before it is applied when "
             "they are sent again."},
    {"POST", "/api/v1/event-rules/preview", "What a rule would do to what is set aside", .tag = "import",
     .role = ROLE_VIEWER, .in = SHAPE(mend), .out = SHAPE(mend_preview), .fn = mend_preview_post_call,
     .tx = TX_READ, .status = 200,
     .help = "Reckoned as sending again would, with the rules there are and this one behind them. Nothing is "
             "changed: neither is the rule made nor is anything sent again."},
    {"DELETE", "/api/v1/event-rules/{id}", "Delete a rule", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(mend_ref), .fn = mend_delete_one_call},
    {"GET", "/api/v1/event-traits", "Which traits of identify and group calls fill which fields", .tag = "import",
     .role = ROLE_VIEWER, .out = SHAPE(event_traits_now), .fn = traits_get_call},
    {"PATCH", "/api/v1/event-traits", "Change which traits fill which fields", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(event_traits), .out = SHAPE(event_traits_now), .fn = traits_change_call, .is_patch = true,
     .help = "What is given takes the place of the whole list for contacts, or for accounts."},
    ENDPOINT_END,
};
/* clang-format on */
