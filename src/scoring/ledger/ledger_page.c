#include "scoring/ledger/ledger_page.h"

#include "base/str.h"

#include <math.h>

#define CENTS 100

static int read_cursor(struct ledger_page *p, struct err *err)
{
    const char *parts[3];
    int64_t day;
    int rc = page_read(p->query->after, p->source->arena, parts, 3, err);

    p->last_day = DAY_NONE;
    if (rc < 0 || !p->query->after)
        return rc;
    if (!parts[0] || !parts[1] || !parts[2] || !str_to_i64(parts[0], &day) ||
        !str_to_f64(parts[1], &p->last_arr) || !str_to_i64(parts[2], &p->last_account))
        return err_set(err, ERR_INVALID, "after",
                       "is no next of the ledger; leave it out to start again");
    p->last_day = (int32_t)day;
    return 0;
}

static const char *cursor_of(const struct ledger_page *p, int32_t day, const struct ledger_event *e)
{
    AUTO_BUF arr = {0};

    text_write_f64(&arr, (double)e->arr);
    const char *const parts[] = {arena_printf(p->source->arena, "%d", day), buf_text(&arr),
                                 arena_printf(p->source->arena, "%lld", (long long)e->account)};
    return page_cursor(p->source->arena, parts, 3);
}

/* Was the event on an earlier page? */
static bool is_past(const struct ledger_page *p, int32_t day, const struct ledger_event *e)
{
    if (p->last_day == DAY_NONE || day != p->last_day)
        return p->last_day != DAY_NONE && day > p->last_day;
    if ((double)e->arr != p->last_arr)
        return (double)e->arr > p->last_arr;
    return e->account <= p->last_account;
}

static void count(struct ledger *l, const struct ledger_event *e)
{
    int64_t cents = llround((double)e->arr * CENTS);

    l->total++;
    l->up += e->direction > 0;
    l->down += e->direction < 0;
    l->up_arr_cents += e->direction > 0 ? cents : 0;
    l->down_arr_cents += e->direction < 0 ? cents : 0;
}

/* Only what is not on an earlier page, and only so much as this one holds. */
int ledger_page_offer(struct ledger_page *p, const struct ledger_offer *offer, struct err *err)
{
    const struct ledger_event *e = offer->event;
    struct ledger *l = p->ret;
    struct ledger_point from, to;
    size_t row;

    if (!ledger_choice_takes(&p->choice, e, &row))
        return 0;
    if (p->is_counted)
        count(l, e);
    if (is_past(p, offer->day, e))
        return 0;
    if (l->n_entries == p->limit) {
        p->has_more = true;
        return 0;
    }
    int rc = offer->points(offer->ctx, p, e, row, &from, &to, err);
    const struct ledger_change change = {p->source, &p->choice.coder, row, e, &from, &to};
    if (rc >= 0)
        rc = ledger_entry_make(&change, &l->entries[l->n_entries++], err);
    if (l->n_entries == p->limit)
        l->next = cursor_of(p, offer->day, e);
    return rc;
}

static int check_range(const struct ledger_source *source, const struct ledger_query *query,
                       struct ledger *ret, struct err *err)
{
    ret->to = query->to == DAY_NONE ? source->today : query->to;
    ret->from = query->from != DAY_NONE ? query->from
                : query->key            ? DAY_MIN
                                        : ret->to - LEDGER_DAYS;
    if (ret->to > source->today)
        return err_set(err, ERR_INVALID, "to", "must not be in the future");
    if (ret->from >= ret->to)
        return err_set(err, ERR_INVALID, "from", "must be before the last day");
    return 0;
}

int ledger_page_open(const struct ledger_source *source, const struct ledger_query *query,
                     struct ledger_page *p, struct ledger *ret, struct err *err)
{
    int64_t unknown = query->after ? I64_NONE : 0;

    *p = (struct ledger_page){.source = source,
                              .query = query,
                              .ret = ret,
                              .is_counted = !query->after,
                              .limit =
                                  query->limit == I64_NONE ? LEDGER_PAGE : (size_t)query->limit};
    *ret = (struct ledger){.total = unknown,
                           .up = unknown,
                           .down = unknown,
                           .up_arr_cents = unknown,
                           .down_arr_cents = unknown};
    int rc = check_range(source, query, ret, err);
    if (rc >= 0)
        rc = read_cursor(p, err);
    /* The accounts are those of today, however far back the range ends. */
    if (rc >= 0)
        rc = ledger_choice_open(source, query, source->today, &p->choice, err);
    if (rc < 0)
        return rc;
    ret->matrix = p->choice.coder.placing.matrix->key;
    ret->entries = ARENA_ARRAY(source->arena, p->limit, struct ledger_entry);
    return 0;
}
