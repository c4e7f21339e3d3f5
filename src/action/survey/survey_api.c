#include "action/survey/survey_api.h"

#include "action/survey/invitation.h"
#include "action/survey/survey_job.h"
#include "action/survey/survey_view.h"
#include "base/str.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"
#include "http/page.h"
#include "http/request.h"
#include "http/service.h"
#include "notify/mail_settings.h"

/* The job looks once this transaction is committed. */
static int ask_job(struct req *r, const struct act *act)
{
    int rc = survey_job_ask(act, &r->err);

    if (rc == 0)
        jobs_wake(r->service->jobs);
    return rc;
}

static struct portfolio_source source_of(const struct req *r)
{
    return (struct portfolio_source){
        .snapshots = r->service->snapshots, .conn = r->conn, .today = r->today, .arena = r->arena};
}

/* --- Surveys --- */

struct survey_list {
    struct survey_view *items;
    size_t n_items;
};
static const struct field survey_list_fields[] = {
    FIELD_LIST(struct survey_list, items, survey_view, .required = true),
    FIELD_END,
};

HANDLER(surveys_get, nothing, survey_list)
{
    return survey_view_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

struct survey_ref {
    const char *key;
};
static const struct field survey_ref_fields[] = {
    FIELD_STR(struct survey_ref, key, .required = true, .min = 1, .max = KIND_KEY_MAX),
    FIELD_END,
};

HANDLER(survey_one, survey_ref, survey_view)
{
    return survey_view_read(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(survey_post, survey, survey_view)
{
    struct act act = req_act(r);
    struct survey s;

    survey_init(&s);
    int rc = fields_read(survey_fields, r->body, FIELDS_PATCH, r->arena, &s, &r->err);
    if (rc == 0)
        rc = survey_create(&act, &s, &r->err);
    return rc < 0 ? rc : survey_view_read(r->conn, s.key, r->arena, out, &r->err);
}

HANDLER(survey_patch, survey, survey_view)
{
    struct act act = req_act(r);
    struct survey s;
    int rc = survey_get(r->conn, in->key, r->arena, &s, &r->err);

    if (rc == 0)
        rc = fields_read(survey_fields, r->body, FIELDS_PATCH, r->arena, &s, &r->err);
    if (rc < 0)
        return rc;
    s.key = in->key;
    rc = survey_change(&act, &s, &r->err);
    return rc < 0 ? rc : survey_view_read(r->conn, s.key, r->arena, out, &r->err);
}

HANDLER(survey_remove, survey_ref, nothing)
{
    struct act act = req_act(r);

    return survey_delete(&act, in->key, &r->err);
}

HANDLER(survey_start, survey_ref, survey_view)
{
    struct act act = req_act(r);
    struct survey s;
    int rc = survey_open(&act, in->key, &s, &r->err);

    if (rc == 0)
        rc = ask_job(r, &act);
    return rc < 0 ? rc : survey_view_read(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(survey_end, survey_ref, survey_view)
{
    struct act act = req_act(r);
    struct survey s;
    int rc = survey_close(&act, in->key, &s, &r->err);

    return rc < 0 ? rc : survey_view_read(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(survey_send, survey_ref, nothing)
{
    struct act act = req_act(r);
    struct survey s;
    int rc = survey_get(r->conn, in->key, r->arena, &s, &r->err);

    return rc < 0 ? rc : ask_job(r, &act);
}

/* --- Before it asks: whom, and with which words --- */

HANDLER(preview_post, audience_query, audience_view)
{
    const struct portfolio_source source = source_of(r);

    return audience_view_read(&source, in, r->now_ms, out, &r->err);
}

struct letter_query {
    const char *key, *contact, *language;
    bool is_reminder;
};
static const struct field letter_query_fields[] = {
    FIELD_STR(struct letter_query, key, .required = true, .min = 1, .max = KIND_KEY_MAX),
    FIELD_STR(struct letter_query, contact, .max = KIND_KEY_MAX,
              .help = "Key of the person it is for; empty: an example"),
    FIELD_STR(struct letter_query, language, .max = 35),
    FIELD_BOOL(struct letter_query, is_reminder),
    FIELD_END,
};

HANDLER(letter_get, letter_query, letter_view)
{
    const struct letter_wish wish = {in->key, in->contact, in->language, in->is_reminder};

    return letter_view_read(r->conn, &wish, r->now_ms, r->arena, out, &r->err);
}

/* --- Invitations --- */

/* How links begin: the public address of the settings, else how this request came. */
static int link_base(struct req *r, const char **ret)
{
    struct mail_settings settings;
    int rc = mail_settings_load(r->conn, r->arena, &settings, &r->err);
    const char *host = r->request->host;

    if (rc < 0)
        return rc;
    *ret = settings.public_url ? settings.public_url
           : host ? arena_printf(r->arena, "%s://%.200s", r->is_tls ? "https" : "http", host)
                  : "";
    return 0;
}

/* Whoever has a link can answer in the person's place, so viewers do not get it. */
static int add_links(struct req *r, struct invitation *items, size_t n)
{
    struct link_secret secret;
    char token[TOKEN_TEXT];
    const char *base;

    if (r->who.role < ROLE_MANAGER || n == 0)
        return 0;
    int rc = link_base(r, &base);
    if (rc == 0)
        rc = link_secret_load(r->conn, &secret, &r->err);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        link_token(&secret, items[i].key, token);
        items[i].link = arena_printf(r->arena, "%s/s/%s", base, token);
    }
    return rc;
}

struct invitation_query {
    const char *key, *mail_state;
    int64_t limit;
    const char *after;
};
static const struct field invitation_query_fields[] = {
    FIELD_STR(struct invitation_query, key, .required = true, .min = 1, .max = KIND_KEY_MAX),
    FIELD_ENUM(struct invitation_query, mail_state, mail_states, .help = "Only those"),
    PAGE_FIELDS(struct invitation_query),
    FIELD_END,
};
struct invitation_page {
    struct invitation *items;
    size_t n_items;
    const char *next;
};
static const struct field invitation_page_fields[] = {
    FIELD_LIST(struct invitation_page, items, invitation, .required = true),
    FIELD_STR(struct invitation_page, next, .max = 2048, .help = "To be given as `after`"),
    FIELD_END,
};

HANDLER(invitations_get, invitation_query, invitation_page)
{
    size_t limit = (size_t)page_limit(in->limit);
    struct invitation_filter filter = {
        .survey = in->key, .mail_state = in->mail_state, .limit = (int64_t)limit + 1};
    struct survey s;
    int rc = survey_get(r->conn, in->key, r->arena, &s, &r->err);

    if (rc == 0)
        rc = page_read_id(in->after, r->arena, &filter.after_id, &r->err);
    if (rc == 0)
        rc = invitation_list(r->conn, &filter, r->arena, &out->items, &out->n_items, &r->err);
    if (rc < 0)
        return rc;
    if (out->n_items > limit) {
        out->n_items = limit;
        out->next = page_next_id(r, out->items[limit - 1].id);
    }
    return add_links(r, out->items, out->n_items);
}

struct invitation_in {
    const char *key, *contact, *language;
    bool is_mailed;
};
static const struct field invitation_in_fields[] = {
    FIELD_STR(struct invitation_in, key, .min = 1, .max = KIND_KEY_MAX),
    FIELD_STR(struct invitation_in, contact, .required = true, .min = 1, .max = KIND_KEY_MAX,
              .help = "Key of the person"),
    FIELD_STR(struct invitation_in, language, .min = 2, .max = 35,
              .help = "Of the mail; left out, the survey's"),
    FIELD_BOOL(struct invitation_in, is_mailed,
               .help = "A mail goes out; left out, the link is yours to hand over"),
    FIELD_END,
};

/* The person behind a contact's key. */
static int find_person(struct req *r, const char *key, struct asked_person *ret)
{
    struct contact contact;
    int rc = kind_get(r->conn, &contact_kind, key, r->arena, &contact, &r->err);

    if (rc == 0)
        rc = kind_id(r->conn, &contact_kind, key, &ret->contact_id, &r->err);
    if (rc == ERR_NOT_FOUND)
        return err_set(&r->err, ERR_INVALID, "contact", "there is no contact %.100s", key);
    if (rc < 0)
        return rc;
    ret->contact = contact.key;
    ret->account = contact.account;
    ret->name = contact.name;
    ret->email = contact.email ? str_lower(arena_strdup(r->arena, contact.email)) : NULL;
    return 0;
}

static int invite(struct req *r, const struct invitation_in *in, int64_t *ret_id)
{
    struct act act = req_act(r);
    struct survey_settings settings;
    struct asked_person person = {0};
    struct survey_round round;
    struct survey s;
    int rc = survey_get(r->conn, in->key, r->arena, &s, &r->err);

    if (rc >= 0 && !str_eq(s.state, "open"))
        rc = err_set(&r->err, ERR_CONFLICT, "key", "survey %.100s is not open", in->key);
    if (rc >= 0)
        rc = find_person(r, in->contact, &person);
    if (rc >= 0 && in->is_mailed && !person.email)
        rc = err_set(&r->err, ERR_INVALID, "contact", "has no e-mail address");
    if (rc >= 0)
        rc = survey_settings_load(r->conn, r->arena, &settings, &r->err);
    if (rc >= 0)
        rc = round_need(&act, &s, &round, &r->err);
    if (rc < 0)
        return rc;
    int64_t own = s.quiet_days, all = settings.quiet_days;
    const struct invitation_new asked = {.survey = &s,
                                         .round = &round,
                                         .person = &person,
                                         .language = in->language,
                                         .quiet_days = own > all ? own : all,
                                         .is_mailed = in->is_mailed};
    rc = invitation_add(&act, &asked, ret_id, &r->err);
    if (rc == 0 && *ret_id == 0)
        rc = err_set(&r->err, ERR_CONFLICT, "contact",
                     "was asked within the last %lld days, or wants no mails with questions",
                     (long long)asked.quiet_days);
    return rc == 0 && in->is_mailed ? ask_job(r, &act) : rc;
}

HANDLER(invitation_post, invitation_in, invitation)
{
    int64_t id = 0;
    struct invitation *items;
    size_t n;
    int rc = invite(r, in, &id);
    const struct invitation_filter filter = {.survey = in->key, .after_id = id - 1, .limit = 1};

    if (rc == 0)
        rc = invitation_list(r->conn, &filter, r->arena, &items, &n, &r->err);
    if (rc == 0)
        rc = add_links(r, items, n);
    if (rc == 0)
        *out = items[0];
    return rc;
}

struct invitation_ref {
    const char *key, *id;
};
static const struct field invitation_ref_fields[] = {
    FIELD_STR(struct invitation_ref, key, .required = true, .min = 1, .max = KIND_KEY_MAX),
    FIELD_STR(struct invitation_ref, id, .required = true, .min = 1, .max = KIND_KEY_MAX,
              .help = "Key of the invitation"),
    FIELD_END,
};

HANDLER(invitation_again, invitation_ref, invitation)
{
    struct act act = req_act(r);
    int rc = invitation_retry(&act, in->id, &r->err);

    if (rc == 0)
        rc = ask_job(r, &act);
    if (rc == 0)
        rc = invitation_get(r->conn, in->id, r->arena, out, &r->err);
    return rc < 0 ? rc : add_links(r, out, 1);
}

/* clang-format off */
const struct endpoint survey_endpoints[] = {
    {"GET", "/api/v1/surveys", "All surveys, with what came back", .tag = "surveys", .role = ROLE_VIEWER,
     .out = SHAPE(survey_list), .fn = surveys_get_call},
    {"POST", "/api/v1/surveys", "Make a survey", .tag = "surveys", .role = ROLE_MANAGER, .in = SHAPE(survey),
     .out = SHAPE(survey_view), .fn = survey_post_call, .is_body_raw = true,
     .help = "A draft: it asks nobody until it is opened. What is left out of channel (mail) and open_days (30) "
             "has its usual value."},
    {"GET", "/api/v1/surveys/{key}", "One survey with its rounds", .tag = "surveys", .role = ROLE_VIEWER,
     .in = SHAPE(survey_ref), .out = SHAPE(survey_view), .fn = survey_one_call},
    {"PATCH", "/api/v1/surveys/{key}", "Change a survey", .tag = "surveys", .role = ROLE_MANAGER,
     .in = SHAPE(survey), .out = SHAPE(survey_view), .fn = survey_patch_call, .is_patch = true,
     .help = "Of an open survey, what people were told stays: questionnaire, channel, whether it is anonymous."},
    {"DELETE", "/api/v1/surveys/{key}", "Delete a draft", .tag = "surveys", .role = ROLE_MANAGER,
     .in = SHAPE(survey_ref), .fn = survey_remove_call},
    {"POST", "/api/v1/surveys/{key}/open", "Open a survey: from now on it asks", .tag = "surveys",
     .role = ROLE_MANAGER, .in = SHAPE(survey_ref), .out = SHAPE(survey_view), .fn = survey_start_call, .status = 200,
     .help = "Its first round opens at `starts`, or within seconds."},
    {"POST", "/api/v1/surveys/{key}/close", "Close a survey: no more rounds, mails or answers", .tag = "surveys",
     .role = ROLE_MANAGER, .in = SHAPE(survey_ref), .out = SHAPE(survey_view), .fn = survey_end_call, .status = 200},
    {"POST", "/api/v1/surveys/{key}/send", "Try now what waits to be sent", .tag = "surveys", .role = ROLE_MANAGER,
     .in = SHAPE(survey_ref), .fn = survey_send_call,
     .help = "It happens every five minutes by itself. Nothing is sent twice."},
    {"POST", "/api/v1/survey-preview", "Whom a survey would ask now", .tag = "surveys", .role = ROLE_VIEWER,
     .in = SHAPE(audience_query), .out = SHAPE(audience_view), .fn = preview_post_call, .status = 200, .tx = TX_READ},
    {"GET", "/api/v1/surveys/{key}/mail", "The mail as somebody would get it", .tag = "surveys",
     .role = ROLE_VIEWER, .in = SHAPE(letter_query), .out = SHAPE(letter_view), .fn = letter_get_call},
    {"GET", "/api/v1/surveys/{key}/invitations", "Who was asked, and what became of the mails", .tag = "surveys",
     .role = ROLE_VIEWER, .in = SHAPE(invitation_query), .out = SHAPE(invitation_page), .fn = invitations_get_call,
     .help = "Personal links are for managers: whoever has one can answer by it."},
    {"POST", "/api/v1/surveys/{key}/invitations", "Ask one person", .tag = "surveys", .role = ROLE_MANAGER,
     .in = SHAPE(invitation_in), .out = SHAPE(invitation), .fn = invitation_post_call,
     .help = "In the round that is open, or a new one. ERR_CONFLICT if they were asked too lately."},
    {"POST", "/api/v1/surveys/{key}/invitations/{id}/retry", "Send a mail once more", .tag = "surveys",
     .role = ROLE_MANAGER, .in = SHAPE(invitation_ref), .out = SHAPE(invitation), .fn = invitation_again_call,
     .status = 200,
     .help = "One that was refused, failed, or is in doubt: this person may get it twice then."},
    ENDPOINT_END,
};
/* clang-format on */

/* --- Settings, and who wants no mails --- */

HANDLER(settings_get, nothing, survey_settings)
{
    return survey_settings_load(r->conn, r->arena, out, &r->err);
}

HANDLER(settings_change, survey_settings, survey_settings)
{
    struct act act = req_act(r);
    int rc = survey_settings_load(r->conn, r->arena, out, &r->err);

    if (rc == 0)
        rc = fields_read(survey_settings_fields, r->body, FIELDS_PATCH, r->arena, out, &r->err);
    return rc < 0 ? rc : survey_settings_save(&act, out, &r->err);
}

struct opt_out_list {
    struct opt_out *items;
    size_t n_items;
};
static const struct field opt_out_list_fields[] = {
    FIELD_LIST(struct opt_out_list, items, opt_out, .required = true, .max = 1000000),
    FIELD_END,
};

HANDLER(opt_outs_get, nothing, opt_out_list)
{
    return opt_out_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

struct opt_out_ref {
    const char *email;
};
static const struct field opt_out_ref_fields[] = {
    FIELD_STR(struct opt_out_ref, email, .required = true, .min = 3, .max = 254),
    FIELD_END,
};

HANDLER(opt_out_post, opt_out_ref, opt_out)
{
    struct act act = req_act(r);

    *out = (struct opt_out){
        .email = str_lower(arena_strdup(r->arena, in->email)), .at = r->now_ms, .how = "hand"};
    return opt_out_add(&act, out, &r->err);
}

HANDLER(opt_out_delete, opt_out_ref, nothing)
{
    struct act act = req_act(r);

    return opt_out_remove(&act, in->email, &r->err);
}

/* clang-format off */
const struct endpoint survey_settings_endpoints[] = {
    {"GET", "/api/v1/survey-settings", "How often anybody may be asked", .tag = "surveys", .role = ROLE_VIEWER,
     .out = SHAPE(survey_settings), .fn = settings_get_call},
    {"PATCH", "/api/v1/survey-settings", "Change how often anybody may be asked", .tag = "surveys", .role = ROLE_ADMIN,
     .in = SHAPE(survey_settings), .out = SHAPE(survey_settings), .fn = settings_change_call, .is_patch = true},
    {"GET", "/api/v1/survey-opt-outs", "Who wants no mails with questions", .tag = "surveys", .role = ROLE_VIEWER,
     .out = SHAPE(opt_out_list), .fn = opt_outs_get_call},
    {"POST", "/api/v1/survey-opt-outs", "Leave somebody alone", .tag = "surveys", .role = ROLE_MANAGER,
     .in = SHAPE(opt_out_ref), .out = SHAPE(opt_out), .fn = opt_out_post_call},
    {"DELETE", "/api/v1/survey-opt-outs/{email}", "Somebody may be asked again, because they said so",
     .tag = "surveys", .role = ROLE_MANAGER, .in = SHAPE(opt_out_ref), .fn = opt_out_delete_call},
    ENDPOINT_END,
};
/* clang-format on */
