/* leak.h: the guard against columns that know the outcome: they look wonderful on the past and are
 * worth nothing tomorrow.
 *
 * A column is left out, with the reason in words, if
 *   - its past is told by what is known now (feature.is_undated): whoever set it may have known;
 *   - it is known of hardly anybody but those who then left, or of everybody but them: it is filled
 *     in, or emptied, after the fact;
 *   - alone it separates those who left from those who stayed nearly perfectly (AUC ≥ LEAK_AUC or
 *     ≤ 1 − LEAK_AUC): nothing that is known beforehand does.
 * The last two are held against the data only where enough have left to tell.
 *
 * Threads: pure. Ownership: texts in the arena. */
#pragma once
#include "forecast/risk/panel.h"

#define LEAK_AUC     0.97
#define LEAK_YES_MIN 10 /* rows that left, of which a column is known */

/* The reason, or NULL. */
const char *leak_reason(const struct panel *p, size_t column, struct arena *arena);
/* Asks of every column and says so in features [p]. */
void leak_guard(struct panel *p, struct arena *arena);
