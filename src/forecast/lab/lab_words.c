/* The verdict in plain words. */
#include "base/str.h"
#include "forecast/lab/lab_judge.h"

static bool is_verdict(const struct lab_score *s, enum lab_verdict v)
{
    return str_eq(s->verdict, lab_verdicts[v]);
}

/* ".71 (.64 to .78)" */
static void add_auc(struct buf *out, const struct lab_score *s)
{
    buf_printf(out, "%.2f (%.2f to %.2f)", s->auc, s->auc_low, s->auc_high);
}

static void say_score(struct buf *out, const struct lab_score *s)
{
    buf_printf(out, "%s ", s->label);
    if (is_verdict(s, LAB_TOO_FEW))
        buf_printf(out, "is known of %lld customers that left, too few to tell (it takes %d)",
                   (long long)s->left_accounts, LAB_LEFT_FEW);
    else if (is_verdict(s, LAB_USEFUL))
        buf_str(out, "ranks who leaves better than chance");
    else if (is_verdict(s, LAB_REVERSED))
        buf_str(out, "has it the wrong way round, those with the better score leave more");
    else
        buf_str(out, "ranks who leaves no better than chance");
    if (s->left_accounts > 0) {
        buf_str(out, ": AUC ");
        add_auc(out, s);
    }
    buf_str(out, ". ");
}

static const struct lab_score *find(const struct lab *lab, const char *id)
{
    for (size_t k = 0; k < lab->n_scores; k++)
        if (str_eq(lab->scores[k].id, id))
            return &lab->scores[k];
    return NULL;
}

static const struct lab_pair *pair_of(const struct lab *lab, const char *a, const char *b)
{
    for (size_t k = 0; k < lab->n_pairs; k++)
        if (str_eq(lab->pairs[k].a, a) && str_eq(lab->pairs[k].b, b))
            return &lab->pairs[k];
    return NULL;
}

/* What the second score brings to the first. */
static void say_both(const struct lab_judging *j, const struct lab *lab, struct buf *out)
{
    const struct lab_score *both = find(lab, "both");

    if (!both || j->health < 0 || is_verdict(both, LAB_TOO_FEW))
        return;
    const struct lab_pair *pair = pair_of(lab, j->id[j->health], "both");
    buf_str(out, "Both together: ");
    add_auc(out, both);
    if (pair && pair->high < 0)
        buf_str(out, ", better than health alone");
    else if (pair)
        buf_str(out, ", not better than health alone by more than chance");
    buf_str(out, ". ");
}

static void say_accounts(const struct lab *lab, struct buf *out)
{
    if (lab->left_green_accounts == 0)
        return;
    buf_printf(out, "%lld of the %lld customers that left did so from the highest band. ",
               (long long)lab->left_green_accounts, (long long)lab->left_accounts);
}

/* Whether another tells it where the first alone is no use. */
static bool add_rescue(const struct lab_judging *j, const struct lab *lab, struct buf *out)
{
    const struct lab_score *both = find(lab, "both"), *model = find(lab, "model");

    if (both && is_verdict(both, LAB_USEFUL)) {
        buf_printf(out,
                   "; with %s, better: ", j->label_of[j->health == 0 ? j->maturity : j->health]);
        add_auc(out, both);
    } else if (model && is_verdict(model, LAB_USEFUL)) {
        buf_str(out, "; the model is better than chance: ");
        add_auc(out, model);
    } else {
        return false;
    }
    return true;
}

/* What is better still where the first alone is useful. */
static void add_second(const struct lab_judging *j, const struct lab *lab, struct buf *out)
{
    const struct lab_score *both = find(lab, "both");
    const struct lab_pair *pair = pair_of(lab, j->id[0], "both");

    if (!both || !pair || is_verdict(both, LAB_TOO_FEW))
        return;
    const char *second = j->label_of[j->health == 0 ? j->maturity : j->health];
    if (pair->high < 0)
        buf_printf(out, ", and together with %s better still", second);
    else
        buf_printf(out, "; %s adds no more than chance", second);
}

/* The first card is the one that is asked about. */
static void say_headline(const struct lab_judging *j, struct lab *ret)
{
    AUTO_BUF out = {0};
    const struct lab_score *first = ret->scores;

    if (ret->n_scores == 0) {
        ret->headline = ret->months > 0 ? "Too few have left to judge a score."
                                        : "No month-end can be judged yet.";
        return;
    }
    if (is_verdict(first, LAB_TOO_FEW)) {
        buf_printf(&out, "Too few have left to tell whether %s is useful", first->label);
    } else if (is_verdict(first, LAB_REVERSED)) {
        buf_printf(&out, "%s has it the wrong way round: those with the better score leave more",
                   first->label);
    } else if (is_verdict(first, LAB_USEFUL)) {
        buf_printf(&out, "%s tells who leaves better than chance", first->label);
        add_second(j, ret, &out);
    } else {
        AUTO_BUF rescue = {0};
        bool is_alone = add_rescue(j, ret, &rescue);
        buf_printf(&out, "%s%s tells who leaves no better than chance%s", first->label,
                   is_alone ? " alone" : "", buf_text(&rescue));
    }
    buf_str(&out, ".");
    ret->headline = arena_strdup(j->arena, buf_text(&out));
}

/* The best that can be said of any score. */
static const char *overall(const struct lab *lab)
{
    static const enum lab_verdict best_first[] = {LAB_USEFUL, LAB_CHANCE, LAB_REVERSED};

    for (size_t v = 0; v < ARRAY_LEN(best_first); v++)
        for (size_t k = 0; k < lab->n_scores; k++)
            if (is_verdict(&lab->scores[k], best_first[v]))
                return lab_verdicts[best_first[v]];
    return lab_verdicts[LAB_TOO_FEW];
}

void lab_say(const struct lab_judging *j, struct lab *ret)
{
    AUTO_BUF out = {0};

    ret->verdict = overall(ret);
    say_headline(j, ret);
    if (ret->months == 0)
        buf_printf(&out,
                   "No month-end of this period can be judged yet: its %lld days must have passed, "
                   "and facts must reach as far. Import a longer history, or take a longer period "
                   "or a shorter horizon.",
                   (long long)ret->horizon_days);
    else if (ret->n_scores == 0)
        buf_printf(&out,
                   "Too few have left to judge a score: of %lld customers, %lld left within the "
                   "horizon; it takes %d. Take a longer period or horizon, or more customers.",
                   (long long)ret->accounts, (long long)ret->left_accounts, LAB_LEFT_FEW);
    for (size_t k = 0; ret->n_scores && k < j->rows->n_cards; k++)
        say_score(&out, &ret->scores[k]);
    say_both(j, ret, &out);
    const struct lab_score *model = find(ret, "model");
    if (model)
        say_score(&out, model);
    if (ret->n_scores)
        say_accounts(ret, &out);
    ret->words = str_trim(arena_strdup(j->arena, buf_text(&out)));
}
