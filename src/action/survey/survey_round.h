/* survey_round.h: the rounds of a survey, and what the clock does with them.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Units:     times in UTC milliseconds; the caller says what time it is. */
#pragma once
#include "action/survey/audience.h"

struct survey_round {
    int64_t id, number;
    int64_t version; /* of the questionnaire */
    int64_t opened, closes;
    int64_t closed;                          /* missing: it is open until `closes` */
    int64_t asked, mailed, answered, failed; /* people */
};
extern const struct field survey_round_fields[];

/* All of a survey's, the newest first. */
int round_list(struct conn *c, int64_t survey_id, struct arena *arena, struct survey_round **ret,
               size_t *ret_n, struct err *err);
/* The one that takes answers now; ERR_NOT_FOUND without a text. */
int round_now(struct conn *c, int64_t survey_id, int64_t now_ms, struct arena *arena,
              struct survey_round *ret, struct err *err);
/* Opens the next round and asks its people, all in act's transaction; *ret_asked of them. */
int round_open(const struct act *act, const struct survey *s, const struct audience *audience,
               int64_t *ret_asked, struct err *err);
/* Opens an empty round when none is open, for people who are asked one by one. */
int round_need(const struct act *act, const struct survey *s, struct survey_round *ret,
               struct err *err);
/* What is over by now is closed: rounds, their mails that wait, surveys without a round to come. */
int rounds_close(struct conn *c, int64_t now_ms, struct err *err);
/* Reminders that are due by now get a mail that waits; *ret_n of them. */
int rounds_remind(struct conn *c, int64_t now_ms, int64_t *ret_n, struct err *err);
/* Surveys whose next round is due. */
int rounds_due(struct conn *c, int64_t now_ms, struct arena *arena, struct survey **ret,
               size_t *ret_n, struct err *err);
