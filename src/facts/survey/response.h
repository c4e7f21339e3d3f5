/* response.h: somebody was asked, and what was answered. A row without an answer is silence, which
 * is a sign of its own.
 *
 * The answers to the maturity instruments are also an assessment, whose key is "response:" and the
 * response's: it is written, changed and deleted with the response.
 *
 * Anonymous answers are no responses: nothing here may tell whose they are. */
#pragma once
#include "facts/kind/kind.h"
#include "facts/survey/answers.h"

struct response {
    const char *key;
    const char *account;
    const char *contact;
    const char *instrument;
    int64_t version;    /* of the instrument; left out: the published one */
    const char *survey; /* key of the asking; NULL: none of Ripen's */
    const char *basis;  /* response_bases */
    int64_t invited;    /* when they were asked; left out: when they answered */
    int64_t reminded;
    int64_t answered;     /* TIME_NONE: silence */
    const char *language; /* of the answers */
    double score;         /* the main number; follows from the answers */
    const char *comment;  /* what was written; follows from the answers */
    json_t *answers;
    int32_t known;
    int64_t created, updated;
};
extern const struct field response_fields[];
extern const struct kind response_kind;

extern const char *const response_bases[]; /* survey interview imported */

#define RESPONSE_KEY_MAX    100
#define RESPONSE_ASSESSMENT "response:" /* what the keys of their assessments begin with */

/* Somebody is asked: writes the row without answers, and completes *row (key, version, stamps).
 * account, instrument and invited must be given. */
int response_invite(const struct act *act, struct response *row, struct err *err);
/* Somebody answers, or answers again: takes the place of what was answered before, but not of when.
 * answers are checked, tidied (answers_check) and no longer the caller's to change. is_final false
 * lets required ones be missing. */
int response_answer(const struct act *act, const char *key, json_t *answers, const char *language,
                    bool is_final, struct err *err);
/* The reminder was sent. */
int response_remind(const struct act *act, const char *key, struct err *err);
