/* usage_people.h: the product's users of one account: when they came, and how often.
 *
 * Ownership: everything lives in the arena.
 * Units:     days as in base/day.h. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

#define USAGE_PEOPLE_WEEKS 26

struct usage_person {
    const char *user;    /* as the product names them */
    const char *contact; /* the contact's key, if it is known who it is */
    const char *name, *email;
    int32_t first, last; /* days with activity */
    int64_t active_days, active_days_28, active_days_90;
    double *weeks; /* active days of each of the last weeks from Monday, the current one last */
    size_t n_weeks;
    int64_t id, contact_id;
};
extern const struct field usage_person_fields[];

struct usage_people {
    int64_t total; /* users in all */
    struct usage_person *items;
    size_t n_items;
};
extern const struct field usage_people_fields[];

/* As of a day: what came later is not seen. The most recently active first, at most `limit`. */
int usage_people(struct conn *c, int64_t account_id, int32_t day, size_t limit, struct arena *arena,
                 struct usage_people *ret, struct err *err);
/* A user of the product, at an account. */
struct usage_user_ref {
    int64_t id, account_id;
    const char *key;
};
/* Those that a contact is. */
int usage_users_of(struct conn *c, int64_t contact_id, struct arena *arena,
                   struct usage_user_ref **ret, size_t *ret_n, struct err *err);
/* Takes a user's active days away, and the user; what was done stays counted, as done by nobody.
 * Touches the account. */
int usage_forget_user(const struct act *act, const struct usage_user_ref *user, struct err *err);
/* Notes which contact a user is. */
int usage_user_is(struct conn *c, int64_t account_id, const char *user, int64_t contact_id,
                  struct err *err);
