#include "action/survey/invitation.h"

#include "action/survey/outbox.h"
#include "base/str.h"
#include "facts/survey/response.h"
#include "invitation_sql.h"

#include <sodium.h>
#include <string.h>

#define KEY_LETTERS 20 /* 100 bits */

const char *const mail_states[] = {"waiting", "sending",  "sent",    "refused",
                                   "failed",  "in_doubt", "dropped", NULL};

const struct field invitation_fields[] = {
    FIELD_I64(struct invitation, id, .required = true),
    FIELD_STR(struct invitation, key, .required = true),
    FIELD_I64(struct invitation, round, .required = true, .help = "Its number"),
    FIELD_STR(struct invitation, contact, .required = true, .help = "Key of the person"),
    FIELD_STR(struct invitation, contact_name),
    FIELD_STR(struct invitation, account, .required = true),
    FIELD_STR(struct invitation, account_name),
    FIELD_STR(struct invitation, email, .help = "As it was when they were asked"),
    FIELD_STR(struct invitation, language),
    FIELD_BOOL(struct invitation, is_used, .required = true, .help = "They answered"),
    FIELD_TIME(struct invitation, answered,
               .help = "When; of an anonymous survey this is not kept"),
    FIELD_TIME(struct invitation, asked, .required = true),
    FIELD_I64(struct invitation, mail_id),
    FIELD_ENUM(struct invitation, mail_state, mail_states,
               .help = "waiting: to be sent; sending: on its way now; sent: the mail server has "
                       "it; refused: it will not take it for this person; failed: it could not be "
                       "sent in a day; in_doubt: Ripen stopped, or the server fell silent, while "
                       "it was handed over, so it may have arrived and is not sent again by "
                       "itself; dropped: not sent any more"),
    FIELD_I64(struct invitation, mail_status, .help = "The mail server's last reply"),
    FIELD_STR(struct invitation, mail_said, .help = "Its words, or what went wrong"),
    FIELD_TIME(struct invitation, mail_changed),
    FIELD_ENUM(struct invitation, reminder_state, mail_states),
    FIELD_TIME(struct invitation, reminder_changed),
    FIELD_STR(struct invitation, link, .help = "The page of this person alone"),
    FIELD_END,
};

/* --- Links --- */

static int secret_read(struct conn *c, char *ret_hex, size_t bytes, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_link_secret_get, DB_ARGS(), &q, err);

    if (rc >= 0)
        rc = db_next(q, err);
    if (rc > 0)
        str_copy(ret_hex, bytes, db_col_str(q, 0));
    return rc;
}

int link_secret_load(struct conn *c, struct link_secret *ret, struct err *err)
{
    char hex[sizeof(ret->bytes) * 2 + 1] = "";
    size_t n = 0;
    int rc = secret_read(c, hex, sizeof(hex), err);

    if (rc == 0)
        return err_set(err, ERR_NOT_FOUND, NULL, "no survey has asked anybody yet");
    if (rc > 0 &&
        (sodium_hex2bin(ret->bytes, sizeof(ret->bytes), hex, strlen(hex), NULL, &n, NULL) != 0 ||
         n != sizeof(ret->bytes)))
        return err_set(err, ERR_INTERNAL, NULL, "setting link_secret in the database is damaged");
    return rc < 0 ? rc : 0;
}

int link_secret_make(const struct act *act, struct link_secret *ret, struct err *err)
{
    char hex[sizeof(ret->bytes) * 2 + 1];
    int rc = link_secret_load(act->conn, ret, err);

    if (rc != ERR_NOT_FOUND)
        return rc;
    sodium_ready();
    randombytes_buf(ret->bytes, sizeof(ret->bytes));
    sodium_bin2hex(hex, sizeof(hex), ret->bytes, sizeof(ret->bytes));
    rc = db_exec(act->conn, sql_link_secret_put, DB_ARGS(DB_STR("value", hex)), err);
    return rc < 0 ? rc : 0;
}

void link_token(const struct link_secret *secret, const char *key, char ret[TOKEN_TEXT])
{
    unsigned char bits[32];

    sodium_ready();
    crypto_generichash(bits, sizeof(bits), (const unsigned char *)key, strlen(key), secret->bytes,
                       sizeof(secret->bytes));
    sodium_bin2base64(ret, TOKEN_TEXT, bits, sizeof(bits),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* --- Asking --- */

static const char *key_new(struct arena *arena)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* Crockford's base 32 */
    unsigned char random[KEY_LETTERS];
    char *key = arena_alloc(arena, KEY_LETTERS + 1);

    sodium_ready();
    randombytes_buf(random, sizeof(random));
    for (size_t i = 0; i < KEY_LETTERS; i++)
        key[i] = letters[random[i] % 32];
    return key;
}

/* What the response of an invitation is made of. */
struct invited {
    const char *account, *contact, *instrument, *survey, *response;
    int64_t version;
    bool is_anonymous;
};
static const struct field invited_fields[] = {
    FIELD_STR(struct invited, account),       FIELD_STR(struct invited, contact),
    FIELD_STR(struct invited, instrument),    FIELD_STR(struct invited, survey),
    FIELD_STR(struct invited, response),      FIELD_I64(struct invited, version),
    FIELD_BOOL(struct invited, is_anonymous), FIELD_END,
};

int invitation_response(const struct act *act, int64_t id, const char **ret, struct err *err)
{
    struct invited in;
    struct response row;
    int rc = db_one(act->conn, sql_invitation_invited, DB_ARGS(DB_I64("id", id)), invited_fields,
                    &in, act->arena, err);

    if (rc < 0)
        return rc;
    *ret = in.response;
    if (in.response || in.is_anonymous)
        return 0;
    fields_init(response_fields, &row);
    row.account = in.account;
    row.contact = in.contact;
    row.instrument = in.instrument;
    row.version = in.version;
    row.survey = in.survey;
    row.basis = "survey";
    row.invited = act->now_ms;
    rc = response_invite(act, &row, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_invitation_set_response,
                     DB_ARGS(DB_I64("id", id), DB_STR("response", row.key)), err);
    *ret = row.key;
    return rc < 0 ? rc : 0;
}

int invitation_add(const struct act *act, const struct invitation_new *in, int64_t *ret_id,
                   struct err *err)
{
    const char *key = key_new(act->arena);
    char token[TOKEN_TEXT], hash[TOKEN_HASH_TEXT];
    struct link_secret secret;
    const char *response;
    int64_t id;
    int rc = link_secret_make(act, &secret, err);

    *ret_id = 0;
    if (rc == 0)
        rc = db_next_id(act->conn, "invitation", &id, err);
    if (rc < 0)
        return rc;
    link_token(&secret, key, token);
    token_hash(token, hash);
    rc = db_exec(act->conn, sql_invitation_insert,
                 DB_ARGS(DB_I64("id", id), DB_STR("key", key), DB_I64("round_id", in->round->id),
                         DB_I64("contact_id", in->person->contact_id),
                         DB_STR("email", in->person->email),
                         DB_STR("language", in->language ? in->language : in->survey->language),
                         DB_STR("token_hash", hash), DB_I64("now", act->now_ms),
                         DB_I64("since", act->now_ms - in->quiet_days * DAY_MS)),
                 err);
    if (rc <= 0)
        return rc;
    *ret_id = id;
    return in->is_mailed ? outbox_add(act->conn, id, "invitation", act->now_ms, err)
                         : invitation_response(act, id, &response, err);
}

/* --- Reading --- */

int invitation_list(struct conn *c, const struct invitation_filter *filter, struct arena *arena,
                    struct invitation **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_invitation_list,
                  DB_ARGS(DB_STR("survey", filter->survey),
                          DB_STR("mail_state", filter->mail_state),
                          DB_I64("after_id", filter->after_id), DB_I64("limit", filter->limit)),
                  DB_ROWS(invitation_fields, ret, ret_n), arena, err);
}

int invitation_get(struct conn *c, const char *key, struct arena *arena, struct invitation *ret,
                   struct err *err)
{
    int rc = db_one(c, sql_invitation_get, DB_ARGS(DB_STR("key", key)), invitation_fields, ret,
                    arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "id", "there is no invitation %.60s", key) : rc;
}

int invitation_retry(const struct act *act, const char *key, struct err *err)
{
    struct invitation before, after;
    const struct audit_subject subject = {"invitation", key, invitation_fields};
    int rc = invitation_get(act->conn, key, act->arena, &before, err);

    if (rc == 0)
        rc = db_exec(act->conn, sql_invitation_retry,
                     DB_ARGS(DB_I64("id", before.id), DB_I64("now", act->now_ms)), err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "id",
                       "has no mail that can be sent again: only what was refused, failed or is in "
                       "doubt, while the round is open");
    if (rc > 0)
        rc = invitation_get(act->conn, key, act->arena, &after, err);
    return rc < 0 ? rc : audit_diff(act, &subject, &before, &after, err);
}
