/* The life of a card over the API: drafts, comparing, publishing, retiring, order. */
#include "base/str.h"
#include "http/service.h"
#include "scoring/history/score_job.h"
#include "scoring/later.h"
#include "scoring/publish/compare_job.h"
#include "scoring/publish/diff.h"
#include "scoring/scoring.h"

/* What is compared while the request waits, accounts × days: about a second. */
#define COMPARE_AT_ONCE 65000
#define ACCOUNTS_MAX    200

struct card_body {
    struct card *card;
};
static const struct field card_body_fields[] = {
    FIELD_OBJ(struct card_body, card, card, .required = true),
    FIELD_END,
};
struct draft_body {
    const char *key;
    int64_t revision;
    struct card *card;
};
static const struct field draft_body_fields[] = {
    FIELD_STR(struct draft_body, key, .required = true),
    FIELD_I64(struct draft_body, revision, .required = true, .help = "Of the draft as you saw it"),
    FIELD_OBJ(struct draft_body, card, card, .required = true),
    FIELD_END,
};
struct card_key {
    const char *key;
};
static const struct field card_key_fields[] = {
    FIELD_STR(struct card_key, key, .required = true),
    FIELD_END,
};
struct draft_ref {
    const char *key;
    int64_t revision;
    const char *note;
};
static const struct field draft_ref_fields[] = {
    FIELD_STR(struct draft_ref, key, .required = true),
    FIELD_I64(struct draft_ref, revision, .required = true, .help = "Of the draft as you saw it"),
    FIELD_END,
};
static const struct field publish_in_fields[] = {
    FIELD_STR(struct draft_ref, key, .required = true),
    FIELD_I64(struct draft_ref, revision, .required = true, .help = "Of the draft as you saw it"),
    FIELD_STR(struct draft_ref, note, .max = 1000, .help = "What is new, for the history"),
    FIELD_END,
};
static const struct field card_draft_fields[] = {
    FIELD_OBJ(struct card_draft, summary, card_summary, .required = true),
    FIELD_OBJ(struct card_draft, card, card, .required = true),
    FIELD_END,
};

/* The faults of a card are told with their place in the body. */
static int compile_body(struct req *r, struct card *card)
{
    int rc = dictionary_load(r->conn, r->arena, &card->dictionary, &r->err);

    if (rc < 0)
        return rc;
    rc = card_compile(card, r->arena, &r->err);
    return field_at_path(&r->err, rc, "card", FIELD_NO_INDEX);
}

HANDLER(draft_create, card_body, card_draft)
{
    const struct act act = req_act(r);
    int rc = compile_body(r, in->card);

    if (rc >= 0) {
        rc = card_draft_create(&act, in->card, &r->err);
        rc = field_at_path(&r->err, rc, "card", FIELD_NO_INDEX);
    }
    return rc < 0 ? rc : card_draft_load(r->conn, in->card->key, r->arena, out, &r->err);
}

HANDLER(draft_begin, card_key, card_draft)
{
    const struct act act = req_act(r);
    int rc = card_draft_begin(&act, in->key, &r->err);

    return rc < 0 ? rc : card_draft_load(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(draft_get, card_key, card_draft)
{
    return card_draft_load(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(draft_save, draft_body, card_draft)
{
    const struct act act = req_act(r);
    int rc = compile_body(r, in->card);

    if (rc >= 0) {
        rc = card_draft_save(&act, in->key, in->revision, in->card, &r->err);
        if (rc == ERR_INVALID)
            (void)field_at_path(&r->err, rc, "card", FIELD_NO_INDEX);
    }
    return rc < 0 ? rc : card_draft_load(r->conn, in->key, r->arena, out, &r->err);
}

HANDLER(draft_delete, draft_ref, nothing)
{
    const struct act act = req_act(r);

    return card_draft_delete(&act, in->key, in->revision, &r->err);
}

/* Today is right at the next look; the past is scored anew by the job that keeps it. */
static int score_past(struct req *r, struct job *ret)
{
    return later_add(r, r->conn, &(struct job_request){&score_job, .unique = SCORE_UNIQUE}, ret);
}

HANDLER(draft_publish, draft_ref, job)
{
    const struct act act = req_act(r);
    int rc = card_publish(&act, in->key, in->revision, in->note, &r->err);

    return rc < 0 ? rc : score_past(r, out);
}

/* A matrix that names the card would have an axis without scores. */
static int check_matrices(struct req *r, const char *key)
{
    struct matrix_def **all;
    size_t n;
    int rc = matrices_load(r->conn, r->arena, &all, &n, &r->err);

    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (str_eq(all[k]->y->card, key) || str_eq(all[k]->x->card, key))
            return err_set(&r->err, ERR_CONFLICT, "key",
                           "matrix %.60s is made of the card; give it another one first",
                           all[k]->key);
    return rc;
}

HANDLER(card_retire_post, card_key, job)
{
    const struct act act = req_act(r);
    int rc = str_index(card_kinds, in->key) < 0 ? check_matrices(r, in->key) : 0;

    if (rc >= 0)
        rc = card_retire(&act, in->key, &r->err);

    return rc < 0 ? rc : score_past(r, out);
}

struct order_in {
    const char *kind;
    const char **keys;
    size_t n_keys;
};
static const struct field order_in_fields[] = {
    FIELD_ENUM(struct order_in, kind, card_kinds, .required = true),
    FIELD_STRS(struct order_in, keys, .required = true,
               .help = "The published cards beside the default, in the order they are to be asked"),
    FIELD_END,
};

HANDLER(order_post, order_in, job)
{
    const struct act act = req_act(r);
    int rc = cards_order(&act, in->kind, in->keys, in->n_keys, &r->err);

    return rc < 0 ? rc : score_past(r, out);
}

struct compare_out {
    struct comparison *comparison;
    struct job *job;
};
static const struct field compare_out_fields[] = {
    FIELD_OBJ(struct compare_out, comparison, comparison, .help = "Null: wait for the job"),
    FIELD_OBJ(struct compare_out, job, job,
              .help = "Where there is much to compare; its result is the comparison"),
    FIELD_END,
};

HANDLER(compare_post, draft_ref, compare_out)
{
    bool is_much = false;
    int rc = later_is_due(r, COMPARE_MONTHS + 1, COMPARE_AT_ONCE, &is_much);

    if (rc < 0)
        return rc;
    if (is_much) {
        out->job = ARENA_NEW(r->arena, struct job);
        return later_ask(r, &compare_job, draft_ref_fields, in, out->job);
    }
    out->comparison = ARENA_NEW(r->arena, struct comparison);
    return compare_run(r->db, &(struct compare_request){in->key, in->revision, r->today}, NULL,
                       r->arena, out->comparison, &r->err);
}

struct accounts_query {
    const char *key;
    int32_t day;
    int64_t offset, limit;
};
static const struct field accounts_query_fields[] = {
    FIELD_STR(struct accounts_query, key, .required = true),
    FIELD_DAY(struct accounts_query, day, .help = "As of this day; today if left out"),
    FIELD_I64(struct accounts_query, offset, .min = 0, .max = 10000000),
    FIELD_I64(struct accounts_query, limit, .min = 1, .max = ACCOUNTS_MAX, .help = "Default 50"),
    FIELD_END,
};

HANDLER(compare_accounts_get, accounts_query, compare_accounts)
{
    const struct compare_page page = {in->offset == I64_NONE ? 0 : in->offset,
                                      in->limit == I64_NONE ? 50 : in->limit};
    int32_t day = in->day == DAY_NONE ? r->today : in->day;
    const struct snapshot *s;
    struct card_draft draft;
    int rc = card_draft_load(r->conn, in->key, r->arena, &draft, &r->err);

    if (rc >= 0 && day > r->today)
        rc = err_set(&r->err, ERR_INVALID, "day", "must not be in the future");
    if (rc >= 0)
        rc = snapshot_get(r->service->snapshots, r->conn, day, SNAPSHOT_METRICS, r->arena, &s,
                          &r->err);
    if (rc < 0)
        return rc;
    /* The segments that this transaction sees: the draft may serve one that no card did so far. */
    struct snapshot fresh = *s;
    struct placing_plan plan;
    rc = cards_load(r->conn, r->arena, &fresh.cards, &r->err);
    if (rc >= 0)
        rc = placing_plan(r->conn, NULL, r->arena, &plan, &r->err);
    return rc < 0 ? rc
                  : compare_accounts_make(&fresh, &(struct compare_what){draft.card, &plan}, &page,
                                          r->arena, out, &r->err);
}

struct diff_query {
    const char *key;
    int64_t from, to;
};
static const struct field diff_query_fields[] = {
    FIELD_STR(struct diff_query, key, .required = true),
    FIELD_I64(struct diff_query, from, .min = 1,
              .help = "A version; the published one if left out"),
    FIELD_I64(struct diff_query, to, .min = 1, .help = "A version; the draft if left out"),
    FIELD_END,
};

HANDLER(diff_get, diff_query, card_diff)
{
    struct card *from, *to;
    struct card_draft draft;
    int rc = card_version(r->conn, in->key, in->from == I64_NONE ? 0 : in->from, r->arena, &from,
                          &r->err);

    if (rc >= 0 && in->to != I64_NONE)
        rc = card_version(r->conn, in->key, in->to, r->arena, &to, &r->err);
    else if (rc >= 0) {
        rc = card_draft_load(r->conn, in->key, r->arena, &draft, &r->err);
        to = draft.card;
    }
    if (rc >= 0)
        card_diff_make(from, to, r->arena, out);
    return rc;
}

#define CARDS "/api/v1/cards"
#define DRAFT "/api/v1/cards/{key}/draft"
#define SCORED \
    .help = "Today's scores follow at the next look; the job that is returned scores the past anew."

const struct endpoint draft_endpoints[] = {
    {"POST", CARDS, "Make a draft of a new card, or of a new version, from its definition",
     .tag = "scores", .role = ROLE_MANAGER, .in = SHAPE(card_body), .out = SHAPE(card_draft),
     .fn = draft_create_call},
    {"POST", DRAFT, "Begin a draft with what is published, or was last", .tag = "scores",
     .role = ROLE_MANAGER, .in = SHAPE(card_key), .out = SHAPE(card_draft), .fn = draft_begin_call},
    {"GET", DRAFT, "The draft of a card", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(card_key), .out = SHAPE(card_draft), .fn = draft_get_call},
    {"PATCH", DRAFT, "Save a draft", .tag = "scores", .role = ROLE_MANAGER, .in = SHAPE(draft_body),
     .out = SHAPE(card_draft), .fn = draft_save_call,
     .help = "The whole card; 409 if somebody else saved it since the revision you saw."},
    {"DELETE", DRAFT, "Throw a draft away", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(draft_ref), .fn = draft_delete_call},
    {"POST", DRAFT "/compare", "What the draft would change, today and over the past year",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(draft_ref), .out = SHAPE(compare_out),
     .fn = compare_post_call, .tx = TX_NONE, .status = 200},
    {"GET", DRAFT "/accounts", "The accounts that the draft would move, with their contributions",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(accounts_query),
     .out = SHAPE(compare_accounts), .fn = compare_accounts_get_call},
    {"GET", CARDS "/{key}/diff", "What differs between two versions of a card", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(diff_query), .out = SHAPE(card_diff), .fn = diff_get_call},
    {"POST", DRAFT "/publish", "Publish a draft; the version before it retires", .tag = "scores",
     .role = ROLE_ADMIN, .in = {publish_in_fields, sizeof(struct draft_ref), "publish_in"},
     .out = SHAPE(job), .fn = draft_publish_call, .status = 200, SCORED},
    {"POST", CARDS "/{key}/retire", "Take a card out of force", .tag = "scores", .role = ROLE_ADMIN,
     .in = SHAPE(card_key), .out = SHAPE(job), .fn = card_retire_post_call, .status = 200, SCORED},
    {"POST", CARDS "/order", "The order in which the cards of a kind are asked", .tag = "scores",
     .role = ROLE_ADMIN, .in = SHAPE(order_in), .out = SHAPE(job), .fn = order_post_call,
     .status = 200, SCORED},
    ENDPOINT_END,
};
