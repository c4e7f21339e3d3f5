#include "facts/kind/kind_api.h"

#include "facts/kind/act.h"
#include "facts/kind/kind_list.h"
#include "facts/kind/kind_store.h"
#include "http/request.h"
#include "http/service.h"
#include "jobs/job.h"

#include <string.h>

struct kind_path {
    const char *key;
};
static const struct field kind_path_fields[] = {
    FIELD_STR(struct kind_path, key, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "Its key"),
    FIELD_END,
};

static const struct kind *kind_of(const struct req *r)
{
    return r->endpoint->ctx;
}

static int list(struct req *r, const void *in, void *out)
{
    struct kind_page *page = out;
    int rc = kind_list(r->conn, kind_of(r), in, r->arena, page, &r->err);

    if (rc == 0 && page->next)
        req_link_next(r, page->next);
    return rc;
}

/* What is entered by hand about an earlier day was not known then. */
static void set_known(const struct req *r, const struct kind *kind, void *row)
{
    const struct field *known = fields_find(kind->shape.fields, "known");
    const struct field *happened = kind_happened(kind);

    if (!kind->is_known_when_entered || !field_is_missing(known, row))
        return;
    if (field_is_missing(happened, row)) { /* it follows from the others, when they are checked */
        *(int32_t *)field_at(known, row) = r->today;
        return;
    }
    const void *at = field_in(happened, row);
    int32_t day =
        happened->type == FIELD_T_TIME ? day_of_time(*(const int64_t *)at) : *(const int32_t *)at;
    if (day < r->today)
        *(int32_t *)field_at(known, row) = r->today;
}

/* A boolean is never missing, so only the body tells whether a default stands. */
static void set_defaults(const struct req *r, const struct kind *kind, void *row)
{
    void *initial = arena_alloc(r->arena, kind->shape.size);

    if (!kind->init)
        return;
    fields_init(kind->shape.fields, initial);
    kind->init(initial);
    FIELDS_EACH (f, kind->shape.fields)
        if (f->type == FIELD_T_BOOL && !json_object_get(r->body, f->name))
            *(bool *)field_at(f, row) = *(const bool *)field_in(f, initial);
}

static int create(struct req *r, const void *in, void *out)
{
    const struct kind *kind = kind_of(r);
    const struct act act = act_of(r);

    memcpy(out, in, kind->shape.size);
    set_known(r, kind, out);
    set_defaults(r, kind, out);
    int rc = kind_create(&act, kind, out, &r->err);
    if (rc < 0)
        return rc;
    AUTO_BUF location = {0};
    buf_printf(&location, "%s/", r->endpoint->path);
    url_encode(kind_key(out), &location);
    r->location = arena_strdup(r->arena, buf_text(&location));
    return 0;
}

static int get(struct req *r, const void *in, void *out)
{
    const struct kind_path *path = in;

    return kind_get(r->conn, kind_of(r), path->key, r->arena, out, &r->err);
}

static int change(struct req *r, const void *in, void *out)
{
    const struct kind *kind = kind_of(r);
    const struct act act = act_of(r);
    kind_mask given = 0;
    const char *name;
    json_t *value;

    json_object_foreach (r->body, name, value)
        given |= kind_mask_of(kind, name);
    memcpy(out, in, kind->shape.size);
    return kind_change(&act, kind, out, given, &r->err);
}

static int delete (struct req *r, const void *in, void *out __attribute__((unused)))
{
    const struct kind_path *path = in;
    const struct act act = act_of(r);

    int rc = kind_delete(&act, kind_of(r), path->key, &r->err);
    jobs_wake(r->service->jobs); /* there may be more to forget than facts */
    return rc;
}

/* The kind's table but for the key: on create it may be left out, and a change has it in its path.
 */
static struct shape shape_in(const struct kind *kind, const char *key_help, struct arena *arena)
{
    size_t n = fields_count(kind->shape.fields) + 1;
    struct field *fields = arena_memdup(arena, kind->shape.fields, n * sizeof(*fields));

    fields[0].required = false;
    fields[0].help = key_help;
    return (struct shape){fields, kind->shape.size, kind->shape.name};
}

static struct shape shape_page(const struct kind *kind, struct arena *arena)
{
    const struct field fields[] = {
        {.name = "items",
         .type = FIELD_T_LIST,
         .offset = offsetof(struct kind_page, items),
         .n_offset = offsetof(struct kind_page, n_items),
         .max = PAGE_LIMIT_MAX,
         .required = true,
         .of = kind->shape.fields,
         .of_size = kind->shape.size,
         .of_name = kind->shape.name},
        FIELD_STR(struct kind_page, next, .max = 8192, .help = "\"after\" of the next page"),
        FIELD_I64(struct kind_page, total, .help = "Rows in all; with the first page only"),
        FIELD_END,
    };

    return (struct shape){arena_memdup(arena, fields, sizeof(fields)), sizeof(struct kind_page),
                          arena_printf(arena, "%s_page", kind->shape.name)};
}

/* "A page of tickets", with the fields that filter and sort know. */
static const char *list_help(const struct kind *kind, struct arena *arena)
{
    AUTO_BUF help = {0};

    buf_str(&help, "Filter and sort know the fields");
    FIELDS_EACH (f, kind->shape.fields)
        if (f->type != FIELD_T_JSON)
            buf_printf(&help, "%s %s", f == kind->shape.fields ? "" : ",", f->name);
    if (fields_find(kind->shape.fields, "custom"))
        buf_str(&help, " and custom.NAME");
    buf_printf(&help, ". Sorted by %s unless told. The search looks into", kind->sort);
    for (const char *const *s = kind->search; *s; s++)
        buf_printf(&help, "%s %s", s == kind->search ? "" : ",", *s);
    buf_char(&help, '.');
    return arena_strdup(arena, buf_text(&help));
}

const struct endpoint *kind_endpoints(const struct kind *kind, struct arena *arena)
{
    const char *all = arena_printf(arena, "/api/v1/%s", kind->plural);
    const char *one = arena_printf(arena, "/api/v1/%s/{key}", kind->plural);
    const struct shape new = shape_in(kind, "Left out, Ripen makes one", arena);
    const struct shape patch = shape_in(kind, "Its key", arena), path = SHAPE(kind_path);
    const struct endpoint rows[] = {
        {"GET", all, arena_printf(arena, "List %s", kind->plural), "facts", ROLE_VIEWER,
         SHAPE(kind_query), shape_page(kind, arena), list, kind, .help = list_help(kind, arena)},
        {"POST", all, arena_printf(arena, "Create a fact of kind %s", kind->name), "facts",
         ROLE_MANAGER, new, kind->shape, create, kind},
        {"GET", one, arena_printf(arena, "Get one of the %s", kind->plural), "facts", ROLE_VIEWER,
         path, kind->shape, get, kind},
        {"PATCH", one, arena_printf(arena, "Change one of the %s", kind->plural), "facts",
         ROLE_MANAGER, patch, kind->shape, change, kind, .is_patch = true,
         .help = "Only the given fields change; null makes a field missing. Objects are merged "
                 "member by member."},
        {"DELETE",
         one,
         arena_printf(arena, "Delete one of the %s, and what hangs on it", kind->plural),
         "facts",
         ROLE_MANAGER,
         path,
         {0},
         delete,
         kind},
        ENDPOINT_END,
    };

    return arena_memdup(arena, rows, sizeof(rows));
}
