/* What a cell of the matrix asks for one account, with the reason in numbers where it depends on
 * them. */
#include "base/buf.h"
#include "scoring/explain/one.h"

#include <math.h>
#include <stdlib.h>

#define CENTS 100

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

static const char *verdict_why(const struct snapshot *s, size_t row, enum verdict verdict,
                               struct arena *arena)
{
    const struct economics *e = &s->economics;
    double ltv = s->ltv_3y[row], margin = s->gross_margin_pct[row];

    if (verdict == VERDICT_NOT_KNOWN)
        return "What it is worth is not known: that takes a recurring amount, and a year of the "
               "portfolio's history to know how long customers stay.";
    return arena_printf(
        arena,
        "Its lifetime value over three years of %s %s %s %s%s; its gross margin of %.0f %% %s %.0f %%.",
        grouped(ltv, arena), s->settings.currency,
        ltv * CENTS >= e->ltv_cents ? "reaches" : "stays below",
        grouped(e->ltv_cents / CENTS, arena), e->is_median ? ", the median of the portfolio" : "",
        margin, margin >= e->gross_margin_pct ? "reaches" : "stays below", e->gross_margin_pct);
}

static void decide(const struct snapshot *s, size_t row, struct arena *arena,
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
    enum verdict verdict = snapshot_verdict(s, row);

    cell->label = verdicts[verdict].label;
    cell->action = verdicts[verdict].action;
    cell->why = arena_printf(arena, "%s %s", cell->why, verdict_why(s, row, verdict, arena));
}

struct standing_cell *explain_cell(const struct snapshot *s, size_t row, struct arena *arena)
{
    enum snapshot_preset preset = (enum snapshot_preset)snapshot_preset(s->settings.matrix);
    int place = s->place[preset][row];

    if (place < 0)
        return NULL;
    const struct matrix_cell *of_preset = &snapshot_preset_of(preset)->cells[place];
    struct standing_cell *cell = ARENA_NEW(arena, struct standing_cell);
    *cell = (struct standing_cell){.id = of_preset->id,
                                   .label = of_preset->label,
                                   .action = of_preset->action,
                                   .why = of_preset->why};
    if (of_preset->is_economic)
        decide(s, row, arena, cell);
    return cell;
}
