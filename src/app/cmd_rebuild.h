/* cmd_rebuild.h: usage counted anew from the log of events, for ripen rebuild and ripen check. */
#pragma once
#include "app/progress.h"
#include "app/workspace.h"
#include "intake/apply/rebuild.h"

/* Is there a log of events in this directory? */
bool workspace_has_events(const struct workspace *w);
/* rebuild_usage on a data directory, with a progress line that was started. */
int rebuild_workspace(const struct workspace *w, int32_t from, bool is_comparison,
                      struct progress *bar, struct rebuild_result *ret, struct err *err);
