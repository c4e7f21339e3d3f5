/* survey_uses.h: which surveys choose by a segment whom they ask (scoring/select/segment_use.h).
 * Those that are closed ask nobody any more. */
#pragma once
#include "scoring/select/segment_use.h"

int surveys_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                        struct err *err);
