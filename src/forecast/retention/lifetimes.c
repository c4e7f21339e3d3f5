#include "forecast/retention/lifetimes.h"

#include "base/day.h"

double months_between(int32_t from, int32_t to)
{
    int32_t months = day_month(to) - day_month(from), before, after;

    if (day_add_months(from, months) > to)
        months--;
    before = day_add_months(from, months);
    after = day_add_months(from, months + 1);
    return months + (double)(to - before) / (after - before);
}

static void earlier(const struct factbook *book, size_t i, int32_t day, int32_t known,
                    int32_t *first)
{
    if (day != DAY_NONE && day <= known && (*first == DAY_NONE || day < *first) &&
        state_is_customer(lifecycle_on(book, i, day, known)))
        *first = day;
}

int32_t life_start(const struct factbook *book, size_t i, int32_t known)
{
    const struct book_account *a = &book->accounts[i];
    int32_t first = DAY_NONE;

    earlier(book, i, a->start == DAY_NONE ? a->created : a->start, known, &first);
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known)
            earlier(book, i, s->start, known, &first);
    return first;
}

static void earlier_left(const struct factbook *book, size_t i, int32_t day, int32_t known,
                         int32_t *first)
{
    if (day != DAY_NONE && day <= known && (*first == DAY_NONE || day < *first) &&
        lifecycle_on(book, i, day, known) == STATE_LEFT)
        *first = day;
}

int32_t life_end(const struct factbook *book, size_t i, int32_t start, int32_t known)
{
    int32_t first = DAY_NONE, churned = book->accounts[i].churned;

    if (churned > start)
        earlier_left(book, i, churned, known, &first);
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known && s->ended > start)
            earlier_left(book, i, s->ended, known, &first);
    BOOK_EACH (&book->churns, i, c)
        if (c->seen <= known && c->day > start)
            earlier_left(book, i, c->day, known, &first);
    return first;
}

static int32_t term_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    int32_t term = 0;

    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, known) && s->term_months > term)
            term = s->term_months;
    return term;
}

/* A life with its days, before it is known from when it was watched. */
struct life {
    uint32_t account;
    int32_t start, end; /* end: DAY_NONE while it lasts */
};

static size_t find_lives(const struct lives *lives, struct life *ret, size_t *ret_undated)
{
    size_t n = 0;

    LIVES_EACH(lives, i)
    {
        int32_t start = life_start(lives->book, i, lives->day);
        if (start == DAY_NONE)
            *ret_undated += lifecycle_on(lives->book, i, lives->day, lives->day) == STATE_LEFT;
        else
            ret[n++] =
                (struct life){(uint32_t)i, start, life_end(lives->book, i, start, lives->day)};
    }
    return n;
}

static int32_t first_watched(const struct life *lives, size_t n)
{
    int32_t first = DAY_NONE;

    for (size_t k = 0; k < n; k++)
        if (lives[k].end != DAY_NONE && (first == DAY_NONE || lives[k].end < first))
            first = lives[k].end;
    return first == DAY_NONE ? DAY_NONE : day_month_start(first);
}

static void add(const struct lives *lives, const struct life *x, struct lifetimes *ret)
{
    int32_t end = x->end == DAY_NONE ? lives->day : x->end;
    /* A leaver of the first watched day was there the day before. */
    bool is_late = ret->watched_from != DAY_NONE && x->start < ret->watched_from - 1;
    int32_t entry = is_late ? ret->watched_from - 1 : x->start;

    if (entry >= end) { /* nothing was seen of it; who came today has no past */
        ret->n_unseen += is_late;
        return;
    }
    ret->n_truncated += is_late;
    ret->account[ret->n] = x->account;
    ret->start[ret->n] = x->start;
    ret->time[ret->n] = months_between(x->start, end);
    ret->entry[ret->n] = is_late ? months_between(x->start, entry) : 0;
    ret->is_left[ret->n] = x->end != DAY_NONE;
    ret->term_months[ret->n] = term_on(lives->book, x->account, end - 1, lives->day);
    ret->n++;
}

void lifetimes_make(const struct lives *lives, int32_t watched_from, struct arena *arena,
                    struct lifetimes *ret)
{
    struct life *found = ARENA_ARRAY(arena, lives->n, struct life);

    *ret = (struct lifetimes){0};
    size_t n = find_lives(lives, found, &ret->n_undated);
    ret->account = ARENA_ARRAY(arena, n, uint32_t);
    ret->time = ARENA_ARRAY(arena, n, double);
    ret->entry = ARENA_ARRAY(arena, n, double);
    ret->is_left = ARENA_ARRAY(arena, n, bool);
    ret->start = ARENA_ARRAY(arena, n, int32_t);
    ret->term_months = ARENA_ARRAY(arena, n, int32_t);
    ret->watched_from = watched_from == DAY_NONE ? first_watched(found, n) : watched_from;
    for (size_t k = 0; k < n; k++)
        add(lives, &found[k], ret);
}

void lifetimes_data(const struct lifetimes *l, const uint32_t *rows, size_t n, struct arena *arena,
                    struct survival_data *ret)
{
    double *time = ARENA_ARRAY(arena, n, double), *entry = ARENA_ARRAY(arena, n, double);
    bool *is_event = ARENA_ARRAY(arena, n, bool);

    for (size_t k = 0; k < n; k++) {
        time[k] = l->time[rows[k]];
        entry[k] = l->entry[rows[k]];
        is_event[k] = l->is_left[rows[k]];
    }
    *ret = (struct survival_data){n, time, is_event, entry};
}
