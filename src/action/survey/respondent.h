/* respondent.h: the person behind a link: what they are asked, what they have answered so far, and
 * how it is kept.
 *
 * Of anonymous surveys nothing is kept before the answers are sent in, and then apart from who gave
 * them: a row with a random id that takes the place of a row drawn by chance, which moves to the
 * end, so that not even the order of the rows tells who was when.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: in the arena.
 * Errors:    ERR_NOT_FOUND, without a text, for every link that does not work, whatever the reason.
 */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "facts/survey/answers.h"

/* So many people asked must share what is kept of their accounts. */
#define ANONYMOUS_SHARED_MIN 5

struct respondent {
    int64_t invitation, round;
    const char *key;
    const char *survey, *instrument_id, *response;
    int64_t version, closes, answered;
    bool is_anonymous, is_used;
    const char *language; /* of the mail */
    const char *email;
    json_t *about, *draft, *kept_fields;
    /* Filled in by respondent_find: */
    struct instrument *instrument;
    const char *organisation, *about_setting;
    json_t *answers; /* the draft, or what was sent in, or {}; the arena's */
};
/* By the link's token. */
int respondent_find(struct conn *c, const char *token, int64_t now_ms, struct arena *arena,
                    struct respondent *ret, struct err *err);
/* Only who it is, also when the survey is over: for unsubscribing. */
int respondent_who(struct conn *c, const char *token, struct arena *arena, struct respondent *ret,
                   struct err *err);
/* Keeps what was answered so far; not for anonymous surveys. */
int respondent_save(const struct act *act, const struct respondent *r, const json_t *answers,
                    struct err *err);
/* Sends it in. ERR_INVALID on "answers.<question>"; ERR_CONFLICT if an anonymous link was used. */
int respondent_send(const struct act *act, const struct respondent *r, json_t *answers,
                    const char *language, struct err *err);
