#include "intake/apply/mend.h"

#include "base/str.h"
#include "facts/kind/kind.h"
#include "json/parse.h"
#include "mend_sql.h"

#include <string.h>

const char *const mend_actions[] = {"rename", "drop", "account", "account_from", NULL};

const struct field mend_fields[] = {
    FIELD_I64(struct mend, id, .required = true, .read_only = true),
    FIELD_STR(struct mend, source, .max = KIND_KEY_MAX,
              .help = "Key of the source; left out, events of every source"),
    FIELD_ENUM(struct mend, type, event_type_names, .help = "Kind of call; left out, all"),
    FIELD_STR(struct mend, name,
              .help =
                  "Name of the event; with a * at its end all names that begin so; left out, all"),
    FIELD_ENUM(struct mend, reason, event_fault_names,
               .help = "Only events that would be set aside for this reason; left out, all events"),
    FIELD_ENUM(struct mend, action, mend_actions, .required = true,
               .help = "rename: it gets another name; drop: it is not counted; account: it is that "
                       "account's; account_from: its account's key stands at a path"),
    FIELD_STR(struct mend, value,
              .help = "The new name, the account's key, or a path such as properties.company_id"),
    FIELD_TIME(struct mend, created, .required = true, .read_only = true),
    FIELD_STR(struct mend, created_by, .read_only = true),
    FIELD_END,
};
/* What a row has besides. */
static const struct field mend_row_fields[] = {
    FIELD_I64(struct mend, id),
    FIELD_STR(struct mend, source),
    FIELD_STR(struct mend, type),
    FIELD_STR(struct mend, name),
    FIELD_STR(struct mend, reason),
    FIELD_STR(struct mend, action),
    FIELD_STR(struct mend, value),
    FIELD_I64(struct mend, source_id),
    FIELD_TIME(struct mend, created),
    FIELD_STR(struct mend, created_by),
    FIELD_END,
};

int mends_load(struct conn *c, struct mends **ret, struct err *err)
{
    AUTO_STRUCT(mends) *m = mem_zalloc(sizeof(*m));

    m->arena = arena_new();
    int rc = db_all(c, sql_mend_all, DB_ARGS(), DB_ROWS(mend_row_fields, &m->items, &m->n),
                    m->arena, err);
    for (size_t i = 0; rc == 0 && i < m->n; i++)
        if (m->items[i].source_id == I64_NONE)
            m->items[i].source_id = 0;
    if (rc < 0)
        return rc;
    *ret = TAKE(m);
    return 0;
}

int mend_source_find(struct conn *c, struct mend *m, struct err *err)
{
    int rc = 0;

    m->source_id = 0;
    if (m->source)
        rc = db_i64(c, sql_mend_source, DB_ARGS(DB_STR("key", m->source)), &m->source_id, err);
    if (rc == 0 && m->source && !m->source_id)
        return err_set(err, ERR_INVALID, "source", "there is no source \"%.60s\"", m->source);
    return rc;
}

int mend_insert(const struct act *act, struct mend *m, int64_t most, struct err *err)
{
    struct conn *c = act->conn;
    int64_t n = 0;
    int rc = db_i64(c, sql_mend_count, DB_ARGS(), &n, err);

    if (rc == 0)
        rc = mend_source_find(c, m, err);
    if (rc == 0 && n >= most)
        return err_set(err, ERR_CONFLICT, NULL,
                       "there are %lld rules already, and no more can be: delete one first",
                       (long long)n);
    if (rc == 0)
        rc = db_next_id(c, "event_rule", &m->id, err);
    if (rc < 0)
        return rc;
    rc = db_exec(c, sql_mend_insert,
                 DB_ARGS(DB_ROW(mend_row_fields, m),
                         DB_I64("source_id", m->source_id ? m->source_id : I64_NONE)),
                 err);
    return rc < 0 ? rc : 0;
}

int mend_delete(const struct act *act, int64_t id, struct err *err)
{
    int rc = db_exec(act->conn, sql_mend_delete, DB_ARGS(DB_I64("id", id)), err);

    if (rc == 0)
        return err_set(err, ERR_NOT_FOUND, NULL, "there is no rule %lld", (long long)id);
    return rc < 0 ? rc : 0;
}

void mends_free(struct mends *m)
{
    if (!m)
        return;
    arena_free(m->arena);
    mem_free(m);
}

static bool name_matches(const char *pattern, struct text name)
{
    size_t n = strlen(pattern);

    if (n && pattern[n - 1] == '*')
        return name.n >= n - 1 && memcmp(name.p, pattern, n - 1) == 0;
    return name.n == n && memcmp(name.p, pattern, n) == 0;
}

static bool matches(const struct mend *r, int64_t source_id, enum event_fault fault,
                    const struct event *e)
{
    const char *reason = fault == EVENT_OK ? NULL : event_fault_names[fault];

    return str_eq(r->reason, reason) && (!r->source_id || r->source_id == source_id) &&
           (!r->type || str_eq(r->type, event_type_names[e->type])) &&
           (!r->name || (e->name.p && name_matches(r->name, e->name)));
}

bool mend_fits(const struct mend *m, int64_t source_id, enum event_fault reason,
               const struct event *e)
{
    return matches(m, source_id, m->reason ? reason : EVENT_OK, e);
}

/* The object that a path begins in; the rest of the path in *rest. */
static struct text part_of(const struct event *e, const char *path, const char **rest)
{
    static const char *const parts[] = {"properties.", "traits.", "context.", NULL};
    const struct text texts[] = {e->properties, e->traits, e->context};

    for (size_t i = 0; parts[i]; i++)
        if (str_starts(path, parts[i])) {
            *rest = path + strlen(parts[i]);
            return texts[i];
        }
    return (struct text){0};
}

/* A text or whole number at the path; p NULL if there is none. */
static struct text value_at(const struct event *e, const char *path, struct arena *arena)
{
    const char *rest = NULL;
    struct text part = part_of(e, path, &rest);
    AUTO(json_t) root = NULL;
    char name[256];

    if (!part.p || json_parse(part.p, part.n, &root, NULL) < 0)
        return (struct text){0};
    const json_t *at = root;
    while (at && rest) {
        size_t n = strcspn(rest, ".");
        str_copy(name, n + 1 < sizeof(name) ? n + 1 : sizeof(name), rest);
        at = json_object_get(at, name);
        rest = rest[n] ? rest + n + 1 : NULL;
    }
    const char *value = json_is_string(at) ? arena_strdup(arena, json_string_value(at))
                        : json_is_integer(at)
                            ? arena_printf(arena, "%lld", (long long)json_integer_value(at))
                            : NULL;
    return value && *value ? (struct text){value, (uint32_t)strlen(value)} : (struct text){0};
}

static struct text text_of(const char *s)
{
    return (struct text){s, (uint32_t)strlen(s)};
}

static enum mend_result apply(const struct mend *r, struct event *e, struct arena *arena)
{
    if (str_eq(r->action, "drop"))
        return MEND_DROP;
    if (!r->value)
        return MEND_NONE;
    if (str_eq(r->action, "rename")) {
        e->name = text_of(r->value);
        return MEND_CHANGED;
    }
    struct text account =
        str_eq(r->action, "account") ? text_of(r->value) : value_at(e, r->value, arena);
    if (!account.p)
        return MEND_NONE;
    e->group_id = account;
    return MEND_CHANGED;
}

enum mend_result mends_apply(const struct mends *m, int64_t source_id, enum event_fault reason,
                             struct event *e, struct arena *arena)
{
    enum mend_result result = MEND_NONE;

    for (size_t i = 0; m && i < m->n && result != MEND_DROP; i++) {
        if (!matches(&m->items[i], source_id, reason, e))
            continue;
        enum mend_result one = apply(&m->items[i], e, arena);
        result = one == MEND_NONE ? result : one;
    }
    return result;
}
