/* audience.h: whom a survey would ask now: contacts of the accounts it is about, with the role it
 * wants, who are still there, who did not ask to be left alone, and who were not asked lately.
 *
 * A person is an e-mail address: who is a contact of two accounts is asked once.
 * Threads:   as the connection.
 * Ownership: everything in the source's arena.
 * Errors:    ERR_INVALID on "audience" as filters give them. */
#pragma once
#include "action/survey/survey.h"
#include "scoring/portfolio/portfolio.h"

struct asked_person {
    int64_t contact_id, account_id;
    const char *contact, *name, *email; /* its key; email in lower case, NULL if there is none */
    const char *account, *account_name;
};
/* Why contacts of the chosen accounts are not asked; the first reason that holds counts. */
struct audience {
    struct asked_person *people; /* in the order of accounts and contacts */
    size_t n_people;
    int64_t accounts; /* that the filter chooses */
    int64_t contacts; /* of these accounts */
    int64_t left, other_role, no_email, opted_out, asked_lately, same_person;
};
int audience_read(const struct portfolio_source *source, const struct survey *s, int64_t now_ms,
                  struct audience *ret, struct err *err);

/* The settings of all surveys. */
struct survey_settings {
    int64_t quiet_days; /* nobody is asked twice within so many days, whatever a survey says */
    const char *about;  /* what happens with answers, where a survey does not say it; NULL: Ripen's
                           own words */
};
extern const struct field survey_settings_fields[];
int survey_settings_load(struct conn *c, struct arena *arena, struct survey_settings *ret,
                         struct err *err);
int survey_settings_save(const struct act *act, const struct survey_settings *s, struct err *err);

/* Those who want no more mail of surveys. */
struct opt_out {
    const char *email;
    int64_t at;
    const char *how;    /* opt_out_hows */
    const char *survey; /* key of the one whose mail they had */
};
extern const struct field opt_out_fields[];
extern const char *const opt_out_hows[]; /* link mail hand NULL */
int opt_out_list(struct conn *c, struct arena *arena, struct opt_out **ret, size_t *ret_n,
                 struct err *err);
/* Again does nothing. Mails that wait are not sent any more. */
int opt_out_add(const struct act *act, const struct opt_out *o, struct err *err);
int opt_out_remove(const struct act *act, const char *email, struct err *err);
