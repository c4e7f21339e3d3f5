#include "facts/interaction/interaction.h"

#include "facts/account/account.h"

const char *const interaction_kinds[] = {"meeting",         "call", "email", "check_in",
                                         "business_review", "note", NULL};
const char *const interaction_directions[] = {"inbound", "outbound", "two_way", NULL};

const struct field interaction_fields[] = {
    KIND_KEY(struct interaction, .help = "The activity's id in your other systems",
             .synonyms = "id|interaction id|activity id|event id|engagement id|meeting id|call id|"
                         "task id|record id|external id"),
    KIND_ACCOUNT(struct interaction),
    FIELD_STRS(struct interaction, contacts, .max = 100, .help = "Keys of the people who took part",
               .synonyms = "contact|contact id|contact ids|contact key|who id|attendees|"
                           "participants|associated contact ids"),
    FIELD_ENUM(struct interaction, kind, interaction_kinds, .required = true, .help = "What it was",
               .synonyms = "type|activity type|interaction type|interaction kind|engagement type|"
                           "channel|task subtype"),
    FIELD_TIME(struct interaction, at, .required = true, .help = "When it was",
               .synonyms =
                   "date|time|timestamp|occurred at|happened at|activity date|activity date "
                   "time|due date|start|start time|start date time|started at|meeting date|"
                   "call date|created at"),
    FIELD_ENUM(struct interaction, direction, interaction_directions,
               .help = "Who spoke: the customer (inbound), we (outbound), both (two_way)",
               .synonyms = "call direction|email direction|initiated by"),
    FIELD_STR(struct interaction, summary, .max = 10000, .help = "What was said",
              .synonyms = "subject|description|notes|note|body|comments|text|title|meeting name|"
                          "content"),
    FIELD_I64(struct interaction, sentiment, .min = -2, .max = 2,
              .help = "How the customer felt, from -2 (very bad) to 2 (very good)",
              .synonyms = "mood|tone|sentiment score|feeling"),
    FIELD_STR(struct interaction, author, .help = "Who wrote it down",
              .synonyms = "owner|assigned to|created by|logged by|activity assigned to|user|rep|"
                          "host"),
    KIND_KNOWN(struct interaction),
    KIND_STAMPS(struct interaction),
    FIELD_END,
};

static const struct kind_ref interaction_refs[] = {{"account", "account_id", &account_kind},
                                                   {NULL}};

static const struct kind_alias interaction_aliases[] = {
    {"kind", "e mail", "email"},
    {"kind", "mail", "email"},
    {"kind", "telephone", "call"},
    {"kind", "phone", "call"},
    {"kind", "phone call", "call"},
    {"kind", "event", "meeting"},
    {"kind", "demo", "meeting"},
    {"kind", "visit", "meeting"},
    {"kind", "workshop", "meeting"},
    {"kind", "qbr", "business_review"},
    {"kind", "ebr", "business_review"},
    {"kind", "quarterly business review", "business_review"},
    {"kind", "executive business review", "business_review"},
    {"kind", "touchpoint", "check_in"},
    {"kind", "task", "note"},
    {"kind", "comment", "note"},
    {"direction", "in", "inbound"},
    {"direction", "incoming", "inbound"},
    {"direction", "received", "inbound"},
    {"direction", "out", "outbound"},
    {"direction", "outgoing", "outbound"},
    {"direction", "sent", "outbound"},
    {"direction", "both", "two_way"},
    {"direction", "mutual", "two_way"},
    {"sentiment", "very negative", "-2"},
    {"sentiment", "negative", "-1"},
    {"sentiment", "neutral", "0"},
    {"sentiment", "mixed", "0"},
    {"sentiment", "positive", "1"},
    {"sentiment", "very positive", "2"},
    {NULL},
};

static const char *const interaction_search[] = {"key", "summary", "author", NULL};

const struct kind interaction_kind = {
    .name = "interaction",
    .plural = "interactions",
    .label = "Interaction",
    .table = "interaction",
    .shape = SHAPE(interaction),
    .key_prefix = "N-",
    .happened = "at",
    .sort = "-at",
    .search = interaction_search,
    .refs = interaction_refs,
    .aliases = interaction_aliases,
    .is_known_when_entered = true,
};
