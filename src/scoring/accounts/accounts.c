#include "scoring/accounts/accounts.h"

#include "accounts_sql.h"
#include "base/map.h"

#include <string.h>

/* Texts that no table shows any more pile up; after so many patches all are read anew. */
#define AGE_MAX 1000

const char *const attribute_names[ATTRIBUTES] = {
    [ATTR_KEY] = "key",
    [ATTR_NAME] = "name",
    [ATTR_OWNER] = "owner",
    [ATTR_STAGE] = "stage",
    [ATTR_SIZE_BAND] = "size_band",
    [ATTR_LOCATION] = "location",
    [ATTR_INDUSTRY] = "industry",
    [ATTR_USE_CASE] = "use_case",
    [ATTR_ADOPTER_TYPE] = "adopter_type",
    [ATTR_PLAN] = "plan",
    [ATTR_PARENT] = "parent",
    [ATTR_CUSTOM] = "custom",
};

struct texts {
    struct arena *arena;
    struct strmap *indices;
    VEC(const char *) list;
    atomic_int refs;
};

static struct texts *texts_new(void)
{
    struct texts *t = mem_zalloc(sizeof(*t));

    t->arena = arena_new();
    t->indices = strmap_new();
    atomic_init(&t->refs, 1);
    return t;
}

static void texts_unref(struct texts *t)
{
    if (atomic_fetch_sub(&t->refs, 1) > 1)
        return;
    arena_free(t->arena);
    strmap_free(t->indices);
    vec_done(&t->list);
    mem_free(t);
}

/* Nearly every account has its own of these. */
static bool is_shared(enum attribute a)
{
    return a != ATTR_KEY && a != ATTR_NAME && a != ATTR_CUSTOM;
}

static const char *texts_keep(struct texts *t, const char *text, bool is_shared_text)
{
    if (!text || !*text)
        return NULL;
    if (!is_shared_text)
        return arena_strdup(t->arena, text);
    int64_t index = strmap_get(t->indices, text);
    if (index == MAP_NONE) {
        index = (int64_t)t->list.n;
        vec_push(&t->list, arena_strdup(t->arena, text));
        strmap_put(t->indices, text, index);
    }
    return t->list.items[index];
}

static struct accounts *accounts_new(struct texts *texts, size_t room)
{
    struct accounts *a = mem_zalloc(sizeof(*a));
    struct account_table *t = &a->table;

    a->texts = texts;
    a->arena = arena_new();
    atomic_init(&a->refs, 1);
    t->ids = ARENA_ARRAY(a->arena, room, int64_t);
    for (int k = 0; k < ATTRIBUTES; k++)
        t->text[k] = ARENA_ARRAY(a->arena, room, const char *);
    t->employees = ARENA_ARRAY(a->arena, room, double);
    t->gross_margin_pct = ARENA_ARRAY(a->arena, room, double);
    t->start = ARENA_ARRAY(a->arena, room, int32_t);
    t->churned = ARENA_ARRAY(a->arena, room, int32_t);
    return a;
}

struct accounts *accounts_ref(struct accounts *a)
{
    atomic_fetch_add(&a->refs, 1);
    return a;
}

void accounts_unref(struct accounts *a)
{
    if (!a || atomic_fetch_sub(&a->refs, 1) > 1)
        return;
    texts_unref(a->texts);
    arena_free(a->arena);
    mem_free(a);
}

static void add_row(struct accounts *a, const struct cursor *q)
{
    struct account_table *t = &a->table;
    size_t i = t->n++;

    t->ids[i] = db_col_i64(q, 0);
    for (int k = 0; k < ATTRIBUTES; k++)
        t->text[k][i] = texts_keep(a->texts, db_col_str(q, 1 + k), is_shared((enum attribute)k));
    t->employees[i] = db_col_f64(q, 1 + ATTRIBUTES);
    t->gross_margin_pct[i] = db_col_f64(q, 2 + ATTRIBUTES);
    t->start[i] = db_col_day(q, 3 + ATTRIBUTES);
    t->churned[i] = db_col_day(q, 4 + ATTRIBUTES);
}

/* Adds the accounts of a range to a table that has room for them. */
static int read_range(struct conn *c, struct accounts *a, int64_t from_id, int64_t to_id,
                      struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_accounts_between,
                      DB_ARGS(DB_I64("from_id", from_id), DB_I64("to_id", to_id)), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        add_row(a, q);
    return rc;
}

int accounts_number(struct conn *c, int64_t *ret, struct err *err)
{
    return db_i64(c, sql_accounts_count,
                  DB_ARGS(DB_I64("from_id", 0), DB_I64("to_id", ACCOUNTS_END)), ret, err);
}

int accounts_load(struct conn *c, int64_t from_id, int64_t to_id, struct accounts **ret,
                  struct err *err)
{
    int64_t n = 0;
    int rc = db_i64(c, sql_accounts_count,
                    DB_ARGS(DB_I64("from_id", from_id), DB_I64("to_id", to_id)), &n, err);

    if (rc < 0)
        return rc;
    struct accounts *a = accounts_new(texts_new(), (size_t)n);
    rc = read_range(c, a, from_id, to_id, err);
    if (rc < 0)
        accounts_unref(a);
    else
        *ret = a;
    return rc;
}

size_t accounts_lower_bound(const struct account_table *table, int64_t id)
{
    size_t low = 0, high = table->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (table->ids[mid] < id)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void copy_rows(struct account_table *to, const struct account_table *from, size_t first,
                      size_t end)
{
    size_t n = end - first, at = to->n;

    memcpy(to->ids + at, from->ids + first, n * sizeof(*to->ids));
    for (int k = 0; k < ATTRIBUTES; k++)
        memcpy(to->text[k] + at, from->text[k] + first, n * sizeof(*to->text[k]));
    memcpy(to->employees + at, from->employees + first, n * sizeof(double));
    memcpy(to->gross_margin_pct + at, from->gross_margin_pct + first, n * sizeof(double));
    memcpy(to->start + at, from->start + first, n * sizeof(int32_t));
    memcpy(to->churned + at, from->churned + first, n * sizeof(int32_t));
    to->n += n;
}

int accounts_patch(struct conn *c, const struct accounts *old, const int64_t *ids, size_t n,
                   struct accounts **ret, struct err *err)
{
    size_t from = 0;
    int rc = 0;

    if (old->age >= AGE_MAX)
        return accounts_load(c, 0, ACCOUNTS_END, ret, err);
    struct accounts *a = accounts_new(old->texts, old->table.n + n);
    atomic_fetch_add(&old->texts->refs, 1);
    a->age = old->age + 1;
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        size_t at = accounts_lower_bound(&old->table, ids[k]);
        copy_rows(&a->table, &old->table, from, at);
        from = at + (at < old->table.n && old->table.ids[at] == ids[k]);
        rc = read_range(c, a, ids[k], ids[k] + 1, err);
    }
    if (rc < 0) {
        accounts_unref(a);
        return rc;
    }
    copy_rows(&a->table, &old->table, from, old->table.n);
    *ret = a;
    return 0;
}
