#include "http/router.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct segment {
    const char *text; /* in the row's path: the literal, or the name inside {} */
    size_t n;
    bool is_param;
};

struct row {
    const struct endpoint *endpoint;
    size_t index;
    struct segment segments[ROUTER_SEGMENTS_MAX];
    size_t n_segments;
};

struct router {
    struct row *rows; /* by number of segments, then literals before params, then by text */
    size_t n;
    const struct endpoint **by_index;
};

static int row_wrong(const struct endpoint *e, const char *what, struct err *err)
{
    return err_set(err, ERR_INTERNAL, NULL, "endpoint %s %s: %s", e->method,
                   e->path ? e->path : "(no path)", what);
}

static int check_row(const struct row *row, struct err *err)
{
    const struct endpoint *e = row->endpoint;
    size_t params = 0;

    if (!e->summary || !e->fn)
        return row_wrong(e, "a summary or a handler is missing", err);
    for (size_t i = 0; i < row->n_segments; i++) {
        const struct segment *s = &row->segments[i];
        char name[64];
        if (!s->is_param)
            continue;
        str_copy(name, s->n + 1 < sizeof(name) ? s->n + 1 : sizeof(name), s->text);
        if (!e->in.fields || !fields_find(e->in.fields, name))
            return row_wrong(e, "a {param} of the path is no field of .in", err);
        if (++params > ROUTER_PARAMS_MAX)
            return row_wrong(e, "there are too many {params} in the path", err);
    }
    return 0;
}

static int parse_row(const struct endpoint *e, size_t index, struct row *ret, struct err *err)
{
    *ret = (struct row){.endpoint = e, .index = index};
    if (!e->path || e->path[0] != '/')
        return row_wrong(e, "the path must begin with /", err);
    for (const char *p = e->path; *p;) {
        if (ret->n_segments == ROUTER_SEGMENTS_MAX)
            return row_wrong(e, "the path has too many segments", err);
        struct segment *s = &ret->segments[ret->n_segments++];
        *s = (struct segment){.text = p + 1, .n = strcspn(p + 1, "/")};
        p += 1 + s->n;
        s->is_param = s->n > 2 && s->text[0] == '{' && s->text[s->n - 1] == '}';
        if (s->is_param) {
            s->text++;
            s->n -= 2;
        }
    }
    return check_row(ret, err);
}

static int segment_order(const struct segment *a, const struct segment *b)
{
    if (a->is_param || b->is_param) /* all params are alike, whatever their names */
        return a->is_param - b->is_param;
    int order = memcmp(a->text, b->text, a->n < b->n ? a->n : b->n);
    return order ? order : (a->n > b->n) - (a->n < b->n);
}

/* 0: the same paths. */
static int path_order(const struct row *a, const struct row *b)
{
    if (a->n_segments != b->n_segments)
        return a->n_segments < b->n_segments ? -1 : 1;
    for (size_t i = 0; i < a->n_segments; i++) {
        int order = segment_order(&a->segments[i], &b->segments[i]);
        if (order)
            return order;
    }
    return 0;
}

static int row_order(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = path_order(x, y);

    return order ? order : strcmp(x->endpoint->method, y->endpoint->method);
}

void router_free(struct router *r)
{
    if (!r)
        return;
    mem_free(r->rows);
    mem_free(r->by_index);
    mem_free(r);
}

int router_new(const struct endpoint_set *set, struct router **ret, struct err *err)
{
    AUTO_STRUCT(router) *r = mem_zalloc(sizeof(*r));
    size_t n = 0, i = 0;

    for (size_t t = 0; t < set->n; t++)
        for (const struct endpoint *e = set->tables[t]; e->method; e++)
            n++;
    r->rows = mem_zalloc(mem_product(n, sizeof(*r->rows)));
    r->by_index = mem_zalloc(mem_product(n, sizeof(void *)));
    r->n = n;
    for (size_t t = 0; t < set->n; t++)
        for (const struct endpoint *e = set->tables[t]; e->method; e++, i++) {
            r->by_index[i] = e;
            int rc = parse_row(e, i, &r->rows[i], err);
            if (rc < 0)
                return rc;
        }
    qsort(r->rows, n, sizeof(*r->rows), row_order);
    for (i = 1; i < n; i++)
        if (row_order(&r->rows[i - 1], &r->rows[i]) == 0)
            return row_wrong(r->rows[i].endpoint, "there are two of it", err);
    *ret = TAKE(r);
    return 0;
}

size_t router_count(const struct router *r)
{
    return r->n;
}

const struct endpoint *router_endpoint(const struct router *r, size_t i)
{
    return r->by_index[i];
}

/* The decoded segments of a path; ROUTE_FOUND if it can be one. */
static enum route split_path(const char *path, struct arena *arena,
                             char *segments[ROUTER_SEGMENTS_MAX], size_t *ret_n)
{
    size_t n = 0;

    if (strlen(path) > ROUTER_PATH_MAX)
        return ROUTE_TOO_LONG;
    /* These are never sent as they are, and would break a Link header. */
    if (path[0] != '/' || strpbrk(path, " <>\""))
        return ROUTE_BAD_PATH;
    while (*path) {
        size_t len = strcspn(path + 1, "/");
        if (n == ROUTER_SEGMENTS_MAX)
            return ROUTE_NOT_FOUND;
        segments[n] = url_decode(path + 1, len, false, arena);
        if (!segments[n] || str_eq(segments[n], ".") || str_eq(segments[n], ".."))
            return ROUTE_BAD_PATH;
        n++;
        path += 1 + len;
    }
    *ret_n = n;
    return ROUTE_FOUND;
}

static bool row_fits(const struct row *row, char *const *segments, size_t n)
{
    if (row->n_segments != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct segment *s = &row->segments[i];
        if (s->is_param ? !segments[i][0]
                        : strlen(segments[i]) != s->n || memcmp(segments[i], s->text, s->n) != 0)
            return false;
    }
    return true;
}

static void take_match(const struct row *row, char *const *segments, struct arena *arena,
                       struct route_match *ret)
{
    ret->endpoint = row->endpoint;
    ret->index = row->index;
    for (size_t i = 0; i < row->n_segments; i++) {
        const struct segment *s = &row->segments[i];
        if (s->is_param)
            ret->params[ret->n_params++] =
                (struct pair){arena_strndup(arena, s->text, s->n), segments[i]};
    }
}

static void add_allowed(char *allow, size_t bytes, const char *method)
{
    size_t n = strlen(allow);

    if (!strstr(allow, method))
        snprintf(allow + n, bytes - n, "%s%s%s", n ? ", " : "", method,
                 str_eq(method, "GET") ? ", HEAD" : "");
}

enum route router_match(const struct router *r, const char *method, const char *path,
                        struct arena *arena, struct route_match *ret)
{
    const char *want = str_eq(method, "HEAD") ? "GET" : method;
    char *segments[ROUTER_SEGMENTS_MAX];
    size_t n;

    *ret = (struct route_match){0};
    enum route route = split_path(path, arena, segments, &n);
    if (route != ROUTE_FOUND)
        return route;
    /* A hundred rows of a few bytes each: looking at all of them takes less than a microsecond. */
    for (size_t i = 0; i < r->n; i++) {
        const struct row *row = &r->rows[i];
        if (!row_fits(row, segments, n))
            continue;
        if (str_eq(row->endpoint->method, want)) {
            take_match(row, segments, arena, ret);
            return ROUTE_FOUND;
        }
        add_allowed(ret->allow, sizeof(ret->allow), row->endpoint->method);
    }
    if (!ret->allow[0])
        return ROUTE_NOT_FOUND;
    add_allowed(ret->allow, sizeof(ret->allow), "OPTIONS");
    return ROUTE_NO_METHOD;
}

int endpoint_status(const struct endpoint *e)
{
    if (e->status)
        return e->status;
    if (e->out_type)
        return 200;
    if (!e->out.fields)
        return 204;
    return str_eq(e->method, "POST") ? 201 : 200;
}
