/* cmd_survey.c: ripen survey: what is asked of customers, from the command line. */
#include "action/survey/invitation.h"
#include "action/survey/survey_job.h"
#include "action/survey/survey_view.h"
#include "app/action.h"
#include "app/cmd_survey_results.h"
#include "app/commands.h"
#include "app/print.h"
#include "notify/mail_settings.h"

#include <stdint.h>

struct survey_options {
    struct data_options common;
};
static const struct field survey_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_END,
};

/* A survey on one line. */
struct survey_line {
    const char *key, *name, *state, *instrument, *channel;
    int64_t rounds, asked, mailed, failed, answered;
    double answer_rate_pct;
    int64_t next_round;
    const char *problem;
};
static const struct field survey_line_fields[] = {
    FIELD_STR(struct survey_line, key),
    FIELD_STR(struct survey_line, name),
    FIELD_STR(struct survey_line, state),
    FIELD_STR(struct survey_line, instrument),
    FIELD_STR(struct survey_line, channel),
    FIELD_I64(struct survey_line, rounds),
    FIELD_I64(struct survey_line, asked),
    FIELD_I64(struct survey_line, mailed),
    FIELD_I64(struct survey_line, failed),
    FIELD_I64(struct survey_line, answered),
    FIELD_F64(struct survey_line, answer_rate_pct),
    FIELD_TIME(struct survey_line, next_round),
    FIELD_STR(struct survey_line, problem),
    FIELD_END,
};

static const char *format_of(const struct command_call *call)
{
    return ((const struct survey_options *)call->options)->common.format;
}

static struct survey_line line_of(const struct survey_view *v)
{
    return (struct survey_line){
        .key = v->survey->key,
        .name = v->survey->name,
        .state = v->survey->state,
        .instrument = v->survey->instrument,
        .channel = v->survey->channel,
        .rounds = (int64_t)v->n_rounds,
        .asked = v->asked,
        .mailed = v->mailed,
        .failed = v->failed,
        .answered = v->answered,
        .answer_rate_pct = v->answer_rate_pct,
        .next_round = v->survey->next_round,
        .problem = v->survey->problem,
    };
}

static int list(struct command_call *call, const struct act *act)
{
    const struct shape shape = SHAPE(survey_line);
    struct survey_view *views;
    size_t n;
    int rc = survey_view_list(act->conn, act->arena, &views, &n, &call->err);

    if (rc < 0)
        return rc;
    struct survey_line *lines = ARENA_ARRAY(act->arena, n, struct survey_line);
    for (size_t i = 0; i < n; i++)
        lines[i] = line_of(&views[i]);
    print_rows(call->out, format_of(call), &shape, NULL, lines, n);
    return 0;
}

/* Its rounds, the newest first. */
static int show(struct command_call *call, const struct act *act)
{
    const struct shape shape = {survey_round_fields, sizeof(struct survey_round), "survey_round"};
    struct survey_view v;
    int rc = survey_view_read(act->conn, call->words[1], act->arena, &v, &call->err);

    if (rc < 0)
        return rc;
    print_rows(call->out, format_of(call), &shape,
               "number version opened closes closed asked mailed failed answered", v.rounds,
               v.n_rounds);
    if (v.survey->problem)
        fprintf(stderr, "mail does not go out: %s\n", v.survey->problem);
    return 0;
}

static int send(struct command_call *call, const struct act *act)
{
    struct survey s;
    int rc = survey_get(act->conn, call->words[1], act->arena, &s, &call->err);

    if (rc == 0)
        rc = survey_job_ask(act, &call->err);
    if (rc == 0)
        fprintf(call->out, "asked for; a running server sends what waits within five minutes\n");
    return rc;
}

struct survey_link {
    const char *account, *contact, *name, *email, *state, *link;
    bool is_used;
};
static const struct field survey_link_fields[] = {
    FIELD_STR(struct survey_link, account), FIELD_STR(struct survey_link, contact),
    FIELD_STR(struct survey_link, name),    FIELD_STR(struct survey_link, email),
    FIELD_STR(struct survey_link, state),   FIELD_BOOL(struct survey_link, is_used),
    FIELD_STR(struct survey_link, link),    FIELD_END,
};

static struct survey_link link_of(const struct invitation *i, const struct link_secret *secret,
                                  const char *base, struct arena *arena)
{
    char token[TOKEN_TEXT];

    link_token(secret, i->key, token);
    return (struct survey_link){
        .account = i->account,
        .contact = i->contact,
        .name = i->contact_name,
        .email = i->email,
        .state = i->mail_state,
        .is_used = i->is_used,
        .link = arena_printf(arena, "%s/s/%s", base, token),
    };
}

/* Everybody's link, for handing out. */
static int links(struct command_call *call, const struct act *act)
{
    const struct invitation_filter all = {.survey = call->words[1], .limit = INT32_MAX};
    const struct shape shape = SHAPE(survey_link);
    struct invitation *items = NULL;
    struct link_secret secret = {{0}};
    struct mail_settings settings;
    struct survey s;
    size_t n = 0;
    int rc = survey_get(act->conn, call->words[1], act->arena, &s, &call->err);

    if (rc >= 0)
        rc = mail_settings_load(act->conn, act->arena, &settings, &call->err);
    if (rc >= 0)
        rc = invitation_list(act->conn, &all, act->arena, &items, &n, &call->err);
    if (rc >= 0 && n > 0)
        rc = link_secret_load(act->conn, &secret, &call->err);
    if (rc < 0)
        return rc;
    struct survey_link *rows = ARENA_ARRAY(act->arena, n, struct survey_link);
    for (size_t i = 0; i < n; i++)
        rows[i] =
            link_of(&items[i], &secret, settings.public_url ? settings.public_url : "", act->arena);
    print_rows(call->out, format_of(call), &shape, NULL, rows, n);
    return 0;
}

static int results(struct command_call *call, const struct act *act)
{
    return survey_results_print(call, act, format_of(call));
}

static int survey_run(struct command_call *call)
{
    static const struct action actions[] = {
        {"list", false, false, list},      {"show", true, false, show},
        {"send", true, true, send},        {"links", true, false, links},
        {"results", true, false, results}, {0}};

    return action_run(call, ((const struct survey_options *)call->options)->common.data,
                      WORKSPACE_USE, actions);
}

const struct command survey_command = {
    .name = "survey",
    .words = "list | show KEY | send KEY | links KEY | results KEY",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists surveys, their rounds, links and results, and sends what waits",
    .help = "Surveys are made and opened in the application or over the API (docs/surveys.md).\n"
            "Whoever has a personal link can answer in that person's place.\n"
            "Results are numbers and texts; JSON has everything, CSV the answers.",
    .options = SHAPE(survey_options),
    .run = survey_run};
