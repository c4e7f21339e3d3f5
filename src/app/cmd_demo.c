/* cmd_demo.c: ripen demo: a data directory with the sample company. */
#include "access/user.h"
#include "app/commands.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/day.h"
#include "intake/sample/sample.h"
#include "scoring/history/history.h"

#include <inttypes.h>

/* Known to everybody who reads this: the data are invented. */
#define DEMO_EMAIL    "admin@example.com"
#define DEMO_PASSWORD "ripen-demo"

struct demo_options {
    const char *data;
    int64_t accounts, months, seed;
    int32_t until;
};
static const struct field demo_options_fields[] = {
    FIELD_STR(struct demo_options, data, .max = 2048, .unit = "DIR",
              .help = "A data directory of its own; default ./data"),
    FIELD_I64(struct demo_options, accounts, .min = 1, .max = 100000, .help = "Default 400"),
    FIELD_I64(struct demo_options, months, .min = 1, .max = 120,
              .help = "Of recorded history; default 24"),
    FIELD_I64(struct demo_options, seed, .min = 0, .max = INT32_MAX,
              .help = "Another seed, another company; default 1"),
    FIELD_DAY(struct demo_options, until, .help = "The last day with facts; default yesterday"),
    FIELD_END,
};

static int demo_init(void *options)
{
    struct demo_options *o = options;

    o->accounts = 400;
    o->months = 24;
    o->seed = 1;
    return 0;
}

static int add_admin(struct command_call *call, struct db *db)
{
    struct act act = {.by = &who_command_line, .now_ms = clock_now_ms(), .arena = call->arena};
    struct user user = {.email = DEMO_EMAIL, .name = "Demo admin", .role = "admin"};
    char hash[PASSWORD_HASH_TEXT];
    int rc = password_hash(DEMO_PASSWORD, hash, &call->err);

    if (rc == 0)
        rc = db_write_begin(db, &act.conn, &call->err);
    if (rc < 0)
        return rc;
    rc = user_create(&act, &user, hash, false, &call->err);
    if (rc == 0)
        return db_commit(act.conn, &call->err);
    db_rollback(act.conn);
    return rc;
}

static void show(void *ctx, int pct)
{
    progress_show(ctx, pct);
}

static int fill(struct command_call *call, struct db *db, const struct sample_options *o)
{
    struct sample_result result;
    struct progress progress;
    char until[16];

    progress_start(&progress, "making the sample company");
    int rc = sample_fill(db, o, show, &progress, &result, &call->err);
    progress_end(&progress);
    if (rc == 0)
        fprintf(call->out,
                "Northlight, an invented company, until %s: %" PRId64 " accounts (%" PRId64
                " left) and %" PRId64 " prospects, %" PRId64 " contacts, %" PRId64
                " subscriptions, %" PRId64 " invoices, %" PRId64 " tickets, %" PRId64
                " interactions, %" PRId64 " maturity ratings, %" PRId64 " goals (%" PRId64
                " measurements), %" PRId64 " campaign touches, %" PRId64
                " acts of advocacy, %" PRId64 " opportunities, %" PRId64
                " survey invitations, %" PRId64 " usage rows\n",
                day_format(o->until, until), result.accounts, result.churns, result.prospects,
                result.contacts, result.subscriptions, result.invoices, result.tickets,
                result.interactions, result.assessments, result.goals, result.measurements,
                result.touches, result.advocacy, result.opportunities, result.responses,
                result.usage_rows);
    return rc;
}

static bool show_scoring(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

/* So that the matrix can be replayed at once. */
static int score(struct command_call *call, struct db *db, int32_t until)
{
    struct progress bar;
    const struct history_progress progress = {show_scoring, &bar};

    progress_start(&bar, "scoring its history");
    int rc = history_refresh(db, until, &progress, &call->err);
    progress_end(&bar);
    return rc < 0 ? rc : 0;
}

static int demo_run(struct command_call *call)
{
    const struct demo_options *o = call->options;
    struct workspace w;
    int rc = workspace_open(o->data, WORKSPACE_CREATE, &w, &call->err);

    if (rc < 0)
        return rc;
    const struct sample_options sample = {.accounts = o->accounts,
                                          .months = o->months,
                                          .seed = o->seed,
                                          .until =
                                              o->until == DAY_NONE ? clock_today() - 1 : o->until};
    rc = fill(call, w.db, &sample);
    if (rc == 0)
        rc = add_admin(call, w.db);
    if (rc == 0)
        rc = score(call, w.db, sample.until + 1);
    workspace_close(&w);
    if (rc == 0)
        fprintf(call->out, "log in as %s with the password %s\n", DEMO_EMAIL, DEMO_PASSWORD);
    return rc;
}

const struct command demo_command = {
    .name = "demo",
    .summary = "Fills a new data directory with the sample company",
    .help = "docs/sample-company.md tells how it is made and what is hidden in it.\n"
            "Then: ripen serve --data DIR",
    .options = SHAPE(demo_options),
    .init = demo_init,
    .run = demo_run};
