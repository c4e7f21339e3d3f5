/* The pages of people who are asked: GET shows, POST takes what was filled in. Nobody is logged in;
 * the link is the permission. */
#include "access/guesses.h"
#include "action/survey/audience.h"
#include "action/survey/survey_api.h"
#include "action/survey/survey_page.h"
#include "base/str.h"
#include "http/service.h"

#include <string.h>

#define STATUS_SEE_OTHER 303
#define STATUS_NOT_FOUND 404
#define STATUS_MANY      429

static const struct who respondent_who_is = {.name = "respondent", .role = ROLE_NONE};

struct page_in {
    const char *token;
};
static const struct field page_in_fields[] = {
    FIELD_STR(struct page_in, token, .required = true, .max = 1024,
              .help = "What the link in the mail ends with"),
    FIELD_END,
};

/* --- Which language --- */

/* The first language that the browser wants and the questionnaire has. */
static const char *accepted(const struct req *r, const struct instrument *in)
{
    const char *s = req_header(r, "Accept-Language");

    while (s && *s) {
        s += strspn(s, ", ");
        size_t n = strcspn(s, ",; ");
        const char *wanted = arena_strndup(r->arena, s, n < 35 ? n : 35);
        const char *has = instrument_language(in, wanted);
        if (n >= 2 && !strncmp(has, wanted, 2))
            return has;
        s += strcspn(s, ",");
    }
    return NULL;
}

static const char *language_of(const struct req *r, const struct respondent *who,
                               const char *wanted)
{
    const struct instrument *in = who->instrument;

    if (wanted)
        return instrument_language(in, wanted);
    if (who->language)
        return instrument_language(in, who->language);
    const char *theirs = accepted(r, in);
    return theirs ? theirs : in->languages[0];
}

/* --- Links that do not work, and those who try them --- */

static int wait_page(struct req *r, int64_t wait_ms)
{
    r->status = STATUS_MANY;
    r->retry_after_s = (int)((wait_ms + 999) / 1000);
    page_write_wait(req_header(r, "Accept-Language"), &r->reply);
    return 0;
}

/* The same answer whatever is wrong: unknown, over, closed, of somebody who is gone. */
static int no_page(struct req *r, int rc)
{
    if (rc != ERR_NOT_FOUND)
        return rc;
    int64_t wait = guesses_wrong(r->service->guesses, r->remote, r->now_ms);
    if (wait)
        return wait_page(r, wait);
    r->status = STATUS_NOT_FOUND;
    page_write_no_page(req_header(r, "Accept-Language"), &r->reply);
    return 0;
}

/* --- The steps --- */

struct visit {
    struct respondent who;
    struct page_steps steps;
    struct page_entries entries;
    struct page page;
};

static int begin(struct req *r, const struct page_in *in, const char *language, struct visit *v)
{
    int rc = respondent_find(r->conn, in->token, r->now_ms, r->arena, &v->who, &r->err);

    if (rc < 0)
        return rc;
    page_steps(v->who.instrument, &v->steps);
    v->page = (struct page){
        .who = &v->who,
        .token = in->token,
        .language = language_of(r, &v->who, language),
        .steps = &v->steps,
        .answers = v->who.answers,
    };
    return 0;
}

static int read_step(const struct visit *v, const char *text)
{
    int64_t step = 0;

    if (!text || !str_to_i64(text, &step) || step < 0 || step >= (int64_t)v->steps.n)
        return 0;
    return (int)step;
}

/* A step on which nothing is asked any more leads to the one after it, or the last before. */
static void show_step(struct visit *v, int step)
{
    const struct instrument *in = v->who.instrument;
    int shown = page_step_from(in, &v->steps, step, false, v->page.answers);

    if (shown < 0)
        shown = page_step_from(in, &v->steps, step, true, v->page.answers);
    v->page.step = shown < 0 ? 0 : shown;
}

HANDLER(page_get, page_in, nothing)
{
    struct visit *v = ARENA_NEW(r->arena, struct visit);
    const char *at = req_query(r, "at");
    int rc = begin(r, in, req_query(r, "lang"), v);

    if (rc < 0)
        return no_page(r, rc);
    show_step(v, read_step(v, req_query(r, "step")));
    if (v->who.is_anonymous && v->who.is_used)
        page_write_message(&v->page, str_eq(at, "end") ? PAGE_THANKS : PAGE_USED, &r->reply);
    else if (str_eq(at, "end") && v->who.is_used)
        page_write_message(&v->page, PAGE_THANKS, &r->reply);
    else if (str_eq(at, "saved"))
        page_write_message(&v->page, PAGE_SAVED, &r->reply);
    else
        page_write_step(&v->page, &r->reply);
    return 0;
}

/* The browser asks for the next page itself, so that reloading sends nothing twice. */
static int go_to(struct req *r, const struct visit *v, const char *where)
{
    r->status = STATUS_SEE_OTHER;
    r->location = arena_printf(r->arena, "/s/%s?lang=%s%s", v->page.token, v->page.language, where);
    return 0;
}

static int go_to_step(struct req *r, struct visit *v, int step)
{
    show_step(v, step);
    if (v->who.is_anonymous) { /* the page itself carries what was answered */
        v->page.entries = NULL;
        page_write_step(&v->page, &r->reply);
        return 0;
    }
    return go_to(r, v, arena_printf(r->arena, "&step=%d", v->page.step));
}

/* The page once more, with what is wrong on it. */
static int show_faults(struct req *r, struct visit *v, int step)
{
    v->page.step = step;
    v->page.entries = &v->entries;
    page_write_step(&v->page, &r->reply);
    return 0;
}

static int finish(struct req *r, struct visit *v, const struct act *act)
{
    const struct instrument *in = v->who.instrument;

    page_form_require(in, 0, in->n_questions, v->who.answers, &v->entries);
    int fault = page_form_fault(&v->entries, in->n_questions);
    if (fault >= 0)
        return show_faults(r, v, page_step_of(&v->steps, (size_t)fault));
    int rc = respondent_send(act, &v->who, v->who.answers, v->page.language, &r->err);
    if (rc == ERR_CONFLICT && v->who.is_anonymous)
        return go_to(r, v, ""); /* sent in twice: the page says that it is used */
    return rc < 0 ? rc : go_to(r, v, "&at=end");
}

static int go(struct req *r, struct visit *v, const struct act *act, const char *where)
{
    const struct instrument *in = v->who.instrument;
    int step = v->page.step, next;

    if (str_starts(where, "lang:")) {
        v->page.language = instrument_language(in, where + strlen("lang:"));
        return go_to_step(r, v, step);
    }
    if (str_eq(where, "back")) {
        next = page_step_from(in, &v->steps, step - 1, true, v->who.answers);
        return go_to_step(r, v, next < 0 ? 0 : next);
    }
    if (str_eq(where, "next"))
        page_form_require(in, v->steps.first[step], v->steps.first[step + 1], v->who.answers,
                          &v->entries);
    if (v->entries.n_faults)
        return show_faults(r, v, step);
    if (str_eq(where, "save"))
        return go_to(r, v, arena_printf(r->arena, "&step=%d&at=saved", step));
    next = page_step_from(in, &v->steps, step + 1, false, v->who.answers);
    return next < 0 ? finish(r, v, act) : go_to_step(r, v, next);
}

/* The answers of this step; of an anonymous survey the page brings those of the others too. */
static void read_answers(const struct req *r, struct visit *v)
{
    size_t first = v->steps.first[v->page.step], end = v->steps.first[v->page.step + 1];

    if (v->who.is_anonymous) {
        first = 0;
        end = v->who.instrument->n_questions;
    }
    page_form_read(v->who.instrument, &r->form, first, end, v->who.answers, &v->entries);
}

HANDLER(page_post, page_in, nothing)
{
    struct visit *v = ARENA_NEW(r->arena, struct visit);
    const char *where = form_value(&r->form, "go");
    struct act act = {
        .conn = r->conn, .by = &respondent_who_is, .now_ms = r->now_ms, .arena = r->arena};
    int rc = begin(r, in, form_value(&r->form, "lang"), v);

    if (rc < 0)
        return no_page(r, rc);
    int64_t wait = guesses_write(r->service->guesses, v->who.key, r->now_ms);
    if (wait)
        return wait_page(r, wait);
    if (v->who.is_anonymous && v->who.is_used)
        return go_to(r, v, "");
    v->page.step = read_step(v, form_value(&r->form, "step"));
    read_answers(r, v);
    if (!v->who.is_anonymous)
        rc = respondent_save(&act, &v->who, v->who.answers, &r->err);
    return rc < 0 ? rc : go(r, v, &act, where ? where : "next");
}

/* --- No more mails --- */

static int begin_stop(struct req *r, const struct page_in *in, struct respondent *who,
                      const char *language, struct page *ret)
{
    int rc = respondent_who(r->conn, in->token, r->arena, who, &r->err);

    *ret = (struct page){.who = who, .token = in->token};
    ret->language = page_language(language ? language : req_header(r, "Accept-Language"));
    return rc;
}

/* Programs that look through mails open every link: only a POST changes anything. */
HANDLER(stop_get, page_in, nothing)
{
    struct respondent who;
    struct page page;
    int rc = begin_stop(r, in, &who, req_query(r, "lang"), &page);

    if (rc < 0)
        return no_page(r, rc);
    page_write_message(&page, PAGE_STOP, &r->reply);
    return 0;
}

/* By the button of the page, or by a mail program with one click (RFC 8058). */
HANDLER(stop_post, page_in, nothing)
{
    struct act act = {
        .conn = r->conn, .by = &respondent_who_is, .now_ms = r->now_ms, .arena = r->arena};
    struct respondent who;
    struct page page;
    int rc = begin_stop(r, in, &who, form_value(&r->form, "lang"), &page);

    if (rc < 0)
        return no_page(r, rc);
    const struct opt_out o = {
        .email = who.email,
        .how = str_eq(form_value(&r->form, "go"), "stop") ? "link" : "mail",
        .survey = who.survey,
    };
    rc = who.email ? opt_out_add(&act, &o, &r->err) : 0;
    if (rc >= 0)
        page_write_message(&page, PAGE_STOPPED, &r->reply);
    return rc < 0 ? rc : 0;
}

HANDLER(css_get, nothing, nothing)
{
    buf_str(&r->reply, survey_css);
    return 0;
}

#define HTML "text/html; charset=utf-8"
/* clang-format off */
const struct endpoint survey_page_endpoints[] = {
    {"GET", "/s/survey.css", "The style of the pages of people who are asked", .tag = "surveys", .role = ROLE_NONE,
     .out_type = "text/css; charset=utf-8", .fn = css_get_call, .tx = TX_NONE},
    {"GET", "/s/{token}", "The page of somebody who is asked", .tag = "surveys", .role = ROLE_NONE,
     .in = SHAPE(page_in), .out_type = HTML, .fn = page_get_call, .is_page = true,
     .help = "By the link of their mail. A link that is wrong, over or closed gives one and the same page, with 404."},
    {"POST", "/s/{token}", "Answers of somebody who is asked", .tag = "surveys", .role = ROLE_NONE,
     .in = SHAPE(page_in), .out_type = HTML, .fn = page_post_call, .is_page = true, .status = 200,
     .help = "A form, as the page makes it. 303 leads to the next page."},
    {"GET", "/s/{token}/unsubscribe", "Whether they really want no more mails with questions", .tag = "surveys",
     .role = ROLE_NONE, .in = SHAPE(page_in), .out_type = HTML, .fn = stop_get_call, .is_page = true},
    {"POST", "/s/{token}/unsubscribe", "No more mails with questions", .tag = "surveys", .role = ROLE_NONE,
     .in = SHAPE(page_in), .out_type = HTML, .fn = stop_post_call, .is_page = true, .status = 200,
     .help = "With one click from a mail program, too (RFC 8058)."},
    ENDPOINT_END,
};
/* clang-format on */
