/* cmd_check.c: ripen check. */
#include "app/commands.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/str.h"
#include "scoring/accounts/accounts.h"
#include "scoring/history/history.h"

#include <inttypes.h>

static bool show(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

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

static int check_run(struct command_call *call)
{
    const struct data_options *o = call->options;
    struct findings findings = {0};
    struct workspace w;
    struct progress bar;
    const struct history_progress progress = {show, &bar};

    int64_t n = workspace_open(o->data, WORKSPACE_USE, &w, &call->err);
    if (n < 0)
        return (int)n;
    progress_start(&bar, "checking");
    n = db_integrity(w.db, &call->err);
    if (n >= 0)
        n = history_check(w.db, found, &findings, &progress, &call->err);
    progress_end(&bar);
    int rc = n < 0 ? (int)n : print_findings(call, w.db, &findings, n);
    workspace_close(&w);
    return rc;
}

static const struct field data_options_fields[] = {DATA_OPTIONS(struct data_options), FIELD_END};

const struct command check_command = {
    .name = "check",
    .summary = "Verifies the database and every derived number",
    .help = "Computes each scored day again and says what differs. Exit code 7 if anything does.",
    .options = SHAPE(data_options),
    .run = check_run};
