#include "intake/csv/import.h"

#include "access/audit.h"
#include "base/str.h"
#include "import_sql.h"
#include "intake/csv/file_import.h"
#include "intake/csv/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct import_state {
    const struct import_options *o;
    const struct import_hooks *hooks;
    struct arena *arena;
    struct source_files files;
    struct mapping *known; /* that come with the program */
    size_t n_known;
    struct plan *plans;
    size_t n_plans;
    struct reject_log *log;
    struct act act; /* conn: of the transaction that is open, or NULL */
    /* Progress: bytes of all files, twice, since each is read to be judged and then to be taken. */
    int64_t bytes_all, bytes_before;
    const char *doing;
};

static int on_bytes(void *ctx, int64_t bytes, struct err *err)
{
    const struct import_state *im = ctx;
    int64_t done = im->bytes_before + bytes;

    if (!im->hooks || !im->hooks->progress)
        return 0;
    int pct = im->bytes_all > 0 ? (int)(done * 99 / im->bytes_all) : 0;
    if (im->hooks->progress(im->hooks->ctx, pct > 99 ? 99 : pct, im->doing))
        return err_set(err, ERR_CONFLICT, NULL, "the import was cancelled");
    return 0;
}

static int read_builtin_mappings(struct import_state *im, struct err *err)
{
    while (mapping_builtin[im->n_known])
        im->n_known++;
    im->known = ARENA_ARRAY(im->arena, im->n_known, struct mapping);
    for (size_t i = 0; i < im->n_known; i++) {
        int rc = mapping_parse(mapping_builtin[i], strlen(mapping_builtin[i]), im->arena,
                               &im->known[i], err);
        if (rc < 0)
            return err_prefix(err, "the built-in mapping %zu", i);
    }
    return 0;
}

static int plan_all(struct import_state *im, struct err *err)
{
    const struct plan_options options = {.arena = im->arena,
                                         .told = im->o->mapping,
                                         .known = im->known,
                                         .n_known = im->n_known,
                                         .date_order = im->o->date_order,
                                         .progress = on_bytes,
                                         .ctx = im};

    im->plans = ARENA_ARRAY(im->arena, im->files.n, struct plan);
    for (size_t i = 0; i < im->files.n; i++) {
        const struct source_file *f = &im->files.items[i];
        im->doing = arena_printf(im->arena, "looking at %s", f->name);
        int rc = plan_file(&options, f->path, f->name, &im->plans[i], err);
        if (rc < 0)
            return err_prefix(err, "%s", f->name);
        im->n_plans++;
        im->bytes_before += im->plans[i].shape.bytes;
    }
    return 0;
}

/* Files of unknown kind first: they are the first thing to be told. */
static int compare_plans(const void *a, const void *b)
{
    const struct plan *x = a, *y = b;
    int by_kind = (x->report.kind != NULL) - (y->report.kind != NULL);

    if (by_kind)
        return by_kind;
    if (x->report.kind && x->subject.order != y->subject.order)
        return x->subject.order < y->subject.order ? -1 : 1;
    return strcmp(x->report.name, y->report.name);
}

static int begin(struct import_state *im, struct err *err)
{
    if (im->act.conn) /* a dry run has one transaction for all */
        return 0;
    return db_write_begin(im->o->db, &im->act.conn, err);
}

static int finish(struct import_state *im, struct err *err)
{
    if (im->o->is_dry_run)
        return 0;
    return db_commit(TAKE(im->act.conn), err);
}

/* An import is one entry for each file, not one for each row. */
static int log_file(const struct import_state *im, const struct import_file *f, struct err *err)
{
    AUTO_BUF after = {0};

    buf_printf(&after, "{\"rows\":%lld,\"new\":%lld,\"changed\":%lld,\"rejected\":%lld}",
               (long long)f->rows, (long long)f->new, (long long)f->changed,
               (long long)f->rejected);
    return audit_log(
        &im->act, &(struct audit_change){"import", f->kind, f->name, NULL, buf_text(&after)}, err);
}

static int import_file_of(struct import_state *im, struct plan *plan, struct err *err)
{
    im->doing = arena_printf(im->arena, "%s %s", im->o->is_dry_run ? "checking" : "importing",
                             plan->report.name);
    int rc = begin(im, err);
    if (rc == 0)
        rc = file_import(&(struct file_import_options){&im->act, im->log, on_bytes, im}, plan, err);
    if (rc == 0 && !plan->report.is_refused)
        rc = log_file(im, &plan->report, err);
    return rc < 0 ? err_prefix(err, "%s", plan->report.name) : finish(im, err);
}

/* Recurring revenue that nobody looks after. It is asked of the database, so that it is told as
 * well when accounts and subscriptions came in different imports. */
static int find_unowned(struct conn *c, const struct import_state *im, struct plan *plan,
                        struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    char text[200];

    int rc = db_query(c, sql_import_unowned, DB_ARGS(DB_DAY("day", clock_today())), &q, err);
    if (rc == 0)
        rc = db_next(q, err);
    if (rc <= 0)
        return rc;
    int64_t accounts = db_col_i64(q, 0), cents = db_col_i64(q, 1);
    if (accounts == 0)
        return 0;
    snprintf(text, sizeof(text),
             "accounts without an owner have subscriptions that run today; what they pay in a year "
             "adds up to %lld.%02lld",
             (long long)(cents / 100), (long long)(cents % 100));
    findings_count(plan->findings,
                   &(struct finding){.severity = "warning",
                                     .code = "arr_without_owner",
                                     .text = arena_strdup(im->arena, text)},
                   accounts);
    return 0;
}

/* In the report of the accounts, or else of the subscriptions. */
static int check_owners(struct import_state *im, struct err *err)
{
    struct plan *about = NULL;
    struct conn *c = im->act.conn;

    for (size_t i = im->n_plans; i-- > 0;) {
        const char *kind = im->plans[i].report.kind;
        if (!im->plans[i].report.is_refused &&
            (str_eq(kind, "account") || (!about && str_eq(kind, "subscription"))))
            about = &im->plans[i];
    }
    if (!about)
        return 0;
    int rc = c ? 0 : db_read_begin(im->o->db, &c, err);
    if (rc == 0)
        rc = find_unowned(c, im, about, err);
    if (c && !im->act.conn)
        db_read_end(c);
    return rc;
}

static void report(const struct import_state *im, struct import_report *ret)
{
    *ret = (struct import_report){.is_dry_run = im->o->is_dry_run, .n_files = im->n_plans};
    ret->files = ARENA_ARRAY(im->arena, im->n_plans, struct import_file);
    for (size_t i = 0; i < im->n_plans; i++) {
        struct import_file *f = &im->plans[i].report;
        findings_list(im->plans[i].findings, &f->issues, &f->n_issues);
        ret->files[i] = *f;
        ret->rows += f->rows;
        ret->new += f->new;
        ret->changed += f->changed;
        ret->unchanged += f->unchanged;
        ret->rejected += f->rejected;
    }
}

static void count_bytes(struct import_state *im)
{
    struct stat st;

    for (size_t i = 0; i < im->files.n; i++)
        if (stat(im->files.items[i].path, &st) == 0)
            im->bytes_all += 2 * st.st_size;
}

static int run(struct import_state *im, struct err *err)
{
    int rc = read_builtin_mappings(im, err);

    if (rc == 0)
        rc = sources_find(im->o->sources, im->o->n_sources, im->o->temp_dir, im->arena, &im->files,
                          err);
    count_bytes(im);
    if (rc == 0)
        rc = plan_all(im, err);
    if (rc == 0 && im->o->rejects_path)
        rc = reject_log_open(im->o->rejects_path, &im->log, err);
    if (rc == 0 && im->n_plans > 0)
        qsort(im->plans, im->n_plans, sizeof(*im->plans), compare_plans);
    for (size_t i = 0; rc == 0 && i < im->n_plans; i++) {
        if (!im->plans[i].report.is_refused)
            rc = import_file_of(im, &im->plans[i], err);
        im->bytes_before += im->plans[i].shape.bytes;
    }
    if (rc == 0)
        rc = check_owners(im, err);
    return rc == 0 && im->log ? reject_log_close(im->log, err) : rc;
}

int import_run(const struct import_options *o, const struct import_hooks *hooks,
               struct arena *arena, struct import_report *ret, struct err *err)
{
    struct import_state im = {.o = o, .hooks = hooks, .arena = arena};

    im.act = (struct act){.by = o->by, .now_ms = clock_now_ms(), .arena = arena};
    int rc = run(&im, err);
    if (im.act.conn)
        db_rollback(im.act.conn);
    if (rc == 0)
        report(&im, ret);
    reject_log_free(im.log);
    sources_forget(&im.files);
    return rc;
}
