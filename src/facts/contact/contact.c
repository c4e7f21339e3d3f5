#include "facts/contact/contact.h"

#include "facts/account/account.h"
#include "facts/kind/rules.h"

const char *const contact_roles[] = {"decision_maker", "executive_sponsor", "champion",
                                     "power_user",     "detractor",         NULL};

const struct field contact_fields[] = {
    KIND_KEY(struct contact, .help = "The person's id in your other systems",
             .synonyms = "id|contact id|contact key|person id|user id|record id|record id contact|"
                         "external id|lead id"),
    KIND_ACCOUNT(struct contact),
    FIELD_STR(struct contact, name, .help = "Full name",
              .synonyms = "contact name|full name|person|display name|contact"),
    FIELD_STR(struct contact, email, .help = "E-mail address",
              .synonyms = "e mail|email address|mail|contact email|work email|primary email"),
    FIELD_STR(struct contact, title, .help = "Job title",
              .synonyms = "job title|position|role title|jobtitle|function"),
    FIELD_STR(struct contact, stakeholder_group,
              .help = "Which group at the customer the person stands for",
              .synonyms = "department|team|group|stakeholder|business unit|division|persona"),
    FIELD_STRS(struct contact, roles, .max = 5, .values = contact_roles,
               .help = "Parts the person plays in the relation",
               .synonyms = "role|contact role|contact roles|buying role|stakeholder role"),
    FIELD_DAY(struct contact, joined, .help = "First day in this part",
              .synonyms =
                  "joined on|join date|start date|signed up|signed up at|created at|created "
                  "date|create date|first seen"),
    FIELD_DAY(struct contact, left_day, .help = "First day no longer there",
              .synonyms = "left|left on|leave date|end date|departed|left company on|deactivated "
                          "at|no longer at company since"),
    KIND_KNOWN(struct contact),
    KIND_STAMPS(struct contact),
    FIELD_END,
};

static const struct kind_ref contact_refs[] = {{"account", "account_id", &account_kind}, {NULL}};

static const struct kind_alias contact_aliases[] = {
    {"roles", "economic buyer", "decision_maker"},
    {"roles", "decider", "decision_maker"},
    {"roles", "buyer", "decision_maker"},
    {"roles", "sponsor", "executive_sponsor"},
    {"roles", "exec sponsor", "executive_sponsor"},
    {"roles", "executive", "executive_sponsor"},
    {"roles", "business sponsor", "executive_sponsor"},
    {"roles", "advocate", "champion"},
    {"roles", "super user", "power_user"},
    {"roles", "admin", "power_user"},
    {"roles", "key user", "power_user"},
    {"roles", "blocker", "detractor"},
    {"roles", "critic", "detractor"},
    {NULL},
};

static int contact_check(const struct act *act __attribute__((unused)),
                         int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct contact *c = row;

    return rule_days_in_order("left_day", c->joined, c->left_day, "the day the person joined", err);
}

static const char *const contact_search[] = {"key", "name", "email", "title", NULL};

const struct kind contact_kind = {
    .name = "contact",
    .plural = "contacts",
    .label = "Contact",
    .table = "contact",
    .shape = SHAPE(contact),
    .key_prefix = "C-",
    .happened = "joined",
    .sort = "name",
    .search = contact_search,
    .refs = contact_refs,
    .aliases = contact_aliases,
    .check = contact_check,
};
