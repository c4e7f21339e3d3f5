/* What the customers want and reach, and what they give back besides money. */
#include "facts/advocacy/advocacy.h"
#include "facts/goal/goal.h"
#include "facts/goal/measurement.h"
#include "intake/sample/sample_facts.h"

#include <math.h>

#define GOAL_DAYS 270 /* from agreeing on a goal to its due day, give or take */

static const struct {
    const char *outcome, *unit;
    double low, high, change; /* the baseline lies between; the target is that much more or less */
} outcomes[] = {
    {"Order to delivery takes less time", "days", 8, 30, -.45},
    {"New staff work on their own sooner", "weeks", 6, 14, -.4},
    {"Fewer findings in the yearly audit", "findings", 10, 40, -.6},
    {"More processes are described and owned", "processes", 10, 60, 1.5},
    {"More change requests are done in time", "%", 35, 60, .5},
    {"Fewer errors in customer orders", "per 1,000", 12, 40, -.5},
};

static const char *const wishes[] = {
    "The board sees one report on all processes",
    "Every department has a process owner",
    "The quality handbook is replaced",
};

/* How much of the way a customer has covered when the goal is due: those who do well get further,
 * and so do those who run their function well. */
static double reach(struct sample_account *a, int32_t day)
{
    return .8 + SAMPLE_GOAL_HEALTH * sample_health(a, day) +
           SAMPLE_GOAL_MATURITY * sample_maturity(a, day) + .25 * rng_normal(&a->rng);
}

static double to_tenth(double v)
{
    return round(10 * v) / 10;
}

static int put_measurement(struct sample_sink *s, const struct goal *g, int32_t day, double value,
                           struct err *err)
{
    struct measurement row;

    fields_init(measurement_fields, &row);
    row.key = sample_key(s, "V");
    row.account = s->account->key;
    row.goal = g->key;
    row.day = day;
    row.value = value;
    s->result->measurements++;
    return sample_put(s, &measurement_kind, &row, err);
}

/* From the baseline towards the target, every month or two; a goal that is met is measured no more.
 */
static int measure(struct sample_sink *s, const struct goal *g, struct err *err)
{
    struct sample_account *a = s->account;
    double way = g->target - g->baseline, end = reach(a, g->agreed), part = 0;
    int32_t day = g->agreed + (int32_t)rng_between(&a->rng, 30, 70);
    int rc = 0;

    while (rc == 0 && day < a->until && day <= g->due + 60 && part < 1) {
        double time = (double)(day - g->agreed) / (double)(g->due - g->agreed);
        part = sample_clamp(end * time + .05 * rng_normal(&a->rng), -.2, 1.2);
        double value = to_tenth(g->baseline + part * way);
        rc = put_measurement(s, g, day, value, err);
        day += (int32_t)rng_between(&a->rng, 30, 70);
    }
    return rc;
}

/* Goals follow each other in an order, so that hardly any comes twice. */
static int put_goal(struct sample_sink *s, size_t n, int32_t agreed, struct err *err)
{
    struct sample_account *a = s->account;
    struct goal row;
    bool is_wish = rng_chance(&a->rng, .2);

    fields_init(goal_fields, &row);
    row.key = sample_key(s, "G");
    row.account = a->key;
    row.agreed = agreed;
    row.due = agreed + GOAL_DAYS + (int32_t)rng_between(&a->rng, -90, 90);
    row.owner = a->owner;
    s->result->goals++;
    if (is_wish) {
        double end = reach(a, agreed);
        int32_t met = agreed + (int32_t)((row.due - agreed) / sample_clamp(end, .5, 2));
        row.outcome = wishes[n % ARRAY_LEN(wishes)];
        row.met = end > .75 && met < a->until ? met : DAY_NONE;
        return sample_put(s, &goal_kind, &row, err);
    }
    size_t o = n % ARRAY_LEN(outcomes);
    row.outcome = outcomes[o].outcome;
    row.unit = outcomes[o].unit;
    row.baseline =
        round(outcomes[o].low + rng_unit(&a->rng) * (outcomes[o].high - outcomes[o].low));
    row.target = to_tenth(row.baseline * (1 + outcomes[o].change));
    int rc = sample_put(s, &goal_kind, &row, err);
    return rc < 0 ? rc : measure(s, &row, err);
}

/* Two customers in three agree on goals, the mature more of them, again and again. */
static int put_goals(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    if (!rng_chance(&a->rng, .67))
        return 0;
    int32_t day = a->from + (int32_t)rng_between(&a->rng, 10, 60);
    size_t n = (size_t)rng_below(&a->rng, 60);
    while (rc == 0 && day < a->until) {
        rc = put_goal(s, n++, day, err);
        day += (int32_t)(60 + 200 * exp(-.3 * sample_maturity(a, day)) * rng_unit(&a->rng));
    }
    return rc;
}

static int put_advocacy(struct sample_sink *s, int32_t day, struct err *err)
{
    static const double weights[] = {18, 14, 7, 20, 4, 6, 31}; /* as advocacy_kinds */
    struct sample_account *a = s->account;
    struct advocacy row;
    size_t kind = rng_choose(&a->rng, weights, ARRAY_LEN(weights));

    fields_init(advocacy_fields, &row);
    row.key = sample_key(s, "D");
    row.account = a->key;
    row.kind = advocacy_kinds[kind];
    row.day = day;
    if (s->n_contacts > 0)
        row.contact = s->contact_keys[rng_below(&a->rng, (int64_t)s->n_contacts)];
    if (kind == 1) {
        row.worth_cents = 100 * (int64_t)rng_lognormal(&a->rng, 9000, .8);
        row.currency = "USD";
    }
    s->result->advocacy++;
    return sample_put(s, &advocacy_kind, &row, err);
}

/* Who does well speaks for us, who is mature is asked to; nobody in the first half year. */
static int put_advocacies(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    for (size_t k = 0; rc == 0 && k < a->n_months; k++) {
        int32_t day = a->from + (int32_t)k * 30 + (int32_t)rng_below(&a->rng, 30);
        double chance = SAMPLE_ADVOCACY_MONTHLY * exp(SAMPLE_ADVOCACY_HEALTH * a->health[k] +
                                                      SAMPLE_ADVOCACY_MATURITY * a->maturity[k]);
        if (rng_chance(&a->rng, sample_clamp(chance, 0, .4)) && day < a->until &&
            day - a->start > 180)
            rc = put_advocacy(s, day, err);
    }
    return rc;
}

int sample_goal_facts(struct sample_sink *s, struct err *err)
{
    int rc = put_goals(s, err);

    return rc < 0 ? rc : put_advocacies(s, err);
}
