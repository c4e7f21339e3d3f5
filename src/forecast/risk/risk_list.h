/* risk_list.h: who is told to leave, the likeliest first, and what that comes to.
 *
 * Probabilities are those of the last run; whose range lies above the share of all is called a
 * risk, and where nothing predicts nobody is.
 *
 * Ownership: in the source's arena. Units: per cent, cents.
 * Errors:    ERR_INVALID on "filter" and "sort". Without a model the list is empty and says why. */
#pragma once
#include "forecast/risk/reason.h"
#include "scoring/portfolio/portfolio.h"

#define RISK_PAGE_MAX 200
#define RISK_NO_MODEL "Nobody was told a probability yet: train a model first."

struct risk_query {
    const char *filter, *sort; /* sort: one of risk_sorts, NULL for the first */
    bool is_risk;              /* rows only of those called a risk */
    int64_t offset, limit;
    bool is_brief; /* without reasons */
};
extern const char *const risk_sorts[];
extern const struct field risk_query_fields[], risk_csv_query_fields[];

struct risk_row {
    const char *key, *name, *owner;
    double p_pct, low_pct, high_pct;
    bool is_risk;
    int64_t arr_cents, at_risk_cents;
    double health, maturity;
    const char *health_band, *maturity_band;
    int32_t renewal, notice;
    const char *reason; /* the strongest that raises it, and by how much */
    double points;
};
extern const struct field risk_row_fields[];
/* Of a file: what is known without telling each account's reasons. */
#define RISK_CSV_COLUMNS                                                                     \
    "key name owner p_pct low_pct high_pct is_risk arr_cents at_risk_cents health maturity " \
    "renewal"

struct risk_totals {
    int64_t accounts, arr_cents;
    double expected, expected_low, expected_high; /* how many will leave */
    int64_t at_risk_cents, at_risk_low_cents, at_risk_high_cents;
    int64_t risks, risks_arr_cents;
};
struct risk_list {
    int32_t day; /* of the run; missing: there is none */
    int64_t model_id;
    const char *verdict, *words;
    int64_t horizon_days;
    bool is_renewal, is_recorded;
    double base_pct;
    int64_t total, offset;
    struct risk_row *rows;
    size_t n_rows;
    struct risk_totals *totals; /* of all that the filter chooses */
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field risk_list_fields[];
struct definition *risk_definitions(size_t *ret_n);

int risk_list_read(const struct portfolio_source *source, const struct risk_query *query,
                   struct risk_list *ret, struct err *err);

/* The model in force and its last run, for who reads them. ERR_NOT_FOUND if there is none. */
struct risk_now {
    struct risk_run run;
    const struct snapshot *s; /* of the run's day */
    struct risk_model model;
    struct reason_source reasons;
};
int risk_now_open(const struct portfolio_source *source, struct risk_now *ret, struct err *err);
