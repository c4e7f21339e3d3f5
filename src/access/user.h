/* user.h: the people who may log in.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows are made in the arena.
 * Errors:    ERR_INVALID with the field, ERR_NOT_FOUND, ERR_CONFLICT for an e-mail address that is
 *            taken and for whatever would leave no admin who can log in. */
#pragma once
#include "access/audit.h"
#include "access/password.h"
#include "access/role.h"
#include "db/db.h"
#include "json/field.h"

struct user {
    int64_t id;
    const char *email; /* in lower case */
    const char *name;
    const char *role; /* role_given_names */
    bool is_disabled;
    bool must_change_password; /* has a one-time password */
    int64_t created, last_seen;
};
extern const struct field user_fields[];

int user_list(struct conn *c, struct arena *arena, struct user **ret, size_t *ret_n,
              struct err *err);
int user_get(struct conn *c, int64_t id, struct arena *arena, struct user *ret, struct err *err);
/* In any case of letters. */
int user_by_email(struct conn *c, const char *email, struct arena *arena, struct user *ret,
                  struct err *err);

int user_count(struct conn *c, int64_t *ret, struct err *err);
/* Kept out of struct user, so that it gets into no reply and no log. ERR_NOT_FOUND has no text. */
int user_password_hash(struct conn *c, int64_t id, struct arena *arena, const char **ret,
                       struct err *err);

/* Of *user only email, name and role are read; the rest is filled in. The hash is that of a
 * one-time password when must_change. Hashing takes long: do it before the transaction begins. */
int user_create(const struct act *act, struct user *user, const char *hash, bool must_change,
                struct err *err);
/* Sets name, role and is_disabled of the person with that id and fills in the rest; disabling ends
 * all sessions. */
int user_update(const struct act *act, struct user *user, struct err *err);
int user_delete(const struct act *act, int64_t id, struct err *err);
/* Ends all sessions but the one with this token hash (NULL: all). */
int user_set_password(const struct act *act, int64_t id, const char *hash, bool must_change,
                      const char *keep_token_hash, struct err *err);
/* Notes that the person was here. */
int user_seen(struct conn *c, int64_t id, int64_t at_ms, struct err *err);
