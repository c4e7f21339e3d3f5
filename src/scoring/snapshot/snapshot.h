/* snapshot.h: the whole portfolio on one day, in memory: what lists, filters, totals and the matrix
 * read.
 *
 * A snapshot never changes once it is made. The cache (struct snapshots, in struct service) keeps
 * those of a few days; when facts have changed it makes a new one from the old one and the accounts
 * that changed, so that a write is seen by the next read.
 *
 *     const struct snapshot *s;
 *     rc = snapshot_get(r->service->snapshots, r->conn, day, SNAPSHOT_KEPT, r->arena, &s, err);
 *     for (size_t i = 0; i < s->n; i++) use(s->accounts->name[i], s->health[i]);
 *
 * Threads:   snapshot_get may be called from any thread; a snapshot is only read.
 * Ownership: it lives at least as long as the arena it was asked for with; free nothing.
 * Units:     arr in units of currency; health 0–100, maturity 1–5; NaN, NULL and DAY_NONE are
 *            missing. */
#pragma once
#include "scoring/history/history.h"
#include "scoring/matrix/matrix.h"
#include "scoring/select/select_field.h"

struct snapshots;
struct snapshots *snapshots_new(void);
void snapshots_free(struct snapshots *s);

enum snapshot_preset { PRESET_3X3, PRESET_2X2, SNAPSHOT_PRESETS };
/* By name ("3x3"); −1 if there is none. */
int snapshot_preset(const char *name);
const struct matrix_preset *snapshot_preset_of(enum snapshot_preset preset);
/* The same as somebody asked for it: NULL for what the settings say; ERR_INVALID on "preset". */
int snapshot_preset_find(struct conn *c, const char *name, struct arena *arena,
                         enum snapshot_preset *ret, struct err *err);
/* What the field `cell` of filters can be: the preset's cells, and where accounts stand beside it.
 */
struct select_cells snapshot_cells(enum snapshot_preset preset, struct arena *arena);

struct snapshot {
    int32_t day;
    size_t n; /* accounts->n */
    const struct account_table *accounts;
    struct cards cards;
    struct settings settings;
    struct context context;
    struct economics economics; /* the thresholds that hold on this day */

    const double *kept[KEPT_COLUMNS];
    const bool *is_present;  /* [row]: not absent on this day */
    const bool *is_customer; /* onboarding or active: those who stand in the matrix */
    const double *ltv_3y, *gross_margin_pct;
    const double *metrics[METRICS_MAX]; /* by index in metrics_all; NULL unless SNAPSHOT_METRICS */
    struct matrix_axis health_axis[SNAPSHOT_PRESETS], maturity_axis[SNAPSHOT_PRESETS];
    const int8_t *place[SNAPSHOT_PRESETS]; /* of matrix_place */
};
enum snapshot_depth {
    SNAPSHOT_KEPT,    /* what is kept for scored days: cheap for any day */
    SNAPSHOT_METRICS, /* all metrics as well: computed */
};
/* The snapshot of a day, with everything that c's transaction sees. */
int snapshot_get(struct snapshots *s, struct conn *c, int32_t day, enum snapshot_depth depth,
                 struct arena *arena, const struct snapshot **ret, struct err *err);
/* The snapshot as filters see it. */
struct select_table snapshot_table(const struct snapshot *s);
/* The same accounts on the same day under other cards, drafts for example: scores, coverage, axes
 * and places are made anew by the code that scores (scores_apply), everything else is shared with
 * s, which must have its metrics. *ret lives as long as s and the arena; matrix_view_make,
 * select_rows and the others take it as they take any snapshot. Threads: pure. */
void snapshot_with_cards(const struct snapshot *s, const struct cards *cards, struct arena *arena,
                         struct snapshot *ret);
/* The card that scored an account, NULL if none did; and the band of its score in that card. */
const struct card *snapshot_card(const struct snapshot *s, enum card_kind kind, size_t row);
const char *snapshot_band(const struct snapshot *s, enum card_kind kind, size_t row);
/* The card's key and version, as "health 3". */
const char *snapshot_card_name(const struct snapshot *s, enum card_kind kind, size_t row,
                               struct arena *arena);
/* prospect_verdicts: the band of a prospect's qualification, unless its maturity says otherwise:
 * below the card's min_maturity it is unqualified whatever else, and nobody is qualified whose
 * maturity is not known. NULL for who is no prospect. */
const char *snapshot_prospect(const struct snapshot *s, size_t row);
/* The row of an account; −1 if it is not there. */
int64_t snapshot_row(const struct snapshot *s, int64_t account_id);
int64_t snapshot_row_of_key(const struct snapshot *s, const char *key);

/* "active", "churned" … on the day. */
const char *snapshot_lifecycle(const struct snapshot *s, size_t row);
/* Whether an account is worth the effort, for the cells that depend on it. */
enum verdict snapshot_verdict(const struct snapshot *s, size_t row);

/* Where accounts stand that are in no cell: "unknown" "left" "prospect". */
#define SNAPSHOT_OFF_CELLS 3
struct off_cell {
    const char *id, *label;
};
extern const struct off_cell snapshot_off_cells[SNAPSHOT_OFF_CELLS];
/* The cell of an account, or one of those beside; NULL for an account that is absent. */
const char *snapshot_cell_id(const struct snapshot *s, enum snapshot_preset preset, size_t row);
const char *snapshot_cell_label(const struct snapshot *s, enum snapshot_preset preset, size_t row);
