/* cmd_score.c: ripen score. */
#include "app/commands.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/history/history.h"

struct score_options {
    const char *data;
    int32_t as_of, from, to;
    const char *every;
};
static const struct field score_options_fields[] = {
    FIELD_STR(struct score_options, data, .max = 2048, .unit = "DIR",
              .help = "The data directory; default ./data"),
    FIELD_DAY(struct score_options, as_of, .help = "Score this one day"),
    FIELD_DAY(struct score_options, from, .help = "Score the days from here …"),
    FIELD_DAY(struct score_options, to, .help = "… to here; default today"),
    FIELD_ENUM(struct score_options, every, history_step_names,
               .help =
                   "Every day between them, or only Mondays, or firsts of the month; default week"),
    FIELD_END,
};

static bool show(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

static int fill(const struct score_options *o, struct db *db,
                const struct history_progress *progress, struct err *err)
{
    int32_t day = DAY_NONE, to = DAY_NONE;
    int rc = workspace_day("--as-of", o->as_of, &day, err);

    if (rc == 0)
        rc = workspace_day("--to", o->to, &to, err);
    if (rc < 0)
        return rc;
    if (o->as_of != DAY_NONE)
        return history_fill(db, day, day, HISTORY_DAY, progress, err);
    if (o->from == DAY_NONE)
        return history_refresh(db, to, progress, err);
    int step = str_index(history_step_names, o->every ? o->every : "week");
    return history_fill(db, o->from, to, (enum history_step)step, progress, err);
}

static int score_run(struct command_call *call)
{
    const struct score_options *o = call->options;
    struct workspace w;
    struct progress bar;
    const struct history_progress progress = {show, &bar};

    if (o->from == DAY_NONE && o->to != DAY_NONE)
        return err_set(&call->err, ERR_INVALID, NULL, "--to needs --from");
    int rc = workspace_open(o->data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    struct conn *c;
    struct score_day *days;
    size_t n;
    progress_start(&bar, "scoring");
    rc = fill(o, w.db, &progress, &call->err);
    progress_end(&bar);
    if (rc >= 0)
        rc = db_read_begin(w.db, &c, &call->err);
    if (rc >= 0) {
        rc = history_days(c, DAY_MIN, DAY_MAX, call->arena, &days, &n, &call->err);
        db_read_end(c);
    }
    workspace_close(&w);
    if (rc < 0)
        return rc;
    char first[16], last[16];
    if (n == 0)
        fprintf(call->out, "there is nothing to score yet: import facts first\n");
    else
        fprintf(call->out, "%zu scored days, from %s to %s\n", n, day_format(days[0].day, first),
                day_format(days[n - 1].day, last));
    return 0;
}

const struct command score_command = {
    .name = "score",
    .summary = "Computes scores: what is new, a day, or a range of days of the past",
    .help = "Without a day everything is brought up to date: the weeks since the first fact, and "
            "today.\nA day is computed from what was known that day.",
    .options = SHAPE(score_options),
    .run = score_run};
