/* What the fold asks the database. */
#include "apply_sql.h"
#include "base/day.h"
#include "base/str.h"
#include "intake/apply/apply_parts.h"

int asking_begin(struct asking *ask, struct err *err)
{
    return ask->conn ? 0 : db_read_begin(ask->db, &ask->conn, err);
}

void asking_end(struct asking *ask)
{
    db_rollback(ask->conn);
    ask->conn = NULL;
}

static int ask_account(void *ctx, const char *key, int64_t *ret_id, struct err *err)
{
    struct asking *ask = ctx;
    int rc = asking_begin(ask, err);

    *ret_id = 0;
    return rc < 0 ? rc
                  : db_i64(ask->conn, sql_apply_account, DB_ARGS(DB_STR("key", key)), ret_id, err);
}

static int ask_user(void *ctx, const char *key, struct fold_user_row *ret, struct err *err)
{
    struct asking *ask = ctx;
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = asking_begin(ask, err);

    arena_reset(ask->arena);
    if (rc == 0)
        rc = db_query(ask->conn, sql_apply_user, DB_ARGS(DB_STR("key", key)), &q, err);
    if (rc == 0 && (rc = db_next(q, err)) > 0)
        *ret = (struct fold_user_row){.same_as = arena_strdup(ask->arena, db_col_str(q, 0)),
                                      .account = arena_strdup(ask->arena, db_col_str(q, 1))};
    return rc < 0 ? rc : 0;
}

/* When it cannot be told, nothing is made: the event waits and can be sent again. */
static bool ask_makes_accounts(void *ctx, int64_t source_id)
{
    struct asking *ask = ctx;
    int64_t makes = 0;

    return asking_begin(ask, NULL) == 0 &&
           db_i64(ask->conn, sql_apply_makes_accounts, DB_ARGS(DB_I64("id", source_id)), &makes,
                  NULL) == 0 &&
           makes;
}

struct fold_ask asking_of(struct asking *ask)
{
    return (struct fold_ask){ask, ask_account, ask_user, ask_makes_accounts};
}

int asking_newest(struct asking *ask, int64_t *ret_ms, struct err *err)
{
    int rc = asking_begin(ask, err);

    *ret_ms = TIME_NONE;
    return rc < 0 ? rc : db_i64(ask->conn, sql_apply_newest, DB_ARGS(), ret_ms, err);
}

int asking_names(struct asking *ask, struct fold *f, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = asking_begin(ask, err);

    if (rc == 0)
        rc = db_query(ask->conn, sql_apply_names, DB_ARGS(), &q, err);
    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        fold_know_name(f, db_col_str(q, 0));
    return rc;
}

int asking_sums(struct asking *ask, struct fold *f, struct err *err)
{
    struct usage_sum *sums;
    size_t n;
    int rc = asking_begin(ask, err);

    arena_reset(ask->arena);
    if (rc == 0)
        rc = usage_sums_all(ask->conn, ask->arena, &sums, &n, err);
    if (rc == 0)
        fold_take_sums(f, sums, n);
    return rc;
}

int asking_mends(struct asking *ask, struct mends **ret, struct err *err)
{
    int rc = asking_begin(ask, err);

    return rc < 0 ? rc : mends_load(ask->conn, ret, err);
}
