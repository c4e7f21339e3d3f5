#include "facts/kind/kind.h"
#include "facts/usage/usage.h"

const struct field usage_row_fields[] = {
    FIELD_STR(struct usage_row, account, .min = 1, .max = KIND_KEY_MAX,
              .help = "Key of the account; or name one of its subscriptions",
              .synonyms = "account id|account key|customer id|customer|client id|client|company id|"
                          "company|organization id|organisation id|org id|tenant id|tenant|"
                          "workspace id|group id"),
    FIELD_STR(struct usage_row, subscription, .min = 1, .max = KIND_KEY_MAX,
              .help = "Key of a subscription; it tells the account when no account is given",
              .synonyms = "subscription id|subscription key|contract id|license id"),
    FIELD_STR(struct usage_row, event, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "Name of what was done: a feature, a screen, an action",
              .synonyms = "event name|event type|event key|feature|feature name|feature id|action|"
                          "activity|metric|metric name"),
    FIELD_STR(struct usage_row, user, .min = 1, .max = KIND_KEY_MAX,
              .help = "The user of the product who did it, if known",
              .synonyms = "user id|user key|user name|username|distinct id|login|member id|actor|"
                          "user email|email"),
    FIELD_DAY(struct usage_row, day, .required = true, .help = "The day it was done",
              .synonyms = "date|usage date|event date|activity date|used on|timestamp|time|event "
                          "time|occurred at|period"),
    FIELD_I64(struct usage_row, count, .min = 0, .max = 1000000000000,
              .help = "How often; 1 if empty",
              .synonyms = "usage count|event count|events|usage|uses|times|number|quantity|value|"
                          "total|hits|sessions"),
    FIELD_END,
};
