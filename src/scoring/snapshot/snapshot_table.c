/* A snapshot as filters see it: its columns, and the words that follow from its scores. */
#include "base/str.h"
#include "scoring/snapshot/snapshot.h"

#include <string.h>

int snapshot_preset_find(struct conn *c, const char *name, struct arena *arena,
                         enum snapshot_preset *ret, struct err *err)
{
    struct settings settings;
    int rc = name ? 0 : settings_load(c, arena, &settings, err);

    if (rc < 0)
        return rc;
    int preset = snapshot_preset(name ? name : settings.matrix);
    if (preset < 0)
        return err_set(err, ERR_INVALID, "preset", "must be 3x3 or 2x2");
    *ret = (enum snapshot_preset)preset;
    return 0;
}

struct select_cells snapshot_cells(enum snapshot_preset preset, struct arena *arena)
{
    const struct matrix_preset *p = snapshot_preset_of(preset);
    size_t n = p->n_bands * p->n_bands;
    const char **ids = ARENA_ARRAY(arena, n + SNAPSHOT_OFF_CELLS + 1, const char *);
    const char **labels = ARENA_ARRAY(arena, n + SNAPSHOT_OFF_CELLS + 1, const char *);

    for (size_t k = 0; k < n; k++) {
        ids[k] = p->cells[k].id;
        labels[k] = p->cells[k].label;
    }
    for (size_t k = 0; k < SNAPSHOT_OFF_CELLS; k++) {
        ids[n + k] = snapshot_off_cells[k].id;
        labels[n + k] = snapshot_off_cells[k].label;
    }
    return (struct select_cells){ids, labels, (int)preset};
}

static const char *card_key(const struct snapshot *s, enum card_kind kind, size_t row)
{
    const struct card *card = snapshot_card(s, kind, row);

    return card ? card->key : NULL;
}

static const char *word_of(const void *ctx, enum score_word word, int index, size_t row)
{
    const struct snapshot *s = ctx;

    switch (word) {
    case WORD_HEALTH_BAND: return snapshot_band(s, CARD_HEALTH, row);
    case WORD_MATURITY_BAND: return snapshot_band(s, CARD_MATURITY, row);
    case WORD_HEALTH_CARD: return card_key(s, CARD_HEALTH, row);
    case WORD_MATURITY_CARD: return card_key(s, CARD_MATURITY, row);
    case WORD_VERDICT: return snapshot_prospect(s, row);
    default:
        if (index == CELLS_OF_SETTINGS)
            index = snapshot_preset(s->settings.matrix);
        return snapshot_cell_id(s, (enum snapshot_preset)index, row);
    }
}

struct select_table snapshot_table(const struct snapshot *s)
{
    struct select_table t = {
        .n = s->n,
        .accounts = s->accounts,
        .is_present = s->is_present,
        .is_customer = s->is_customer,
        .ltv_3y = s->ltv_3y,
        .gross_margin_pct = s->gross_margin_pct,
        .word = word_of,
        .ctx = s,
    };

    memcpy(t.kept, s->kept, sizeof(t.kept));
    memcpy(t.metrics, s->metrics, sizeof(t.metrics));
    return t;
}
