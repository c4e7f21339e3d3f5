#include "scoring/retention/stay.h"

#include <math.h>

static size_t rows_of_term(const struct lifetimes *l, int32_t term, uint32_t *ret)
{
    size_t n = 0;

    for (size_t k = 0; k < l->n; k++)
        if (term == 0 || l->term_months[k] == term)
            ret[n++] = (uint32_t)k;
    return n;
}

/* By those with such contracts (0: by everybody, in periods of that length). */
static void make_class(const struct lifetimes *l, int32_t of_term, int32_t day, uint32_t *rows,
                       struct arena *arena, struct stay_class *ret)
{
    struct term_fit fit;

    term_fit_make(l, rows, rows_of_term(l, of_term, rows), ret->term_months, day, arena, &fit);
    ret->is_of_all = of_term == 0;
    ret->is_fitted = fit.is_fitted;
    ret->sbg = fit.sbg;
    ret->at_risk = ret->lost = 0;
    for (size_t k = 0; k < fit.n; k++) {
        ret->at_risk += fit.periods[k].at_risk;
        ret->lost += fit.periods[k].lost;
    }
}

void stay_model_make(const struct lifetimes *l, const bool has_term[TERM_MONTHS_MAX + 1],
                     int32_t day, struct arena *arena, struct stay_model *ret)
{
    AUTO_STRUCT(arena) *work = arena_new();
    uint32_t *rows = ARENA_ARRAY(work, l->n, uint32_t);
    size_t n = 0;

    for (int32_t term = 1; term <= TERM_MONTHS_MAX; term++)
        n += has_term[term];
    *ret = (struct stay_model){.classes = ARENA_ARRAY(arena, n, struct stay_class)};
    for (int32_t term = 1; term <= TERM_MONTHS_MAX; term++) {
        if (!has_term[term])
            continue;
        struct stay_class *c = &ret->classes[ret->n++];
        c->term_months = term;
        make_class(l, term, day, rows, work, c);
        if (!stay_is_known(c))
            make_class(l, 0, day, rows, work, c);
    }
}

const struct stay_class *stay_class_of(const struct stay_model *m, int32_t term_months)
{
    for (size_t k = 0; k < m->n; k++)
        if (m->classes[k].term_months == term_months)
            return &m->classes[k];
    return NULL;
}

bool stay_is_known(const struct stay_class *c)
{
    return c && c->at_risk >= STAY_ENOUGH;
}

double stay_at(const struct stay_class *c, size_t t)
{
    if (!stay_is_known(c))
        return NAN;
    return c->is_fitted ? sbg_retention(&c->sbg, t) : 1 - c->lost / c->at_risk;
}

double stay_through(const struct stay_class *c, size_t t, size_t count)
{
    double share = 1;

    for (size_t k = 0; k < count; k++)
        share *= stay_at(c, t + k);
    return share;
}
