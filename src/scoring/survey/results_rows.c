#include "base/str.h"
#include "facts/survey/instrument_store.h"
#include "results_rows_sql.h"
#include "scoring/survey/results_anonymous.h"
#include "stats/interval.h"

#define ANSWERS_MAX 262144

static const struct field row_fields[] = {
    FIELD_STR(struct results_row, key),
    FIELD_STR(struct results_row, account),
    FIELD_STR(struct results_row, account_name),
    FIELD_STR(struct results_row, contact),
    FIELD_STR(struct results_row, language),
    FIELD_STR(struct results_row, comment, .max = 20000),
    FIELD_I64(struct results_row, account_id),
    FIELD_I64(struct results_row, version),
    FIELD_TIME(struct results_row, invited),
    FIELD_TIME(struct results_row, answered),
    FIELD_F64(struct results_row, score),
    FIELD_JSON(struct results_row, answers, .max = ANSWERS_MAX),
    FIELD_BOOL(struct results_row, is_anonymous), /* of no column: not, and in no group */
    FIELD_STR(struct results_row, kept),
    FIELD_END,
};

/* The version whose questions are shown. */
static int find_instrument(const struct results_source *source, const struct results_query *query,
                           struct results_rows *rows, struct err *err)
{
    int64_t version = query->version == I64_NONE ? 0 : query->version;
    struct instrument *in;

    for (size_t k = 0; query->version == I64_NONE && k < rows->n; k++)
        if (rows->items[k].answers && rows->items[k].version > version)
            version = rows->items[k].version;
    int rc = instrument_load(source->conn, query->instrument, version, source->arena, &in, err);
    rows->in = in;
    return rc;
}

/* Keeps the rows of a segment's accounts. */
static int keep_segment(const struct results_source *source, const char *segment,
                        struct results_rows *rows, struct err *err)
{
    const struct snapshot *s = rows->snapshot;
    const struct select_table table = snapshot_table(s);
    size_t n = 0;

    if (!segment_find(s->cards.segments, segment))
        return err_set(err, ERR_INVALID, "segment", "there is no segment \"%.60s\"", segment);
    const bool *is_member = segment_members(s->cards.segments, segment, &table, source->arena);
    for (size_t k = 0; k < rows->n; k++) {
        int64_t row = snapshot_row(s, rows->items[k].account_id);
        if (row >= 0 && is_member[row])
            rows->items[n++] = rows->items[k];
    }
    rows->n = n;
    return 0;
}

struct results_times results_times(const struct results_query *query)
{
    return (struct results_times){
        query->from == DAY_NONE ? I64_NONE : time_of_day_start(query->from),
        query->to == DAY_NONE ? I64_NONE : time_of_day_start(query->to + 1)};
}

int results_load(const struct results_source *source, const struct results_query *query,
                 struct results_rows *ret, struct err *err)
{
    const struct results_times times = results_times(query);
    bool is_segment = query->segment && *query->segment;
    int rc = db_all(source->conn, sql_results_rows,
                    DB_ARGS(DB_STR("instrument", query->instrument),
                            DB_STR("survey", query->survey), DB_I64("from", times.from),
                            DB_I64("until", times.until), DB_I64("most", RESULTS_ROWS_MAX)),
                    DB_ROWS(row_fields, &ret->items, &ret->n), source->arena, err);

    if (rc >= 0 && !is_segment)
        rc = results_add_anonymous(source, query, ret, err);
    if (rc >= 0)
        rc = find_instrument(source, query, ret, err);
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, source->today, SNAPSHOT_METRICS,
                          source->arena, &ret->snapshot, err);
    return rc < 0 || !is_segment ? rc : keep_segment(source, query->segment, ret, err);
}

/* What the scores of the answered come to. */
struct scores_of {
    int64_t n, good, bad;
    double sum, squares;
};

static struct scores_of scores_of(const struct results_rows *rows, const bool *is_in)
{
    bool is_nps = rows->in->kind_index == INSTRUMENT_NPS;
    struct scores_of s = {0};

    for (size_t k = 0; k < rows->n; k++) {
        double score = rows->items[k].score;
        if ((is_in && !is_in[k]) || rows->items[k].answered == TIME_NONE || isnan(score))
            continue;
        s.n++;
        s.good += score >= (is_nps ? 9 : 4);
        s.bad += score <= (is_nps ? 6 : 3);
        s.sum += score;
        s.squares += score * score;
    }
    return s;
}

static void set_value(const struct results_rows *rows, const struct scores_of *s,
                      struct results_sum *sum)
{
    double n = (double)s->n;
    struct interval sure = {NAN, NAN};

    sum->value = NAN;
    if (s->n > 0 && rows->in->kind_index == INSTRUMENT_NPS) {
        sum->value = 100 * (double)(s->good - s->bad) / n;
        sure = interval_nps(s->good, s->n - s->good - s->bad, s->bad, Z_95);
        sure = (struct interval){100 * sure.low, 100 * sure.high};
    } else if (s->n > 0 && rows->in->kind_index == INSTRUMENT_CSAT) {
        sum->value = 100 * (double)s->good / n;
        sure = interval_wilson(s->good, s->n, Z_95);
        sure = (struct interval){100 * sure.low, 100 * sure.high};
    } else if (s->n > 0) {
        sum->value = s->sum / n;
        double variance = s->n > 1 ? (s->squares - s->sum * sum->value) / (n - 1) : NAN;
        double half = Z_95 * sqrt(fmax(variance, 0) / n);
        if (s->n > 1)
            sure = (struct interval){sum->value - half, sum->value + half};
    }
    sum->low = sure.low;
    sum->high = sure.high;
}

struct results_sum *results_sum(const struct results_rows *rows, const bool *is_in,
                                struct arena *arena)
{
    struct results_sum *sum = ARENA_NEW(arena, struct results_sum);
    const struct scores_of s = scores_of(rows, is_in);

    for (size_t k = 0; k < rows->n; k++) {
        sum->asked += !is_in || is_in[k];
        sum->answered += (!is_in || is_in[k]) && rows->items[k].answered != TIME_NONE;
    }
    const struct interval sure = interval_wilson(sum->answered, sum->asked, Z_95);
    sum->rate_pct = sum->asked ? 100 * (double)sum->answered / (double)sum->asked : NAN;
    sum->rate_low_pct = 100 * sure.low;
    sum->rate_high_pct = 100 * sure.high;
    set_value(rows, &s, sum);
    return sum;
}
