/* choice.h: which changes a query of the ledger asks for. Only for src/scoring/ledger. */
#pragma once
#include "scoring/ledger/ledger.h"
#include "scoring/ledger/ledger_event.h"

struct ledger_choice {
    struct ledger_coder coder;
    const bool *rows; /* of coder.s, by the filter; NULL: all */
    int what;         /* some bit of these must have changed */
    int direction;    /* LEDGER_ANY: all the same */
    int from_health, to_health, from_maturity, to_maturity; /* a band, −1 not known, LEDGER_ANY */
    int from_place, to_place; /* a place, LEDGER_UNKNOWN for any that is no cell, LEDGER_ANY */
};
#define LEDGER_ANY     100
#define LEDGER_UNKNOWN 101

/* Gets the snapshot of the day, and understands the query. */
int ledger_choice_open(const struct ledger_source *source, const struct ledger_query *query,
                       int32_t day, struct ledger_choice *ret, struct err *err);
/* Is the event asked for? *ret_row: the account's; an account that is gone never is. */
bool ledger_choice_takes(const struct ledger_choice *c, const struct ledger_event *event,
                         size_t *ret_row);
