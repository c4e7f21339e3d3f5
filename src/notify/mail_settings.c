#include "notify/mail_settings.h"

#include "base/str.h"
#include "mail_settings_sql.h"
#include "notify/mail_text.h"

#include <string.h>

#define PREFIX            "mail_"
#define TIMEOUT_DEFAULT_S 30
#define CA_MAX            65536

/* What is kept, the password among it; what people see is in mail_settings_api.c. */
static const struct field stored_fields[] = {
    FIELD_STR(struct mail_settings, host),
    FIELD_I64(struct mail_settings, port),
    FIELD_ENUM(struct mail_settings, security, mail_securities),
    FIELD_STR(struct mail_settings, user),
    FIELD_STR(struct mail_settings, password),
    FIELD_STR(struct mail_settings, ca, .max = CA_MAX),
    FIELD_I64(struct mail_settings, timeout_s),
    FIELD_STR(struct mail_settings, from_email),
    FIELD_STR(struct mail_settings, from_name),
    FIELD_STR(struct mail_settings, reply_to),
    FIELD_STR(struct mail_settings, public_url),
    FIELD_END,
};

int mail_settings_load(struct conn *c, struct arena *arena, struct mail_settings *ret,
                       struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_mail_settings_all, DB_ARGS(), &q, err);

    fields_init(stored_fields, ret);
    ret->security = "starttls";
    ret->timeout_s = TIMEOUT_DEFAULT_S;
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        const struct field *f = fields_find(stored_fields, db_col_str(q, 0) + strlen(PREFIX));
        if (f && field_read_text(f, db_col_str(q, 1), arena, ret, err) < 0)
            return err_prefix(err, "setting %s%s in the database", PREFIX, f->name);
    }
    return rc;
}

/* --- Rules --- */

static bool is_host(const char *s)
{
    static const char signs[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";

    return *s && strspn(s, signs) == strlen(s);
}

static bool is_url(const char *s)
{
    size_t n = strlen(s);
    const char *host = strstr(s, "://");

    if (!host || (!str_starts(s, "https://") && !str_starts(s, "http://")))
        return false;
    for (const char *p = s; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || strchr("\"'<>\\^`{|}?#", *p))
            return false;
    return host[3] && host[3] != '/' && s[n - 1] != '/';
}

static int check_addresses(const struct mail_settings *s, struct err *err)
{
    int rc = s->from_email ? mail_address_check(s->from_email, "from_email", err) : 0;

    if (rc == 0 && s->reply_to)
        rc = mail_address_check(s->reply_to, "reply_to", err);
    if (rc == 0 && s->from_name)
        rc = mail_phrase_check(s->from_name, "from_name", err);
    if (rc == 0 && s->public_url && !is_url(s->public_url))
        rc = err_set(err, ERR_INVALID, "public_url",
                     "must be like https://ripen.example.com, without a slash at the end");
    return rc;
}

static int check(const struct mail_settings *s, struct err *err)
{
    if (s->host && !is_host(s->host))
        return err_set(err, ERR_INVALID, "host", "must be a name like smtp.example.com");
    if (s->user && mail_phrase_check(s->user, "user", err) < 0)
        return err->code;
    if (s->user && str_eq(s->security, "none"))
        return err_set(err, ERR_INVALID, "security",
                       "would send the password in the clear; choose starttls or tls, or leave the "
                       "user out");
    if (s->user && !s->password)
        return err_set(err, ERR_INVALID, "password",
                       "is needed for the user; one that was given for another server does not "
                       "count");
    if (s->ca && !strstr(s->ca, "-----BEGIN CERTIFICATE-----"))
        return err_set(err, ERR_INVALID, "ca", "holds no certificate in PEM");
    return check_addresses(s, err);
}

/* --- Saving --- */

static int put(const struct act *act, const struct field *f, const struct mail_settings *s,
               struct err *err)
{
    AUTO_BUF value = {0}, name = {0};

    buf_printf(&name, "%s%s", PREFIX, f->name);
    field_write_text(f, s, &value);
    int rc =
        field_is_missing(f, s)
            ? db_exec(act->conn, sql_mail_settings_clear, DB_ARGS(DB_STR("name", buf_text(&name))),
                      err)
            : db_exec(act->conn, sql_mail_settings_put,
                      DB_ARGS(DB_STR("name", buf_text(&name)), DB_STR("value", buf_text(&value))),
                      err);
    return rc < 0 ? rc : 0;
}

static bool is_same_server(const struct mail_settings *a, const struct mail_settings *b)
{
    return str_eq(a->host, b->host) && a->port == b->port && str_eq(a->security, b->security);
}

/* That there is a password is told, and that it changed; not what it is. */
static struct mail_settings told(const struct mail_settings *s, const char *as)
{
    struct mail_settings copy = *s;

    copy.password = s->password ? as : NULL;
    return copy;
}

int mail_settings_save(const struct act *act, const struct mail_settings *s, bool has_new_password,
                       struct err *err)
{
    const struct audit_subject subject = {"settings", "mail", stored_fields};
    struct mail_settings before, after = *s;
    int rc = mail_settings_load(act->conn, act->arena, &before, err);

    if (rc == 0 && !has_new_password && !is_same_server(&before, &after))
        after.password = NULL;
    if (rc == 0)
        rc = check(&after, err);
    FIELDS_EACH (f, stored_fields)
        if (rc == 0)
            rc = put(act, f, &after, err);
    if (rc < 0)
        return rc;
    bool is_same = str_eq(before.password, after.password);
    struct mail_settings was = told(&before, "(kept secret)");
    struct mail_settings is = told(&after, is_same ? "(kept secret)" : "(changed, kept secret)");
    return audit_diff(act, &subject, &was, &is, err);
}

int mail_settings_server(const struct mail_settings *s, struct mail_server *ret, struct err *err)
{
    const char *missing = !s->host ? "host" : !s->from_email ? "from_email" : NULL;

    if (missing)
        return err_set(err, ERR_CONFLICT, missing,
                       "is not set, so no mail can go out; see the mail settings");
    int64_t usual = str_eq(s->security, "tls") ? 465 : str_eq(s->security, "none") ? 25 : 587;
    *ret = (struct mail_server){.host = s->host,
                                .port = s->port == I64_NONE ? usual : s->port,
                                .security = s->security,
                                .user = s->user,
                                .password = s->password,
                                .ca = s->ca,
                                .timeout_s = s->timeout_s,
                                .from_email = s->from_email,
                                .from_name = s->from_name,
                                .reply_to = s->reply_to};
    return 0;
}
