/* cmd_rebuild.c: ripen rebuild usage. */
#include "app/cmd_rebuild.h"

#include "app/commands.h"
#include "base/day.h"
#include "base/str.h"
#include "intake/apply/apply.h"

#include <inttypes.h>

struct rebuild_words {
    const char *data;
    int32_t from;
};
static const struct field rebuild_words_fields[] = {
    FIELD_STR(struct rebuild_words, data, .max = 4096, .unit = "DIR",
              .help = "The data directory; default ./data"),
    FIELD_DAY(struct rebuild_words, from, .help = "Days before it stay as they are"),
    FIELD_END,
};

static void log_dir(const struct workspace *w, char ret[WORKSPACE_PATH_BYTES])
{
    snprintf(ret, WORKSPACE_PATH_BYTES, "%s/%s", w->dir, EVLOG_FOLDER);
}

bool workspace_has_events(const struct workspace *w)
{
    char path[WORKSPACE_PATH_BYTES];

    log_dir(w, path);
    return evlog_is_there(path);
}

static void show(void *ctx, int pct)
{
    progress_show(ctx, pct);
}

int rebuild_workspace(const struct workspace *w, int32_t from, bool is_comparison,
                      struct progress *bar, struct rebuild_result *ret, struct err *err)
{
    char path[WORKSPACE_PATH_BYTES];
    const struct rebuild_options o = {.db = w->db,
                                      .log_dir = path,
                                      .from = from,
                                      .is_comparison = is_comparison,
                                      .by = &who_command_line,
                                      .progress = show,
                                      .ctx = bar};

    log_dir(w, path);
    return rebuild_usage(&o, ret, err);
}

static void print_result(FILE *out, const struct rebuild_result *r)
{
    char day[16];

    fprintf(out,
            "%" PRId64 " events in %" PRId64 " batches were read, %" PRId64 " of them twice\n"
            "counts by account, event and day: %" PRId64 " as before, %" PRId64
            " missing and %" PRId64 " different before\n",
            r->events, r->batches, r->duplicates, r->cells.unchanged, r->cells.new,
            r->cells.changed);
    if (r->sums.unchanged + r->sums.new + r->sums.changed)
        fprintf(out,
                "sums of numbers by event, account and day: %" PRId64 " as before, %" PRId64
                " missing and %" PRId64 " different before\n",
                r->sums.unchanged, r->sums.new, r->sums.changed);
    if (r->from != DAY_NONE)
        fprintf(out, "days before %s stay as they were\n", day_format(r->from, day));
    if (r->aside)
        fprintf(out, "%" PRId64 " events cannot be counted and are set aside\n", r->aside);
    if (r->gone)
        fprintf(out, "%" PRId64 " events are of accounts or names that were deleted\n", r->gone);
}

static int rebuild_run(struct command_call *call)
{
    const struct rebuild_words *o = call->options;
    struct rebuild_result result;
    struct workspace w;
    struct progress bar;

    if (!str_eq(call->words[0], "usage"))
        return err_set(&call->err, ERR_INVALID, NULL, "\"%.40s\" cannot be rebuilt; usage can",
                       call->words[0]);
    int rc = workspace_open(o->data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    if (!workspace_has_events(&w))
        rc = err_set(&call->err, ERR_NOT_FOUND, NULL,
                     "%s has no log of events: nothing was ever sent to it", w.dir);
    progress_start(&bar, "counting events");
    if (rc == 0)
        rc = rebuild_workspace(&w, o->from, false, &bar, &result, &call->err);
    progress_end(&bar);
    workspace_close(&w);
    if (rc == 0)
        print_result(call->out, &result);
    return rc;
}

const struct command rebuild_command = {
    .name = "rebuild",
    .words = "usage",
    .min_words = 1,
    .max_words = 1,
    .summary = "Counts usage anew from the log of events",
    .help =
        "What the log tells takes the place of what is stored for the same account, event and\n"
        "day, with the rules for events as they are now; what only imports told stays. Sums of\n"
        "numbers in events, which metrics ask for, are added up anew as well. A server\n"
        "may run, but it cannot write meanwhile. `ripen check` compares without changing "
        "anything.",
    .options = SHAPE(rebuild_words),
    .run = rebuild_run};
