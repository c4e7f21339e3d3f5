#include "action/survey/survey_job.h"

#include "action/survey/invitation.h"
#include "action/survey/letter.h"
#include "action/survey/outbox.h"
#include "base/str.h"
#include "facts/survey/instrument_store.h"
#include "facts/survey/response.h"
#include "http/service.h"
#include "notify/mail_settings.h"
#include "scoring/setting/settings.h"

static const struct who clock_who = {.name = "surveys", .role = ROLE_ADMIN};

int survey_job_ask(const struct act *act, struct err *err)
{
    const struct job_request request = {&survey_job, .unique = "survey",
                                        .requested_by = act->by->name};
    int64_t id;

    return job_add(act->conn, &request, act->now_ms, &id, err);
}

/* --- Rounds --- */

static int read_audience(struct service *service, struct db *db, const struct survey *s,
                         int64_t now_ms, struct arena *arena, struct audience *ret, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(db, &c, err);
    const struct portfolio_source source = {
        .snapshots = service->snapshots, .conn = c, .today = day_of_time(now_ms), .arena = arena};

    return rc < 0 ? rc : audience_read(&source, s, now_ms, ret, err);
}

/* What its makers can mend is noted with the survey, and does not keep others from asking. */
static bool is_theirs(int rc)
{
    return rc == ERR_INVALID || rc == ERR_NOT_FOUND || rc == ERR_CONFLICT;
}

static int open_round(struct service *service, struct db *db, const struct survey *s,
                      int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(conn) *c = NULL;
    struct audience audience;
    int64_t asked = 0;
    int rc = read_audience(service, db, s, now_ms, arena, &audience, err);
    int begun = db_write_begin(db, &c, rc < 0 ? NULL : err);
    const struct act act = {.conn = c, .by = &clock_who, .now_ms = now_ms, .arena = arena};

    if (begun < 0)
        return rc < 0 ? rc : begun;
    if (rc >= 0)
        rc = round_open(&act, s, &audience, &asked, err);
    if (rc < 0) {
        if (!is_theirs(rc))
            return rc;
        db_rollback(TAKE(c));
        rc = db_write_begin(db, &c, NULL);
        return rc < 0 ? rc
                      : db_write_end(TAKE(c), survey_note_problem(c, s->id, err->text, err), err);
    }
    return db_write_end(TAKE(c), survey_note_problem(c, s->id, NULL, err), err);
}

static int begin_clock(struct db *db, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int64_t reminders;
    int rc = db_write_begin(db, &c, err);

    if (rc == 0)
        rc = rounds_close(c, now_ms, err);
    if (rc == 0)
        rc = rounds_remind(c, now_ms, &reminders, err);
    return rc < 0 ? rc : db_write_end(TAKE(c), rc, err);
}

int survey_clock(struct service *service, struct db *db, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(conn) *c = NULL;
    struct survey *due = NULL;
    size_t n = 0;
    int rc = begin_clock(db, now_ms, err);

    if (rc >= 0)
        rc = db_read_begin(db, &c, err);
    if (rc >= 0)
        rc = rounds_due(c, now_ms, arena, &due, &n, err);
    db_rollback(TAKE(c));
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = open_round(service, db, &due[i], now_ms, err);
    return rc;
}

/* --- Mails --- */

struct sending {
    struct job_run *run;
    struct mail_settings settings;
    struct mail_server server;
    const char *organisation;
    struct link_secret secret;
    struct mailer *mailer;
    struct arena *arena; /* of one mail */
    int64_t n_sent;
};

/* The settings, once for all mails; ERR_CONFLICT says what is missing. */
static int prepare(struct sending *s)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err *err = &s->run->err;
    struct settings settings;
    int rc = db_read_begin(s->run->db, &c, err);

    if (rc >= 0)
        rc = mail_settings_load(c, s->run->arena, &s->settings, err);
    if (rc >= 0)
        rc = settings_load(c, s->run->arena, &settings, err);
    if (rc >= 0)
        rc = link_secret_load(c, &s->secret, err);
    if (rc < 0)
        return rc;
    s->organisation = settings.organisation;
    rc = mail_settings_server(&s->settings, &s->server, err);
    if (rc == 0 && !s->settings.public_url)
        rc = err_set(err, ERR_CONFLICT, "public_url",
                     "is not set in the mail settings, so links would lead nowhere");
    return rc < 0 ? rc : mailer_new(&s->server, &s->mailer, err);
}

/* The words, by what the survey and its questionnaire say now. */
static int write_letter(struct sending *s, const struct outgoing *o, struct letter *ret)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err *err = &s->run->err;
    struct instrument *instrument;
    struct survey survey;
    char token[TOKEN_TEXT];
    int rc = db_read_begin(s->run->db, &c, err);

    if (rc >= 0)
        rc = survey_get(c, o->survey, s->arena, &survey, err);
    if (rc >= 0)
        rc = instrument_load(c, survey.instrument, o->version, s->arena, &instrument, err);
    if (rc < 0)
        return rc;
    link_token(&s->secret, o->key, token);
    const char *link = arena_printf(s->arena, "%s/s/%s", s->settings.public_url, token);
    const struct letter_in in = {
        .survey = &survey,
        .instrument = instrument,
        .organisation = s->organisation,
        .name = o->name,
        .account_name = o->account_name,
        .language = o->language,
        .is_reminder = str_eq(o->kind, "reminder"),
        .closes = o->closes,
        .link = link,
        .unsubscribe = arena_printf(s->arena, "%s/unsubscribe", link),
    };
    letter_write(&in, s->arena, ret);
    return 0;
}

/* Names are what people typed: a line break in one must not stop the mail. */
static const char *one_line(const char *name, struct arena *arena)
{
    char *line = arena_strdup(arena, name);

    for (char *s = line; s && *s; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7f)
            *s = ' ';
    return line;
}

static int deliver(struct sending *s, const struct outgoing *o, struct mail_result *ret)
{
    struct letter letter;
    int rc = write_letter(s, o, &letter);

    if (rc < 0)
        return rc;
    const struct mail mail = {
        .to_email = o->email,
        .to_name = one_line(o->name, s->arena),
        .subject = letter.subject,
        .text = letter.text,
        .html = letter.html,
        .message_id = arena_printf(s->arena, "%s.%s", o->kind, o->key),
        .unsubscribe_url = letter.unsubscribe,
    };
    rc = mailer_send(s->mailer, &mail, clock_now_ms(), ret, &s->run->err);
    if (rc == ERR_INVALID) { /* an address that is none: never will be */
        *ret = (struct mail_result){.outcome = MAIL_REFUSED};
        str_copy(ret->text, sizeof(ret->text), s->run->err.text);
        rc = 0;
    }
    return rc;
}

/* From here on they were asked, or reminded. */
static int note_asked(const struct act *act, const struct outgoing *o, struct err *err)
{
    const char *response = NULL;
    int rc = invitation_response(act, o->invitation_id, &response, err);

    return rc == 0 && response && str_eq(o->kind, "reminder") ? response_remind(act, response, err)
                                                              : rc;
}

static int settle(struct sending *s, const struct outgoing *o, const struct mail_result *result)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err *err = &s->run->err;
    bool is_unusable = result->outcome == MAIL_UNUSABLE;
    int64_t now_ms = clock_now_ms();
    int rc = db_write_begin(s->run->db, &c, err);
    const struct act act = {.conn = c, .by = &clock_who, .now_ms = now_ms, .arena = s->arena};

    if (rc >= 0)
        rc = is_unusable ? outbox_put_back(c, o, now_ms, err)
                         : outbox_settle(c, o, result, now_ms, err);
    if (rc == 0 && result->outcome == MAIL_SENT)
        rc = note_asked(&act, o, err);
    if (rc >= 0)
        rc = survey_note_problem(c, o->survey_id, is_unusable ? result->text : NULL, err);
    return rc < 0 ? rc : db_write_end(TAKE(c), rc, err);
}

/* One mail; ERR_NOT_FOUND when none is due. */
static int send_one(struct sending *s)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err *err = &s->run->err;
    struct mail_result result;
    struct outgoing o;
    int rc = db_write_begin(s->run->db, &c, err);

    if (rc >= 0)
        rc = outbox_take(c, clock_now_ms(), s->arena, &o, err);
    if (rc == ERR_NOT_FOUND) {
        int done = db_write_end(TAKE(c), 0, err);
        return done < 0 ? done : rc;
    }
    if (rc >= 0)
        rc = db_write_end(TAKE(c), rc, err);
    if (rc < 0)
        return rc;
    rc = deliver(s, &o, &result);
    if (rc < 0) /* nothing was sent */
        result = (struct mail_result){.outcome = MAIL_UNUSABLE, .text = "it could not be written"};
    int settled = settle(s, &o, &result);
    if (rc == 0 && settled == 0 && result.outcome == MAIL_UNUSABLE)
        return err_set(err, ERR_CONFLICT, NULL, "the mail server cannot be used: %s", result.text);
    s->n_sent += result.outcome == MAIL_SENT;
    return rc < 0 ? rc : settled;
}

static int send_all(struct sending *s)
{
    int rc = 0;

    while (rc == 0 && !job_is_cancelled(s->run)) {
        s->arena = arena_new();
        rc = send_one(s);
        arena_free(s->arena);
        job_progress(s->run, 50, "%lld mails sent", (long long)s->n_sent);
    }
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

/* Mails wait, but cannot go out: the surveys say why. */
static int note_unready(struct job_run *run)
{
    AUTO_STRUCT(conn) *c = NULL;
    const char *text = arena_printf(run->arena, "%s %s", run->err.field, run->err.text);
    int rc = db_write_begin(run->db, &c, &run->err);

    if (rc == 0)
        rc = outbox_note_problem(c, text, &run->err);
    return rc < 0 ? rc : db_write_end(TAKE(c), rc, &run->err);
}

/* Does anything wait? What a process that ended left behind is settled first. */
static int look(struct job_run *run, bool *ret_is_due)
{
    AUTO_STRUCT(conn) *c = NULL;
    int64_t now_ms = clock_now_ms(), due = I64_NONE;
    int rc = db_write_begin(run->db, &c, &run->err);

    if (rc >= 0)
        rc = outbox_recover(c, now_ms, &run->err);
    if (rc >= 0)
        rc = outbox_next_due(c, &due, &run->err);
    *ret_is_due = due != I64_NONE && due <= now_ms;
    return rc < 0 ? rc : db_write_end(TAKE(c), 0, &run->err);
}

static int survey_run(struct job_run *run)
{
    struct sending s = {.run = run};
    bool is_due = false;
    int rc = survey_clock(run->service, run->db, clock_now_ms(), &run->err);

    if (rc >= 0)
        rc = look(run, &is_due);
    if (rc < 0 || !is_due)
        return rc;
    rc = prepare(&s);
    if (rc == ERR_CONFLICT)
        return note_unready(run);
    if (rc >= 0)
        rc = send_all(&s);
    mailer_free(s.mailer);
    return rc;
}

const struct job_kind survey_job = {"survey", survey_run, .max_attempts = 5};
