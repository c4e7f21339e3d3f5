#include "forecast/risk/model_card.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define PER_CENT 100.0

const char *horizon_words(const struct horizon *h, struct arena *arena)
{
    const char *what = h->is_recorded ? "leaves, or is recorded as leaving," : "leaves";

    return arena_printf(
        arena, h->is_renewal ? "%s by the next renewal (within %lld days)" : "%s within %lld days",
        what, (long long)h->days);
}

static void add_text(const char ***list, size_t *n, const char *text)
{
    (*list)[(*n)++] = text;
}

/* What there would have to be more of. */
static void find_missing(const struct card_ask *ask, struct arena *arena, struct model_card *ret)
{
    const struct panel *p = ask->panel;
    const char *left = horizon_words(&ask->past->ask.horizon, arena);

    ret->missing = ARENA_ARRAY(arena, 4, const char *);
    if (p->yes_accounts < RISK_LEFT_MIN)
        add_text(&ret->missing, &ret->n_missing,
                 arena_printf(arena,
                              "Customers of which is known that one %s: there are %zu, it takes "
                              "%d.",
                              left, p->yes_accounts, RISK_LEFT_MIN));
    if (p->yes_accounts < RISK_LEFT_MIN && p->recorded_accounts >= RISK_LEFT_MIN)
        add_text(&ret->missing, &ret->n_missing,
                 arena_printf(arena,
                              "There are churn records of %zu customers that went on paying: to "
                              "learn from these, too, let churn records count (is_recorded).",
                              p->recorded_accounts));
    if (p->n < RISK_ROWS_MIN)
        add_text(&ret->missing, &ret->n_missing,
                 arena_printf(arena,
                              "Customers seen at a month-end whose outcome is known: there are "
                              "%zu account-months, it takes %d.",
                              p->n, RISK_ROWS_MIN));
    if (ret->n_missing == 0 && (!ask->validation || !ask->validation->is_possible))
        add_text(&ret->missing, &ret->n_missing,
                 arena_printf(arena,
                              "Months: to be tried on later months than those learned from, a "
                              "model needs %d customers that left in either part.",
                              VALIDATE_YES_MIN));
}

struct horizon model_card_horizon(const struct model_card *card)
{
    return (struct horizon){card->horizon_days, card->is_renewal, card->is_recorded};
}

static void say_too_little(struct arena *arena, struct model_card *ret)
{
    AUTO_BUF out = {0};

    buf_str(&out, "There is too little history for a model. ");
    for (size_t k = 0; k < ret->n_missing; k++)
        buf_printf(&out, "%s ", ret->missing[k]);
    buf_str(&out, "Until then each customer is told what the retention curve says of customers "
                  "with such contracts.");
    ret->verdict = risk_verdicts[RISK_TOO_LITTLE];
    ret->words = arena_strdup(arena, buf_text(&out));
}

static bool is_plain(size_t spec)
{
    return spec == LEARNER_AGE || spec == LEARNER_CURVE;
}

/* Does the kept one know more than how long somebody has been a customer, and its contract? */
static bool is_beyond_plain(const struct validation *v)
{
    return !is_plain(v->kept) && v->beyond_age.range.low > 0;
}

/* What is told where no model predicts: the retention curve, unless months held back speak against
 * it. */
static size_t fall_back(const struct validation *v)
{
    if (v->candidates[LEARNER_CURVE].auc_low > 0.5)
        return LEARNER_CURVE;
    return v->candidates[LEARNER_AGE].auc_low > 0.5 ? LEARNER_AGE : LEARNER_BASE;
}

static const char *words_good(const struct candidate *kept, const char *when, const char *label,
                              struct arena *arena)
{
    return arena_printf(
        arena,
        "Who %s can be told in part: on months held back, %s ranked a customer that left above one "
        "that stayed %.0f times in 100 (AUC %.2f, %.2f to %.2f).",
        when, label, PER_CENT * kept->auc, kept->auc, kept->auc_low, kept->auc_high);
}

static const char *words_of_plain(const struct validation *v, const char *when, const char *label,
                                  struct arena *arena)
{
    const struct candidate *kept = &v->candidates[v->kept], *age = &v->candidates[LEARNER_AGE];
    const char *told = fall_back(v) == LEARNER_CURVE
                           ? "what the retention curve of its contract says"
                           : "the share that left of customers of its age";

    if (is_plain(v->kept))
        return arena_printf(
            arena,
            "Nothing but %s tells who %s: on months held back, that has an AUC of %.2f (%.2f to "
            "%.2f), and no model told better. So everybody is told %s, and nobody is called a risk.",
            v->kept == LEARNER_CURVE ? "the retention curve of its contract"
                                     : "how long it has been a customer",
            when, kept->auc, kept->auc_low, kept->auc_high, told);
    return arena_printf(
        arena,
        "Nothing but how long it has been a customer tells who %s: on months held back, %s has an "
        "AUC of %.2f and that alone %.2f; the difference (%+.3f, %+.3f to %+.3f) is no more than "
        "chance. So everybody is told %s, and nobody is called a risk.",
        when, label, kept->auc, age->auc, v->beyond_age.value, v->beyond_age.range.low,
        v->beyond_age.range.high, told);
}

static const char *words_nothing(const struct candidate *kept, const char *when, const char *label,
                                 struct arena *arena)
{
    return arena_printf(
        arena,
        "Nothing in this history tells who %s better than chance: on months held back, the best "
        "attempt (%s) has an AUC of %.2f (%.2f to %.2f), and .5 is chance. So everybody is told the "
        "share that left, and nobody is called a risk.",
        when, label, kept->auc, kept->auc_low, kept->auc_high);
}

static void say_validated(const struct card_ask *ask, struct arena *arena, struct model_card *ret)
{
    const struct validation *v = ask->validation;
    struct candidate *kept = &v->candidates[v->kept];
    const char *when = horizon_words(&ask->past->ask.horizon, arena);
    const char *label = str_lower(arena_strdup(arena, kept->label));
    bool is_better_than_chance = kept->auc_low > 0.5;
    bool is_good = is_better_than_chance && is_beyond_plain(v);
    size_t used = is_good ? v->kept : fall_back(v);
    bool is_of_plain = !is_good && is_plain(used);

    ret->candidates = v->candidates;
    ret->n_candidates = v->n_candidates;
    ret->blocks = v->blocks;
    ret->n_blocks = v->n_blocks;
    v->candidates[used].is_kept = true;
    ret->kind = learner_kinds[learner_specs[used].kind];
    ret->auc = kept->auc;
    ret->auc_low = kept->auc_low;
    ret->auc_high = kept->auc_high;
    ret->beyond_age = v->beyond_age.value;
    ret->beyond_age_low = v->beyond_age.range.low;
    ret->beyond_age_high = v->beyond_age.range.high;
    ret->verdict = risk_verdicts[is_good ? RISK_PREDICTS : RISK_NOTHING];
    ret->words = is_good       ? words_good(kept, when, label, arena)
                 : is_of_plain ? words_of_plain(v, when, label, arena)
                               : words_nothing(kept, when, label, arena);
}

static void list_left_out(const struct panel *p, struct arena *arena, struct model_card *ret)
{
    ret->left_out = ARENA_ARRAY(arena, p->p, struct model_left_out);
    for (size_t j = 0; j < p->p; j++)
        if (p->features[j].left_out)
            ret->left_out[ret->n_left_out++] = (struct model_left_out){
                p->features[j].id, p->features[j].label, p->features[j].left_out};
}

static void list_caveats(const struct card_ask *ask, struct arena *arena, struct model_card *ret)
{
    const struct past *past = ask->past;
    char day[16];

    ret->caveats = ARENA_ARRAY(arena, 5, const char *);
    add_text(&ret->caveats, &ret->n_caveats,
             "It tells what went before, not what causes it: acting on a reason need not change "
             "the outcome.");
    add_text(&ret->caveats, &ret->n_caveats,
             "The one that told best is kept, so its figures are a little better than they will "
             "be.");
    if (ret->drawn_pct < PER_CENT)
        add_text(&ret->caveats, &ret->n_caveats,
                 arena_printf(arena, "Learned from %.0f %% of the accounts, drawn by their id.",
                              ret->drawn_pct));
    if (past->known_until != DAY_NONE && past->known_until < past->ask.today)
        add_text(&ret->caveats, &ret->n_caveats,
                 arena_printf(arena, "Facts end on %s; nothing is known of what happened since.",
                              day_format(past->known_until, day)));
    if (ret->left_accounts < 5 * (int64_t)RISK_LEFT_MIN)
        add_text(&ret->caveats, &ret->n_caveats,
                 arena_printf(arena, "Only %lld customers left: the figures are rough.",
                              (long long)ret->left_accounts));
}

void model_card_make(const struct card_ask *ask, struct arena *arena, struct model_card *ret)
{
    const struct panel *p = ask->panel;
    const struct past *past = ask->past;

    *ret = (struct model_card){
        .day = past->ask.today,
        .known_until = past->known_until,
        .horizon_days = past->ask.horizon.days,
        .is_renewal = past->ask.horizon.is_renewal,
        .is_recorded = past->ask.horizon.is_recorded,
        .rows = (int64_t)p->n,
        .accounts = (int64_t)p->clusters,
        .left_rows = (int64_t)p->yes,
        .left_accounts = (int64_t)p->yes_accounts,
        .rows_needed = RISK_ROWS_MIN,
        .left_needed = RISK_LEFT_MIN,
        .from = past->n ? past->days[0] : DAY_NONE,
        .to = past->n ? past->days[past->n - 1] : DAY_NONE,
        .drawn_pct = PER_CENT * p->share,
        .base_pct = p->n ? PER_CENT * (double)p->yes / (double)p->n : NAN,
        .auc = NAN,
        .auc_low = NAN,
        .auc_high = NAN,
        .beyond_age = NAN,
        .beyond_age_low = NAN,
        .beyond_age_high = NAN,
    };
    find_missing(ask, arena, ret);
    if (ret->n_missing)
        say_too_little(arena, ret);
    else
        say_validated(ask, arena, ret);
    list_left_out(p, arena, ret);
    list_caveats(ask, arena, ret);
}
