#include "forecast/risk/account_risk.h"

#include "base/day.h"
#include "base/str.h"
#include "forecast/risk/examples.h"
#include "risk_store_sql.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/revenue.h"

#include <math.h>

#define PER_CENT    100.0
#define BEFORE_MAX  36
#define FEW_SIMILAR 5 /* below it nothing is said of similar ones */

static const char *const outcomes[] = {"left", "stayed", NULL};

static const struct field similar_account_fields[] = {
    FIELD_STR(struct similar_account, key, .required = true),
    FIELD_STR(struct similar_account, name, .required = true),
    FIELD_DAY(struct similar_account, day, .required = true),
    FIELD_BOOL(struct similar_account, has_left, .required = true),
    FIELD_END,
};
static const struct field similar_fields[] = {
    FIELD_I64(struct similar, accounts, .required = true),
    FIELD_I64(struct similar, left, .required = true),
    FIELD_F64(struct similar, left_pct, .required = true, .unit = "%"),
    FIELD_F64(struct similar, low_pct, .required = true, .unit = "%"),
    FIELD_F64(struct similar, high_pct, .required = true, .unit = "%"),
    FIELD_STR(struct similar, words, .required = true, .max = 500),
    FIELD_LIST(struct similar, items, similar_account, .required = true,
               .help = "The most similar ones"),
    FIELD_END,
};
static const struct field risk_before_fields[] = {
    FIELD_DAY(struct risk_before, day, .required = true),
    FIELD_DAY(struct risk_before, until, .required = true),
    FIELD_F64(struct risk_before, p_pct, .required = true, .unit = "%"),
    FIELD_ENUM(struct risk_before, verdict, risk_verdicts,
               .help = "Of the model that told it; null: it is not kept any more"),
    FIELD_ENUM(struct risk_before, outcome, outcomes, .help = "Null: not known yet"),
    FIELD_END,
};
const struct field account_risk_fields[] = {
    FIELD_STR(struct account_risk, key, .required = true),
    FIELD_STR(struct account_risk, name, .required = true),
    FIELD_DAY(struct account_risk, day, .help = "When it was told; null: nobody was yet"),
    FIELD_I64(struct account_risk, model_id),
    FIELD_ENUM(struct account_risk, verdict, risk_verdicts),
    FIELD_STR(struct account_risk, words, .required = true, .max = 1000),
    FIELD_I64(struct account_risk, horizon_days, .unit = "days"),
    FIELD_BOOL(struct account_risk, is_renewal, .required = true),
    FIELD_BOOL(struct account_risk, is_recorded, .required = true),
    FIELD_F64(struct account_risk, p_pct, .unit = "%", .help = "Null: it is no customer"),
    FIELD_F64(struct account_risk, low_pct, .unit = "%"),
    FIELD_F64(struct account_risk, high_pct, .unit = "%"),
    FIELD_F64(struct account_risk, base_pct, .unit = "%"),
    FIELD_BOOL(struct account_risk, is_risk, .required = true),
    FIELD_STR(struct account_risk, range_words, .max = 500),
    FIELD_LIST(struct account_risk, reasons, risk_reason, .required = true,
               .help = "By size; none where nothing predicts"),
    FIELD_OBJ(struct account_risk, similar, similar),
    FIELD_DAY(struct account_risk, renewal),
    FIELD_DAY(struct account_risk, notice, .help = "The last day for notice"),
    FIELD_LIST(struct account_risk, before, risk_before, .required = true,
               .help = "What it was told before, the newest first"),
    FIELD_END,
};

struct name_row {
    int64_t id;
    const char *key, *name;
};
static const struct field name_row_fields[] = {
    FIELD_I64(struct name_row, id),
    FIELD_STR(struct name_row, key),
    FIELD_STR(struct name_row, name),
    FIELD_END,
};

/* Accounts that were deleted since have no name and are passed over. */
static int name_similar(struct conn *c, const struct example *const *near, size_t n,
                        struct arena *arena, struct similar *ret, struct err *err)
{
    int rc = 0;

    ret->items = ARENA_ARRAY(arena, SIMILAR_SHOWN, struct similar_account);
    for (size_t k = 0; k < n && ret->n_items < SIMILAR_SHOWN; k++) {
        struct name_row row;
        rc = db_one(c, sql_risk_account_names, DB_ARGS(DB_I64("id", near[k]->account)),
                    name_row_fields, &row, arena, err);
        if (rc == ERR_NOT_FOUND)
            continue;
        if (rc < 0)
            return rc;
        ret->items[ret->n_items++] =
            (struct similar_account){row.key, row.name, near[k]->day, near[k]->has_left != 0};
    }
    return 0;
}

static int find_similar(struct conn *c, const struct risk_now *now, const double *parts,
                        int64_t account, struct arena *arena, struct account_risk *ret,
                        struct err *err)
{
    const struct model_card *card = now->model.card;
    const struct example *near[SIMILAR_COUNTED];
    size_t n = examples_near(&now->model, parts, account, SIMILAR_COUNTED, near, arena);
    struct similar *s = ARENA_NEW(arena, struct similar);

    if (n < FEW_SIMILAR || !str_eq(card->verdict, risk_verdicts[RISK_PREDICTS]))
        return 0;
    for (size_t k = 0; k < n; k++)
        s->left += near[k]->has_left;
    struct interval range = interval_wilson(s->left, (int64_t)n, Z_95);
    s->accounts = (int64_t)n;
    s->left_pct = PER_CENT * (double)s->left / (double)n;
    s->low_pct = PER_CENT * range.low;
    s->high_pct = PER_CENT * range.high;
    s->words = arena_printf(arena,
                            "Of the %zu customers that were most like this one at some month-end, "
                            "%lld left within the horizon (%.0f %%, %.0f to %.0f %%).",
                            n, (long long)s->left, s->left_pct, s->low_pct, s->high_pct);
    ret->similar = s;
    return name_similar(c, near, n, arena, s, err);
}

static int load_life(struct conn *c, int64_t account, struct factbook **ret, struct err *err)
{
    const struct factbook_options options = {
        .from_id = account, .to_id = account + 1, .is_life_only = true};

    return factbook_load(c, &options, ret, err);
}

/* What became of it, by what the model of the run foretold; NULL: not known yet. */
static const char *outcome_of(const struct portfolio_source *source, const struct factbook *book,
                              const struct risk_run *run, const struct model_card *card)
{
    if (run->until > source->today || book->n == 0)
        return NULL;
    const struct horizon h = {card->horizon_days, card->is_renewal, card->is_recorded};
    int32_t renewal = h.is_renewal ? renewal_after(book, 0, run->day) : run->day;
    int32_t end =
        horizon_end(&h, run->day, renewal == DAY_NONE ? NAN : (double)(renewal - run->day));
    if (end == DAY_NONE)
        return NULL;
    return outcomes[!has_left_by(book, 0, &h, run->day, end, source->today)];
}

/* What a run told, and by what model, as far as that is kept. */
static int tell_before(const struct portfolio_source *source, const struct factbook *book,
                       const struct risk_run *run, double p, struct risk_before *ret,
                       struct err *err)
{
    struct model_card card;
    int rc = model_card_get(source->conn, run->model_id, source->arena, &card, err);

    *ret = (struct risk_before){.day = run->day, .until = run->until, .p_pct = PER_CENT * p};
    if (rc >= 0) {
        ret->verdict = card.verdict;
        ret->outcome = outcome_of(source, book, run, &card);
    }
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

static int list_before(const struct portfolio_source *source, int64_t account,
                       struct account_risk *ret, struct err *err)
{
    AUTO_STRUCT(factbook) *book = NULL;
    struct risk_run *runs;
    size_t n;
    double chunk[CHUNK_ACCOUNTS];
    int rc = risk_runs(source->conn, source->arena, &runs, &n, err);

    if (rc >= 0)
        rc = load_life(source->conn, account, &book, err);
    ret->before = ARENA_ARRAY(source->arena, BEFORE_MAX, struct risk_before);
    for (size_t k = 0; rc >= 0 && k < n && ret->n_before < BEFORE_MAX; k++) {
        rc = risk_told_get(source->conn, runs[k].id, chunk_of(account), chunk, err);
        double p = chunk[account % CHUNK_ACCOUNTS];
        if (rc < 0 || isnan(p))
            continue;
        rc = tell_before(source, book, &runs[k], p, &ret->before[ret->n_before++], err);
    }
    return rc;
}

static void set_words(const struct model_card *card, struct arena *arena, struct account_risk *ret)
{
    const struct told_bin *bin = told_bin_of(card, ret->p_pct / PER_CENT);

    if (!bin || isnan(ret->p_pct))
        return;
    ret->low_pct = fmin(bin->low_pct, ret->p_pct);
    ret->high_pct = fmax(bin->high_pct, ret->p_pct);
    ret->is_risk =
        str_eq(card->verdict, risk_verdicts[RISK_PREDICTS]) && bin->low_pct > card->base_pct;
    ret->range_words = arena_printf(
        arena,
        "In the past, of %lld customers told about as much, %.1f %% left (%.1f to %.1f %%); of all "
        "customers %.1f %% do.",
        (long long)bin->accounts, bin->left_pct, bin->low_pct, bin->high_pct, card->base_pct);
}

static void describe(const struct risk_now *now, size_t row, struct account_risk *ret)
{
    const struct model_card *card = now->model.card;

    *ret = (struct account_risk){
        .key = now->s->accounts->text[ATTR_KEY][row],
        .name = now->s->accounts->text[ATTR_NAME][row],
        .day = now->run.day,
        .model_id = card->id,
        .verdict = card->verdict,
        .words = card->words,
        .horizon_days = card->horizon_days,
        .is_renewal = card->is_renewal,
        .is_recorded = card->is_recorded,
        .low_pct = NAN,
        .high_pct = NAN,
        .base_pct = card->base_pct,
    };
}

static int find_row(const struct snapshot *s, const char *key, int64_t *ret, struct err *err)
{
    *ret = snapshot_row_of_key(s, key);
    return *ret < 0 ? err_set(err, ERR_NOT_FOUND, "key", "there is no account %.60s", key) : 0;
}

/* Nobody was told anything yet, which is no fault of the account's. */
static int describe_none(const struct portfolio_source *source, const char *key,
                         struct account_risk *ret, struct err *err)
{
    const struct snapshot *s;
    int64_t row;
    int rc = snapshot_get(source->snapshots, source->conn, source->today, SNAPSHOT_KEPT,
                          source->arena, &s, err);

    if (rc >= 0)
        rc = find_row(s, key, &row, err);
    if (rc < 0)
        return rc;
    *ret = (struct account_risk){
        .key = s->accounts->text[ATTR_KEY][row],
        .name = s->accounts->text[ATTR_NAME][row],
        .day = DAY_NONE,
        .model_id = I64_NONE,
        .words = RISK_NO_MODEL,
        .horizon_days = I64_NONE,
        .p_pct = NAN,
        .low_pct = NAN,
        .high_pct = NAN,
        .base_pct = NAN,
        .renewal = DAY_NONE,
        .notice = DAY_NONE,
    };
    return 0;
}

int account_risk_read(const struct portfolio_source *source, const char *key,
                      struct account_risk *ret, struct err *err)
{
    struct risk_now *now = ARENA_NEW(source->arena, struct risk_now);
    struct told_account told;
    int64_t row;
    int rc = risk_now_open(source, now, err);

    if (rc == ERR_NOT_FOUND)
        return describe_none(source, key, ret, err);
    if (rc >= 0)
        rc = find_row(now->s, key, &row, err);
    if (rc < 0)
        return rc;
    int64_t id = now->s->accounts->ids[row];
    rc = reason_tell(&now->reasons, id, &told, err);
    if (rc < 0)
        return rc;
    describe(now, (size_t)row, ret);
    ret->p_pct = PER_CENT * told.p;
    ret->reasons = told.reasons;
    ret->n_reasons = told.n_reasons;
    ret->renewal = told.renewal;
    ret->notice = told.notice;
    set_words(now->model.card, source->arena, ret);
    if (!isnan(told.p))
        rc = find_similar(source->conn, now, told.parts, id, source->arena, ret, err);
    return rc < 0 ? rc : list_before(source, id, ret, err);
}
