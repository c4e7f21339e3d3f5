#include "scoring/metric/own_filter.h"

#include "base/str.h"
#include "facts/kind/kind_sql.h"

#include <assert.h>

/* When Ripen got to know a fact is for the as-of law to look at, not for filters. */
bool own_filter_has(const struct field *f)
{
    static const char *const hidden[] = {"created",   "updated",  "known", "account",
                                         "first_day", "last_day", NULL};

    return f->type != FIELD_T_JSON && str_index(hidden, f->name) < 0;
}

/* In a filter over events, `event` is their key, and so for all kinds. */
static const struct field *field_named(const struct kind *kind, const char *name)
{
    const struct field *f =
        fields_find(kind->shape.fields, str_eq(name, kind->name) ? "key" : name);

    return f && own_filter_has(f) ? f : NULL;
}

const char *const *own_filter_fields(const struct kind *kind, struct arena *arena)
{
    const char **names = ARENA_ARRAY(arena, fields_count(kind->shape.fields) + 2, const char *);
    size_t n = 0;

    names[n++] = kind->name;
    FIELDS_EACH (f, kind->shape.fields)
        if (own_filter_has(f))
            names[n++] = f->name;
    return names;
}

#define STEPS_MAX ((size_t)OWN_TERMS_MAX * (FILTER_DEPTH_MAX + 2))

struct parsing {
    const struct kind *kind;
    struct arena *arena;
    struct own_filter *out;
    bool is_too_long;
};

static bool find_field(void *ctx, const char *name, struct filter_field *ret)
{
    const struct parsing *p = ctx;
    const struct field *f = field_named(p->kind, name);
    AUTO_BUF sql = {0};

    if (!f)
        return false;
    kind_sql_column(p->kind, f, &sql);
    struct where_column *column = ARENA_NEW(p->arena, struct where_column);
    *column = (struct where_column){.sql = arena_strdup(p->arena, buf_text(&sql))};
    *ret =
        (struct filter_field){.name = f->name, .type = f->type, .values = f->values, .ref = column};
    return true;
}

static void add_step(struct parsing *p, enum filter_op op, size_t n)
{
    p->is_too_long = p->is_too_long || p->out->n_steps == STEPS_MAX;
    if (p->is_too_long)
        return;
    p->out->steps[p->out->n_steps++] = (struct own_step){op, n};
}

/* Postfix: what a condition is made of comes before it. The parser keeps trees below
 * FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static void flatten(struct parsing *p, const struct filter *f)
{
    struct own_filter *out = p->out;

    if (f->n_of > 0) {
        for (size_t k = 0; k < f->n_of; k++)
            flatten(p, f->of[k]);
        add_step(p, f->op, f->n_of);
        return;
    }
    p->is_too_long = p->is_too_long || out->n_terms == OWN_TERMS_MAX;
    if (p->is_too_long)
        return;
    add_step(p, FILTER_EQ, out->n_terms);
    out->terms[out->n_terms++] =
        (struct own_term){.filter = f,
                          .field = fields_find(p->kind->shape.fields, f->field.name),
                          .if_missing = f->op == FILTER_NE || f->op == FILTER_MISSING};
}

int own_filter_parse(const struct kind *kind, const char *text, struct arena *arena,
                     struct own_filter *ret, struct err *err)
{
    struct parsing p = {.kind = kind, .arena = arena, .out = ret};
    const struct filter_names names = {find_field, &p, own_filter_fields(kind, arena)};
    const struct filter *tree = NULL;
    int rc = text ? filter_parse(text, &names, arena, &tree, err) : 0;

    *ret = (struct own_filter){0};
    if (rc < 0 || !tree)
        return rc;
    ret->steps = ARENA_ARRAY(arena, STEPS_MAX, struct own_step);
    flatten(&p, tree);
    if (p.is_too_long)
        return err_set(err, ERR_INVALID, "filter",
                       "has more than %d comparisons; a metric takes no more (`in` counts once)",
                       OWN_TERMS_MAX);
    return 0;
}

bool own_filter_holds(const struct own_filter *f, uint32_t truths)
{
    bool stack[OWN_TERMS_MAX + 1] = {true};
    size_t top = 0;

    for (size_t s = 0; s < f->n_steps; s++) {
        const struct own_step *step = &f->steps[s];
        if (step->op == FILTER_NOT) {
            stack[top - 1] = !stack[top - 1];
            continue;
        }
        if (step->op == FILTER_EQ) {
            stack[top++] = (truths >> step->n) & 1;
            continue;
        }
        bool is_all = true, is_any = false;
        for (size_t k = 0; k < step->n; k++) {
            bool v = stack[--top];
            is_all = is_all && v;
            is_any = is_any || v;
        }
        stack[top++] = step->op == FILTER_AND ? is_all : is_any;
    }
    assert(top == (f->n_steps > 0));
    return stack[0];
}

void own_filter_columns(const struct own_filter *f, struct where_args *args, struct arena *arena,
                        struct buf *sql)
{
    for (size_t k = 0; k < f->n_terms; k++) {
        buf_str(sql, ", (");
        where_write(f->terms[k].filter, args, arena, sql);
        buf_char(sql, ')');
    }
}
