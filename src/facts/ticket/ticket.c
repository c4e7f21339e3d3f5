#include "facts/ticket/ticket.h"

#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/rules.h"

const char *const ticket_vehicles[] = {"email", "phone",  "portal", "community",
                                       "chat",  "social", NULL};
const char *const ticket_priorities[] = {"low", "normal", "high", "urgent", NULL};

const struct field ticket_fields[] = {
    KIND_KEY(struct ticket, .help = "The ticket's id in your help desk",
             .synonyms = "id|ticket id|ticket number|ticket key|case id|case number|conversation "
                         "id|issue id|issue key|request id|external id"),
    KIND_ACCOUNT(struct ticket),
    FIELD_STR(struct ticket, contact, .max = KIND_KEY_MAX, .help = "Key of the person who asked",
              .synonyms = "contact id|contact key|requester|requester id|user id|submitter id|"
                          "reporter|associated contact id"),
    FIELD_ENUM(struct ticket, vehicle, ticket_vehicles, .help = "How the customer got in touch",
               .synonyms = "channel|via|origin|source|ticket source|case origin|via channel|ticket "
                           "channel"),
    FIELD_ENUM(struct ticket, priority, ticket_priorities, .help = "How urgent it is",
               .synonyms = "ticket priority|severity|urgency|case priority"),
    FIELD_STR(struct ticket, subject, .max = 1000, .help = "What it is about",
              .synonyms = "title|ticket name|summary|topic|ticket subject|case subject"),
    FIELD_TIME(struct ticket, opened, .required = true, .help = "When the customer asked (heard)",
               .synonyms = "opened at|opened on|created at|created date|create date|created|"
                           "submitted at|submitted|received at|date opened|started at|conversation "
                           "started at|requested at|open date"),
    FIELD_TIME(struct ticket, first_response, .help = "When somebody first answered",
               .synonyms = "first response at|first reply at|first replied at|responded at|first "
                           "response time stamp|first response date|first answer at|first agent "
                           "reply at"),
    FIELD_TIME(struct ticket, understood, .help = "When it was clear what the customer needs",
               .synonyms = "understood at|triaged at|triaged|acknowledged at|diagnosed at|assigned "
                           "at|initially assigned at|confirmed at"),
    FIELD_TIME(struct ticket, solved, .help = "When it was first solved",
               .synonyms = "solved at|solved on|resolved|resolved at|resolution date|date resolved|"
                           "resolved date"),
    FIELD_TIME(struct ticket, closed, .help = "When it was closed for good",
               .synonyms = "closed at|closed on|close date|closed date|date closed|completed at"),
    FIELD_I64(struct ticket, reopened_count, .min = 0, .max = 10000,
              .help = "How often it came back",
              .synonyms = "reopens|reopened|times reopened|reopen count|number of reopens"),
    FIELD_TIME(struct ticket, escalated, .help = "When it was escalated; empty if it never was",
               .synonyms = "escalated at|escalated on|escalation date|escalation time|escalated "
                           "date"),
    FIELD_I64(struct ticket, satisfaction, .min = 1, .max = 5,
              .help = "The customer's rating of the help, 1 to 5",
              .synonyms = "satisfaction score|satisfaction rating|csat|csat score|rating|"
                          "conversation rating|customer satisfaction|survey rating"),
    KIND_KNOWN(struct ticket),
    KIND_STAMPS(struct ticket),
    FIELD_END,
};

static const struct kind_ref ticket_refs[] = {
    {"account", "account_id", &account_kind},
    {"contact", "contact_id", &contact_kind},
    {NULL},
};

static const struct kind_alias ticket_aliases[] = {
    {"priority", "medium", "normal"},
    {"priority", "moderate", "normal"},
    {"priority", "standard", "normal"},
    {"priority", "minor", "low"},
    {"priority", "trivial", "low"},
    {"priority", "lowest", "low"},
    {"priority", "major", "high"},
    {"priority", "highest", "urgent"},
    {"priority", "critical", "urgent"},
    {"priority", "blocker", "urgent"},
    {"priority", "emergency", "urgent"},
    {"priority", "p1", "urgent"},
    {"priority", "p2", "high"},
    {"priority", "p3", "normal"},
    {"priority", "p4", "low"},
    {"vehicle", "e mail", "email"},
    {"vehicle", "mail", "email"},
    {"vehicle", "voice", "phone"},
    {"vehicle", "call", "phone"},
    {"vehicle", "telephone", "phone"},
    {"vehicle", "web", "portal"},
    {"vehicle", "web form", "portal"},
    {"vehicle", "form", "portal"},
    {"vehicle", "api", "portal"},
    {"vehicle", "help center", "portal"},
    {"vehicle", "in app", "portal"},
    {"vehicle", "forum", "community"},
    {"vehicle", "live chat", "chat"},
    {"vehicle", "messaging", "chat"},
    {"vehicle", "messenger", "chat"},
    {"vehicle", "whatsapp", "chat"},
    {"vehicle", "sms", "chat"},
    {"vehicle", "slack", "chat"},
    {"vehicle", "twitter", "social"},
    {"vehicle", "facebook", "social"},
    {"vehicle", "social media", "social"},
    {"satisfaction", "good", "5"},
    {"satisfaction", "bad", "1"},
    {"satisfaction", "offered", ""},
    {"satisfaction", "unoffered", ""},
    {"satisfaction", "not offered", ""},
    {NULL},
};

static int ticket_check(const struct act *act __attribute__((unused)),
                        int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct ticket *t = row;
    const struct {
        const char *field;
        int64_t at;
    } later[] = {
        {"first_response", t->first_response},
        {"understood", t->understood},
        {"solved", t->solved},
        {"closed", t->closed},
        {"escalated", t->escalated},
    };

    for (size_t i = 0; i < ARRAY_LEN(later); i++) {
        int rc = rule_times_in_order(later[i].field, t->opened, later[i].at,
                                     "the ticket was opened", err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static const char *const ticket_search[] = {"key", "subject", NULL};

static const struct kind_later ticket_later[] = {
    {"satisfaction", {"solved", "closed"}, false},
    {"reopened_count", {"solved", "closed"}, false},
    {NULL},
};

const struct kind ticket_kind = {
    .name = "ticket",
    .plural = "tickets",
    .label = "Ticket",
    .table = "ticket",
    .shape = SHAPE(ticket),
    .key_prefix = "T-",
    .happened = "opened",
    .later = ticket_later,
    .sort = "-opened",
    .search = ticket_search,
    .refs = ticket_refs,
    .aliases = ticket_aliases,
    .check = ticket_check,
};
