/* own_test.h: metrics that an organisation defines, written as JSON, over the facts of
 * metric_test.h.
 *
 *     compute_own(&t, "2024-03-31", "{\"function\": \"count\", \"fact\": \"ticket\"}");
 *     assert_close(own_of(&t, 0), 2, 0); */
#pragma once
#include "json/parse.h"
#include "metric_test.h"
#include "scoring/metric/dictionary.h"

/* Reads and compiles; id, label and direction need not be given. */
static inline int own_from(struct metric_test *t, const char *json, struct own_plan **ret,
                           struct err *err)
{
    struct own_metric def;
    json_t *definition;

    ASSERT_OK(json_parse(json, strlen(json), &definition, err), *err);
    json_keep(t->arena, definition);
    static const char *const words[][2] = {
        {"id", "mine"}, {"label", "Mine"}, {"direction", "more"}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (!json_object_get(definition, words[i][0]))
            json_object_set_new(definition, words[i][0], json_string(words[i][1]));
    fields_init(own_metric_fields, &def);
    int rc = fields_read(own_metric_fields, definition, FIELDS_WHOLE, t->arena, &def, err);
    return rc < 0 ? rc : own_compile(t->conn, &def, t->arena, ret, err);
}

/* Computes the built-in metrics and this one behind them. */
static inline void compute_own(struct metric_test *t, const char *day, const char *json)
{
    struct own_plan *plan = NULL;
    struct err err = {0};

    ASSERT_OK(own_from(t, json, &plan, &err), err);
    t->dictionary = dictionary_with(plan, t->arena);
    compute(t, day);
    t->dictionary = NULL;
}

static inline double own_of(const struct metric_test *t, size_t i)
{
    return t->columns.columns[dictionary_builtin()->n][i];
}
