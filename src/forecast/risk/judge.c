#include "forecast/risk/judge.h"

#include "forecast/risk/validate.h"
#include "json/parse.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/revenue.h"
#include "stats/forecast_score.h"

#include <math.h>
#include <string.h>

#define PER_CENT 100.0

const struct field judgement_fields[] = {
    FIELD_DAY(struct judgement, day, .required = true),
    FIELD_DAY(struct judgement, until, .required = true),
    FIELD_I64(struct judgement, model_id, .required = true),
    FIELD_I64(struct judgement, accounts, .required = true),
    FIELD_I64(struct judgement, left, .required = true),
    FIELD_F64(struct judgement, expected, .required = true, .help = "How many were to leave"),
    FIELD_F64(struct judgement, auc),
    FIELD_F64(struct judgement, auc_low),
    FIELD_F64(struct judgement, auc_high),
    FIELD_F64(struct judgement, brier),
    FIELD_F64(struct judgement, log_loss),
    FIELD_F64(struct judgement, log_loss_saved_pct, .unit = "%"),
    FIELD_END,
};

/* What everybody was told, and what became of them. */
struct judging {
    const struct risk_run *run;
    int32_t today;
    struct horizon horizon;
    VEC(double) p;
    VEC(bool) label;
};

/* When the horizon of an account ended; DAY_NONE: what was told was not about it. */
static int32_t end_of(const struct judging *j, const struct factbook *book, size_t i)
{
    int32_t day = j->run->day, renewal = j->horizon.is_renewal ? renewal_after(book, i, day) : day;

    return horizon_end(&j->horizon, day, renewal == DAY_NONE ? NAN : (double)(renewal - day));
}

static int judge_chunk(struct judging *j, struct conn *c, int64_t chunk, struct err *err)
{
    const struct factbook_options options = {.from_id = chunk * CHUNK_ACCOUNTS,
                                             .to_id = (chunk + 1) * CHUNK_ACCOUNTS,
                                             .is_life_only = true};
    AUTO_STRUCT(factbook) *book = NULL;
    double told[CHUNK_ACCOUNTS];
    int rc = risk_told_get(c, j->run->id, chunk, told, err);

    if (rc >= 0)
        rc = factbook_load(c, &options, &book, err);
    for (size_t i = 0; rc >= 0 && i < book->n; i++) {
        double p = told[book->accounts[i].id - options.from_id];
        int32_t end = end_of(j, book, i);
        if (isnan(p) || end == DAY_NONE)
            continue;
        vec_push(&j->p, p);
        vec_push(&j->label, has_left_by(book, i, &j->horizon, j->run->day, end, j->today));
    }
    return rc;
}

/* As on months held back: where few left, the interval is no narrower than they allow. */
static int rank(const struct judging *j, struct arena *arena, struct bootstrap *ret,
                struct err *err)
{
    size_t n = j->p.n;
    int32_t *day = ARENA_ARRAY(arena, n, int32_t);
    uint32_t *account = ARENA_ARRAY(arena, n, uint32_t);
    const struct auc_ask ask = {.score = j->p.items,
                                .label = j->label.items,
                                .day = day,
                                .cluster = account,
                                .n = n,
                                .clusters = n,
                                .seed = 1};

    for (size_t i = 0; i < n; i++) {
        day[i] = j->run->day;
        account[i] = (uint32_t)i;
    }
    return auc_by_account(&ask, ret, err);
}

static int sum_up(const struct judging *j, struct arena *arena, struct judgement *ret,
                  struct err *err)
{
    struct forecast_score score = forecast_score(j->p.items, j->label.items, j->p.n);
    struct bootstrap auc = {.value = NAN, .range = {NAN, NAN}};
    int rc = score.yes > 0 && score.yes < j->p.n ? rank(j, arena, &auc, err) : 0;

    *ret = (struct judgement){.day = j->run->day,
                              .until = j->run->until,
                              .model_id = j->run->model_id,
                              .accounts = (int64_t)j->p.n,
                              .left = (int64_t)score.yes,
                              .auc = auc.value,
                              .auc_low = auc.range.low,
                              .auc_high = auc.range.high,
                              .brier = score.brier,
                              .log_loss = score.log_loss,
                              .log_loss_saved_pct = PER_CENT * score.log_loss_skill};
    for (size_t i = 0; i < j->p.n; i++)
        ret->expected += j->p.items[i];
    return rc;
}

static int judge_run(struct conn *c, const struct risk_run *run, int32_t today, struct arena *arena,
                     struct buf *ret, struct err *err)
{
    struct judging j = {.run = run, .today = today};
    struct model_card card;
    int64_t chunk = 0;
    int rc = model_card_get(c, run->model_id, arena, &card, err);

    if (rc >= 0)
        j.horizon = (struct horizon){card.horizon_days, card.is_renewal, card.is_recorded};
    if (rc >= 0)
        rc = chunk_from(c, 0, &chunk, err);
    while (rc >= 0 && chunk != CHUNKS_END) {
        rc = judge_chunk(&j, c, chunk, err);
        if (rc >= 0)
            rc = chunk_from(c, chunk + 1, &chunk, err);
    }
    struct judgement made;
    if (rc >= 0)
        rc = sum_up(&j, arena, &made, err);
    if (rc >= 0)
        fields_write(judgement_fields, &made, ret);
    vec_done(&j.p);
    vec_done(&j.label);
    return rc;
}

static int judge_one(struct db *db, const struct risk_run *run, int32_t today, struct arena *arena,
                     struct err *err)
{
    AUTO_BUF text = {0};
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = judge_run(c, run, today, arena, &text, err);
    db_read_end(c);
    if (rc >= 0)
        rc = db_write_begin(db, &c, err);
    return rc < 0 ? rc : db_write_end(c, risk_run_judge(c, run->id, buf_text(&text), err), err);
}

int risk_judge_all(struct db *db, int32_t today, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct risk_run *runs = NULL;
    struct conn *c;
    size_t n = 0;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = risk_runs(c, arena, &runs, &n, err);
    db_read_end(c);
    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (!runs[k].judgement && runs[k].until <= today)
            rc = judge_one(db, &runs[k], today, arena, err);
    return rc;
}

int judgements_read(struct conn *c, struct arena *arena, struct judgement **ret, size_t *ret_n,
                    struct err *err)
{
    struct risk_run *runs;
    size_t n;
    int rc = risk_runs(c, arena, &runs, &n, err);

    if (rc < 0)
        return rc;
    *ret = ARENA_ARRAY(arena, n, struct judgement);
    *ret_n = 0;
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        json_t *json = NULL;
        if (!runs[k].judgement)
            continue;
        rc = json_parse(runs[k].judgement, strlen(runs[k].judgement), &json, err);
        if (rc < 0)
            return rc;
        fields_init(judgement_fields, &(*ret)[*ret_n]);
        rc = fields_read(judgement_fields, json_keep(arena, json), FIELDS_WHOLE, arena,
                         &(*ret)[(*ret_n)++], err);
    }
    return rc;
}
