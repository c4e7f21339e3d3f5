/* invitation.h: one person, asked in one round of a survey, by a link of their own.
 *
 * The link's token follows from the invitation's key and a secret of the workspace (keyed BLAKE2b,
 * 256 bits), so that it can be shown again; the database has only its hash, which is what is looked
 * up. Nobody is asked more often than the settings allow: the statement that inserts looks itself.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows are made in the arena. */
#pragma once
#include "access/token.h"
#include "action/survey/audience.h"
#include "action/survey/survey_round.h"

struct invitation {
    int64_t id;
    const char *key;
    int64_t round;
    const char *contact, *contact_name, *account, *account_name;
    const char *email, *language;
    bool is_used;
    int64_t answered; /* missing for anonymous surveys, always */
    int64_t asked;
    /* Of the mail and the reminder; missing when there is none. */
    int64_t mail_id;
    const char *mail_state;
    int64_t mail_status;
    const char *mail_said;
    int64_t mail_changed;
    const char *reminder_state;
    int64_t reminder_changed;
    const char *link; /* filled in for those who may see it */
};
extern const struct field invitation_fields[];
extern const char *const mail_states[]; /* waiting sending sent refused failed in_doubt dropped */

struct invitation_new {
    const struct survey *survey;
    const struct survey_round *round;
    const struct asked_person *person;
    const char *language; /* NULL: the survey's */
    int64_t quiet_days;
    bool is_mailed;
};
/* Asks a person: *ret_id is 0, and nothing is changed, when they were asked too lately, are in the
 * round already, or opted out. The mail waits then; without one, they count as asked at once. */
int invitation_add(const struct act *act, const struct invitation_new *in, int64_t *ret_id,
                   struct err *err);

/* The response of an invitation, by its key; made when there is none: from now on silence is a
 * sign. NULL for anonymous surveys. */
int invitation_response(const struct act *act, int64_t id, const char **ret, struct err *err);

struct invitation_filter {
    const char *survey;
    const char *mail_state; /* NULL: any */
    int64_t after_id, limit;
};
/* In the order they were made. */
int invitation_list(struct conn *c, const struct invitation_filter *filter, struct arena *arena,
                    struct invitation **ret, size_t *ret_n, struct err *err);
int invitation_get(struct conn *c, const char *key, struct arena *arena, struct invitation *ret,
                   struct err *err);
/* A mail that failed, was refused or is in doubt waits once more, because somebody says so. */
int invitation_retry(const struct act *act, const char *key, struct err *err);

/* --- Links --- */

/* The secret, made when there is none yet (in a write transaction). */
struct link_secret {
    unsigned char bytes[32];
};
int link_secret_load(struct conn *c, struct link_secret *ret, struct err *err);
int link_secret_make(const struct act *act, struct link_secret *ret, struct err *err);
void link_token(const struct link_secret *secret, const char *key, char ret[TOKEN_TEXT]);
