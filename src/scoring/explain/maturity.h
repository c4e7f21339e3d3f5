/* maturity.h: the maturity of one account on a day, taken apart by who says what: now and before,
 * where its people disagree, what would lift the index most, and how others stand.
 *
 * Ownership: everything in the arena. Missing numbers are NaN.
 * Errors:    ERR_NOT_FOUND on the account; ERR_INVALID on "against"; those of the database. */
#pragma once
#include "scoring/explain/explain.h"

#define MATURITY_VOICES_MAX 50
#define MATURITY_LIFTS_MAX  5

/* A rating that the card reads. */
struct maturity_rating {
    const char *id, *label, *group, *low_end, *high_end;
    double weight_pct;    /* of the whole card, as it counts; 0 if it is missing */
    double value, before; /* what counts on the day, and on the day before */
    double spread;        /* between the people who count; NaN for fewer than two */
    bool is_disagreed;    /* more than RATING_DISAGREES apart */
    bool is_by_group;     /* some of it is the short form's, of the whole group */
    const char *side;     /* "self" or "found"; NULL: nobody rated it */
    int32_t day;          /* of the oldest that counts */
    double against;       /* the mean of the accounts that are compared with */
};
struct maturity_group {
    const char *id, *label;
    double weight_pct, score, before;
};
/* An assessment that is known on the day. */
struct maturity_voice {
    const char *key, *contact, *basis;
    const char *name; /* of the contact, or the assessor; NULL: not known */
    int32_t day;
    double *ratings; /* of the twelve, in the order of assessment_ratings */
    size_t n_ratings;
    const char **counts; /* the ratings in which it counts */
    size_t n_counts;
    json_t *evidence;
    const char *note;
};
/* What brings the index up most, if it came to the top: gap × weight. */
struct maturity_lift {
    const char *rating, *label, *question, *high_end;
    double score, gap, weight_pct, points;
};
struct maturity_against {
    const char *segment; /* NULL: all customers */
    const char *name;
    int64_t accounts, scored;
    double mean, median, below_pct; /* below_pct: of those scored, who have less than this one */
};
struct maturity {
    int32_t day, before_day;
    const char *card;
    double score, before;
    const char *band;
    double coverage_pct;
    bool is_disagreed; /* in some rating */
    struct maturity_group *groups;
    struct maturity_rating *ratings;
    struct maturity_voice *voices; /* the newest first */
    struct maturity_lift *lifts;   /* the most first */
    size_t n_groups, n_ratings, n_voices, n_lifts;
    struct maturity_against *against; /* NULL: not asked for */
};
extern const struct field maturity_fields[];

struct maturity_query {
    const char *key;
    int32_t day;         /* DAY_NONE: today */
    int32_t before;      /* DAY_NONE: the day before the newest assessment became known */
    const char *against; /* key of a segment, or "customers"; NULL: nobody */
};
int explain_maturity(const struct explain_request *request, const struct maturity_query *query,
                     struct maturity *ret, struct err *err);

/* Inside this folder. */
#define MATURITY_CUSTOMERS "customers"
int maturity_compare(const struct explain_request *request, const char *against,
                     struct maturity *ret, struct err *err);
