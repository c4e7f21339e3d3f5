#include "facts/usage/usage_event.h"
#include "intake/sample/sample_facts.h"

#include <inttypes.h>
#include <math.h>

/* The product's features. `rate`: events a day of one active user; `threshold`: how able a customer
 * must be to take it up at all. */
static const struct {
    const char *name, *label;
    bool is_advanced;
    double rate, threshold;
} features[] = {
    {"map_viewed", "Process map viewed", false, 2.2, -9},
    {"map_edited", "Process map edited", false, .8, -2.2},
    {"document_opened", "Document opened", false, 1.1, -9},
    {"search_used", "Search used", false, .7, -2.5},
    {"comment_added", "Comment added", false, .35, -1.4},
    {"task_completed", "Task completed", false, .5, -1.0},
    {"approval_given", "Approval given", false, .25, -.6},
    {"report_viewed", "Report viewed", false, .3, -.4},
    {"template_used", "Template used", false, .12, -.2},
    {"dashboard_built", "Dashboard built", true, .08, .4},
    {"automation_run", "Automation run", true, .25, .8},
    {"api_called", "API called", true, .6, 1.0},
    {"risk_linked", "Risk linked", true, .06, .9},
    {"sso_configured", "Single sign-on configured", true, .004, .5},
};

/* What everybody does who comes at all: the event by which active users are noted. */
#define FEATURE_OF_ALL 0

/* Each account takes up a feature once its ability passes the feature's threshold, give or take. */
struct appetite {
    double taste[ARRAY_LEN(features)];
};

int sample_events(struct sample_sink *s, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(features); i++) {
        struct usage_event row;
        fields_init(usage_event_fields, &row);
        row.key = features[i].name;
        row.label = features[i].label;
        row.is_tracked = true;
        row.is_advanced = features[i].is_advanced;
        rc = sample_put(s, &usage_event_kind, &row, err);
    }
    return rc;
}

struct crowd {
    int64_t n;
    int64_t *users;
    double *zeal;
    int64_t events[ARRAY_LEN(features)];
    struct appetite appetite;
};

/* How many of the account's users were active that day, each noted with the writer. */
static int active_users(struct sample_sink *s, const struct crowd *crowd, int32_t day)
{
    struct sample_account *a = s->account;
    double tilt = 1.05 * sample_health(a, day) - .55, weekend = day_weekday(day) >= 5 ? .1 : 1;
    int active = 0;

    for (int64_t u = 0; u < crowd->n; u++) {
        if (!rng_chance(&a->rng, weekend * sample_logistic(crowd->zeal[u] + tilt)))
            continue;
        usage_writer_add(s->usage, &(struct usage_count){.account_id = s->account_id,
                                                         .event_id = crowd->events[FEATURE_OF_ALL],
                                                         .user_id = crowd->users[u],
                                                         .count = 1,
                                                         .day = day});
        active++;
    }
    s->result->usage_rows += active;
    return active;
}

static void day_counts(struct sample_sink *s, const struct crowd *crowd, int active, int32_t day)
{
    struct sample_account *a = s->account;
    double h = sample_health(a, day), m = sample_maturity(a, day);
    double learnt = sample_clamp((day - a->start) / 60.0, .25, 1) * 2 - 2;

    for (size_t i = 0; i < ARRAY_LEN(features); i++) {
        double ability = .5 * h + .9 * m + learnt + crowd->appetite.taste[i];
        if (ability < features[i].threshold)
            continue;
        int64_t n = rng_poisson(&a->rng, active * features[i].rate * exp(.15 * m));
        if (n == 0)
            continue;
        usage_writer_add(s->usage, &(struct usage_count){.account_id = s->account_id,
                                                         .event_id = crowd->events[i],
                                                         .count = n,
                                                         .day = day});
        s->result->usage_rows++;
    }
}

/* The people of the account who have ever used the product: most seats, more where health is good.
 */
static int make_users(struct sample_sink *s, struct crowd *crowd, struct err *err)
{
    struct sample_account *a = s->account;
    double share = sample_clamp(.75 + .15 * a->health[0] + .1 * rng_normal(&a->rng), .2, 1);
    int rc = 0;

    crowd->n = (int64_t)sample_clamp(ceil(share * (double)a->seats), 1, 400);
    crowd->users = ARENA_ARRAY(s->arena, (size_t)crowd->n, int64_t);
    crowd->zeal = ARENA_ARRAY(s->arena, (size_t)crowd->n, double);
    for (int64_t u = 0; rc == 0 && u < crowd->n; u++) {
        crowd->zeal[u] = -.4 + .9 * rng_normal(&a->rng);
        const char *key = arena_printf(s->arena, "%s-U%" PRId64, a->key, u + 1);
        rc = usage_writer_user(s->usage, s->account_id, key, &crowd->users[u], err);
    }
    return rc;
}

int sample_usage_facts(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    struct crowd crowd;
    int rc = make_users(s, &crowd, err);

    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(features); i++) {
        crowd.appetite.taste[i] = .5 * rng_normal(&a->rng);
        rc = usage_writer_event(s->usage, features[i].name, &crowd.events[i], err);
    }
    for (int32_t day = a->from; rc == 0 && day < a->until; day++) {
        int active = active_users(s, &crowd, day);
        if (active > 0)
            day_counts(s, &crowd, active, day);
    }
    return rc;
}
