#include "scoring/publish/compare_job.h"

#include "base/day.h"
#include "json/parse.h"

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

/* One day needs the metrics of everybody, so each has its own snapshots, freed before the next. */
static int compare_one(struct db *db, const char *key, int64_t revision, int32_t day,
                       struct arena *arena, struct comparison *ret, struct err *err)
{
    struct snapshots *snapshots = snapshots_new();
    AUTO_STRUCT(arena) *work = arena_new();
    const struct snapshot *s;
    struct placing_plan plan;
    struct card_draft draft;
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc >= 0) {
        rc = load_draft(c, key, revision, work, &draft, err);
        if (rc >= 0)
            rc = snapshot_get(snapshots, c, day, SNAPSHOT_METRICS, work, &s, err);
        if (rc >= 0)
            rc = placing_plan(c, NULL, work, &plan, err);
        if (rc >= 0)
            rc = compare_day_make(s, &(struct compare_what){draft.card, &plan}, work,
                                  &ret->days[ret->n_days], err);
        db_read_end(c);
    }
    if (rc >= 0) {
        struct compare_day *made = &ret->days[ret->n_days++];
        struct compare_flow *flows = ARENA_ARRAY(arena, made->n_flows, struct compare_flow);
        for (size_t k = 0; k < made->n_flows; k++)
            flows[k] = (struct compare_flow){
                made->flows[k].from ? arena_strdup(arena, made->flows[k].from) : NULL,
                made->flows[k].to ? arena_strdup(arena, made->flows[k].to) : NULL,
                made->flows[k].count, made->flows[k].arr_cents};
        made->flows = flows;
        ret->version = draft.summary->version;
    }
    arena_reset(work);
    snapshots_free(snapshots);
    return rc;
}

static int load_against(struct db *db, const char *key, struct arena *arena, int64_t *ret,
                        struct err *err)
{
    struct card *card;
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = card_version(c, key, 0, arena, &card, NULL);
    db_read_end(c);
    *ret = rc < 0 ? I64_NONE : card->version;
    return 0;
}

int compare_run(struct db *db, const struct compare_request *request,
                const struct history_progress *progress, struct arena *arena,
                struct comparison *ret, struct err *err)
{
    int32_t days[COMPARE_MONTHS + 1];

    compare_days(request->today, days);
    *ret = (struct comparison){
        .key = request->key,
        .revision = request->revision,
        .days = ARENA_ARRAY(arena, ARRAY_LEN(days), struct compare_day),
    };
    int rc = load_against(db, request->key, arena, &ret->against, err);
    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(days); k++) {
        if (progress && !progress->show(progress->ctx, (int)(100 * k / ARRAY_LEN(days))))
            return err_set(err, ERR_CONFLICT, NULL, "stopped");
        rc = compare_one(db, request->key, request->revision, days[k], arena, ret, err);
    }
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
