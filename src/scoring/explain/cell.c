/* What a cell of the matrix asks for one account, with the reason in numbers where it depends on
 * them. */
#include "base/buf.h"
#include "scoring/explain/one.h"
#include "scoring/metric/revenue.h"

#include <math.h>
#include <stdlib.h>

#define CENTS    100
#define PER_CENT 100

/* "-1,234,567" */
static const char *grouped(double value, struct arena *arena)
{
    char digits[40];
    AUTO_BUF out = {0};
    int n = snprintf(digits, sizeof(digits), "%.0f", fabs(value));

    if (value <= -0.5)
        buf_char(&out, '-');
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_char(&out, ',');
        buf_char(&out, digits[i]);
    }
    return arena_strdup(arena, buf_text(&out));
}

/* How long such customers stay, on which its value hangs. */
static const char *stay_why(const struct snapshot *s, size_t row, struct arena *arena)
{
    const struct stay_place place = stay_place_decode(s->kept[KEPT_CONTRACT][row]);
    const struct stay_class *c = ltv_curve(&s->context, &place);

    if (s->kept[KEPT_ARR][row] == 0)
        return "";
    if (!c)
        return arena_printf(arena,
                            " Too few customers came to a renewal yet to say how long such "
                            "contracts last; it goes by the %.1f %% of all customers that are lost "
                            "in a month.",
                            PER_CENT * s->context.monthly_churn);
    return arena_printf(arena,
                        " It goes by how long customers stay %s %d month%s: %.0f %% at renewal "
                        "%zu, which is due in %d month%s.",
                        c->is_of_all ? "(all of them, as few have such contracts) in terms of"
                                     : "with contracts of",
                        place.term_months, place.term_months == 1 ? "" : "s",
                        PER_CENT * stay_at(c, place.next), place.next, place.months_left,
                        place.months_left == 1 ? "" : "s");
}

static const char *verdict_why(const struct placing *p, size_t row, enum verdict verdict,
                               struct arena *arena)
{
    const struct snapshot *s = p->s;
    const struct economics *e = &p->economics;
    double ltv = s->ltv_3y[row], margin = s->gross_margin_pct[row];

    if (verdict == VERDICT_NOT_KNOWN)
        return "What it is worth is not known: that takes a recurring amount, and 20 customers who "
               "came to a renewal, or a year of the portfolio's history, to know how long they "
               "stay.";
    return arena_printf(
        arena,
        "Its lifetime value over three years of %s %s %s %s%s; its gross margin of %.0f %% %s %.0f %%.%s",
        grouped(ltv, arena), s->settings.currency,
        ltv * CENTS >= e->ltv_cents ? "reaches" : "stays below",
        grouped(e->ltv_cents / CENTS, arena), e->is_median ? ", the median of the portfolio" : "",
        margin, margin >= e->gross_margin_pct ? "reaches" : "stays below", e->gross_margin_pct,
        stay_why(s, row, arena));
}

static void decide(const struct placing *p, size_t row, struct arena *arena,
                   struct standing_cell *cell)
{
    static const struct {
        const char *label, *action;
    } verdicts[] = {
        [VERDICT_INVEST] = {"Invest",
                            "Worth the effort: give it a named manager and a plan with a date, and "
                            "look after a quarter whether it moved."},
        [VERDICT_LOW_TOUCH] = {"Serve at low touch",
                               "Not worth more than what scales: guides, webinars, a shared inbox. "
                               "Look again when its revenue changes."},
        [VERDICT_NOT_KNOWN] = {"Depends on value",
                               "Serve it at low touch until it is known what it is worth."},
    };
    enum verdict verdict = placing_verdict(p, row);

    cell->label = verdicts[verdict].label;
    cell->action = verdicts[verdict].action;
    cell->why = arena_printf(arena, "%s %s", cell->why, verdict_why(p, row, verdict, arena));
}

int explain_cell(const struct explain_request *request, const struct snapshot *s, size_t row,
                 struct standing_cell **ret, struct err *err)
{
    struct placing_plan plan;
    struct placing p;
    int rc = placing_plan(request->conn, NULL, request->arena, &plan, err);

    *ret = NULL;
    if (rc >= 0 && plan.depth == SNAPSHOT_METRICS && !s->metrics[0]) /* the same rows, deeper */
        rc = snapshot_get(request->snapshots, request->conn, s->day, plan.depth, request->arena, &s,
                          err);
    if (rc >= 0)
        rc = placing_make(&plan, s, request->arena, &p, err);
    if (rc < 0 || p.place[row] < 0)
        return rc;
    const struct cell_def *def = &plan.matrix->cells[p.place[row]];
    *ret = ARENA_NEW(request->arena, struct standing_cell);
    **ret = (struct standing_cell){
        .id = def->id, .label = def->label, .action = def->action, .why = def->why ? def->why : ""};
    if (def->is_economic)
        decide(&p, row, request->arena, *ret);
    return 0;
}
