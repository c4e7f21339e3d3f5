#include "forecast/retention/stay.h"

#include "base/day.h"
#include "forecast/revenue/due.h"

#include <math.h>

#define TERM_MAX 240

static size_t rows_of_term(const struct lifetimes *l, int32_t term, uint32_t *ret)
{
    size_t n = 0;

    for (size_t k = 0; k < l->n; k++)
        if (term == 0 || l->term_months[k] == term)
            ret[n++] = (uint32_t)k;
    return n;
}

static void make_class(const struct lifetimes *l, int32_t term, int32_t day, struct arena *arena,
                       struct stay_class *ret)
{
    uint32_t *rows = ARENA_ARRAY(arena, l->n, uint32_t);
    size_t n = rows_of_term(l, term, rows);

    *ret = (struct stay_class){.term_months = term};
    for (int pass = 0; pass < 2 && ret->at_risk < STAY_ENOUGH; pass++) {
        ret->is_of_all = pass == 1;
        if (pass == 1)
            n = rows_of_term(l, 0, rows);
        ret->at_risk = ret->lost = 0;
        term_fit_make(l, rows, n, term, day, arena, &ret->fit);
        for (size_t k = 0; k < ret->fit.n; k++) {
            ret->at_risk += ret->fit.periods[k].at_risk;
            ret->lost += ret->fit.periods[k].lost;
        }
    }
}

void stay_model_make(const struct lives *lives, struct arena *arena, struct stay_model *ret)
{
    struct lifetimes l;
    bool has_term[TERM_MAX + 1] = {false};

    lifetimes_make(lives, DAY_NONE, arena, &l);
    for (size_t k = 0; k < lives->book->subscriptions.n; k++) {
        int32_t term = lives->book->subscriptions.items[k].term_months;
        if (term <= TERM_MAX)
            has_term[term] = true;
    }
    *ret = (struct stay_model){.classes = ARENA_ARRAY(arena, TERM_MAX, struct stay_class)};
    for (int32_t term = 1; term <= TERM_MAX; term++)
        if (has_term[term])
            make_class(&l, term, lives->day, arena, &ret->classes[ret->n++]);
}

const struct stay_class *stay_class_of(const struct stay_model *m, int32_t term_months)
{
    for (size_t k = 0; k < m->n; k++)
        if (m->classes[k].term_months == term_months)
            return &m->classes[k];
    return NULL;
}

double stay_at(const struct stay_class *c, size_t t)
{
    if (!c || c->at_risk < STAY_ENOUGH)
        return NAN;
    return c->fit.is_fitted ? sbg_retention(&c->fit.sbg, t) : 1 - c->lost / c->at_risk;
}

double stay_through(const struct stay_class *c, size_t t, size_t count)
{
    double share = 1;

    for (size_t k = 0; k < count; k++)
        share *= stay_at(c, t + k);
    return share;
}

struct stay_place stay_place_of(const struct factbook *book, size_t i, int32_t day)
{
    struct stay_place p = {0, 0, DAY_NONE};
    int32_t start = life_start(book, i, day);

    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, day) && s->term_months > p.term_months)
            p = (struct stay_place){s->term_months, 0, due_after(s, day)};
    /* A contract that followed another is not the first renewal again: the age of the customer
     * counts. */
    if (p.term_months > 0 && start != DAY_NONE)
        p.next = (size_t)llround(months_between(start, p.renewal) / p.term_months);
    p.next = p.next < 1 ? 1 : p.next;
    return p;
}
