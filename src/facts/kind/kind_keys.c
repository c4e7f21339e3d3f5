#include "facts/kind/kind_keys.h"

#include "base/map.h"
#include "facts/kind/kind_sql.h"

struct kind_keys {
    struct conn *conn;
    struct strmap *ids;
    char *sql;
};

struct kind_keys *kind_keys_new(struct conn *c, const struct kind *kind)
{
    struct kind_keys *k = mem_zalloc(sizeof(*k));
    AUTO_BUF sql = {0};

    kind_sql_id(kind, &sql);
    k->conn = c;
    k->ids = strmap_new();
    k->sql = buf_take(&sql);
    return k;
}

void kind_keys_free(struct kind_keys *k)
{
    if (!k)
        return;
    strmap_free(k->ids);
    mem_free(k->sql);
    mem_free(k);
}

int kind_keys_find(struct kind_keys *k, const char *key, int64_t *ret, struct err *err)
{
    int64_t id = strmap_get(k->ids, key);

    if (id == MAP_NONE) {
        id = 0;
        int rc = db_i64(k->conn, k->sql, DB_ARGS(DB_STR("key", key)), &id, err);
        if (rc < 0)
            return rc;
        /* What is not there may come later, so only what is there is remembered. */
        if (id)
            strmap_put(k->ids, key, id);
    }
    *ret = id;
    return 0;
}
