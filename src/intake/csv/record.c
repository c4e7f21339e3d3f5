#include "intake/csv/record.h"

#include "base/str.h"
#include "intake/csv/value_word.h"
#include "json/field_set.h"
#include "json/parse.h"

#include <math.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53: a double counts no further one by one */

/* One cell on its way into a member. */
struct cell {
    const struct record_reader *r;
    const struct binding *b;
    const char *text; /* trimmed, and put into Ripen's spelling where that is known */
    void *row;
    struct err *err;
};

__attribute__((format(printf, 2, 3))) static int reject(const struct cell *c, const char *fmt, ...)
{
    char text[200];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    return err_set(c->err, ERR_INVALID, c->b->header, "%s", text);
}

static int read_number(const struct cell *c, struct decimal *ret)
{
    if (!number_read(c->text, c->b->mark, ret))
        return reject(c, "is not a number (with \"%c\" as the decimal mark)", c->b->mark);
    return 0;
}

static int check_percent(const struct cell *c, const struct decimal *d)
{
    if (!d->is_percent || str_eq(c->b->target.field->unit, "%"))
        return 0;
    return reject(c, "is a percentage, which \"%s\" is not", c->b->target.field->name);
}

static int set_i64(const struct cell *c)
{
    const struct field *f = c->b->target.field;
    int shift = c->b->target.is_units ? 2 : 0;
    struct decimal d;
    int64_t v;

    int rc = read_number(c, &d);
    if (rc == 0)
        rc = check_percent(c, &d);
    if (rc < 0)
        return rc;
    if (!isnan(c->b->factor)) {
        double scaled = decimal_to_f64(d) * c->b->factor * (shift ? 100 : 1);
        if (!(fabs(scaled) < WHOLE_MAX))
            return reject(c, "is too large");
        v = llround(scaled);
    } else if (!decimal_to_i64(d, shift, &v)) {
        return reject(c, "is too large");
    } else if (!shift && !decimal_is_whole(d)) {
        return reject(c, "is not a whole number");
    }
    return field_set_i64(f, v, c->row, c->err);
}

static int set_f64(const struct cell *c)
{
    struct decimal d;

    int rc = read_number(c, &d);
    if (rc == 0)
        rc = check_percent(c, &d);
    if (rc < 0)
        return rc;
    double v = decimal_to_f64(d);
    if (!isnan(c->b->factor))
        v *= c->b->factor;
    return field_set_f64(c->b->target.field, v, c->row, c->err);
}

static int read_date(const struct cell *c, struct date_value *ret)
{
    static const char *const orders[] = {"", "", " in the order day, month, year",
                                         " in the order month, day, year"};

    if (!date_read(c->text, c->b->order, ret))
        return reject(c, "is not a date%s", orders[c->b->order]);
    return 0;
}

static void put_time(const struct field *f, int64_t ms, void *row)
{
    if (f->type == FIELD_T_DAY)
        *(int32_t *)field_at(f, row) = day_of_time(ms);
    else
        *(int64_t *)field_at(f, row) = ms;
}

static int64_t get_time(const struct field *f, const void *row)
{
    if (f->type == FIELD_T_DAY)
        return time_of_day_start(*(const int32_t *)field_in(f, row));
    return *(const int64_t *)field_in(f, row);
}

static int set_date(const struct cell *c)
{
    const struct field *f = c->b->target.field;
    struct date_value v;

    int rc = read_date(c, &v);
    if (rc < 0)
        return rc;
    if (f->type == FIELD_T_DAY)
        *(int32_t *)field_at(f, c->row) = v.day;
    else
        *(int64_t *)field_at(f, c->row) = date_time(&v);
    return 0;
}

/* A duration after another time of the row. */
static int set_after(const struct cell *c)
{
    const struct binding *b = c->b;
    struct decimal d;

    int rc = read_number(c, &d);
    if (rc < 0)
        return rc;
    if (field_is_missing(b->after, c->row))
        return reject(c, "counts from \"%s\", which is missing", b->after->name);
    double ms = decimal_to_f64(d) * (double)b->unit_ms;
    if (!(fabs(ms) < (double)DAY_MAX * DAY_MS))
        return reject(c, "is too long a time");
    put_time(b->target.field, get_time(b->after, c->row) + llround(ms), c->row);
    return 0;
}

static int read_truth(const struct cell *c, bool *ret)
{
    int truth = word_truth(c->text);

    *ret = truth == 1;
    return truth < 0 ? reject(c, "is neither yes nor no") : 0;
}

static int set_if_true(const struct cell *c)
{
    const struct binding *b = c->b;
    bool is_true;

    int rc = read_truth(c, &is_true);
    if (rc < 0 || !is_true)
        return rc;
    for (size_t i = 0; i < b->n_if_true; i++) {
        if (field_is_missing(b->if_true[i], c->row))
            continue;
        put_time(b->target.field, get_time(b->if_true[i], c->row), c->row);
        return 0;
    }
    return reject(c, "says yes, but no time of the row says when");
}

static int set_bool(const struct cell *c)
{
    return read_truth(c, field_at(c->b->target.field, c->row));
}

static const char *alias_of(const struct cell *c, const char *text)
{
    const struct kind *kind = c->r->plan->subject.kind;
    const char *value = kind ? kind_value(kind, c->b->target.field, text) : NULL;

    return value ? value : text;
}

static int set_strs(const struct cell *c)
{
    const struct field *f = c->b->target.field;
    char *rest = arena_strdup(c->r->arena, c->text), *item;
    size_t n = 0, most = 1;

    for (const char *s = rest; *s; s++)
        most += strchr(",;|", *s) != NULL;
    const char **texts = ARENA_ARRAY(c->r->arena, most, const char *);
    while ((item = strsep(&rest, ",;|"))) {
        const char *text = alias_of(c, str_trim(item));
        if (!*text)
            continue;
        int rc = field_check_item(f, &text, strlen(text), c->err);
        if (rc < 0)
            return rc;
        texts[n++] = text;
    }
    *(const char ***)field_at(f, c->row) = texts;
    *field_n_at(f, c->row) = n;
    return field_check_length(f, n, c->err);
}

/* The cell in Ripen's own spelling, for the type that the custom field has. */
static int spell(const struct cell *c, struct buf *out)
{
    const char *type = c->b->custom.type;
    struct date_value date;
    struct decimal number;
    bool truth;
    char day[16];
    int rc = 0;

    if (str_eq(type, "day")) {
        rc = read_date(c, &date);
        if (rc == 0)
            buf_str(out, day_format(date.day, day));
    } else if (str_eq(type, "number")) {
        rc = read_number(c, &number);
        if (rc == 0)
            text_write_f64(out, decimal_to_f64(number));
    } else if (str_eq(type, "boolean")) {
        rc = read_truth(c, &truth);
        if (rc == 0)
            buf_str(out, truth ? "true" : "false");
    } else {
        buf_str(out, c->text);
    }
    return rc;
}

static int set_custom(const struct cell *c)
{
    json_t **custom = field_at(c->b->target.field, c->row);
    AUTO_BUF spelled = {0};
    json_t *value = NULL;

    int rc = *c->text ? spell(c, &spelled) : 0;
    if (rc == 0)
        rc = custom_value(&c->b->custom, buf_text(&spelled), &value, c->err);
    if (rc < 0)
        return rc;
    if (!*custom)
        *custom = json_keep(c->r->arena, json_object());
    json_object_set_new(*custom, c->b->custom.name, value);
    return 0;
}

static int set_cell(const struct cell *c)
{
    const struct field *f = c->b->target.field;

    if (c->b->target.custom)
        return set_custom(c);
    if (!*c->text) {
        field_set_missing(f, c->row);
        return 0;
    }
    if (c->b->after)
        return set_after(c);
    if (c->b->n_if_true)
        return set_if_true(c);
    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: return field_set_str(f, c->text, strlen(c->text), c->row, c->err);
    case FIELD_T_I64: return set_i64(c);
    case FIELD_T_F64: return set_f64(c);
    case FIELD_T_BOOL: return set_bool(c);
    case FIELD_T_DAY:
    case FIELD_T_TIME: return set_date(c);
    case FIELD_T_STRS: return set_strs(c);
    default: return field_read_text(f, c->text, c->r->arena, c->row, c->err);
    }
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Blanks fall away, the mapping's values and the kind's aliases are put in, and what means
 * "nothing" becomes "". */
static const char *tidy(const struct cell *c, const char *text, size_t n)
{
    const struct binding *b = c->b;
    bool is_text = b->target.field->type == FIELD_T_STR || b->target.custom;

    if (n && (is_blank(text[0]) || is_blank(text[n - 1])))
        text = str_trim(arena_strndup(c->r->arena, text, n));
    const char *mapped = b->values ? json_string_value(json_object_get(b->values, text)) : NULL;
    if (mapped)
        text = mapped;
    if (word_is_missing(text, is_text))
        return "";
    return b->target.custom || b->target.field->type == FIELD_T_STRS ? text : alias_of(c, text);
}

/* So that the same line gives the same fact again. A name or e-mail address is a key that other
 * files can refer to; else the whole content stands for itself. */
static const char *make_key(const struct record_reader *r, const struct csv_record *record,
                            const void *row)
{
    const struct plan *p = r->plan;
    const struct kind *kind = p->subject.kind;
    const struct field *natural =
        fields_find(kind->shape.fields, str_eq(kind->name, "account") ? "name" : "email");
    crypto_generichash_state state;
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof(hash) + 1];

    if (natural && !field_is_missing(natural, row))
        return *(const char *const *)field_in(natural, row);
    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    for (size_t i = 0; i < p->n_bindings; i++) {
        int column = p->bindings[i].column;
        if (column >= 0) /* with its NUL, so that "a","bc" is not "ab","c" */
            crypto_generichash_update(&state, (const unsigned char *)record->fields[column].s,
                                      record->fields[column].n + 1);
    }
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    return arena_printf(r->arena, "%s%s", kind->key_prefix, hex);
}

int record_read(const struct record_reader *r, const struct csv_record *record, void *ret_row,
                kind_mask *ret_given, const char **ret_value, struct err *err)
{
    const struct plan *p = r->plan;
    kind_mask given = 0;

    fields_init(p->subject.shape.fields, ret_row);
    for (size_t i = 0; i < p->n_bindings; i++) {
        const struct binding *b = &p->bindings[i];
        struct cell c = {r, b, NULL, ret_row, err};
        const char *raw = b->column < 0 ? b->constant : record->fields[b->column].s;
        c.text = tidy(&c, raw, b->column < 0 ? strlen(raw) : record->fields[b->column].n);
        int rc = set_cell(&c);
        if (rc < 0) {
            *ret_value = raw;
            if (err)
                str_copy(err->field, sizeof(err->field), b->header);
            return rc;
        }
        given |= (kind_mask)1 << b->field_index;
    }
    if (p->makes_keys) {
        *(const char **)ret_row = make_key(r, record, ret_row);
        given |= 1; /* the key is every kind's first field */
    }
    *ret_given = given;
    return 0;
}
