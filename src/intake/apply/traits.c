#include "intake/apply/traits.h"

#include "base/str.h"
#include "facts/kind/custom.h"
#include "json/parse.h"
#include "traits_sql.h"

#include <string.h>

struct pair {
    const char *path, *field;
};
struct pairs {
    struct pair *items;
    size_t n;
};
struct trait_map {
    struct pairs contact, account;
    struct custom_field *custom;
    size_t n_custom;
};

/* Of two traits for one field the first that is there counts. */
static const char *const contact_defaults[][2] = {
    {"name", "name"},        {"email", "email"},       {"title", "title"},
    {"jobTitle", "title"},   {"job_title", "title"},   {"department", "stakeholder_group"},
    {"createdAt", "joined"}, {"created_at", "joined"},
};
static const char *const account_defaults[][2] = {
    {"name", "name"},           {"industry", "industry"},
    {"employees", "employees"}, {"plan", "plan"},
    {"seats", "seats"},         {"address.country", "location"},
    {"country", "location"},    {"website", "custom.website"},
    {"phone", "custom.phone"},  {"createdAt", "start"},
    {"created_at", "start"},
};

static json_t *defaults_of(const char *const (*pairs)[2], size_t n)
{
    json_t *o = json_object();

    for (size_t i = 0; i < n; i++)
        json_object_set_new(o, pairs[i][0], json_string(pairs[i][1]));
    return o;
}

static json_t *defaults(void)
{
    json_t *map = json_object();

    json_object_set_new(map, "contact", defaults_of(contact_defaults, ARRAY_LEN(contact_defaults)));
    json_object_set_new(map, "account", defaults_of(account_defaults, ARRAY_LEN(account_defaults)));
    return map;
}

/* Only members that a stranger may set: not the key, nor what Ripen sets itself. */
static bool is_field(const struct kind *kind, const char *name)
{
    const struct field *f = fields_find(kind->shape.fields, name);

    if (str_starts(name, "custom."))
        return kind == &account_kind && strlen(name) > strlen("custom.");
    return f && !f->read_only && !str_eq(name, "key") && !kind_ref_of(kind, name) &&
           !str_eq(name, "known") && f->type != FIELD_T_JSON;
}

static int check_kind(const struct kind *kind, const json_t *map, struct err *err)
{
    const char *path;
    json_t *field;

    if (map && !json_is_object(map))
        return err_set(err, ERR_INVALID, kind->name,
                       "must be an object of traits and the fields that they fill");
    json_object_foreach ((json_t *)map, path, field) {
        if (json_is_string(field) && is_field(kind, json_string_value(field)))
            continue;
        err_set(err, ERR_INVALID, NULL, "\"%.60s\" is no field of %s that events may set",
                json_is_string(field) ? json_string_value(field) : "?", kind->plural);
        snprintf(err->field, sizeof(err->field), "%s.%.50s", kind->name, path);
        return ERR_INVALID;
    }
    return 0;
}

int trait_map_check(const json_t *map, struct err *err)
{
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)map, name, value)
        if (!str_eq(name, "contact") && !str_eq(name, "account"))
            return err_set(err, ERR_INVALID, name, "is none of contact and account");
    int rc = check_kind(&contact_kind, json_object_get(map, "contact"), err);
    return rc < 0 ? rc : check_kind(&account_kind, json_object_get(map, "account"), err);
}

int trait_map_read(struct conn *c, struct arena *arena, json_t **ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    json_t *map = json_keep(arena, defaults());
    int rc = db_query(c, sql_traits_setting, DB_ARGS(), &q, err);

    if (rc == 0 && (rc = db_next(q, err)) > 0) {
        AUTO(json_t) set = NULL;
        const char *text = db_col_str(q, 0);
        rc = json_parse(text, strlen(text), &set, err);
        if (rc == 0)
            json_object_update(map, set); /* a kind's map as a whole */
    }
    if (rc < 0)
        return rc;
    *ret = map;
    return 0;
}

json_t *trait_map_defaults(struct arena *arena)
{
    return json_keep(arena, defaults());
}

int trait_fields(struct conn *c, const struct kind *kind, struct arena *arena, const char ***ret,
                 size_t *ret_n, struct err *err)
{
    struct custom_field *custom = NULL;
    size_t n_custom = 0, n_fields = 0, n = 0;
    int rc = kind == &account_kind ? custom_list(c, kind->name, arena, &custom, &n_custom, err) : 0;

    if (rc < 0)
        return rc;
    while (kind->shape.fields[n_fields].name)
        n_fields++;
    const char **names = ARENA_ARRAY(arena, n_fields + n_custom + 1, const char *);
    for (size_t i = 0; i < n_fields; i++)
        if (is_field(kind, kind->shape.fields[i].name))
            names[n++] = kind->shape.fields[i].name;
    for (size_t i = 0; i < n_custom; i++)
        names[n++] = arena_printf(arena, "custom.%s", custom[i].name);
    *ret = names;
    *ret_n = n;
    return 0;
}

int trait_map_save(const struct act *act, const json_t *map, struct err *err)
{
    char *text = json_dumps(map, JSON_COMPACT);
    int rc = db_exec(act->conn, sql_traits_set, DB_ARGS(DB_STR("value", text)), err);

    free(text);
    return rc < 0 ? rc : 0;
}

static struct pairs pairs_of(const json_t *map, struct arena *arena)
{
    struct pairs p = {ARENA_ARRAY(arena, json_object_size(map) + 1, struct pair), 0};
    const char *path;
    json_t *field;

    json_object_foreach ((json_t *)map, path, field)
        p.items[p.n++] = (struct pair){path, json_string_value(field)};
    return p;
}

int trait_map_load(struct conn *c, struct arena *arena, struct trait_map **ret, struct err *err)
{
    struct trait_map *m = ARENA_NEW(arena, struct trait_map);
    json_t *map;
    int rc = trait_map_read(c, arena, &map, err);

    if (rc == 0)
        rc = custom_list(c, "account", arena, &m->custom, &m->n_custom, err);
    if (rc < 0)
        return rc;
    m->contact = pairs_of(json_object_get(map, "contact"), arena);
    m->account = pairs_of(json_object_get(map, "account"), arena);
    *ret = m;
    return 0;
}

static const json_t *at_path(const json_t *o, const char *path)
{
    const json_t *whole = json_object_get(o, path); /* a name may hold a point itself */
    char name[128];

    while (!whole && o && *path) {
        size_t n = strcspn(path, ".");
        str_copy(name, n + 1 < sizeof(name) ? n + 1 : sizeof(name), path);
        o = json_object_get(o, name);
        path += path[n] ? n + 1 : n;
        if (!*path)
            return o;
    }
    return whole;
}

/* A trait as text; NULL for what is empty, or a list or object. */
static const char *text_of(const json_t *v, struct arena *arena)
{
    if (json_is_string(v))
        return *json_string_value(v) ? json_string_value(v) : NULL;
    if (json_is_boolean(v))
        return json_is_true(v) ? "true" : "false";
    if (json_is_integer(v))
        return arena_printf(arena, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return arena_printf(arena, "%.17g", json_real_value(v));
    return NULL;
}

/* A day as the clients write it: a date, a time, or seconds or milliseconds since 1970. */
static const char *day_text(const char *text, struct arena *arena)
{
    int64_t ms;
    double number;
    char day[16];

    if (str_to_f64(text, &number) && fabs(number) < 1e14)
        ms = (int64_t)(fabs(number) < 1e11 ? number * 1000 : number);
    else if (!time_parse(text, &ms))
        return text;
    return arena_strdup(arena, day_format(day_of_time(ms), day));
}

static int take(const struct kind *kind, const struct pair *p, const char *text,
                struct arena *arena, void *row, struct err *err)
{
    const struct field *f = fields_find(kind->shape.fields, p->field);
    const char *value = f->type == FIELD_T_DAY ? day_text(text, arena) : kind_value(kind, f, text);
    int rc = field_read_text(f, value ? value : text, arena, row, err);

    if (rc < 0 && err)
        str_copy(err->field, sizeof(err->field), p->path);
    return rc;
}

static int take_pairs(const struct kind *kind, const struct pairs *pairs, const json_t *traits,
                      struct arena *arena, void *row, kind_mask *given, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < pairs->n; i++) {
        const struct pair *p = &pairs->items[i];
        const char *text = text_of(at_path(traits, p->path), arena);
        kind_mask bit = kind_mask_of(kind, p->field);
        if (!text || str_starts(p->field, "custom.") || (*given & bit))
            continue;
        rc = take(kind, p, text, arena, row, err);
        *given |= bit;
    }
    return rc;
}

static int parse(const char *text, size_t n, struct arena *arena, json_t **ret, struct err *err)
{
    json_t *v = NULL;
    int rc = json_parse(text, n, &v, err);

    if (rc < 0) {
        err_prefix(err, "the traits cannot be read");
        return err_set(err, ERR_INVALID, "traits", "%s", arena_strdup(arena, err->text));
    }
    *ret = json_keep(arena, v);
    return 0;
}

/* People who are known by their two names only. */
static void join_names(const json_t *traits, struct arena *arena, struct contact *row,
                       kind_mask *given)
{
    static const char *const spellings[][2] = {{"firstName", "lastName"},
                                               {"first_name", "last_name"}};

    for (size_t i = 0; !row->name && i < ARRAY_LEN(spellings); i++) {
        const char *first = text_of(json_object_get(traits, spellings[i][0]), arena);
        const char *last = text_of(json_object_get(traits, spellings[i][1]), arena);
        if (!first && !last)
            continue;
        row->name = arena_printf(arena, "%.120s%s%.120s", first ? first : "",
                                 first && last ? " " : "", last ? last : "");
        *given |= kind_mask_of(&contact_kind, "name");
    }
}

int traits_to_contact(const struct trait_map *map, const char *traits, size_t n,
                      struct arena *arena, struct contact *row, kind_mask *given, struct err *err)
{
    json_t *o;
    int rc = parse(traits, n, arena, &o, err);

    if (rc == 0)
        rc = take_pairs(&contact_kind, &map->contact, o, arena, row, given, err);
    if (rc == 0)
        join_names(o, arena, row, given);
    return rc;
}

/* The trait that a custom field takes: the one mapped to it, or the one of its name. */
static const json_t *custom_trait(const struct trait_map *map, const struct custom_field *f,
                                  const json_t *traits)
{
    for (size_t i = 0; i < map->account.n; i++) {
        const struct pair *p = &map->account.items[i];
        if (str_starts(p->field, "custom.") && str_eq(p->field + strlen("custom."), f->name))
            return at_path(traits, p->path);
    }
    return json_object_get(traits, f->name);
}

static int take_custom(const struct trait_map *map, const json_t *traits, struct arena *arena,
                       struct account *row, kind_mask *given, struct err *err)
{
    for (size_t i = 0; i < map->n_custom; i++) {
        const struct custom_field *f = &map->custom[i];
        const char *text = text_of(custom_trait(map, f, traits), arena);
        json_t *value = NULL;
        if (!text)
            continue;
        if (str_eq(f->type, "day"))
            text = day_text(text, arena);
        int rc = custom_value(f, text, &value, err);
        if (rc < 0)
            return rc;
        if (!row->custom)
            row->custom = json_keep(arena, json_object());
        json_object_set_new(row->custom, f->name, value);
        *given |= kind_mask_of(&account_kind, "custom");
    }
    return 0;
}

int traits_to_account(const struct trait_map *map, const char *traits, size_t n,
                      struct arena *arena, struct account *row, kind_mask *given, struct err *err)
{
    json_t *o;
    int rc = parse(traits, n, arena, &o, err);

    if (rc == 0)
        rc = take_pairs(&account_kind, &map->account, o, arena, row, given, err);
    return rc < 0 ? rc : take_custom(map, o, arena, row, given, err);
}
