/* aside_marks.h: which events of the log stand in the set-aside store, so that what is counted anew
 * from the log and what is sent again from the store do not count the same event twice.
 *
 * A row is known by its source, the time it was received, and its text.
 * Threads: constant once loaded. */
#pragma once
#include "db/db.h"
#include "intake/event/event.h"

struct aside_marks;
int aside_marks_load(struct conn *c, struct aside_marks **ret, struct err *err);
void aside_marks_free(struct aside_marks *m); /* NULL is allowed */

/* May some of its events stand there? */
bool aside_marks_has_batch(const struct aside_marks *m, const struct event_batch *b);
/* The event's row; 0: it does not stand there. */
int64_t aside_marks_find(const struct aside_marks *m, const struct event_batch *b,
                         const struct event *e);

AUTO_STRUCT_DEFINE(aside_marks, aside_marks_free)
