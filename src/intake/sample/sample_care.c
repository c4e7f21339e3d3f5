#include "base/str.h"
#include "facts/assessment/assessment.h"
#include "facts/ticket/ticket.h"
#include "intake/sample/sample_facts.h"

#include <math.h>

static const char *const subjects[] = {"Cannot log in with single sign-on",
                                       "Export to PDF cuts the last column",
                                       "How do I share a process map?",
                                       "Report shows old numbers",
                                       "Approval e-mail does not arrive",
                                       "Import stops half-way",
                                       "Page is slow in the morning",
                                       "Permission question",
                                       "Broken link in the archive",
                                       "Add a field to the template",
                                       "Search finds too much",
                                       "Webhook sends twice"};
static const char *const vehicles[] = {"email", "portal", "chat", "phone", "community"};
static const double vehicle_weights[] = {40, 30, 15, 12, 3};
static const char *const priorities[] = {"low", "normal", "high", "urgent"};
static const double priority_weights[] = {20, 50, 22, 8};
static const double first_hours[] = {9, 5, 2, .7}, solve_hours[] = {70, 40, 22, 9};

static int put_ticket(struct sample_sink *s, int32_t day, struct err *err)
{
    struct sample_account *a = s->account;
    struct rng *r = &a->rng;
    struct ticket row;
    double h = sample_health(a, day), slow = exp(-.35 * h);
    size_t priority = rng_choose(r, priority_weights, ARRAY_LEN(priority_weights));
    int64_t end = time_of_day_start(a->until);

    fields_init(ticket_fields, &row);
    row.key = sample_key(s, "T");
    row.account = a->key;
    row.vehicle = vehicles[rng_choose(r, vehicle_weights, ARRAY_LEN(vehicle_weights))];
    row.priority = priorities[priority];
    row.subject = subjects[rng_below(r, (int64_t)ARRAY_LEN(subjects))];
    if (s->n_contacts > 0)
        row.contact = s->contact_keys[rng_below(r, (int64_t)s->n_contacts)];
    row.opened = sample_time(s, day);
    row.first_response =
        row.opened + (int64_t)(3600e3 * rng_lognormal(r, first_hours[priority] * slow, .8));
    row.understood = row.first_response + (int64_t)(3600e3 * rng_lognormal(r, 2.5, .7));
    row.solved =
        row.understood + (int64_t)(3600e3 * rng_lognormal(r, solve_hours[priority] * slow, .9));
    row.closed = row.solved + 2 * DAY_MS;
    row.reopened_count = rng_chance(r, .07) ? 1 : 0;
    if (rng_chance(r, sample_clamp(.08 * exp(-.8 * h), 0, .6)))
        row.escalated = row.opened + (int64_t)(3600e3 * rng_lognormal(r, 12, .6));
    if (rng_chance(r, .55))
        row.satisfaction = (int64_t)sample_clamp(round(3.7 + .8 * h + .8 * rng_normal(r)), 1, 5);
    /* What lies after the last day has not happened yet. */
    int64_t *const times[] = {&row.first_response, &row.understood, &row.solved, &row.closed,
                              &row.escalated};
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        if (*times[i] >= end)
            *times[i] = TIME_NONE;
    if (row.solved == TIME_NONE)
        row.satisfaction = I64_NONE;
    s->result->tickets++;
    return sample_put(s, &ticket_kind, &row, err);
}

static int put_tickets(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    for (size_t k = 0; rc == 0 && k < a->n_months; k++) {
        double mean = (.25 + .05 * pow((double)a->seats, .7)) * exp(-.35 * a->health[k]);
        if (a->had_trouble[k])
            mean += 3;
        for (int64_t n = rng_poisson(&a->rng, sample_clamp(mean, 0, 30)); rc == 0 && n > 0; n--) {
            int32_t day = a->from + (int32_t)k * 30 + (int32_t)rng_below(&a->rng, 30);
            if (day < a->until)
                rc = put_ticket(s, day, err);
        }
    }
    return rc;
}

int sample_put_assessment(struct sample_sink *s, int32_t day, const double *group, struct err *err)
{
    static const char *const bases[] = {"interview", "survey", "observed"};
    static const double base_weights[] = {60, 30, 10};
    struct sample_account *a = s->account;
    struct assessment row;
    double m = sample_maturity(a, day);
    unsigned rated = 0;

    fields_init(assessment_fields, &row);
    row.key = sample_key(s, "M");
    row.account = a->key;
    row.day = day;
    row.assessor = a->owner;
    row.basis = bases[rng_choose(&a->rng, base_weights, ARRAY_LEN(base_weights))];
    double *const ratings[] = {
        &row.charter_clarity, &row.charter_influence, &row.charter_head,
        &row.people_skill,    &row.people_size,       &row.people_record,
        &row.process_quality, &row.process_knowledge, &row.process_integration,
        &row.tech_tools,      &row.tech_reports,      &row.tech_complexity};
    for (size_t i = 0; i < ARRAY_LEN(ratings); i++) {
        double level = 2.9 + .9 * m + group[i / 3] + .5 * rng_normal(&a->rng);
        bool is_known = rng_chance(&a->rng, .97);
        rated |= is_known ? 1u << i : 0;
        if (is_known)
            *ratings[i] = sample_clamp(round(level), 1, 5);
    }
    if (!str_eq(row.basis, "survey") && s->n_interviews < SAMPLE_MONTHS_MAX)
        s->interviews[s->n_interviews++] = (struct sample_interview){day, rated};
    s->result->assessments++;
    return sample_put(s, &assessment_kind, &row, err);
}

/* Seven customers in ten have been rated, some of them again and again. */
static int put_assessments(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    double group[4];
    int rc = 0;

    if (!rng_chance(&a->rng, .72))
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(group); i++)
        group[i] = .35 * rng_normal(&a->rng);
    int32_t day = a->from + (int32_t)rng_between(&a->rng, 20, 150);
    while (rc == 0 && day < a->until) {
        rc = sample_put_assessment(s, day, group, err);
        day += (int32_t)rng_between(&a->rng, 170, 290);
    }
    return rc;
}

int sample_care_facts(struct sample_sink *s, struct err *err)
{
    int rc = put_tickets(s, err);

    return rc < 0 ? rc : put_assessments(s, err);
}
