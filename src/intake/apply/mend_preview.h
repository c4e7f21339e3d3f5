/* mend_preview.h: what a rule would do to what is set aside, told before it is made. It is reckoned
 * by the fold itself (fold.h), with the rules there are and this one behind them, and thrown away:
 * so it says what sending again would do.
 *
 * Threads:   as the connection, which only reads.
 * Ownership: the preview lives in the arena. */
#pragma once
#include "intake/apply/mend.h"

struct mend_side {
    const char *name, *account;
    const char *reason; /* why it is set aside; NULL: it is not */
};
/* One event before the rule, and with it. */
struct mend_example {
    int64_t id; /* of the set-aside store */
    struct mend_side *before, *after;
    const char *outcome; /* mend_outcomes */
};
extern const char *const mend_outcomes[]; /* "counted" "dropped" "set_aside" NULL */

/* What stands at the path of account_from, and how often. */
struct mend_value {
    const char *value;
    int64_t count;
};

struct mend_preview {
    int64_t looked_at;               /* events that are set aside */
    int64_t fit;                     /* of them, those that the rule looks at */
    int64_t counted, dropped, still; /* what would become of those */
    struct mend_example *examples;   /* the newest few; each outcome that there is has one */
    size_t n_examples;
    int64_t different;         /* values there are at the path */
    struct mend_value *values; /* the most frequent of them */
    size_t n_values;
};
extern const struct field mend_preview_fields[];

/* m: as it would be made; its source_id is filled in. A value that is not given yet changes
 * nothing. */
int mend_preview_read(struct conn *c, struct mend *m, struct arena *arena, struct mend_preview *ret,
                      struct err *err);
