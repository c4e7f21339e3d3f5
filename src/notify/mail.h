/* mail.h: sends one message to one person by SMTP (libcurl), and tells what became of it.
 *
 *     AUTO_STRUCT(mailer) *m = NULL;
 *     rc = mailer_new(&server, &m, err);
 *     rc = mailer_send(m, &mail, now_ms, &result, err);      as often as wanted, on one connection
 *
 * Threads:   a mailer belongs to one thread. Sending waits for the network, so no transaction is
 *            open meanwhile.
 * Ownership: texts are the caller's and must live as long as the call; those of the server, as long
 *            as the mailer.
 * Errors:    ERR_INVALID with the field for what cannot be sent at all (an address that is none, a
 *            line break in the subject). What servers say is no error but an outcome. */
#pragma once
#include "base/auto.h"
#include "base/err.h"

#include <stdint.h>

extern const char *const mail_securities[]; /* starttls tls none NULL */

struct mail_server {
    const char *host;
    int64_t port;
    const char *security;        /* of mail_securities */
    const char *user, *password; /* NULL: nobody logs in */
    const char *ca;              /* certificates that are trusted instead of the system's (PEM) */
    int64_t timeout_s;           /* of one message, with everything before it */
    const char *from_email, *from_name, *reply_to;
};

struct mail {
    const char *to_email, *to_name; /* to_name may be NULL */
    const char *subject;
    const char *text, *html;
    const char *message_id;      /* what stands before the @; letters, digits, dots and hyphens */
    const char *unsubscribe_url; /* RFC 8058: one POST there is enough; NULL: no such header */
};

enum mail_outcome {
    MAIL_SENT,     /* the server has taken it over */
    MAIL_REFUSED,  /* the server will never take it for this person: 5xx to recipient or message */
    MAIL_LATER,    /* 4xx, or no connection: worth another try */
    MAIL_IN_DOUBT, /* the message was handed over and no answer came: it may have arrived */
    MAIL_UNUSABLE, /* the server refuses Ripen whoever the message is for: log-in, certificate,
                      sender; the settings are wrong */
};
extern const char *const mail_outcomes[]; /* sent refused later in_doubt unusable NULL */

struct mail_result {
    enum mail_outcome outcome;
    int status;     /* the server's last reply; 0: there was none */
    char text[200]; /* its words, or what went wrong on the way */
};

struct mailer;
int mailer_new(const struct mail_server *server, struct mailer **ret, struct err *err);
void mailer_free(struct mailer *m); /* NULL is allowed */
int mailer_send(struct mailer *m, const struct mail *mail, int64_t now_ms, struct mail_result *ret,
                struct err *err);

AUTO_STRUCT_DEFINE(mailer, mailer_free)
