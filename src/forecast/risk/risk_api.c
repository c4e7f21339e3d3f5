#include "base/day.h"
#include "forecast/forecast.h"
#include "forecast/risk/account_risk.h"
#include "forecast/risk/judge.h"
#include "forecast/risk/train_job.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/later.h"
#include "scoring/portfolio/portfolio_source_of.h"

HANDLER(risk_get, risk_query, risk_list)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return risk_list_read(&source, in, out, &r->err);
}

HANDLER(risk_csv_get, risk_query, nothing)
{
    static const struct shape shape = SHAPE(risk_row);
    const struct portfolio_source source = portfolio_source_of(r);
    struct risk_query query = *in;
    struct risk_list list;
    char day[16];

    query.offset = 0;
    query.limit = INT64_MAX;
    query.is_brief = true;
    int rc = risk_list_read(&source, &query, &list, &r->err);
    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "risk-%s.csv",
                               day_format(list.day == DAY_NONE ? r->today : list.day, day));
    rows_write_csv(&r->reply, &shape, RISK_CSV_COLUMNS, "\r\n", list.rows, list.n_rows);
    return 0;
}

struct risk_key {
    const char *key;
};
static const struct field risk_key_fields[] = {
    FIELD_STR(struct risk_key, key, .required = true),
    FIELD_END,
};

HANDLER(account_risk_get, risk_key, account_risk)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return account_risk_read(&source, in->key, out, &r->err);
}

HANDLER(train_post, train_args, job)
{
    AUTO_BUF args = {0};

    fields_write(train_args_fields, in, &args);
    const struct job_request request = {&risk_train_job, .args = buf_text(&args),
                                        .unique = RISK_TRAIN_UNIQUE};
    return later_add(r, r->conn, &request, out);
}

struct model_list {
    struct model_card *items;
    size_t n_items;
    struct judgement *judged;
    size_t n_judged;
    struct definition *definitions;
    size_t n_definitions;
};
static const struct field model_list_fields[] = {
    FIELD_LIST(struct model_list, items, model_card, .required = true, .help = "The newest first"),
    FIELD_LIST(struct model_list, judged, judgement, .required = true,
               .help =
                   "What was foretold, held against what happened, once the horizon had passed"),
    DEFINITIONS_FIELD(struct model_list),
    FIELD_END,
};

HANDLER(models_get, nothing, model_list)
{
    int rc = model_cards(r->conn, r->arena, &out->items, &out->n_items, &r->err);

    out->definitions = model_definitions(&out->n_definitions);
    return rc < 0 ? rc : judgements_read(r->conn, r->arena, &out->judged, &out->n_judged, &r->err);
}

struct model_ref {
    int64_t id;
};
static const struct field model_ref_fields[] = {
    FIELD_I64(struct model_ref, id, .required = true, .min = 1),
    FIELD_END,
};

HANDLER(model_get, model_ref, model_card)
{
    return model_card_get(r->conn, in->id, r->arena, out, &r->err);
}

#define FORECAST "/api/v1/forecast"

const struct endpoint risk_endpoints[] = {
    {"GET", FORECAST "/risk", "Who is likely to leave, and what that comes to", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(risk_query), .out = SHAPE(risk_list), .fn = risk_get_call,
     .help = "As everybody was told last; empty until a model was trained. Where nothing predicts, "
             "everybody is told the share of all that leave, and nobody is called a risk."},
    {"GET", FORECAST "/risk.csv", "The same as a file, with all that are chosen", .tag = "scores",
     .role = ROLE_VIEWER,
     .in = {risk_csv_query_fields, sizeof(struct risk_query), "risk_csv_query"},
     .fn = risk_csv_get_call, .out_type = "text/csv; charset=utf-8"},
    {"GET", "/api/v1/accounts/{key}/risk",
     "How likely an account is to leave, why, and what similar ones did", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(risk_key), .out = SHAPE(account_risk),
     .fn = account_risk_get_call},
    {"POST", FORECAST "/train", "Train a model of who will leave", .tag = "scores",
     .role = ROLE_MANAGER, .in = SHAPE(train_args), .out = SHAPE(job), .fn = train_post_call,
     .status = 200,
     .help = "The job's result names the model. It also happens by itself, once a month."},
    {"GET", FORECAST "/models", "The models, and how what they foretold turned out",
     .tag = "scores", .role = ROLE_VIEWER, .out = SHAPE(model_list), .fn = models_get_call},
    {"GET", FORECAST "/models/{id}", "The card of a model", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(model_ref), .out = SHAPE(model_card), .fn = model_get_call},
    ENDPOINT_END,
};
