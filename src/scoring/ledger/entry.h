/* entry.h: one change as it is shown. Only for src/scoring/ledger. */
#pragma once
#include "scoring/ledger/ledger.h"
#include "scoring/ledger/ledger_event.h"

/* One account on one day. */
struct ledger_point {
    const struct context *context;
    const char *cards; /* the stamp of those it was scored with */
    double kept[KEPT_COLUMNS];
};
struct ledger_change {
    const struct ledger_source *source;
    const struct ledger_coder *coder;
    size_t row; /* of the account, in coder->s */
    const struct ledger_event *event;
    const struct ledger_point *from, *to;
};
int ledger_entry_make(const struct ledger_change *change, struct ledger_entry *ret,
                      struct err *err);
/* The reasons (cause.c): loads the facts of the account. */
int ledger_because(const struct ledger_change *change, struct ledger_entry *ret, struct err *err);
