/* touch.h: marks accounts whose facts changed, each time with a higher number; scoring computes
 * anew those above the number it had come to. A deleted account is marked as well. */
#pragma once
#include "db/db.h"

int facts_touch(struct conn *c, int64_t account_id, struct err *err);
int facts_touch_all(struct conn *c, struct err *err);
