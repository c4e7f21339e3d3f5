#include "intake/apply/apply_again.h"

#include "base/day.h"
#include "http/service.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/aside.h"
#include "intake/apply/log_batches.h"

static int send_row(struct apply *a, struct again *again, const struct aside_row *row,
                    struct err *err)
{
    const struct aside_event event = {row->type,      row->event,    row->account,
                                      row->source_id, row->received, row->at};
    AUTO_STRUCT(event_batch) *b = aside_event_read(&event, a->reader, &a->rules);
    int rc = b ? fold_event(a->fold, b, &b->events[0], row->id, err) : FOLD_ASIDE;

    again->counted += rc == FOLD_COUNTED;
    again->dropped += rc == FOLD_DROPPED;
    again->still += rc == FOLD_ASIDE;
    return rc < 0 ? rc : 0;
}

/* In the applier's thread. */
static int send(struct apply *a, void *arg, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct again *again = arg;
    int rc = 0;

    /* A row that waits for a checkpoint must not be taken a second time, and rules must be fresh.
     */
    if (!apply_checkpoint_sure(a))
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    for (size_t i = 0; rc == 0 && i < again->n; i++) {
        struct aside_row row;
        arena_reset(arena);
        rc = asking_begin(&a->asking, err);
        if (rc == 0)
            rc = aside_get(a->asking.conn, again->ids[i], arena, &row, err);
        if (rc == ERR_NOT_FOUND)
            rc = 0;
        else if (rc == 0)
            rc = send_row(a, again, &row, err);
    }
    if (!apply_checkpoint_sure(a))
        return err_set(err, ERR_BUSY, NULL, "the server stops");
    return rc;
}

int apply_again(struct apply *a, struct again *again, struct err *err)
{
    return apply_run(a, send, again, err);
}

/* Some of what can be counted now; true: there may be more. */
static bool send_ready(struct apply *a)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct aside_row *rows;
    int64_t ids[AGAIN_MAX];
    size_t n = 0;

    int rc = asking_begin(&a->asking, NULL);
    if (rc == 0)
        rc = aside_ready(a->asking.conn, a->ready_after, AGAIN_MAX, arena, &rows, &n, NULL);
    asking_end(&a->asking);
    n = rc < 0 ? 0 : n;
    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].id;
    /* Behind the last of them the next time from the beginning. */
    a->ready_after = n == AGAIN_MAX ? ids[n - 1] : 0;
    if (n)
        send(a, &(struct again){.ids = ids, .n = n}, NULL);
    return n == AGAIN_MAX;
}

void apply_send_ready(struct apply *a)
{
    a->has_placed = false;
    a->ready_mono_us = clock_mono_us();
    while (send_ready(a))
        if (!apply_is_idle(a)) {
            a->has_placed = true; /* the rest with the next checkpoint */
            break;
        }
}

struct again_args {
    double *ids;
    size_t n_ids;
    const char *reason, *source, *name, *user, *account;
};
static const struct field again_args_fields[] = {
    FIELD_NUMS(struct again_args, ids),
    FIELD_STR(struct again_args, reason),
    FIELD_STR(struct again_args, source),
    FIELD_STR(struct again_args, name),
    FIELD_STR(struct again_args, user),
    FIELD_STR(struct again_args, account),
    FIELD_END,
};

/* The ids that are meant, the oldest first, as they came. */
static int find(struct job_run *run, const struct again_args *args, int64_t **ret, size_t *ret_n)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct aside_filter filter = {args->reason, args->source,  args->name,
                                  args->user,   args->account, .limit = ASIDE_ROWS_MAX};
    struct aside_row *rows = NULL;
    size_t n = args->n_ids;
    int rc = 0;

    if (!n) {
        rc = db_read_begin(run->db, &c, &run->err);
        if (rc == 0)
            rc = aside_ids(c, &filter, run->arena, &rows, &n, &run->err);
    }
    *ret = ARENA_ARRAY(run->arena, n, int64_t);
    for (size_t i = 0; rc == 0 && i < n; i++)
        (*ret)[i] = rows ? rows[n - 1 - i].id : (int64_t)args->ids[i];
    *ret_n = n;
    return rc;
}

static int run_again(struct job_run *run)
{
    struct again_args args;
    struct again all = {NULL};
    int64_t *ids;
    size_t n;

    fields_init(again_args_fields, &args);
    int rc = fields_read(again_args_fields, run->args, FIELDS_WHOLE, run->arena, &args, &run->err);
    if (rc == 0 && !run->service->apply)
        rc = err_set(&run->err, ERR_BUSY, NULL, "this process takes no events");
    if (rc == 0)
        rc = find(run, &args, &ids, &n);
    for (size_t i = 0; rc == 0 && i < n && !job_is_cancelled(run); i += AGAIN_MAX) {
        struct again some = {.ids = ids + i, .n = n - i < AGAIN_MAX ? n - i : AGAIN_MAX};
        job_progress(run, (int)(i * 100 / n), "%zu of %zu events", i, n);
        rc = apply_again(run->service->apply, &some, &run->err);
        all.counted += some.counted;
        all.dropped += some.dropped;
        all.still += some.still;
    }
    if (rc == 0)
        run->result = json_pack("{s:I,s:I,s:I}", "counted", (json_int_t)all.counted, "dropped",
                                (json_int_t)all.dropped, "still", (json_int_t)all.still);
    return rc;
}

const struct job_kind event_again_job = {"event_again", run_again, .max_attempts = 3};
