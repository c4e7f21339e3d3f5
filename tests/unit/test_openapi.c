#include "base/str.h"
#include "http/openapi.h"
#include "http/page.h"
#include "http/system_api.h"
#include "json/parse.h"
#include "test.h"

#include <string.h>

struct note_in {
    const char *key;
    const char *body;
    int64_t limit;
    const char *after;
    const char **tags;
    size_t n_tags;
};
static const struct field note_in_fields[] = {
    FIELD_STR(struct note_in, key, .required = true, .help = "The account's key."),
    FIELD_STR(struct note_in, body, .min = 1, .required = true),
    FIELD_END,
};
static const struct field note_list_in_fields[] = {
    FIELD_STR(struct note_in, key, .required = true),
    FIELD_STRS(struct note_in, tags),
    PAGE_FIELDS(struct note_in),
    FIELD_END,
};
struct note {
    int64_t id;
    const char *body;
};
static const struct field note_fields[] = {
    FIELD_I64(struct note, id, .required = true),
    FIELD_STR(struct note, body),
    FIELD_END,
};
struct note_list {
    struct note *items;
    size_t n_items;
    const char *next;
};
static const struct field note_list_fields[] = {
    FIELD_LIST(struct note_list, items, note),
    FIELD_STR(struct note_list, next),
    FIELD_END,
};

static int none(struct req *r, const void *in, void *out)
{
    (void)r;
    (void)in;
    (void)out;
    return 0;
}

static const struct endpoint notes[] = {
    {"GET", "/api/v1/accounts/{key}/notes", "List notes", .tag = "facts", .role = ROLE_VIEWER,
     .in = {note_list_in_fields, sizeof(struct note_in), "note_list_in"}, .out = SHAPE(note_list),
     .fn = none},
    {"POST", "/api/v1/accounts/{key}/notes", "Add a note", .tag = "facts", .role = ROLE_MANAGER,
     .in = SHAPE(note_in), .out = SHAPE(note), .fn = none},
    {"PATCH", "/api/v1/notes/{key}", "Change a note", .tag = "facts", .role = ROLE_MANAGER,
     .is_patch = true, .in = SHAPE(note_in), .out = SHAPE(note), .fn = none},
    {"DELETE", "/api/v1/notes/{key}", "Remove a note", .tag = "facts", .role = ROLE_MANAGER,
     .in = SHAPE(note_in), .fn = none},
    {"GET", "/api/v1/notes.csv", "Notes as CSV", .tag = "facts", .role = ROLE_VIEWER,
     .out_type = "text/csv; charset=utf-8", .fn = none},
    {"POST", "/api/v1/uploads", "Upload a file", .tag = "import", .role = ROLE_MANAGER,
     .is_upload = true, .out = SHAPE(note), .fn = none},
    {"POST", "/api/v1/logout", "Log out", .role = ROLE_VIEWER, .fn = none},
    ENDPOINT_END,
};
static const struct endpoint *const tables[] = {notes, system_endpoints};
static const struct endpoint_set set = {tables, 2};

static json_t *describe(void)
{
    AUTO_BUF out = {0};
    struct err err = {0};
    json_t *root = NULL;

    if (openapi_write(&set, "1.2.3", &out, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(json_parse(out.data, out.len, &root, &err), 0);
    return root;
}

/* The value at a path of keys and indexes with blanks between; NULL if there is none. */
static const json_t *at(const json_t *v, const char *path)
{
    char *text = strdup(path), *rest = text;

    for (char *key; v && (key = strsep(&rest, " "));) {
        int64_t i;
        v = json_is_array(v) && str_to_i64(key, &i) ? json_array_get(v, (size_t)i)
                                                    : json_object_get(v, key);
    }
    free(text);
    return v;
}

static const char *text_at(const json_t *v, const char *path)
{
    const char *s = json_string_value(at(v, path));

    return s ? s : "";
}

static void every_row_is_there(void **state)
{
    (void)state;
    AUTO(json_t) root = describe();
    AUTO(json_t) ids = json_object();
    size_t rows = 0;

    for (size_t t = 0; t < set.n; t++)
        for (const struct endpoint *e = set.tables[t]; e->method; e++, rows++) {
            char method[16];
            str_copy(method, sizeof(method), e->method);
            const json_t *path = json_object_get(at(root, "paths"), e->path);
            const json_t *o = json_object_get(path, str_lower(method));
            assert_non_null(o);
            assert_string_equal(text_at(o, "summary"), e->summary);
            assert_string_equal(text_at(o, "tags 0"), e->tag ? e->tag : "me");
            assert_string_equal(text_at(o, "x-role"), role_names[e->role]);
            assert_non_null(at(o, "responses 400"));
            json_object_set_new(ids, text_at(o, "operationId"), json_true());
        }
    assert_int_equal(json_object_size(ids), rows); /* no two alike */
    assert_string_equal(text_at(root, "info version"), "1.2.3");
}

/* A reference that leads nowhere would only be noticed by who generates a client. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as our own document
static void check_references(const json_t *root, const json_t *v)
{
    const char *key, *ref = json_string_value(json_object_get(v, "$ref"));
    json_t *inner;
    size_t i;

    if (ref) {
        char *path = strdup(ref + 2);
        for (char *p = path; *p; p++)
            if (*p == '/')
                *p = ' ';
        if (!at(root, path))
            print_message("%s\n", ref);
        assert_non_null(at(root, path));
        free(path);
    }
    json_object_foreach ((json_t *)v, key, inner)
        check_references(root, inner);
    json_array_foreach (v, i, inner)
        check_references(root, inner);
}

static void references_lead_somewhere(void **state)
{
    (void)state;
    AUTO(json_t) root = describe();

    check_references(root, root);
}

static void each_kind_of_endpoint_is_told(void **state)
{
    (void)state;
    AUTO(json_t) root = describe();
    static const struct {
        const char *path, *value;
    } rows[] = {
        {"/api/v1/accounts/{key}/notes get operationId", "getAccountsByKeyNotes"},
        {"/api/v1/accounts/{key}/notes get parameters 0 in", "path"},
        {"/api/v1/accounts/{key}/notes get parameters 1 name", "tags"},
        {"/api/v1/accounts/{key}/notes get parameters 1 style", "form"},
        {"/api/v1/accounts/{key}/notes get parameters 3 in", "query"},
        {"/api/v1/accounts/{key}/notes get parameters 3 schema type", "string"},
        {"/api/v1/accounts/{key}/notes get responses 200 headers Link schema type", "string"},
        {"/api/v1/accounts/{key}/notes get responses 200 content application/json schema $ref",
         "#/components/schemas/NoteList"},
        {"/api/v1/accounts/{key}/notes post parameters 0 description", "The account's key."},
        {"/api/v1/accounts/{key}/notes post requestBody content application/json schema $ref",
         "#/components/schemas/NoteInput"},
        {"/api/v1/accounts/{key}/notes post responses 201 content application/json schema $ref",
         "#/components/schemas/Note"},
        {"/api/v1/accounts/{key}/notes post responses 409 $ref", "#/components/responses/Conflict"},
        {"/api/v1/accounts/{key}/notes post responses default $ref",
         "#/components/responses/Problem"},
        {"/api/v1/accounts/{key}/notes post description", "Add a note. Needs the role manager."},
        {"/api/v1/notes/{key} patch requestBody content application/json schema $ref",
         "#/components/schemas/NotePatch"},
        {"/api/v1/notes/{key} delete responses 204 description", "Done; there is no body."},
        {"/api/v1/notes.csv get responses 200 content text/csv schema type", "string"},
        {"/api/v1/logout post responses 204 description", "Done; there is no body."},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const json_t *paths = at(root, "paths");
        if (strcmp(text_at(paths, rows[i].path), rows[i].value) != 0)
            print_message("%s\n", rows[i].path);
        assert_string_equal(text_at(paths, rows[i].path), rows[i].value);
    }
    const json_t *paths = at(root, "paths");
    assert_non_null(at(paths, "/api/v1/uploads post requestBody content application/octet-stream"));
    /* Public ones say that they need no log-in; the others inherit it. */
    assert_int_equal(json_array_size(at(paths, "/healthz get security")), 0);
    assert_non_null(at(paths, "/healthz get security"));
    assert_null(at(paths, "/api/v1/notes.csv get security"));
    /* What is in the path is not in the body too. */
    assert_null(at(root, "components schemas NoteInput properties key"));
    assert_non_null(at(root, "components schemas NoteInput properties body"));
}

static void two_structs_of_one_name_are_an_error(void **state)
{
    (void)state;
    static const struct endpoint clash[] = {
        {"GET", "/a", "A", .out = SHAPE(note), .fn = none},
        {"GET", "/b", "B", .out = {note_list_fields, sizeof(struct note_list), "note"}, .fn = none},
        ENDPOINT_END,
    };
    const struct endpoint *const one[] = {clash};
    struct endpoint_set wrong = {one, 1};
    struct err err = {0};
    AUTO_BUF out = {0};

    assert_int_equal(openapi_write(&wrong, "1", &out, &err), ERR_INTERNAL);
    assert_string_equal(err.text, "GET /b: two different structs would both be called Note in "
                                  "OpenAPI; rename one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_there),
        cmocka_unit_test(references_lead_somewhere),
        cmocka_unit_test(each_kind_of_endpoint_is_told),
        cmocka_unit_test(two_structs_of_one_name_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
