/* survey.h: an asking: which questionnaire, whom, by which words, when, and how often.
 *
 * A survey is a draft until it is opened. Then it has rounds: one, or one after the other by its
 * rhythm. Each round asks its own people, with the version of the questionnaire that is published
 * when it opens, and closes after its days. What was asked stays as it is: of an open survey only
 * its name, words, reminder and rhythm can change, and only for what is still to come.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows are made in the arena.
 * Units:     times in UTC milliseconds.
 * Errors:    ERR_INVALID with the field, ERR_NOT_FOUND on "key", ERR_CONFLICT for what its state
 *            does not allow. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "facts/kind/kind.h"
#include "json/field.h"

#define SURVEY_NAME_MAX    120
#define SURVEY_SUBJECT_MAX 200
#define SURVEY_WORDS_MAX   4000
#define SURVEY_OPEN_DAYS   30
#define SURVEY_KEPT_MAX    3

extern const char *const survey_states[];       /* draft open closed NULL */
extern const char *const survey_channels[];     /* mail link NULL */
extern const char *const survey_repeat_units[]; /* days months NULL */
extern const char *const survey_kept_fields[];  /* attributes of accounts that tell of many */

struct survey {
    int64_t id;
    const char *key; /* names it for good */
    const char *name;
    const char *instrument; /* its id */
    const char *state;
    const char *channel; /* link: nothing is mailed, the links are handed out by other ways */
    bool is_anonymous;
    const char **kept_fields; /* of anonymous ones: what is kept of the account */
    size_t n_kept_fields;
    const char *audience; /* filter over accounts; NULL: every customer */
    const char **roles;   /* of contacts; none: everybody */
    size_t n_roles;
    int64_t quiet_days;   /* nobody who was asked in so many days before; missing: the setting's */
    const char *language; /* of mails; NULL: the questionnaire's first */
    json_t *subject, *words; /* language -> text; NULL: Ripen's own */
    json_t *about;           /* what happens with the answers, on the page; NULL: Ripen's own */
    int64_t open_days;
    int64_t reminder_days; /* after so many days without an answer; missing: none */
    int64_t repeat_every;  /* missing: once */
    const char *repeat_unit;
    int64_t starts;      /* when the first round opens; missing: at once */
    int64_t next_round;  /* when the next one does; missing: none is to come */
    const char *problem; /* why mail does not go out; NULL: it does */
    int64_t created;
    const char *created_by;
    int64_t updated;
};
extern const struct field survey_fields[];

int survey_get(struct conn *c, const char *key, struct arena *arena, struct survey *ret,
               struct err *err);
/* Newest first. */
int survey_list(struct conn *c, struct arena *arena, struct survey **ret, size_t *ret_n,
                struct err *err);
/* What a new one starts with. */
void survey_init(struct survey *s);
/* Completes *s: key (made from the name if NULL), state, stamps. */
int survey_create(const struct act *act, struct survey *s, struct err *err);
int survey_change(const struct act *act, struct survey *s, struct err *err);
/* A draft; what was asked is not undone. */
int survey_delete(const struct act *act, const char *key, struct err *err);
/* From now on it asks: opens its first round when `starts` has come (survey_round.h). */
int survey_open(const struct act *act, const char *key, struct survey *ret, struct err *err);
/* No more rounds, no more answers. */
int survey_close(const struct act *act, const char *key, struct survey *ret, struct err *err);

/* What the job finds out: why mail does not go out (NULL: it does), and when the next round is. */
int survey_note_problem(struct conn *c, int64_t id, const char *problem, struct err *err);
int survey_set_next_round(struct conn *c, int64_t id, int64_t next_round, struct err *err);
/* The first time after `after` in the rhythm of an open survey, which began at `starts`; TIME_NONE:
 * it does not repeat. */
int64_t survey_next_after(const struct survey *s, int64_t after);
