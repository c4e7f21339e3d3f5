#include "facts/kind/kind_list.h"

#include "base/str.h"
#include "db/where.h"
#include "facts/kind/custom.h"
#include "facts/kind/kind_sql.h"

#include <inttypes.h>
#include <string.h>

#define CUSTOM_PREFIX "custom."
/* Nobody orders by what fills a page, and the cursor holds the value. */
#define SORTED_TEXT_MAX 255

const struct field kind_query_fields[] = {
    PAGE_FIELDS(struct kind_query),
    FIELD_STR(struct kind_query, sort, .help = "Field to sort by, with - in front for descending"),
    FIELD_STR(struct kind_query, q, .help = "Text to look for"),
    FIELD_STR(struct kind_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Condition, such as: account = \"A-1\" and not plan is missing"),
    FIELD_END,
};

struct list {
    struct conn *conn;
    const struct kind *kind;
    const struct kind_query *query;
    struct arena *arena;
    struct custom_field *custom;
    size_t n_custom;
    const char *sort; /* as in the query */
    struct filter_field sort_field;
    bool is_down;
    struct where_args args;
};

static const struct where_column *column_new(const struct list *l, const char *sql,
                                             const char *member)
{
    struct where_column *column = ARENA_NEW(l->arena, struct where_column);

    column->sql = arena_strdup(l->arena, sql);
    column->member = member;
    return column;
}

static bool find_custom(const struct list *l, const char *name, struct filter_field *ret)
{
    for (size_t i = 0; i < l->n_custom; i++)
        if (str_eq(l->custom[i].name, name)) {
            *ret = (struct filter_field){.type = custom_field_type(&l->custom[i]),
                                         .ref = column_new(l, "t.custom", l->custom[i].name)};
            return true;
        }
    return false;
}

static bool find_field(void *ctx, const char *name, struct filter_field *ret)
{
    const struct list *l = ctx;
    const struct field *f = fields_find(l->kind->shape.fields, name);
    bool is_found = false;

    if (f && f->type != FIELD_T_JSON) {
        AUTO_BUF sql = {0};
        kind_sql_column(l->kind, f, &sql);
        *ret = (struct filter_field){
            .type = f->type, .values = f->values, .ref = column_new(l, buf_text(&sql), NULL)};
        is_found = true;
    } else if (str_starts(name, CUSTOM_PREFIX)) {
        is_found = find_custom(l, name + strlen(CUSTOM_PREFIX), ret);
    }
    if (is_found)
        ret->name = arena_strdup(l->arena, name);
    return is_found;
}

static int find_custom_fields(struct list *l, struct err *err)
{
    if (!fields_find(l->kind->shape.fields, "custom"))
        return 0;
    return custom_list(l->conn, l->kind->name, l->arena, &l->custom, &l->n_custom, err);
}

/* For "did you mean". */
static const char *const *names_of(const struct list *l)
{
    const char **names =
        ARENA_ARRAY(l->arena, fields_count(l->kind->shape.fields) + l->n_custom + 1, const char *);
    size_t n = 0;

    FIELDS_EACH (f, l->kind->shape.fields)
        if (f->type != FIELD_T_JSON)
            names[n++] = f->name;
    for (size_t i = 0; i < l->n_custom; i++)
        names[n++] = arena_printf(l->arena, CUSTOM_PREFIX "%s", l->custom[i].name);
    return names;
}

static int find_sort(struct list *l, struct err *err)
{
    l->sort = l->query->sort && *l->query->sort ? l->query->sort : l->kind->sort;
    l->is_down = *l->sort == '-';
    const char *name = l->sort + l->is_down;
    const struct field *f = fields_find(l->kind->shape.fields, name);

    if (!find_field(l, name, &l->sort_field))
        return err_set(err, ERR_INVALID, "sort", "%ss have no field \"%.60s\" to sort by",
                       l->kind->name, name);
    if (f && (f->type == FIELD_T_STRS || (f->type == FIELD_T_STR && f->max > SORTED_TEXT_MAX)))
        return err_set(err, ERR_INVALID, "sort", "%s is nothing to sort by; take another field",
                       name);
    return 0;
}

static int write_filter(struct list *l, struct buf *out, struct err *err)
{
    const struct filter_names names = {find_field, l, names_of(l)};
    const struct filter *filter = NULL;
    int rc = l->query->filter ? filter_parse(l->query->filter, &names, l->arena, &filter, err) : 0;

    if (rc == 0)
        where_write(filter, &l->args, l->arena, out);
    return rc;
}

static void write_search(struct list *l, struct buf *out)
{
    if (!l->query->q || !*l->query->q)
        return;
    buf_str(out, " AND (");
    for (const char *const *s = l->kind->search; *s; s++) {
        AUTO_BUF sql = {0};
        kind_sql_column(l->kind, fields_find(l->kind->shape.fields, *s), &sql);
        buf_str(out, s == l->kind->search ? "" : " OR ");
        where_contains(buf_text(&sql), l->query->q, &l->args, l->arena, out);
    }
    buf_char(out, ')');
}

/* The column that is sorted by; can it be missing? */
static bool sort_is_nullable(const struct list *l)
{
    const struct field *f = fields_find(l->kind->shape.fields, l->sort_field.name);

    return !f || !(f->required || f->type == FIELD_T_BOOL);
}

/* What a cursor holds: the order it belongs to, and of the last row its id and sort value as texts.
 */
enum { PART_SORT, PART_ID, PART_VALUE, PARTS };

/* How the sort values are stored: F64, STR, or I64 for all that are whole numbers. In an object a
 * day is a text. */
static enum field_type stored_type(const struct list *l)
{
    const struct where_column *column = l->sort_field.ref;

    switch (l->sort_field.type) {
    case FIELD_T_F64: return FIELD_T_F64;
    case FIELD_T_STR:
    case FIELD_T_ENUM: return FIELD_T_STR;
    case FIELD_T_DAY: return column->member ? FIELD_T_STR : FIELD_T_I64;
    default: return FIELD_T_I64;
    }
}

/* A part of the cursor as an argument; false if the text is none of the type. */
static bool value_arg(enum field_type type, const char *text, struct db_arg *ret)
{
    double number;
    int64_t whole;

    if (type == FIELD_T_STR)
        *ret = DB_STR(NULL, text);
    else if (type == FIELD_T_F64 && str_to_f64(text, &number))
        *ret = DB_F64(NULL, number);
    else if (type == FIELD_T_I64 && str_to_i64(text, &whole))
        *ret = DB_I64(NULL, whole);
    else
        return false;
    return true;
}

/* The cursor of the row that q stands on: its id and sort value are the first two columns. */
static const char *cursor_of(const struct list *l, const struct cursor *q)
{
    const char *parts[PARTS] = {l->sort, NULL, NULL};
    enum field_type type = stored_type(l);
    AUTO_BUF value = {0};

    parts[PART_ID] = arena_printf(l->arena, "%" PRId64, db_col_i64(q, 0));
    if (type == FIELD_T_F64)
        text_write_f64(&value, db_col_f64(q, 1));
    else if (type == FIELD_T_I64)
        buf_printf(&value, "%" PRId64, db_col_i64(q, 1));
    else if (!db_col_is_null(q, 1))
        buf_str(&value, db_col_str(q, 1));
    if (!db_col_is_null(q, 1))
        parts[PART_VALUE] = buf_text(&value);
    return page_cursor(l->arena, parts, PARTS);
}

/* The rows behind the last one. Written so that an index on the column can be entered at the value.
 */
static void write_behind(struct list *l, int64_t last_id, const struct db_arg *value,
                         struct buf *out)
{
    const char *id = where_arg(&l->args, l->arena, DB_I64(NULL, last_id));
    const char *beyond = l->is_down ? "<" : ">";
    AUTO_BUF column = {0};

    where_column_write(l->sort_field.ref, &column);
    const char *sql = buf_text(&column);
    if (!value) {
        buf_printf(out, " AND %s IS NULL AND t.id > %s", sql, id);
        return;
    }
    const char *v = where_arg(&l->args, l->arena, *value);
    buf_str(out, " AND (");
    if (sort_is_nullable(l))
        buf_printf(out, "%s IS NULL OR ", sql);
    buf_printf(out, "(%s %s= %s AND (%s %s %s OR t.id > %s)))", sql, beyond, v, sql, beyond, v, id);
}

static int write_after(struct list *l, struct buf *out, struct err *err)
{
    const char *parts[PARTS];
    struct db_arg value;
    int64_t id;
    int rc = page_read(l->query->after, l->arena, parts, PARTS, err);

    if (rc < 0 || !l->query->after)
        return rc;
    if (!str_eq(parts[PART_SORT], l->sort) || !parts[PART_ID] || !str_to_i64(parts[PART_ID], &id) ||
        (parts[PART_VALUE] && !value_arg(stored_type(l), parts[PART_VALUE], &value)))
        return err_set(err, ERR_INVALID, "after",
                       "is not the next of a page sorted by %s; leave it out to start again",
                       l->sort);
    write_behind(l, id, parts[PART_VALUE] ? &value : NULL, out);
    return 0;
}

static void write_order(const struct list *l, struct buf *out)
{
    buf_str(out, " ORDER BY ");
    where_column_write(l->sort_field.ref, out);
    buf_str(out, l->is_down ? " DESC" : "");
    buf_str(out, sort_is_nullable(l) ? " NULLS LAST" : "");
    buf_str(out, ", t.id");
}

static int count(struct list *l, const char *where, int64_t *ret, struct err *err)
{
    AUTO_BUF sql = {0};

    buf_str(&sql, "SELECT COUNT(*)");
    kind_sql_from(l->kind, &sql);
    buf_str(&sql, where);
    *ret = 0;
    return db_i64(l->conn, buf_text(&sql), l->args.items ? l->args.items : DB_ARGS(), ret, err);
}

static int read_page(struct list *l, const char *sql, int64_t limit, struct kind_page *ret,
                     struct err *err)
{
    const struct shape *shape = &l->kind->shape;
    AUTO_STRUCT(cursor) *q = NULL;
    const char *last = NULL;
    int rc = db_query(l->conn, sql, l->args.items, &q, err);

    ret->items = arena_array(l->arena, (size_t)limit, shape->size);
    while (rc == 0 && (rc = db_next(q, err)) > 0) {
        if (ret->n_items == (size_t)limit) { /* one more than asked for: there is a next page */
            ret->next = last;
            return 0;
        }
        db_row(q, shape->fields, (char *)ret->items + ret->n_items++ * shape->size, l->arena);
        if (ret->n_items == (size_t)limit)
            last = cursor_of(l, q);
        rc = 0;
    }
    return rc;
}

int kind_list(struct conn *c, const struct kind *kind, const struct kind_query *query,
              struct arena *arena, struct kind_page *ret, struct err *err)
{
    struct list l = {.conn = c, .kind = kind, .query = query, .arena = arena};
    int64_t limit = page_limit(query->limit);
    struct kind_page page = {.total = I64_NONE};
    AUTO_BUF where = {0};
    AUTO_BUF sql = {0};

    int rc = find_custom_fields(&l, err);
    if (rc == 0)
        rc = find_sort(&l, err);
    if (rc < 0)
        return rc;
    buf_str(&where, " WHERE ");
    rc = write_filter(&l, &where, err);
    if (rc < 0)
        return rc;
    write_search(&l, &where);
    if (!query->after)
        rc = count(&l, buf_text(&where), &page.total, err);
    if (rc == 0)
        rc = write_after(&l, &where, err);
    if (rc < 0)
        return rc;
    buf_str(&sql, "SELECT t.id AS id, ");
    where_column_write(l.sort_field.ref, &sql);
    buf_str(&sql, " AS sort_value");
    kind_sql_columns(kind, &sql);
    kind_sql_from(kind, &sql);
    buf_str(&sql, buf_text(&where));
    write_order(&l, &sql);
    buf_printf(&sql, " LIMIT %s", where_arg(&l.args, arena, DB_I64(NULL, limit + 1)));
    rc = read_page(&l, buf_text(&sql), limit, &page, err);
    if (rc == 0)
        *ret = page;
    return rc;
}
