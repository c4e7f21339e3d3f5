#include "scoring/own/own_preview.h"

#include "base/vec.h"
#include "own_store_sql.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/own/own_sums.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

static const struct field own_preview_row_fields[] = {
    FIELD_STR(struct own_preview_row, account, .required = true),
    FIELD_STR(struct own_preview_row, name, .required = true),
    FIELD_F64(struct own_preview_row, value),
    FIELD_END,
};
const struct field own_preview_fields[] = {
    FIELD_DAY(struct own_preview, day, .required = true),
    FIELD_STR(struct own_preview, formula, .required = true, .max = 9000),
    FIELD_STR(struct own_preview, unit, .required = true),
    FIELD_STR(struct own_preview, note, .max = 500,
              .help = "Of a metric over numbers in events: what is not added up yet"),
    FIELD_I64(struct own_preview, looked_at, .required = true, .help = "Customers looked at"),
    FIELD_I64(struct own_preview, known, .required = true, .help = "Those of them with a value"),
    FIELD_F64(struct own_preview, lowest),
    FIELD_F64(struct own_preview, median),
    FIELD_F64(struct own_preview, highest),
    FIELD_LIST(struct own_preview, items, own_preview_row, .required = true,
               .help =
                   "Up to ten accounts, from the lowest value to the highest; missing ones last"),
    FIELD_END,
};

struct found {
    int64_t id;
    double value;
};
struct preview {
    struct conn *conn;
    const struct dictionary *dictionary;
    struct settings settings;
    struct context context;
    VEC(struct found) found;
};

static int compute_chunk(struct preview *p, int64_t chunk, struct err *err)
{
    int32_t through = p->context.through[FEED_USAGE], day = p->context.day;
    const struct factbook_options options = {.from_id = chunk * CHUNK_ACCOUNTS,
                                             .to_id = (chunk + 1) * CHUNK_ACCOUNTS,
                                             .first_day = through == DAY_NONE ? day : through,
                                             .last_day = day,
                                             .currency = p->settings.currency,
                                             .dictionary = p->dictionary};
    AUTO_STRUCT(factbook) *book = NULL;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct metric_columns columns;
    int rc = factbook_load(p->conn, &options, &book, err);

    if (rc < 0)
        return rc;
    metrics_compute(book, &p->context, arena, &columns);
    for (size_t i = 0; i < book->n && p->found.n < OWN_PREVIEW_LOOKED_AT; i++)
        if (state_is_customer(lifecycle_on(book, i, day, day)))
            vec_push(&p->found, (struct found){book->accounts[i].id,
                                               columns.columns[p->dictionary->n - 1][i]});
    return 0;
}

static int compute(struct preview *p, struct err *err)
{
    int64_t chunk = 0;
    int rc = chunk_from(p->conn, 0, &chunk, err);

    while (rc >= 0 && chunk != CHUNKS_END && p->found.n < OWN_PREVIEW_LOOKED_AT) {
        rc = compute_chunk(p, chunk, err);
        if (rc >= 0)
            rc = chunk_from(p->conn, chunk + 1, &chunk, err);
    }
    return rc;
}

/* By value, missing ones last, equal ones by id. */
static int compare_found(const void *a, const void *b)
{
    const struct found *x = a, *y = b;

    if (isnan(x->value) != isnan(y->value))
        return isnan(x->value) ? 1 : -1;
    if (!isnan(x->value) && x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int name_row(struct conn *c, const struct found *f, struct arena *arena,
                    struct own_preview_row *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_own_account_name, DB_ARGS(DB_I64("id", f->id)), &q, err);

    if (rc >= 0)
        rc = db_next(q, err);
    if (rc <= 0)
        return rc;
    *ret = (struct own_preview_row){arena_strdup(arena, db_col_str(q, 0)),
                                    arena_strdup(arena, db_col_str(q, 1)), f->value};
    return 0;
}

/* Ten of the known in even steps; if there are fewer, the first of the others behind them. */
static int choose(struct preview *p, struct arena *arena, struct own_preview *ret, struct err *err)
{
    size_t known = (size_t)ret->known, n = p->found.n;
    size_t shown = n < OWN_PREVIEW_ACCOUNTS ? n : OWN_PREVIEW_ACCOUNTS;
    int rc = 0;

    ret->items = ARENA_ARRAY(arena, OWN_PREVIEW_ACCOUNTS, struct own_preview_row);
    for (size_t k = 0; rc >= 0 && k < shown; k++) {
        size_t at = known > shown ? k * (known - 1) / (shown - 1) : k;
        rc = name_row(p->conn, &p->found.items[at], arena, &ret->items[ret->n_items++], err);
    }
    return rc;
}

static int summarise(struct preview *p, struct arena *arena, struct own_preview *ret,
                     struct err *err)
{
    size_t n = p->found.n, known = 0;
    double *values = ARENA_ARRAY(arena, n, double);

    if (n)
        qsort(p->found.items, n, sizeof(*p->found.items), compare_found);
    while (known < n && !isnan(p->found.items[known].value)) {
        values[known] = p->found.items[known].value;
        known++;
    }
    ret->looked_at = (int64_t)n;
    ret->known = (int64_t)known;
    ret->lowest = known ? values[0] : NAN;
    ret->highest = known ? values[known - 1] : NAN;
    ret->median = summary_median(values, known);
    return choose(p, arena, ret, err);
}

int own_preview_make(struct conn *c, const struct own_metric *def, int32_t day, struct arena *arena,
                     struct own_preview *ret, struct err *err)
{
    struct preview p = {.conn = c};
    struct own_plan *plan;
    int rc = own_compile(c, def, arena, &plan, err);

    if (rc >= 0)
        rc = settings_load(c, arena, &p.settings, err);
    if (rc >= 0)
        rc = context_load_feeds(c, day, &p.context, err);
    if (rc < 0)
        return rc;
    p.context.monthly_churn = NAN; /* of the built-in metrics beside it, which nobody sees; and no
                                      curves either */
    p.dictionary = dictionary_with(plan, arena);
    *ret = (struct own_preview){
        .day = day, .formula = own_formula(plan, arena), .unit = own_unit(plan)};
    rc = own_sums_note(c, plan, arena, &ret->note, err);
    if (rc >= 0)
        rc = compute(&p, err);
    if (rc >= 0)
        rc = summarise(&p, arena, ret, err);
    vec_done(&p.found);
    return rc;
}
