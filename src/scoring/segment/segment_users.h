/* segment_users.h: everything that uses a segment. */
#pragma once
#include "scoring/select/segment_use.h"

int segment_uses_find(struct conn *c, const char *key, struct arena *arena,
                      struct segment_uses *ret, struct err *err);
