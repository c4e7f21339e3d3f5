#include "scoring/own/own_store.h"

#include "base/str.h"
#include "json/parse.h"
#include "own_store_sql.h"
#include "scoring/own/own_sums.h"
#include "scoring/own/own_uses.h"
#include "scoring/select/select_field.h"

#include <string.h>

static const struct field own_use_fields[] = {
    FIELD_STR(struct own_use, kind, .required = true),
    FIELD_STR(struct own_use, key, .required = true),
    FIELD_STR(struct own_use, name, .required = true),
    FIELD_STR(struct own_use, state,
              .help = "Of a card's newest version that names it: draft, published or retired"),
    FIELD_END,
};
const struct field own_view_fields[] = {
    FIELD_OBJ(struct own_view, definition, own_metric, .required = true),
    FIELD_STR(struct own_view, formula, .required = true, .max = 9000,
              .help = "What it computes, in words"),
    FIELD_STR(struct own_view, unit, .required = true),
    FIELD_STR(struct own_view, window, .required = true),
    FIELD_STR(struct own_view, problem, .max = 500,
              .help = "Why it can be computed no more; null: it can"),
    FIELD_STR(struct own_view, note, .max = 500,
              .help = "Of a metric over numbers in events: from when on they are added up; null: "
                      "for as long as there are events"),
    FIELD_LIST(
        struct own_view, used_by, own_use, .required = true,
        .help = "The cards, in any version, the segments, and the saved views whose filter or sort "
                "names it"),
    FIELD_TIME(struct own_view, created, .required = true),
    FIELD_TIME(struct own_view, updated, .required = true),
    FIELD_STR(struct own_view, updated_by, .required = true),
    FIELD_END,
};

/* The definition as an object without what is missing, as it is kept and logged. */
static json_t *definition_of(const struct own_metric *m, struct arena *arena)
{
    AUTO_BUF text = {0};
    json_t *all, *kept = json_object(), *value;
    const char *name;

    fields_write(own_metric_fields, m, &text);
    json_keep(arena, kept);
    if (json_parse(buf_text(&text), text.len, &all, NULL) < 0)
        return kept;
    json_object_foreach (all, name, value)
        if (!json_is_null(value) && !str_eq(name, "version"))
            json_object_set(kept, name, value);
    json_decref(all);
    return kept;
}

/* Does it compute the same? Names, help and direction do not matter. */
static bool is_same_number(const struct own_metric *a, const struct own_metric *b,
                           struct arena *arena)
{
    struct own_metric x = *a, y = *b;

    x.label = y.label = x.help = y.help = x.direction = y.direction = x.unit = y.unit = NULL;
    return json_equal(definition_of(&x, arena), definition_of(&y, arena));
}

static int view_of(struct conn *c, const struct own_metric_row *row, struct arena *arena,
                   struct own_view *ret, struct err *err)
{
    struct own_metric *def = ARENA_NEW(arena, struct own_metric);
    struct own_plan *plan;
    struct err why = {0};

    *ret = (struct own_view){.definition = def,
                             .formula = "",
                             .unit = "",
                             .window = "",
                             .created = row->created,
                             .updated = row->updated,
                             .updated_by = row->updated_by};
    int rc = own_metric_read(row, arena, def, err);
    if (rc < 0)
        return err_prefix(err, "metric %s", row->id);
    if (own_compile(c, def, arena, &plan, &why) < 0) {
        ret->problem = arena_printf(arena, "%s %s", why.field, why.text);
    } else {
        ret->formula = own_formula(plan, arena);
        ret->unit = own_unit(plan);
        ret->window = plan->window_days ? arena_printf(arena, "%d d", plan->window_days) : "";
        rc = own_sums_note(c, plan, arena, &ret->note, err);
    }
    return rc < 0 ? rc : own_uses(c, row->id, arena, &ret->used_by, &ret->n_used_by, err);
}

int own_list(struct conn *c, struct arena *arena, struct own_view **ret, size_t *ret_n,
             struct err *err)
{
    struct own_metric_row *rows;
    int rc = own_metric_rows(c, arena, &rows, ret_n, err);

    if (rc < 0)
        return rc;
    *ret = ARENA_ARRAY(arena, *ret_n, struct own_view);
    for (size_t k = 0; rc >= 0 && k < *ret_n; k++)
        rc = view_of(c, &rows[k], arena, &(*ret)[k], err);
    return rc;
}

static int find_row(struct conn *c, const char *id, struct arena *arena, struct own_metric_row *ret,
                    struct err *err)
{
    struct own_metric_row *rows;
    size_t n;
    int rc = own_metric_rows(c, arena, &rows, &n, err);

    if (rc < 0)
        return rc;
    const char **ids = ARENA_ARRAY(arena, n + 1, const char *);
    for (size_t k = 0; k < n; k++)
        ids[k] = rows[k].id;
    int at = str_index(ids, id);
    if (at >= 0) {
        *ret = rows[at];
        return 0;
    }
    const char *near = str_nearest(ids, id);
    return err_set(err, ERR_NOT_FOUND, "id", "there is no metric %.60s of your own%s%.60s%s", id,
                   near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

int own_get(struct conn *c, const char *id, struct arena *arena, struct own_view *ret,
            struct err *err)
{
    struct own_metric_row row;
    int rc = find_row(c, id, arena, &row, err);

    return rc < 0 ? rc : view_of(c, &row, arena, ret, err);
}

/* Filters name metrics beside fields of accounts, so that an id is taken by either. */
static int check_free(struct conn *c, const char *id, struct arena *arena, struct err *err)
{
    struct select_fields fields;
    const struct select_cells cells = {0};
    struct own_metric_row *rows;
    size_t n;
    int rc = own_metric_rows(c, arena, &rows, &n, err);

    if (rc >= 0 && n >= OWN_METRICS_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "there are %d metrics of your own, which is the most; delete one first",
                       OWN_METRICS_MAX);
    if (rc >= 0)
        rc = select_fields_load(c, &cells, arena, &fields, err);
    if (rc < 0)
        return rc;
    const struct select_field *f = select_field(&fields, id);
    if (!f && dictionary_index(dictionary_builtin(), id) < 0)
        return 0;
    return err_set(err, ERR_CONFLICT, "id", "\"%.60s\" is taken: %s; take another id", id,
                   f ? f->label : "a built-in metric");
}

static int log_change(const struct act *act, const char *action, const struct own_metric *before,
                      const struct own_metric *after, struct err *err)
{
    char *was = before ? json_dumps(definition_of(before, act->arena), JSON_COMPACT) : NULL;
    char *is = after ? json_dumps(definition_of(after, act->arena), JSON_COMPACT) : NULL;
    int rc = audit_log(act,
                       &(struct audit_change){.action = action,
                                              .kind = "metric",
                                              .key = (after ? after : before)->id,
                                              .before = was,
                                              .after = is},
                       err);

    free(was);
    free(is);
    return rc;
}

static int save(const struct act *act, const char *sql, const struct own_metric *m, int64_t version,
                int64_t created, struct err *err)
{
    char *text = json_dumps(definition_of(m, act->arena), JSON_COMPACT);
    const struct db_arg args[] = {DB_STR("id", m->id),
                                  DB_I64("version", version),
                                  DB_STR("definition", text),
                                  DB_I64("updated", act->now_ms),
                                  DB_STR("updated_by", act->by->name),
                                  created ? DB_I64("created", created) : (struct db_arg){0},
                                  {0}};
    int rc = db_exec(act->conn, sql, args, err);

    free(text);
    return rc < 0 ? rc : 0;
}

int own_create(const struct act *act, const struct own_metric *in, struct err *err)
{
    struct own_plan *plan;
    int rc = own_compile(act->conn, in, act->arena, &plan, err);

    if (rc >= 0)
        rc = check_free(act->conn, in->id, act->arena, err);
    if (rc >= 0)
        rc = save(act, sql_own_metric_insert, in, 1, act->now_ms, err);
    if (rc >= 0)
        rc = own_sums_ask(act, err);
    return rc < 0 ? rc : log_change(act, "create", NULL, in, err);
}

int own_change(const struct act *act, const char *id, const json_t *patch, struct err *err)
{
    struct own_metric_row row;
    struct own_metric before, after;
    struct own_plan *plan;
    int rc = find_row(act->conn, id, act->arena, &row, err);

    if (rc >= 0)
        rc = own_metric_read(&row, act->arena, &before, err);
    if (rc < 0)
        return rc;
    after = before;
    rc = fields_read(own_metric_fields, patch, FIELDS_PATCH, act->arena, &after, err);
    if (rc >= 0 && !str_eq(before.id, after.id))
        rc = err_set(err, ERR_INVALID, "id",
                     "never changes, as cards and filters name it; make another metric");
    if (rc >= 0)
        rc = own_compile(act->conn, &after, act->arena, &plan, err);
    if (rc < 0)
        return rc;
    bool is_same = is_same_number(&before, &after, act->arena);
    rc = save(act, sql_own_metric_update, &after, row.version + !is_same, 0, err);
    if (rc >= 0)
        rc = own_sums_ask(act, err);
    return rc < 0 ? rc : log_change(act, "update", &before, &after, err);
}

static int used(const struct own_metric_row *row, const struct own_use *uses, size_t n,
                struct err *err)
{
    AUTO_BUF text = {0};

    for (size_t k = 0; k < n; k++)
        buf_printf(&text, "%s%s %s%s", k ? ", " : "", uses[k].kind, uses[k].key,
                   str_eq(uses[k].state, "retired") ? " (retired, but still readable)" : "");
    return err_set(err, ERR_CONFLICT, "id", "%.40s is used by %.80s; take it out there first",
                   row->id, buf_text(&text));
}

int own_remove(const struct act *act, const char *id, struct err *err)
{
    struct own_metric_row row;
    struct own_metric before;
    struct own_use *uses;
    size_t n;
    int rc = find_row(act->conn, id, act->arena, &row, err);

    if (rc >= 0)
        rc = own_metric_read(&row, act->arena, &before, err);
    if (rc >= 0)
        rc = own_uses(act->conn, id, act->arena, &uses, &n, err);
    if (rc >= 0 && n > 0)
        rc = used(&row, uses, n, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_own_metric_delete, DB_ARGS(DB_STR("id", id)), err);
    if (rc >= 0)
        rc = own_sums_ask(act, err);
    return rc < 0 ? rc : log_change(act, "delete", &before, NULL, err);
}
