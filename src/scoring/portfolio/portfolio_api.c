#include "http/service.h"
#include "scoring/portfolio/portfolio.h"
#include "scoring/portfolio/portfolio_source_of.h"
#include "scoring/scoring.h"

#define DAY_HELP "As of this day; today if left out"

#define CHOICE_FIELDS                                                                            \
    FIELD_DAY(struct portfolio_query, day, .help = DAY_HELP),                                    \
        FIELD_STR(struct portfolio_query, filter, .max = FILTER_TEXT_MAX,                        \
                  .help = "Condition, such as: health < 50 and arr >= 10000. Names: the fields " \
                          "of accounts, scores and bands, cell, metrics, and custom.NAME. "      \
                          "Accounts that are no customers appear only if it names lifecycle, "   \
                          "cell, churned, verdict or qualification: lifecycle = \"churned\""),   \
        FIELD_STR(struct portfolio_query, q, .help = "Text to look for in name, key and owner"), \
        FIELD_STR(struct portfolio_query, sort,                                                  \
                  .help = "Field to sort by, with - in front for descending; -arr if left out. " \
                          "What is missing comes last, equal ones go by key"),                   \
        FIELD_STR(struct portfolio_query, matrix, .max = MATRIX_KEY_MAX,                         \
                  .help = "The matrix that cell goes by; if left out, what the settings say"),   \
        FIELD_STRS(struct portfolio_query, columns, .max = PORTFOLIO_COLUMNS_MAX,                \
                   .help = "Fields and metrics to give besides, separated by commas")

const struct field portfolio_query_fields[] = {
    CHOICE_FIELDS,
    FIELD_I64(struct portfolio_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct portfolio_query, limit, .min = 1, .max = PAGE_LIMIT_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};
const struct field portfolio_all_fields[] = {CHOICE_FIELDS, FIELD_END};

const struct field portfolio_row_fields[] = {
    FIELD_STR(struct portfolio_row, key, .required = true),
    FIELD_STR(struct portfolio_row, name, .required = true),
    FIELD_STR(struct portfolio_row, owner),
    FIELD_STR(struct portfolio_row, lifecycle, .required = true, .help = "On the day"),
    FIELD_STR(struct portfolio_row, stage),
    FIELD_STR(struct portfolio_row, size_band),
    FIELD_STR(struct portfolio_row, location),
    FIELD_STR(struct portfolio_row, industry),
    FIELD_STR(struct portfolio_row, use_case),
    FIELD_STR(struct portfolio_row, plan),
    FIELD_STR(struct portfolio_row, cell, .required = true,
              .help = "Of the matrix; unknown if health or maturity is; left or prospect for who "
                      "is no customer"),
    FIELD_STR(struct portfolio_row, cell_label, .required = true),
    FIELD_F64(struct portfolio_row, health, .help = "0 to 100"),
    FIELD_STR(struct portfolio_row, health_band),
    FIELD_F64(struct portfolio_row, health_coverage_pct, .unit = "%",
              .help = "How much of the scorecard is known"),
    FIELD_I64(struct portfolio_row, health_freshness_days, .unit = "days",
              .help = "The age of the oldest input that counts"),
    FIELD_F64(struct portfolio_row, health_before, .help = "Health on the day `before`"),
    FIELD_F64(struct portfolio_row, maturity, .help = "1 to 5"),
    FIELD_STR(struct portfolio_row, maturity_band),
    FIELD_F64(struct portfolio_row, maturity_coverage_pct, .unit = "%",
              .help = "How much of the scorecard is rated"),
    FIELD_I64(struct portfolio_row, maturity_freshness_days, .unit = "days",
              .help = "The age of the oldest input that counts"),
    FIELD_STR(struct portfolio_row, health_card, .help = "The card and version that scored it"),
    FIELD_STR(struct portfolio_row, maturity_card, .help = "The card and version that rated it"),
    FIELD_F64(struct portfolio_row, qualification, .help = "Of prospects"),
    FIELD_ENUM(struct portfolio_row, verdict, prospect_verdicts, .help = "On prospects"),
    FIELD_I64(struct portfolio_row, arr_cents, .unit = "cents"),
    FIELD_I64(struct portfolio_row, renewal_days, .unit = "days",
              .help = "Until the next term ends"),
    FIELD_NUMS(struct portfolio_row, values, .required = true,
               .help = "Of the columns asked for, in their order"),
    FIELD_END,
};
static const struct field band_total_fields[] = {
    FIELD_STR(struct band_total, band, .help = "null: health is not known"),
    FIELD_I64(struct band_total, count, .required = true),
    FIELD_I64(struct band_total, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
static const struct field portfolio_totals_fields[] = {
    FIELD_I64(struct portfolio_totals, accounts, .required = true),
    FIELD_I64(struct portfolio_totals, arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct portfolio_totals, health_mean, .help = "Of those whose health is known"),
    FIELD_I64(struct portfolio_totals, health_known, .required = true),
    FIELD_F64(struct portfolio_totals, maturity_mean, .help = "Of those whose maturity is known"),
    FIELD_I64(struct portfolio_totals, maturity_known, .required = true),
    FIELD_LIST(struct portfolio_totals, by_health_band, band_total, .required = true),
    FIELD_END,
};
const struct field portfolio_fields[] = {
    FIELD_DAY(struct portfolio, day, .required = true),
    FIELD_DAY(struct portfolio, before,
              .help = "The scored day four weeks earlier, or the last in the week before it"),
    FIELD_ENUM(struct portfolio, hierarchy, hierarchies, .required = true,
               .help = "Whether parents have their own scores or those of their families"),
    FIELD_I64(struct portfolio, total, .required = true, .help = "How many are chosen"),
    FIELD_I64(struct portfolio, offset, .required = true),
    FIELD_LIST(struct portfolio, rows, portfolio_row, .required = true),
    FIELD_STRS(struct portfolio, columns, .required = true, .help = "What `values` are"),
    FIELD_OBJ(struct portfolio, totals, portfolio_totals, .required = true,
              .help = "Of all that are chosen, not only of these rows"),
    FIELD_END,
};
static const struct field facet_value_fields[] = {
    FIELD_STR(struct facet_value, value, .help = "null: missing"),
    FIELD_STR(struct facet_value, label, .help = "For people, where the value does not say it"),
    FIELD_I64(struct facet_value, count, .required = true),
    FIELD_END,
};
static const struct field facet_fields[] = {
    FIELD_STR(struct facet, field, .required = true, .help = "As in a filter"),
    FIELD_STR(struct facet, label, .required = true),
    FIELD_LIST(struct facet, values, facet_value, .required = true,
               .help = "The most frequent ones; bands and the like in their order"),
    FIELD_END,
};
const struct field facet_list_fields[] = {
    FIELD_LIST(struct facet_list, items, facet, .required = true),
    FIELD_END,
};
static const struct field search_hit_fields[] = {
    FIELD_STR(struct search_hit, key, .required = true),
    FIELD_STR(struct search_hit, name, .required = true),
    FIELD_STR(struct search_hit, owner),
    FIELD_F64(struct search_hit, health),
    FIELD_STR(struct search_hit, health_band),
    FIELD_F64(struct search_hit, health_coverage_pct, .unit = "%",
              .help = "How much of the scorecard is known"),
    FIELD_I64(struct search_hit, health_freshness_days, .unit = "days",
              .help = "The age of the oldest input that counts"),
    FIELD_STR(struct search_hit, health_card,
              .help = "The card and version that scored it, where several of the kind serve"),
    FIELD_I64(struct search_hit, arr_cents, .unit = "cents"),
    FIELD_END,
};
const struct field search_hits_fields[] = {
    FIELD_LIST(struct search_hits, items, search_hit, .required = true, .help = "Best first"),
    FIELD_END,
};

struct portfolio_source portfolio_source_of(const struct req *r)
{
    return (struct portfolio_source){r->service->snapshots, r->conn, r->today, r->arena};
}

HANDLER(portfolio_get, portfolio_query, portfolio)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return portfolio_read(&source, in, out, &r->err);
}

HANDLER(portfolio_csv_get, portfolio_query, nothing)
{
    const struct portfolio_source source = portfolio_source_of(r);
    char day[16];

    r->filename = arena_printf(r->arena, "portfolio-%s.csv",
                               day_format(in->day == DAY_NONE ? r->today : in->day, day));
    return portfolio_write_csv(&source, in, &r->reply, &r->err);
}

static const struct field facets_query_fields[] = {
    FIELD_DAY(struct portfolio_query, day, .help = DAY_HELP),
    FIELD_STR(struct portfolio_query, matrix, .max = MATRIX_KEY_MAX,
              .help = "The matrix that cell goes by; if left out, what the settings say"),
    FIELD_END,
};

HANDLER(facets_get, portfolio_query, facet_list)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return portfolio_facets(&source, in, out, &r->err);
}

HANDLER(histogram_get, histogram_query, histogram)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return portfolio_histogram(&source, in, out, &r->err);
}

struct search_query {
    const char *q;
};
static const struct field search_query_fields[] = {
    FIELD_STR(struct search_query, q, .min = 1, .max = 100, .required = true,
              .help = "Some letters of a name, key or owner"),
    FIELD_END,
};

HANDLER(search_get, search_query, search_hits)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return portfolio_search(&source, in->q, out, &r->err);
}

#define QUERY_SHAPE(fields_, name_)                      \
    {                                                    \
        fields_, sizeof(struct portfolio_query), (name_) \
    }

const struct endpoint portfolio_endpoints[] = {
    {"GET", "/api/v1/portfolio", "Accounts on a day: chosen, in order, with totals",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(portfolio_query), .out = SHAPE(portfolio),
     .fn = portfolio_get_call,
     .help = "Customers, unless the filter names lifecycle, cell, churned, verdict or "
             "qualification. Of `columns`, only numbers can be given."},
    {"GET", "/api/v1/portfolio.csv", "The same as a file, with all that are chosen",
     .tag = "scores", .role = ROLE_VIEWER, .in = QUERY_SHAPE(portfolio_all_fields, "portfolio_all"),
     .fn = portfolio_csv_get_call, .out_type = "text/csv; charset=utf-8",
     .help = "Key and name, and the columns asked for, whether numbers or texts."},
    {"GET", "/api/v1/portfolio/facets", "The values that accounts can be chosen by",
     .tag = "scores", .role = ROLE_VIEWER, .in = QUERY_SHAPE(facets_query_fields, "facets_query"),
     .out = SHAPE(facet_list), .fn = facets_get_call,
     .help = "Counted over customers; lifecycle and cell over prospects and those who left, too."},
    {"GET", "/api/v1/histogram", "How the customers' values of a number lie", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(histogram_query), .out = SHAPE(histogram),
     .fn = histogram_get_call},
    {"GET", "/api/v1/search", "Find accounts by a few letters", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(search_query), .out = SHAPE(search_hits),
     .fn = search_get_call,
     .help = "At most 20: first whose name or key begins so, then who has such a word, then "
             "the rest."},
    ENDPOINT_END,
};
