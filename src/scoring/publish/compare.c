#include "scoring/publish/compare.h"

#include "base/str.h"
#include "scoring/publish/sides.h"

#include <math.h>

static const struct field compare_flow_fields[] = {
    FIELD_STR(struct compare_flow, from, .help = "The band by the cards in force; null: no score"),
    FIELD_STR(struct compare_flow, to, .help = "The band by the draft"),
    FIELD_I64(struct compare_flow, count, .required = true),
    FIELD_I64(struct compare_flow, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field compare_day_fields[] = {
    FIELD_DAY(struct compare_day, day, .required = true),
    FIELD_I64(struct compare_day, accounts, .required = true,
              .help = "Whom the cards of the kind score on this day"),
    FIELD_I64(struct compare_day, arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct compare_day, changed, .required = true,
              .help = "Those whose band or cell would be another"),
    FIELD_I64(struct compare_day, changed_arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct compare_day, changed_band, .required = true),
    FIELD_I64(struct compare_day, changed_cell, .required = true),
    FIELD_I64(struct compare_day, gained, .required = true, .help = "A score that was missing"),
    FIELD_I64(struct compare_day, lost, .required = true),
    FIELD_F64(struct compare_day, mean_from),
    FIELD_F64(struct compare_day, mean_to),
    FIELD_F64(struct compare_day, mean_shift, .help = "Of those who have a score on both sides"),
    FIELD_LIST(struct compare_day, flows, compare_flow, .required = true),
    FIELD_END,
};
const struct field comparison_fields[] = {
    FIELD_STR(struct comparison, key, .required = true),
    FIELD_I64(struct comparison, version, .required = true),
    FIELD_I64(struct comparison, revision, .required = true),
    FIELD_I64(struct comparison, against, .help = "The published version; null: there is none"),
    FIELD_LIST(struct comparison, days, compare_day, .required = true,
               .help = "The month-ends of the past year, and today"),
    FIELD_END,
};

void compare_days(int32_t today, int32_t ret[COMPARE_MONTHS + 1])
{
    int32_t first = day_month_start(today);

    ret[COMPARE_MONTHS] = today;
    for (int k = 0; k < COMPARE_MONTHS; k++)
        ret[COMPARE_MONTHS - 1 - k] = day_add_months(first, -k) - 1;
}

/* 0 … 2 a band, 3 none. */
static size_t band_index(const struct card *card, const char *band)
{
    for (size_t b = 0; band && b < card->n_bands; b++)
        if (str_eq(card->bands[b].id, band))
            return b;
    return CARD_BANDS;
}

struct sums {
    double from, to, shift;
    int64_t n_from, n_to, n_both;
};

static void add_means(struct sums *sums, double from, double to)
{
    if (!isnan(from)) {
        sums->from += from;
        sums->n_from++;
    }
    if (!isnan(to)) {
        sums->to += to;
        sums->n_to++;
    }
    if (!isnan(from) && !isnan(to)) {
        sums->shift += to - from;
        sums->n_both++;
    }
}

static void add_row(const struct sides *sides, size_t row, struct compare_day *day,
                    struct compare_flow *flow)
{
    int64_t arr = sides_arr_cents(sides, row);
    bool is_other_band = sides_band_differs(sides, row);
    bool is_other_cell = sides_cell_differs(sides, row);
    double from = sides->from.score[row], to = sides->to.score[row];

    day->accounts++;
    day->arr_cents += arr;
    day->changed_band += is_other_band;
    day->changed_cell += is_other_cell;
    day->gained += isnan(from) && !isnan(to);
    day->lost += !isnan(from) && isnan(to);
    if (is_other_band || is_other_cell) {
        day->changed++;
        day->changed_arr_cents += arr;
    }
    flow->count++;
    flow->arr_cents += arr;
}

static void set_flows(const struct card *card, const struct compare_flow *table,
                      struct compare_day *ret)
{
    for (size_t k = 0; k < (size_t)(CARD_BANDS + 1) * (CARD_BANDS + 1); k++) {
        size_t from = k / (CARD_BANDS + 1), to = k % (CARD_BANDS + 1);
        if (table[k].count == 0)
            continue;
        ret->flows[ret->n_flows] = table[k];
        ret->flows[ret->n_flows].from = from < CARD_BANDS ? card->bands[from].id : NULL;
        ret->flows[ret->n_flows++].to = to < CARD_BANDS ? card->bands[to].id : NULL;
    }
}

int compare_day_make(const struct snapshot *s, const struct snapshot *under,
                     const struct compare_what *what, struct arena *arena, struct compare_day *ret,
                     struct err *err)
{
    const struct card *draft = what->draft;
    struct compare_flow table[(CARD_BANDS + 1) * (CARD_BANDS + 1)] = {0};
    struct sides sides;
    struct sums sums = {0};

    int rc = sides_make(s, under, what, arena, &sides, err);
    if (rc < 0)
        return rc;
    *ret = (struct compare_day){.day = s->day,
                                .flows = ARENA_ARRAY(arena, ARRAY_LEN(table), struct compare_flow)};
    for (size_t row = 0; row < s->n; row++) {
        if (!sides_is_scored(&sides, row))
            continue;
        size_t from = band_index(draft, sides_band(&sides.from, row));
        size_t to = band_index(draft, sides_band(&sides.to, row));
        add_row(&sides, row, ret, &table[from * (CARD_BANDS + 1) + to]);
        add_means(&sums, sides.from.score[row], sides.to.score[row]);
    }
    set_flows(draft, table, ret);
    ret->mean_from = sums.n_from ? sums.from / (double)sums.n_from : NAN;
    ret->mean_to = sums.n_to ? sums.to / (double)sums.n_to : NAN;
    ret->mean_shift = sums.n_both ? sums.shift / (double)sums.n_both : NAN;
    return 0;
}
