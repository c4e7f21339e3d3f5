#include "scoring/segment/segment_users.h"

#include "scoring/matrix/matrices.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/select/segments.h"
#include "scoring/select/select.h"
#include "scoring/survey/survey_uses.h"
#include "scoring/view/view_uses.h"

static int used_by_segments(struct conn *c, const char *key, struct segment_uses *uses,
                            struct err *err)
{
    struct segments *segments;
    int rc = segments_load(c, uses->arena, &segments, err);

    for (size_t k = 0; rc >= 0 && k < segments->n; k++) {
        struct segment *s = &segments->items[k];
        segment_read(segments, s, NULL); /* a broken one has a tree if it could be parsed */
        if (s->tree && select_names_segment(s->tree, key))
            segment_use_add(uses, (struct segment_use){"segment", s->row.key, s->row.name});
    }
    return rc;
}

/* Scorecards, matrices … put their own here. */
static const segment_user users[] = {used_by_segments, cards_use_segment, matrices_using,
                                     views_use_segment, surveys_use_segment};

int segment_uses_find(struct conn *c, const char *key, struct arena *arena,
                      struct segment_uses *ret, struct err *err)
{
    int rc = 0;

    *ret = (struct segment_uses){.arena = arena};
    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(users); k++)
        rc = users[k](c, key, ret, err);
    return rc;
}
