#include "scoring/publish/compare_job.h"

#include "base/day.h"
#include "json/parse.h"
#include "scoring/snapshot/trial.h"

struct compare_args {
    const char *key;
    int64_t revision;
};
static const struct field compare_args_fields[] = {
    FIELD_STR(struct compare_args, key, .required = true),
    FIELD_I64(struct compare_args, revision, .required = true),
    FIELD_END,
};

static int load_draft(struct conn *c, const char *key, int64_t revision, struct arena *arena,
                      struct card_draft *ret, struct err *err)
{
    int rc = card_draft_load(c, key, arena, ret, err);

    if (rc < 0 || ret->summary->revision == revision)
        return rc;
    return err_set(err, ERR_CONFLICT, "revision",
                   "the draft was changed meanwhile (revision %lld); compare that one",
                   (long long)ret->summary->revision);
}

/* What is compared with what, and the days so far. */
struct comparing {
    struct compare_what what;
    struct arena *arena; /* of the result */
    struct comparison *ret;
};

/* Keeps what a day says in the arena of the result: its own goes with the day. */
static void keep_day(struct comparing *c, const struct compare_day *made)
{
    struct compare_flow *flows = ARENA_ARRAY(c->arena, made->n_flows, struct compare_flow);

    for (size_t k = 0; k < made->n_flows; k++) {
        flows[k] = made->flows[k];
        flows[k].from = made->flows[k].from ? arena_strdup(c->arena, made->flows[k].from) : NULL;
        flows[k].to = made->flows[k].to ? arena_strdup(c->arena, made->flows[k].to) : NULL;
    }
    c->ret->days[c->ret->n_days] = *made;
    c->ret->days[c->ret->n_days++].flows = flows;
}

static int compare_day(void *ctx, const struct snapshot *from, const struct snapshot *to,
                       struct arena *arena, struct err *err)
{
    struct comparing *c = ctx;
    struct compare_day day;
    int rc = compare_day_make(from, to, &c->what, arena, &day, err);

    if (rc >= 0)
        keep_day(c, &day);
    return rc;
}

/* Where scores are not enough, each day needs the metrics of everybody: they have snapshots of
 * their own, freed before the next. */
static int compare_deep(struct conn *c, const int32_t *days, size_t n,
                        const struct history_progress *progress, struct comparing *comparing,
                        struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < n; k++) {
        struct snapshots *snapshots = snapshots_new();
        AUTO_STRUCT(arena) *work = arena_new();
        const struct snapshot *s;
        if (progress && !progress->show(progress->ctx, (int)(100 * k / n)))
            rc = err_set(err, ERR_CONFLICT, NULL, "stopped");
        if (rc >= 0)
            rc = snapshot_get(snapshots, c, days[k], SNAPSHOT_METRICS, work, &s, err);
        if (rc >= 0)
            rc = compare_day(comparing, s, NULL, work, err);
        arena_reset(work);
        snapshots_free(snapshots);
    }
    return rc;
}

static int compare_days_of(struct conn *c, const struct compare_request *request,
                           const struct history_progress *progress, struct comparing *comparing,
                           struct err *err)
{
    int32_t days[COMPARE_MONTHS + 1];
    struct card_draft draft;
    struct placing_plan *plan = ARENA_NEW(comparing->arena, struct placing_plan);
    int rc = load_draft(c, request->key, request->revision, comparing->arena, &draft, err);

    if (rc >= 0)
        rc = placing_plan(c, NULL, comparing->arena, plan, err);
    if (rc < 0)
        return rc;
    comparing->what = (struct compare_what){draft.card, plan};
    comparing->ret->version = draft.summary->version;
    compare_days(request->today, days);
    if (draft.card->kind_index == CARD_OTHER || plan->depth == SNAPSHOT_METRICS)
        return compare_deep(c, days, ARRAY_LEN(days), progress, comparing, err);
    const struct trial_request trial = {days, ARRAY_LEN(days), draft.card, progress};
    return trial_days(c, &trial, compare_day, comparing, err);
}

/* The version in force, missing if there is none. */
static int64_t load_against(struct conn *c, const char *key, struct arena *arena)
{
    struct card *card;

    return card_version(c, key, 0, arena, &card, NULL) < 0 ? I64_NONE : card->version;
}

int compare_run(struct db *db, const struct compare_request *request,
                const struct history_progress *progress, struct arena *arena,
                struct comparison *ret, struct err *err)
{
    struct comparing comparing = {.arena = arena, .ret = ret};
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    *ret = (struct comparison){
        .key = request->key,
        .revision = request->revision,
        .against = load_against(c, request->key, arena),
        .days = ARENA_ARRAY(arena, COMPARE_MONTHS + 1, struct compare_day),
    };
    rc = compare_days_of(c, request, progress, &comparing, err);
    db_read_end(c);
    return rc;
}

static bool show(void *ctx, int pct)
{
    struct job_run *run = ctx;

    job_progress(run, pct, "comparing");
    return !job_is_cancelled(run);
}

static int run_compare(struct job_run *run)
{
    struct compare_args args;
    struct comparison comparison;
    const struct history_progress progress = {show, run};
    AUTO_BUF text = {0};

    fields_init(compare_args_fields, &args);
    int rc =
        fields_read(compare_args_fields, run->args, FIELDS_WHOLE, run->arena, &args, &run->err);
    if (rc >= 0)
        rc = compare_run(run->db, &(struct compare_request){args.key, args.revision, clock_today()},
                         &progress, run->arena, &comparison, &run->err);
    if (rc < 0)
        return rc;
    fields_write(comparison_fields, &comparison, &text);
    return json_parse(buf_text(&text), text.len, &run->result, &run->err);
}

const struct job_kind compare_job = {"compare_cards", run_compare, .max_attempts = 2};
