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

/* What the second score brings to the first. */
static void say_both(const struct lab_judging *j, const struct lab *lab, struct buf *out)
{
    const struct lab_score *both = find(lab, "both");
    const struct lab_pair *pair = NULL;

    if (!both || j->health < 0 || is_verdict(both, LAB_TOO_FEW))
        return;
    for (size_t k = 0; k < lab->n_pairs; k++)
        if (str_eq(lab->pairs[k].a, j->id[j->health]) && str_eq(lab->pairs[k].b, "both"))
            pair = &lab->pairs[k];
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
    if (ret->n_scores == 0)
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
