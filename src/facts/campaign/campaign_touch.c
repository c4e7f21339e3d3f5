#include "facts/campaign/campaign_touch.h"

#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/rules.h"

const struct field campaign_touch_fields[] = {
    KIND_KEY(struct campaign_touch, .help = "The message's id in your campaign tool",
             .synonyms = "id|touch id|message id|email id|send id|delivery id|campaign member id|"
                         "record id|external id"),
    KIND_ACCOUNT(struct campaign_touch),
    FIELD_STR(struct campaign_touch, contact, .max = KIND_KEY_MAX,
              .help = "Key of the person it went to",
              .synonyms = "contact id|contact key|recipient|recipient id|subscriber|subscriber id|"
                          "member id|lead id|user id|associated contact id"),
    FIELD_STR(struct campaign_touch, campaign, .min = 1, .required = true,
              .help = "Which campaign it was part of",
              .synonyms = "campaign name|campaign id|campaign key|email name|email campaign|"
                          "newsletter|mailing|programme|program"),
    FIELD_TIME(struct campaign_touch, sent, .required = true, .help = "When it was sent",
               .synonyms = "sent at|sent on|sent date|send date|send time|delivered at|first "
                           "responded|timestamp|date"),
    FIELD_TIME(struct campaign_touch, opened, .help = "When it was first opened",
               .synonyms = "opened at|opened on|open date|open time|first opened at|read at"),
    FIELD_TIME(struct campaign_touch, clicked, .help = "When a link in it was first followed",
               .synonyms = "clicked at|clicked on|click date|click time|first clicked at|"
                           "responded at"),
    FIELD_TIME(struct campaign_touch, unsubscribed,
               .help = "When the person asked for no more of them",
               .synonyms = "unsubscribed at|unsubscribed on|unsubscribe date|opted out at|opt out "
                           "date"),
    KIND_KNOWN(struct campaign_touch),
    KIND_STAMPS(struct campaign_touch),
    FIELD_END,
};

static const struct kind_ref campaign_touch_refs[] = {
    {"account", "account_id", &account_kind},
    {"contact", "contact_id", &contact_kind},
    {NULL},
};

static int campaign_touch_check(const struct act *act __attribute__((unused)),
                                int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct campaign_touch *t = row;
    const struct {
        const char *field;
        int64_t at;
    } later[] = {
        {"opened", t->opened},
        {"clicked", t->clicked},
        {"unsubscribed", t->unsubscribed},
    };

    for (size_t i = 0; i < ARRAY_LEN(later); i++) {
        int rc = rule_times_in_order(later[i].field, t->sent, later[i].at, "when it was sent", err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static const char *const campaign_touch_search[] = {"key", "campaign", NULL};

const struct kind campaign_touch_kind = {
    .name = "touch",
    .plural = "touches",
    .label = "Campaign touch",
    .table = "campaign_touch",
    .shape = SHAPE(campaign_touch),
    .key_prefix = "R-",
    .happened = "sent",
    .sort = "-sent",
    .search = campaign_touch_search,
    .refs = campaign_touch_refs,
    .check = campaign_touch_check,
};
