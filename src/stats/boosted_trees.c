#include "stats/boosted_trees.h"

#include "base/mem.h"
#include "base/thread.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <xgboost/c_api.h>

#define BLOCK_CELLS 4000000 /* of rows × columns that are handed over at a time */
#define ROUNDS_MAX  5000
#define DEPTH_MAX   12
#define THREADS_MAX 256
#define SHARES_MAX  64
#define SHARE_ROWS  4096 /* that are worth a thread of their own */

struct trees {
    BoosterHandle booster;
    size_t p;
};

/* A matrix of XGBoost. */
struct matrix {
    DMatrixHandle handle;
    float *values;
};

static void matrix_done(struct matrix *m)
{
    if (m->handle)
        XGDMatrixFree(m->handle);
    mem_free(m->values);
}
#define AUTO_MATRIX __attribute__((cleanup(matrix_done))) struct matrix

static int failed(struct err *err)
{
    return err_set(err, ERR_INTERNAL, NULL, "XGBoost: %.200s", XGBGetLastError());
}

/* Rows from … from + n of the columns, in rows and single precision as XGBoost wants them. */
static int matrix_init(struct matrix *m, const double *const *columns, size_t p, size_t from,
                       size_t n, int threads, struct err *err)
{
    m->values = mem_alloc(mem_product(mem_product(n, p) + 1, sizeof(float)));
    for (size_t j = 0; j < p; j++)
        for (size_t i = 0; i < n; i++)
            m->values[i * p + j] = (float)columns[j][from + i];
    if (XGDMatrixCreateFromMat_omp(m->values, n, p, NAN, &m->handle, threads) != 0)
        return failed(err);
    return 0;
}

static int set_labels(struct matrix *m, const struct labelled *d, struct err *err)
{
    float *numbers = mem_alloc(mem_product(d->n, sizeof(float)));
    int rc;

    for (size_t i = 0; i < d->n; i++)
        numbers[i] = d->label[i];
    rc = XGDMatrixSetFloatInfo(m->handle, "label", numbers, d->n);
    for (size_t i = 0; i < d->n; i++)
        numbers[i] = (float)labelled_weight(d, i);
    if (rc == 0 && d->weight)
        rc = XGDMatrixSetFloatInfo(m->handle, "weight", numbers, d->n);
    mem_free(numbers);
    return rc == 0 ? 0 : failed(err);
}

struct trees_options trees_default(void)
{
    return (struct trees_options){.rounds = 200,
                                  .learning_rate = 0.05,
                                  .depth = 3,
                                  .leaf_weight = 5,
                                  .ridge = 1,
                                  .row_share = 0.8,
                                  .column_share = 0.5,
                                  .seed = 1,
                                  .threads = 1};
}

static bool is_share(double x)
{
    return x > 0 && x <= 1;
}

static int check_options(const struct trees_options *o, struct err *err)
{
    if (o->rounds < 1 || o->rounds > ROUNDS_MAX)
        return err_set(err, ERR_INVALID, "rounds", "%zu rounds; there can be 1 to %d", o->rounds,
                       ROUNDS_MAX);
    if (o->depth < 1 || o->depth > DEPTH_MAX)
        return err_set(err, ERR_INVALID, "depth", "a depth of %zu; it can be 1 to %d", o->depth,
                       DEPTH_MAX);
    if (o->threads < 1 || o->threads > THREADS_MAX)
        return err_set(err, ERR_INVALID, "threads", "%d threads; there can be 1 to %d", o->threads,
                       THREADS_MAX);
    if (!is_share(o->learning_rate) || !is_share(o->row_share) || !is_share(o->column_share))
        return err_set(err, ERR_INVALID, "learning_rate",
                       "learning rate %g, share of rows %g and of columns %g must be above 0, up "
                       "to 1",
                       o->learning_rate, o->row_share, o->column_share);
    if (!(o->leaf_weight >= 0) || !(o->ridge >= 0))
        return err_set(err, ERR_INVALID, "ridge", "leaf weight %g and ridge %g must be from 0 on",
                       o->leaf_weight, o->ridge);
    return 0;
}

struct parameter {
    const char *name;
    char value[32];
};

static int set_parameters(BoosterHandle booster, const struct trees_options *o, double share,
                          struct err *err)
{
    struct parameter all[] = {
        {"verbosity", "0"},
        {"objective", "binary:logistic"},
        {"tree_method", "hist"},
        {"seed_per_iteration", "true"}, /* other fits of this thread do not count */
        {"seed", ""},
        {"nthread", ""},
        {"eta", ""},
        {"max_depth", ""},
        {"min_child_weight", ""},
        {"lambda", ""},
        {"subsample", ""},
        {"colsample_bytree", ""},
        {"base_score", ""}};
    struct parameter *at = all + 4;
    size_t room = sizeof(at->value);

    snprintf((at++)->value, room, "%u", (unsigned)(o->seed & 0x7fffffff));
    snprintf((at++)->value, room, "%d", o->threads);
    snprintf((at++)->value, room, "%.9g", o->learning_rate);
    snprintf((at++)->value, room, "%zu", o->depth);
    snprintf((at++)->value, room, "%.9g", o->leaf_weight);
    snprintf((at++)->value, room, "%.9g", o->ridge);
    snprintf((at++)->value, room, "%.9g", o->row_share);
    snprintf((at++)->value, room, "%.9g", o->column_share);
    snprintf(at->value, room, "%.9g", share);
    for (size_t k = 0; k < ARRAY_LEN(all); k++)
        if (XGBoosterSetParam(booster, all[k].name, all[k].value) != 0)
            return failed(err);
    return 0;
}

static int boost(BoosterHandle booster, DMatrixHandle data, const struct trees_options *o,
                 struct err *err)
{
    for (size_t k = 0; k < o->rounds; k++) {
        if (XGBoosterUpdateOneIter(booster, (int)k, data) != 0)
            return failed(err);
        int rc = o->progress ? o->progress(o->ctx, k + 1, err) : 0;
        if (rc != 0)
            return rc;
    }
    return 0;
}

int trees_fit(const struct labelled *d, const struct trees_options *options, struct trees **ret,
              struct err *err)
{
    AUTO_STRUCT(trees) *t = NULL;
    AUTO_MATRIX m = {0};
    double yes;

    int rc = check_options(options, err);
    if (rc < 0 || (rc = labelled_check(d, err)) < 0)
        return rc;
    if (d->p == 0)
        return err_set(err, ERR_INVALID, "data", "there are no columns");
    if ((rc = matrix_init(&m, d->columns, d->p, 0, d->n, options->threads, err)) < 0 ||
        (rc = set_labels(&m, d, err)) < 0)
        return rc;
    t = mem_zalloc(sizeof(*t));
    t->p = d->p;
    if (XGBoosterCreate(&m.handle, 1, &t->booster) != 0)
        return failed(err);
    double total = labelled_total(d, &yes);
    if ((rc = set_parameters(t->booster, options, yes / total, err)) < 0 ||
        (rc = boost(t->booster, m.handle, options, err)) != 0)
        return rc;
    *ret = TAKE(t);
    return 0;
}

void trees_free(struct trees *t)
{
    if (!t)
        return;
    if (t->booster)
        XGBoosterFree(t->booster);
    mem_free(t);
}

size_t trees_columns(const struct trees *t)
{
    return t->p;
}

enum kind { PROBABILITY = 0, PARTS_EXACT = 2, PARTS_BY_PATH = 3 }; /* XGBoost's numbers */

struct ask {
    enum kind kind;
    size_t rounds; /* 0: all */
    const double *const *columns;
    double *ret; /* one number for each row, or one for each column and one more */
};
/* Rows from … to, by a model that nobody else works with. */
struct share {
    const struct ask *ask;
    const struct trees *trees;
    size_t from, to;
    int rc;
    struct err err;
    pthread_t thread;
    bool has_thread;
};

static int predict_rows(const struct share *s, struct err *err)
{
    const struct ask *ask = s->ask;
    const struct trees *t = s->trees;
    size_t width = ask->kind == PROBABILITY ? 1 : t->p + 1, block = BLOCK_CELLS / t->p;
    char config[160];

    snprintf(config, sizeof(config),
             "{\"type\": %d, \"training\": false, \"iteration_begin\": 0, \"iteration_end\": %zu, "
             "\"strict_shape\": false}",
             ask->kind, ask->rounds);
    if (XGBoosterSetParam(t->booster, "nthread", "1") != 0)
        return failed(err);
    for (size_t from = s->from; from < s->to; from += block) {
        AUTO_MATRIX m = {0};
        size_t rows = s->to - from < block ? s->to - from : block;
        const bst_ulong *shape;
        bst_ulong dimensions;
        const float *result;
        int rc = matrix_init(&m, ask->columns, t->p, from, rows, 1, err);
        if (rc < 0)
            return rc;
        if (XGBoosterPredictFromDMatrix(t->booster, m.handle, config, &shape, &dimensions,
                                        &result) != 0)
            return failed(err);
        for (size_t i = 0; i < rows * width; i++)
            ask->ret[from * width + i] = result[i];
    }
    return 0;
}

static void *work(void *arg)
{
    struct share *s = arg;

    s->rc = predict_rows(s, &s->err);
    return NULL;
}

static int copy_trees(const struct trees *t, struct trees **ret, struct err *err)
{
    AUTO_BUF bytes = {0};
    int rc = trees_save(t, &bytes, err);

    return rc < 0 ? rc : trees_load(bytes.data, bytes.len, ret, err);
}

/* XGBoost's own threads wait for each other by spinning, so that more of them than idle cores are
 * slower by far than one. Ours share nothing, each with a model of its own and XGBoost on one
 * thread, and wait for nobody. Of the bits nothing hangs on it: each row is told by itself. */
static int predict_shared(const struct share *whole, size_t n_shares, struct err *err)
{
    struct share shares[SHARES_MAX];
    struct trees *copies[SHARES_MAX] = {0};
    size_t n = whole->to, each = (n + n_shares - 1) / n_shares;
    int rc = 0;

    for (size_t k = 0; k < n_shares; k++) {
        shares[k] = *whole;
        shares[k].from = k * each < n ? k * each : n;
        shares[k].to = shares[k].from + each < n ? shares[k].from + each : n;
        if (k > 0 && rc >= 0)
            rc = copy_trees(whole->trees, &copies[k], err);
        shares[k].trees = k > 0 ? copies[k] : whole->trees;
    }
    for (size_t k = 1; rc >= 0 && k < n_shares; k++)
        shares[k].has_thread = thread_try(&shares[k].thread, "trees", work, &shares[k]);
    for (size_t k = 0; rc >= 0 && k < n_shares; k++)
        if (!shares[k].has_thread)
            work(&shares[k]);
    for (size_t k = 0; k < n_shares; k++) {
        if (shares[k].has_thread)
            pthread_join(shares[k].thread, NULL);
        if (rc >= 0 && shares[k].rc < 0) {
            rc = shares[k].rc;
            *err = shares[k].err;
        }
        trees_free(copies[k]);
    }
    return rc;
}

/* As many as are asked for, or cores at hand; fewer where that would leave them little to do. */
static size_t count_shares(int threads, size_t n)
{
    size_t most = n / SHARE_ROWS + 1, shares = (size_t)threads;
    cpu_set_t cores;

    if (threads == 0)
        shares = sched_getaffinity(0, sizeof(cores), &cores) == 0 ? (size_t)CPU_COUNT(&cores) : 1;
    shares = shares < most ? shares : most;
    return shares < SHARES_MAX ? shares : SHARES_MAX;
}

static int predict(const struct trees *t, const struct ask *ask, size_t n, int threads,
                   struct err *err)
{
    const struct share whole = {.ask = ask, .trees = t, .to = n};
    int rounds = 0;

    if (threads < 0 || threads > THREADS_MAX)
        return err_set(err, ERR_INVALID, "threads",
                       "%d threads; there can be 1 to %d, or 0 for as many as cores", threads,
                       THREADS_MAX);
    if (XGBoosterBoostedRounds(t->booster, &rounds) != 0)
        return failed(err);
    if (ask->rounds > (size_t)rounds)
        return err_set(err, ERR_INVALID, "rounds", "%zu rounds are asked for; the model has %d",
                       ask->rounds, rounds);
    size_t shares = count_shares(threads, n);
    return shares > 1 ? predict_shared(&whole, shares, err) : predict_rows(&whole, err);
}

int trees_predict(const struct trees *t, const double *const *columns, size_t n, size_t rounds,
                  int threads, double *ret_p, struct err *err)
{
    struct ask ask = {PROBABILITY, rounds, columns, NULL};

    ask.ret = ret_p;
    return predict(t, &ask, n, threads, err);
}

int trees_parts(const struct trees *t, const double *const *columns, size_t n, bool is_exact,
                int threads, double *ret, struct err *err)
{
    struct ask ask = {is_exact ? PARTS_EXACT : PARTS_BY_PATH, 0, columns, NULL};

    ask.ret = ret;
    return predict(t, &ask, n, threads, err);
}

/* What stands before XGBoost's own bytes, so that it never sees any that are not its own. */
struct head {
    char magic[8];
    uint64_t columns, bytes, sum;
};
static const char magic[8] = "ripentr1";

/* FNV-1a: against bytes damaged by chance, not by malice. */
static uint64_t sum_of(const unsigned char *bytes, size_t n)
{
    uint64_t sum = 0xcbf29ce484222325u;

    for (size_t i = 0; i < n; i++)
        sum = (sum ^ bytes[i]) * 0x100000001b3u;
    return sum;
}

int trees_save(const struct trees *t, struct buf *ret, struct err *err)
{
    const char *bytes;
    bst_ulong n;

    if (XGBoosterSaveModelToBuffer(t->booster, "{\"format\": \"ubj\"}", &n, &bytes) != 0)
        return failed(err);
    struct head head = {.columns = t->p, .bytes = n, .sum = sum_of((const void *)bytes, n)};
    memcpy(head.magic, magic, sizeof(magic));
    buf_add(ret, &head, sizeof(head));
    buf_add(ret, bytes, n);
    return 0;
}

int trees_load(const void *bytes, size_t n, struct trees **ret, struct err *err)
{
    AUTO_STRUCT(trees) *t = NULL;
    const unsigned char *body = (const unsigned char *)bytes + sizeof(struct head);
    struct head head;
    bst_ulong columns;

    if (n < sizeof(head))
        return err_set(err, ERR_INVALID, "model", "%zu bytes are no model", n);
    memcpy(&head, bytes, sizeof(head));
    if (memcmp(head.magic, magic, sizeof(magic)) != 0 || head.bytes != n - sizeof(head) ||
        head.sum != sum_of(body, head.bytes))
        return err_set(err, ERR_INVALID, "model",
                       "the kept model is damaged or of another version; train it anew");
    t = mem_zalloc(sizeof(*t));
    if (XGBoosterCreate(NULL, 0, &t->booster) != 0 ||
        XGBoosterSetParam(t->booster, "verbosity", "0") != 0 ||
        XGBoosterLoadModelFromBuffer(t->booster, body, head.bytes) != 0 ||
        XGBoosterGetNumFeature(t->booster, &columns) != 0)
        return failed(err);
    t->p = (size_t)head.columns;
    if (columns != head.columns || t->p == 0 || t->p > LABELLED_COLUMNS_MAX)
        return err_set(err, ERR_INVALID, "model", "the kept model has %llu columns, and says %zu",
                       (unsigned long long)columns, t->p);
    *ret = TAKE(t);
    return 0;
}
