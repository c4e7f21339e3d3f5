#include "facts/account/account.h"

#include "account_sql.h"
#include "base/str.h"
#include "facts/kind/custom.h"
#include "facts/kind/forgotten.h"
#include "facts/kind/kind_store.h"
#include "facts/kind/rules.h"

const char *const account_lifecycles[] = {"prospect", "onboarding", "active", "churned", NULL};
const char *const account_adopter_types[] = {"innovator",     "early_adopter", "early_majority",
                                             "late_majority", "laggard",       NULL};

const struct field account_fields[] = {
    KIND_KEY(struct account,
             .help = "The account's id in your other systems; imports find it again by this",
             .synonyms =
                 "id|account id|account number|account key|customer id|customer key|customer "
                 "number|customer|client id|company id|organization id|organisation id|org "
                 "id|tenant id|workspace id|record id|external id|crm id"),
    FIELD_STR(struct account, name, .min = 1, .required = true, .help = "Name of the customer",
              .synonyms = "account name|account|customer name|client|client name|company|company "
                          "name|organization|organisation|organization name|organisation name|"
                          "business name|tenant|workspace"),
    FIELD_STR(struct account, parent, .max = KIND_KEY_MAX,
              .help = "Key of the account that this one belongs to",
              .synonyms =
                  "parent id|parent account|parent account id|parent company|parent company "
                  "id|ultimate parent|parent customer"),
    FIELD_ENUM(
        struct account, lifecycle, account_lifecycles,
        .help = "Where the relation stands as a whole; left out, it follows from the churn day",
        .synonyms = "lifecycle stage|status|account status|customer status|type|account type"),
    FIELD_STR(struct account, stage, .help = "Stage of the relation, in your own words",
              .synonyms = "relationship stage|customer stage|account stage|journey stage|phase"),
    FIELD_I64(struct account, employees, .min = 0, .help = "How many people work there",
              .synonyms = "number of employees|employee count|num employees|headcount|company size|"
                          "staff"),
    FIELD_STR(struct account, size_band,
              .help = "Band of size in your own words, such as small or enterprise",
              .synonyms = "size|segment|tier|company size band|employee range|account segment|"
                          "account tier|market segment"),
    FIELD_STR(struct account, location, .help = "Country or region",
              .synonyms = "country|country code|billing country|shipping country|country region|"
                          "region|territory|city|address country|geography|geo"),
    FIELD_STR(struct account, industry, .help = "Line of business",
              .synonyms = "sector|vertical|company industry|account industry|branch|market"),
    FIELD_STR(struct account, use_case, .help = "What the customer uses the product for",
              .synonyms = "use cases|primary use case|purpose|solution"),
    FIELD_ENUM(struct account, adopter_type, account_adopter_types,
               .help = "How early this customer takes up what is new",
               .synonyms = "adopter|adopter category|adoption type|adopter segment"),
    FIELD_STR(struct account, owner, .help = "Who looks after the account",
              .synonyms = "account owner|owner name|owner email|company owner|record owner|account "
                          "manager|csm|csm name|customer success manager|assigned to|responsible"),
    FIELD_STR(struct account, plan, .help = "Plan or edition the customer is on",
              .synonyms = "plan name|plan tier|edition|package|product plan|subscription plan"),
    FIELD_I64(struct account, seats, .min = 0,
              .help = "Seats bought, where no subscription says so",
              .synonyms = "licenses|licences|seat count|number of seats|license count|users "
                          "licensed|quantity"),
    KIND_CURRENCY(struct account),
    FIELD_DAY(struct account, start, .help = "First day as a customer",
              .synonyms = "start date|customer since|signup date|sign up date|signed up|created at|"
                          "created date|create date|created utc|became a customer date|onboarded "
                          "on|first purchase date|company created at|activation date"),
    FIELD_DAY(struct account, churned, .help = "First day no longer a customer",
              .synonyms = "churn date|churn day|churned at|churned on|cancellation date|cancelled "
                          "at|canceled at|end date|lost date|left on"),
    FIELD_STR(struct account, churn_reason, .help = "Why the customer left",
              .synonyms = "reason for churn|cancellation reason|lost reason|churn reason code"),
    FIELD_I64(struct account, acquisition_cost_cents, .min = 0, .unit = "cents",
              .help = "What it cost to win the customer",
              .synonyms = "acquisition cost|cac|customer acquisition cost|cost of acquisition"),
    FIELD_F64(struct account, gross_margin_pct, .fmin = -1000, .fmax = 100, .unit = "%",
              .help = "Gross margin of this account's revenue",
              .synonyms = "gross margin|margin|gross margin percent|margin pct"),
    FIELD_JSON(struct account, custom, .help = "Your own declared fields, by name"),
    KIND_STAMPS(struct account),
    FIELD_END,
};

static const struct kind_ref account_refs[] = {{"parent", "parent_id", &account_kind}, {NULL}};

static const struct kind_alias account_aliases[] = {
    {"lifecycle", "lead", "prospect"},
    {"lifecycle", "subscriber", "prospect"},
    {"lifecycle", "opportunity", "prospect"},
    {"lifecycle", "marketing qualified lead", "prospect"},
    {"lifecycle", "sales qualified lead", "prospect"},
    {"lifecycle", "trial", "prospect"},
    {"lifecycle", "trialing", "prospect"},
    {"lifecycle", "new", "onboarding"},
    {"lifecycle", "implementation", "onboarding"},
    {"lifecycle", "implementing", "onboarding"},
    {"lifecycle", "customer", "active"},
    {"lifecycle", "live", "active"},
    {"lifecycle", "current", "active"},
    {"lifecycle", "evangelist", "active"},
    {"lifecycle", "past due", "active"},
    {"lifecycle", "inactive", "churned"},
    {"lifecycle", "former", "churned"},
    {"lifecycle", "former customer", "churned"},
    {"lifecycle", "cancelled", "churned"},
    {"lifecycle", "canceled", "churned"},
    {"lifecycle", "lost", "churned"},
    {"adopter_type", "innovators", "innovator"},
    {"adopter_type", "early adopters", "early_adopter"},
    {"adopter_type", "visionary", "early_adopter"},
    {"adopter_type", "pragmatist", "early_majority"},
    {"adopter_type", "conservative", "late_majority"},
    {"adopter_type", "laggards", "laggard"},
    {"adopter_type", "skeptic", "laggard"},
    {NULL},
};

/* Follows the parents upwards; a chain this long is a circle, or as bad as one. */
#define PARENTS_MAX 50

static int check_parent(const struct act *act, int64_t id, const struct account *a, struct err *err)
{
    int64_t up = I64_NONE;

    if (!a->parent)
        return 0;
    if (str_eq(a->parent, a->key))
        return err_set(err, ERR_INVALID, "parent", "account \"%.60s\" cannot be its own parent",
                       a->key);
    if (!id)
        return 0; /* nothing can stand below an account that is new */
    int rc = db_i64(act->conn, sql_account_id, DB_ARGS(DB_STR("key", a->parent)), &up, err);
    for (int i = 0; rc == 0 && up != I64_NONE && up != id && i < PARENTS_MAX; i++) {
        int64_t below = up;
        up = I64_NONE;
        rc = db_i64(act->conn, sql_account_parent, DB_ARGS(DB_I64("id", below)), &up, err);
    }
    if (rc == 0 && up != I64_NONE)
        return err_set(err, ERR_INVALID, "parent",
                       up == id
                           ? "account \"%.60s\" stands below this one, so it cannot be its parent"
                           : "the parents of account \"%.60s\" go up too far",
                       a->parent);
    return rc;
}

static int account_check(const struct act *act, int64_t id, void *row, struct err *err)
{
    struct account *a = row;

    bool has_churned = a->churned != DAY_NONE && a->churned <= day_of_time(act->now_ms);
    if (!a->lifecycle || (has_churned && str_eq(a->lifecycle, "active")))
        a->lifecycle = has_churned ? "churned" : "active";
    int rc =
        rule_days_in_order("churned", a->start, a->churned, "the first day as a customer", err);
    if (rc == 0)
        rc = rule_currency(a->currency, err);
    if (rc == 0)
        rc = check_parent(act, id, a, err);
    return rc < 0 ? rc : custom_check(act, "account", a->custom, err);
}

/* Its users are nobody any more, and in the log of events they are to be forgotten with it. */
static int account_before_delete(const struct act *act, int64_t id, struct err *err)
{
    struct account a;
    int rc = kind_get_by_id(act->conn, &account_kind, id, act->arena, &a, err);

    return rc < 0 ? rc : facts_forget_later(act, a.key, NULL, err);
}

static const char *const account_search[] = {"key", "name", "owner", "industry", "location", NULL};

const struct kind account_kind = {
    .name = "account",
    .plural = "accounts",
    .label = "Account",
    .table = "account",
    .shape = SHAPE(account),
    .key_prefix = "A-",
    .sort = "name",
    .search = account_search,
    .refs = account_refs,
    .aliases = account_aliases,
    .check = account_check,
    .before_delete = account_before_delete,
};
