#include "intake/apply/sums_job.h"

#include "base/day.h"
#include "facts/kind/touch.h"
#include "facts/usage/usage_sum_writer.h"
#include "http/service.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/aside_marks.h"
#include "intake/apply/log_fold.h"

struct summing {
    struct job_run *run;
    struct usage_sum *sums; /* that are not whole, all with the same position */
    size_t n_sums;
    struct aside_marks *marks;
    struct mends *mends;
    struct usage_sum_writer *writer;
    int64_t numbers;
};

/* All that is not whole yet begins here. */
static int begin_sums(struct summing *s, struct apply *a, struct conn *c, struct err *err)
{
    struct usage_sum *all;
    size_t n;
    int rc = usage_sums_all(c, s->run->arena, &all, &n, err);

    s->sums = all;
    s->n_sums = 0;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        if (all[i].is_whole)
            continue;
        all[i].segment = (int64_t)a->written.segment;
        all[i].log_offset = (int64_t)a->written.offset;
        /* Of today a part is gone. */
        all[i].since = day_of_time(clock_now_ms()) + 1;
        rc = usage_sum_begin(c, &all[i], err);
        s->sums[s->n_sums++] = all[i];
    }
    if (rc == 0)
        rc = aside_marks_load(c, &s->marks, err);
    return rc < 0 ? rc : mends_load(c, &s->mends, err);
}

/* In the applier's thread, with nothing folded that is not written: what it takes from now on is
 * added up, and what it took before is for this job. */
static int begin(struct apply *a, void *arg, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct summing *s = arg;

    if (!apply_checkpoint_sure(a))
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    int rc = db_write_begin(s->run->db, &c, err);
    if (rc == 0)
        rc = db_write_end(TAKE(c), begin_sums(s, a, c, err), err);
    return rc < 0 ? rc : asking_sums(&a->asking, a->fold, err);
}

static int take(void *ctx, const struct fold *f, bool is_plain, struct err *err)
{
    struct summing *s = ctx;

    (void)is_plain, (void)err;
    FOLD_EACH_AMOUNT(&f->sums, a)
    {
        int64_t account_id = fold_account_at(f, fold_place_account(a->place))->id;
        const struct usage_sum_part part = fold_sum_part(&f->sums, a, account_id);
        if (part.account_id)
            usage_sum_writer_add(s->writer, &part);
        s->numbers += a->count;
    }
    return 0;
}

static int tell(void *ctx, int pct, struct err *err)
{
    struct summing *s = ctx;

    job_progress(s->run, pct, "reading the log of events");
    return job_is_cancelled(s->run) ? err_set(err, ERR_BUSY, NULL, "was cancelled") : 0;
}

static int read_log(struct summing *s, const char *dir)
{
    struct event_rules rules;
    struct log_fold_result result;
    const struct log_fold_options o = {
        .db = s->run->db,
        .rules = &rules,
        .log_dir = dir,
        .until = {(uint64_t)s->sums[0].segment, (uint64_t)s->sums[0].log_offset},
        .mends = s->mends,
        .sums = s->sums,
        .n_sums = s->n_sums,
        .waiting = s->marks,
        .take = take,
        .tell = tell,
        .ctx = s};
    int rc = event_rules_load(s->run->db, &rules, &s->run->err);

    rules.is_replay = true;
    return rc < 0 ? rc : log_fold(&o, &result, &s->run->err);
}

/* Did another one of these jobs begin it anew, or has the last metric that asked for it gone? */
static bool is_still(const struct usage_sum *sum, const struct usage_sum *now, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (now[i].id == sum->id)
            return !now[i].is_whole && now[i].segment == sum->segment &&
                   now[i].log_offset == sum->log_offset;
    return false;
}

static int complete(struct summing *s, struct conn *c, int32_t reach, struct err *err)
{
    struct usage_sum *now;
    size_t n;
    int rc = usage_sums_all(c, s->run->arena, &now, &n, err);

    for (size_t i = 0; rc == 0 && i < s->n_sums; i++) {
        struct usage_sum *sum = &s->sums[i];
        if (!is_still(sum, now, n)) {
            usage_sum_writer_drop(s->writer, sum->id);
            continue;
        }
        sum->since = reach == DAY_NONE ? DAY_MIN : reach;
        rc = usage_sum_complete(c, sum, err);
    }
    if (rc == 0)
        rc = usage_sum_writer_flush(s->writer, err);
    return rc < 0 ? rc : facts_touch_all(c, err);
}

static int finish(struct summing *s, int32_t reach)
{
    struct conn *c;
    int rc = db_write_begin(s->run->db, &c, &s->run->err);

    if (rc < 0)
        return rc;
    usage_sum_writer_use(s->writer, c);
    return db_write_end(c, complete(s, c, reach, &s->run->err), &s->run->err);
}

static int sum_up(struct summing *s)
{
    char dir[4096];
    int32_t reach = DAY_NONE;
    int rc = 0;

    snprintf(dir, sizeof(dir), "%s/%s", s->run->service->data_dir, EVLOG_FOLDER);
    s->writer = usage_sum_writer_new(NULL);
    if (evlog_is_there(dir))
        rc = log_fold_reach(dir, &reach, &s->run->err);
    if (rc == 0 && evlog_is_there(dir))
        rc = read_log(s, dir);
    job_progress(s->run, 99, "writing the sums");
    if (rc == 0)
        rc = finish(s, reach);
    usage_sum_writer_free(s->writer);
    return rc;
}

static int run_sums(struct job_run *run)
{
    struct summing s = {.run = run};
    struct apply *a = run->service->apply;
    int rc = a ? apply_run(a, begin, &s, &run->err)
               : err_set(&run->err, ERR_BUSY, NULL, "this process takes no events");

    if (rc == 0 && s.n_sums)
        rc = sum_up(&s);
    if (rc == 0)
        run->result =
            json_pack("{s:I,s:I}", "sums", (json_int_t)s.n_sums, "numbers", (json_int_t)s.numbers);
    aside_marks_free(s.marks);
    mends_free(s.mends);
    return rc;
}

const struct job_kind usage_sums_job = {"usage_sums", run_sums, .max_attempts = 5};
