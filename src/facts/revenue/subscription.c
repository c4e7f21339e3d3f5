#include "facts/revenue/subscription.h"

#include "facts/account/account.h"
#include "facts/kind/rules.h"

const struct field subscription_fields[] = {
    KIND_KEY(struct subscription,
             .help = "The subscription's or contract's id in your billing system",
             .synonyms = "id|subscription id|subscription key|subscription number|contract id|"
                         "contract number|sub id|order id|external id"),
    KIND_ACCOUNT(struct subscription),
    FIELD_STR(struct subscription, product, .help = "What is subscribed to",
              .synonyms = "product name|product id|service|item|sku"),
    FIELD_STR(struct subscription, plan, .help = "Plan or edition",
              .synonyms = "plan name|plan tier|plan id|tier|edition|package|price name|nickname"),
    FIELD_I64(struct subscription, seats, .min = 0, .help = "Seats included",
              .synonyms = "quantity|licenses|licences|seat count|number of seats|users|units"),
    FIELD_I64(
        struct subscription, amount_cents, .required = true, .min = 0, .unit = "cents",
        .help = "What is paid for each interval, all seats together",
        .synonyms =
            "amount|price|mrr|mrr amount|monthly amount|monthly recurring revenue|arr|arr amount|"
            "annual amount|yearly amount|annual recurring revenue|acv|annual "
            "contract value|recurring amount|value|total|charge|fee|subscription "
            "amount|contract value|plan amount"),
    KIND_CURRENCY(struct subscription),
    FIELD_I64(struct subscription, interval_months, .min = 1, .max = 120, .unit = "months",
              .required = true, .help = "How many months one amount pays for: 1 monthly, 12 yearly",
              .synonyms =
                  "interval|billing interval|billing period|billing frequency|billing cycle|"
                  "plan interval|payment frequency|frequency"),
    FIELD_DAY(struct subscription, start, .required = true, .help = "First day",
              .synonyms = "start date|started at|started on|start utc|begin|begin date|effective "
                          "date|activated at|contract start|contract start date|created at|created "
                          "utc"),
    FIELD_DAY(struct subscription, ended, .help = "First day without it; empty while it runs",
              .synonyms =
                  "end|end date|ended at|ended on|ended at utc|cancelled at|canceled at|"
                  "canceled at utc|cancellation date|termination date|contract end|contract "
                  "end date|expired at|expiry date"),
    FIELD_I64(struct subscription, term_months, .min = 1, .max = 240, .unit = "months",
              .help = "Length of the contract; left out, it renews at each interval",
              .synonyms = "term|contract term|term length|contract length|commitment months|"
                          "contract months"),
    FIELD_BOOL(struct subscription, auto_renewal,
               .help = "Goes on by itself at the end of the term",
               .synonyms = "auto renew|auto renew flag|auto renewal flag|automatic renewal|is auto "
                           "renewal|renews automatically"),
    FIELD_I64(struct subscription, notice_days, .min = 0, .max = 3650, .unit = "days",
              .help = "Days before the end of the term by which it must be cancelled",
              .synonyms = "notice|notice period|notice period days|cancellation notice days|owner "
                          "expiration notice"),
    KIND_KNOWN(struct subscription),
    KIND_STAMPS(struct subscription),
    FIELD_END,
};

static const struct kind_ref subscription_refs[] = {{"account", "account_id", &account_kind},
                                                    {NULL}};

static const struct kind_alias subscription_aliases[] = {
    {"interval_months", "month", "1"},
    {"interval_months", "monthly", "1"},
    {"interval_months", "m", "1"},
    {"interval_months", "quarter", "3"},
    {"interval_months", "quarterly", "3"},
    {"interval_months", "half yearly", "6"},
    {"interval_months", "semi annual", "6"},
    {"interval_months", "biannual", "6"},
    {"interval_months", "year", "12"},
    {"interval_months", "yearly", "12"},
    {"interval_months", "annual", "12"},
    {"interval_months", "annually", "12"},
    {"interval_months", "biennial", "24"},
    {"interval_months", "every two years", "24"},
    {NULL},
};

static int subscription_check(const struct act *act __attribute__((unused)),
                              int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct subscription *s = row;
    int rc = rule_days_in_order("ended", s->start, s->ended, "the first day", err);

    return rc < 0 ? rc : rule_currency(s->currency, err);
}

static const char *const subscription_search[] = {"key", "product", "plan", NULL};

const struct kind subscription_kind = {
    .name = "subscription",
    .plural = "subscriptions",
    .label = "Subscription",
    .table = "subscription",
    .shape = SHAPE(subscription),
    .key_prefix = "S-",
    .happened = "start",
    .sort = "-start",
    .search = subscription_search,
    .refs = subscription_refs,
    .aliases = subscription_aliases,
    .check = subscription_check,
};
