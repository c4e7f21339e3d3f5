/* results_anonymous.h: what anonymous rounds add to the results of an instrument, so that nobody
 * can tell whose an answer is.
 *
 * A round counts as a whole or not at all: once it is closed, and if it has at least
 * RESULTS_SHARED_MIN answers. While it is open, who has answered can be seen from the invitations;
 * answers that could be watched as they come would be theirs. Rounds are not added up to reach the
 * number, as by leaving one out the other could be told.
 *
 * An attribute stays with an answer only where RESULTS_SHARED_MIN of the round share its value, and
 * those left over are none or as many: else all less the shown would be the answers of a few.
 *
 * Errors: those of the database. Inside this folder only. */
#pragma once
#include "scoring/survey/results.h"

/* Puts the rounds' rows among the others, by the time a round opened and then in the order of their
 * random ids; those of rounds that are not shown, and of the silent, have no answers. Without
 * anonymous rounds ret->anonymous stays NULL. */
int results_add_anonymous(const struct results_source *source, const struct results_query *query,
                          struct results_rows *ret, struct err *err);
/* Fills the groups of ret->anonymous, if there is one. Needs the instrument. */
void results_group_anonymous(const struct results_rows *rows, struct arena *arena);
