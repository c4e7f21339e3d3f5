/* The JSON form of filters. */
#include "base/str.h"
#include "json/filter_build.h"

#include <string.h>

static int read_node(struct filter_reader *r, const json_t *json, struct filter **ret);

/* The fault is the whole condition's; where that is, its groups say as the error passes them. */
static int in_whole(const struct filter_reader *r, int rc)
{
    if (rc < 0 && r->err)
        r->err->field[0] = '\0';
    return rc;
}

static int shape_wrong(const struct filter_reader *r)
{
    return err_set(r->err, ERR_INVALID, NULL,
                   "a condition is {\"and\": […]}, {\"or\": […]}, {\"not\": …} or {\"field\": …, "
                   "\"op\": …, \"value\": …}");
}

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int read_group(struct filter_reader *r, enum filter_op op, const json_t *list,
                      struct filter **ret)
{
    const char *name = op == FILTER_AND ? "and" : "or";
    struct filter *group = NULL, *next = NULL;
    const json_t *item;
    size_t i;

    if (!json_is_array(list) || !json_array_size(list))
        return err_set(r->err, ERR_INVALID, name, "needs a list of conditions");
    json_array_foreach (list, i, item) {
        int rc = read_node(r, item, &next);
        if (rc < 0)
            return field_at_path(r->err, rc, name, i);
        filter_join(r, &group, op, next);
    }
    *ret = group;
    return 0;
}

static int read_literal(const struct filter_reader *r, const json_t *json,
                        struct filter_literal *ret)
{
    *ret = (struct filter_literal){0};
    if (json_string_length(json) > FILTER_TEXT_MAX)
        return err_set(r->err, ERR_INVALID, NULL, "a value has at most %d bytes", FILTER_TEXT_MAX);
    if (json_is_string(json)) {
        ret->type = LITERAL_TEXT;
        ret->text = arena_strdup(r->arena, json_string_value(json));
    } else if (json_is_number(json)) {
        ret->type = LITERAL_NUMBER;
        ret->number = json_number_value(json);
    } else if (json_is_boolean(json)) {
        ret->type = LITERAL_TRUTH;
        ret->number = json_is_true(json);
    } else {
        return err_set(r->err, ERR_INVALID, NULL, "a value is a text, a number, true or false");
    }
    return 0;
}

/* The values that an operator takes: none, one, or a list. */
static int read_values(const struct filter_reader *r, enum filter_op op, const json_t *json,
                       struct filter_literal *values, size_t *ret_n)
{
    const json_t *item;
    size_t i;

    *ret_n = 0;
    if (op == FILTER_MISSING || op == FILTER_PRESENT)
        return json ? err_set(r->err, ERR_INVALID, NULL, "\"%s\" has no value", filter_op_text(op))
                    : 0;
    if (op != FILTER_IN) {
        *ret_n = 1;
        return read_literal(r, json, values);
    }
    if (!json_is_array(json) || !json_array_size(json) || json_array_size(json) > FILTER_TERMS_MAX)
        return err_set(r->err, ERR_INVALID, NULL, "the value of \"in\" is a list of 1 to %d",
                       FILTER_TERMS_MAX);
    json_array_foreach (json, i, item) {
        int rc = read_literal(r, item, &values[(*ret_n)++]);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int read_comparison(struct filter_reader *r, const json_t *json, struct filter **ret)
{
    const char *name = json_string_value(json_object_get(json, "field"));
    const char *op_name = json_string_value(json_object_get(json, "op"));
    const json_t *value = json_object_get(json, "value");
    struct filter_literal values[FILTER_TERMS_MAX];
    size_t n;

    if (!name || !op_name || json_object_size(json) != (value ? 3 : 2))
        return shape_wrong(r);
    int op = filter_op_find(op_name);
    if (op < 0)
        return err_set(r->err, ERR_INVALID, "op", "there is no operator \"%.40s\"", op_name);
    int rc = read_values(r, (enum filter_op)op, value, values, &n);
    if (rc < 0)
        (void)field_at_path(r->err, rc, "value", FIELD_NO_INDEX);
    else
        rc = in_whole(
            r, filter_compare(r, arena_strdup(r->arena, name), (enum filter_op)op, values, n, ret));
    return rc < 0 ? err_prefix(r->err, "in the condition on \"%.60s\"", name) : 0;
}

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int read_inner(struct filter_reader *r, const json_t *json, struct filter **ret)
{
    const json_t *all = json_object_get(json, "and"), *any = json_object_get(json, "or");
    const json_t *no = json_object_get(json, "not");
    struct filter *inner = NULL;

    if (!all && !any && !no)
        return read_comparison(r, json, ret);
    if (json_object_size(json) != 1)
        return shape_wrong(r);
    if (!no)
        return read_group(r, all ? FILTER_AND : FILTER_OR, all ? all : any, ret);
    int rc = read_node(r, no, &inner);
    if (rc == 0)
        *ret = filter_negate(r, inner);
    return field_at_path(r->err, rc, "not", FIELD_NO_INDEX);
}

// NOLINTNEXTLINE(misc-no-recursion): filter_enter limits the depth
static int read_node(struct filter_reader *r, const json_t *json, struct filter **ret)
{
    if (!json_is_object(json))
        return shape_wrong(r);
    int rc = in_whole(r, filter_enter(r));
    if (rc == 0)
        rc = read_inner(r, json, ret);
    r->depth--;
    return rc;
}

int filter_read(const json_t *json, const struct filter_names *names, struct arena *arena,
                const struct filter **ret, struct err *err)
{
    struct filter_reader r = {.names = names, .arena = arena, .err = err};
    struct filter *whole = NULL;

    if (json && !json_is_null(json)) {
        int rc = read_node(&r, json, &whole);
        if (rc < 0)
            return rc;
    }
    *ret = whole;
    return 0;
}
