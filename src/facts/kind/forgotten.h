/* forgotten.h: who was deleted is to be forgotten in the log of events as well, which a job does
 * later (intake): the facts know no more of the log than that.
 *
 * Threads: as the connection, in a write transaction. */
#pragma once
#include "access/audit.h"

/* An account with all its users (user NULL), or a user of the product (account NULL). Keys. */
int facts_forget_later(const struct act *act, const char *account, const char *user,
                       struct err *err);
