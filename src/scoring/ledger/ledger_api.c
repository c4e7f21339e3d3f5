#include "base/day.h"
#include "http/service.h"
#include "scoring/ledger/ledger.h"
#include "scoring/scoring.h"

static const char *const changed_names[] = {"health", "maturity", "cell", "customer", NULL};
static const char *const direction_names[] = {"up", "down", "neither", NULL};
static const char *const band_names[] = {"low", "medium", "high", "unknown", NULL};
const char *const ledger_cause_kinds[] = {"measure",  "rating", "reweighting", "others",
                                          "card",     "facts",  "known",       "unknown",
                                          "customer", "left",   NULL};

#define LIMIT_MAX 200

#define RANGE_FIELDS                                                        \
    FIELD_DAY(struct ledger_query, from, .help = "Changes after this day"), \
        FIELD_DAY(struct ledger_query, to, .help = "Changes up to this day; today if left out")
#define BAND_FIELD(m, text) FIELD_ENUM(struct ledger_query, m, band_names, .help = text)
#define CHOICE_FIELDS                                                                              \
    FIELD_STR(struct ledger_query, matrix, .max = MATRIX_KEY_MAX,                                  \
              .help = "The matrix that cells are of; if left out, what the settings say"),         \
        FIELD_ENUM(struct ledger_query, changed, changed_names,                                    \
                   .help = "Only where this changed: a band, the cell, or being a customer"),      \
        FIELD_ENUM(struct ledger_query, direction, direction_names,                                \
                   .help = "Up or down by health, else by maturity; leaving is down, coming up"),  \
        BAND_FIELD(from_health, "The band it left"), BAND_FIELD(to_health, "The band it entered"), \
        BAND_FIELD(from_maturity, "The band it left"),                                             \
        BAND_FIELD(to_maturity, "The band it entered"),                                            \
        FIELD_STR(struct ledger_query, from_cell, .help = "The cell it left, or unknown"),         \
        FIELD_STR(struct ledger_query, to_cell, .help = "The cell it entered, or unknown")
#define FILTER_FIELD                                               \
    FIELD_STR(struct ledger_query, filter, .max = FILTER_TEXT_MAX, \
              .help = "Only accounts for which this holds today, such as: arr >= 10000")
#define PAGE_OF_LEDGER                                                \
    FIELD_I64(struct ledger_query, limit, .min = 1, .max = LIMIT_MAX, \
              .help = "How many at most; 50 if left out"),            \
        FIELD_STR(struct ledger_query, after, .max = 2048,            \
                  .help = "The `next` of the page before")

const struct field ledger_query_fields[] = {
    FIELD_STR(struct ledger_query, key, .required = true),
    RANGE_FIELDS,
    CHOICE_FIELDS,
    PAGE_OF_LEDGER,
    FIELD_END,
};
const struct field ledger_portfolio_fields[] = {RANGE_FIELDS, FILTER_FIELD, CHOICE_FIELDS,
                                                PAGE_OF_LEDGER, FIELD_END};
const struct field ledger_all_fields[] = {RANGE_FIELDS, FILTER_FIELD, CHOICE_FIELDS, FIELD_END};

static const struct field ledger_side_fields[] = {
    FIELD_STR(struct ledger_side, lifecycle, .required = true),
    FIELD_F64(struct ledger_side, health),
    FIELD_STR(struct ledger_side, health_band),
    FIELD_F64(struct ledger_side, maturity),
    FIELD_STR(struct ledger_side, maturity_band),
    FIELD_STR(struct ledger_side, cell, .help = "unknown, left or prospect beside the matrix"),
    FIELD_STR(struct ledger_side, cell_label),
    FIELD_END,
};
static const struct field ledger_cause_fields[] = {
    FIELD_STR(struct ledger_cause, score, .help = "health or maturity; null: neither"),
    FIELD_ENUM(struct ledger_cause, kind, ledger_cause_kinds, .required = true,
               .help = "measure and rating: what moved the score; reweighting: inputs that came or "
                       "went; others: the smaller ones together; card: another card or version; "
                       "facts: what came in after the day was scored; known and unknown: the score "
                       "appeared or vanished"),
    FIELD_STR(struct ledger_cause, id, .help = "Of the measure"),
    FIELD_STR(struct ledger_cause, label, .required = true, .max = 1000),
    FIELD_F64(struct ledger_cause, points,
              .help = "Those of one score add up to its change, as it is shown"),
    FIELD_F64(struct ledger_cause, from, .help = "The measure's value on the earlier day"),
    FIELD_F64(struct ledger_cause, to, .help = "On the later day"),
    FIELD_STR(struct ledger_cause, unit, .help = "Of from and to"),
    FIELD_STR(struct ledger_cause, note, .max = 4000),
    FIELD_END,
};
static const struct field ledger_entry_fields[] = {
    FIELD_STR(struct ledger_entry, key, .required = true),
    FIELD_STR(struct ledger_entry, name, .required = true),
    FIELD_STR(struct ledger_entry, owner),
    FIELD_DAY(struct ledger_entry, after, .required = true,
              .help = "The scored day before: it happened later"),
    FIELD_DAY(struct ledger_entry, day, .required = true, .help = "The day by which it happened"),
    FIELD_STRS(struct ledger_entry, changed, .required = true,
               .help = "health, maturity, cell, customer"),
    FIELD_ENUM(struct ledger_entry, direction, direction_names, .required = true),
    FIELD_I64(struct ledger_entry, arr_cents, .required = true, .unit = "cents",
              .help = "On the later day; before, if it left"),
    FIELD_OBJ(struct ledger_entry, from, ledger_side, .required = true),
    FIELD_OBJ(struct ledger_entry, to, ledger_side, .required = true),
    FIELD_LIST(struct ledger_entry, because, ledger_cause, .required = true,
               .help = "The largest first"),
    FIELD_END,
};
const struct field ledger_fields[] = {
    FIELD_DAY(struct ledger, from, .required = true),
    FIELD_DAY(struct ledger, to, .required = true),
    FIELD_STR(struct ledger, matrix, .required = true),
    FIELD_I64(struct ledger, total, .help = "With the first page only, as all counts"),
    FIELD_I64(struct ledger, up),
    FIELD_I64(struct ledger, down),
    FIELD_I64(struct ledger, up_arr_cents, .unit = "cents"),
    FIELD_I64(struct ledger, down_arr_cents, .unit = "cents"),
    FIELD_LIST(struct ledger, entries, ledger_entry, .required = true,
               .help = "The newest first; within a day, the largest ARR first"),
    FIELD_STR(struct ledger, next, .max = 2048),
    FIELD_END,
};

static struct ledger_source source_of(const struct req *r)
{
    return (struct ledger_source){r->service->ledgers, r->service->snapshots, r->conn, r->today,
                                  r->arena};
}

HANDLER(ledger_get, ledger_query, ledger)
{
    const struct ledger_source source = source_of(r);
    int rc = ledger_read(&source, in, out, &r->err);

    if (rc >= 0 && out->next)
        req_link_next(r, out->next);
    return rc;
}

HANDLER(ledger_csv_get, ledger_query, nothing)
{
    const struct ledger_source source = source_of(r);
    char day[16];

    r->filename = arena_printf(r->arena, "changes-%s.csv",
                               day_format(in->to == DAY_NONE ? r->today : in->to, day));
    return ledger_write_csv(&source, in, &r->reply, &r->err);
}

#define QUERY_SHAPE(fields_, name_)                   \
    {                                                 \
        fields_, sizeof(struct ledger_query), (name_) \
    }

const struct endpoint ledger_endpoints[] = {
    {"GET", "/api/v1/ledger", "Every change of band or cell in a period", .tag = "scores",
     .role = ROLE_VIEWER, .in = QUERY_SHAPE(ledger_portfolio_fields, "ledger_portfolio"),
     .out = SHAPE(ledger), .fn = ledger_get_call,
     .help = "Between neighbouring scored days, and up to today; the last 13 weeks if nothing is "
             "said. Reasons are points by measure that add up to the change of the score."},
    {"GET", "/api/v1/ledger.csv", "The same as a file", .tag = "scores", .role = ROLE_VIEWER,
     .in = QUERY_SHAPE(ledger_all_fields, "ledger_all"), .fn = ledger_csv_get_call,
     .out_type = "text/csv; charset=utf-8", .help = "The newest 10,000 entries."},
    {"GET", "/api/v1/accounts/{key}/ledger", "Every change of band or cell of an account",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(ledger_query), .out = SHAPE(ledger),
     .fn = ledger_get_call, .help = "From the first scored day on, if nothing is said."},
    ENDPOINT_END,
};
