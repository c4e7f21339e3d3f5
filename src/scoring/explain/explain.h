/* explain.h: one account on one day, taken apart: where it stands, why, and what changed.
 *
 * Everything is computed from the account's facts with the context of the snapshot, so that it
 * agrees with what lists and the matrix show.
 *
 * Ownership: everything in the arena. Missing numbers are NaN.
 * Errors:    ERR_NOT_FOUND for an account that is not there; those of the database. */
#pragma once
#include "facts/account/account.h"
#include "scoring/snapshot/placing.h"

/* Points are what a part brings to the score: those of all measures add up to it, those of a
 * group's measures to the group's. */
struct score_measure {
    const char *id, *label;
    const char *metric; /* the id in the dictionary */
    const char *unit;
    double value, score;
    double weight_pct;           /* of its group, as the card says */
    double effective_weight_pct; /* of the whole card, as it counted; 0 if missing */
    double points;
    const char *note; /* of what day, or why it is missing; may be NULL */
};
struct score_group {
    const char *id, *label;
    double weight_pct, effective_weight_pct, score, points;
    struct score_measure *measures;
    size_t n_measures;
};
struct score {
    const char *card;
    int64_t version;
    double score;
    const char *band;
    double coverage_pct;
    int64_t freshness_days;     /* the age of the oldest input that counts; I64_NONE: no input */
    const char *missing_reason; /* a sentence, if the score is missing */
    int64_t decimals;           /* to show score and points with */
    struct score_group *groups;
    size_t n_groups;
};
struct standing_cell {
    const char *id, *label, *action, *why;
    const char *playbook; /* NULL: playbooks come later */
};
/* An account with others below it, by the setting hierarchy: what it has in lists and the matrix in
 * the place of its own scores. */
struct standing_family {
    const char *hierarchy;
    int64_t below; /* customers below it, however deep */
    double health, maturity;
    const char *health_band, *maturity_band;
};
struct standing {
    int32_t day;
    struct account *account;
    const char *lifecycle; /* on the day */
    int64_t arr_cents;
    int32_t renewal;
    int64_t renewal_days;
    struct score *health, *maturity;
    struct score *qualification;    /* of a prospect; else NULL */
    const char *verdict;            /* on a prospect (prospect_verdicts); else NULL */
    const char *verdict_why;        /* in a sentence */
    const char *verdict_next;       /* what would make it known, or another; may be NULL */
    struct standing_cell *cell;     /* NULL: in none */
    struct standing_family *family; /* NULL: it stands alone */
};
extern const struct field score_fields[], standing_fields[];

struct explain_request {
    struct snapshots *snapshots;
    struct conn *conn;
    struct arena *arena;
    const char *key;
};
int explain_standing(const struct explain_request *request, int32_t day, struct standing *ret,
                     struct err *err);

struct change_part {
    const char *id, *label; /* of a measure */
    double points;
};
struct score_change {
    const char *card; /* by which both days are scored: that of the later one */
    int64_t version;
    double from, to;
    struct change_part *parts; /* those that moved it, largest first */
    size_t n_parts;
    double reweighting; /* by inputs that came or went; parts + reweighting = to − from */
};
struct change {
    struct score_change *health, *maturity;
};
extern const struct field change_fields[];
int explain_change(const struct explain_request *request, int32_t from, int32_t to,
                   struct change *ret, struct err *err);

/* On the scored days from … to, and on `to` itself. */
struct trend {
    const char **days;
    double *health, *maturity, *arr_cents;
    const char **health_card, **maturity_card; /* "health 3"; "" where none scored it */
    size_t n_days, n_health, n_maturity, n_arr_cents, n_health_card, n_maturity_card;
};
extern const struct field trend_fields[];
int explain_trend(const struct explain_request *request, int32_t from, int32_t to,
                  struct trend *ret, struct err *err);

struct account_metric {
    const char *id;
    double value;
};
struct account_metrics {
    struct account_metric *items;
    size_t n_items;
};
extern const struct field account_metrics_fields[];
int explain_metrics(const struct explain_request *request, int32_t day, struct account_metrics *ret,
                    struct err *err);
