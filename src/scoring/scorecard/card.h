/* card.h: scorecards: their definition, what makes one valid, and the form in which they compute.
 *
 * A definition is JSON by the field tables below (the two built-in ones, default_health.json and
 * default_maturity.json, are good reading). docs/scorecards.md describes it.
 *
 * Threads: constant after card_compile. Ownership: everything in the arena.
 * Errors:  ERR_INVALID with the path of what is wrong ("groups[2].measures[0].ref") and why. */
#pragma once
#include "json/field.h"
#include "scoring/metric/dictionary.h"
#include "stats/band.h"
#include "stats/card_math.h"

#define CARD_BANDS   3    /* low, medium, high: the matrix is cut by them */
#define CARD_STAGES  6    /* of a measure, beside its first scale */
#define WEIGHT_SLACK 0.01 /* per cent by which weights may miss 100: thirds are 33.333 */

/* The cards of the first three kinds score every account; others serve only matrices that name
 * them. */
enum card_kind { CARD_HEALTH, CARD_MATURITY, CARD_QUALIFICATION, CARD_OTHER, CARD_KINDS };
#define CARD_CHAINS CARD_OTHER
extern const char *const card_kinds[CARD_KINDS + 1]; /* health maturity qualification other NULL */

struct card_point {
    double value, score;
};
/* Another scale from a tenure on. */
struct card_stage {
    double from_months;
    struct card_point *scale;
    size_t n_scale;
};
struct card_measure {
    const char *id, *label;
    const char *source; /* "metric", "rating", or "value": set by hand */
    const char *ref; /* the id of the metric or rating; of a value the custom field of accounts */
    double weight_pct;
    const char *unit; /* of the metric, if not given */
    const char *help, *question, *low_end, *high_end;
    struct card_point *scale; /* from the beginning, or where the tenure is not known */
    size_t n_scale;
    struct card_stage *stages; /* by rising from_months */
    size_t n_stages;
};
struct card_group {
    const char *id, *label;
    double weight_pct;
    struct card_measure *measures;
    size_t n_measures;
};
struct card_band {
    const char *id, *label;
    double from, to;
};
struct card {
    const char *key, *name;
    const char *kind; /* card_kinds */
    int64_t version;
    double low, high; /* the range of the score */
    int64_t decimals; /* that scores and points are shown with */
    double min_coverage_pct;
    const char *segment; /* whom it serves; NULL: the default of its kind */
    double min_maturity; /* qualification: below it a prospect is unqualified */
    const char *help;
    struct card_band *bands;
    size_t n_bands;
    struct card_group *groups;
    size_t n_groups;

    const struct dictionary *dictionary; /* whose metrics its measures read */
    /* Made by card_compile; not part of the definition. */
    struct card_math math;
    size_t
        metrics[CARD_MEASURES_MAX]; /* of each measure, its index in the dictionary; CARD_VALUE */
    const char *values[CARD_MEASURES_MAX]; /* of a CARD_VALUE, the custom field */
    enum card_kind kind_index;
    bool has_values;
    double edges[CARD_BANDS + 1];
    bool has_stages; /* some scale depends on tenure */

    /* Of the row in the database: what kept scores name it by. 0: it has none. */
    int64_t id;
};
#define CARD_VALUE METRICS_MAX
extern const struct field card_fields[];

/* Checks a card, whose dictionary is set, and makes what computing needs. */
int card_compile(struct card *card, struct arena *arena, struct err *err);
/* Reads, checks and compiles a definition; `definition` and the dictionary must live as long as the
 * arena. */
int card_read(json_t *definition, int64_t version, const struct dictionary *dictionary,
              struct arena *arena, struct card **ret, struct err *err);
int card_parse(const char *json, int64_t version, const struct dictionary *dictionary,
               struct arena *arena, struct card **ret, struct err *err);
/* The measure with this index in card->math. */
const struct card_measure *card_measure_at(const struct card *card, size_t index);
/* "low", "medium", "high"; NULL for a missing score. */
const char *card_band_id(const struct card *card, double score);
