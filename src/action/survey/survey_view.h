/* survey_view.h: surveys as people see them: with their rounds and counts, whom they would ask, and
 * their mails. The API and the command line show the same.
 *
 * Threads:   as the connection.
 * Ownership: in the arena. Errors: ERR_NOT_FOUND on "key", ERR_INVALID with the field. */
#pragma once
#include "action/survey/letter.h"
#include "action/survey/survey_round.h"

struct survey_view {
    struct survey *survey;
    struct survey_round *rounds; /* the newest first */
    size_t n_rounds;
    int64_t asked, mailed, answered, failed; /* people in all rounds */
    double answer_rate_pct;                  /* missing: nobody was asked */
};
extern const struct field survey_view_fields[];
int survey_view_read(struct conn *c, const char *key, struct arena *arena, struct survey_view *ret,
                     struct err *err);
int survey_view_list(struct conn *c, struct arena *arena, struct survey_view **ret, size_t *ret_n,
                     struct err *err);

struct audience_query {
    const char *audience;
    const char **roles;
    size_t n_roles;
    const char *channel;
    int64_t quiet_days;
};
extern const struct field audience_query_fields[];
struct audience_person {
    const char *contact, *name, *email, *account, *account_name;
};
#define AUDIENCE_SHOWN 20
struct audience_view {
    int64_t accounts, contacts, asked;
    int64_t left, other_role, no_email, opted_out, asked_lately, same_person;
    struct audience_person *examples; /* the first AUDIENCE_SHOWN of those who would be asked */
    size_t n_examples;
};
extern const struct field audience_view_fields[];
int audience_view_read(const struct portfolio_source *source, const struct audience_query *query,
                       int64_t now_ms, struct audience_view *ret, struct err *err);

struct letter_wish {
    const char *survey;
    const char *contact; /* NULL: nobody in particular */
    const char *language;
    bool is_reminder;
};
struct letter_view {
    const char *language, *subject, *text, *html;
};
extern const struct field letter_view_fields[];
/* With a link that leads nowhere. */
int letter_view_read(struct conn *c, const struct letter_wish *wish, int64_t now_ms,
                     struct arena *arena, struct letter_view *ret, struct err *err);
