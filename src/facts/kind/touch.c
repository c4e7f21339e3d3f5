#include "facts/kind/touch.h"

#include "touch_sql.h"

int facts_touch(struct conn *c, int64_t account_id, struct err *err)
{
    int rc = db_exec(c, sql_touch_account, DB_ARGS(DB_I64("account_id", account_id)), err);

    return rc < 0 ? rc : 0;
}

int facts_touch_all(struct conn *c, struct err *err)
{
    int rc = db_exec(c, sql_touch_all, DB_ARGS(), err);

    return rc < 0 ? rc : 0;
}
