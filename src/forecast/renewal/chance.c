#include "forecast/renewal/chance.h"

#include "base/day.h"
#include "base/str.h"
#include "forecast/risk/risk_store.h"
#include "scoring/metric/revenue.h"

#include <math.h>

const char *const chance_sources[] = {"none", "model", "curve", NULL};

/* The last run by the day; NULL if there is none. */
static const struct risk_run *run_by(const struct risk_run *runs, size_t n, int32_t day)
{
    for (size_t k = 0; k < n; k++)
        if (runs[k].day <= day)
            return &runs[k];
    return NULL;
}

static int load_told(const struct portfolio_source *source, struct chances *c, struct err *err)
{
    struct risk_run *runs;
    struct model_card card;
    size_t n;
    int rc = risk_runs(source->conn, source->arena, &runs, &n, err);
    const struct risk_run *run = rc >= 0 ? run_by(runs, n, c->day) : NULL;

    if (!run)
        return rc;
    rc = model_card_get(source->conn, run->model_id, source->arena, &card, err);
    if (rc == ERR_NOT_FOUND)
        return 0;
    if (rc < 0 || !str_eq(card.verdict, risk_verdicts[RISK_PREDICTS]))
        return rc;
    int64_t *ids = ARENA_ARRAY(source->arena, c->book->n, int64_t);
    for (size_t i = 0; i < c->book->n; i++)
        ids[i] = c->book->accounts[i].id;
    c->told = ARENA_ARRAY(source->arena, c->book->n, double);
    c->model_id = card.id;
    c->told_day = run->day;
    c->told_until = run->until;
    c->is_by_renewal = card.is_renewal;
    return risk_told_all(source->conn, run->id, ids, c->book->n, c->told, err);
}

int chances_load(const struct portfolio_source *source, const struct lives *lives,
                 struct chances *ret, struct err *err)
{
    *ret = (struct chances){.book = lives->book, .day = lives->day};
    book_stay_model(lives->book, lives->day, source->arena, &ret->stay);
    return load_told(source, ret, err);
}

/* Is it this renewal that the model told of? */
static bool is_told(const struct chances *c, size_t i, int32_t renewal)
{
    if (!c->told || isnan(c->told[i]))
        return false;
    return c->is_by_renewal ? renewal == renewal_after(c->book, i, c->told_day)
                            : renewal <= c->told_until;
}

struct chance renewal_chance(const struct chances *c, size_t i, int32_t term_months,
                             int32_t renewal)
{
    int32_t start = life_start(c->book, i, c->day);

    if (is_told(c, i, renewal))
        return (struct chance){1 - c->told[i], CHANCE_MODEL};
    if (start == DAY_NONE)
        return (struct chance){NAN, CHANCE_NONE};
    double number = round(months_between(start, renewal) / term_months);
    double p = stay_at(stay_class_of(&c->stay, term_months), number < 1 ? 1 : (size_t)number);
    return (struct chance){p, isnan(p) ? CHANCE_NONE : CHANCE_CURVE};
}

struct chance stay_chance(const struct chances *c, size_t i, int32_t months)
{
    struct stay_place place = stay_place_of(c->book, i, c->day);
    int32_t until = day_add_months(c->day, months);

    if (place.term_months == 0)
        return (struct chance){NAN, CHANCE_NONE};
    const struct stay_class *class = stay_class_of(&c->stay, place.term_months);
    size_t count;
    double p = stay_until(class, &place, until, &count);
    if (count > 0 && is_told(c, i, place.renewal)) {
        double later = count > 1 ? stay_through(class, place.next + 1, count - 1) : 1;
        return (struct chance){(1 - c->told[i]) * (isnan(later) ? 1 : later), CHANCE_MODEL};
    }
    return (struct chance){p, isnan(p) ? CHANCE_NONE : CHANCE_CURVE};
}
