#include "intake/csv/import_work.h"

#include "base/str.h"
#include "http/service.h"

#include <string.h>
#include <unistd.h>

#define UPLOADS_KEPT_MS DAY_MS

/* Scoring stands above intake, so its job is known here by name only. */
static const struct job_kind score_by_name = {.name = "score", .max_attempts = 3};

static int queue_scoring(struct conn *c, const struct who *by, struct err *err)
{
    int64_t id;

    return job_add(
        c,
        &(struct job_request){.kind = &score_by_name, .unique = "score", .requested_by = by->name},
        clock_now_ms(), &id, err);
}

/* Writes the entry as it now is, and what belongs to that in the same transaction. */
static int keep(const struct import_work *w, bool has_written, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct import *im = w->entry;

    if (!im && !has_written)
        return 0;
    int rc = db_write_begin(w->db, &c, err);
    if (rc == 0 && im)
        rc = import_update(c, im, err);
    for (size_t i = 0; rc == 0 && has_written && im && i < im->n_uploads; i++)
        rc = upload_remove(c, w->data_dir, (int64_t)im->uploads[i], err);
    if (rc == 0 && has_written)
        rc = queue_scoring(c, w->by, err);
    return rc < 0 ? rc : db_commit(TAKE(c), err);
}

/* Without an entry the rejected rows are kept nowhere. */
static const char *rejects_of(const struct import_work *w, char to[IMPORT_PATH_BYTES])
{
    return w->entry ? import_path(w->data_dir, "rejects", w->entry->id, to) : NULL;
}

int import_work(const struct import_work *w, const struct import_hooks *hooks, struct arena *arena,
                struct import_report *ret, struct err *err)
{
    char rejects[IMPORT_PATH_BYTES], temp[IMPORT_PATH_BYTES];
    struct err unkept = {0};

    snprintf(temp, sizeof(temp), "%s/imports", w->data_dir);
    int rc = import_make_folder(w->data_dir, err);
    if (rc == 0)
        rc = import_run(&(struct import_options){.db = w->db,
                                                 .by = w->by,
                                                 .sources = w->sources,
                                                 .n_sources = w->n_sources,
                                                 .mapping = w->mapping,
                                                 .date_order = w->date_order,
                                                 .is_dry_run = w->is_dry_run,
                                                 .temp_dir = temp,
                                                 .rejects_path = rejects_of(w, rejects)},
                        hooks, arena, ret, err);
    if (w->entry) {
        w->entry->state = rc < 0 ? "failed" : w->is_dry_run ? "ready" : "done";
        w->entry->message = rc < 0 && err ? arena_strdup(arena, err->text) : NULL;
        w->entry->finished = w->is_dry_run ? TIME_NONE : clock_now_ms();
        if (rc == 0)
            import_set_report(w->entry, ret);
    }
    int kept = keep(w, rc == 0 && !w->is_dry_run, rc < 0 ? &unkept : err);
    return rc < 0 ? rc : kept;
}

static int find_sources(struct job_run *run, const struct import *im, struct import_source *sources)
{
    AUTO_STRUCT(conn) *c = NULL;
    char path[IMPORT_PATH_BYTES];

    int rc = db_read_begin(run->db, &c, &run->err);
    for (size_t i = 0; rc == 0 && i < im->n_uploads; i++) {
        int64_t id = (int64_t)im->uploads[i];
        struct upload u;
        rc = upload_get(c, id, run->arena, &u, &run->err);
        if (rc < 0)
            break;
        import_path(run->service->data_dir, "upload", id, path);
        sources[i] = (struct import_source){arena_strdup(run->arena, path), u.name};
    }
    return rc;
}

static int on_progress(void *ctx, int pct, const char *message)
{
    struct job_run *run = ctx;

    job_progress(run, pct, "%s", message);
    return job_is_cancelled(run);
}

/* The person who asked for it stands in the audit log, not the job. */
static struct who who_asked(const struct import *im)
{
    return (struct who){.name = im->created_by, .role = ROLE_MANAGER};
}

static int work_on(struct job_run *run, struct import *im, bool writes)
{
    struct import_source *sources = ARENA_ARRAY(run->arena, im->n_uploads, struct import_source);
    struct import_report report;
    struct mapping mapping;
    struct who by = who_asked(im);

    int rc = find_sources(run, im, sources);
    if (rc == 0 && im->mapping)
        rc = mapping_read(im->mapping, run->arena, &mapping, &run->err);
    struct import_work work = {
        .db = run->db,
        .data_dir = run->service->data_dir,
        .by = &by,
        .entry = im,
        .sources = sources,
        .n_sources = im->n_uploads,
        .mapping = im->mapping ? &mapping : NULL,
        .date_order = im->date_order ? (enum date_order)str_index(date_order_names, im->date_order)
                                     : DATE_ORDER_NONE,
        .is_dry_run = !writes};
    if (rc < 0) {
        im->state = "failed";
        im->message = arena_strdup(run->arena, run->err.text);
        keep(&work, false, NULL);
        return rc;
    }
    return import_work(&work, &(struct import_hooks){on_progress, run}, run->arena, &report,
                       &run->err);
}

static int import_job_run(struct job_run *run)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct import im = {0};
    int64_t id = json_integer_value(json_object_get(run->args, "import"));

    int rc = db_read_begin(run->db, &c, &run->err);
    if (rc == 0)
        rc = import_get(c, id, run->arena, &im, &run->err);
    db_rollback(TAKE(c));
    if (rc < 0)
        return rc;
    /* It may have been done before the process was killed; the files are gone then. */
    if (str_eq(im.state, "done"))
        return 0;
    return work_on(run, &im, json_is_true(json_object_get(run->args, "write")));
}

const struct job_kind import_job = {"import", import_job_run, .max_attempts = 2};

static int clean_run(struct job_run *run)
{
    AUTO_STRUCT(conn) *c = NULL;

    int rc = db_write_begin(run->db, &c, &run->err);
    if (rc == 0)
        rc = upload_remove_old(c, run->service->data_dir, clock_now_ms() - UPLOADS_KEPT_MS,
                               &run->err);
    return rc < 0 ? rc : db_commit(TAKE(c), &run->err);
}

const struct job_kind import_clean_job = {"import_clean", clean_run, .max_attempts = 1};
