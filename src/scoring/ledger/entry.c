#include "scoring/ledger/entry.h"

#include <math.h>

#define CENTS 100

static const char *band_id(const struct ledger_coder *coder, enum card_kind kind, int band)
{
    const struct cards *cards = &coder->s->cards;
    const struct card *card = kind == CARD_HEALTH ? cards->health : cards->maturity;

    return band < 0 ? NULL : card->bands[band].id;
}

/* Who is in no cell stands beside the matrix. */
static void fill_cell(const struct ledger_coder *coder, const struct ledger_code *code,
                      struct ledger_side *ret)
{
    const struct matrix_def *m = coder->placing.matrix;

    if (code->place >= 0) {
        ret->cell = m->cells[code->place].id;
        ret->cell_label = m->cells[code->place].label;
        return;
    }
    if (code->state == STATE_ABSENT)
        return;
    const struct off_cell *off = placing_off_cell(code->place, (enum account_state)code->state);
    ret->cell = off->id;
    ret->cell_label = off->label;
}

static struct ledger_side *make_side(const struct ledger_change *change,
                                     const struct ledger_code *code,
                                     const struct ledger_point *point)
{
    struct ledger_side *ret = ARENA_NEW(change->source->arena, struct ledger_side);
    bool is_customer = state_is_customer((enum account_state)code->state);

    *ret = (struct ledger_side){
        .lifecycle = account_state_names[(int)code->state],
        .health = is_customer ? point->kept[KEPT_HEALTH] : NAN,
        .health_band = band_id(change->coder, CARD_HEALTH, code->health),
        .maturity = is_customer ? point->kept[KEPT_MATURITY] : NAN,
        .maturity_band = band_id(change->coder, CARD_MATURITY, code->maturity),
    };
    fill_cell(change->coder, code, ret);
    return ret;
}

static void fill_changed(const struct ledger_event *event, struct arena *arena,
                         struct ledger_entry *ret)
{
    static const struct {
        enum ledger_what bit;
        const char *name;
    } parts[] = {{LEDGER_HEALTH, "health"},
                 {LEDGER_MATURITY, "maturity"},
                 {LEDGER_CELL, "cell"},
                 {LEDGER_CUSTOMER, "customer"}};

    ret->changed = ARENA_ARRAY(arena, ARRAY_LEN(parts), const char *);
    for (size_t k = 0; k < ARRAY_LEN(parts); k++)
        if (event->what & parts[k].bit)
            ret->changed[ret->n_changed++] = parts[k].name;
}

int ledger_entry_make(const struct ledger_change *change, struct ledger_entry *ret, struct err *err)
{
    const struct ledger_event *event = change->event;
    const struct account_table *accounts = change->coder->s->accounts;

    *ret = (struct ledger_entry){
        .key = accounts->text[ATTR_KEY][change->row],
        .name = accounts->text[ATTR_NAME][change->row],
        .owner = accounts->text[ATTR_OWNER][change->row],
        .after = change->from->context->day,
        .day = change->to->context->day,
        .direction = event->direction > 0   ? "up"
                     : event->direction < 0 ? "down"
                                            : "neither",
        .arr_cents = llround((double)event->arr * CENTS),
        .from = make_side(change, &event->from, change->from),
        .to = make_side(change, &event->to, change->to),
    };
    fill_changed(event, change->source->arena, ret);
    return ledger_because(change, ret, err);
}
