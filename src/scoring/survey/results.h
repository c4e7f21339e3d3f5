/* results.h: what an instrument, or one survey of it, has brought: how many answered, how their
 * answers spread, over time and by segment, and what they wrote.
 *
 * Anonymous answers are among them where nobody can be told from them (results_anonymous.h),
 * without account, person, key and time, and in random order. Segments are those of the day: who
 * was a member when answering is not asked.
 *
 * Threads:   as the connection. Ownership: everything in the arena.
 * Units:     shares in %, NPS −100 … 100; missing numbers are NaN.
 * Errors:    ERR_NOT_FOUND on "instrument"; ERR_INVALID on "version", "segment"; those of the
 *            database. */
#pragma once
#include "scoring/snapshot/snapshot.h"

#define RESULTS_TEXTS_MAX 500    /* listed, the newest first */
#define RESULTS_ROWS_MAX  200000 /* read at all */
/* Fewer anonymous answers are not shown, and nothing that fewer share (the same as when they are
 * kept, action/survey/anonymous.c). */
#define RESULTS_SHARED_MIN 5

struct results_query {
    const char *instrument;
    int64_t version;     /* whose questions are shown; missing: the newest that was answered */
    const char *survey;  /* key of the asking; NULL: all, and past answers */
    const char *segment; /* key; NULL: everybody. Anonymous answers are of no segment */
    int32_t from, to;    /* invited within; DAY_NONE: no such end */
    const char *q;       /* only texts that hold this */
};
/* How many were asked and answered, and the main number with its interval: NPS; the share of 4 and
 * 5 of csat; else the mean, with that of its standard error. */
struct results_sum {
    int64_t asked, answered;
    double rate_pct, rate_low_pct, rate_high_pct;
    double value, low, high;
};
struct results_choice {
    const char *id, *label;
    int64_t n;
    double share_pct, low_pct, high_pct;
};
struct results_question {
    const char *id, *type, *text;
    int64_t answered;
    double mean;                    /* of scales and numbers */
    struct results_choice *choices; /* of choices, and the points of scales */
    size_t n_choices;
};
struct results_month {
    int32_t month; /* its first day, of the invitation */
    struct results_sum *sum;
};
struct results_segment {
    const char *key, *name;
    struct results_sum *sum;
};
struct results_text {
    const char *key, *account, *account_name, *contact; /* NULL: anonymous */
    const char *question, *text;
    int32_t day;
    double score;
};
/* Anonymous answers from accounts that have these attributes in common. */
struct results_group {
    const char *kept; /* the values as a text, which names the group */
    json_t *values;   /* {"industry": "Retail"} */
    int64_t answered;
    double value, low, high;
};
struct results_anonymous {
    int64_t asked, answered;
    int64_t shown; /* answers that are among the numbers and texts */
    int64_t shown_from;
    int64_t open_rounds; /* none of theirs are shown */
    struct results_group *groups;
    size_t n_groups;
};
struct results {
    const char *instrument, *kind;
    int64_t version;
    const char *unit; /* of the value: "NPS", "%" or "mean" */
    struct results_sum *sum;
    struct results_question *questions;
    struct results_month *months;
    struct results_segment *segments;
    struct results_text *texts;
    struct results_anonymous *anonymous; /* NULL: nobody was asked anonymously */
    size_t n_questions, n_months, n_segments, n_texts;
    int64_t texts_total;
};
extern const struct field results_query_fields[], results_fields[];

struct results_source {
    struct snapshots *snapshots;
    struct conn *conn;
    struct arena *arena;
    int32_t today;
};
int results_read(const struct results_source *source, const struct results_query *query,
                 struct results *ret, struct err *err);
/* One line for each response, a column for each question; cells that a spreadsheet would run are
 * made harmless. Anonymous answers have no key, account, contact, language and times. */
int results_write_csv(const struct results_source *source, const struct results_query *query,
                      struct buf *out, struct err *err);

/* Inside this folder: the rows that a query means, the newest invitation first. */
struct results_row {
    bool is_anonymous; /* its times are those of the round */
    const char *kept;  /* of an anonymous one: values of its group; NULL: in none */
    const char *key, *account, *account_name, *contact, *language, *comment;
    int64_t account_id, version, invited, answered;
    double score;
    json_t *answers;
};
struct results_rows {
    struct results_row *items;
    size_t n;
    const struct instrument *in; /* of the version that is shown */
    const struct snapshot *snapshot;
    struct results_anonymous *anonymous; /* NULL: none of the rows are */
};
struct results_times {
    int64_t from, until; /* I64_NONE: no such end */
};
struct results_times results_times(const struct results_query *query);
int results_load(const struct results_source *source, const struct results_query *query,
                 struct results_rows *ret, struct err *err);
/* Of the rows with is_in set; NULL: of all. */
struct results_sum *results_sum(const struct results_rows *rows, const bool *is_in,
                                struct arena *arena);
