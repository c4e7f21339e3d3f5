#include "scoring/segment/segment_store.h"

#include "base/str.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/segment/segment_users.h"
#include "scoring/snapshot/placing.h"
#include "segment_store_sql.h"

#include <string.h>

const struct field segment_in_fields[] = {
    FIELD_STR(struct segment_in, key, .required = true, .min = 1, .max = SEGMENT_KEY_MAX,
              .help = "What filters call it: lower-case letters, digits, - and _"),
    FIELD_STR(struct segment_in, name, .required = true, .min = 1, .max = 120),
    FIELD_STR(struct segment_in, help, .max = 1000, .help = "What it is for"),
    FIELD_STR(struct segment_in, filter, .max = FILTER_TEXT_MAX, .help = "As text"),
    FIELD_JSON(struct segment_in, filter_json, .help = "Or as JSON: {\"and\": […]}"),
    FIELD_END,
};

/* What the audit log keeps. */
static const struct field saved_fields[] = {
    FIELD_I64(struct segment_row, id),       FIELD_STR(struct segment_row, key),
    FIELD_STR(struct segment_row, name),     FIELD_STR(struct segment_row, help),
    FIELD_STR(struct segment_row, filter),   FIELD_TIME(struct segment_row, created),
    FIELD_TIME(struct segment_row, updated), FIELD_END,
};

int segments_load_strict(struct conn *c, struct arena *arena, struct segments **ret,
                         struct err *err)
{
    struct matrix_def *matrix;
    int rc = matrix_load(c, NULL, arena, &matrix, err);

    if (rc < 0)
        return rc;
    const struct select_cells cells = placing_cells(matrix, matrix, arena);
    return segments_load_with(c, &cells, arena, ret, err);
}

int segment_filter_read(struct segments *segments, const char *text, const json_t *json,
                        const struct filter **ret, struct err *err)
{
    const struct filter_names names = select_names(&segments->fields);

    if (text && *text && json)
        return err_set(err, ERR_INVALID, "filter_json",
                       "the filter is given twice; give it as text or as JSON");
    *ret = NULL;
    int rc = json ? filter_read(json, &names, segments->arena, ret, err)
                  : filter_parse(text ? text : "", &names, segments->arena, ret, err);
    if (json)
        rc = field_at_path(err, rc, "filter_json", FIELD_NO_INDEX);
    if (rc >= 0 && !*ret)
        return err_set(err, ERR_INVALID, "filter",
                       "a segment needs a condition, such as industry = \"EdTech\"");
    return rc;
}

int segment_unknown(const struct segments *segments, const char *key, struct err *err)
{
    const char *nearest = str_nearest(segments->keys, key);

    if (nearest)
        return err_set(err, ERR_NOT_FOUND, "key", "there is no segment %.60s; did you mean %.60s?",
                       key, nearest);
    return err_set(err, ERR_NOT_FOUND, "key", "there is no segment %.60s", key);
}

static int check_key(const char *key, struct err *err)
{
    if (key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0')
        return 0;
    return err_set(err, ERR_INVALID, "key",
                   "must be made of lower-case letters, digits, - and _; \"%.40s\" is not", key);
}

/* Which of the segments work as they are. */
static int find_working(struct conn *c, struct arena *arena, const bool **ret, struct err *err)
{
    struct segments *segments;
    int rc = segments_load_strict(c, arena, &segments, err);

    if (rc < 0)
        return rc;
    bool *works = ARENA_ARRAY(arena, segments->n + 1, bool);
    for (size_t k = 0; k < segments->n; k++)
        works[k] = segment_read(segments, &segments->items[k], NULL) >= 0;
    *ret = works;
    return 0;
}

/* Would the others still work? A change below may bring them too deep, or round to themselves. */
static int check_others(struct segments *segments, const struct segment *changed, const bool *works,
                        size_t n, struct err *err)
{
    for (size_t k = 0; k < n; k++) {
        struct segment *s = &segments->items[k];
        if (s == changed || !works[k] || segment_read(segments, s, err) >= 0)
            continue;
        return err_prefix(err, "segment %.40s would no longer work", s->row.key);
    }
    return 0;
}

/* Understands the filter of *row, given in either form, among all others, and writes it the way it
 * is kept. */
static int settle_filter(const struct act *act, struct segment_row *row, const json_t *json,
                         struct err *err)
{
    const bool *works;
    struct segments *segments;
    const struct filter *tree;
    AUTO_BUF text = {0};
    int rc = find_working(act->conn, act->arena, &works, err);

    if (rc >= 0)
        rc = segments_load_strict(act->conn, act->arena, &segments, err);
    if (rc < 0)
        return rc;
    size_t n = segments->n;
    struct segment *s = segments_put(segments, row);
    rc = segment_filter_read(segments, row->filter, json, &tree, err);
    if (rc < 0)
        return rc;
    filter_write(tree, &text);
    if (text.len > FILTER_TEXT_MAX)
        return err_set(err, ERR_INVALID, "filter", "a filter has at most %d bytes, this one %zu",
                       FILTER_TEXT_MAX, text.len);
    s->row.filter = row->filter = arena_strdup(act->arena, buf_text(&text));
    rc = segment_read(segments, s, err);
    if (rc >= 0)
        rc = cards_check_segments(act->conn, segments, act->arena, err);
    return rc < 0 ? rc : check_others(segments, s, works, n, err);
}

static int log_change(const struct act *act, const struct segment_row *before,
                      const struct segment_row *after, struct err *err)
{
    const struct audit_subject subject = {"segment", (before ? before : after)->key, saved_fields};

    return audit_diff(act, &subject, before, after, err);
}

int segment_create(const struct act *act, const struct segment_in *in, struct err *err)
{
    struct segments *segments;
    struct segment_row row = {.key = in->key,
                              .name = in->name,
                              .help = in->help,
                              .filter = in->filter,
                              .created = act->now_ms,
                              .updated = act->now_ms};
    int rc = check_key(in->key, err);

    if (rc >= 0)
        rc = segments_load(act->conn, act->arena, &segments, err);
    if (rc < 0)
        return rc;
    if (segment_find(segments, in->key))
        return err_set(err, ERR_CONFLICT, "key", "there is a segment %.60s already", in->key);
    if (segments->n >= SEGMENTS_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "there are %d segments, which is the most; delete one first", SEGMENTS_MAX);
    rc = settle_filter(act, &row, in->filter_json, err);
    if (rc >= 0)
        rc = db_next_id(act->conn, "segment", &row.id, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_segment_insert, DB_ARGS(DB_ROW(saved_fields, &row)), err);
    return rc < 0 ? rc : log_change(act, NULL, &row, err);
}

static int find_row(const struct act *act, const char *key, struct segment_row *ret,
                    struct err *err)
{
    struct segments *segments;
    int rc = segments_load(act->conn, act->arena, &segments, err);

    if (rc < 0)
        return rc;
    const struct segment *s = segment_find(segments, key);
    if (!s)
        return segment_unknown(segments, key, err);
    *ret = s->row;
    return 0;
}

int segment_change(const struct act *act, const char *key, const json_t *patch, struct err *err)
{
    struct segment_row before;
    int rc = find_row(act, key, &before, err);

    if (rc < 0)
        return rc;
    struct segment_in in = {.key = before.key, .name = before.name, .help = before.help};
    rc = fields_read(segment_in_fields, patch, FIELDS_PATCH, act->arena, &in, err);
    if (rc < 0)
        return rc;
    struct segment_row after = before;
    after.name = in.name;
    after.help = in.help;
    after.updated = act->now_ms;
    after.filter = in.filter || in.filter_json ? in.filter : before.filter;
    rc = settle_filter(act, &after, in.filter_json, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_segment_update,
                     DB_ARGS(DB_STR("key", key), DB_STR("name", after.name),
                             DB_STR("help", after.help), DB_STR("filter", after.filter),
                             DB_I64("updated", after.updated)),
                     err);
    return rc < 0 ? rc : log_change(act, &before, &after, err);
}

int segment_remove(const struct act *act, const char *key, struct err *err)
{
    struct segment_row row;
    struct segment_uses uses;
    AUTO_BUF by = {0};
    int rc = find_row(act, key, &row, err);

    if (rc >= 0)
        rc = segment_uses_find(act->conn, key, act->arena, &uses, err);
    if (rc < 0)
        return rc;
    for (size_t k = 0; k < uses.n; k++)
        buf_printf(&by, "%s%s %s", k ? ", " : "", uses.items[k].kind, uses.items[k].key);
    if (uses.n > 0)
        return err_set(err, ERR_CONFLICT, NULL, "is used by %.150s; take it out there first",
                       buf_text(&by));
    rc = db_exec(act->conn, sql_segment_delete, DB_ARGS(DB_STR("key", key)), err);
    return rc < 0 ? rc : log_change(act, &row, NULL, err);
}
