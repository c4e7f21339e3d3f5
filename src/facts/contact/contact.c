#include "facts/contact/contact.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/kind/forgotten.h"
#include "facts/kind/kind_store.h"
#include "facts/kind/rules.h"
#include "facts/usage/usage_people.h"

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

/* The product's users that are this person go with it; in the log of events they are to be
 * forgotten. */
static int contact_before_delete(const struct act *act, int64_t id, struct err *err)
{
    struct usage_user_ref *users;
    struct contact c;
    size_t n = 0;
    int rc = kind_get_by_id(act->conn, &contact_kind, id, act->arena, &c, err);

    if (rc == 0)
        rc = usage_users_of(act->conn, id, act->arena, &users, &n, err);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        rc = usage_forget_user(act, &users[i], err);
        if (rc == 0 && !str_eq(users[i].key, c.key))
            rc = facts_forget_later(act, NULL, users[i].key, err);
    }
    return rc < 0 ? rc : facts_forget_later(act, NULL, c.key, err);
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
    .before_delete = contact_before_delete,
};
