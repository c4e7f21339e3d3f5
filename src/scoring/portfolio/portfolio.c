#include "scoring/portfolio/portfolio.h"

#include "base/day.h"
#include "base/str.h"
#include "scoring/portfolio/chosen.h"
#include "scoring/snapshot/verdict.h"

#include <math.h>

#define PER_CENT    100
#define BEFORE_DAYS 28
#define WEEK_DAYS   7

/* The page's numbers and those of about four weeks before. */
struct page {
    const struct chosen *chosen;
    const struct snapshot *before; /* NULL: none is scored */
    struct arena *arena;
    struct select_column values[SELECT_COLUMNS_MAX];
};

/* Scores of the past may exist for Mondays only: then the last before the day serves. */
static int find_before(const struct portfolio_source *source, int32_t day,
                       const struct snapshot **ret, struct err *err)
{
    int32_t wanted = day - BEFORE_DAYS;
    struct score_day *days;
    size_t n;
    int rc =
        history_days(source->conn, wanted - WEEK_DAYS + 1, wanted, source->arena, &days, &n, err);

    if (rc < 0 || n == 0)
        return rc;
    return snapshot_get(source->snapshots, source->conn, days[n - 1].day, SNAPSHOT_KEPT,
                        source->arena, ret, err);
}

static double health_before(const struct page *page, size_t row)
{
    int64_t at =
        page->before ? snapshot_row(page->before, page->chosen->s->accounts->ids[row]) : -1;

    return at >= 0 ? page->before->kept[KEPT_HEALTH][at] : NAN;
}

static void fill_row(const struct page *page, size_t row, struct portfolio_row *ret)
{
    const struct snapshot *s = page->chosen->s;
    const char **const *text = (const char **const *)s->accounts->text;
    const struct placing *placing = &page->chosen->placing;

    *ret = (struct portfolio_row){
        .key = text[ATTR_KEY][row],
        .name = text[ATTR_NAME][row],
        .owner = text[ATTR_OWNER][row],
        .lifecycle = snapshot_lifecycle(s, row),
        .stage = text[ATTR_STAGE][row],
        .size_band = text[ATTR_SIZE_BAND][row],
        .location = text[ATTR_LOCATION][row],
        .industry = text[ATTR_INDUSTRY][row],
        .use_case = text[ATTR_USE_CASE][row],
        .plan = text[ATTR_PLAN][row],
        .cell = placing_cell_id(placing, row),
        .cell_label = placing_cell_label(placing, row),
        .health = s->kept[KEPT_HEALTH][row],
        .health_band = snapshot_band(s, CARD_HEALTH, row),
        .health_card = snapshot_card_name(s, CARD_HEALTH, row, page->arena),
        .health_coverage_pct = s->kept[KEPT_HEALTH_COVERAGE][row] * PER_CENT,
        .health_freshness_days = chosen_whole(s->kept[KEPT_HEALTH_FRESHNESS][row]),
        .maturity_coverage_pct = s->kept[KEPT_MATURITY_COVERAGE][row] * PER_CENT,
        .maturity_freshness_days = chosen_whole(s->kept[KEPT_MATURITY_FRESHNESS][row]),
        .health_before = health_before(page, row),
        .maturity = s->kept[KEPT_MATURITY][row],
        .maturity_band = snapshot_band(s, CARD_MATURITY, row),
        .maturity_card = snapshot_card_name(s, CARD_MATURITY, row, page->arena),
        .qualification = s->kept[KEPT_QUALIFICATION][row],
        .verdict = snapshot_prospect(s, row),
        .arr_cents = chosen_cents(s->kept[KEPT_ARR][row]),
        .renewal_days = chosen_whole(s->kept[KEPT_RENEWAL_DAYS][row]),
        .n_values = page->chosen->what.n_columns,
    };
    ret->values = ARENA_ARRAY(page->arena, ret->n_values, double);
    for (size_t k = 0; k < ret->n_values; k++)
        ret->values[k] = page->values[k].numbers[row];
}

/* `values` are numbers; which texts there are in rows is fixed. */
static int load_values(struct page *page, struct portfolio *ret, struct err *err)
{
    const struct selection *what = &page->chosen->what;

    ret->columns = ARENA_ARRAY(page->arena, what->n_columns, const char *);
    for (size_t k = 0; k < what->n_columns; k++) {
        const struct select_field *f = what->columns[k];
        page->values[k] = select_column(&page->chosen->table, f, page->arena);
        if (!page->values[k].numbers)
            return err_set(err, ERR_INVALID, "columns",
                           "%s is a text; only numbers can be asked for here", f->name);
        ret->columns[ret->n_columns++] = f->name;
    }
    return 0;
}

static struct band_total *band_of_row(const struct snapshot *s, struct portfolio_totals *t,
                                      size_t row)
{
    const char *band = snapshot_band(s, CARD_HEALTH, row);
    size_t k = 0;

    while (!str_eq(t->by_health_band[k].band, band))
        k++;
    return &t->by_health_band[k];
}

static struct portfolio_totals *make_totals(const struct chosen *c, struct arena *arena)
{
    struct portfolio_totals *t = ARENA_NEW(arena, struct portfolio_totals);
    const struct snapshot *s = c->s;
    double health_sum = 0, maturity_sum = 0;

    t->accounts = (int64_t)c->n;
    t->n_by_health_band = CARD_BANDS + 1; /* the last one for what is not known */
    t->by_health_band = ARENA_ARRAY(arena, t->n_by_health_band, struct band_total);
    for (size_t k = 0; k < CARD_BANDS; k++)
        t->by_health_band[k].band = s->cards.health->bands[k].id;
    for (size_t i = 0; i < c->n; i++) {
        size_t row = c->rows[i];
        double health = s->kept[KEPT_HEALTH][row], maturity = s->kept[KEPT_MATURITY][row];
        int64_t arr = chosen_cents(s->kept[KEPT_ARR][row]);
        struct band_total *band = band_of_row(s, t, row);
        arr = arr == I64_NONE ? 0 : arr;
        t->arr_cents += arr;
        band->count++;
        band->arr_cents += arr;
        t->health_known += !isnan(health);
        health_sum += isnan(health) ? 0 : health;
        t->maturity_known += !isnan(maturity);
        maturity_sum += isnan(maturity) ? 0 : maturity;
    }
    t->health_mean = t->health_known ? health_sum / (double)t->health_known : NAN;
    t->maturity_mean = t->maturity_known ? maturity_sum / (double)t->maturity_known : NAN;
    return t;
}

int portfolio_read(const struct portfolio_source *source, const struct portfolio_query *query,
                   struct portfolio *ret, struct err *err)
{
    struct chosen chosen;
    struct page page = {.chosen = &chosen, .arena = source->arena};
    int rc = chosen_read(source, query, &chosen, err);

    if (rc >= 0 && source->instead)
        page.before = chosen.as_is;
    else if (rc >= 0)
        rc = find_before(source, chosen.s->day, &page.before, err);
    if (rc < 0)
        return rc;
    *ret = (struct portfolio){
        .day = chosen.s->day,
        .hierarchy = chosen.s->settings.hierarchy,
        .before = page.before ? page.before->day : DAY_NONE,
        .total = (int64_t)chosen.n,
        .offset = query->offset == I64_NONE ? 0 : query->offset,
        .totals = make_totals(&chosen, source->arena),
    };
    rc = load_values(&page, ret, err);
    if (rc < 0)
        return rc;
    struct page_part part = page_part(query->offset, query->limit, PAGE_LIMIT_DEFAULT, chosen.n);
    ret->n_rows = part.n;
    ret->rows = ARENA_ARRAY(source->arena, ret->n_rows, struct portfolio_row);
    for (size_t i = 0; i < ret->n_rows; i++)
        fill_row(&page, chosen.rows[part.from + i], &ret->rows[i]);
    return 0;
}
