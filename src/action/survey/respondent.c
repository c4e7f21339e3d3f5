#include "action/survey/respondent.h"

#include "access/token.h"
#include "action/survey/anonymous.h"
#include "action/survey/audience.h"
#include "action/survey/invitation.h"
#include "base/str.h"
#include "facts/kind/kind_store.h"
#include "facts/survey/instrument_store.h"
#include "facts/survey/response.h"
#include "json/parse.h"
#include "respondent_sql.h"
#include "scoring/setting/settings.h"

static const struct field respondent_fields[] = {
    FIELD_I64(struct respondent, invitation),
    FIELD_I64(struct respondent, round),
    FIELD_STR(struct respondent, key),
    FIELD_STR(struct respondent, survey),
    FIELD_STR(struct respondent, instrument_id),
    FIELD_STR(struct respondent, response),
    FIELD_I64(struct respondent, version),
    FIELD_TIME(struct respondent, closes),
    FIELD_TIME(struct respondent, answered),
    FIELD_BOOL(struct respondent, is_anonymous),
    FIELD_BOOL(struct respondent, is_used),
    FIELD_STR(struct respondent, language),
    FIELD_STR(struct respondent, email),
    FIELD_JSON(struct respondent, about),
    FIELD_JSON(struct respondent, draft, .max = ANSWERS_BYTES_MAX),
    FIELD_END,
};

/* What was answered so far. */
static int load_answers(struct conn *c, struct arena *arena, struct respondent *r, struct err *err)
{
    struct response response;

    r->answers = r->draft;
    if (!r->answers && r->response && r->is_used) {
        int rc = kind_get(c, &response_kind, r->response, arena, &response, err);
        if (rc < 0 && rc != ERR_NOT_FOUND)
            return rc;
        r->answers = rc == 0 ? response.answers : NULL;
    }
    r->answers = json_keep(arena, r->answers ? json_deep_copy(r->answers) : json_object());
    return 0;
}

int respondent_find(struct conn *c, const char *token, int64_t now_ms, struct arena *arena,
                    struct respondent *ret, struct err *err)
{
    struct survey_settings survey_settings;
    struct settings settings;
    char hash[TOKEN_HASH_TEXT];

    token_hash(token, hash);
    int rc =
        db_one(c, sql_respondent_find, DB_ARGS(DB_STR("token_hash", hash), DB_I64("now", now_ms)),
               respondent_fields, ret, arena, err);
    if (rc >= 0)
        rc = instrument_load(c, ret->instrument_id, ret->version, arena, &ret->instrument, err);
    if (rc >= 0)
        rc = settings_load(c, arena, &settings, err);
    if (rc >= 0)
        rc = survey_settings_load(c, arena, &survey_settings, err);
    if (rc < 0)
        return rc;
    ret->organisation = settings.organisation;
    ret->about_setting = survey_settings.about;
    return load_answers(c, arena, ret, err);
}

int respondent_who(struct conn *c, const char *token, struct arena *arena, struct respondent *ret,
                   struct err *err)
{
    char hash[TOKEN_HASH_TEXT];

    token_hash(token, hash);
    return db_one(c, sql_respondent_who, DB_ARGS(DB_STR("token_hash", hash)), respondent_fields,
                  ret, arena, err);
}

int respondent_save(const struct act *act, const struct respondent *r, const json_t *answers,
                    struct err *err)
{
    char *text = json_dumps(answers, JSON_COMPACT);
    int rc = db_exec(act->conn, sql_respondent_save,
                     DB_ARGS(DB_I64("id", r->invitation), DB_STR("draft", text)), err);

    free(text);
    return rc < 0 ? rc : 0;
}

static int send_anonymous(const struct act *act, const struct respondent *r, json_t *answers,
                          struct err *err)
{
    int rc = answers_check(r->instrument, answers, true, err);

    if (rc == 0)
        rc = db_exec(act->conn, sql_respondent_used, DB_ARGS(DB_I64("id", r->invitation)), err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, NULL, "this link was used to answer already");
    return rc < 0 ? rc : anonymous_add(act, r, answers, err);
}

int respondent_send(const struct act *act, const struct respondent *r, json_t *answers,
                    const char *language, struct err *err)
{
    const char *response = NULL;

    if (r->is_anonymous)
        return send_anonymous(act, r, answers, err);
    int rc = invitation_response(act, r->invitation, &response, err);
    if (rc == 0)
        rc = response_answer(act, response, answers, language, true, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_respondent_answered,
                     DB_ARGS(DB_I64("id", r->invitation), DB_I64("now", act->now_ms)), err);
    return rc < 0 ? rc : 0;
}
