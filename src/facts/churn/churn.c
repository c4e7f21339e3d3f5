#include "facts/churn/churn.h"

#include "facts/account/account.h"

const struct field churn_fields[] = {
    KIND_KEY(struct churn, .help = "The churn record's id in your other systems",
             .synonyms =
                 "id|churn id|churn event id|churn key|cancellation id|event id|external id"),
    KIND_ACCOUNT(struct churn),
    FIELD_DAY(struct churn, day, .required = true, .help = "The day it happened",
              .synonyms = "date|churn date|churn day|churned at|churned on|cancellation date|"
                          "cancelled at|canceled at|lost date|effective date"),
    FIELD_STR(struct churn, reason, .help = "Why, as a word or code",
              .synonyms = "reason code|churn reason|cancellation reason|lost reason|category"),
    FIELD_I64(struct churn, amount_cents, .min = 0, .unit = "cents",
              .help = "Yearly recurring revenue that was lost or won back",
              .synonyms = "amount|arr lost|lost arr|churned arr|revenue lost|lost revenue|value"),
    FIELD_BOOL(struct churn, is_reactivation, .help = "The customer came back",
               .synonyms = "reactivation|reactivated|win back|winback|is win back|returned"),
    FIELD_STR(struct churn, feedback, .max = 10000, .help = "What the customer said about it",
              .synonyms = "feedback text|comment|comments|notes|note|details|explanation"),
    KIND_KNOWN(struct churn),
    KIND_STAMPS(struct churn),
    FIELD_END,
};

static const struct kind_ref churn_refs[] = {{"account", "account_id", &account_kind}, {NULL}};

static const char *const churn_search[] = {"key", "reason", "feedback", NULL};

const struct kind churn_kind = {
    .name = "churn",
    .plural = "churns",
    .label = "Churn",
    .table = "churn",
    .shape = SHAPE(churn),
    .key_prefix = "X-",
    .happened = "day",
    .sort = "-day",
    .search = churn_search,
    .refs = churn_refs,
};
