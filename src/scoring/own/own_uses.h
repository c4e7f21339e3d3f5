/* own_uses.h: who names a metric that the organisation defines. */
#pragma once
#include "scoring/own/own_store.h"

int own_uses(struct conn *c, const char *id, struct arena *arena, struct own_use **ret,
             size_t *ret_n, struct err *err);
