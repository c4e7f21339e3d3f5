#include "json/filter_build.h"

#include "base/str.h"

static const char *const op_names[] = {
    [FILTER_AND] = NULL,
    [FILTER_OR] = NULL,
    [FILTER_NOT] = NULL,
    [FILTER_EQ] = "=",
    [FILTER_NE] = "!=",
    [FILTER_LT] = "<",
    [FILTER_LE] = "<=",
    [FILTER_GT] = ">",
    [FILTER_GE] = ">=",
    [FILTER_IN] = "in",
    [FILTER_CONTAINS] = "contains",
    [FILTER_MISSING] = "is missing",
    [FILTER_PRESENT] = "is not missing",
};

const char *filter_op_text(enum filter_op op)
{
    return op_names[op];
}

int filter_op_find(const char *name)
{
    for (int op = FILTER_EQ; op <= FILTER_PRESENT; op++)
        if (str_eq(op_names[op], name))
            return op;
    return -1;
}

static int no_such_field(const struct filter_reader *r, const char *name)
{
    const char *nearest = str_nearest(r->names->names, name);

    if (nearest)
        return err_set(r->err, ERR_INVALID, "filter",
                       "there is no field \"%.60s\"; did you mean \"%.60s\"?", name, nearest);
    return err_set(r->err, ERR_INVALID, "filter", "there is no field \"%.60s\" to filter by", name);
}

/* What a field's values are, for messages. */
static const char *wanted(enum field_type type)
{
    switch (type) {
    case FIELD_T_I64: return "a whole number";
    case FIELD_T_F64: return "a number";
    case FIELD_T_BOOL: return "true or false";
    case FIELD_T_DAY: return "a day like 2026-01-31";
    case FIELD_T_TIME: return "a time like 2026-01-31T09:30:00Z or a day";
    default: return "a text in quotes";
    }
}

static bool is_allowed(const struct filter_field *f, enum filter_op op)
{
    enum field_type type = f->type;

    switch (op) {
    case FILTER_MISSING:
    case FILTER_PRESENT: return !f->is_never_missing;
    case FILTER_CONTAINS: return type == FIELD_T_STR || type == FIELD_T_STRS;
    case FILTER_EQ:
    case FILTER_NE: return type != FIELD_T_STRS;
    case FILTER_IN: return type != FIELD_T_STRS && type != FIELD_T_BOOL;
    default: return type != FIELD_T_STRS && type != FIELD_T_BOOL && type != FIELD_T_ENUM;
    }
}

static bool read_text(const struct filter_literal *l, struct filter_value *ret)
{
    ret->text = l->text;
    return l->type == LITERAL_TEXT;
}

/* What a double holds exactly. */
#define WHOLE_MAX 9007199254740991.0

static bool read_number(const struct filter_literal *l, bool is_whole, struct filter_value *ret)
{
    ret->number = l->number;
    if (l->type != LITERAL_NUMBER || !is_whole)
        return l->type == LITERAL_NUMBER;
    if (fabs(l->number) > WHOLE_MAX)
        return false;
    ret->whole = (int64_t)l->number;
    return (double)ret->whole == l->number;
}

static bool read_date(const struct filter_literal *l, bool is_time, struct filter_value *ret)
{
    int32_t day;

    if (l->type != LITERAL_TEXT && l->type != LITERAL_DATE)
        return false;
    if (is_time && time_parse(l->text, &ret->whole))
        return true;
    if (!day_parse(l->text, &day))
        return false;
    ret->whole = is_time ? time_of_day_start(day) : day;
    return true;
}

static bool read_literal(const struct filter_literal *l, enum field_type type,
                         struct filter_value *ret)
{
    switch (type) {
    case FIELD_T_I64: return read_number(l, true, ret);
    case FIELD_T_F64: return read_number(l, false, ret);
    case FIELD_T_DAY: return read_date(l, false, ret);
    case FIELD_T_TIME: return read_date(l, true, ret);
    case FIELD_T_BOOL: ret->whole = l->number != 0; return l->type == LITERAL_TRUTH;
    default: return read_text(l, ret);
    }
}

static int check_word(const struct filter_reader *r, const struct filter_field *f, const char *text)
{
    AUTO_BUF list = {0};

    if (!f->values || str_index(f->values, text) >= 0)
        return 0;
    const char *nearest = str_nearest(f->values, text);
    if (!*f->values)
        return err_set(r->err, ERR_INVALID, "filter",
                       "%s is never \"%.40s\": there is none to compare with yet", f->name, text);
    if (nearest)
        return err_set(r->err, ERR_INVALID, "filter",
                       "%s is never \"%.40s\"; did you mean \"%.40s\"?", f->name, text, nearest);
    for (const char *const *v = f->values; *v; v++)
        buf_printf(&list, "%s%s", v == f->values ? "" : ", ", *v);
    return err_set(r->err, ERR_INVALID, "filter", "%s is never \"%.40s\"; it is one of %s", f->name,
                   text, buf_text(&list));
}

static int read_value(const struct filter_reader *r, const struct filter *c,
                      const struct filter_literal *literal, struct filter_value *ret)
{
    if (!read_literal(literal, c->field.type, ret))
        return err_set(r->err, ERR_INVALID, "filter", "%s is compared with %s", c->field.name,
                       wanted(c->field.type));
    return ret->text ? check_word(r, &c->field, ret->text) : 0;
}

int filter_compare(struct filter_reader *r, const char *name, enum filter_op op,
                   const struct filter_literal *literals, size_t n, struct filter **ret)
{
    struct filter *c = ARENA_NEW(r->arena, struct filter);

    r->n_terms += n > 1 ? n : 1;
    if (r->n_terms > FILTER_TERMS_MAX)
        return err_set(r->err, ERR_INVALID, "filter",
                       "a filter has at most %d conditions and values", FILTER_TERMS_MAX);
    if (!r->names->find(r->names->ctx, name, &c->field))
        return no_such_field(r, name);
    if (!is_allowed(&c->field, op))
        return err_set(r->err, ERR_INVALID, "filter", "%s cannot be compared by %s", c->field.name,
                       op_names[op]);
    c->op = op;
    c->values = ARENA_ARRAY(r->arena, n, struct filter_value);
    c->n_values = n;
    for (size_t i = 0; i < n; i++) {
        int rc = read_value(r, c, &literals[i], &c->values[i]);
        if (rc < 0)
            return rc;
    }
    *ret = c;
    return 0;
}

/* The array doubles whenever its length is a power of two. */
static void child_add(struct filter_reader *r, struct filter *group, struct filter *child)
{
    size_t n = group->n_of;

    if ((n & (n - 1)) == 0) {
        // NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers
        struct filter **of = arena_array(r->arena, n ? n * 2 : 1, sizeof(group->of[0]));
        for (size_t i = 0; i < n; i++)
            of[i] = group->of[i];
        group->of = of;
    }
    group->of[group->n_of++] = child;
}

static void take_in(struct filter_reader *r, struct filter *group, struct filter *condition)
{
    if (condition->op != group->op) {
        child_add(r, group, condition);
        return;
    }
    for (size_t i = 0; i < condition->n_of; i++)
        child_add(r, group, condition->of[i]);
}

void filter_join(struct filter_reader *r, struct filter **group, enum filter_op op,
                 struct filter *condition)
{
    if (!*group) {
        *group = condition;
        return;
    }
    if ((*group)->op != op) {
        struct filter *first = *group;
        *group = ARENA_NEW(r->arena, struct filter);
        (*group)->op = op;
        child_add(r, *group, first);
    }
    take_in(r, *group, condition);
}

struct filter *filter_negate(struct filter_reader *r, struct filter *condition)
{
    struct filter *f = ARENA_NEW(r->arena, struct filter);

    f->op = FILTER_NOT;
    child_add(r, f, condition);
    return f;
}

int filter_enter(struct filter_reader *r)
{
    if (++r->depth > FILTER_DEPTH_MAX)
        return err_set(r->err, ERR_INVALID, "filter", "conditions are nested deeper than %d levels",
                       FILTER_DEPTH_MAX);
    return 0;
}

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + ('a' - 'A'));
    return c;
}

bool filter_contains(const char *text, const char *needle)
{
    for (;; text++) {
        size_t n = 0;
        while (needle[n] && lower(text[n]) == lower(needle[n]))
            n++;
        if (!needle[n])
            return true;
        if (!*text)
            return false;
    }
}
