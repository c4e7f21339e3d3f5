#include "intake/sample/sample_world.h"

#include "base/day.h"

#include <math.h>
#include <string.h>

/* How the traits move. Health leans towards a level of its own that maturity lifts a little: a
 * customer who runs its function well gets more from the product, which is why health alone
 * misleads. */
#define HEALTH_MEMORY      0.85
#define HEALTH_NOISE       0.35
#define HEALTH_OF_MATURITY 0.35
#define MATURITY_DRIFT     0.015
#define MATURITY_NOISE     0.05
#define CHAMPION_LEAVES    0.012 /* a month */
#define CHAMPION_BLOW      1.0
#define TROUBLE            0.015 /* a month: an outage, a failed project */
#define TROUBLE_BLOW       0.8

const char *const sample_plan_names[] = {"Team", "Business", "Enterprise", NULL};

static const struct {
    const char *name;
    double weight, fit;
} industries[] = {{"Financial services", 18, .15},
                  {"Software", 20, .30},
                  {"Manufacturing", 16, 0},
                  {"Healthcare", 13, .05},
                  {"Retail", 12, -.35},
                  {"Public sector", 9, -.10},
                  {"Logistics", 7, 0},
                  {"Education", 5, -.20}},
  use_cases[] = {{"Process mapping", 30, .1},
                 {"Compliance", 22, .25},
                 {"Onboarding staff", 16, -.1},
                 {"Continuous improvement", 20, .2},
                 {"Risk management", 12, 0}},
  locations[] = {{"United States", 38, 0}, {"United Kingdom", 14, 0}, {"Germany", 12, 0},
                 {"Australia", 9, 0},      {"Canada", 8, 0},          {"New Zealand", 6, 0},
                 {"France", 7, 0},         {"Netherlands", 6, 0}},
  adopters[] = {{"innovator", 2.5, .5},
                {"early_adopter", 13.5, .3},
                {"early_majority", 34, 0},
                {"late_majority", 34, -.1},
                {"laggard", 16, -.4}};

static const struct {
    const char *name;
    int64_t below;
} size_bands[] = {
    {"1–49", 50}, {"50–249", 250}, {"250–999", 1000}, {"1,000–4,999", 5000}, {"5,000+", INT64_MAX}};

#define CHOOSE(rng, list) choose((rng), &(list)[0].weight, ARRAY_LEN(list), sizeof((list)[0]))

static size_t choose(struct rng *rng, const double *first, size_t n, size_t stride)
{
    double weights[16];

    for (size_t i = 0; i < n; i++)
        memcpy(&weights[i], (const char *)first + i * stride, sizeof(double));
    return rng_choose(rng, weights, n);
}

double sample_logistic(double x)
{
    return 1 / (1 + exp(-x));
}

double sample_clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

int64_t sample_price_cents(enum sample_plan plan)
{
    static const int64_t cents[] = {2900, 5900, 9500};
    return cents[plan];
}

size_t sample_month(const struct sample_account *a, int32_t day)
{
    int64_t month = (day - a->from) / 30;
    int64_t last = (int64_t)a->n_months - 1;

    return (size_t)(month < 0 ? 0 : month > last ? last : month);
}

double sample_health(const struct sample_account *a, int32_t day)
{
    return a->health[sample_month(a, day)];
}

double sample_maturity(const struct sample_account *a, int32_t day)
{
    return a->maturity[sample_month(a, day)];
}

const struct sample_term *sample_term_on(const struct sample_account *a, int32_t day)
{
    for (size_t i = 0; i < a->n_terms; i++)
        if (a->terms[i].start <= day && (a->terms[i].ended == DAY_NONE || day < a->terms[i].ended))
            return &a->terms[i];
    return NULL;
}

/* The visible attributes; returns by how much they tilt the account's health. */
static double draw_attributes(struct sample_account *a, struct arena *arena, double *ret_maturity)
{
    struct rng *r = &a->rng;
    size_t industry = CHOOSE(r, industries), use_case = CHOOSE(r, use_cases);
    size_t adopter = CHOOSE(r, adopters), band = 0;

    a->key = arena_printf(arena, "NL-%05lld", (long long)a->index + 1);
    a->name = sample_company_name(r, a->index, arena);
    a->industry = industries[industry].name;
    a->use_case = use_cases[use_case].name;
    a->location = locations[CHOOSE(r, locations)].name;
    a->adopter = adopters[adopter].name;
    a->owner = sample_owner(r);
    a->employees = (int64_t)sample_clamp(rng_lognormal(r, 220, 1.5), 5, 90000);
    while (a->employees >= size_bands[band].below)
        band++;
    a->size_band = size_bands[band].name;
    a->seats =
        (int64_t)sample_clamp(rng_lognormal(r, 2.2 * pow((double)a->employees, .42), .5), 3, 400);
    a->plan = a->seats >= 60 ? PLAN_ENTERPRISE : a->seats >= 15 ? PLAN_BUSINESS : PLAN_TEAM;
    a->is_yearly = rng_chance(r, a->plan == PLAN_TEAM ? .45 : .88);
    double size = log((double)a->employees / 220) / 1.5;
    *ret_maturity = .45 * size + adopters[adopter].fit + .85 * rng_normal(r);
    return industries[industry].fit + use_cases[use_case].fit + .65 * rng_normal(r);
}

/* Half of the customers were there before the record begins. */
static void draw_start(struct sample_account *a, const struct sample_options *o)
{
    int32_t first = day_add_months(o->until + 1, -(int)o->months), span = o->until + 1 - first;

    if (rng_chance(&a->rng, .5))
        a->start = first - (int32_t)rng_between(&a->rng, 1, 720);
    else
        a->start = first + (int32_t)rng_below(&a->rng, span > 45 ? span - 30 : span);
    a->from = a->start > first ? a->start : first;
    a->until = o->until + 1;
    a->churned = DAY_NONE;
}

static void draw_traits(struct sample_account *a, double fit, double maturity)
{
    struct rng *r = &a->rng;
    double health = fit + HEALTH_OF_MATURITY * maturity + .5 * rng_normal(r);

    a->n_months = (size_t)((a->until - a->from + 29) / 30);
    if (a->n_months > SAMPLE_MONTHS_MAX)
        a->n_months = SAMPLE_MONTHS_MAX;
    for (size_t k = 0; k < a->n_months; k++) {
        a->champion_left[k] = k > 1 && rng_chance(r, CHAMPION_LEAVES);
        a->had_trouble[k] = rng_chance(r, TROUBLE);
        health -=
            (a->champion_left[k] ? CHAMPION_BLOW : 0) + (a->had_trouble[k] ? TROUBLE_BLOW : 0);
        a->health[k] = health;
        a->maturity[k] = maturity;
        double level = fit + HEALTH_OF_MATURITY * maturity;
        health =
            HEALTH_MEMORY * health + (1 - HEALTH_MEMORY) * level + HEALTH_NOISE * rng_normal(r);
        maturity += MATURITY_DRIFT + MATURITY_NOISE * rng_normal(r);
    }
}

/* The seats of the next term: healthy and mature customers grow. */
static int64_t next_seats(struct sample_account *a, int64_t seats, double h, double m)
{
    struct rng *r = &a->rng;
    /* A monthly customer decides twelve times as often, so each time it is that much less likely.
     */
    double often = a->is_yearly ? 0 : -2.5;

    if (rng_chance(r, sample_logistic(-.8 + often + .6 * h + .4 * m)))
        return seats + 1 + (int64_t)((double)seats * (.05 + .4 * rng_unit(r)));
    if (rng_chance(r, sample_logistic(-2.2 + often - .8 * h)))
        return (int64_t)sample_clamp((double)seats * (.55 + .35 * rng_unit(r)), 2, 1e6);
    return seats;
}

/* Walks from term to term; what the seats were before the record began is not known, so the terms
 * before it are drawn as one without a decision. */
static void draw_terms(struct sample_account *a, struct arena *arena)
{
    int step = a->is_yearly ? 12 : 1, done = 0;
    size_t cap = (size_t)(a->until - a->start) / 28 + 2;
    struct sample_term *t = a->terms = ARENA_ARRAY(arena, cap, struct sample_term);

    *t = (struct sample_term){a->start, DAY_NONE, a->seats, a->plan};
    a->n_terms = 1;
    while (a->churned == DAY_NONE) {
        done += step;
        int32_t day = day_add_months(a->start, done);
        if (day >= a->until)
            return;
        if (day < a->from)
            continue;
        double h = sample_health(a, day), m = sample_maturity(a, day);
        double odds = (a->is_yearly ? SAMPLE_CHURN_YEARLY : SAMPLE_CHURN_MONTHLY) -
                      SAMPLE_CHURN_HEALTH * h - SAMPLE_CHURN_MATURITY * m;
        if (rng_chance(&a->rng, sample_logistic(odds))) {
            t->ended = a->churned = day;
        } else {
            int64_t seats = next_seats(a, t->seats, h, m);
            if (seats == t->seats)
                continue;
            t->ended = day;
            a->terms[a->n_terms] = (struct sample_term){day, DAY_NONE, seats, a->plan};
            t = &a->terms[a->n_terms++];
        }
    }
    a->until = a->churned;
}

/* Above every stream of an account. */
#define PROSPECT_STREAM ((uint64_t)1 << 32)

struct sample_account *sample_prospect_make(const struct sample_options *options, int64_t index,
                                            struct arena *arena)
{
    struct sample_account *a = ARENA_NEW(arena, struct sample_account);

    /* Companies are named by index: those behind the customers' are still free. */
    a->index = options->accounts + index;
    rng_init(&a->rng, (uint64_t)options->seed, PROSPECT_STREAM + (uint64_t)index);
    a->health[0] = draw_attributes(a, arena, &a->maturity[0]);
    a->key = arena_printf(arena, "NL-P%04lld", (long long)index + 1);
    a->maturity[0] -= SAMPLE_PROSPECT_IMMATURITY;
    a->n_months = 1;
    a->until = options->until + 1;
    a->from = a->start = a->until - (int32_t)rng_between(&a->rng, 14, 200);
    a->churned = DAY_NONE;
    return a;
}

struct sample_account *sample_account_make(const struct sample_options *options, int64_t index,
                                           struct arena *arena)
{
    struct sample_account *a = ARENA_NEW(arena, struct sample_account);
    double maturity;

    a->index = index;
    rng_init(&a->rng, (uint64_t)options->seed, (uint64_t)index + 1);
    double fit = draw_attributes(a, arena, &maturity);
    draw_start(a, options);
    draw_traits(a, fit, maturity);
    draw_terms(a, arena);
    return a;
}
