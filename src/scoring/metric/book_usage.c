#include "scoring/metric/book_usage.h"

#include "base/map.h"
#include "book_usage_sql.h"
#include "facts/usage/usage_block.h"
#include "scoring/metric/dictionary.h"

#include <math.h>
#include <string.h>

#define MONTH_DAYS 31

struct usage_loader {
    struct factbook *book;
    struct idmap *events; /* id to index */
    struct usage_cells cells;
    struct usage_actives users;
};

/* The block is by event, then day; the book wants days, so the cells are dealt into days first. */
static void add_cells(struct usage_loader *l, int32_t month)
{
    struct factbook *b = l->book;
    int32_t before = month_first_day(month) - 1;
    size_t at[MONTH_DAYS + 2] = {0};

    for (size_t k = 0; k < l->cells.n; k++)
        at[l->cells.items[k].day + 1]++;
    for (size_t d = 1; d < MONTH_DAYS + 2; d++)
        at[d] += at[d - 1];
    vec_reserve(&b->cells, b->cells.n + l->cells.n);
    for (size_t k = 0; k < l->cells.n; k++) {
        const struct usage_cell *cell = &l->cells.items[k];
        int64_t event = idmap_get(l->events, cell->event_id);
        b->cells.items[b->cells.n + at[cell->day]++] =
            (struct book_cell){.day = before + cell->day,
                               .event = event == MAP_NONE ? UINT32_MAX : (uint32_t)event,
                               .count = (double)cell->count};
    }
    b->cells.n += l->cells.n;
}

static int add_month(struct usage_loader *l, struct cursor *q, struct err *err)
{
    size_t bytes;
    int32_t month = (int32_t)db_col_i64(q, 1);
    const void *block = db_col_blob(q, 2, &bytes);
    int rc = usage_cells_decode(block, bytes, &l->cells, err);

    if (rc < 0)
        return rc;
    add_cells(l, month);
    block = db_col_blob(q, 3, &bytes);
    rc = usage_actives_decode(block, bytes, &l->users, err);
    for (size_t k = 0; rc >= 0 && k < l->users.n; k++)
        vec_push(&l->book->users, (struct book_user){.month = month,
                                                     .days = l->users.items[k].days,
                                                     .user = l->users.items[k].user_id});
    return rc;
}

static void mark_firsts(struct factbook *b, size_t i)
{
    b->cells.first[i] = b->cells.n;
    b->users.first[i] = b->users.n;
}

static int load_range(struct usage_loader *l, struct cursor *q, struct err *err)
{
    struct factbook *b = l->book;
    size_t i = 0;
    int rc;

    mark_firsts(b, 0);
    while ((rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, 0);
        while (i < b->n && b->accounts[i].id < id)
            mark_firsts(b, ++i);
        if (i == b->n || b->accounts[i].id != id)
            continue;
        rc = add_month(l, q, err);
        if (rc < 0)
            return err_prefix(err, "usage of account %lld", (long long)id);
    }
    while (i < b->n)
        mark_firsts(b, ++i);
    return rc;
}

static int load_before(struct usage_loader *l, struct cursor *q, struct err *err)
{
    struct factbook *b = l->book;
    size_t i = 0, bytes;
    int rc;

    while ((rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, 0);
        while (i < b->n && b->accounts[i].id < id)
            i++;
        if (i == b->n || b->accounts[i].id != id)
            continue;
        const void *block = db_col_blob(q, 2, &bytes);
        rc = usage_cells_decode(block, bytes, &l->cells, err);
        if (rc < 0)
            return err_prefix(err, "usage of account %lld", (long long)id);
        int32_t last = 0, before = month_first_day((int32_t)db_col_i64(q, 1)) - 1;
        for (size_t k = 0; k < l->cells.n; k++)
            last = l->cells.items[k].day > last ? l->cells.items[k].day : last;
        b->used_before[i] = before + last;
    }
    return rc;
}

static struct idmap *event_indices(const struct factbook *b)
{
    struct idmap *map = idmap_new();

    for (size_t k = 0; k < b->events.n; k++)
        idmap_put(map, b->events.items[k].id, (int64_t)k);
    return map;
}

int book_usage_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                    struct err *err)
{
    int32_t own_days = options->dictionary ? options->dictionary->usage_days : 0;
    int32_t back = own_days > 2 * USAGE_WINDOW_DAYS ? own_days : 2 * USAGE_WINDOW_DAYS;
    int32_t first = day_month(options->first_day - back + 1);
    struct usage_loader l = {.book = book, .events = event_indices(book)};
    const struct db_arg from = DB_I64("from_id", options->from_id);
    const struct db_arg to = DB_I64("to_id", options->to_id);
    const struct db_arg first_month = DB_I64("first_month", first);
    const struct db_arg last_month = DB_I64("last_month", day_month(options->last_day));
    AUTO_STRUCT(cursor) *within = NULL;
    AUTO_STRUCT(cursor) *before = NULL;

    book->cells.first = mem_zalloc(mem_product(book->n + 1, sizeof(size_t)));
    book->users.first = mem_zalloc(mem_product(book->n + 1, sizeof(size_t)));
    book->used_before = mem_alloc(mem_product(book->n + 1, sizeof(int32_t)));
    for (size_t i = 0; i < book->n; i++)
        book->used_before[i] = DAY_NONE;
    int rc =
        db_query(c, sql_usage_of_range, DB_ARGS(from, to, first_month, last_month), &within, err);
    if (rc >= 0)
        rc = load_range(&l, within, err);
    if (rc >= 0)
        rc = db_query(c, sql_usage_before_range, DB_ARGS(from, to, first_month), &before, err);
    if (rc >= 0)
        rc = load_before(&l, before, err);
    idmap_free(l.events);
    vec_done(&l.cells);
    vec_done(&l.users);
    return rc;
}

const struct book_cell *book_cell_from(const struct factbook *b, size_t i, int32_t day)
{
    size_t low = b->cells.first[i], high = b->cells.first[i + 1];

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (b->cells.items[mid].day < day)
            low = mid + 1;
        else
            high = mid;
    }
    return b->cells.items + low;
}

uint32_t book_days_mask(int32_t month, int32_t from, int32_t to)
{
    int32_t first = month_first_day(month), end = month_first_day(month + 1);
    int32_t low = from > first ? from : first, high = to < end - 1 ? to : end - 1;

    if (low > high)
        return 0;
    return (uint32_t)((((uint64_t)1 << (high - low + 1)) - 1) << (low - first));
}

/* The first of account i's users in or after a month. */
static const struct book_user *user_from(const struct factbook *b, size_t i, int32_t month)
{
    size_t low = b->users.first[i], high = b->users.first[i + 1];

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (b->users.items[mid].month < month)
            low = mid + 1;
        else
            high = mid;
    }
    return b->users.items + low;
}

/* One window, and the one or two months that it touches, each with its days as bits. */
struct span {
    int32_t from, to;
    int32_t months[2];
    uint32_t days[2];
};

static struct span span_of(int32_t day)
{
    int32_t from = day - USAGE_WINDOW_DAYS + 1, first = day_month(from), last = day_month(day);

    return (struct span){from,
                         day,
                         {first, last},
                         {book_days_mask(first, from, day), book_days_mask(last, from, day)}};
}

/* Each month lists its users by id, so that those seen in both meet while the two lists are walked
 * together. */
static void count_users(const struct factbook *b, size_t i, const struct span *span,
                        struct usage_window *w)
{
    const struct book_user *a = user_from(b, i, span->months[0]);
    const struct book_user *a_end = user_from(b, i, span->months[0] + 1);
    const struct book_user *c = a_end, *c_end = user_from(b, i, span->months[1] + 1);

    w->users = 0;
    while (a < a_end || c < c_end) {
        int64_t user = a == a_end || (c < c_end && c->user < a->user) ? c->user : a->user;
        int days = 0;
        if (a < a_end && a->user == user)
            days += __builtin_popcount((a++)->days & span->days[0]);
        if (c < c_end && c->user == user)
            days += __builtin_popcount((c++)->days & span->days[1]);
        w->users += days > 0;
        w->user_days += days;
    }
    if (w->users == 0 && w->events > 0)
        w->users = NAN; /* somebody was there, but nobody said who */
}

/* stamp[event] == i + 1: the event was counted for this account. */
static void count_cells(const struct factbook *b, size_t i, const struct span *span,
                        uint32_t *stamp, struct usage_window *w)
{
    int32_t seen_day = DAY_NONE;
    const struct book_cell *cell = book_cell_from(b, i, span->from - USAGE_WINDOW_DAYS);
    const struct book_cell *end = book_cell_from(b, i, span->to + 1);

    if (end > b->cells.items + b->cells.first[i])
        w->last_use = end[-1].day;
    for (; cell < end; cell++) {
        if (cell->day < span->from) {
            w->events_before += cell->count;
            continue;
        }
        w->events += cell->count;
        w->active_days += cell->day != seen_day;
        seen_day = cell->day;
        if (cell->event == UINT32_MAX)
            continue;
        const struct book_event *event = &b->events.items[cell->event];
        w->advanced_events += event->is_advanced ? cell->count : 0;
        w->features += event->is_tracked && stamp[cell->event] != i + 1;
        stamp[cell->event] = (uint32_t)i + 1;
    }
}

void book_usage_windows(const struct factbook *book, int32_t day, struct usage_window *ret)
{
    const struct span span = span_of(day);
    uint32_t *stamp = mem_zalloc(mem_product(book->events.n + 1, sizeof(*stamp)));

    for (size_t i = 0; i < book->n; i++) {
        ret[i] = (struct usage_window){.last_use = book->used_before[i]};
        count_cells(book, i, &span, stamp, &ret[i]);
        count_users(book, i, &span, &ret[i]);
    }
    mem_free(stamp);
}

double book_tracked_events(const struct factbook *book, int32_t day)
{
    double n = 0;

    for (size_t k = 0; k < book->events.n; k++) {
        const struct book_event *e = &book->events.items[k];
        n += e->is_tracked && e->first_day != DAY_NONE && e->first_day <= day;
    }
    return n;
}
