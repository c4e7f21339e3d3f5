#include "http/openapi.h"

#include "base/str.h"
#include "http/reply.h"
#include "json/parse.h"
#include "json/schema.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define API_PREFIX "/api/v1"

/* Areas, as `tag` of the rows says them; a row without one concerns the caller alone. */
static const struct tag {
    const char *name, *about;
} tags[] = {
    {"me", "The caller: log-in, log-out, own name and password."},
    {"facts", "What is known of customers: accounts, contacts, revenue, support, usage."},
    {"scores", "What follows from the facts: metrics, scorecards, the matrix and its actions."},
    {"surveys", "Asking people at customers, by mail and by links."},
    {"import", "Taking in files."},
    {"access", "People, API keys, the audit log, settings."},
    {"system", "The server itself, and its jobs."},
};

static const struct failure {
    int status;
    const char *name, *about;
} failures[] = {
    {400, "Invalid", "The input breaks a rule; `field` and `detail` say which."},
    {401, "Unauthorized", "Nobody is logged in, or the API key is not good."},
    {403, "Forbidden", "The role or the scopes do not allow it, or it comes from another site."},
    {404, "NotFound", "There is no such thing."},
    {409, "Conflict", "It exists already, or was changed meanwhile."},
    {413, "TooLarge", "The body is over the limit."},
    {0, "Problem", "Any other error; 503 and 429 say in Retry-After when to try again."},
};

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *text(const struct buf *b)
{
    return json_string(buf_text(b));
}

static bool is_write(const struct endpoint *e)
{
    return !str_eq(e->method, "GET");
}

static bool is_query(const struct endpoint *e)
{
    return e->is_upload || str_eq(e->method, "GET") || str_eq(e->method, "DELETE");
}

static bool is_in_path(const struct endpoint *e, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = strchr(e->path, '{'); p; p = strchr(p + 1, '{'))
        if (strncmp(p + 1, name, n) == 0 && p[n + 1] == '}')
            return true;
    return false;
}

/* "accounts" -> "Accounts"; n bytes. */
static void add_capital(const char *s, size_t n, struct buf *out)
{
    buf_char(out, (char)toupper((unsigned char)*s));
    buf_add(out, s + 1, n - 1);
}

/* "getAccountsByKeyNotes" for GET /api/v1/accounts/{key}/notes */
static json_t *operation_id(const struct endpoint *e)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    bool is_api = str_starts(e->path, API_PREFIX);
    const char *p = e->path + (is_api ? strlen(API_PREFIX) : 0);
    AUTO_BUF b = {0};

    buf_str(&b, e->method);
    str_lower(b.data);
    if (!is_api) /* /metrics of the process is not /api/v1/metrics of accounts */
        buf_str(&b, "Server");
    while (*p) {
        size_t n = strspn(p, letters);
        if (n)
            add_capital(p, n, &b);
        p += n;
        if (*p == '{')
            buf_str(&b, "By");
        p += *p != 0;
    }
    return text(&b);
}

static json_t *parameter(const struct endpoint *e, const struct field *f)
{
    bool in_path = is_in_path(e, f->name);
    struct field plain = *f;

    plain.required = true; /* a parameter that is left out is absent, never null */
    plain.help = NULL;
    plain.unit = NULL;
    json_t *p =
        json_pack("{s:s,s:s,s:b,s:o}", "name", f->name, "in", in_path ? "path" : "query",
                  "required", in_path || f->required, "schema", schema_of_field(&plain, SCHEMA_IN));
    if (f->help)
        set(p, "description", json_string(f->help));
    if (f->type == FIELD_T_STRS) { /* a,b,c */
        set(p, "style", json_string("form"));
        set(p, "explode", json_false());
    }
    return p;
}

static json_t *parameters(const struct endpoint *e)
{
    json_t *list = json_array();

    if (e->in.fields)
        FIELDS_EACH (f, e->in.fields)
            if (is_query(e) || is_in_path(e, f->name))
                json_array_append_new(list, parameter(e, f));
    return list;
}

static json_t *content(const char *type, json_t *schema)
{
    return json_pack("{s:{s:o}}", type, "schema", schema);
}

static json_t *component(const char *kind, const char *name)
{
    AUTO_BUF b = {0};

    buf_printf(&b, "#/components/%s/%s", kind, name);
    return json_pack("{s:o}", "$ref", text(&b));
}

static int shape_content(json_t *schemas, const struct shape *shape, enum schema_side side,
                         json_t **ret, struct err *err)
{
    AUTO_BUF name = {0};
    int rc = schema_add(schemas, shape, side, err);

    if (rc < 0)
        return rc;
    schema_name(shape->name, side, &name);
    *ret = content("application/json", component("schemas", name.data));
    return 0;
}

/* The body of a POST, PATCH or PUT: .in without what is in the path. Nothing if that is all. */
static int add_body(json_t *operation, json_t *schemas, const struct endpoint *e,
                    struct arena *arena, struct err *err)
{
    json_t *body = NULL;
    bool is_needed = e->is_upload;

    if (e->is_upload) {
        body = content("application/octet-stream", json_object());
    } else if (e->is_page && is_write(e)) {
        body = content("application/x-www-form-urlencoded", json_pack("{s:s}", "type", "object"));
    } else if (is_write(e) && !is_query(e) && e->in.fields) {
        struct field *fields = ARENA_ARRAY(arena, fields_count(e->in.fields) + 1, struct field);
        struct shape shape = {fields, e->in.size, e->in.name};
        size_t n = 0;
        FIELDS_EACH (f, e->in.fields)
            if (!is_in_path(e, f->name)) {
                is_needed |= f->required && !e->is_patch;
                fields[n++] = *f;
            }
        int rc =
            n ? shape_content(schemas, &shape, e->is_patch ? SCHEMA_PATCH : SCHEMA_IN, &body, err)
              : 0;
        if (rc < 0)
            return rc;
    }
    if (body)
        set(operation, "requestBody",
            json_pack("{s:b,s:o}", "required", is_needed, "content", body));
    return 0;
}

/* Lists that have more than one page say so in a header too. */
static void add_link(json_t *response, const struct endpoint *e)
{
    if (!e->in.fields || !fields_find(e->in.fields, "after"))
        return;
    set(response, "headers",
        json_pack("{s:{s:s,s:{s:s}}}", "Link", "description",
                  "The address of the next page, with rel=\"next\"; absent on the last one.",
                  "schema", "type", "string"));
}

static int add_success(json_t *responses, json_t *schemas, const struct endpoint *e,
                       struct err *err)
{
    json_t *body = NULL;
    char status[12];

    if (e->out_type) {
        AUTO_BUF type = {0}; /* without its parameters */
        buf_add(&type, e->out_type, strcspn(e->out_type, ";"));
        body = content(type.data, str_starts(e->out_type, "application/json")
                                      ? json_pack("{s:s}", "type", "object")
                                      : json_pack("{s:s}", "type", "string"));
    } else if (e->out.fields) {
        int rc = shape_content(schemas, &e->out, SCHEMA_OUT, &body, err);
        if (rc < 0)
            return rc;
    }
    json_t *response =
        json_pack("{s:s}", "description", body ? "Done." : "Done; there is no body.");
    if (body)
        set(response, "content", body);
    add_link(response, e);
    snprintf(status, sizeof(status), "%d", endpoint_status(e));
    set(responses, status, response);
    if (body && !is_write(e))
        set(responses, "304",
            json_pack("{s:s}", "description", "What If-None-Match named is still good."));
    return 0;
}

static bool can_fail(const struct endpoint *e, int status)
{
    switch (status) {
    case 401:
    case 403: return e->role != ROLE_NONE || is_write(e);
    case 404: return strchr(e->path, '{') != NULL;
    case 409: return is_write(e);
    case 413: return is_write(e) && !str_eq(e->method, "DELETE");
    default: return true;
    }
}

/* Pages answer with pages, whatever happens; a call that does not reach them, with a problem. */
static void add_page_replies(json_t *responses, const struct endpoint *e)
{
    json_t *other = content("text/html", json_pack("{s:s}", "type", "string"));

    set(other, "application/problem+json",
        json_pack("{s:o}", "schema", component("schemas", "Problem")));
    set(responses, "default",
        json_pack("{s:s,s:o}", "description", "A page that says why not.", "content", other));
    if (is_write(e))
        set(responses, "303",
            json_pack("{s:s}", "description", "Done; Location names the page that follows."));
}

static void add_failures(json_t *responses, const struct endpoint *e)
{
    if (e->is_page) {
        add_page_replies(responses, e);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(failures); i++) {
        AUTO_BUF status = {0};
        if (!can_fail(e, failures[i].status))
            continue;
        if (failures[i].status)
            buf_printf(&status, "%d", failures[i].status);
        else
            buf_str(&status, "default");
        set(responses, status.data, component("responses", failures[i].name));
    }
}

static json_t *about(const struct endpoint *e)
{
    AUTO_BUF b = {0};

    buf_str(&b, e->help ? e->help : e->summary);
    if (e->help == NULL)
        buf_char(&b, '.');
    if (e->role != ROLE_NONE)
        buf_printf(&b, " Needs the role %s.", role_names[e->role]);
    return text(&b);
}

static int add_operation(json_t *paths, json_t *schemas, const struct endpoint *e,
                         struct arena *arena, struct err *err)
{
    json_t *path = json_object_get(paths, e->path);
    json_t *operation = json_pack("{s:o,s:s,s:o,s:[s],s:o}", "operationId", operation_id(e),
                                  "summary", e->summary, "description", about(e), "tags",
                                  e->tag ? e->tag : "me", "parameters", parameters(e));
    json_t *responses = json_object();
    char method[16] = "";

    if (!path)
        set(paths, e->path, path = json_object());
    str_copy(method, sizeof(method), e->method);
    set(path, str_lower(method), operation);
    set(operation, "responses", responses);
    set(operation, "x-role", json_string(role_names[e->role]));
    if (e->role == ROLE_NONE)
        set(operation, "security", json_array());
    int rc = add_body(operation, schemas, e, arena, err);
    if (rc == 0)
        rc = add_success(responses, schemas, e, err);
    add_failures(responses, e);
    return rc < 0 ? err_prefix(err, "%s %s", e->method, e->path) : 0;
}

static void add_components(json_t *root, json_t *schemas)
{
    json_t *responses = json_object();

    for (size_t i = 0; i < ARRAY_LEN(failures); i++)
        set(responses, failures[i].name,
            json_pack("{s:s,s:o}", "description", failures[i].about, "content",
                      content("application/problem+json", component("schemas", "Problem"))));
    set(root, "components",
        json_pack("{s:O,s:o,s:{s:{s:s,s:s,s:s,s:s},s:{s:s,s:s,s:s}}}", "schemas", schemas,
                  "responses", responses, "securitySchemes", "cookie", "type", "apiKey", "in",
                  "cookie", "name", "ripen_session", "description",
                  "The session of a person who has logged in.", "key", "type", "http", "scheme",
                  "bearer", "description", "An API key, for programs."));
}

static json_t *tag_list(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        json_array_append_new(
            list, json_pack("{s:s,s:s}", "name", tags[i].name, "description", tags[i].about));
    return list;
}

static json_t *head(const char *version)
{
    return json_pack(
        "{s:s,s:{s:s,s:s,s:s,s:{s:s,s:s}},s:[{s:s,s:s}],s:[{s:[]},{s:[]}],s:o}", "openapi", "3.1.0",
        "info", "title", "Ripen", "version", version ? version : "0", "description",
        "Customer success: facts about accounts, what they mean, and what to do. Days are "
        "YYYY-MM-DD, times RFC 3339 in UTC, money whole cents in the organisation's currency; what "
        "is not known is null, never 0. Errors are RFC 9457 problems. Usage events come by the "
        "Segment protocol (POST /v1/track, /v1/batch and so on, with a source's write key), which "
        "is no part of this API: docs/events.md describes it.",
        "license", "name", "Apache-2.0", "identifier", "Apache-2.0", "servers", "url", "/",
        "description", "This server", "security", "cookie", "key", "tags", tag_list());
}

static int add_print(const char *bytes, size_t n, void *out)
{
    buf_add(out, bytes, n);
    return 0;
}

int openapi_write(const struct endpoint_set *set_of_rows, const char *version, struct buf *out,
                  struct err *err)
{
    static const struct shape problem = SHAPE(problem);
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO(json_t) root = head(version);
    AUTO(json_t) schemas = json_object();
    json_t *paths = json_object();
    int rc = schema_add(schemas, &problem, SCHEMA_OUT, err);

    set(root, "paths", paths);
    for (size_t t = 0; t < set_of_rows->n; t++)
        for (const struct endpoint *e = set_of_rows->tables[t]; e->method && rc == 0; e++)
            rc = add_operation(paths, schemas, e, arena, err);
    add_components(root, schemas);
    if (rc == 0)
        json_dump_callback(root, add_print, out, JSON_INDENT(1));
    return rc;
}
