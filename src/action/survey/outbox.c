#include "action/survey/outbox.h"

#include "base/str.h"
#include "outbox_sql.h"

#define ATTEMPTS_MAX  6
#define FIRST_WAIT_MS 900000LL /* then four times as long each: within a day they are over */

static const struct field outgoing_fields[] = {
    FIELD_I64(struct outgoing, id),
    FIELD_I64(struct outgoing, invitation_id),
    FIELD_STR(struct outgoing, kind),
    FIELD_I64(struct outgoing, attempts),
    FIELD_STR(struct outgoing, key),
    FIELD_STR(struct outgoing, email),
    FIELD_STR(struct outgoing, language),
    FIELD_STR(struct outgoing, contact),
    FIELD_STR(struct outgoing, name),
    FIELD_STR(struct outgoing, account),
    FIELD_STR(struct outgoing, account_name),
    FIELD_I64(struct outgoing, survey_id),
    FIELD_STR(struct outgoing, survey),
    FIELD_I64(struct outgoing, version),
    FIELD_TIME(struct outgoing, closes),
    FIELD_STR(struct outgoing, response),
    FIELD_END,
};

int outbox_add(struct conn *c, int64_t invitation_id, const char *kind, int64_t due,
               struct err *err)
{
    int64_t id;
    int rc = db_next_id(c, "survey_mail", &id, err);

    if (rc == 0)
        rc = db_exec(c, sql_outbox_insert,
                     DB_ARGS(DB_I64("id", id), DB_I64("invitation_id", invitation_id),
                             DB_STR("kind", kind), DB_I64("due", due)),
                     err);
    return rc < 0 ? rc : 0;
}

int outbox_recover(struct conn *c, int64_t now_ms, struct err *err)
{
    return db_exec(c, sql_outbox_recover, DB_ARGS(DB_I64("now", now_ms)), err);
}

int outbox_take(struct conn *c, int64_t now_ms, struct arena *arena, struct outgoing *ret,
                struct err *err)
{
    int rc = db_exec(c, sql_outbox_drop, DB_ARGS(DB_I64("now", now_ms)), err);

    if (rc >= 0)
        rc = db_one(c, sql_outbox_due, DB_ARGS(DB_I64("now", now_ms)), outgoing_fields, ret, arena,
                    err);
    if (rc < 0)
        return rc;
    ret->attempts++;
    rc = db_exec(c, sql_outbox_sending, DB_ARGS(DB_I64("id", ret->id), DB_I64("now", now_ms)), err);
    return rc < 0 ? rc : 0;
}

static int64_t wait_ms(int64_t attempts)
{
    int64_t wait = FIRST_WAIT_MS;

    while (--attempts > 0)
        wait *= 4;
    return wait < DAY_MS / 2 ? wait : DAY_MS / 2;
}

static const char *state_of(const struct outgoing *mail, enum mail_outcome outcome)
{
    switch (outcome) {
    case MAIL_SENT: return "sent";
    case MAIL_REFUSED: return "refused";
    case MAIL_IN_DOUBT: return "in_doubt";
    case MAIL_LATER:
    case MAIL_UNUSABLE: break;
    }
    return mail->attempts < ATTEMPTS_MAX ? "waiting" : "failed";
}

int outbox_settle(struct conn *c, const struct outgoing *mail, const struct mail_result *result,
                  int64_t now_ms, struct err *err)
{
    int rc =
        db_exec(c, sql_outbox_settle,
                DB_ARGS(DB_I64("id", mail->id), DB_STR("state", state_of(mail, result->outcome)),
                        DB_I64("due", now_ms + wait_ms(mail->attempts)),
                        DB_I64("status", result->status ? result->status : I64_NONE),
                        DB_STR("said", result->text), DB_I64("now", now_ms)),
                err);

    return rc < 0 ? rc : 0;
}

int outbox_put_back(struct conn *c, const struct outgoing *mail, int64_t now_ms, struct err *err)
{
    int rc = db_exec(c, sql_outbox_put_back, DB_ARGS(DB_I64("id", mail->id), DB_I64("now", now_ms)),
                     err);

    return rc < 0 ? rc : 0;
}

int outbox_next_due(struct conn *c, int64_t *ret_ms, struct err *err)
{
    *ret_ms = I64_NONE;
    return db_i64(c, sql_outbox_next_due, DB_ARGS(), ret_ms, err);
}

int outbox_note_problem(struct conn *c, const char *problem, struct err *err)
{
    int rc = db_exec(c, sql_outbox_problem, DB_ARGS(DB_STR("problem", problem)), err);

    return rc < 0 ? rc : 0;
}
