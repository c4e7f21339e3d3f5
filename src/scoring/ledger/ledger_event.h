/* ledger_event.h: changes of band or cell as small numbers, found by comparing two days. Only for
 * src/scoring/ledger.
 *
 * Threads: pure, but for the connection. Ownership: days and lists belong to their maker. */
#pragma once
#include "base/vec.h"
#include "scoring/snapshot/placing.h"

/* Where an account stood on a day. Bands count from 0; −1: not known, or no customer. */
struct ledger_code {
    int8_t state; /* enum account_state */
    int8_t health, maturity;
    int8_t place; /* of matrix_place */
};

enum ledger_what {
    LEDGER_HEALTH = 1,
    LEDGER_MATURITY = 2,
    LEDGER_CELL = 4,
    LEDGER_CUSTOMER = 8, /* became one, left, or came back */
};

struct ledger_event {
    int64_t account;
    float arr; /* on the later day, or on the one before if it left; 0 if missing */
    struct ledger_code from, to;
    uint8_t what;
    int8_t direction; /* 1 up, −1 down, 0 neither */
};
typedef VEC(struct ledger_event) ledger_events;

/* What makes codes of numbers: cards for the bands, and the matrix for the cell. Who belongs to the
 * matrix' segment is asked of today: the past of what an account is is not kept. */
struct ledger_coder {
    const struct snapshot *s; /* of today: its cards and accounts */
    struct placing placing;   /* its axes and cells */
    enum card_kind y, x;
    const bool *is_member; /* [row]: of the matrix' segment; NULL: all are */
};
/* ERR_INVALID on "matrix" for one whose scores are not kept for past days. */
int ledger_coder_make(const struct placing_plan *plan, const struct snapshot *s,
                      struct arena *arena, struct ledger_coder *ret, struct err *err);
/* kept: by enum kept, of the account in a row. */
struct ledger_code ledger_code_of(const struct ledger_coder *coder, size_t row,
                                  const double kept[KEPT_COLUMNS]);
/* Fills the event but for the account; false if nothing changed. */
bool ledger_compare(const struct ledger_coder *coder, const struct ledger_code *from,
                    const struct ledger_code *to, struct ledger_event *ret);

/* All accounts of coder->s on a day, in its order. */
struct ledger_day {
    struct ledger_code *codes;
    float *arr;
};
/* From what is kept of a scored day. */
int ledger_day_load(struct conn *c, const struct ledger_coder *coder, int32_t day,
                    struct ledger_day *ret, struct err *err);
/* From coder->s itself. */
void ledger_day_now(const struct ledger_coder *coder, struct ledger_day *ret);
void ledger_day_free(struct ledger_day *d);
/* Appends what changed, the largest ARR first. */
void ledger_day_compare(const struct ledger_coder *coder, const struct ledger_day *from,
                        const struct ledger_day *to, ledger_events *ret);
