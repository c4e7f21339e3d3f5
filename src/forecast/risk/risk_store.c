#include "forecast/risk/risk_store.h"

#include "base/day.h"
#include "json/parse.h"
#include "risk_store_sql.h"
#include "scoring/metric/chunk.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "kept numbers are lowest byte first");

const struct field risk_run_fields[] = {
    FIELD_I64(struct risk_run, id, .required = true),
    FIELD_I64(struct risk_run, model_id, .required = true),
    FIELD_DAY(struct risk_run, day, .required = true),
    FIELD_DAY(struct risk_run, until, .required = true),
    FIELD_TIME(struct risk_run, computed, .required = true),
    FIELD_I64(struct risk_run, accounts, .required = true),
    FIELD_STR(struct risk_run, judgement, .max = 4000),
    FIELD_END,
};

/* Old models go with what they told. */
static int forget_old(struct conn *c, struct err *err)
{
    int64_t id = 0;
    int rc = db_i64(c, sql_risk_model_oldest_kept, DB_ARGS(DB_I64("kept", MODELS_KEPT)), &id, err);

    if (rc < 0 || id == 0)
        return rc;
    rc = db_exec(c, sql_risk_model_forget_told, DB_ARGS(DB_I64("id", id)), err);
    if (rc >= 0)
        rc = db_exec(c, sql_risk_model_forget_runs, DB_ARGS(DB_I64("id", id)), err);
    return rc < 0 ? rc : db_exec(c, sql_risk_model_forget, DB_ARGS(DB_I64("id", id)), err);
}

/* The examples, and behind all of them their parts. */
static void write_examples(const struct risk_model *m, struct buf *out)
{
    buf_add(out, m->examples, m->n_examples * sizeof(*m->examples));
    buf_add(out, m->parts, m->n_examples * m->learner->n_columns * sizeof(*m->parts));
}

int risk_model_put(struct conn *c, const struct risk_model *m, int64_t *ret_id, struct err *err)
{
    AUTO_BUF card = {0}, learner = {0}, trees = {0}, examples = {0};
    struct model_card kept = *m->card;
    int rc = db_next_id(c, "risk_model", &kept.id, err);

    if (rc >= 0 && m->learner->trees)
        rc = trees_save(m->learner->trees, &trees, err);
    if (rc >= 0)
        rc = db_exec(c, sql_risk_model_retire, DB_ARGS(), err);
    if (rc < 0)
        return rc;
    fields_write(model_card_fields, &kept, &card);
    fields_write(learner_fields, m->learner, &learner);
    write_examples(m, &examples);
    rc = db_exec(
        c, sql_risk_model_insert,
        DB_ARGS(DB_I64("id", kept.id), DB_I64("created", kept.created), DB_DAY("day", kept.day),
                DB_STR("card", buf_text(&card)), DB_STR("learner", buf_text(&learner)),
                DB_F64("slope", m->calibration.slope),
                DB_F64("intercept", m->calibration.intercept),
                DB_BLOB("trees", trees.data, trees.len),
                DB_BLOB("told", m->told ? (const void *)m->told : "", m->n_told * sizeof(*m->told)),
                DB_BLOB("examples", buf_text(&examples), examples.len)),
        err);
    *ret_id = kept.id;
    return rc < 0 ? rc : forget_old(c, err);
}

static int read_json(const char *text, const struct field *fields, struct arena *arena, void *ret,
                     struct err *err)
{
    json_t *json = NULL;
    int rc = json_parse(text, strlen(text), &json, err);

    if (rc < 0)
        return rc;
    json_keep(arena, json);
    fields_init(fields, ret);
    return fields_read(fields, json, FIELDS_WHOLE, arena, ret, err);
}

static int damaged(struct err *err)
{
    return err_set(err, ERR_INVALID, "model", "the kept model is damaged; train it anew");
}

static int read_blobs(struct cursor *q, struct arena *arena, struct risk_model *ret,
                      struct err *err)
{
    size_t n_told, n_examples, p = ret->learner->n_columns;
    const void *told = db_col_blob(q, 6, &n_told), *examples = db_col_blob(q, 7, &n_examples);
    size_t each = sizeof(*ret->examples) + p * sizeof(*ret->parts);

    if (n_told % sizeof(*ret->told) != 0 || n_examples % each != 0)
        return damaged(err);
    ret->n_told = n_told / sizeof(*ret->told);
    ret->told = n_told ? arena_memdup(arena, told, n_told) : NULL;
    ret->n_examples = n_examples / each;
    if (n_examples) {
        const char *copy = arena_memdup(arena, examples, n_examples);
        ret->examples = (const void *)copy;
        ret->parts = (const void *)(copy + ret->n_examples * sizeof(*ret->examples));
    }
    return 0;
}

static void free_trees(void *p)
{
    trees_free(p);
}

static int read_trees(struct cursor *q, struct arena *arena, struct learner *l, struct err *err)
{
    size_t n = 0;
    const void *bytes = db_col_is_null(q, 5) ? NULL : db_col_blob(q, 5, &n);

    if (n == 0)
        return 0;
    int rc = trees_load(bytes, n, &l->trees, err);
    if (rc >= 0)
        arena_defer(arena, free_trees, l->trees);
    return rc;
}

static int read_model(struct cursor *q, struct arena *arena, struct risk_model *ret,
                      struct err *err)
{
    *ret = (struct risk_model){.card = ARENA_NEW(arena, struct model_card),
                               .learner = ARENA_NEW(arena, struct learner),
                               .calibration = {db_col_f64(q, 3), db_col_f64(q, 4)}};
    int rc = read_json(db_col_str(q, 1), model_card_fields, arena, ret->card, err);

    ret->card->is_in_force = db_col_i64(q, 0) == 1;
    if (rc >= 0)
        rc = read_json(db_col_str(q, 2), learner_fields, arena, ret->learner, err);
    if (rc >= 0)
        rc = read_trees(q, arena, ret->learner, err);
    return rc < 0 ? rc : read_blobs(q, arena, ret, err);
}

static int not_found(int64_t id, struct err *err)
{
    if (id == 0)
        return err_set(err, ERR_NOT_FOUND, NULL,
                       "there is no model yet: POST /api/v1/forecast/train, or ripen risk train, "
                       "makes one");
    return err_set(err, ERR_NOT_FOUND, "id", "there is no model %lld", (long long)id);
}

int risk_model_get(struct conn *c, int64_t id, const struct feature *features, size_t n_features,
                   struct arena *arena, struct risk_model *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_risk_model_get, DB_ARGS(DB_I64("id", id)), &q, err);

    if (rc >= 0)
        rc = db_next(q, err);
    if (rc == 0)
        return not_found(id, err);
    if (rc > 0)
        rc = read_model(q, arena, ret, err);
    return rc < 0 ? rc : learner_bind(ret->learner, features, n_features, arena, err);
}

static int read_cards(struct conn *c, int64_t id, struct arena *arena, struct model_card **ret,
                      size_t *ret_n, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_risk_model_cards, DB_ARGS(DB_I64("id", id)), &q, err);

    *ret = ARENA_ARRAY(arena, MODELS_KEPT + 1, struct model_card);
    *ret_n = 0;
    while (rc >= 0 && *ret_n <= MODELS_KEPT && (rc = db_next(q, err)) > 0) {
        struct model_card *card = &(*ret)[(*ret_n)++];
        rc = read_json(db_col_str(q, 1), model_card_fields, arena, card, err);
        card->is_in_force = db_col_i64(q, 0) == 1;
    }
    return rc;
}

int model_card_get(struct conn *c, int64_t id, struct arena *arena, struct model_card *ret,
                   struct err *err)
{
    struct model_card *cards;
    size_t n, k = 0;
    int rc = read_cards(c, id, arena, &cards, &n, err);

    if (rc < 0)
        return rc;
    while (k < n && id == 0 && !cards[k].is_in_force)
        k++;
    if (k == n)
        return not_found(id, err);
    *ret = cards[k];
    return 0;
}

int model_cards(struct conn *c, struct arena *arena, struct model_card **ret, size_t *ret_n,
                struct err *err)
{
    return read_cards(c, 0, arena, ret, ret_n, err);
}
