/* How others stand: the accounts of a segment, or all customers. */
#include "base/str.h"
#include "scoring/explain/maturity.h"
#include "scoring/metric/dictionary.h"
#include "stats/summary.h"

static int choose(const struct explain_request *request, const struct snapshot *s,
                  const char *against, struct maturity_against *ret, const bool **ret_in,
                  struct err *err)
{
    const struct select_table table = snapshot_table(s);
    struct segment *segment = segment_find(s->cards.segments, against);

    if (str_eq(against, MATURITY_CUSTOMERS)) {
        ret->name = "All customers";
        *ret_in = s->is_customer;
        return 0;
    }
    if (!segment)
        return err_set(err, ERR_INVALID, "against",
                       "there is no segment \"%.60s\"; give its key, or \"customers\"", against);
    ret->segment = segment->row.key;
    ret->name = segment->row.name;
    *ret_in = segment_members(s->cards.segments, against, &table, request->arena);
    return 0;
}

static double mean_of(const struct snapshot *s, const double *column, const bool *is_in)
{
    double sum = 0, n = 0;

    for (size_t i = 0; column && i < s->n; i++) {
        if (!is_in[i] || !s->is_customer[i] || isnan(column[i]))
            continue;
        sum += column[i];
        n++;
    }
    return n > 0 ? sum / n : NAN;
}

static void fill(const struct snapshot *s, const bool *is_in, double own, struct arena *arena,
                 struct maturity_against *ret)
{
    const double *scores = s->kept[card_kept_score(CARD_MATURITY)];
    double *all = ARENA_ARRAY(arena, s->n, double);
    size_t n = 0, below = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (!is_in[i] || !s->is_customer[i])
            continue;
        ret->accounts++;
        if (isnan(scores[i]))
            continue;
        all[n++] = scores[i];
        below += scores[i] < own;
    }
    ret->scored = (int64_t)n;
    ret->mean = mean_of(s, scores, is_in);
    ret->median = summary_median(all, n);
    ret->below_pct = n > 0 && !isnan(own) ? 100 * (double)below / (double)n : NAN;
}

int maturity_compare(const struct explain_request *request, const char *against,
                     struct maturity *ret, struct err *err)
{
    const struct snapshot *s;
    const bool *is_in;
    int rc = snapshot_get(request->snapshots, request->conn, ret->day, SNAPSHOT_METRICS,
                          request->arena, &s, err);

    if (rc < 0)
        return rc;
    ret->against = ARENA_NEW(request->arena, struct maturity_against);
    rc = choose(request, s, against, ret->against, &is_in, err);
    if (rc < 0)
        return rc;
    fill(s, is_in, ret->score, request->arena, ret->against);
    for (size_t r = 0; r < ret->n_ratings; r++) {
        int metric = dictionary_index(s->cards.dictionary, ret->ratings[r].id);
        ret->ratings[r].against = mean_of(s, s->metrics[metric], is_in);
    }
    return 0;
}
