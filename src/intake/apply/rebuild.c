#include "intake/apply/rebuild.h"

#include "base/day.h"
#include "facts/kind/touch.h"
#include "facts/usage/usage_sum_writer.h"
#include "intake/apply/aside.h"
#include "intake/apply/aside_marks.h"
#include "intake/apply/checkpoint.h"
#include "intake/apply/log_fold.h"

struct rebuild {
    const struct rebuild_options *o;
    struct rebuild_result result;
    struct act act;
    struct usage_writer *writer;
    struct usage_sum_writer *sum_writer;
    struct usage_sum *sums; /* that the applier adds up */
    size_t n_sums;
    struct aside_marks *marks;
};

struct adding {
    struct rebuild *b;
    const struct fold *f;
    int64_t *event_ids; /* by name; 0: not in the catalogue */
    bool is_plain;      /* only the place counts, with nothing in it */
    struct err *err;
};

static bool is_before(const struct rebuild *b, int32_t day)
{
    return b->result.from != DAY_NONE && day < b->result.from;
}

static int add(struct adding *a, fold_ref account, fold_ref name, fold_ref user, int32_t day,
               int64_t n)
{
    struct rebuild *b = a->b;
    struct usage_count count = {.account_id = fold_account_at(a->f, account)->id,
                                .event_id = a->event_ids[name - 1],
                                .count = a->is_plain ? 0 : n,
                                .day = day};

    if (is_before(b, day))
        return 0;
    if (!count.account_id || !count.event_id) {
        b->result.gone += a->is_plain ? 0 : n;
        return 0;
    }
    if (user && !a->is_plain && !b->o->is_comparison) {
        int rc = usage_writer_user(b->writer, count.account_id, fold_user_at(a->f, user)->key,
                                   &count.user_id, a->err);
        if (rc < 0)
            return rc;
    }
    usage_writer_add(b->writer, &count);
    return 0;
}

static void add_sums(struct rebuild *b, const struct fold *f)
{
    FOLD_EACH_AMOUNT(&f->sums, a)
    {
        int64_t account_id = fold_account_at(f, fold_place_account(a->place))->id;
        const struct usage_sum_part part = fold_sum_part(&f->sums, a, account_id);
        if (part.account_id && !is_before(b, part.day))
            usage_sum_writer_add(b->sum_writer, &part);
    }
}

/* What was counted here is not to be counted again from the set-aside store. */
static int remove_counted(struct rebuild *b, const struct fold *f, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < f->sent_again.n; i++)
        rc = aside_remove(b->act.conn, f->sent_again.items[i], err);
    return rc;
}

/* What a fold holds, into the writers. */
static int take(void *ctx, const struct fold *f, bool is_plain, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct rebuild *b = ctx;
    struct adding a = {b, f, ARENA_ARRAY(arena, f->names.n + 1, int64_t), is_plain, err};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < f->names.n; i++)
        if (f->names.items[i].is_used)
            rc = usage_writer_known_event(b->writer, f->names.items[i].key, &a.event_ids[i], err);
    for (size_t i = 0; rc == 0 && i < f->actives.n; i++) {
        const struct fold_active *active = &f->actives.items[i];
        const struct fold_member *m = &f->members.items[active->member - 1];
        rc = add(&a, m->account, active->name, m->user, active->day, 1);
    }
    for (size_t i = 0; rc == 0 && i <= f->cells_mask; i++) {
        const struct fold_cell *c = &f->cells[i];
        if (c->place)
            rc = add(&a, fold_place_account(c->place), fold_place_name(c->place), 0,
                     fold_place_day(c->place), c->count);
    }
    if (rc < 0 || is_plain)
        return rc;
    add_sums(b, f);
    return remove_counted(b, f, err);
}

static int tell(void *ctx, int pct, struct err *err)
{
    const struct rebuild *b = ctx;

    (void)err;
    if (b->o->progress)
        b->o->progress(b->o->ctx, pct);
    return 0;
}

/* Of days before the oldest entry that is left, the log does not tell everything. */
static int find_reach(struct rebuild *b, struct err *err)
{
    int32_t reach;
    int rc = log_fold_reach(b->o->log_dir, &reach, err);

    b->result.from = b->o->from;
    if (rc == 0 && reach != DAY_NONE && (b->result.from == DAY_NONE || b->result.from < reach))
        b->result.from = reach;
    return rc;
}

static int read_log(struct rebuild *b, const struct event_rules *rules, struct err *err)
{
    AUTO_STRUCT(mends) *mends = NULL;
    struct log_fold_options o = {.db = b->o->db,
                                 .conn = b->act.conn,
                                 .rules = rules,
                                 .log_dir = b->o->log_dir,
                                 .sums = b->sums,
                                 .n_sums = b->n_sums,
                                 .waiting = b->marks,
                                 .counts_waiting = !b->o->is_comparison,
                                 .take = take,
                                 .tell = tell,
                                 .ctx = b};
    struct log_fold_result r = {0};
    int rc = mends_load(b->act.conn, &mends, err);

    if (rc == 0)
        rc = checkpoint_position(b->act.conn, &o.until, err);
    if (rc < 0)
        return rc;
    o.mends = mends;
    o.has_plain = mends->n > 0;
    rc = log_fold(&o, &r, err);
    b->result.batches = r.batches;
    b->result.events = r.events;
    b->result.duplicates = r.duplicates;
    b->result.aside = r.aside;
    return rc;
}

/* A sum of which a job still adds up the past differs rightly. One that nobody adds up yet is left
 * to that job, which begins it. */
static int exchange_sums(struct rebuild *b, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < b->n_sums; i++) {
        struct usage_sum *sum = &b->sums[i];
        const struct usage_sum_exchange x = {sum->id, b->result.from, b->o->is_comparison};
        if (sum->segment == I64_NONE || (b->o->is_comparison && !sum->is_whole))
            continue;
        rc = usage_sum_writer_replace(b->sum_writer, &x, &b->result.sums, err);
        /* With days that were to stay as they are it is as whole as it was. */
        if (rc < 0 || b->o->is_comparison || b->o->from != DAY_NONE || sum->is_whole)
            continue;
        sum->since = b->result.from == DAY_NONE ? DAY_MIN : b->result.from;
        rc = usage_sum_complete(b->act.conn, sum, err);
        if (rc == 0)
            rc = facts_touch_all(b->act.conn, err);
    }
    return rc;
}

/* In one transaction: a state that belongs together is compared, or changes as a whole. */
static int run(struct rebuild *b, const struct event_rules *rules, struct err *err)
{
    int rc = usage_sums_all(b->act.conn, b->act.arena, &b->sums, &b->n_sums, err);

    b->writer = usage_writer_new(&b->act, USAGE_REPLACE);
    b->sum_writer = usage_sum_writer_new(b->act.conn);
    if (rc == 0)
        rc = aside_marks_load(b->act.conn, &b->marks, err);
    if (rc == 0)
        rc = find_reach(b, err);
    if (rc == 0)
        rc = read_log(b, rules, err);
    if (rc == 0)
        rc = b->o->is_comparison ? usage_writer_compare(b->writer, &b->result.cells, err)
                                 : usage_writer_flush(b->writer, &b->result.cells, err);
    if (rc == 0)
        rc = exchange_sums(b, err);
    usage_writer_free(b->writer);
    usage_sum_writer_free(b->sum_writer);
    aside_marks_free(b->marks);
    return rc;
}

int rebuild_usage(const struct rebuild_options *options, struct rebuild_result *ret,
                  struct err *err)
{
    struct rebuild b = {.o = options};
    struct event_rules rules;
    int rc = event_rules_load(options->db, &rules, err);

    if (rc < 0)
        return rc;
    rules.is_replay = true;
    rc = options->is_comparison ? db_read_begin(options->db, &b.act.conn, err)
                                : db_write_begin(options->db, &b.act.conn, err);
    if (rc < 0)
        return rc;
    b.act.by = options->by;
    b.act.now_ms = clock_now_ms();
    b.act.arena = arena_new();
    rc = run(&b, &rules, err);
    if (options->is_comparison)
        db_read_end(b.act.conn);
    else
        rc = db_write_end(b.act.conn, rc, err);
    arena_free(b.act.arena);
    if (rc == 0)
        *ret = b.result;
    return rc;
}
