/* mend.h: rules that mend events before they are counted: another name, an account found elsewhere,
 * or none of our business.
 *
 * A rule matches by source, type, name and reason; what it leaves out matches everything. Without a
 * reason it looks at every event; with one, only at those that would be set aside for it, which are
 * then tried again. Rules work in their order, each on what those before it made of the event.
 *
 * Threads:   a list is never changed; it may be read by any thread.
 * Ownership: a list owns its texts. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "intake/event/event.h"

struct mend {
    int64_t id;
    const char *source; /* its key; NULL: every source */
    const char *type;   /* "track" …; NULL: every type */
    const char *name;   /* exactly, or with a * at its end all that begin so; NULL: every name */
    const char *reason; /* one of event_fault_names; NULL: all events */
    const char *action; /* mend_actions */
    const char *value;  /* of rename, account and account_from */
    int64_t source_id;  /* of source; 0: every source */
    int64_t created;
    const char *created_by;
};
extern const struct field mend_fields[];
/* rename: the name becomes value. drop: it is not counted. account: it is that account's.
 * account_from: the account's key stands at that path, such as properties.company_id. */
extern const char *const mend_actions[];

struct mends {
    struct mend *items;
    size_t n;
    struct arena *arena;
};
int mends_load(struct conn *c, struct mends **ret, struct err *err);
void mends_free(struct mends *m); /* NULL is allowed */

/* Fills in m->source_id by its source. ERR_INVALID on "source" for one that is not there. */
int mend_source_find(struct conn *c, struct mend *m, struct err *err);

/* Puts *m behind the others and fills in its id. ERR_INVALID on "source" for one that is not there,
 * ERR_CONFLICT when there are `most` of them already. */
int mend_insert(const struct act *act, struct mend *m, int64_t most, struct err *err);
int mend_delete(const struct act *act, int64_t id, struct err *err);

/* Does the rule look at an event that was set aside for that reason? */
bool mend_fits(const struct mend *m, int64_t source_id, enum event_fault reason,
               const struct event *e);

enum mend_result {
    MEND_NONE, /* no rule matches */
    MEND_CHANGED,
    MEND_DROP,
};
/* Mends *e in place; new texts live in the arena. EVENT_OK: the rules for all events; a fault:
 * those for events with it. */
enum mend_result mends_apply(const struct mends *m, int64_t source_id, enum event_fault reason,
                             struct event *e, struct arena *arena);

AUTO_STRUCT_DEFINE(mends, mends_free)
