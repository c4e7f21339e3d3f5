#include "facts/usage/usage_sum_writer.h"
#include "intake/apply/checkpoint_parts.h"

/* Does anybody still ask for it? */
static bool is_asked(const struct checkpoint *k, int64_t sum_id)
{
    for (size_t i = 0; i < k->n_sums; i++)
        if (k->sums[i].id == sum_id)
            return true;
    return false;
}

int checkpoint_sums(struct checkpoint *k, struct err *err)
{
    AUTO_STRUCT(usage_sum_writer) *w = NULL;
    const struct fold_sums *sums = &k->f->sums;
    int rc = usage_sums_all(k->act.conn, k->act.arena, &k->sums, &k->n_sums, err);

    if (rc < 0 || !sums->n_amounts)
        return rc;
    w = usage_sum_writer_new(k->act.conn);
    FOLD_EACH_AMOUNT(sums, a)
    {
        int64_t account_id = k->account_ids[fold_place_account(a->place) - 1];
        const struct usage_sum_part part = fold_sum_part(sums, a, account_id);
        if (part.account_id && is_asked(k, part.sum_id))
            usage_sum_writer_add(w, &part);
    }
    return usage_sum_writer_flush(w, err);
}
