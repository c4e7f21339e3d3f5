#include "db/where.h"

#include "base/str.h"

#include <string.h>

struct writer {
    struct where_args *args;
    struct arena *arena;
    struct buf *out;
};

void where_column_write(const struct where_column *column, struct buf *out)
{
    if (column->member)
        buf_printf(out, "json_extract(%s, '$.%s')", column->sql, column->member);
    else
        buf_str(out, column->sql);
}

const char *where_arg(struct where_args *args, struct arena *arena, struct db_arg arg)
{
    if (args->n + 1 >= args->cap) { /* one more for the end */
        size_t cap = args->cap ? args->cap * 2 : 8;
        struct db_arg *items = ARENA_ARRAY(arena, cap, struct db_arg);
        if (args->n)
            memcpy(items, args->items, args->n * sizeof(*items));
        args->items = items;
        args->cap = cap;
    }
    const char *name = arena_printf(arena, "$p%zu", args->n + 1);
    arg.name = name + 1;
    args->items[args->n++] = arg;
    return name;
}

/* `text`, in lower case, anywhere: what LIKE takes for a pattern is escaped. */
static const char *pattern_of(const char *text, struct arena *arena)
{
    AUTO_BUF pattern = {0};

    buf_char(&pattern, '%');
    for (; *text; text++) {
        if (strchr("%_\\", *text))
            buf_char(&pattern, '\\');
        buf_char(&pattern, *text);
    }
    buf_char(&pattern, '%');
    return str_lower(arena_strdup(arena, buf_text(&pattern)));
}

void where_contains(const char *sql, const char *needle, struct where_args *args,
                    struct arena *arena, struct buf *out)
{
    const char *arg = where_arg(args, arena, DB_STR(NULL, pattern_of(needle, arena)));

    buf_printf(out, "LOWER(%s) LIKE %s ESCAPE '\\'", sql, arg);
}

static const char *value_arg(const struct writer *w, const struct filter *f, size_t i)
{
    const struct filter_value *v = &f->values[i];
    const struct where_column *column = f->field.ref;
    char day[16];

    switch (f->field.type) {
    case FIELD_T_F64: return where_arg(w->args, w->arena, DB_F64(NULL, v->number));
    case FIELD_T_DAY:
        if (column->member) { /* in an object a day is a text, which sorts like the day */
            const char *text = arena_strdup(w->arena, day_format((int32_t)v->whole, day));
            return where_arg(w->args, w->arena, DB_STR(NULL, text));
        }
        return where_arg(w->args, w->arena, DB_I64(NULL, v->whole));
    case FIELD_T_I64:
    case FIELD_T_TIME:
    case FIELD_T_BOOL: return where_arg(w->args, w->arena, DB_I64(NULL, v->whole));
    default: return where_arg(w->args, w->arena, DB_STR(NULL, v->text));
    }
}

static void write_contains(const struct writer *w, const struct filter *f, const char *sql)
{
    const char *needle = f->values[0].text;
    AUTO_BUF element = {0};

    if (f->field.type == FIELD_T_STRS) { /* the column is a JSON list: look for "needle" */
        json_write_str(&element, needle);
        needle = buf_text(&element);
    }
    where_contains(sql, needle, w->args, w->arena, w->out);
}

static void write_in(const struct writer *w, const struct filter *f, const char *sql)
{
    buf_printf(w->out, "%s IN (", sql);
    for (size_t i = 0; i < f->n_values; i++)
        buf_printf(w->out, "%s%s", i ? ", " : "", value_arg(w, f, i));
    buf_char(w->out, ')');
}

static void write_comparison(const struct writer *w, const struct filter *f)
{
    AUTO_BUF column = {0};

    where_column_write(f->field.ref, &column);
    const char *sql = buf_text(&column);
    switch (f->op) {
    case FILTER_MISSING: buf_printf(w->out, "%s IS NULL", sql); break;
    case FILTER_PRESENT: buf_printf(w->out, "%s IS NOT NULL", sql); break;
    case FILTER_CONTAINS: write_contains(w, f, sql); break;
    case FILTER_IN: write_in(w, f, sql); break;
    case FILTER_NE:
        buf_printf(w->out, "(%s IS NULL OR %s <> %s)", sql, sql, value_arg(w, f, 0));
        break;
    default: buf_printf(w->out, "%s %s %s", sql, filter_op_text(f->op), value_arg(w, f, 0));
    }
}

/* SQL's "unknown" counts as false by itself, but its negation is not true: below a NOT it is made
 * false. Elsewhere the bare comparison is left, so that indexes can be used. */
// NOLINTNEXTLINE(misc-no-recursion): the readers of filters limit how deep trees are
static void write_node(const struct writer *w, const struct filter *f, bool is_below_not)
{
    if (f->op == FILTER_NOT) {
        buf_str(w->out, "NOT ");
        write_node(w, f->of[0], true);
        return;
    }
    if (f->op != FILTER_AND && f->op != FILTER_OR) {
        buf_str(w->out, is_below_not ? "COALESCE(" : "");
        write_comparison(w, f);
        buf_str(w->out, is_below_not ? ", FALSE)" : "");
        return;
    }
    buf_char(w->out, '(');
    for (size_t i = 0; i < f->n_of; i++) {
        if (i)
            buf_str(w->out, f->op == FILTER_AND ? " AND " : " OR ");
        write_node(w, f->of[i], is_below_not);
    }
    buf_char(w->out, ')');
}

void where_write(const struct filter *filter, struct where_args *args, struct arena *arena,
                 struct buf *out)
{
    const struct writer w = {args, arena, out};

    if (filter)
        write_node(&w, filter, false);
    else
        buf_str(out, "TRUE");
}
