/* The settings of all surveys, and who wants no more of them. */
#include "action/survey/audience.h"
#include "audience_sql.h"
#include "base/str.h"
#include "notify/mail_text.h"

#define QUIET_DAYS 30

const char *const opt_out_hows[] = {"link", "mail", "hand", NULL};

const struct field survey_settings_fields[] = {
    FIELD_I64(struct survey_settings, quiet_days, .required = true, .min = 0, .max = 3660,
              .unit = "days",
              .help = "Nobody is asked more often than once in so many days, by whatever surveys"),
    FIELD_STR(struct survey_settings, about, .max = SURVEY_WORDS_MAX,
              .help = "What happens with the answers, where a survey does not say it; empty: "
                      "Ripen's own words"),
    FIELD_END,
};
const struct field opt_out_fields[] = {
    FIELD_STR(struct opt_out, email, .required = true, .max = MAIL_ADDRESS_MAX),
    FIELD_TIME(struct opt_out, at, .required = true, .read_only = true),
    FIELD_ENUM(struct opt_out, how, opt_out_hows, .required = true, .read_only = true,
               .help = "link: on the page; mail: by their mail program; hand: entered here"),
    FIELD_STR(struct opt_out, survey, .read_only = true,
              .help = "Key of the survey whose mail they had"),
    FIELD_END,
};

int survey_settings_load(struct conn *c, struct arena *arena, struct survey_settings *ret,
                         struct err *err)
{
    int rc = 0;

    *ret = (struct survey_settings){.quiet_days = QUIET_DAYS};
    FIELDS_EACH (f, survey_settings_fields) {
        AUTO_STRUCT(cursor) *q = NULL;
        AUTO_BUF name = {0};
        buf_printf(&name, "survey_%s", f->name);
        rc = db_query(c, sql_survey_setting_get, DB_ARGS(DB_STR("name", buf_text(&name))), &q, err);
        if (rc == 0)
            rc = db_next(q, err);
        if (rc > 0)
            rc = field_read_text(f, db_col_str(q, 0), arena, ret, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int survey_settings_save(const struct act *act, const struct survey_settings *s, struct err *err)
{
    const struct audit_subject subject = {"settings", "surveys", survey_settings_fields};
    struct survey_settings before;
    int rc = survey_settings_load(act->conn, act->arena, &before, err);

    FIELDS_EACH (f, survey_settings_fields) {
        AUTO_BUF name = {0}, value = {0};
        buf_printf(&name, "survey_%s", f->name);
        field_write_text(f, s, &value);
        if (rc >= 0 && field_is_missing(f, s))
            rc = db_exec(act->conn, sql_survey_setting_clear,
                         DB_ARGS(DB_STR("name", buf_text(&name))), err);
        else if (rc >= 0)
            rc = db_exec(
                act->conn, sql_survey_setting_put,
                DB_ARGS(DB_STR("name", buf_text(&name)), DB_STR("value", buf_text(&value))), err);
    }
    return rc < 0 ? rc : audit_diff(act, &subject, &before, s, err);
}

/* --- Opting out --- */

int opt_out_list(struct conn *c, struct arena *arena, struct opt_out **ret, size_t *ret_n,
                 struct err *err)
{
    return db_all(c, sql_opt_out_list, DB_ARGS(), DB_ROWS(opt_out_fields, ret, ret_n), arena, err);
}

int opt_out_add(const struct act *act, const struct opt_out *o, struct err *err)
{
    char *email = str_lower(arena_strdup(act->arena, o->email));
    struct opt_out row = {.email = email, .at = act->now_ms, .how = o->how, .survey = o->survey};
    const struct audit_subject subject = {"opt_out", email, opt_out_fields};
    int rc = mail_address_check(email, "email", err);

    if (rc == 0)
        rc = db_exec(act->conn, sql_opt_out_put, DB_ARGS(DB_ROW(opt_out_fields, &row)), err);
    if (rc <= 0)
        return rc;
    rc = db_exec(act->conn, sql_opt_out_drop_mails,
                 DB_ARGS(DB_STR("email", email), DB_I64("now", act->now_ms)), err);
    return rc < 0 ? rc : audit_diff(act, &subject, NULL, &row, err);
}

int opt_out_remove(const struct act *act, const char *email, struct err *err)
{
    char *low = str_lower(arena_strdup(act->arena, email));
    struct opt_out row = {.email = low, .at = TIME_NONE};
    const struct audit_subject subject = {"opt_out", low, opt_out_fields};
    int rc = db_exec(act->conn, sql_opt_out_delete, DB_ARGS(DB_STR("email", low)), err);

    if (rc == 0)
        return err_set(err, ERR_NOT_FOUND, "email", "%.100s did not ask to be left alone", email);
    return rc < 0 ? rc : audit_diff(act, &subject, &row, NULL, err);
}
