#include "action/survey/survey.h"

#include "base/str.h"
#include "facts/contact/contact.h"
#include "facts/survey/instrument_store.h"
#include "notify/mail_text.h"
#include "survey_sql.h"

#include <string.h>

#define DAYS_MAX 3660

const char *const survey_states[] = {"draft", "open", "closed", NULL};
const char *const survey_channels[] = {"mail", "link", NULL};
const char *const survey_repeat_units[] = {"days", "months", NULL};
const char *const survey_kept_fields[] = {"stage",    "size_band", "location", "industry",
                                          "use_case", "plan",      NULL};

const struct field survey_fields[] = {
    FIELD_I64(struct survey, id, .required = true, .read_only = true),
    FIELD_STR(struct survey, key, .required = true, .min = 1, .max = KIND_KEY_MAX,
              .help = "Names it for good"),
    FIELD_STR(struct survey, name, .required = true, .min = 1, .max = SURVEY_NAME_MAX,
              .help = "For those who run it; the people asked do not see it"),
    FIELD_STR(struct survey, instrument, .required = true, .min = 1, .max = INSTRUMENT_ID_MAX,
              .help = "Id of the questionnaire; a round uses the version that is published when it "
                      "opens"),
    FIELD_ENUM(struct survey, state, survey_states, .required = true, .read_only = true),
    FIELD_ENUM(struct survey, channel, survey_channels, .required = true,
               .help = "mail: everybody gets a mail with their link; link: nothing is sent, the "
                       "links are yours to hand out"),
    FIELD_BOOL(struct survey, is_anonymous, .required = true,
               .help = "Answers are kept without anything that says whose they are. Cannot be "
                       "changed once the survey is open"),
    FIELD_STRS(struct survey, kept_fields, .max = SURVEY_KEPT_MAX, .values = survey_kept_fields,
               .help = "Of an anonymous survey: attributes of the account that are kept with an "
                       "answer, where at least five people asked share them"),
    FIELD_STR(struct survey, audience, .max = 4096,
              .help = "Filter over accounts, for example a segment; empty: every customer"),
    FIELD_STRS(struct survey, roles, .max = 5, .values = contact_roles,
               .help = "Contacts with one of these roles; none: all of them"),
    FIELD_I64(struct survey, quiet_days, .min = 0, .max = DAYS_MAX, .unit = "days",
              .help = "Nobody is asked who was asked by any survey in so many days before. The "
                      "setting's number holds if it is larger"),
    FIELD_STR(struct survey, language, .min = 2, .max = 35,
              .help = "Language of the mails; empty: the first of the questionnaire. On the page, "
                      "people choose"),
    FIELD_JSON(struct survey, subject,
               .help = "Subject of the mail, by language: {\"en\": \"…\"}; empty: Ripen's own"),
    FIELD_JSON(struct survey, words,
               .help = "Words of the mail, by language. {name}, {account}, {organisation} and "
                       "{link} are filled in; the link comes at the end if it is not named"),
    FIELD_JSON(struct survey, about,
               .help = "What happens with the answers, by language; stands on the page"),
    FIELD_I64(struct survey, open_days, .required = true, .min = 1, .max = 366, .unit = "days",
              .help = "How long a round takes answers"),
    FIELD_I64(struct survey, reminder_days, .min = 1, .max = 365, .unit = "days",
              .help = "One reminder after so many days without an answer; empty: none"),
    FIELD_I64(struct survey, repeat_every, .min = 1, .max = 1000,
              .help = "A new round every so many days or months; empty: one round"),
    FIELD_ENUM(struct survey, repeat_unit, survey_repeat_units),
    FIELD_TIME(struct survey, starts, .help = "When the first round opens; empty: at once"),
    FIELD_TIME(struct survey, next_round, .read_only = true),
    FIELD_STR(struct survey, problem, .read_only = true,
              .help = "Why its mail does not go out; empty: it does"),
    FIELD_TIME(struct survey, created, .required = true, .read_only = true),
    FIELD_STR(struct survey, created_by, .required = true, .read_only = true),
    FIELD_TIME(struct survey, updated, .required = true, .read_only = true),
    FIELD_END,
};

void survey_init(struct survey *s)
{
    fields_init(survey_fields, s);
    s->channel = "mail";
    s->open_days = SURVEY_OPEN_DAYS;
}

int survey_list(struct conn *c, struct arena *arena, struct survey **ret, size_t *ret_n,
                struct err *err)
{
    return db_all(c, sql_survey_list, DB_ARGS(), DB_ROWS(survey_fields, ret, ret_n), arena, err);
}

int survey_get(struct conn *c, const char *key, struct arena *arena, struct survey *ret,
               struct err *err)
{
    int rc = db_one(c, sql_survey_get, DB_ARGS(DB_STR("key", key)), survey_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "key", "there is no survey %.100s", key) : rc;
}

/* --- Rules --- */

static int check_texts(const json_t *texts, const char *field, size_t most, bool is_line,
                       struct err *err)
{
    const char *language;
    json_t *text;

    json_object_foreach ((json_t *)texts, language, text) {
        const char *s = json_string_value(text);
        if (!s || !*s || strlen(s) > most)
            return err_set(err, ERR_INVALID, field,
                           "has a text for %.20s that is no text of 1 to %zu bytes", language,
                           most);
        if (is_line && mail_phrase_check(s, field, err) < 0)
            return err->code;
    }
    return 0;
}

static int check_rhythm(const struct survey *s, struct err *err)
{
    bool is_repeated = s->repeat_every != I64_NONE;

    if (is_repeated != (s->repeat_unit != NULL))
        return err_set(err, ERR_INVALID, is_repeated ? "repeat_unit" : "repeat_every",
                       "goes with the other: every 90 days, or every 12 months");
    if (is_repeated && str_eq(s->repeat_unit, "days") && s->repeat_every < s->open_days)
        return err_set(err, ERR_INVALID, "repeat_every",
                       "must not be less than the %lld days that a round is open",
                       (long long)s->open_days);
    if (is_repeated && str_eq(s->repeat_unit, "months") && s->repeat_every * 28 < s->open_days)
        return err_set(err, ERR_INVALID, "repeat_every",
                       "must not be shorter than a round is open");
    if (s->reminder_days != I64_NONE && s->reminder_days >= s->open_days)
        return err_set(err, ERR_INVALID, "reminder_days",
                       "must be less than the %lld days that a round is open",
                       (long long)s->open_days);
    return 0;
}

static int check(const struct act *act, const struct survey *s, struct err *err)
{
    struct instrument *in;

    if (!s->name || !s->instrument)
        return err_set(err, ERR_INVALID, s->name ? "instrument" : "name", "is required");
    int rc = instrument_load(act->conn, s->instrument, 0, act->arena, &in, err);

    if (rc < 0)
        return rc == ERR_NOT_FOUND
                   ? err_set(err, ERR_INVALID, "instrument",
                             "there is no published questionnaire %.60s", s->instrument)
                   : rc;
    if (s->is_anonymous && instrument_rates(in))
        return err_set(err, ERR_INVALID, "is_anonymous",
                       "does not go with a questionnaire about maturity: its answers rate an "
                       "account");
    if (!s->is_anonymous && s->n_kept_fields)
        return err_set(err, ERR_INVALID, "kept_fields",
                       "are for anonymous surveys; other answers have their account");
    rc = check_texts(s->subject, "subject", SURVEY_SUBJECT_MAX, true, err);
    if (rc == 0)
        rc = check_texts(s->words, "words", SURVEY_WORDS_MAX, false, err);
    if (rc == 0)
        rc = check_texts(s->about, "about", SURVEY_WORDS_MAX, false, err);
    return rc < 0 ? rc : check_rhythm(s, err);
}

/* "Spring 2026" -> "spring-2026", with a number behind it if others have that. */
static int make_key(const struct act *act, struct survey *s, struct err *err)
{
    char *key = str_lower(arena_strdup(act->arena, s->name)), *to = key;
    struct survey other;
    int rc = 0;

    for (const char *p = key; *p && to - key < 60; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            *to++ = *p;
        else if (to > key && to[-1] != '-')
            *to++ = '-';
    }
    while (to > key && to[-1] == '-')
        to--;
    *to = 0;
    const char *first = *key ? key : "survey";
    s->key = first;
    for (int i = 2; rc == 0; i++) {
        rc = survey_get(act->conn, s->key, act->arena, &other, err);
        if (rc == 0)
            s->key = arena_printf(act->arena, "%s-%d", first, i);
    }
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

static int take_key(const struct act *act, struct survey *s, struct err *err)
{
    struct survey other;

    if (!s->key)
        return make_key(act, s, err);
    int rc = survey_get(act->conn, s->key, act->arena, &other, err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "key", "there is a survey %.100s already", s->key);
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

/* --- Changes --- */

static int audit(const struct act *act, const struct survey *before, const struct survey *after,
                 struct err *err)
{
    const struct audit_subject subject = {"survey", after ? after->key : before->key,
                                          survey_fields};

    return audit_diff(act, &subject, before, after, err);
}

int survey_create(const struct act *act, struct survey *s, struct err *err)
{
    int rc = check(act, s, err);

    if (rc == 0)
        rc = take_key(act, s, err);
    if (rc == 0)
        rc = db_next_id(act->conn, "survey", &s->id, err);
    if (rc < 0)
        return rc;
    s->state = "draft";
    s->next_round = TIME_NONE;
    s->problem = NULL;
    s->created = s->updated = act->now_ms;
    s->created_by = act->by->name;
    rc = db_exec(act->conn, sql_survey_insert, DB_ARGS(DB_ROW(survey_fields, s)), err);
    return rc < 0 ? rc : audit(act, NULL, s, err);
}

static int put(const struct act *act, const struct survey *before, struct survey *s,
               struct err *err)
{
    s->updated = act->now_ms;
    int rc = db_exec(act->conn, sql_survey_update, DB_ARGS(DB_ROW(survey_fields, s)), err);

    return rc < 0 ? rc : audit(act, before, s, err);
}

/* The fields that say what people were told and asked. */
static const char *const fixed_when_open[] = {"instrument",  "channel", "is_anonymous",
                                              "kept_fields", "starts",  NULL};

static int check_fixed(const struct survey *before, const struct survey *s, struct err *err)
{
    FIELDS_EACH (f, survey_fields) {
        AUTO_BUF was = {0}, is = {0};
        field_write(f, before, &was);
        field_write(f, s, &is);
        if (str_index(fixed_when_open, f->name) >= 0 && !str_eq(buf_text(&was), buf_text(&is)))
            return err_set(err, ERR_CONFLICT, f->name,
                           "cannot be changed since the survey was opened; make another survey");
    }
    return 0;
}

int survey_change(const struct act *act, struct survey *s, struct err *err)
{
    struct survey before;
    int rc = survey_get(act->conn, s->key, act->arena, &before, err);

    if (rc == 0 && str_eq(before.state, "closed"))
        rc =
            err_set(err, ERR_CONFLICT, "key", "survey %.100s is closed and stays as it is", s->key);
    if (rc == 0 && str_eq(before.state, "open"))
        rc = check_fixed(&before, s, err);
    if (rc == 0)
        rc = check(act, s, err);
    if (rc < 0)
        return rc;
    /* The rhythm of an open survey may have changed: it goes on from now. */
    if (str_eq(before.state, "open") && before.next_round == TIME_NONE &&
        s->repeat_every != I64_NONE)
        s->next_round = survey_next_after(s, act->now_ms);
    if (s->repeat_every == I64_NONE && before.repeat_every != I64_NONE)
        s->next_round = TIME_NONE;
    return put(act, &before, s, err);
}

int survey_delete(const struct act *act, const char *key, struct err *err)
{
    struct survey s;
    int rc = survey_get(act->conn, key, act->arena, &s, err);

    if (rc == 0 && !str_eq(s.state, "draft"))
        rc = err_set(err, ERR_CONFLICT, "key",
                     "survey %.100s has asked people and stays; close it instead", key);
    if (rc == 0)
        rc = db_exec(act->conn, sql_survey_delete, DB_ARGS(DB_I64("id", s.id)), err);
    return rc < 0 ? rc : audit(act, &s, NULL, err);
}

int survey_open(const struct act *act, const char *key, struct survey *ret, struct err *err)
{
    struct survey before;
    int rc = survey_get(act->conn, key, act->arena, &before, err);

    if (rc == 0 && !str_eq(before.state, "draft"))
        rc = err_set(err, ERR_CONFLICT, "key", "survey %.100s is %s already", key, before.state);
    if (rc == 0)
        rc = check(act, &before, err);
    if (rc < 0)
        return rc;
    *ret = before;
    ret->state = "open";
    if (ret->starts == TIME_NONE)
        ret->starts = act->now_ms; /* what the rhythm is counted from */
    ret->next_round = ret->starts;
    return put(act, &before, ret, err);
}

int survey_close(const struct act *act, const char *key, struct survey *ret, struct err *err)
{
    const struct db_arg *args;
    struct survey before;
    int rc = survey_get(act->conn, key, act->arena, &before, err);

    if (rc == 0 && !str_eq(before.state, "open"))
        rc = err_set(err, ERR_CONFLICT, "key", "survey %.100s is not open", key);
    if (rc < 0)
        return rc;
    args = DB_ARGS(DB_I64("id", before.id), DB_I64("now", act->now_ms));
    rc = db_exec(act->conn, sql_survey_close_rounds, args, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_survey_drop_mails, args, err);
    if (rc < 0)
        return rc;
    *ret = before;
    ret->state = "closed";
    ret->next_round = TIME_NONE;
    ret->problem = NULL;
    return put(act, &before, ret, err);
}

int survey_note_problem(struct conn *c, int64_t id, const char *problem, struct err *err)
{
    int rc =
        db_exec(c, sql_survey_problem, DB_ARGS(DB_I64("id", id), DB_STR("problem", problem)), err);

    return rc < 0 ? rc : 0;
}

int survey_set_next_round(struct conn *c, int64_t id, int64_t next_round, struct err *err)
{
    int rc = db_exec(c, sql_survey_next_round,
                     DB_ARGS(DB_I64("id", id), DB_I64("next_round", next_round)), err);

    return rc < 0 ? rc : 0;
}

int64_t survey_next_after(const struct survey *s, int64_t after)
{
    int32_t day = day_of_time(s->starts);
    int64_t of_day = s->starts - time_of_day_start(day);

    if (s->repeat_every == I64_NONE)
        return TIME_NONE;
    bool is_days = str_eq(s->repeat_unit, "days");
    /* Months are counted from the first day, so that the 31st stays the last of each month. */
    for (int64_t i = 1;; i++) {
        int64_t steps = i * s->repeat_every;
        int32_t next = is_days ? day + (int32_t)steps : day_add_months(day, (int)steps);
        int64_t at = time_of_day_start(next) + of_day;
        if (at > after)
            return at;
    }
}
