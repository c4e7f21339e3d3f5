#include "http/input.h"

#include "base/str.h"
#include "http/outside.h"
#include "json/parse.h"

#include <string.h>

static bool is_in_path(const struct route_match *match, const char *name)
{
    for (size_t i = 0; i < match->n_params; i++)
        if (str_eq(match->params[i].name, name))
            return true;
    return false;
}

/* The fields that do not come from the path. */
static const struct field *other_fields(const struct route_match *match, const struct field *fields,
                                        struct arena *arena)
{
    struct field *others = ARENA_ARRAY(arena, fields_count(fields) + 1, struct field);
    size_t n = 0;

    FIELDS_EACH (f, fields)
        if (!is_in_path(match, f->name))
            others[n++] = *f;
    return others; /* zeroed memory ends with FIELD_T_END */
}

static int read_path(struct req *r, const struct route_match *match, void *in)
{
    for (size_t i = 0; i < match->n_params; i++) {
        const struct field *f = fields_find(r->endpoint->in.fields, match->params[i].name);
        int rc = field_read_text(f, match->params[i].value, r->arena, in, &r->err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int read_query(struct req *r, const struct field *fields, void *in)
{
    const struct request *q = r->request;

    for (size_t i = 0; i < q->n_params; i++) {
        const struct field *f = fields_find(fields, q->params[i].name);
        if (!f)
            return fields_unknown(fields, q->params[i].name, &r->err);
        int rc = field_read_text(f, q->params[i].value, r->arena, in, &r->err);
        if (rc < 0)
            return rc;
    }
    FIELDS_EACH (f, fields)
        if (f->required && !request_param(q, f->name))
            return err_set(&r->err, ERR_INVALID, f->name, "is required in the query string");
    return 0;
}

static int parse_body(struct req *r)
{
    const struct request *q = r->request;
    json_t *v;

    if (!q->body_bytes)
        return 0;
    if (r->endpoint->is_page)
        return outside_form(r);
    int rc = json_parse(q->body, q->body_bytes, &v, &r->err);
    if (rc == 0)
        r->body = json_keep(r->arena, v);
    return rc;
}

static int read_body(struct req *r, const struct field *fields, void *in)
{
    enum fields_mode mode = r->endpoint->is_patch ? FIELDS_PATCH : FIELDS_WHOLE;
    const json_t *body = r->body ? r->body : json_keep(r->arena, json_object());

    if (r->request->n_params)
        return err_set(&r->err, ERR_INVALID, r->request->params[0].name,
                       "is in the query string; put it into the JSON body");
    return fields_read(fields, body, mode, r->arena, in, &r->err);
}

int input_read(struct req *r, const struct route_match *match, void **ret_in)
{
    static const struct field none[] = {FIELD_END};
    const struct endpoint *e = r->endpoint;
    const struct field *fields = e->in.fields ? e->in.fields : none;
    bool is_query = e->is_upload || str_eq(e->method, "GET") || str_eq(e->method, "DELETE");
    void *in = e->in.fields ? arena_alloc(r->arena, e->in.size) : NULL;
    int rc = is_query ? 0 : parse_body(r);

    fields_init(fields, in);
    if (rc == 0)
        rc = read_path(r, match, in);
    if (rc < 0)
        return rc;
    if (match->n_params)
        fields = other_fields(match, fields, r->arena);
    if (!e->is_body_raw && !e->is_page)
        rc = is_query ? read_query(r, fields, in) : read_body(r, fields, in);
    if (rc == 0)
        *ret_in = in;
    return rc;
}
