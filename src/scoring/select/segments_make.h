/* segments_make.h: the rows of segments, before they know their fields. Only for
 * src/scoring/select: the fields know the segments, and the segments the fields. */
#pragma once
#include "scoring/select/segments.h"

int segments_rows(struct conn *c, struct arena *arena, struct segments **ret, struct err *err);
