/* touch.h: accounts whose facts changed; scoring computes them anew and forgets the marks. */
#pragma once
#include "db/db.h"

int facts_touch(struct conn *c, int64_t account_id, struct err *err);
int facts_touch_all(struct conn *c, struct err *err);
