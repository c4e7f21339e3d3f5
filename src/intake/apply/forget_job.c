#include "base/day.h"
#include "base/str.h"
#include "facts/usage/usage.h"
#include "forget_sql.h"
#include "http/service.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/forget.h"
#include "intake/apply/log_batches.h"
#include "intake/evlog/evlog_keep.h"

#include <string.h>

struct forgetting {
    struct job_run *run;
    struct forget who;
    int64_t last_id; /* of event_forget: those asked for later are for the next time */
    struct event_reader *reader;
    struct event_rules rules;
};

/* Texts of the first column into a set. */
static int add_all(struct conn *c, const char *sql, const struct db_arg *args, struct strmap *set,
                   struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql, args, &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        if (!db_col_is_null(q, 0))
            strmap_put(set, db_col_str(q, 0), 1);
    return rc;
}

/* Who is meant: those asked for, the users of the accounts, and every id that stands for them. */
static int find(struct forgetting *f, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(f->run->db, &c, err);

    if (rc == 0)
        rc = db_i64(c, sql_forget_last, DB_ARGS(), &f->last_id, err);
    const struct db_arg *args = DB_ARGS(DB_I64("last", f->last_id));
    if (rc == 0)
        rc = add_all(c, sql_forget_accounts, args, f->who.accounts, err);
    if (rc == 0)
        rc = add_all(c, sql_forget_users, args, f->who.users, err);
    return rc;
}

/* What the database has besides facts, and the note of who is to be forgotten. */
static int clear_rows(struct forgetting *f, struct err *err)
{
    static const char *const statements[] = {sql_forget_aside, sql_forget_aliases,
                                             sql_forget_event_users, sql_forget_done};
    struct conn *c;
    int rc = db_write_begin(f->run->db, &c, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; rc >= 0 && i < ARRAY_LEN(statements); i++)
        rc = db_exec(c, statements[i], DB_ARGS(DB_I64("last", f->last_id)), err);
    if (rc >= 0)
        rc = usage_recount(c, err); /* deleted accounts took their counts along */
    return db_write_end(c, rc, err);
}

/* In the applier's thread: what it holds is written first, so that nothing comes back from its
 * memory. */
static int forget_memory(struct apply *a, void *arg, struct err *err)
{
    (void)arg;
    if (!apply_checkpoint_sure(a))
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    fold_forget(a->fold);
    event_live_clear(a->live);
    return 0;
}

static enum evlog_verdict filter(void *ctx, const struct evlog_entry *entry, struct buf *out)
{
    struct forgetting *f = ctx;
    AUTO_STRUCT(event_batch) *b = log_batch_of(entry, f->reader, &f->rules);

    switch (b ? forget_in_batch(&f->who, b, out) : FORGET_NOTHING) {
    case FORGET_SOME: return EVLOG_CHANGE;
    case FORGET_ALL: return EVLOG_DROP;
    default: return EVLOG_KEEP;
    }
}

static int forget_log(struct forgetting *f, struct err *err)
{
    char dir[4096];
    struct apply *a = f->run->service->apply;
    int rc = 0;

    snprintf(dir, sizeof(dir), "%s/%s", f->run->service->data_dir, EVLOG_FOLDER);
    if (!evlog_is_there(dir))
        return 0; /* nothing was ever sent */
    rc = event_rules_load(f->run->db, &f->rules, err);
    f->rules.is_replay = true;
    if (rc == 0 && a && a->o.log)
        rc = evlog_roll(a->o.log, err);
    return rc < 0 ? rc : evlog_forget(dir, filter, f, err);
}

static int run_forget(struct job_run *run)
{
    struct forgetting f = {
        .run = run, .who = {strmap_new(), strmap_new()}, .reader = event_reader_new()};
    struct apply *a = run->service->apply;
    int rc = find(&f, &run->err);

    job_progress(run, 10, "forgetting %zu accounts and %zu users", strmap_len(f.who.accounts),
                 strmap_len(f.who.users));
    if (rc == 0 && a)
        rc = apply_run(a, forget_memory, NULL, &run->err);
    if (rc == 0)
        rc = forget_log(&f, &run->err);
    if (rc >= 0)
        rc = clear_rows(&f, &run->err);
    if (rc == 0 && a)
        rc = apply_run(a, forget_memory, NULL, &run->err);
    strmap_free(f.who.users);
    strmap_free(f.who.accounts);
    event_reader_free(f.reader);
    return rc;
}

const struct job_kind event_forget_job = {"event_forget", run_forget, .max_attempts = 5};
