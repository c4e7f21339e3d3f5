/* cmd_import.c: ripen import. */
#include "app/commands.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/str.h"
#include "intake/csv/import_work.h"
#include "intake/csv/reject_log.h"
#include "intake/csv/report_text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MAP_BYTES_MAX 1000000

struct import_call {
    struct data_options common;
    const char *map, *date_order, *rejects;
    bool dry_run;
};
static const struct field import_call_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STR(struct import_call, map, .max = 4096, .unit = "FILE",
              .help = "A mapping in JSON, or the name of a saved one; default: by the columns"),
    FIELD_ENUM(struct import_call, date_order, date_order_names + 1,
               .help = "For dates such as 3/4/2024 where the file does not tell"),
    FIELD_STR(struct import_call, rejects, .max = 4096, .unit = "FILE",
              .help = "Write the rejected rows to this CSV file, each with its reason"),
    FIELD_BOOL(struct import_call, dry_run, .help = "Only say what would happen"),
    FIELD_END,
};

static int read_map_file(const char *path, struct buf *out, struct err *err)
{
    FILE *f = fopen(path, "re");

    if (!f)
        return err_set(err, ERR_NOT_FOUND, "map",
                       "there is no file and no saved mapping \"%.120s\"", path);
    out->len = fread(buf_room(out, MAP_BYTES_MAX + 1), 1, MAP_BYTES_MAX + 1, f);
    fclose(f);
    return out->len > MAP_BYTES_MAX
               ? err_set(err, ERR_TOO_LARGE, "map", "%.120s is over %d bytes", path, MAP_BYTES_MAX)
               : 0;
}

/* By name if there is one saved under it; else the file. */
static int find_mapping(struct command_call *call, struct db *db, const char *map,
                        struct mapping *ret)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_BUF text = {0};
    struct saved_mapping saved;
    int rc = db_read_begin(db, &c, &call->err);

    if (rc < 0)
        return rc;
    rc = mapping_find(c, map, call->arena, &saved, &call->err);
    if (rc == 0)
        return mapping_read(saved.mapping, call->arena, ret, &call->err);
    if (rc == ERR_NOT_FOUND)
        rc = read_map_file(map, &text, &call->err);
    if (rc < 0)
        return rc;
    rc = mapping_parse(text.data, text.len, call->arena, ret, &call->err);
    return rc < 0 ? err_prefix(&call->err, "%s", map) : 0;
}

/* The import stands in the list of imports, as if it had been uploaded. */
static int add_entry(struct command_call *call, struct db *db, const struct mapping *mapping,
                     struct import *im)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct act act = {.by = &who_command_line, .now_ms = clock_now_ms(), .arena = call->arena};
    const struct import_call *o = call->options;
    int rc = db_write_begin(db, &c, &call->err);

    if (rc < 0)
        return rc;
    import_init(im);
    act.conn = c;
    im->state = o->dry_run ? "checking" : "importing";
    im->mapping = mapping ? (json_t *)mapping->json : NULL;
    im->mapping_name = mapping ? mapping->name : NULL;
    im->date_order = o->date_order;
    rc = import_insert(&act, im, &call->err);
    return rc < 0 ? rc : db_commit(TAKE(c), &call->err);
}

/* A dry run leaves nothing behind. */
static int forget_entry(struct command_call *call, const struct workspace *w,
                        const struct import *im)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_write_begin(w->db, &c, &call->err);

    if (rc == 0)
        rc = import_remove(c, w->dir, im, &call->err);
    return rc < 0 ? rc : db_commit(TAKE(c), &call->err);
}

static int write_rejects(struct command_call *call, const struct workspace *w,
                         const struct import *im, const char *to)
{
    AUTO_BUF csv = {0};
    char path[IMPORT_PATH_BYTES];
    int rc = reject_log_csv(import_path(w->dir, "rejects", im->id, path), &csv, &call->err);
    FILE *f = rc == 0 ? fopen(to, "we") : NULL;

    if (rc < 0)
        return rc;
    if (!f || fwrite(csv.data, 1, csv.len, f) != csv.len || fclose(f) != 0)
        return err_set(&call->err, ERR_IO, "rejects", "%.120s cannot be written", to);
    return 0;
}

static void print_report(struct command_call *call, const struct import_report *report)
{
    const struct import_call *o = call->options;
    const struct shape shape = SHAPE(import_file);
    AUTO_BUF text = {0};

    if (str_eq(o->common.format, "json")) {
        fields_write(import_report_fields, report, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
        return;
    }
    print_rows(call->out, o->common.format, &shape,
               "name kind rows new changed unchanged rejected from to", report->files,
               report->n_files);
    if (str_eq(o->common.format, "csv"))
        return;
    report_write_text(report, &text);
    fputs(buf_text(&text), call->out);
    if (o->dry_run)
        fputs("\nNothing was written: this was a dry run.\n", call->out);
    else
        fputs("\nThe server brings the scores up to date; ripen score does it now.\n", call->out);
    if (report->rejected > 0 && !o->rejects)
        fputs("Give --rejects FILE for the rejected rows as CSV.\n", call->out);
}

static int show(void *ctx, int pct, const char *message)
{
    struct progress *p = ctx;

    p->what = message;
    progress_show(p, pct);
    return 0;
}

static int work(struct command_call *call, const struct workspace *w, struct import_work *job,
                struct import_report *report)
{
    const struct import_call *o = call->options;
    struct progress progress;
    struct import im;

    int rc = add_entry(call, w->db, job->mapping, &im);
    if (rc < 0)
        return rc;
    job->entry = &im;
    progress_start(&progress, "importing");
    rc = import_work(job, &(struct import_hooks){show, &progress}, call->arena, report, &call->err);
    progress_end(&progress);
    if (rc == 0 && o->rejects)
        rc = write_rejects(call, w, &im, o->rejects);
    int forgotten = o->dry_run ? forget_entry(call, w, &im) : 0;
    return rc < 0 ? rc : forgotten;
}

/* Rejected rows are part of the work and told in the report; a whole file left out is not. */
static bool has_refused_file(const struct import_report *report)
{
    for (size_t i = 0; i < report->n_files; i++)
        if (report->files[i].is_refused)
            return true;
    return false;
}

static int import_command_run(struct command_call *call)
{
    const struct import_call *o = call->options;
    struct import_source *sources = ARENA_ARRAY(call->arena, call->n_words, struct import_source);
    struct workspace w;
    struct mapping mapping;
    struct import_report report = {0};

    for (size_t i = 0; i < call->n_words; i++)
        sources[i].path = call->words[i];
    int rc = workspace_open(o->common.data, WORKSPACE_CREATE, &w, &call->err);
    if (rc < 0)
        return rc;
    if (o->map)
        rc = find_mapping(call, w.db, o->map, &mapping);
    struct import_work job = {
        .db = w.db,
        .data_dir = w.dir,
        .by = &who_command_line,
        .sources = sources,
        .n_sources = call->n_words,
        .mapping = o->map ? &mapping : NULL,
        .date_order = o->date_order ? (enum date_order)str_index(date_order_names, o->date_order)
                                    : DATE_ORDER_NONE,
        .is_dry_run = o->dry_run};
    if (rc == 0)
        rc = work(call, &w, &job, &report);
    workspace_close(&w);
    if (rc < 0)
        return rc;
    print_report(call, &report);
    return has_refused_file(&report) ? EXIT_LOOK : 0;
}

const struct command import_command = {
    .name = "import",
    .words = "PATH…",
    .min_words = 1,
    .max_words = 200,
    .summary = "Brings in CSV files, folders of them, or ZIP archives",
    .help =
        "Files are told by their columns; accounts go in before what refers to them. A row that is\n"
        "wrong is rejected and named, the others go in; the same file again changes nothing.\n"
        "docs/import.md says what files may look like, and how to write a mapping.\n"
        "Exits with 7 when a whole file could not be taken.",
    .options = SHAPE(import_call),
    .run = import_command_run};
