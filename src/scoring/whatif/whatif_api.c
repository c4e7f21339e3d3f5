#include "http/service.h"
#include "scoring/scoring.h"
#include "scoring/whatif/whatif.h"

#include <stdatomic.h>

static const struct field whatif_move_fields[] = {
    FIELD_STR(struct whatif_move, from, .required = true, .help = "The cell, or \"unknown\""),
    FIELD_STR(struct whatif_move, from_label, .required = true),
    FIELD_STR(struct whatif_move, to, .required = true),
    FIELD_STR(struct whatif_move, to_label, .required = true),
    FIELD_I64(struct whatif_move, count, .required = true),
    FIELD_I64(struct whatif_move, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
static const struct field whatif_mover_fields[] = {
    FIELD_STR(struct whatif_mover, key, .required = true),
    FIELD_STR(struct whatif_mover, name, .required = true),
    FIELD_STR(struct whatif_mover, from, .required = true, .help = "The name of the cell"),
    FIELD_STR(struct whatif_mover, to, .required = true),
    FIELD_F64(struct whatif_mover, y_before),
    FIELD_F64(struct whatif_mover, y),
    FIELD_F64(struct whatif_mover, x_before),
    FIELD_F64(struct whatif_mover, x),
    FIELD_I64(struct whatif_mover, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
static const struct field whatif_axis_fields[] = {
    FIELD_STR(struct whatif_axis, card, .required = true),
    FIELD_STR(struct whatif_axis, label, .required = true),
    FIELD_F64(struct whatif_axis, low, .required = true),
    FIELD_F64(struct whatif_axis, high, .required = true),
    FIELD_F64(struct whatif_axis, mean_before),
    FIELD_F64(struct whatif_axis, mean),
    FIELD_NUMS(struct whatif_axis, before, .required = true,
               .help = "Accounts in twenty equal parts of the range, under the cards in force"),
    FIELD_NUMS(struct whatif_axis, after, .required = true, .help = "And under the changed ones"),
    FIELD_I64(struct whatif_axis, unknown_before, .required = true),
    FIELD_I64(struct whatif_axis, unknown, .required = true),
    FIELD_I64(struct whatif_axis, up_count, .required = true,
              .help = "Accounts in a higher band than before"),
    FIELD_I64(struct whatif_axis, up_arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct whatif_axis, down_count, .required = true),
    FIELD_I64(struct whatif_axis, down_arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field whatif_fields[] = {
    FIELD_OBJ(struct whatif, matrix, matrix_view, .of_name = "matrix", .required = true,
              .help = "As it would be"),
    FIELD_I64(struct whatif, moved_count, .required = true,
              .help = "Customers that would stand in another cell"),
    FIELD_I64(struct whatif, moved_arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct whatif, changed_count, .required = true,
              .help = "Customers with another score, as far as a screen shows it"),
    FIELD_LIST(struct whatif, moves, whatif_move, .required = true,
               .help = "From cell to cell, the most ARR first"),
    FIELD_LIST(struct whatif, movers, whatif_mover, .required = true,
               .help = "Who moves, the largest by ARR, at most 100"),
    FIELD_OBJ(struct whatif, y, whatif_axis, .required = true, .help = "As a rule health"),
    FIELD_OBJ(struct whatif, x, whatif_axis, .required = true, .help = "As a rule maturity"),
    FIELD_END,
};

const struct field whatif_ask_fields[] = {
    FIELD_DAY(struct whatif_ask, day, .help = "As of this day; today if left out"),
    MATRIX_ASK_FIELDS,
    FIELD_I64(struct whatif_ask, points, .min = 0, .max = MATRIX_POINTS_MAX,
              .help = "How many accounts to show as points at most; 2000 if left out"),
    FIELD_LIST(struct whatif_ask, cards, card, .required = true, .min = 1, .max = WHATIF_CARDS_MAX,
               .help = "Each takes the place of the card in force that has its key"),
    FIELD_END,
};

const struct field whatif_list_ask_fields[] = {
    FIELD_OBJ(struct whatif_list_ask, query, portfolio_query,
              .help = "Which accounts in which order; the largest by ARR if left out"),
    FIELD_LIST(struct whatif_list_ask, cards, card, .required = true, .min = 1,
               .max = WHATIF_CARDS_MAX,
               .help = "Each takes the place of the card in force that has its key"),
    FIELD_END,
};

/* Each holds a worker for as long as it computes, and sliders ask often; the rest of the server
 * goes on. */
#define AT_ONCE 4
static atomic_int running;

static int begin(struct req *r)
{
    if (atomic_fetch_add(&running, 1) < AT_ONCE)
        return 0;
    atomic_fetch_sub(&running, 1);
    r->retry_after_s = 1;
    return err_set(&r->err, ERR_BUSY, NULL,
                   "%d what-ifs are being computed at the moment; ask again in a second", AT_ONCE);
}

static void end(void)
{
    atomic_fetch_sub(&running, 1);
}

HANDLER(whatif_post, whatif_ask, whatif)
{
    const struct matrix_source source = {
        .snapshots = r->service->snapshots, .conn = r->conn, .today = r->today, .arena = r->arena};
    int rc = begin(r);

    if (rc < 0)
        return rc;
    rc = whatif_make(&source, in, out, &r->err);
    end();
    return rc;
}

HANDLER(whatif_list_post, whatif_list_ask, portfolio)
{
    const struct portfolio_source source = {
        .snapshots = r->service->snapshots, .conn = r->conn, .today = r->today, .arena = r->arena};
    int rc = begin(r);

    if (rc < 0)
        return rc;
    rc = whatif_list(&source, in, out, &r->err);
    end();
    return rc;
}

const struct endpoint whatif_endpoints[] = {
    {"POST", "/api/v1/what-if", "The matrix as it would be under changed cards, and who would move",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(whatif_ask), .out = SHAPE(whatif),
     .fn = whatif_post_call, .tx = TX_READ, .status = 200,
     .help =
         "Cards are given whole, as `GET /cards/{key}` gives them, and are refused for the same "
         "reasons as when they are published. Nothing is stored. Whom the filter chooses is "
         "told by the cards in force."},
    {"POST", "/api/v1/what-if/portfolio", "The list of accounts as it would be under changed cards",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(whatif_list_ask), .out = SHAPE(portfolio),
     .fn = whatif_list_post_call, .tx = TX_READ, .status = 200,
     .help = "Filter, sort and totals go by the scores as they would be; `health_before` is the "
             "score by the cards in force, on the same day."},
    ENDPOINT_END,
};
