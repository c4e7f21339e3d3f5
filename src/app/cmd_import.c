/* cmd_import.c: ripen import. */
#include "app/commands.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/str.h"
#include "intake/csv/import.h"
#include "intake/csv/report_text.h"

struct import_call {
    struct data_options common;
    const char *map, *date_order, *rejects;
    bool dry_run;
};
static const struct field import_call_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STR(struct import_call, map, .max = 4096, .unit = "FILE",
              .help =
                  "A mapping in JSON, or the name of a saved one; default: by the columns' names"),
    FIELD_ENUM(struct import_call, date_order, date_order_names + 2,
               .help = "For dates such as 3/4/2024, where the file does not tell"),
    FIELD_STR(struct import_call, rejects, .max = 4096, .unit = "FILE",
              .help = "Write rejected rows to this CSV file, each with the reason"),
    FIELD_BOOL(struct import_call, dry_run, .help = "Only say what would happen"),
    FIELD_END,
};

static int show(void *ctx, int pct, const char *message)
{
    struct progress *p = ctx;

    p->what = message;
    progress_show(p, pct);
    return 0;
}

static int import_command_run(struct command_call *call)
{
    const struct import_call *o = call->options;
    struct import_source *sources = ARENA_ARRAY(call->arena, call->n_words, struct import_source);
    struct workspace w;
    struct progress progress;
    struct import_report report;

    for (size_t i = 0; i < call->n_words; i++)
        sources[i].path = call->words[i];
    int rc = workspace_open(o->common.data, WORKSPACE_CREATE, &w, &call->err);
    if (rc < 0)
        return rc;
    progress_start(&progress, "importing");
    rc = import_run(&(struct import_options){.db = w.db,
                                             .by = &who_command_line,
                                             .sources = sources,
                                             .n_sources = call->n_words,
                                             .is_dry_run = o->dry_run,
                                             .temp_dir = w.dir},
                    &(struct import_hooks){show, &progress}, call->arena, &report, &call->err);
    progress_end(&progress);
    workspace_close(&w);
    if (rc < 0)
        return rc;
    AUTO_BUF text = {0};
    print_rows(call->out, "table", &(struct shape)SHAPE(import_file),
               "name kind rows new changed unchanged rejected from to", report.files,
               report.n_files);
    report_write_text(&report, &text);
    fputs(buf_text(&text), call->out);
    return 0;
}

const struct command import_command = {.name = "import",
                                       .words = "PATH…",
                                       .min_words = 1,
                                       .max_words = 200,
                                       .summary =
                                           "Brings CSV files, folders or ZIP archives of them in",
                                       .options = SHAPE(import_call),
                                       .run = import_command_run};
