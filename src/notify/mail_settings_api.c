/* The mail settings over the API: for admins, and the password goes in only. */
#include "http/request.h"
#include "notify/mail_settings.h"
#include "notify/mail_text.h"

#include <string.h>

struct mail_settings_view {
    const char *host;
    int64_t port;
    const char *security, *user, *password;
    bool has_password;
    const char *ca;
    int64_t timeout_s;
    const char *from_email, *from_name, *reply_to, *public_url;
    bool is_ready;
};
static const struct field mail_settings_view_fields[] = {
    FIELD_STR(struct mail_settings_view, host, .help = "The server that takes mail from Ripen"),
    FIELD_I64(struct mail_settings_view, port, .min = 1, .max = 65535,
              .help = "Empty: 587 with starttls, 465 with tls, 25 without"),
    FIELD_ENUM(struct mail_settings_view, security, mail_securities, .required = true,
               .help = "starttls and tls never go on unencrypted; none is for a server on the same "
                       "machine, without log-in"),
    FIELD_STR(struct mail_settings_view, user, .help = "Empty: nobody logs in"),
    FIELD_STR(struct mail_settings_view, password,
              .help = "Goes in only, and is null in every reply; null forgets it. With another "
                      "host, port or security it must be given again"),
    FIELD_BOOL(struct mail_settings_view, has_password, .required = true, .read_only = true),
    FIELD_STR(struct mail_settings_view, ca, .max = 65536,
              .help = "Certificates in PEM that are trusted instead of the system's: for a server "
                      "with a certificate of one's own"),
    FIELD_I64(struct mail_settings_view, timeout_s, .min = 1, .max = 300, .required = true,
              .unit = "s", .help = "How long one message may take"),
    FIELD_STR(struct mail_settings_view, from_email, .max = MAIL_ADDRESS_MAX,
              .help = "The sender; failures to deliver come back there"),
    FIELD_STR(struct mail_settings_view, from_name, .max = 120,
              .help = "The sender as people read it"),
    FIELD_STR(struct mail_settings_view, reply_to, .max = MAIL_ADDRESS_MAX,
              .help = "Where answers go; empty: to the sender"),
    FIELD_STR(struct mail_settings_view, public_url,
              .help = "How people reach this server, for the links in mails: "
                      "https://ripen.example.com"),
    FIELD_BOOL(struct mail_settings_view, is_ready, .required = true, .read_only = true,
               .help = "Host, sender and public address are there, so mail can go out"),
    FIELD_END,
};

static void show(const struct mail_settings *s, struct mail_settings_view *out)
{
    *out = (struct mail_settings_view){
        .host = s->host,
        .port = s->port,
        .security = s->security,
        .user = s->user,
        .has_password = s->password != NULL,
        .ca = s->ca,
        .timeout_s = s->timeout_s,
        .from_email = s->from_email,
        .from_name = s->from_name,
        .reply_to = s->reply_to,
        .public_url = s->public_url,
        .is_ready = s->host && s->from_email && s->public_url,
    };
}

static struct mail_settings kept(const struct mail_settings_view *in)
{
    return (struct mail_settings){
        .host = in->host,
        .port = in->port,
        .security = in->security,
        .user = in->user,
        .password = in->password,
        .ca = in->ca,
        .timeout_s = in->timeout_s,
        .from_email = in->from_email,
        .from_name = in->from_name,
        .reply_to = in->reply_to,
        .public_url = in->public_url,
    };
}

HANDLER(mail_get, nothing, mail_settings_view)
{
    struct mail_settings s;
    int rc = mail_settings_load(r->conn, r->arena, &s, &r->err);

    if (rc == 0)
        show(&s, out);
    return rc;
}

HANDLER(mail_change, mail_settings_view, mail_settings_view)
{
    struct act act = req_act(r);
    struct mail_settings s;
    int rc = mail_settings_load(r->conn, r->arena, &s, &r->err);

    if (rc < 0)
        return rc;
    show(&s, out);
    out->password = s.password; /* stays, unless another is given */
    rc = fields_read(mail_settings_view_fields, r->body, FIELDS_PATCH, r->arena, out, &r->err);
    if (rc < 0)
        return rc;
    s = kept(out);
    rc = mail_settings_save(&act, &s, json_object_get(r->body, "password") != NULL, &r->err);
    if (rc == 0)
        rc = mail_settings_load(r->conn, r->arena, &s, &r->err);
    if (rc == 0)
        show(&s, out);
    return rc;
}

/* --- A mail to try it --- */

struct mail_test_in {
    const char *to;
};
static const struct field mail_test_in_fields[] = {
    FIELD_STR(struct mail_test_in, to, .required = true, .min = 3, .max = MAIL_ADDRESS_MAX,
              .help = "Who gets it"),
    FIELD_END,
};
struct mail_test {
    const char *outcome, *text;
    int64_t status;
};
static const struct field mail_test_fields[] = {
    FIELD_ENUM(struct mail_test, outcome, mail_outcomes, .required = true,
               .help = "sent: the server has taken it; refused: not for this person; later: not "
                       "now; unusable: the settings are wrong; in_doubt: no answer after the "
                       "message"),
    FIELD_I64(struct mail_test, status, .help = "The server's last reply"),
    FIELD_STR(struct mail_test, text, .required = true,
              .help = "Its words, or what went wrong on the way"),
    FIELD_END,
};

static int load(struct req *r, struct mail_settings *ret)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(r->db, &c, &r->err);

    return rc < 0 ? rc : mail_settings_load(c, r->arena, ret, &r->err);
}

HANDLER(mail_try, mail_test_in, mail_test)
{
    AUTO_STRUCT(mailer) *m = NULL;
    struct mail_settings settings;
    struct mail_server server;
    struct mail_result result = {.outcome = MAIL_LATER};
    const struct mail mail = {
        .to_email = in->to,
        .subject = "A test from Ripen",
        .text = "This mail shows that Ripen can send mail with these settings.\n",
        .html = "<p>This mail shows that Ripen can send mail with these settings.</p>\n",
        .message_id = arena_printf(r->arena, "test.%lld.%s", (long long)r->now_ms, r->request->id),
    };
    int rc = load(r, &settings);

    if (rc == 0)
        rc = mail_settings_server(&settings, &server, &r->err);
    if (rc == 0)
        rc = mailer_new(&server, &m, &r->err);
    if (rc == 0)
        rc = mailer_send(m, &mail, r->now_ms, &result, &r->err);
    if (rc == ERR_INVALID && !strcmp(r->err.field, "email"))
        strcpy(r->err.field, "to");
    if (rc < 0)
        return rc;
    *out = (struct mail_test){mail_outcomes[result.outcome], arena_strdup(r->arena, result.text),
                              result.status ? result.status : I64_NONE};
    return 0;
}

/* clang-format off */
const struct endpoint mail_endpoints[] = {
    {"GET", "/api/v1/mail-settings", "How mail goes out", .tag = "system", .role = ROLE_ADMIN,
     .out = SHAPE(mail_settings_view), .fn = mail_get_call,
     .help = "By which server, and in whose name. The password is never shown."},
    {"PATCH", "/api/v1/mail-settings", "Change how mail goes out", .tag = "system",
     .role = ROLE_ADMIN, .in = SHAPE(mail_settings_view), .out = SHAPE(mail_settings_view),
     .fn = mail_change_call, .is_patch = true},
    {"POST", "/api/v1/mail-settings/test", "Send a mail to try the settings", .tag = "system",
     .role = ROLE_ADMIN, .in = SHAPE(mail_test_in), .out = SHAPE(mail_test), .fn = mail_try_call,
     .status = 200, .tx = TX_NONE,
     .help = "Waits for the mail server and tells what it said. A mail that was not taken is no error of "
             "this call: `outcome` says so."},
    ENDPOINT_END,
};
/* clang-format on */
