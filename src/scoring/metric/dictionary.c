#include "scoring/metric/dictionary.h"

#include "base/str.h"
#include "own_metric_sql.h"
#include "scoring/metric/metric_own.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>

const struct field own_metric_row_fields[] = {
    FIELD_STR(struct own_metric_row, id, .required = true),
    FIELD_I64(struct own_metric_row, version, .required = true),
    FIELD_JSON(struct own_metric_row, definition, .required = true),
    FIELD_TIME(struct own_metric_row, created, .required = true),
    FIELD_TIME(struct own_metric_row, updated, .required = true),
    FIELD_STR(struct own_metric_row, updated_by, .required = true),
    FIELD_END,
};

int own_metric_rows(struct conn *c, struct arena *arena, struct own_metric_row **ret, size_t *ret_n,
                    struct err *err)
{
    return db_all(c, sql_own_metrics, DB_ARGS(), DB_ROWS(own_metric_row_fields, ret, ret_n), arena,
                  err);
}

int own_metric_read(const struct own_metric_row *row, struct arena *arena, struct own_metric *ret,
                    struct err *err)
{
    fields_init(own_metric_fields, ret);
    int rc = fields_read(own_metric_fields, row->definition, FIELDS_WHOLE, arena, ret, err);

    ret->version = row->version;
    return rc;
}

static const char *window_text(const struct own_plan *p, struct arena *arena)
{
    return p->window_days ? arena_printf(arena, "%d d", p->window_days) : "";
}

static void add_own(struct dictionary *d, struct metric *items, const struct own_plan *p, size_t k,
                    struct arena *arena)
{
    const char **facts = ARENA_ARRAY(arena, 1, const char *);

    facts[0] = p->def.fact;
    items[d->n - d->n_own + k] = (struct metric){
        .id = p->def.id,
        .label = p->def.label,
        .group = "own",
        .unit = own_unit(p),
        .direction = p->def.direction,
        .window = window_text(p, arena),
        .formula = own_formula(p, arena),
        .facts = facts,
        .n_facts = 1,
        .source = p->def.help && *p->def.help ? p->def.help : "Your own definition",
        .value = metric_own,
        .grounds = metric_own_grounds,
        .arg = (int)k,
        .feed = p->feed,
    };
    if (own_usage_days(p) > d->usage_days)
        d->usage_days = own_usage_days(p);
}

static const struct dictionary *dictionary_of(const struct own_plan *const *plans, size_t n,
                                              struct arena *arena)
{
    size_t n_builtin;
    const struct metric *builtin = metrics_all(&n_builtin);
    struct dictionary *d = ARENA_NEW(arena, struct dictionary);
    struct metric *items = ARENA_ARRAY(arena, n_builtin + n, struct metric);

    memcpy(items, builtin, n_builtin * sizeof(*items));
    *d = (struct dictionary){.items = items, .n = n_builtin + n, .own = plans, .n_own = n};
    for (size_t k = 0; k < n; k++)
        add_own(d, items, plans[k], k, arena);
    return d;
}

const struct dictionary *dictionary_with(const struct own_plan *plan, struct arena *arena)
{
    return dictionary_of(arena_memdup(arena, &plan, sizeof(const struct own_plan *)), 1, arena);
}

int dictionary_load(struct conn *c, struct arena *arena, const struct dictionary **ret,
                    struct err *err)
{
    struct own_metric_row *rows;
    size_t n, n_plans = 0;
    int rc = own_metric_rows(c, arena, &rows, &n, err);

    if (rc < 0)
        return rc;
    const struct own_plan **plans = ARENA_ARRAY(arena, n, const struct own_plan *);
    for (size_t i = 0; i < n && n_plans < OWN_METRICS_MAX; i++) {
        struct own_metric def;
        struct own_plan *plan;
        struct err why = {0};
        /* It was checked when it was saved; what it names may have gone since. */
        if (own_metric_read(&rows[i], arena, &def, &why) == 0 &&
            own_compile(NULL, &def, arena, &plan, &why) == 0)
            plans[n_plans++] = plan;
    }
    *ret = dictionary_of(plans, n_plans, arena);
    return 0;
}

static struct dictionary builtin;

static void make_builtin(void)
{
    builtin.items = metrics_all(&builtin.n);
}

const struct dictionary *dictionary_builtin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_builtin);
    return &builtin;
}

int dictionary_index(const struct dictionary *d, const char *id)
{
    for (size_t k = 0; k < d->n; k++)
        if (str_eq(d->items[k].id, id))
            return (int)k;
    return -1;
}

const char *const *dictionary_ids(const struct dictionary *d, struct arena *arena)
{
    const char **ids = ARENA_ARRAY(arena, d->n + 1, const char *);

    for (size_t k = 0; k < d->n; k++)
        ids[k] = d->items[k].id;
    return ids;
}

int dictionary_stamp(struct conn *c, struct buf *out, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_own_metric_versions, DB_ARGS(), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        buf_printf(out, "%s:%" PRId64 " ", db_col_str(q, 0), db_col_i64(q, 1));
    return rc;
}
