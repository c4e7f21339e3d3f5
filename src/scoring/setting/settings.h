/* settings.h: what the organisation decides once for everything: its name, currency and time zone,
 * and the numbers that scoring and the matrix need.
 *
 * Kept as rows of the table setting, one for each that was ever changed; the others have the
 * defaults given here. Ownership: texts in the arena. Errors: those of the database. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

#define DEFAULT_CURRENCY         "USD"
#define DEFAULT_MARGIN_THRESHOLD 50
#define DEFAULT_GROSS_MARGIN     75
#define DEFAULT_DISCOUNT         10
#define DEFAULT_OUTRANKS_DAYS    180

struct settings {
    const char *organisation;
    const char *currency;        /* ISO 4217; amounts in others are not added up */
    const char *time_zone;       /* in which days begin; takes effect when the server starts */
    int64_t ltv_threshold_cents; /* missing: the median of the portfolio */
    double gross_margin_threshold_pct;
    double default_gross_margin_pct; /* of accounts that have none of their own */
    double discount_pct;             /* by which a year makes money worth less, for LTV */
    int64_t rating_outranks_days;    /* for so long an interview outranks the customer itself */
    const char *hierarchy;           /* hierarchies: whether parents speak for their children */
    const char *matrix;              /* key of the one that pages and lists show */
};
extern const struct field settings_fields[];
extern const char *const hierarchies[]; /* alone arr count NULL */

int settings_load(struct conn *c, struct arena *arena, struct settings *ret, struct err *err);
/* Writes what differs from the stored ones, with an audit entry. */
int settings_save(const struct act *act, const struct settings *settings, struct err *err);
