#include "scoring/matrix/matrices.h"

#include "base/str.h"
#include "matrices_sql.h"
#include "scoring/setting/settings.h"

#include <stdlib.h>
#include <string.h>

/* Made by tools/text2c.py from the files beside this one. */
extern const char matrix_3x3_json[], matrix_2x2_json[];

static const struct {
    const char *key, *definition;
} presets[] = {{"3x3", matrix_3x3_json}, {"2x2", matrix_2x2_json}};

struct row {
    const char *key, *definition; /* NULL: deleted */
};
static const struct field row_fields[] = {FIELD_STR(struct row, key),
                                          FIELD_STR(struct row, definition), FIELD_END};

/* All keys with what defines them: the rows, and the presets that have none. */
static int load_rows(struct conn *c, struct arena *arena, struct row **ret, size_t *ret_n,
                     struct err *err)
{
    struct row *stored, *all;
    size_t n_stored, n = 0;
    int rc =
        db_all(c, sql_matrix_all, DB_ARGS(), DB_ROWS(row_fields, &stored, &n_stored), arena, err);

    if (rc < 0)
        return rc;
    all = ARENA_ARRAY(arena, n_stored + ARRAY_LEN(presets), struct row);
    for (size_t p = 0; p < ARRAY_LEN(presets); p++) {
        bool is_stored = false;
        for (size_t i = 0; i < n_stored; i++)
            is_stored |= str_eq(stored[i].key, presets[p].key);
        if (!is_stored)
            all[n++] = (struct row){presets[p].key, presets[p].definition};
    }
    for (size_t i = 0; i < n_stored; i++)
        if (stored[i].definition)
            all[n++] = stored[i];
    *ret = all;
    *ret_n = n;
    return 0;
}

static int parse(const struct row *row, struct arena *arena, struct matrix_def **ret,
                 struct err *err)
{
    int rc = matrix_def_parse(row->definition, arena, ret, err);

    return rc < 0 ? err_prefix(err, "matrix %s", row->key) : 0;
}

static int unknown_key(const char *key, const struct row *rows, size_t n, struct err *err)
{
    AUTO_BUF keys = {0};

    for (size_t i = 0; i < n; i++)
        buf_printf(&keys, "%s%s", i ? ", " : "", rows[i].key);
    return err_set(err, ERR_INVALID, "matrix", "there is no matrix \"%.60s\"; there are %.150s",
                   key, buf_text(&keys));
}

int matrix_load(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
                struct err *err)
{
    struct settings settings;
    struct row *rows;
    size_t n;
    int rc = key ? 0 : settings_load(c, arena, &settings, err);

    if (rc >= 0)
        rc = load_rows(c, arena, &rows, &n, err);
    if (rc < 0)
        return rc;
    const char *wanted = key ? key : settings.matrix;
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].key, wanted))
            return parse(&rows[i], arena, ret, err);
    return unknown_key(wanted, rows, n, err);
}

static int by_name(const void *a, const void *b)
{
    const struct matrix_def *const *x = a, *const *y = b;
    int order = strcmp((*x)->name, (*y)->name);

    return order ? order : strcmp((*x)->key, (*y)->key);
}

int matrices_load(struct conn *c, struct arena *arena, struct matrix_def ***ret, size_t *ret_n,
                  struct err *err)
{
    struct row *rows;
    size_t n;
    int rc = load_rows(c, arena, &rows, &n, err);

    if (rc < 0)
        return rc;
    struct matrix_def **all = ARENA_ARRAY(arena, n, struct matrix_def *);
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = parse(&rows[i], arena, &all[i], err);
    if (rc < 0)
        return rc;
    if (n > 0)
        qsort(all, n, sizeof(struct matrix_def *), by_name);
    *ret = all;
    *ret_n = n;
    return 0;
}

int matrix_check_key(struct conn *c, const char *key, struct arena *arena, struct err *err)
{
    struct row *rows;
    size_t n;
    int rc = load_rows(c, arena, &rows, &n, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].key, key))
            return 0;
    return unknown_key(key, rows, n, err);
}

int matrices_using(struct conn *c, const char *segment, struct segment_uses *uses, struct err *err)
{
    struct matrix_def **all;
    size_t n = 0;
    int rc = matrices_load(c, uses->arena, &all, &n, err);

    for (size_t i = 0; rc >= 0 && i < n; i++)
        if (str_eq(all[i]->segment, segment))
            segment_use_add(uses, (struct segment_use){"matrix", all[i]->key, all[i]->name});
    return rc;
}

bool matrix_is_preset(const char *key)
{
    for (size_t p = 0; p < ARRAY_LEN(presets); p++)
        if (str_eq(presets[p].key, key))
            return true;
    return false;
}

/* *ret is NULL if there is none. */
static int find(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
                size_t *ret_n, struct err *err)
{
    struct row *rows;
    int rc = load_rows(c, arena, &rows, ret_n, err);

    *ret = NULL;
    for (size_t i = 0; rc >= 0 && i < *ret_n; i++)
        if (str_eq(rows[i].key, key))
            rc = parse(&rows[i], arena, ret, err);
    return rc;
}

int matrix_get(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
               struct err *err)
{
    size_t n;
    int rc = find(c, key, arena, ret, &n, err);

    if (rc >= 0 && !*ret)
        return err_set(err, ERR_NOT_FOUND, "key", "there is no matrix \"%.60s\"", key);
    return rc;
}

/* before or after may be NULL. */
static int audit(const struct act *act, const char *key, const struct matrix_def *before,
                 const struct matrix_def *after, struct err *err)
{
    const struct audit_subject subject = {"matrix", key, matrix_def_fields};

    return audit_diff(act, &subject, before, after, err);
}

static int put(const struct act *act, const char *key, const char *definition, struct err *err)
{
    int rc = db_exec(act->conn, sql_matrix_put,
                     DB_ARGS(DB_STR("key", key), DB_STR("definition", definition),
                             DB_I64("changed", act->now_ms)),
                     err);

    return rc < 0 ? rc : 0;
}

int matrix_create(const struct act *act, const struct matrix_def *m, struct err *err)
{
    struct matrix_def *before;
    size_t n;
    int rc = find(act->conn, m->key, act->arena, &before, &n, err);

    if (rc < 0)
        return rc;
    if (before)
        return err_set(err, ERR_CONFLICT, "key", "there is a matrix \"%.60s\" already", m->key);
    if (n >= MATRICES_MAX)
        return err_set(err, ERR_CONFLICT, "key",
                       "there are %d matrices, which is the most; delete one first", MATRICES_MAX);
    rc = put(act, m->key, m->text, err);
    return rc < 0 ? rc : audit(act, m->key, NULL, m, err);
}

int matrix_replace(const struct act *act, const struct matrix_def *m, struct err *err)
{
    struct matrix_def *before;
    int rc = matrix_get(act->conn, m->key, act->arena, &before, err);

    if (rc >= 0)
        rc = put(act, m->key, m->text, err);
    return rc < 0 ? rc : audit(act, m->key, before, m, err);
}

int matrix_remove(const struct act *act, const char *key, struct err *err)
{
    struct matrix_def *before;
    struct settings settings;
    int rc = matrix_get(act->conn, key, act->arena, &before, err);

    if (rc >= 0)
        rc = settings_load(act->conn, act->arena, &settings, err);
    if (rc < 0)
        return rc;
    if (str_eq(settings.matrix, key))
        return err_set(err, ERR_CONFLICT, "key",
                       "\"%.60s\" is the matrix that the settings name; choose another there first",
                       key);
    rc = matrix_is_preset(key)
             ? put(act, key, NULL, err)
             : db_exec(act->conn, sql_matrix_forget, DB_ARGS(DB_STR("key", key)), err);
    return rc < 0 ? rc : audit(act, key, before, NULL, err);
}

int matrix_restore(const struct act *act, const char *key, struct err *err)
{
    struct matrix_def *before, *after;
    size_t n;

    if (!matrix_is_preset(key))
        return err_set(err, ERR_NOT_FOUND, "key",
                       "\"%.60s\" did not come with Ripen; 3x3 and 2x2 did", key);
    int rc = find(act->conn, key, act->arena, &before, &n, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_matrix_forget, DB_ARGS(DB_STR("key", key)), err);
    if (rc >= 0)
        rc = matrix_get(act->conn, key, act->arena, &after, err);
    return rc < 0 ? rc : audit(act, key, before, after, err);
}

const struct field matrix_summary_fields[] = {
    FIELD_STR(struct matrix_summary, key, .required = true),
    FIELD_STR(struct matrix_summary, name, .required = true),
    FIELD_STR(struct matrix_summary, help, .max = 1000),
    FIELD_STR(struct matrix_summary, segment, .help = "Its accounts; null: all customers"),
    FIELD_STR(struct matrix_summary, y, .required = true, .help = "The card upwards"),
    FIELD_STR(struct matrix_summary, x, .required = true, .help = "The card to the right"),
    FIELD_I64(struct matrix_summary, y_bands, .required = true),
    FIELD_I64(struct matrix_summary, x_bands, .required = true),
    FIELD_BOOL(struct matrix_summary, is_default, .required = true,
               .help = "The one that the settings name"),
    FIELD_BOOL(struct matrix_summary, is_preset, .required = true,
               .help = "It came with Ripen and can be restored"),
    FIELD_END,
};

int matrices_list(struct conn *c, struct arena *arena, struct matrix_summary **ret, size_t *ret_n,
                  struct err *err)
{
    struct settings settings;
    struct matrix_def **all;
    size_t n;
    int rc = settings_load(c, arena, &settings, err);

    if (rc >= 0)
        rc = matrices_load(c, arena, &all, &n, err);
    if (rc < 0)
        return rc;
    struct matrix_summary *items = ARENA_ARRAY(arena, n, struct matrix_summary);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct matrix_summary){
            .key = all[i]->key,
            .name = all[i]->name,
            .help = all[i]->help,
            .segment = all[i]->segment,
            .y = all[i]->y->card,
            .x = all[i]->x->card,
            .y_bands = all[i]->y->bands,
            .x_bands = all[i]->x->bands,
            .is_default = str_eq(all[i]->key, settings.matrix),
            .is_preset = matrix_is_preset(all[i]->key),
        };
    *ret = items;
    *ret_n = n;
    return 0;
}
