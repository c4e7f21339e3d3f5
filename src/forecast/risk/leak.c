#include "forecast/risk/leak.h"

#include "stats/interval.h"
#include "stats/roc.h"

#include <math.h>
#include <string.h>

#define MOSTLY 0.9 /* of those of whom it is known, so many left */

static const char *by_presence(const struct panel *p, const double *values, struct arena *arena)
{
    size_t known = 0, known_yes = 0, missing = 0, missing_yes = 0;

    for (size_t i = 0; i < p->n; i++) {
        bool is_known = !isnan(values[i]);
        known += is_known;
        known_yes += is_known && p->label[i];
        missing += !is_known;
        missing_yes += !is_known && p->label[i];
    }
    if (known_yes >= LEAK_YES_MIN && (double)known_yes >= MOSTLY * (double)known &&
        (double)p->yes < MOSTLY / 2 * (double)p->n)
        return arena_printf(arena,
                            "It is known of %zu, and %zu of them then left: it is filled in when "
                            "somebody leaves, not before.",
                            known, known_yes);
    if (missing_yes >= LEAK_YES_MIN && (double)missing_yes >= MOSTLY * (double)missing &&
        (double)p->yes < MOSTLY / 2 * (double)p->n)
        return arena_printf(arena,
                            "It is missing of %zu, and %zu of them then left: it is emptied when "
                            "somebody leaves.",
                            missing, missing_yes);
    return NULL;
}

const char *leak_reason(const struct panel *p, size_t column, struct arena *arena)
{
    const double *values = p->columns[column];

    if (p->features[column].is_undated)
        return "Its past is not known, only its value of now; whoever set that may have known who "
               "left.";
    const char *reason = by_presence(p, values, arena);
    if (reason)
        return reason;
    struct auc auc = roc_auc(values, p->label, p->n, Z_95);
    if (auc.yes < LEAK_YES_MIN || auc.no < LEAK_YES_MIN ||
        (auc.value < LEAK_AUC && auc.value > 1 - LEAK_AUC))
        return NULL;
    return arena_printf(arena,
                        "Alone it tells apart those who left from those who stayed nearly without "
                        "a fault (AUC %.3f): nothing that is known beforehand does.",
                        auc.value);
}

void leak_guard(struct panel *p, struct arena *arena)
{
    struct feature *features = ARENA_ARRAY(arena, p->p, struct feature);

    memcpy(features, p->features, p->p * sizeof(*features));
    for (size_t j = 0; j < p->p; j++)
        features[j].left_out = features[j].curve ? NULL : leak_reason(p, j, arena);
    p->features = features;
}
