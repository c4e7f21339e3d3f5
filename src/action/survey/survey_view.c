#include "action/survey/survey_view.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"
#include "facts/survey/instrument_store.h"
#include "notify/mail_settings.h"
#include "scoring/setting/settings.h"

const struct field survey_view_fields[] = {
    FIELD_OBJ(struct survey_view, survey, survey, .required = true),
    FIELD_LIST(struct survey_view, rounds, survey_round, .required = true,
               .help = "The newest first"),
    FIELD_I64(struct survey_view, asked, .required = true, .help = "People in all rounds"),
    FIELD_I64(struct survey_view, mailed, .required = true),
    FIELD_I64(struct survey_view, answered, .required = true),
    FIELD_I64(struct survey_view, failed, .required = true),
    FIELD_F64(struct survey_view, answer_rate_pct, .unit = "%",
              .help = "Missing: nobody was asked"),
    FIELD_END,
};

static int complete(struct conn *c, struct survey *s, struct arena *arena, struct survey_view *ret,
                    struct err *err)
{
    *ret = (struct survey_view){.survey = s, .answer_rate_pct = NAN};
    int rc = round_list(c, s->id, arena, &ret->rounds, &ret->n_rounds, err);

    for (size_t i = 0; rc >= 0 && i < ret->n_rounds; i++) {
        ret->asked += ret->rounds[i].asked;
        ret->mailed += ret->rounds[i].mailed;
        ret->answered += ret->rounds[i].answered;
        ret->failed += ret->rounds[i].failed;
    }
    if (ret->asked)
        ret->answer_rate_pct = 100.0 * (double)ret->answered / (double)ret->asked;
    return rc < 0 ? rc : 0;
}

int survey_view_read(struct conn *c, const char *key, struct arena *arena, struct survey_view *ret,
                     struct err *err)
{
    struct survey *s = ARENA_NEW(arena, struct survey);
    int rc = survey_get(c, key, arena, s, err);

    return rc < 0 ? rc : complete(c, s, arena, ret, err);
}

int survey_view_list(struct conn *c, struct arena *arena, struct survey_view **ret, size_t *ret_n,
                     struct err *err)
{
    struct survey *all;
    int rc = survey_list(c, arena, &all, ret_n, err);

    if (rc < 0)
        return rc;
    *ret = ARENA_ARRAY(arena, *ret_n, struct survey_view);
    for (size_t i = 0; rc >= 0 && i < *ret_n; i++)
        rc = complete(c, &all[i], arena, &(*ret)[i], err);
    return rc < 0 ? rc : 0;
}

/* --- Whom --- */

const struct field audience_query_fields[] = {
    FIELD_STR(struct audience_query, audience, .max = 4096,
              .help = "Filter over accounts; empty: every customer"),
    FIELD_STRS(struct audience_query, roles, .max = 5, .values = contact_roles),
    FIELD_ENUM(struct audience_query, channel, survey_channels, .help = "mail if left out"),
    FIELD_I64(struct audience_query, quiet_days, .min = 0, .max = 3660, .unit = "days"),
    FIELD_END,
};
static const struct field audience_person_fields[] = {
    FIELD_STR(struct audience_person, contact, .required = true),
    FIELD_STR(struct audience_person, name),
    FIELD_STR(struct audience_person, email),
    FIELD_STR(struct audience_person, account, .required = true),
    FIELD_STR(struct audience_person, account_name),
    FIELD_END,
};
const struct field audience_view_fields[] = {
    FIELD_I64(struct audience_view, accounts, .required = true, .help = "That the filter chooses"),
    FIELD_I64(struct audience_view, contacts, .required = true, .help = "Of these accounts"),
    FIELD_I64(struct audience_view, asked, .required = true, .help = "Who would be asked"),
    FIELD_I64(struct audience_view, left, .required = true, .help = "Are no longer there"),
    FIELD_I64(struct audience_view, other_role, .required = true, .help = "Have another role"),
    FIELD_I64(struct audience_view, no_email, .required = true, .help = "Have no e-mail address"),
    FIELD_I64(struct audience_view, opted_out, .required = true,
              .help = "Want no mails with questions"),
    FIELD_I64(struct audience_view, asked_lately, .required = true,
              .help = "Were asked too short ago"),
    FIELD_I64(struct audience_view, same_person, .required = true,
              .help = "Have the address of somebody who is asked already"),
    FIELD_LIST(struct audience_view, examples, audience_person, .required = true,
               .help = "The first of those who would be asked"),
    FIELD_END,
};

int audience_view_read(const struct portfolio_source *source, const struct audience_query *query,
                       int64_t now_ms, struct audience_view *ret, struct err *err)
{
    struct audience a;
    struct survey s;

    survey_init(&s);
    s.audience = query->audience;
    s.roles = query->roles;
    s.n_roles = query->n_roles;
    s.quiet_days = query->quiet_days;
    if (query->channel)
        s.channel = query->channel;
    int rc = audience_read(source, &s, now_ms, &a, err);
    if (rc < 0)
        return rc;
    *ret = (struct audience_view){
        .accounts = a.accounts,
        .contacts = a.contacts,
        .asked = (int64_t)a.n_people,
        .left = a.left,
        .other_role = a.other_role,
        .no_email = a.no_email,
        .opted_out = a.opted_out,
        .asked_lately = a.asked_lately,
        .same_person = a.same_person,
        .n_examples = a.n_people < AUDIENCE_SHOWN ? a.n_people : AUDIENCE_SHOWN,
    };
    ret->examples = ARENA_ARRAY(source->arena, ret->n_examples, struct audience_person);
    for (size_t i = 0; i < ret->n_examples; i++)
        ret->examples[i] =
            (struct audience_person){a.people[i].contact, a.people[i].name, a.people[i].email,
                                     a.people[i].account, a.people[i].account_name};
    return 0;
}

/* --- With which words --- */

const struct field letter_view_fields[] = {
    FIELD_STR(struct letter_view, language, .required = true),
    FIELD_STR(struct letter_view, subject, .required = true),
    FIELD_STR(struct letter_view, text, .required = true, .max = 65536),
    FIELD_STR(struct letter_view, html, .required = true, .max = 262144),
    FIELD_END,
};

/* Whom it is for; an example when nobody is named. */
static int read_person(struct conn *c, const char *key, struct arena *arena, struct letter_in *in,
                       struct err *err)
{
    struct contact contact;
    struct account account;

    in->name = "Ann Example";
    in->account_name = "Example Ltd";
    if (!key)
        return 0;
    int rc = kind_get(c, &contact_kind, key, arena, &contact, err);
    if (rc >= 0)
        rc = kind_get(c, &account_kind, contact.account, arena, &account, err);
    if (rc < 0)
        return rc;
    in->name = contact.name;
    in->account_name = account.name;
    return 0;
}

int letter_view_read(struct conn *c, const struct letter_wish *wish, int64_t now_ms,
                     struct arena *arena, struct letter_view *ret, struct err *err)
{
    struct letter_in in = {.is_reminder = wish->is_reminder};
    struct instrument *instrument = NULL;
    struct mail_settings mail;
    struct settings settings;
    struct letter letter;
    struct survey s;
    int rc = survey_get(c, wish->survey, arena, &s, err);

    if (rc >= 0)
        rc = instrument_load(c, s.instrument, 0, arena, &instrument, err);
    if (rc >= 0)
        rc = mail_settings_load(c, arena, &mail, err);
    if (rc >= 0)
        rc = settings_load(c, arena, &settings, err);
    if (rc >= 0)
        rc = read_person(c, wish->contact, arena, &in, err);
    if (rc < 0)
        return rc;
    in.survey = &s;
    in.instrument = instrument;
    in.organisation = settings.organisation;
    in.language = wish->language ? wish->language : s.language;
    in.closes = now_ms + s.open_days * DAY_MS;
    in.link = arena_printf(arena, "%s/s/example",
                           mail.public_url ? mail.public_url : "https://ripen.example.com");
    in.unsubscribe = arena_printf(arena, "%s/unsubscribe", in.link);
    letter_write(&in, arena, &letter);
    *ret = (struct letter_view){letter.language, letter.subject, letter.text, letter.html};
    return 0;
}
