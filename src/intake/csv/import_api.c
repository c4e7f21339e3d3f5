#include "intake/csv/import_api.h"

#include "base/str.h"
#include "http/page.h"
#include "http/service.h"
#include "intake/csv/archive.h"
#include "intake/csv/csv_file.h"
#include "intake/csv/import_work.h"
#include "intake/csv/reject_log.h"

#include <inttypes.h>
#include <stdio.h>

struct upload_in {
    const char *name;
};
static const struct field upload_in_fields[] = {
    FIELD_STR(struct upload_in, name, .min = 1, .max = 200, .required = true,
              .help = "What the file is called; it helps to tell what is in it"),
    FIELD_END,
};

static int keep_upload(struct req *r, struct upload *u)
{
    AUTO_STRUCT(conn) *c = NULL;
    char path[IMPORT_PATH_BYTES];

    int rc = db_write_begin(r->db, &c, &r->err);
    if (rc < 0)
        return rc;
    struct act act = req_act(r);
    act.conn = c;
    rc = upload_insert(&act, u, &r->err);
    if (rc == 0 && rename(r->body_path, import_path(r->service->data_dir, "upload", u->id, path)))
        rc = err_set(&r->err, ERR_IO, NULL, "the upload cannot be kept in %.120s", path);
    return rc < 0 ? rc : db_commit(TAKE(c), &r->err);
}

/* What is no table at all is refused here, while the user still looks at the file. The file is read
 * before the transaction begins: it may be large. */
HANDLER(upload_post, upload_in, upload)
{
    struct csv_shape shape = {.lines = 0};
    bool is_archive = archive_is_one(r->body_path);

    int rc = import_make_folder(r->service->data_dir, &r->err);
    if (rc == 0 && !is_archive)
        rc = csv_file_look(r->body_path, r->arena, &shape, &r->err);
    if (rc < 0)
        return rc;
    *out = (struct upload){.name = in->name,
                           .bytes = r->body_bytes,
                           .rows_estimate = is_archive        ? I64_NONE
                                            : shape.lines > 0 ? shape.lines - 1
                                                              : 0};
    return keep_upload(r, out);
}

struct import_in {
    double *uploads;
    size_t n_uploads;
    json_t *mapping;
    const char *date_order;
    bool dry_run;
};
static const struct field import_in_fields[] = {
    FIELD_NUMS(struct import_in, uploads, .min = 1, .max = 50, .fmin = 1, .fmax = 9e15,
               .required = true, .help = "Ids of uploads"),
    FIELD_JSON(struct import_in, mapping, .max = 1000000,
               .help = "Which columns are which fields; null: found by the columns' names"),
    FIELD_ENUM(struct import_in, date_order, date_order_names + 1,
               .help = "For dates that may be read in several orders"),
    FIELD_BOOL(struct import_in, dry_run,
               .help = "Only check; POST …/commit then imports. Otherwise it imports at once"),
    FIELD_END,
};

/* Puts the state into words for the reply: where the job is, or that it ended without a result. */
static int complete(struct req *r, struct conn *c, struct import *im)
{
    struct job job;

    im->progress_pct = str_eq(im->state, "failed") ? I64_NONE : 100;
    if (!import_is_running(im) || im->job_id == I64_NONE)
        return 0;
    int rc = job_get(c, im->job_id, r->arena, &job, &r->err);
    if (rc < 0)
        return rc;
    jobs_overlay(r->service->jobs, &job, 1, r->arena);
    im->progress_pct = job.progress_pct;
    if (job.message)
        im->message = job.message;
    if (str_eq(job.state, "failed") || str_eq(job.state, "cancelled")) {
        im->state = "failed";
        im->message = job.error ? job.error : "it was cancelled";
    }
    return 0;
}

/* Queues the job that checks or imports, and notes both in the entry. */
static int start(struct req *r, struct import *im, bool writes)
{
    const struct job_request request = {
        .kind = &import_job,
        .args = arena_printf(r->arena, "{\"import\":%" PRId64 ",\"write\":%s}", im->id,
                             writes ? "true" : "false"),
        .requested_by = r->who.name,
    };

    im->state = writes ? "importing" : "checking";
    im->message = NULL;
    int rc = job_add(r->conn, &request, r->now_ms, &im->job_id, &r->err);
    if (rc == 0)
        rc = import_update(r->conn, im, &r->err);
    if (rc == 0)
        rc = complete(r, r->conn, im);
    jobs_wake(r->service->jobs);
    return rc;
}

/* A mapping that is wrong is told at once, not by the job. */
static int set_mapping(struct req *r, struct import *im, json_t *json, const char *date_order)
{
    struct mapping mapping = {.name = NULL};

    im->mapping = json;
    im->date_order = date_order;
    if (json && mapping_read(json, r->arena, &mapping, &r->err) < 0)
        return err_prefix(&r->err, "mapping");
    im->mapping_name = mapping.name;
    return 0;
}

HANDLER(import_post, import_in, import)
{
    struct act act = req_act(r);
    struct upload u;

    import_init(out);
    int rc = set_mapping(r, out, in->mapping, in->date_order);
    for (size_t i = 0; rc == 0 && i < in->n_uploads; i++)
        rc = upload_get(r->conn, (int64_t)in->uploads[i], r->arena, &u, &r->err);
    if (rc < 0)
        return rc;
    out->state = "checking";
    out->uploads = in->uploads;
    out->n_uploads = in->n_uploads;
    rc = import_insert(&act, out, &r->err);
    return rc < 0 ? rc : start(r, out, !in->dry_run);
}

struct import_query {
    int64_t limit;
    const char *after;
};
static const struct field import_query_fields[] = {
    PAGE_FIELDS(struct import_query),
    FIELD_END,
};
struct import_page {
    struct import_summary *items;
    size_t n_items;
    const char *next;
};
static const struct field import_page_fields[] = {
    FIELD_LIST(struct import_page, items, import_summary, .required = true),
    FIELD_STR(struct import_page, next, .max = 2048, .help = "To be given as `after`"),
    FIELD_END,
};

HANDLER(imports_get, import_query, import_page)
{
    size_t limit = (size_t)page_limit(in->limit);
    int64_t before;

    int rc = page_read_id(in->after, r->arena, &before, &r->err);
    if (rc == 0)
        rc = import_list(r->conn, before, (int64_t)limit + 1, r->arena, &out->items, &out->n_items,
                         &r->err);
    if (rc == 0 && out->n_items > limit) {
        out->n_items = limit;
        out->next = page_next_id(r, out->items[limit - 1].id);
    }
    return rc;
}

struct import_ref {
    int64_t id;
};
static const struct field import_ref_fields[] = {
    FIELD_I64(struct import_ref, id, .required = true),
    FIELD_END,
};

HANDLER(import_get_one, import_ref, import)
{
    int rc = import_get(r->conn, in->id, r->arena, out, &r->err);
    return rc < 0 ? rc : complete(r, r->conn, out);
}

/* The entry, if it is one of uploads and nothing runs on it. */
static int take(struct req *r, int64_t id, struct import *ret)
{
    int rc = import_get(r->conn, id, r->arena, ret, &r->err);

    if (rc == 0)
        rc = complete(r, r->conn, ret);
    if (rc < 0)
        return rc;
    if (import_is_running(ret))
        return err_set(&r->err, ERR_CONFLICT, "id",
                       "import %" PRId64 " is at work; wait or cancel it", id);
    if (str_eq(ret->state, "done"))
        return err_set(&r->err, ERR_CONFLICT, "id",
                       "import %" PRId64 " is done; upload files for a new one", id);
    return 0;
}

struct import_mapping_in {
    int64_t id;
    json_t *mapping;
    const char *date_order;
};
static const struct field import_mapping_in_fields[] = {
    FIELD_I64(struct import_mapping_in, id, .required = true),
    FIELD_JSON(struct import_mapping_in, mapping, .max = 1000000,
               .help = "Null: by the columns' names"),
    FIELD_ENUM(struct import_mapping_in, date_order, date_order_names + 1),
    FIELD_END,
};

HANDLER(import_mapping_post, import_mapping_in, import)
{
    int rc = take(r, in->id, out);

    if (rc == 0)
        rc = set_mapping(r, out, in->mapping, in->date_order);
    return rc < 0 ? rc : start(r, out, false);
}

HANDLER(import_commit_post, import_ref, import)
{
    int rc = take(r, in->id, out);

    if (rc == 0 && !str_eq(out->state, "ready"))
        rc = err_set(&r->err, ERR_CONFLICT, "id",
                     "import %" PRId64 " has failed its check (%.120s); check it again first",
                     in->id, out->message ? out->message : "no reason known");
    return rc < 0 ? rc : start(r, out, true);
}

HANDLER(import_delete_one, import_ref, nothing)
{
    struct import im;

    int rc = import_get(r->conn, in->id, r->arena, &im, &r->err);
    if (rc == 0)
        rc = complete(r, r->conn, &im);
    if (rc < 0)
        return rc;
    if (import_is_running(&im))
        return err_set(&r->err, ERR_CONFLICT, "id",
                       "import %" PRId64 " is at work; cancel its job first", in->id);
    return import_remove(r->conn, r->service->data_dir, &im, &r->err);
}

HANDLER(import_rejects_get, import_ref, nothing)
{
    struct import im;
    char path[IMPORT_PATH_BYTES];

    int rc = import_get(r->conn, in->id, r->arena, &im, &r->err);
    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "rejected-%" PRId64 ".csv", in->id);
    return reject_log_csv(import_path(r->service->data_dir, "rejects", in->id, path), &r->reply,
                          &r->err);
}

/* clang-format off */
const struct endpoint import_endpoints[] = {
    {"POST", "/api/v1/uploads", "Upload a CSV file or a ZIP archive of them", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(upload_in), .out = SHAPE(upload), .fn = upload_post_call,
     .is_upload = true, .tx = TX_NONE,
     .help = "The body is the file. It is kept for a day, or until it is imported."},
    {"GET", "/api/v1/imports", "Imports, newest first", .tag = "import", .role = ROLE_VIEWER,
     .in = SHAPE(import_query), .out = SHAPE(import_page), .fn = imports_get_call},
    {"POST", "/api/v1/imports", "Check or import uploaded files", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(import_in), .out = SHAPE(import), .fn = import_post_call,
     .help = "A job does it: ask for the import again until its state is ready, done or failed."},
    {"GET", "/api/v1/imports/{id}", "One import with its report", .tag = "import",
     .role = ROLE_VIEWER, .in = SHAPE(import_ref), .out = SHAPE(import), .fn = import_get_one_call},
    {"POST", "/api/v1/imports/{id}/mapping", "Check again with another mapping", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(import_mapping_in), .out = SHAPE(import),
     .fn = import_mapping_post_call, .status = 200},
    {"POST", "/api/v1/imports/{id}/commit", "Import what was checked", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(import_ref), .out = SHAPE(import),
     .fn = import_commit_post_call, .status = 200},
    {"DELETE", "/api/v1/imports/{id}", "Take an import off the list", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(import_ref), .fn = import_delete_one_call,
     .help = "Uploads and rejected rows go with it; facts that came in stay."},
    {"GET", "/api/v1/imports/{id}/rejects.csv", "Download the rejected rows", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(import_ref), .fn = import_rejects_get_call,
     .out_type = "text/csv; charset=utf-8",
     .help = "Each with its file, line, column and reason in columns that begin with reject_. "
             "Corrected, the file can be imported as it is."},
    ENDPOINT_END,
};
/* clang-format on */
