/* Runs: everybody's probability on a day. */
#include "base/day.h"
#include "forecast/risk/risk_store.h"
#include "risk_store_sql.h"
#include "scoring/metric/chunk.h"

#include <math.h>
#include <string.h>

static int forget(struct conn *c, int64_t id, struct err *err)
{
    int rc = db_exec(c, sql_risk_run_forget_told, DB_ARGS(DB_I64("id", id)), err);

    return rc < 0 ? rc : db_exec(c, sql_risk_run_forget, DB_ARGS(DB_I64("id", id)), err);
}

/* A day has one run: the newest takes the place of the one before. */
int risk_run_put(struct conn *c, struct risk_run *run, struct err *err)
{
    int64_t old = 0;
    int rc = db_i64(c, sql_risk_run_of_day, DB_ARGS(DB_DAY("day", run->day)), &old, err);

    if (rc >= 0 && old)
        rc = forget(c, old, err);
    if (rc >= 0)
        rc = db_next_id(c, "risk_run", &run->id, err);
    return rc < 0 ? rc
                  : db_exec(c, sql_risk_run_insert, DB_ARGS(DB_ROW(risk_run_fields, run)), err);
}

int risk_runs(struct conn *c, struct arena *arena, struct risk_run **ret, size_t *ret_n,
              struct err *err)
{
    return db_all(c, sql_risk_run_all, DB_ARGS(), DB_ROWS(risk_run_fields, ret, ret_n), arena, err);
}

int risk_run_last(struct conn *c, struct arena *arena, struct risk_run *ret, struct err *err)
{
    return db_one(c, sql_risk_run_all, DB_ARGS(), risk_run_fields, ret, arena, err);
}

int risk_runs_thin(struct conn *c, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct risk_run *runs;
    size_t n;
    int rc = risk_runs(c, arena, &runs, &n, err);

    for (size_t k = 1; rc >= 0 && k < n; k++) {
        bool is_first = k + 1 == n || day_month(runs[k + 1].day) != day_month(runs[k].day);
        if (!is_first)
            rc = forget(c, runs[k].id, err);
    }
    return rc;
}

int risk_run_judge(struct conn *c, int64_t id, const char *judgement, struct err *err)
{
    return db_exec(c, sql_risk_run_set_judgement,
                   DB_ARGS(DB_I64("id", id), DB_STR("judgement", judgement)), err);
}

int risk_told_put(struct conn *c, int64_t run_id, int64_t chunk, const double *p, struct err *err)
{
    size_t n = CHUNK_ACCOUNTS;

    while (n > 0 && isnan(p[n - 1]))
        n--;
    if (n == 0)
        return 0;
    return db_exec(c, sql_risk_told_insert,
                   DB_ARGS(DB_I64("run_id", run_id), DB_I64("chunk", chunk),
                           DB_BLOB("numbers", p, n * sizeof(*p))),
                   err);
}

/* A blob into the numbers of a chunk. */
static void unpack(struct cursor *q, int col, double *ret)
{
    size_t bytes;
    const void *blob = db_col_blob(q, col, &bytes);
    size_t n = bytes / sizeof(*ret);

    n = n < CHUNK_ACCOUNTS ? n : CHUNK_ACCOUNTS;
    for (size_t k = n; k < CHUNK_ACCOUNTS; k++)
        ret[k] = NAN;
    if (n > 0)
        memcpy(ret, blob, n * sizeof(*ret));
}

int risk_told_get(struct conn *c, int64_t run_id, int64_t chunk, double *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_risk_told_of_chunk,
                      DB_ARGS(DB_I64("run_id", run_id), DB_I64("chunk", chunk)), &q, err);

    for (size_t k = 0; k < CHUNK_ACCOUNTS; k++)
        ret[k] = NAN;
    if (rc >= 0 && (rc = db_next(q, err)) > 0)
        unpack(q, 0, ret);
    return rc;
}

int risk_told_all(struct conn *c, int64_t run_id, const int64_t *ids, size_t n, double *ret,
                  struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    double chunk[CHUNK_ACCOUNTS];
    size_t i = 0;
    int rc = db_query(c, sql_risk_told_of_run, DB_ARGS(DB_I64("run_id", run_id)), &q, err);

    for (size_t k = 0; k < n; k++)
        ret[k] = NAN;
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        int64_t first = db_col_i64(q, 0) * CHUNK_ACCOUNTS;
        unpack(q, 1, chunk);
        while (i < n && ids[i] < first)
            i++;
        for (; i < n && ids[i] < first + CHUNK_ACCOUNTS; i++)
            ret[i] = chunk[ids[i] - first];
    }
    return rc;
}
