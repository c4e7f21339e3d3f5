#include "facts/goal/goal.h"

#include "facts/account/account.h"
#include "facts/kind/rules.h"

const struct field goal_fields[] = {
    KIND_KEY(struct goal, .help = "The goal's id in your other systems",
             .synonyms = "id|goal id|goal key|objective id|outcome id|success criterion id|record "
                         "id|external id"),
    KIND_ACCOUNT(struct goal),
    FIELD_STR(struct goal, outcome, .required = true, .min = 1, .max = 1000,
              .help = "What the customer wants to reach",
              .synonyms = "goal|goal name|objective|objective name|desired outcome|success "
                          "criterion|success criteria|name|title|description"),
    FIELD_STR(struct goal, unit, .max = 40, .help = "What it is measured in, such as % or days",
              .synonyms = "unit of measure|measure|metric|kpi"),
    FIELD_F64(struct goal, baseline, .help = "Where the customer stood when it was agreed",
              .synonyms = "baseline value|start value|starting value|initial value|from"),
    FIELD_F64(struct goal, target, .help = "Where the customer wants to stand",
              .synonyms = "target value|goal value|planned value|to"),
    FIELD_DAY(struct goal, agreed, .required = true, .help = "The day it was agreed",
              .synonyms = "agreed on|agreed at|set on|start|start date|created at|created date|"
                          "create date|date"),
    FIELD_DAY(struct goal, due, .help = "The day by which it is to be reached",
              .synonyms = "due date|due on|target date|deadline|end date|by"),
    FIELD_DAY(struct goal, met, .help = "The day it was reached; left out, the measurements tell",
              .synonyms = "met on|reached|reached on|achieved|achieved on|achieved at|completed|"
                          "completed on|completed at|completion date|done on"),
    FIELD_STR(struct goal, owner, .help = "Who looks after it",
              .synonyms = "goal owner|assigned to|responsible"),
    FIELD_STR(struct goal, note, .max = 10000, .help = "Anything else worth knowing",
              .synonyms = "notes|comment|comments|remarks"),
    KIND_KNOWN(struct goal),
    KIND_STAMPS(struct goal),
    FIELD_END,
};

static const struct kind_ref goal_refs[] = {{"account", "account_id", &account_kind}, {NULL}};

static int goal_check(const struct act *act __attribute__((unused)),
                      int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct goal *g = row;
    int rc = rule_days_in_order("due", g->agreed, g->due, "the day it was agreed", err);

    if (rc == 0)
        rc = rule_days_in_order("met", g->agreed, g->met, "the day it was agreed", err);
    if (rc == 0 && isnan(g->target) && !isnan(g->baseline))
        return err_set(err, ERR_INVALID, "target",
                       "is missing, but there is a baseline; give the value to reach, or neither");
    if (rc == 0 && g->target == g->baseline)
        return err_set(err, ERR_INVALID, "target",
                       "is the same as the baseline, so that nothing is left to reach; give "
                       "another target");
    return rc;
}

static const char *const goal_search[] = {"key", "outcome", "owner", NULL};

static const char *const goal_plans[] = {"due", NULL};

const struct kind goal_kind = {
    .name = "goal",
    .plural = "goals",
    .label = "Goal",
    .table = "goal",
    .shape = SHAPE(goal),
    .key_prefix = "G-",
    .happened = "agreed",
    .plans = goal_plans,
    .sort = "-agreed",
    .search = goal_search,
    .refs = goal_refs,
    .is_known_when_entered = true,
    .check = goal_check,
};
