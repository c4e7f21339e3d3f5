#include "facts/advocacy/advocacy.h"

#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/rules.h"

const char *const advocacy_kinds[] = {
    "reference_call", "referral", "case_study",       "public_review",
    "advisory_board", "talk",     "product_feedback", NULL};

const struct field advocacy_fields[] = {
    KIND_KEY(struct advocacy, .help = "Its id in your other systems",
             .synonyms = "id|advocacy id|advocacy key|reference id|referral id|review id|"
                         "feedback id|activity id|record id|external id"),
    KIND_ACCOUNT(struct advocacy),
    FIELD_STR(struct advocacy, contact, .max = KIND_KEY_MAX, .help = "Key of the person who did it",
              .synonyms = "contact id|contact key|advocate|advocate id|advocate key|reviewer|"
                          "speaker"),
    FIELD_ENUM(struct advocacy, kind, advocacy_kinds, .required = true,
               .help = "What the customer did",
               .synonyms = "type|advocacy type|advocacy kind|act|activity|activity type|"
                           "reference type"),
    FIELD_DAY(struct advocacy, day, .required = true, .help = "The day of it",
              .synonyms = "date|done on|happened on|given on|activity date|published on|"
                          "completed on|created at|created date"),
    FIELD_I64(struct advocacy, worth_cents, .min = 0, .unit = "cents",
              .help = "What it was worth to you, by your own estimate",
              .synonyms =
                  "worth|value|estimated value|influenced amount|influenced revenue|amount"),
    KIND_CURRENCY(struct advocacy),
    FIELD_STR(struct advocacy, note, .max = 10000, .help = "What it was about, or where it stands",
              .synonyms = "notes|description|details|comment|comments|summary|title|url|link"),
    KIND_KNOWN(struct advocacy),
    KIND_STAMPS(struct advocacy),
    FIELD_END,
};

static const struct kind_ref advocacy_refs[] = {
    {"account", "account_id", &account_kind},
    {"contact", "contact_id", &contact_kind},
    {NULL},
};

static const struct kind_alias advocacy_aliases[] = {
    {"kind", "reference", "reference_call"},
    {"kind", "customer reference", "reference_call"},
    {"kind", "sales reference", "reference_call"},
    {"kind", "site visit", "reference_call"},
    {"kind", "introduction", "referral"},
    {"kind", "lead", "referral"},
    {"kind", "recommendation", "referral"},
    {"kind", "success story", "case_study"},
    {"kind", "customer story", "case_study"},
    {"kind", "testimonial", "case_study"},
    {"kind", "quote", "case_study"},
    {"kind", "video", "case_study"},
    {"kind", "review", "public_review"},
    {"kind", "online review", "public_review"},
    {"kind", "rating", "public_review"},
    {"kind", "board", "advisory_board"},
    {"kind", "customer advisory board", "advisory_board"},
    {"kind", "cab", "advisory_board"},
    {"kind", "speaker", "talk"},
    {"kind", "speaking", "talk"},
    {"kind", "presentation", "talk"},
    {"kind", "webinar", "talk"},
    {"kind", "conference", "talk"},
    {"kind", "feedback", "product_feedback"},
    {"kind", "idea", "product_feedback"},
    {"kind", "feature request", "product_feedback"},
    {"kind", "beta test", "product_feedback"},
    {"kind", "beta", "product_feedback"},
    {NULL},
};

static int advocacy_check(const struct act *act __attribute__((unused)),
                          int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct advocacy *a = row;

    return rule_currency(a->currency, err);
}

static const char *const advocacy_search[] = {"key", "note", NULL};

const struct kind advocacy_kind = {
    .name = "advocacy",
    .plural = "advocacy",
    .label = "Advocacy",
    .table = "advocacy",
    .shape = SHAPE(advocacy),
    .key_prefix = "D-",
    .happened = "day",
    .sort = "-day",
    .search = advocacy_search,
    .refs = advocacy_refs,
    .aliases = advocacy_aliases,
    .is_known_when_entered = true,
    .check = advocacy_check,
};
