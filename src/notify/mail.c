#include "notify/mail.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "notify/mail_text.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_S 15

const char *const mail_securities[] = {"starttls", "tls", "none", NULL};
const char *const mail_outcomes[] = {"sent", "refused", "later", "in_doubt", "unusable", NULL};

/* How far one message came: what libcurl sent last. */
enum stage {
    STAGE_CONNECT, /* greeting, EHLO, STARTTLS, log-in, sender: not about the recipient */
    STAGE_RECIPIENT,
    STAGE_DATA,    /* DATA was said */
    STAGE_CONTENT, /* the server said 354: from here on it may have the message */
};

struct mailer {
    CURL *curl;
    struct mail_server server;
    enum stage stage;
    bool is_over;                /* QUIT was said: what comes is not about the message */
    int status;                  /* of the last reply */
    char reply[160];             /* its words */
    char words[CURL_ERROR_SIZE]; /* of libcurl */
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void curl_start(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort(); /* only without memory */
}

/* A line of the server's: three digits, then words. */
static void note_reply(struct mailer *m, const char *line, size_t n)
{
    int status = n >= 3 ? atoi(line) : 0; // NOLINT(cert-err34-c): 0 is no status
    size_t skip = n > 4 ? 4 : n, end = n;

    if (m->is_over || status < 100 || status > 999)
        return;
    while (end > skip && (unsigned char)line[end - 1] <= ' ')
        end--;
    m->status = status;
    snprintf(m->reply, sizeof(m->reply), "%.*s", (int)(end - skip), line + skip);
    for (char *s = m->reply; *s; s++)
        if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
            *s = '?'; /* whatever a server says is shown to people */
    if (status == 354)
        m->stage = STAGE_CONTENT;
}

static void note_command(struct mailer *m, const char *line, size_t n)
{
    static const struct {
        const char *word;
        enum stage stage;
    } commands[] = {{"RCPT TO", STAGE_RECIPIENT},
                    {"DATA", STAGE_DATA},
                    {"MAIL FROM", STAGE_CONNECT},
                    {"EHLO", STAGE_CONNECT}};

    if (n >= 4 && !strncmp(line, "QUIT", 4))
        m->is_over = true;
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (n >= strlen(commands[i].word) &&
            !strncmp(line, commands[i].word, strlen(commands[i].word)))
            m->stage = commands[i].stage;
}

/* libcurl tells the conversation here, which is the only way to know how far it came. */
static int listen_in(CURL *curl, curl_infotype type, char *data, size_t n, void *ctx)
{
    (void)curl;
    if (type == CURLINFO_HEADER_IN)
        note_reply(ctx, data, n);
    else if (type == CURLINFO_HEADER_OUT)
        note_command(ctx, data, n);
    return 0;
}

static void set_server(struct mailer *m)
{
    const struct mail_server *s = &m->server;
    bool is_tls = str_eq(s->security, "tls");
    AUTO_BUF url = {0};

    /* The path is the name that EHLO gives: the sender's domain is one that servers know. */
    buf_printf(&url, "%s://%s:%d/%s", is_tls ? "smtps" : "smtp", s->host, (int)s->port,
               mail_domain(s->from_email));
    curl_easy_setopt(m->curl, CURLOPT_URL, url.data);
    curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(m->curl, CURLOPT_USE_SSL,
                     str_eq(s->security, "none") ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    curl_easy_setopt(m->curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (s->ca && *s->ca) {
        struct curl_blob ca = {
            .data = (void *)s->ca, .len = strlen(s->ca), .flags = CURL_BLOB_COPY};
        curl_easy_setopt(m->curl, CURLOPT_CAINFO_BLOB, &ca);
        curl_easy_setopt(m->curl, CURLOPT_CAPATH, NULL);
    }
    if (s->user && *s->user) {
        curl_easy_setopt(m->curl, CURLOPT_USERNAME, s->user);
        curl_easy_setopt(m->curl, CURLOPT_PASSWORD, s->password ? s->password : "");
    }
    curl_easy_setopt(m->curl, CURLOPT_MAIL_FROM, s->from_email);
}

int mailer_new(const struct mail_server *server, struct mailer **ret, struct err *err)
{
    int rc = mail_address_check(server->from_email, "from_email", err);

    if (rc < 0)
        return rc;
    pthread_once(&curl_once, curl_start);
    struct mailer *m = mem_zalloc(sizeof(*m));
    m->server = *server;
    m->curl = curl_easy_init();
    if (!m->curl) {
        mem_free(m);
        return err_set(err, ERR_INTERNAL, NULL, "libcurl does not start");
    }
    curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(m->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(m->curl, CURLOPT_TIMEOUT, (long)server->timeout_s);
    curl_easy_setopt(m->curl, CURLOPT_ERRORBUFFER, m->words);
    curl_easy_setopt(m->curl, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt(m->curl, CURLOPT_DEBUGDATA, m);
    curl_easy_setopt(m->curl, CURLOPT_VERBOSE, 1L);
    set_server(m);
    *ret = m;
    return 0;
}

void mailer_free(struct mailer *m)
{
    if (!m)
        return;
    curl_easy_cleanup(m->curl);
    mem_free(m);
}

/* --- One message --- */

static int check(const struct mail_server *s, const struct mail *mail, struct err *err)
{
    int rc = mail_address_check(mail->to_email, "email", err);

    if (rc == 0 && mail->to_name)
        rc = mail_phrase_check(mail->to_name, "name", err);
    if (rc == 0 && s->from_name)
        rc = mail_phrase_check(s->from_name, "from_name", err);
    if (rc == 0 && s->reply_to)
        rc = mail_address_check(s->reply_to, "reply_to", err);
    if (rc == 0)
        rc = mail_phrase_check(mail->subject, "subject", err);
    return rc == 0 && mail->unsubscribe_url
               ? mail_phrase_check(mail->unsubscribe_url, "unsubscribe_url", err)
               : rc;
}

static struct curl_slist *add_header(struct curl_slist *list, struct buf *line)
{
    struct curl_slist *longer = curl_slist_append(list, line->data);

    if (!longer)
        abort(); /* out of memory, as everywhere */
    buf_clear(line);
    return longer;
}

static struct curl_slist *headers_of(const struct mail_server *s, const struct mail *mail,
                                     int64_t now_ms)
{
    struct curl_slist *list = NULL;
    AUTO_BUF line = {0};

    buf_str(&line, "From: ");
    mail_mailbox_write(s->from_name, s->from_email, line.len, &line);
    list = add_header(list, &line);
    buf_str(&line, "To: ");
    mail_mailbox_write(mail->to_name, mail->to_email, line.len, &line);
    list = add_header(list, &line);
    if (s->reply_to) {
        buf_printf(&line, "Reply-To: %s", s->reply_to);
        list = add_header(list, &line);
    }
    buf_str(&line, "Subject: ");
    mail_phrase_write(mail->subject, line.len, &line);
    list = add_header(list, &line);
    buf_str(&line, "Date: ");
    mail_date_write(now_ms, &line);
    list = add_header(list, &line);
    buf_printf(&line, "Message-ID: <%s@%s>", mail->message_id, mail_domain(s->from_email));
    list = add_header(list, &line);
    buf_str(&line, "Content-Type: multipart/alternative"); /* libcurl adds the boundary */
    list = add_header(list, &line);
    if (mail->unsubscribe_url) {
        buf_printf(&line, "List-Unsubscribe: <%s>", mail->unsubscribe_url);
        list = add_header(list, &line);
        buf_str(&line, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        list = add_header(list, &line);
        /* Holiday notices need not answer. */
        buf_str(&line, "Auto-Submitted: auto-generated");
        list = add_header(list, &line);
    }
    return list;
}

/* Lines end as in all mail, so that the encoder leaves them as lines. */
static void add_part(curl_mime *mime, const char *text, const char *type)
{
    curl_mimepart *part = curl_mime_addpart(mime);
    AUTO_BUF lines = {0};

    for (const char *s = text; *s; s++) {
        if (*s == '\n' && (s == text || s[-1] != '\r'))
            buf_char(&lines, '\r');
        buf_char(&lines, *s);
    }
    curl_mime_data(part, buf_text(&lines), lines.len);
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

/* The text first: readers show the last part that they can. */
static curl_mime *body_of(CURL *curl, const struct mail *mail)
{
    curl_mime *either = curl_mime_init(curl);

    add_part(either, mail->text, "text/plain; charset=utf-8");
    add_part(either, mail->html, "text/html; charset=utf-8");
    return either;
}

static bool is_about_the_settings(CURLcode code)
{
    switch ((int)code) {
    case CURLE_LOGIN_DENIED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return true;
    default: return false;
    }
}

static enum mail_outcome outcome_of(const struct mailer *m, CURLcode code)
{
    if (code == CURLE_OK)
        return MAIL_SENT;
    if (m->status >= 500 && m->stage != STAGE_CONNECT)
        return MAIL_REFUSED;
    if (m->status >= 500 || is_about_the_settings(code))
        return MAIL_UNUSABLE;
    /* After 354 only a refusal says that the server has not got it. */
    return m->stage == STAGE_CONTENT && m->status < 400 ? MAIL_IN_DOUBT : MAIL_LATER;
}

static void tell(const struct mailer *m, CURLcode code, struct mail_result *ret)
{
    bool has_said = code == CURLE_OK || m->status >= 400;
    const char *words = *m->words ? m->words : curl_easy_strerror(code);

    ret->outcome = outcome_of(m, code);
    ret->status = m->status;
    if (has_said)
        snprintf(ret->text, sizeof(ret->text), "%d %s", m->status, m->reply);
    else
        str_copy(ret->text, sizeof(ret->text), words);
}

int mailer_send(struct mailer *m, const struct mail *mail, int64_t now_ms, struct mail_result *ret,
                struct err *err)
{
    struct curl_slist *to = NULL, *headers;
    int rc = check(&m->server, mail, err);

    if (rc < 0)
        return rc;
    m->stage = STAGE_CONNECT;
    m->is_over = false;
    m->status = 0;
    m->reply[0] = m->words[0] = 0;
    headers = headers_of(&m->server, mail, now_ms);
    to = curl_slist_append(to, mail->to_email);
    curl_mime *body = body_of(m->curl, mail);
    curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(m->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(m->curl, CURLOPT_MIMEPOST, body);
    tell(m, curl_easy_perform(m->curl), ret);
    curl_easy_setopt(m->curl, CURLOPT_MIMEPOST, NULL);
    curl_easy_setopt(m->curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_mime_free(body);
    curl_slist_free_all(headers);
    curl_slist_free_all(to);
    return 0;
}
