/* cmd_keep.c: ripen backup, ripen restore. */
#include "app/commands.h"
#include "app/progress.h"
#include "app/workspace.h"

struct keep_options {
    struct data_options common;
};
static const struct field keep_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_END,
};

static void show(void *ctx, int pct)
{
    progress_show(ctx, pct);
}

static int backup_run(struct command_call *call)
{
    const struct keep_options *o = call->options;
    struct workspace w;
    struct progress progress;

    int rc = workspace_open(o->common.data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    progress_start(&progress, "backing up");
    rc = db_backup(w.db, call->words[0], show, &progress, &call->err);
    progress_end(&progress);
    workspace_close(&w);
    if (rc == 0)
        fprintf(call->out, "backed up %s to %s\n", w.dir, call->words[0]);
    return rc;
}

static int restore_run(struct command_call *call)
{
    const struct keep_options *o = call->options;
    char kept[WORKSPACE_PATH_BYTES];

    int rc = workspace_restore(o->common.data, call->words[0], kept, &call->err);
    if (rc < 0)
        return rc;
    fprintf(call->out, "restored %s\n", call->words[0]);
    if (*kept)
        fprintf(call->out, "what was there before is kept as %s\n", kept);
    return 0;
}

const struct command backup_command = {
    .name = "backup",
    .words = "FILE",
    .min_words = 1,
    .max_words = 1,
    .summary = "Copies the database into a new file, while the server works on",
    .help = "The copy is one consistent state and a plain SQLite file. FILE must not exist yet.",
    .options = SHAPE(keep_options),
    .run = backup_run};
const struct command restore_command = {
    .name = "restore",
    .words = "FILE",
    .min_words = 1,
    .max_words = 1,
    .summary = "Puts a backup in the place of the database, keeping the old one beside it",
    .help = "FILE is checked first. The server must be stopped: restore says so if it is not.",
    .options = SHAPE(keep_options),
    .run = restore_run};
