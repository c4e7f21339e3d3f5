#include "scoring/metric/book_sum.h"

#include "base/day.h"
#include "book_sum_sql.h"
#include "scoring/metric/dictionary.h"

void book_sums_free(struct book_sums *s)
{
    if (!s)
        return;
    arena_free(s->arena);
    mem_free(s->amounts);
    mem_free(s->first);
    mem_free(s);
}

/* Both by id. */
static uint32_t event_index(const struct factbook *b, int64_t id)
{
    for (size_t k = 0; k < b->events.n; k++)
        if (b->events.items[k].id == id)
            return (uint32_t)k;
    return UINT32_MAX;
}

static size_t sum_index(const struct book_sums *s, int64_t id)
{
    size_t k = 0;

    while (k < s->n && s->items[k].id != id)
        k++;
    return k;
}

static int load_names(struct conn *c, const struct factbook *b, struct book_sums *s,
                      struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = usage_sums_all(c, s->arena, &s->items, &s->n, err);

    if (rc < 0)
        return rc;
    s->event = ARENA_ARRAY(s->arena, s->n + 1, uint32_t);
    for (size_t k = 0; k < s->n; k++)
        s->event[k] = UINT32_MAX;
    rc = db_query(c, sql_book_sum_events, DB_ARGS(), &q, err);
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        size_t k = sum_index(s, db_col_i64(q, 0));
        if (k < s->n)
            s->event[k] = event_index(b, db_col_i64(q, 1));
    }
    return rc;
}

static int add_month(struct book_sums *s, const struct cursor *q, struct usage_sum_cells *cells,
                     struct err *err)
{
    size_t bytes;
    const void *block = db_col_blob(q, 3, &bytes);
    int32_t before = month_first_day((int32_t)db_col_i64(q, 2)) - 1;
    int rc = usage_sums_decode(block, bytes, cells, err);

    if (rc < 0)
        return err_prefix(err, "sums of account %lld", (long long)db_col_i64(q, 0));
    for (size_t d = 0; d < cells->n; d++) {
        const struct usage_sum_cell *cell = &cells->items[d];
        if (s->n_amounts == s->cap_amounts)
            s->amounts =
                vec_grow(s->amounts, &s->cap_amounts, s->n_amounts + 1, sizeof(*s->amounts));
        s->amounts[s->n_amounts++] =
            (struct book_amount){cell->sum, cell->count, before + cell->day};
    }
    return 0;
}

/* The rows come by account, sum and month; both lists of accounts are by id. */
static int load_months(struct book_sums *s, const struct factbook *b, struct cursor *q,
                       struct err *err)
{
    struct usage_sum_cells cells = {0};
    size_t i = 0, at = 0;
    int rc;

    while ((rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, 0);
        size_t k = sum_index(s, db_col_i64(q, 1));
        while (i < b->n && b->accounts[i].id < id)
            i++;
        if (i == b->n || b->accounts[i].id != id || k == s->n)
            continue;
        while (at < i * s->n + k)
            s->first[++at] = s->n_amounts;
        rc = add_month(s, q, &cells, err);
        if (rc < 0)
            break;
    }
    while (at < b->n * s->n)
        s->first[++at] = s->n_amounts;
    vec_done(&cells);
    return rc;
}

int book_sums_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                   struct err *err)
{
    int32_t first = day_month(options->first_day - options->dictionary->usage_days + 1);
    struct book_sums *s = book->sums = mem_zalloc(sizeof(*s));
    AUTO_STRUCT(cursor) *q = NULL;

    s->arena = arena_new();
    int rc = load_names(c, book, s, err);
    if (rc < 0)
        return rc;
    s->first = mem_zalloc(mem_product(mem_product(book->n, s->n) + 1, sizeof(*s->first)));
    rc = db_query(c, sql_book_sum_months,
                  DB_ARGS(DB_I64("from_id", options->from_id), DB_I64("to_id", options->to_id),
                          DB_I64("first_month", first),
                          DB_I64("last_month", day_month(options->last_day))),
                  &q, err);
    return rc < 0 ? rc : load_months(s, book, q, err);
}

void book_sums_add(const struct book_sums *s, size_t i, size_t k, int32_t from, int32_t to,
                   struct book_total *total)
{
    size_t low = s->first[i * s->n + k], end = s->first[i * s->n + k + 1], high = end;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->amounts[mid].day <= from)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < end && s->amounts[low].day <= to; low++) {
        total->sum += s->amounts[low].sum;
        total->count += (double)s->amounts[low].count;
    }
}
