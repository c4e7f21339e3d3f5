#include "intake/csv/terms.h"

#include "base/map.h"
#include "import_sql.h"

struct term {
    int64_t account_id;
    int32_t start;
};

struct terms {
    struct strmap *by_key; /* index into list */
    VEC(struct term) list;
    struct idmap *first; /* by account */
};

void terms_free(struct terms *t)
{
    if (!t)
        return;
    strmap_free(t->by_key);
    idmap_free(t->first);
    vec_done(&t->list);
    mem_free(t);
}

static void add(struct terms *t, const char *key, struct term term)
{
    int64_t first = idmap_get(t->first, term.account_id);

    strmap_put(t->by_key, key, (int64_t)t->list.n);
    vec_push(&t->list, term);
    if (first == MAP_NONE || term.start < first)
        idmap_put(t->first, term.account_id, term.start);
}

int terms_load(struct conn *c, struct terms **ret, struct err *err)
{
    AUTO_STRUCT(terms) *t = mem_zalloc(sizeof(*t));
    AUTO_STRUCT(cursor) *q = NULL;

    t->by_key = strmap_new();
    t->first = idmap_new();
    int rc = db_query(c, sql_import_terms, DB_ARGS(), &q, err);
    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        add(t, db_col_str(q, 0), (struct term){db_col_i64(q, 1), db_col_day(q, 2)});
    if (rc == 0)
        *ret = TAKE(t);
    return rc;
}

bool terms_find(const struct terms *t, const char *subscription, int64_t *ret_account_id,
                int32_t *ret_start)
{
    int64_t at = strmap_get(t->by_key, subscription);

    if (at == MAP_NONE)
        return false;
    *ret_account_id = t->list.items[at].account_id;
    *ret_start = t->list.items[at].start;
    return true;
}

int32_t terms_first(const struct terms *t, int64_t account_id)
{
    int64_t first = idmap_get(t->first, account_id);
    return first == MAP_NONE ? DAY_NONE : (int32_t)first;
}
