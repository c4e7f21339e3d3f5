#include "facts/account/account.h"
#include "facts/churn/churn.h"
#include "facts/revenue/invoice.h"
#include "facts/revenue/subscription.h"
#include "intake/sample/sample_facts.h"

#include <math.h>

/* Where the account stands in its life with the vendor, by how long it has been a customer. */
static const char *stage_of(const struct sample_account *a)
{
    int32_t age = a->until - a->start;

    return age < 90    ? "Onboarding"
           : age < 365 ? "First year"
           : age < 730 ? "Established"
                       : "Long-standing";
}

/* Serving a customer who does not run the function well takes consulting, which costs margin. */
static double margin(struct sample_account *a)
{
    return round(sample_clamp(70 + 6 * a->maturity[0] + 4 * rng_normal(&a->rng), 30, 90));
}

static const char *leaving_reason(struct sample_account *a)
{
    static const char *const unhappy[] = {"low adoption", "support", "product gaps",
                                          "went to a competitor"};
    static const char *const content[] = {"budget", "company acquired", "project ended"};
    double h = sample_health(a, a->churned - 1);

    if (rng_chance(&a->rng, sample_logistic(-1.2 * h)))
        return unhappy[rng_below(&a->rng, (int64_t)ARRAY_LEN(unhappy))];
    return content[rng_below(&a->rng, (int64_t)ARRAY_LEN(content))];
}

int sample_account_facts(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    struct account row;
    const struct sample_term *first = &a->terms[0], *last = &a->terms[a->n_terms - 1];

    fields_init(account_fields, &row);
    row.key = a->key;
    row.name = a->name;
    row.lifecycle = a->churned != DAY_NONE     ? "churned"
                    : a->until - a->start < 90 ? "onboarding"
                                               : "active";
    row.stage = stage_of(a);
    row.employees = a->employees;
    row.size_band = a->size_band;
    row.location = a->location;
    row.industry = a->industry;
    row.use_case = a->use_case;
    row.adopter_type = a->adopter;
    row.owner = a->owner;
    row.plan = sample_plan_names[a->plan];
    row.seats = last->seats;
    row.currency = "USD";
    row.start = a->start;
    row.churned = a->churned;
    row.gross_margin_pct = margin(a);
    double first_year = 12.0 * (double)(first->seats * sample_price_cents(a->plan));
    row.acquisition_cost_cents = (int64_t)rng_lognormal(&a->rng, .9 * first_year, .35);
    if (a->churned != DAY_NONE)
        row.churn_reason = leaving_reason(a);
    s->result->accounts++;
    return sample_put(s, &account_kind, &row, err);
}

/* Late payment goes with poor health; an invoice not paid by the last day is open. */
static int put_invoice(struct sample_sink *s, int32_t issued, int64_t cents, struct err *err)
{
    struct sample_account *a = s->account;
    struct invoice row;
    double h = sample_health(a, issued);
    int32_t paid =
        issued + (int32_t)sample_clamp(rng_lognormal(&a->rng, 26 * exp(-.3 * h), .35), 1, 150);

    fields_init(invoice_fields, &row);
    row.key = sample_key(s, "I");
    row.account = a->key;
    row.issued = issued;
    row.due = issued + 30;
    row.paid = paid < a->until ? paid : DAY_NONE;
    row.amount_cents = cents;
    row.currency = "USD";
    s->result->invoices++;
    return sample_put(s, &invoice_kind, &row, err);
}

static int put_term(struct sample_sink *s, const struct sample_term *t, struct err *err)
{
    struct sample_account *a = s->account;
    struct subscription row;
    int months = a->is_yearly ? 12 : 1;

    fields_init(subscription_fields, &row);
    row.key = sample_key(s, "S");
    row.account = a->key;
    row.product = "Northlight Core";
    row.plan = sample_plan_names[t->plan];
    row.seats = t->seats;
    row.amount_cents = t->seats * sample_price_cents(t->plan) * months;
    row.currency = "USD";
    row.interval_months = months;
    row.start = t->start;
    row.ended = t->ended;
    row.term_months = months;
    row.auto_renewal = true;
    row.notice_days = a->is_yearly ? 60 : 15;
    s->result->subscriptions++;
    int rc = sample_put(s, &subscription_kind, &row, err);

    int32_t end = t->ended == DAY_NONE ? a->until : t->ended;
    for (int n = 0; rc == 0; n += months) {
        int32_t issued = day_add_months(t->start, n);
        if (issued >= end)
            break;
        if (issued >= a->from)
            rc = put_invoice(s, issued, row.amount_cents, err);
    }
    return rc;
}

/* A second product for those who do well and can use it. */
static int put_addon(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    struct subscription row;

    for (size_t k = 3; a->from + (int32_t)k * 30 < a->until; k++) {
        if (!rng_chance(&a->rng, .05 * sample_logistic(a->health[k] + 1.5 * a->maturity[k] - 1)))
            continue;
        fields_init(subscription_fields, &row);
        row.key = sample_key(s, "S");
        row.account = a->key;
        row.product = "Northlight Insights";
        row.plan = sample_plan_names[a->plan];
        row.seats = a->terms[0].seats;
        row.amount_cents = row.seats * sample_price_cents(a->plan) * 3;
        row.currency = "USD";
        row.interval_months = row.term_months = 12;
        row.start = a->from + (int32_t)k * 30;
        row.ended = a->churned;
        row.auto_renewal = true;
        row.notice_days = 60;
        s->result->subscriptions++;
        return sample_put(s, &subscription_kind, &row, err);
    }
    return 0;
}

static int put_churn(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    struct churn row;

    fields_init(churn_fields, &row);
    row.key = sample_key(s, "X");
    row.account = a->key;
    row.day = a->churned;
    row.reason = leaving_reason(a);
    row.amount_cents = a->terms[a->n_terms - 1].seats * sample_price_cents(a->plan) * 12;
    s->result->churns++;
    return sample_put(s, &churn_kind, &row, err);
}

int sample_contract_facts(struct sample_sink *s, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < s->account->n_terms; i++)
        rc = put_term(s, &s->account->terms[i], err);
    if (rc == 0)
        rc = put_addon(s, err);
    if (rc == 0 && s->account->churned != DAY_NONE)
        rc = put_churn(s, err);
    return rc;
}
