#include "scoring/setting/settings.h"

#include "base/str.h"
#include "facts/kind/touch.h"
#include "settings_sql.h"

#include <string.h>

const char *const hierarchies[] = {"alone", "arr", "count", NULL};

const struct field settings_fields[] = {
    FIELD_STR(struct settings, organisation, .required = true, .max = 120,
              .help = "The name of the company that uses Ripen"),
    FIELD_STR(struct settings, currency, .required = true, .min = 3, .max = 3,
              .help =
                  "ISO 4217 code. Only amounts in this currency are added up; a subscription in "
                  "another one leaves its account's revenue unknown"),
    FIELD_STR(struct settings, time_zone, .required = true, .min = 1, .max = 64,
              .help = "Name from the time-zone database, such as Europe/Vienna; takes effect when "
                      "the server is started again"),
    FIELD_I64(struct settings, ltv_threshold_cents, .min = 0, .unit = "cents",
              .help = "Accounts whose lifetime value over three years reaches this are worth an "
                      "investment; empty: the median of the portfolio"),
    FIELD_F64(struct settings, gross_margin_threshold_pct, .required = true, .fmin = 0, .fmax = 100,
              .unit = "%", .help = "Accounts need this gross margin as well to be worth it"),
    FIELD_F64(struct settings, default_gross_margin_pct, .required = true, .fmin = -100,
              .fmax = 100, .unit = "%",
              .help = "Gross margin of accounts that have none of their own; 70 to 80 is usual for "
                      "software by subscription"),
    FIELD_F64(struct settings, discount_pct, .required = true, .fmin = 0, .fmax = 100, .unit = "%",
              .help = "How much less money is worth a year later"),
    FIELD_I64(struct settings, rating_outranks_days, .required = true, .min = 0, .max = 3650,
              .unit = "days",
              .help = "For so long a maturity rating by interview or observation outranks what the "
                      "customer says of itself later"),
    FIELD_ENUM(struct settings, hierarchy, hierarchies, .required = true,
               .help =
                   "alone: every account has its own scores; arr, count: an account with others "
                   "below it has the mean of its family's, weighed by ARR or each counting "
                   "once. Money is never rolled up"),
    FIELD_STR(struct settings, matrix, .required = true, .min = 1, .max = 40,
              .help = "Key of the matrix that pages and lists show"),
    FIELD_END,
};

static const struct settings defaults = {
    .organisation = "",
    .currency = DEFAULT_CURRENCY,
    .time_zone = "UTC",
    .ltv_threshold_cents = I64_NONE,
    .gross_margin_threshold_pct = DEFAULT_MARGIN_THRESHOLD,
    .default_gross_margin_pct = DEFAULT_GROSS_MARGIN,
    .discount_pct = DEFAULT_DISCOUNT,
    .rating_outranks_days = DEFAULT_OUTRANKS_DAYS,
    .hierarchy = "alone",
    .matrix = "3x3",
};

int settings_load(struct conn *c, struct arena *arena, struct settings *ret, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_settings_all, DB_ARGS(), &q, err);

    *ret = defaults;
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        /* Other parts of Ripen keep rows of their own here. */
        const struct field *f = fields_find(settings_fields, db_col_str(q, 0));
        const char *value = db_col_str(q, 1); /* "" was emptied: the default stands */
        if (f && *value && field_read_text(f, value, arena, ret, err) < 0)
            return err_prefix(err, "setting %s in the database", f->name);
    }
    return rc;
}

int settings_save(const struct act *act, const struct settings *settings, struct err *err)
{
    struct settings before;
    int rc = settings_load(act->conn, act->arena, &before, err);

    FIELDS_EACH (f, settings_fields) {
        AUTO_BUF old = {0}, new = {0};
        field_write_text(f, &before, &old);
        field_write_text(f, settings, &new);
        if (rc < 0 || str_eq(buf_text(&old), buf_text(&new)))
            continue;
        rc = db_exec(act->conn, sql_settings_put,
                     DB_ARGS(DB_STR("name", f->name), DB_STR("value", buf_text(&new))), err);
    }
    if (rc < 0)
        return rc;
    /* Which amounts count has changed, and with it every account's revenue; or which ratings. */
    if (!str_eq(before.currency, settings->currency) ||
        before.rating_outranks_days != settings->rating_outranks_days)
        rc = facts_touch_all(act->conn, err);
    if (rc < 0)
        return rc;
    const struct audit_subject subject = {"settings", "settings", settings_fields};
    return audit_diff(act, &subject, &before, settings, err);
}
