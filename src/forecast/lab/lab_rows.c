#include "forecast/lab/lab_rows.h"

#include "base/map.h"
#include "base/str.h"
#include "forecast/lab/lab_pick.h"

#include <math.h>

const struct field lab_ask_fields[] = {
    FIELD_STRS(struct lab_ask, cards, .max = LAB_CARDS_MAX,
               .help = "KEY, KEY@VERSION or KEY@draft; health and maturity if left out, which are "
                       "the cards in force"),
    FIELD_DAY(struct lab_ask, from, .help = "Month-ends from here …; 36 of them if left out"),
    FIELD_DAY(struct lab_ask, to, .help = "… to here; the last whose horizon has passed"),
    FIELD_I64(struct lab_ask, horizon_days, .min = HORIZON_DAYS_MIN, .max = HORIZON_DAYS_MAX,
              .unit = "days", .help = "Who leaves within so many days; 90 if left out"),
    FIELD_BOOL(struct lab_ask, is_renewal,
               .help = "Who leaves at the end of the running term, if that is within the horizon"),
    FIELD_BOOL(struct lab_ask, is_recorded,
               .help = "A churn record counts as leaving, although the customer goes on paying"),
    FIELD_BOOL(struct lab_ask, is_due_only,
               .help = "Only customers with a term that ends within the horizon"),
    FIELD_STR(struct lab_ask, filter, .max = FILTER_TEXT_MAX,
              .help = "Only customers for which this held on the day"),
    FIELD_END,
};

struct reading {
    struct lab_rows *rows;
    const struct lab_read *read;
    struct lab_filter filter;
    struct idmap *clusters;
};

static const char *default_cards[] = {"health", "maturity"};

static int find_cards(struct conn *c, const struct lab_ask *ask, const struct cards *cards,
                      struct arena *arena, struct lab_card *ret, size_t *ret_n, struct err *err)
{
    const char **refs = ask->n_cards ? ask->cards : default_cards;
    size_t n = ask->n_cards ? ask->n_cards : ARRAY_LEN(default_cards);
    int rc = 0;

    if (n > LAB_CARDS_MAX)
        return err_set(err, ERR_INVALID, "cards", "must be at most %d", LAB_CARDS_MAX);
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        for (size_t j = 0; j < k; j++)
            if (str_eq(refs[j], refs[k]))
                return err_set(err, ERR_INVALID, "cards", "%.60s is named twice", refs[k]);
        rc = lab_card_find(c, cards, refs[k], arena, &ret[(*ret_n)++], err);
    }
    return rc;
}

static int check_period(const struct lab_ask *ask, struct err *err)
{
    if (ask->from != DAY_NONE && ask->to != DAY_NONE && ask->from > ask->to)
        return err_set(err, ERR_INVALID, "from", "must not be after the last day");
    return 0;
}

int lab_ask_check(struct db *db, const struct lab_ask *ask, struct arena *arena, struct err *err)
{
    struct lab_card found[LAB_CARDS_MAX];
    struct lab_filter filter;
    struct cards cards;
    size_t n = 0;
    struct conn *c;
    int rc = check_period(ask, err);

    if (rc >= 0)
        rc = db_read_begin(db, &c, err);
    if (rc < 0)
        return rc;
    rc = cards_load(c, arena, &cards, err);
    if (rc >= 0)
        rc = find_cards(c, ask, &cards, arena, found, &n, err);
    if (rc >= 0)
        rc = lab_filter_open(c, ask->filter, arena, &filter, err);
    db_read_end(c);
    return rc;
}

static int open_reading(struct db *db, const struct lab_ask *ask, struct reading *w,
                        struct arena *arena, struct err *err)
{
    const struct past_ask past = {.horizon = {.days = ask->horizon_days == I64_NONE
                                                          ? HORIZON_DAYS_DEFAULT
                                                          : ask->horizon_days,
                                              .is_renewal = ask->is_renewal,
                                              .is_recorded = ask->is_recorded},
                                  .from = ask->from,
                                  .to = ask->to,
                                  .today = w->read->today,
                                  .is_due_only = ask->is_due_only,
                                  .needs_accounts = true,
                                  .progress = w->read->progress,
                                  .share_to = w->read->share_to};
    int64_t accounts = 0;
    struct conn *c;
    int rc = check_period(ask, err);

    if (rc >= 0)
        rc = past_open(&w->rows->past, db, &past, arena, err);
    if (rc >= 0)
        rc = db_read_begin(db, &c, err);
    if (rc < 0)
        return rc;
    rc = find_cards(c, ask, &w->rows->past.cards, arena, w->rows->cards, &w->rows->n_cards, err);
    if (rc >= 0)
        rc = lab_filter_open(c, ask->filter, arena, &w->filter, err);
    if (rc >= 0)
        rc = cards_count_accounts(c, &accounts, err);
    db_read_end(c);
    w->rows->undated = w->filter.undated;
    w->rows->n_undated = w->filter.n_undated;
    w->rows->share =
        draw_share((double)accounts * (double)w->rows->past.n, (double)w->read->rows_max);
    return rc;
}

/* Scores of one card for all accounts of a day; missing for whom it is not. */
static const double *score_day(const struct reading *w, const struct lab_card *card,
                               const struct past_day *d, const struct select_table *table)
{
    if (!card->card)
        return d->scores->kept[card_kept_score(card->kind)];
    double *score = ARENA_ARRAY(d->arena, table->n, double);
    double *coverage = ARENA_ARRAY(d->arena, table->n, double);
    card_apply(card->card, table, d->arena, score, coverage);
    const char *segment = card->card->segment;
    const bool *members =
        segment ? segment_members(w->filter.segments, segment, table, d->arena) : NULL;
    for (size_t i = 0; members && i < table->n; i++)
        if (!members[i])
            score[i] = NAN;
    return score;
}

static int8_t band_in(const struct reading *w, const struct lab_card *card,
                      const struct past_day *d, size_t i, double score)
{
    const struct card *by = card->card ? card->card
                                       : cards_find(&w->rows->past.cards, card->kind,
                                                    d->scores->kept[card_kept_card(card->kind)][i]);

    return (int8_t)(by ? band_of(by->edges, CARD_BANDS, score) : -1);
}

static uint32_t cluster_of(struct reading *w, int64_t account)
{
    int64_t at = idmap_get(w->clusters, account);

    if (at == MAP_NONE) {
        at = (int64_t)w->rows->clusters++;
        idmap_put(w->clusters, account, at);
    }
    return (uint32_t)at;
}

static int take(void *ctx, const struct past_day *d, struct err *err)
{
    struct reading *w = ctx;
    struct lab_rows *rows = w->rows;
    const double *score[LAB_CARDS_MAX];
    struct select_table table;

    (void)err;
    lab_table(&rows->past.cards, d, &table);
    const bool *is_chosen = lab_filter_rows(&w->filter, &table, d->arena);
    for (size_t k = 0; k < rows->n_cards; k++)
        score[k] = score_day(w, &rows->cards[k], d, &table);
    for (size_t i = 0; i < table.n; i++) {
        if (d->outcome[i] == OUTCOME_NONE || (is_chosen && !is_chosen[i]) ||
            !is_drawn(d->scores->ids[i], rows->share))
            continue;
        struct lab_row row = {.account = d->scores->ids[i],
                              .cluster = cluster_of(w, d->scores->ids[i]),
                              .day = d->day,
                              .until = d->until[i],
                              .has_left = d->outcome[i] == OUTCOME_LEFT,
                              .arr = d->scores->kept[KEPT_ARR][i]};
        for (size_t k = 0; k < rows->n_cards; k++) {
            row.score[k] = score[k][i];
            row.band[k] = band_in(w, &rows->cards[k], d, i, row.score[k]);
        }
        rows->left += row.has_left;
        vec_push(&rows->rows, row);
        if (w->read->fn)
            w->read->fn(w->read->ctx, d, i);
    }
    return 0;
}

static size_t count_left_accounts(const struct lab_rows *rows)
{
    bool *has_left = mem_zalloc(rows->clusters + 1);
    size_t n = 0;

    for (size_t i = 0; i < rows->rows.n; i++)
        has_left[rows->rows.items[i].cluster] |= rows->rows.items[i].has_left;
    for (size_t c = 0; c < rows->clusters; c++)
        n += has_left[c];
    mem_free(has_left);
    return n;
}

int lab_rows_read(struct db *db, const struct lab_ask *ask, const struct lab_read *read,
                  struct arena *arena, struct lab_rows *ret, struct err *err)
{
    struct reading w = {.rows = ret, .read = read};

    *ret = (struct lab_rows){0};
    int rc = open_reading(db, ask, &w, arena, err);
    if (rc < 0)
        return rc;
    w.clusters = idmap_new();
    rc = past_walk(&ret->past, take, &w, err);
    idmap_free(w.clusters);
    ret->left_accounts = count_left_accounts(ret);
    return rc;
}

void lab_rows_done(struct lab_rows *rows)
{
    vec_done(&rows->rows);
}

double *lab_scores(const struct lab_rows *rows, size_t k, struct arena *arena)
{
    double *ret = ARENA_ARRAY(arena, rows->rows.n, double);

    for (size_t i = 0; i < rows->rows.n; i++)
        ret[i] = rows->rows.items[i].score[k];
    return ret;
}

bool *lab_labels(const struct lab_rows *rows, struct arena *arena)
{
    bool *ret = ARENA_ARRAY(arena, rows->rows.n, bool);

    for (size_t i = 0; i < rows->rows.n; i++)
        ret[i] = rows->rows.items[i].has_left;
    return ret;
}

int32_t *lab_days(const struct lab_rows *rows, struct arena *arena)
{
    int32_t *ret = ARENA_ARRAY(arena, rows->rows.n, int32_t);

    for (size_t i = 0; i < rows->rows.n; i++)
        ret[i] = rows->rows.items[i].day;
    return ret;
}

uint32_t *lab_clusters(const struct lab_rows *rows, struct arena *arena)
{
    uint32_t *ret = ARENA_ARRAY(arena, rows->rows.n, uint32_t);

    for (size_t i = 0; i < rows->rows.n; i++)
        ret[i] = rows->rows.items[i].cluster;
    return ret;
}
