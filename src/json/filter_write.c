#include "json/filter_build.h"

#include <inttypes.h>

/* How closely a node binds. */
static int closeness(const struct filter *f)
{
    switch (f->op) {
    case FILTER_OR: return 1;
    case FILTER_AND: return 2;
    case FILTER_NOT: return 3;
    default: return 4;
    }
}

static void write_quoted(const char *s, struct buf *out)
{
    buf_char(out, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_char(out, '\\');
        buf_char(out, *s);
    }
    buf_char(out, '"');
}

/* quote: around what the text form writes bare and JSON does not. */
static void write_value(const struct filter_field *f, const struct filter_value *v,
                        const char *quote, struct buf *out)
{
    char text[32];

    switch (f->type) {
    case FIELD_T_I64: buf_printf(out, "%" PRId64, v->whole); break;
    case FIELD_T_F64: text_write_f64(out, v->number); break;
    case FIELD_T_BOOL: buf_str(out, v->whole ? "true" : "false"); break;
    case FIELD_T_DAY:
        buf_printf(out, "%s%s%s", quote, day_format((int32_t)v->whole, text), quote);
        break;
    case FIELD_T_TIME: buf_printf(out, "%s%s%s", quote, time_format(v->whole, text), quote); break;
    default:
        if (*quote)
            json_write_str(out, v->text);
        else
            write_quoted(v->text, out);
    }
}

static void write_values(const struct filter *f, const char *quote, struct buf *out)
{
    for (size_t i = 0; i < f->n_values; i++) {
        if (i)
            buf_str(out, ", ");
        write_value(&f->field, &f->values[i], quote, out);
    }
}

static void write_comparison(const struct filter *f, struct buf *out)
{
    buf_printf(out, "%s %s", f->field.name, filter_op_text(f->op));
    if (!f->n_values)
        return;
    buf_str(out, f->op == FILTER_IN ? " (" : " ");
    write_values(f, "", out);
    if (f->op == FILTER_IN)
        buf_char(out, ')');
}

// NOLINTNEXTLINE(misc-no-recursion): the readers limit how deep trees are
static void write_inside(const struct filter *f, const struct filter *child, struct buf *out)
{
    bool is_wrapped = closeness(child) < closeness(f);

    if (is_wrapped)
        buf_char(out, '(');
    filter_write(child, out);
    if (is_wrapped)
        buf_char(out, ')');
}

// NOLINTNEXTLINE(misc-no-recursion): the readers limit how deep trees are
void filter_write(const struct filter *f, struct buf *out)
{
    if (!f)
        return;
    if (f->op == FILTER_NOT)
        buf_str(out, "not ");
    for (size_t i = 0; i < f->n_of; i++) {
        if (i)
            buf_str(out, f->op == FILTER_AND ? " and " : " or ");
        write_inside(f, f->of[i], out);
    }
    if (!f->n_of)
        write_comparison(f, out);
}

static void write_comparison_json(const struct filter *f, struct buf *out)
{
    buf_str(out, "{\"field\":");
    json_write_str(out, f->field.name);
    buf_printf(out, ",\"op\":\"%s\"", filter_op_text(f->op));
    if (f->n_values) {
        buf_str(out, f->op == FILTER_IN ? ",\"value\":[" : ",\"value\":");
        write_values(f, "\"", out);
        if (f->op == FILTER_IN)
            buf_char(out, ']');
    }
    buf_char(out, '}');
}

// NOLINTNEXTLINE(misc-no-recursion): the readers limit how deep trees are
void filter_write_json(const struct filter *f, struct buf *out)
{
    if (!f) {
        buf_str(out, "null");
        return;
    }
    if (!f->n_of) {
        write_comparison_json(f, out);
        return;
    }
    buf_str(out, f->op == FILTER_NOT   ? "{\"not\":"
                 : f->op == FILTER_AND ? "{\"and\":["
                                       : "{\"or\":[");
    for (size_t i = 0; i < f->n_of; i++) {
        if (i)
            buf_char(out, ',');
        filter_write_json(f->of[i], out);
    }
    buf_str(out, f->op == FILTER_NOT ? "}" : "]}");
}
