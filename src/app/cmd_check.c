/* cmd_check.c: ripen check. */
#include "app/cmd_rebuild.h"
#include "app/commands.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/str.h"
#include "intake/evlog/evlog_keep.h"
#include "scoring/accounts/accounts.h"
#include "scoring/history/history.h"

#include <inttypes.h>

static bool show(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

struct check_options {
    struct data_options common;
    bool repair;
};

struct difference {
    int32_t day;
    const char *account; /* its key */
    const char *number;
    double kept, computed;
};
static const struct field difference_fields[] = {
    FIELD_DAY(struct difference, day),      FIELD_STR(struct difference, account),
    FIELD_STR(struct difference, number),   FIELD_F64(struct difference, kept),
    FIELD_F64(struct difference, computed), FIELD_END,
};
#define DIFFERENCES_SHOWN 20

struct findings {
    struct history_difference first[DIFFERENCES_SHOWN];
    size_t n;
};

static void found(void *ctx, const struct history_difference *d)
{
    struct findings *f = ctx;

    if (f->n < DIFFERENCES_SHOWN)
        f->first[f->n++] = *d;
}

/* People know accounts by their keys. */
static int name_accounts(struct conn *c, const struct findings *f, struct arena *arena,
                         struct difference *ret, struct err *err)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct history_difference *d = &f->first[i];
        struct accounts *a;
        if (d->account_id == I64_NONE) {
            ret[i] = (struct difference){d->day, "(all)", "retention", d->kept, d->computed};
            continue;
        }
        int rc = accounts_load(c, d->account_id, d->account_id + 1, &a, err);
        if (rc < 0)
            return rc;
        const char *key = a->table.n > 0 ? a->table.text[ATTR_KEY][0] : "(gone)";
        ret[i] = (struct difference){d->day, arena_strdup(arena, key), kept_names[d->column],
                                     d->kept, d->computed};
        accounts_unref(a);
    }
    return 0;
}

/* What is said about rows stands beside them only in a table, else on the other stream. */
static FILE *words_beside(const struct command_call *call)
{
    const struct data_options *o = call->options;

    return str_eq(o->format, "json") || str_eq(o->format, "csv") ? stderr : call->out;
}

static int print_findings(struct command_call *call, struct db *db, const struct findings *f,
                          int64_t n)
{
    const struct data_options *o = call->options;
    const struct shape shape = SHAPE(difference);
    struct difference rows[DIFFERENCES_SHOWN];
    struct conn *c;
    int rc = db_read_begin(db, &c, &call->err);

    if (rc < 0)
        return rc;
    rc = name_accounts(c, f, call->arena, rows, &call->err);
    db_read_end(c);
    if (rc < 0)
        return rc;
    if (n > 0 || words_beside(call) == stderr)
        print_rows(call->out, o->format, &shape, NULL, rows, f->n);
    if (n == 0) {
        fprintf(words_beside(call),
                "the database is sound, and every kept score is what the facts give\n");
        return 0;
    }
    fprintf(words_beside(call),
            "%" PRId64 " kept numbers differ from what the facts give; the first %zu are shown. "
            "`ripen score --from DAY --every week` computes them anew\n",
            n, f->n);
    return EXIT_LOOK;
}

static int check_database(struct command_call *call, struct db *db)
{
    struct findings findings = {0};
    struct progress bar;
    const struct history_progress progress = {show, &bar};

    progress_start(&bar, "checking");
    int64_t n = db_integrity(db, &call->err);
    if (n >= 0)
        n = history_check(db, found, &findings, &progress, &call->err);
    progress_end(&bar);
    return n < 0 ? (int)n : print_findings(call, db, &findings, n);
}

/* --- the event log --- */

static void tell(void *ctx, const char *text)
{
    fprintf(words_beside(ctx), "%s\n", text);
}

static int repair_events(struct command_call *call, const char *dir)
{
    int n = evlog_repair(dir, tell, call, &call->err);

    if (n > 0)
        fprintf(
            words_beside(call),
            "%d segments of the event log go on without what is lost; the damaged files are kept "
            "as *.damaged\n",
            n);
    return n < 0 ? n : 0;
}

static int check_events(struct command_call *call, const char *data)
{
    const struct check_options *o = call->options;
    char dir[WORKSPACE_PATH_BYTES];
    struct evlog_totals t;

    snprintf(dir, sizeof(dir), "%s/" EVLOG_FOLDER, data);
    if (!evlog_is_there(dir))
        return 0; /* no event ever came */
    int n = o->repair ? repair_events(call, dir) : 0;
    if (n == 0)
        n = evlog_check(dir, tell, call, &t, &call->err);
    if (n < 0)
        return n;
    if (n == 0)
        fprintf(words_beside(call),
                "the event log is sound: %" PRIu64 " requests, %.1f MB as they came, in %" PRIu64
                " files of %.1f MB\n",
                t.entries, (double)t.plain_bytes / 1e6, t.segments, (double)t.file_bytes / 1e6);
    else
        fprintf(
            words_beside(call),
            "the event log is damaged in %d places; put the files back from a backup, or stop the "
            "server and run `ripen check --repair` to go on without what is lost\n",
            n);
    return n ? EXIT_LOOK : 0;
}

/* Usage against what the log gives. */
static int check_usage(struct command_call *call, const struct workspace *w)
{
    struct rebuild_result result = {0};
    struct progress bar;

    if (!workspace_has_events(w))
        return 0;
    progress_start(&bar, "comparing usage with the log of events");
    int rc = rebuild_workspace(w, DAY_NONE, true, &bar, &result, &call->err);
    progress_end(&bar);
    int64_t n = result.cells.new + result.cells.changed;
    int64_t n_sums = result.sums.new + result.sums.changed;
    if (rc < 0 || (!n && !n_sums))
        return rc;
    fprintf(words_beside(call),
            "%" PRId64 " of %" PRId64 " counts of usage and %" PRId64 " of %" PRId64
            " sums of numbers in events differ from what the log of events gives. "
            "`ripen rebuild usage` counts them anew\n",
            n, n + result.cells.unchanged, n_sums, n_sums + result.sums.unchanged);
    return EXIT_LOOK;
}

static int check_run(struct command_call *call)
{
    const struct check_options *o = call->options;
    struct workspace w;

    int rc = workspace_open(o->common.data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    rc = check_database(call, w.db);
    int events = rc < 0 ? 0 : check_events(call, w.dir);
    int usage = rc < 0 || events ? 0 : check_usage(call, &w);
    workspace_close(&w);
    return rc < 0 ? rc : events ? events : usage ? usage : rc;
}

static const struct field check_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_BOOL(struct check_options, repair,
               .help = "Go on without what is lost of a damaged event log"),
    FIELD_END};

const struct command check_command = {
    .name = "check",
    .summary = "Verifies the database, every derived number, and the log of events",
    .help =
        "Computes each scored day again and says what differs; reads all stored events. Exit code "
        "7 if\nanything does not hold.",
    .options = SHAPE(check_options),
    .run = check_run};
