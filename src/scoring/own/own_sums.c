#include "scoring/own/own_sums.h"

#include "base/day.h"
#include "base/str.h"
#include "scoring/metric/dictionary.h"
#include "scoring/metric/own_usage.h"

int own_sums_ask(const struct act *act, struct err *err)
{
    const struct dictionary *d;
    struct own_wishes wishes = {0};
    int rc = dictionary_load(act->conn, act->arena, &d, err);

    if (rc < 0)
        return rc;
    for (size_t k = 0; k < d->n_own; k++)
        own_usage_wishes(d->own[k], &wishes);
    rc = usage_sums_ask(act, wishes.items, wishes.n, err);
    vec_done(&wishes);
    return rc;
}

static const struct usage_sum *find(const struct usage_sum *sums, size_t n,
                                    const struct usage_sum_wish *wish)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(sums[k].event, wish->event) && str_eq(sums[k].property, wish->property))
            return &sums[k];
    return NULL;
}

/* The worst of what it asks for. */
struct state {
    bool is_new, is_counting;
    int32_t since;
};

static struct state state_of(const struct own_wishes *wishes, const struct usage_sum *sums,
                             size_t n)
{
    struct state s = {.since = DAY_MIN};

    for (size_t k = 0; k < wishes->n; k++) {
        const struct usage_sum *sum = find(sums, n, &wishes->items[k]);
        s.is_new = s.is_new || !sum;
        s.is_counting = s.is_counting || (sum && !sum->is_whole);
        if (sum && sum->since > s.since)
            s.since = sum->since;
    }
    return s;
}

int own_sums_note(struct conn *c, const struct own_plan *plan, struct arena *arena,
                  const char **ret, struct err *err)
{
    struct own_wishes wishes = {0};
    struct usage_sum *sums;
    size_t n;
    char day[16];

    *ret = NULL;
    if (!plan->property)
        return 0;
    int rc = usage_sums_all(c, arena, &sums, &n, err);
    if (rc < 0)
        return rc;
    own_usage_wishes(plan, &wishes);
    const struct state s = state_of(&wishes, sums, n);
    vec_done(&wishes);
    if (s.is_new)
        *ret = "Nobody has asked for this number yet. Saving the metric begins to add it up, and a "
               "job adds up what the log of events still has.";
    else if (s.is_counting)
        *ret =
            "A job is adding up what the log of events still has; until it is done, the value is "
            "missing.";
    else if (s.since > DAY_MIN)
        *ret = arena_printf(arena,
                            "Added up since %s: before that the log of events does not tell all. "
                            "Where the window begins earlier, the value is missing.",
                            day_format(s.since, day));
    return 0;
}
