/* What the vendor sends and hopes to sell: campaigns, renewals, expansions. */
#include "facts/campaign/campaign_touch.h"
#include "facts/opportunity/opportunity.h"
#include "intake/sample/sample_facts.h"

#include <math.h>

#define CAMPAIGN_MONTHS 2

static const char *const campaigns[] = {"Release notes", "Webinar invitation", "Customer letter",
                                        "User meeting", "Practice tips"};

static int put_touch(struct sample_sink *s, const char *campaign, size_t contact, int32_t day,
                     struct err *err)
{
    struct sample_account *a = s->account;
    struct rng *r = &a->rng;
    struct campaign_touch row;
    double h = sample_health(a, day);
    int64_t end = time_of_day_start(a->until);

    fields_init(campaign_touch_fields, &row);
    row.key = sample_key(s, "R");
    row.account = a->key;
    row.contact = s->contact_keys[contact];
    row.campaign = campaign;
    row.sent = sample_time(s, day);
    bool is_opened = rng_chance(r, sample_logistic(.1 + .3 * h));
    int64_t opened = row.sent + (int64_t)(3600e3 * rng_lognormal(r, 6, 1.2));
    bool is_clicked = rng_chance(r, sample_logistic(-.9 + SAMPLE_CLICK_HEALTH * h));
    if (is_opened && opened < end)
        row.opened = opened;
    if (is_opened && is_clicked && opened + 60000 < end)
        row.clicked = opened + 60000;
    if (is_opened && rng_chance(r, .004 * exp(-.5 * h)) && opened + 90000 < end)
        row.unsubscribed = opened + 90000;
    s->result->touches++;
    return sample_put(s, &campaign_touch_kind, &row, err);
}

/* A campaign reaches everybody on the same day, whoever is at the customer then. The days are
 * counted from 1970, so that they are the same for all accounts. */
static int put_touches(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    for (int32_t month = day_month(a->from); rc == 0 && month <= day_month(a->until); month++) {
        int32_t day = month_first_day(month) + 9;
        size_t n = (size_t)(month / CAMPAIGN_MONTHS) % ARRAY_LEN(campaigns);
        if (month % CAMPAIGN_MONTHS || day < a->from || day >= a->until)
            continue;
        for (size_t c = 0; rc == 0 && c < s->n_contacts; c++) {
            bool is_there = s->contact_joined[c] <= day &&
                            (s->contact_left[c] == DAY_NONE || s->contact_left[c] > day);
            if (is_there)
                rc = put_touch(s, campaigns[n], c, day, err);
        }
    }
    return rc;
}

/* The stage of an open deal by how near its close is. */
static const char *stage_of(int32_t days_left)
{
    return days_left > 90 ? "Discovery" : days_left > 45 ? "Proposal" : "Negotiation";
}

/* What the sale of a term's end becomes by the last day of the record. */
struct sale {
    const char *kind, *name;
    int32_t opened, closes;
    int64_t amount_cents;
    bool is_won;
};

static int put_sale(struct sample_sink *s, const struct sale *sale, struct err *err)
{
    struct sample_account *a = s->account;
    int32_t last = a->churned == DAY_NONE ? a->until : a->churned + 1;
    struct opportunity row;

    fields_init(opportunity_fields, &row);
    row.key = sample_key(s, "O");
    row.account = a->key;
    row.name = sale->name;
    row.kind = sale->kind;
    row.amount_cents = sale->amount_cents;
    row.currency = "USD";
    row.opened = sale->opened;
    row.expected_close = sale->closes;
    row.owner = a->owner;
    if (sale->closes < last) {
        row.closed = sale->closes;
        row.is_won = sale->is_won;
        row.stage = sale->is_won ? "Closed won" : "Closed lost";
    } else {
        row.stage = stage_of(sale->closes - (a->until - 1));
    }
    s->result->opportunities++;
    return sample_put(s, &opportunity_kind, &row, err);
}

/* The renewal of a term, opened four months before, and for some an expansion with it. Whether
 * there is one is decided by the traits alone, so that it does not tell what the customer will do;
 * it is won where seats were added. */
static int put_term_end(struct sample_sink *s, int32_t end, struct err *err)
{
    struct sample_account *a = s->account;
    int32_t opened = end - 120 > a->start ? end - 120 : a->start, wished = end - 75;
    const struct sample_term *before = sample_term_on(a, end - 1), *after = sample_term_on(a, end);

    if (opened >= a->until || !before)
        return 0;
    int64_t yearly = sample_price_cents(a->plan) * 12;
    struct sale renewal = {"renewal",        "Renewal", opened, end, before->seats * yearly,
                           a->churned != end};
    int rc = opened >= a->from ? put_sale(s, &renewal, err) : 0;
    double h = sample_health(a, wished), m = sample_maturity(a, wished);
    bool is_wished = rng_chance(&a->rng, sample_logistic(-.8 + .6 * h + .4 * m));
    double share = .05 + .4 * rng_unit(&a->rng);

    if (rc < 0 || !is_wished || wished < a->from || wished >= a->until)
        return rc;
    bool has_grown = after && after->seats > before->seats;
    int64_t seats =
        has_grown ? after->seats - before->seats : 1 + (int64_t)(share * (double)before->seats);
    return put_sale(
        s, &(struct sale){"expansion", "More seats", wished, end, seats * yearly, has_grown}, err);
}

static int put_sales(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    for (int n = 12; rc == 0 && a->is_yearly; n += 12) {
        int32_t end = day_add_months(a->start, n);
        if (end - 120 >= a->until)
            break;
        if (end > a->from)
            rc = put_term_end(s, end, err);
    }
    return rc;
}

int sample_sales_facts(struct sample_sink *s, struct err *err)
{
    int rc = put_touches(s, err);

    return rc < 0 ? rc : put_sales(s, err);
}
