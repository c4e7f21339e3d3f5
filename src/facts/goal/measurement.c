#include "facts/goal/measurement.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/goal/goal.h"
#include "goal_sql.h"

const struct field measurement_fields[] = {
    KIND_KEY(struct measurement, .help = "The measurement's id in your other systems",
             .synonyms = "id|measurement id|measurement key|reading id|record id|external id"),
    KIND_ACCOUNT(struct measurement),
    FIELD_STR(struct measurement, goal, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "Key of the goal that was measured",
              .synonyms = "goal id|goal key|objective|objective id|outcome id"),
    FIELD_DAY(struct measurement, day, .required = true, .help = "The day it was measured",
              .synonyms = "date|measured on|measured at|measurement date|as of|timestamp"),
    FIELD_F64(struct measurement, value, .required = true, .help = "What was measured",
              .synonyms = "measured value|actual|actual value|current value|reading|result"),
    FIELD_STR(struct measurement, note, .max = 10000, .help = "Where the number comes from",
              .synonyms = "notes|comment|comments|remarks|evidence"),
    KIND_KNOWN(struct measurement),
    KIND_STAMPS(struct measurement),
    FIELD_END,
};

static const struct kind_ref measurement_refs[] = {
    {"account", "account_id", &account_kind},
    {"goal", "goal_id", &goal_kind},
    {NULL},
};

/* A goal belongs to one account, and so does what is measured of it. */
static int measurement_check(const struct act *act, int64_t id __attribute__((unused)), void *row,
                             struct err *err)
{
    const struct measurement *m = row;
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(act->conn, sql_goal_account, DB_ARGS(DB_STR("key", m->goal)), &q, err);

    if (rc == 0)
        rc = db_next(q, err);
    if (rc > 0 && !str_eq(db_col_str(q, 0), m->account))
        return err_set(err, ERR_INVALID, "goal",
                       "\"%.40s\" is a goal of account \"%.40s\", not of this one; give that "
                       "account",
                       m->goal, db_col_str(q, 0));
    return rc < 0 ? rc : 0;
}

static const char *const measurement_search[] = {"key", "goal", "note", NULL};

const struct kind measurement_kind = {
    .name = "measurement",
    .plural = "measurements",
    .label = "Measurement of a goal",
    .table = "measurement",
    .shape = SHAPE(measurement),
    .key_prefix = "V-",
    .happened = "day",
    .sort = "-day",
    .search = measurement_search,
    .refs = measurement_refs,
    .is_known_when_entered = true,
    .check = measurement_check,
};
