/* Mappings that were saved, and those that come with the program. */
#include "base/str.h"
#include "import_store_sql.h"
#include "intake/csv/import_store.h"
#include "intake/csv/mapping.h"
#include "json/parse.h"

#include <string.h>

const struct field saved_mapping_fields[] = {
    FIELD_STR(struct saved_mapping, name, .min = 1, .max = 80, .required = true),
    FIELD_JSON(struct saved_mapping, mapping, .max = 1000000, .required = true,
               .help = "docs/import.md says what may stand in it"),
    FIELD_BOOL(struct saved_mapping, is_builtin, .required = true, .read_only = true,
               .help = "Comes with the program"),
    FIELD_TIME(struct saved_mapping, created, .read_only = true),
    FIELD_STR(struct saved_mapping, created_by, .read_only = true),
    FIELD_END,
};

static int read_builtin(const char *text, struct arena *arena, struct saved_mapping *ret,
                        struct err *err)
{
    json_t *json;
    int rc = json_parse(text, strlen(text), &json, err);

    if (rc < 0)
        return rc;
    fields_init(saved_mapping_fields, ret);
    ret->mapping = json_keep(arena, json);
    ret->name = json_string_value(json_object_get(json, "name"));
    ret->is_builtin = true;
    return 0;
}

int mapping_list(struct conn *c, struct arena *arena, struct saved_mapping **ret, size_t *ret_n,
                 struct err *err)
{
    struct saved_mapping *saved;
    size_t n_saved, n_builtin = 0, n = 0;

    int rc = db_all(c, sql_mapping_list, DB_ARGS(), DB_ROWS(saved_mapping_fields, &saved, &n_saved),
                    arena, err);
    if (rc < 0)
        return rc;
    while (mapping_builtin[n_builtin])
        n_builtin++;
    struct saved_mapping *all = ARENA_ARRAY(arena, n_builtin + n_saved, struct saved_mapping);
    for (; n < n_builtin; n++) {
        rc = read_builtin(mapping_builtin[n], arena, &all[n], err);
        if (rc < 0)
            return rc;
    }
    if (n_saved > 0)
        memcpy(all + n, saved, n_saved * sizeof(*saved));
    *ret = all;
    *ret_n = n + n_saved;
    return 0;
}

int mapping_find(struct conn *c, const char *name, struct arena *arena, struct saved_mapping *ret,
                 struct err *err)
{
    struct saved_mapping *all;
    size_t n;
    int rc = mapping_list(c, arena, &all, &n, err);

    for (size_t i = 0; rc == 0 && i < n; i++) {
        if (str_eq(all[i].name, name)) {
            *ret = all[i];
            return 0;
        }
    }
    return rc < 0
               ? rc
               : err_set(err, ERR_NOT_FOUND, "name", "there is no mapping called \"%.60s\"", name);
}

static int check_not_builtin(const char *name, struct arena *arena, struct err *err)
{
    struct saved_mapping builtin;

    for (size_t i = 0; mapping_builtin[i]; i++) {
        int rc = read_builtin(mapping_builtin[i], arena, &builtin, err);
        if (rc < 0)
            return rc;
        if (str_eq(builtin.name, name))
            return err_set(err, ERR_CONFLICT, "name",
                           "\"%.60s\" comes with the program; choose another name", name);
    }
    return 0;
}

int mapping_save(const struct act *act, struct saved_mapping *m, struct err *err)
{
    struct saved_mapping before;
    struct mapping mapping;

    int rc = mapping_read(m->mapping, act->arena, &mapping, err);
    if (rc < 0)
        return err_prefix(err, "mapping");
    rc = check_not_builtin(m->name, act->arena, err);
    if (rc < 0)
        return rc;
    bool is_new = mapping_find(act->conn, m->name, act->arena, &before, NULL) < 0;
    m->is_builtin = false;
    m->created = act->now_ms;
    m->created_by = act->by->name;
    rc = db_exec(act->conn, sql_mapping_save, DB_ARGS(DB_ROW(saved_mapping_fields, m)), err);
    if (rc < 0)
        return rc;
    const struct audit_subject subject = {"mapping", m->name, saved_mapping_fields};
    return audit_diff(act, &subject, is_new ? NULL : &before, m, err);
}

int mapping_delete(const struct act *act, const char *name, struct err *err)
{
    struct saved_mapping m;

    int rc = mapping_find(act->conn, name, act->arena, &m, err);
    if (rc == 0)
        rc = check_not_builtin(name, act->arena, err);
    if (rc == 0)
        rc = db_exec(act->conn, sql_mapping_delete, DB_ARGS(DB_STR("name", name)), err);
    if (rc < 0)
        return rc;
    const struct audit_subject subject = {"mapping", name, saved_mapping_fields};
    return audit_diff(act, &subject, &m, NULL, err);
}
