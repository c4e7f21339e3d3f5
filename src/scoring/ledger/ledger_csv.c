/* The ledger as a file for spreadsheets. */
#include "base/csv_text.h"
#include "scoring/ledger/ledger.h"

#include <math.h>

static void write_text(const char *text, struct buf *out)
{
    buf_char(out, ',');
    if (text)
        csv_write_cell(out, text, true);
}

static void write_number(double number, struct buf *out)
{
    buf_char(out, ',');
    text_write_f64(out, number);
}

static void write_sides(const struct ledger_entry *e, struct buf *out)
{
    const struct ledger_side *const sides[] = {e->from, e->to};

    for (size_t k = 0; k < 2; k++) {
        write_text(sides[k]->lifecycle, out);
        write_number(sides[k]->health, out);
        write_text(sides[k]->health_band, out);
        write_number(sides[k]->maturity, out);
        write_text(sides[k]->maturity_band, out);
        write_text(sides[k]->cell, out);
    }
}

/* "Seat utilisation -4.2; Weight that moved -1.0 (no longer known: CSAT)" */
static void write_because(const struct ledger_entry *e, struct buf *out)
{
    AUTO_BUF text = {0};

    for (size_t k = 0; k < e->n_because; k++) {
        const struct ledger_cause *c = &e->because[k];
        buf_printf(&text, "%s%s", k ? "; " : "", c->label);
        if (!isnan(c->points)) {
            buf_str(&text, c->points > 0 ? " +" : " ");
            text_write_f64(&text, c->points);
        }
        if (c->note)
            buf_printf(&text, " (%s)", c->note);
    }
    write_text(buf_text(&text), out);
}

static void write_entry(const struct ledger_entry *e, struct buf *out)
{
    char day[16];

    buf_str(out, day_format(e->day, day));
    write_text(day_format(e->after, day), out);
    write_text(e->key, out);
    write_text(e->name, out);
    write_text(e->owner, out);
    write_text(e->direction, out);
    write_number((double)e->arr_cents / 100, out);
    write_sides(e, out);
    write_because(e, out);
    buf_str(out, "\r\n");
}

int ledger_write_csv(const struct ledger_source *source, const struct ledger_query *query,
                     struct buf *out, struct err *err)
{
    struct ledger_query q = *query;
    struct ledger page;

    buf_str(out, "day,after,key,name,owner,direction,arr,"
                 "from_lifecycle,from_health,from_health_band,from_maturity,from_maturity_band,"
                 "from_cell,to_lifecycle,to_health,to_health_band,to_maturity,to_maturity_band,"
                 "to_cell,because\r\n");
    q.limit = LEDGER_CSV_MAX;
    q.after = NULL;
    int rc = ledger_read(source, &q, &page, err);
    for (size_t k = 0; rc >= 0 && k < page.n_entries; k++)
        write_entry(&page.entries[k], out);
    return rc;
}
