/* audit.h: who changed what and when, with what was there before and after.
 *
 * Every change writes its entry inside its own write transaction, so that there is no change
 * without an entry and no entry without a change. An import of many rows is one entry.
 *
 * Threads:   as the connection.
 * Ownership: lists are made in the arena.
 * Units:     times in UTC milliseconds. */
#pragma once
#include "access/role.h"
#include "db/db.h"
#include "json/field.h"

/* What every function that changes something takes: who does it, when, and in which transaction. */
struct act {
    struct conn *conn; /* in a write transaction */
    const struct who *by;
    int64_t now_ms;
    struct arena *arena;
};

struct audit_change {
    const char *action;         /* "create" "update" "delete" "login" "import" … */
    const char *kind, *key;     /* what was changed: "account", "A-1" */
    const char *before, *after; /* JSON objects as text; NULL: was not there, or is not now */
};
int audit_log(const struct act *act, const struct audit_change *change, struct err *err);

/* What a struct with a field table is about, for audit_diff. */
struct audit_subject {
    const char *kind, *key;
    const struct field *fields;
};
/* The usual case. before NULL is a create, after NULL a delete: the struct is kept whole. With both
 * it is an update: only the fields that differ are kept, and nothing is written when none does. */
int audit_diff(const struct act *act, const struct audit_subject *subject, const void *before,
               const void *after, struct err *err);

struct audit_entry {
    int64_t id;
    int64_t at;
    const char *who;
    const char *action;
    const char *kind;
    const char *key;
    json_t *before;
    json_t *after;
};
extern const struct field audit_entry_fields[];

/* Missing members (NULL, TIME_NONE) do not filter. */
struct audit_filter {
    const char *who, *kind, *key;
    int64_t from, to; /* to is exclusive */
    int64_t after_id; /* the last id of the page before; 0: the first page */
    int64_t limit;    /* > 0 */
};
/* Newest first. */
int audit_list(struct conn *c, const struct audit_filter *filter, struct arena *arena,
               struct audit_entry **ret, size_t *ret_n, struct err *err);
