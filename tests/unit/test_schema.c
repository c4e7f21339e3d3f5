#include "json/parse.h"
#include "json/schema.h"
#include "test.h"

#include <string.h>

struct step {
    double at;
};
static const struct field step_fields[] = {
    FIELD_F64(struct step, at, .fmin = 0, .fmax = 10, .required = true),
    FIELD_END,
};
static const char *const kinds[] = {"a", "b", NULL};

struct plan {
    int64_t id;
    const char *name;
    const char *kind;
    bool is_on;
    int32_t day;
    int64_t at;
    int64_t arr_cents;
    json_t *custom;
    struct step *first;
    struct step *steps;
    size_t n_steps;
    const char **tags;
    size_t n_tags;
    double *points;
    size_t n_points;
};
static const struct field plan_fields[] = {
    FIELD_I64(struct plan, id, .required = true, .read_only = true),
    FIELD_STR(struct plan, name, .min = 2, .max = 9, .required = true, .help = "Its name."),
    FIELD_ENUM(struct plan, kind, kinds),
    FIELD_BOOL(struct plan, is_on),
    FIELD_DAY(struct plan, day),
    FIELD_TIME(struct plan, at),
    FIELD_I64(struct plan, arr_cents, .min = 0, .unit = "cents", .help = "Money."),
    FIELD_JSON(struct plan, custom),
    FIELD_OBJ(struct plan, first, step),
    FIELD_LIST(struct plan, steps, step),
    FIELD_STRS(struct plan, tags, .min = 1, .max = 5, .values = kinds),
    FIELD_NUMS(struct plan, points),
    FIELD_END,
};

/* field, as the server writes it, as the client may give it ("" if not) */
static const struct {
    const char *field, *out, *in;
} rows[] = {
    {"id", "{'type':'integer','format':'int64'}", ""},
    {"name", "{'type':'string','description':'Its name.'}",
     "{'type':'string','minLength':1,'maxLength':9,'description':'Its name.'}"},
    {"kind", "{'type':['string','null'],'enum':['a','b',null]}",
     "{'type':['string','null'],'enum':['a','b',null]}"},
    {"is_on", "{'type':'boolean'}", "{'type':'boolean'}"},
    {"day", "{'type':['string','null'],'format':'date'}",
     "{'type':['string','null'],'format':'date'}"},
    {"at", "{'type':['string','null'],'format':'date-time'}",
     "{'type':['string','null'],'format':'date-time'}"},
    {"arr_cents", "{'type':['integer','null'],'format':'int64','description':'Money. (cents)'}",
     "{'type':['integer','null'],'format':'int64','minimum':0,'maximum':9007199254740991,"
     "'description':'Money. (cents)'}"},
    {"custom", "{'type':['object','null'],'additionalProperties':true}",
     "{'type':['object','null'],'additionalProperties':true}"},
    {"first", "{'oneOf':[{'$ref':'#/components/schemas/Step'},{'type':'null'}]}",
     "{'oneOf':[{'$ref':'#/components/schemas/StepInput'},{'type':'null'}]}"},
    {"steps", "{'type':'array','items':{'$ref':'#/components/schemas/Step'}}",
     "{'type':['array','null'],'items':{'$ref':'#/components/schemas/StepInput'},"
     "'maxItems':10000}"},
    {"tags", "{'type':'array','items':{'type':'string','enum':['a','b']}}",
     "{'type':['array','null'],'items':{'type':'string','enum':['a','b']},'minItems':1,"
     "'maxItems':5}"},
    {"points", "{'type':'array','items':{'type':['number','null']}}",
     "{'type':['array','null'],'items':{'type':['number','null']},'maxItems':1000000}"},
};

static json_t *expected(const char *single_quoted)
{
    AUTO_BUF b = {0};
    json_t *v = NULL;

    buf_str(&b, single_quoted);
    for (char *p = b.data; *p; p++)
        if (*p == '\'')
            *p = '"';
    assert_int_equal(json_parse(b.data, b.len, &v, NULL), 0);
    return v;
}

static void assert_property(const json_t *schema, const char *field, const char *want)
{
    const json_t *got = json_object_get(json_object_get(schema, "properties"), field);

    if (!*want) {
        assert_null(got);
        return;
    }
    AUTO(json_t) v = expected(want);
    if (!json_equal(got, v))
        print_message("%s\n", field);
    assert_true(json_equal(got, v));
}

static void every_type_has_its_schema(void **state)
{
    (void)state;
    AUTO(json_t) all = json_object();
    struct shape shape = SHAPE(plan);
    struct err err = {0};

    for (enum schema_side side = SCHEMA_OUT; side <= SCHEMA_PATCH; side++)
        assert_int_equal(schema_add(all, &shape, side, &err), 0);
    assert_int_equal(json_object_size(all), 5); /* Plan PlanInput PlanPatch Step StepInput */
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_property(json_object_get(all, "Plan"), rows[i].field, rows[i].out);
        assert_property(json_object_get(all, "PlanInput"), rows[i].field, rows[i].in);
        assert_property(json_object_get(all, "PlanPatch"), rows[i].field, rows[i].in);
    }
}

static void required_depends_on_who_writes(void **state)
{
    (void)state;
    AUTO(json_t) all = json_object();
    struct shape shape = SHAPE(plan);

    for (enum schema_side side = SCHEMA_OUT; side <= SCHEMA_PATCH; side++)
        assert_int_equal(schema_add(all, &shape, side, NULL), 0);
    const json_t *out = json_object_get(json_object_get(all, "Plan"), "required");
    const json_t *in = json_object_get(json_object_get(all, "PlanInput"), "required");
    assert_int_equal(json_array_size(out), fields_count(plan_fields));
    assert_int_equal(json_array_size(in), 1);
    assert_string_equal(json_string_value(json_array_get(in, 0)), "name");
    assert_null(json_object_get(json_object_get(all, "PlanPatch"), "required"));
}

static void names(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        enum schema_side side;
        const char *name;
    } cases[] = {
        {"account", SCHEMA_OUT, "Account"},        {"account_key", SCHEMA_IN, "AccountKeyInput"},
        {"note_in", SCHEMA_IN, "NoteInput"},       {"note_in", SCHEMA_OUT, "NoteIn"},
        {"note_patch", SCHEMA_PATCH, "NotePatch"}, {"note_in", SCHEMA_PATCH, "NotePatch"},
        {"note", SCHEMA_PATCH, "NotePatch"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        AUTO_BUF b = {0};
        schema_name(cases[i].tag, cases[i].side, &b);
        assert_string_equal(buf_text(&b), cases[i].name);
    }
}

static void two_shapes_of_one_name_are_noticed(void **state)
{
    (void)state;
    AUTO(json_t) all = json_object();
    struct shape plan = SHAPE(plan), other = {step_fields, sizeof(struct step), "plan"};
    struct err err = {0};

    assert_int_equal(schema_add(all, &plan, SCHEMA_OUT, &err), 0);
    assert_int_equal(schema_add(all, &plan, SCHEMA_OUT, &err), 0);
    assert_int_equal(schema_add(all, &other, SCHEMA_OUT, &err), ERR_INTERNAL);
    assert_non_null(strstr(err.text, "called Plan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_has_its_schema),
        cmocka_unit_test(required_depends_on_who_writes),
        cmocka_unit_test(names),
        cmocka_unit_test(two_shapes_of_one_name_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
