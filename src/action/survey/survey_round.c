#include "action/survey/survey_round.h"

#include "action/survey/invitation.h"
#include "action/survey/outbox.h"
#include "base/str.h"
#include "base/vec.h"
#include "facts/survey/instrument_store.h"
#include "survey_round_sql.h"
#include "survey_sql.h"

const struct field survey_round_fields[] = {
    FIELD_I64(struct survey_round, id, .required = true),
    FIELD_I64(struct survey_round, number, .required = true),
    FIELD_I64(struct survey_round, version, .required = true, .help = "Of the questionnaire"),
    FIELD_TIME(struct survey_round, opened, .required = true),
    FIELD_TIME(struct survey_round, closes, .required = true),
    FIELD_TIME(struct survey_round, closed, .help = "Missing: it is open"),
    FIELD_I64(struct survey_round, asked, .help = "People in it"),
    FIELD_I64(struct survey_round, mailed, .help = "Whose mail went out"),
    FIELD_I64(struct survey_round, answered),
    FIELD_I64(struct survey_round, failed,
              .help = "Whose mail was refused, could not be sent, or is in doubt"),
    FIELD_END,
};

int round_list(struct conn *c, int64_t survey_id, struct arena *arena, struct survey_round **ret,
               size_t *ret_n, struct err *err)
{
    return db_all(c, sql_round_list, DB_ARGS(DB_I64("survey_id", survey_id)),
                  DB_ROWS(survey_round_fields, ret, ret_n), arena, err);
}

int round_now(struct conn *c, int64_t survey_id, int64_t now_ms, struct arena *arena,
              struct survey_round *ret, struct err *err)
{
    return db_one(c, sql_round_now, DB_ARGS(DB_I64("survey_id", survey_id), DB_I64("now", now_ms)),
                  survey_round_fields, ret, arena, err);
}

/* With the version of the questionnaire that is published now, which stays as it is from then on.
 */
static int add_round(const struct act *act, const struct survey *s, struct survey_round *ret,
                     struct err *err)
{
    struct instrument *in;
    int rc = instrument_load(act->conn, s->instrument, 0, act->arena, &in, err);

    fields_init(survey_round_fields, ret);
    if (rc == 0)
        rc = instrument_pin(act, in, err);
    if (rc == 0)
        rc = db_next_id(act->conn, "survey_round", &ret->id, err);
    if (rc == 0)
        rc = db_i64(act->conn, sql_round_number, DB_ARGS(DB_I64("survey_id", s->id)), &ret->number,
                    err);
    if (rc < 0)
        return rc;
    ret->version = in->version;
    ret->opened = act->now_ms;
    ret->closes = act->now_ms + s->open_days * DAY_MS;
    rc = db_exec(act->conn, sql_round_insert,
                 DB_ARGS(DB_ROW(survey_round_fields, ret), DB_I64("survey_id", s->id)), err);
    return rc < 0 ? rc : 0;
}

int round_need(const struct act *act, const struct survey *s, struct survey_round *ret,
               struct err *err)
{
    int rc = round_now(act->conn, s->id, act->now_ms, act->arena, ret, err);

    return rc == ERR_NOT_FOUND ? add_round(act, s, ret, err) : rc;
}

int round_open(const struct act *act, const struct survey *s, const struct audience *audience,
               int64_t *ret_asked, struct err *err)
{
    struct survey_settings settings;
    struct survey_round round;
    int64_t id = 0, asked = 0;
    int rc = survey_settings_load(act->conn, act->arena, &settings, err);

    if (rc == 0)
        rc = add_round(act, s, &round, err);
    if (rc < 0)
        return rc;
    struct invitation_new in = {
        .survey = s,
        .round = &round,
        .quiet_days = s->quiet_days > settings.quiet_days ? s->quiet_days : settings.quiet_days,
        .is_mailed = str_eq(s->channel, "mail"),
    };
    for (size_t i = 0; rc == 0 && i < audience->n_people; i++) {
        in.person = &audience->people[i];
        rc = invitation_add(act, &in, &id, err);
        asked += id != 0;
    }
    *ret_asked = asked;
    return rc < 0 ? rc
                  : survey_set_next_round(act->conn, s->id, survey_next_after(s, act->now_ms), err);
}

int rounds_close(struct conn *c, int64_t now_ms, struct err *err)
{
    int rc = db_exec(c, sql_rounds_over, DB_ARGS(DB_I64("now", now_ms)), err);

    if (rc >= 0)
        rc = db_exec(c, sql_rounds_over_mails, DB_ARGS(DB_I64("now", now_ms)), err);
    if (rc >= 0)
        rc = db_exec(c, sql_surveys_over, DB_ARGS(DB_I64("now", now_ms)), err);
    return rc < 0 ? rc : 0;
}

int rounds_remind(struct conn *c, int64_t now_ms, int64_t *ret_n, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    VEC(int64_t) ids = {0};
    int rc = db_query(c, sql_reminders_due, DB_ARGS(DB_I64("now", now_ms)), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        vec_push(&ids, db_col_i64(q, 0));
    for (size_t i = 0; rc >= 0 && i < ids.n; i++)
        rc = outbox_add(c, ids.items[i], "reminder", now_ms, err);
    *ret_n = (int64_t)ids.n;
    vec_done(&ids);
    return rc < 0 ? rc : 0;
}

int rounds_due(struct conn *c, int64_t now_ms, struct arena *arena, struct survey **ret,
               size_t *ret_n, struct err *err)
{
    return db_all(c, sql_survey_due, DB_ARGS(DB_I64("now", now_ms)),
                  DB_ROWS(survey_fields, ret, ret_n), arena, err);
}
