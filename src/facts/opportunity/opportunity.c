#include "facts/opportunity/opportunity.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/kind/rules.h"

#include <ctype.h>
#include <string.h>

const char *const opportunity_kinds[] = {"renewal", "expansion", NULL};

const struct field opportunity_fields[] = {
    KIND_KEY(struct opportunity, .help = "The opportunity's id in your CRM",
             .synonyms = "id|opportunity id|opportunity key|opportunity number|deal id|deal key|"
                         "record id|external id"),
    KIND_ACCOUNT(struct opportunity),
    FIELD_STR(struct opportunity, name, .help = "What it is called",
              .synonyms = "opportunity name|deal name|opportunity|deal|title|description"),
    FIELD_ENUM(struct opportunity, kind, opportunity_kinds, .required = true,
               .help = "Whether the contract is to go on (renewal) or to grow (expansion)",
               .synonyms = "type|opportunity type|deal type|opportunity kind|pipeline"),
    FIELD_I64(struct opportunity, amount_cents, .min = 0, .unit = "cents",
              .help = "Yearly recurring revenue that it is about",
              .synonyms = "amount|arr|acv|annual amount|annual contract value|deal amount|deal "
                          "value|opportunity amount|value"),
    KIND_CURRENCY(struct opportunity),
    FIELD_STR(struct opportunity, stage, .help = "How far it has come, in your own words",
              .synonyms = "stage name|deal stage|opportunity stage|sales stage|status"),
    FIELD_DAY(struct opportunity, opened, .required = true, .help = "The day it was opened",
              .synonyms = "opened on|opened at|created|created at|created on|created date|create "
                          "date|open date|start date|date"),
    FIELD_DAY(struct opportunity, expected_close, .help = "The day it is expected to close",
              .synonyms = "expected close date|expected close|close date|closing date|forecast "
                          "close date|target close date|expected closing"),
    FIELD_DAY(struct opportunity, closed, .help = "The day it was won or lost; empty while open",
              .synonyms = "closed on|closed at|closed date|actual close date|won on|lost on|"
                          "decision date"),
    FIELD_BOOL(struct opportunity, is_won, .help = "It was won; only of closed ones",
               .synonyms = "won|is closed won|closed won|win"),
    FIELD_STR(struct opportunity, owner, .help = "Who looks after it",
              .synonyms = "opportunity owner|deal owner|owner name|owner email|account executive|"
                          "assigned to"),
    KIND_KNOWN(struct opportunity),
    KIND_STAMPS(struct opportunity),
    FIELD_END,
};

static const struct kind_ref opportunity_refs[] = {{"account", "account_id", &account_kind},
                                                   {NULL}};

static const struct kind_alias opportunity_aliases[] = {
    {"kind", "renew", "renewal"},
    {"kind", "renewals", "renewal"},
    {"kind", "contract renewal", "renewal"},
    {"kind", "existing customer renewal", "renewal"},
    {"kind", "existing business renewal", "renewal"},
    {"kind", "upsell", "expansion"},
    {"kind", "up sell", "expansion"},
    {"kind", "cross sell", "expansion"},
    {"kind", "upgrade", "expansion"},
    {"kind", "add on", "expansion"},
    {"kind", "growth", "expansion"},
    {"kind", "existing business", "expansion"},
    {"kind", "existing customer upgrade", "expansion"},
    {NULL},
};

/* Does the stage's name hold both words, in any case: "Closed Won", "closedwon", "6 - Closed/Won"?
 */
static bool stage_says(const char *stage, const char *word)
{
    char text[256];
    size_t n = 0;

    for (const char *s = stage; s && *s && n + 1 < sizeof(text); s++)
        text[n++] = (char)tolower((unsigned char)*s);
    text[n] = 0;
    return strstr(text, "closed") && strstr(text, word);
}

static void close_by_stage(struct opportunity *o)
{
    bool is_won = stage_says(o->stage, "won");

    if (o->closed != DAY_NONE || !(is_won || stage_says(o->stage, "lost")))
        return;
    o->closed = o->expected_close;
    o->is_won = is_won && o->closed != DAY_NONE;
}

static int opportunity_check(const struct act *act __attribute__((unused)),
                             int64_t id __attribute__((unused)), void *row, struct err *err)
{
    struct opportunity *o = row;

    close_by_stage(o);
    int rc = rule_days_in_order("closed", o->opened, o->closed, "the day it was opened", err);
    if (rc == 0 && o->is_won && o->closed == DAY_NONE)
        return err_set(err, ERR_INVALID, "closed",
                       "is missing, but it was won; give the day on which it was");
    return rc < 0 ? rc : rule_currency(o->currency, err);
}

static const char *const opportunity_search[] = {"key", "name", "stage", "owner", NULL};

/* What the stage was before it was closed is not kept. */
static const struct kind_later opportunity_later[] = {
    {"is_won", {"closed", NULL}, false},
    {"stage", {"closed", NULL}, true},
    {NULL},
};
static const char *const opportunity_plans[] = {"expected_close", NULL};

const struct kind opportunity_kind = {
    .name = "opportunity",
    .plural = "opportunities",
    .label = "Opportunity",
    .table = "opportunity",
    .shape = SHAPE(opportunity),
    .key_prefix = "O-",
    .happened = "opened",
    .later = opportunity_later,
    .plans = opportunity_plans,
    .sort = "-opened",
    .search = opportunity_search,
    .refs = opportunity_refs,
    .aliases = opportunity_aliases,
    .is_known_when_entered = true,
    .check = opportunity_check,
};
