/* view_uses.h: the saved views that name a segment or a metric, so that nothing is deleted which a
 * view still needs.
 *
 * What a view keeps is the page's own; pages keep their address (`state.search`), whose parameters
 * hold filters, columns and a sort. Every value in it is looked at.
 *
 * Ownership: in the arena of the uses. Errors: those of the database. */
#pragma once
#include "scoring/select/segment_use.h"

/* A segment_user (select/segment_use.h): key and name are those of the view. */
int views_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                      struct err *err);
/* The same for the id of a metric, which a filter, a column or the sort may name. */
int views_use_metric(struct conn *c, const char *id, struct segment_uses *uses, struct err *err);
