/* One account over time: what changed between two days, its trend, and its metrics on a day. */
#include "base/day.h"
#include "facts/kind/kind_store.h"
#include "scoring/explain/one.h"

#include <math.h>
#include <stdlib.h>

#define CENTS 100
/* Points too small to be anything but rounding. */
#define NOISE 1e-9

static const struct field change_part_fields[] = {
    FIELD_STR(struct change_part, id, .required = true),
    FIELD_STR(struct change_part, label, .required = true),
    FIELD_F64(struct change_part, points, .required = true),
    FIELD_END,
};
static const struct field score_change_fields[] = {
    FIELD_STR(struct score_change, card, .required = true, .help = "By which both days are scored"),
    FIELD_I64(struct score_change, version, .required = true),
    FIELD_F64(struct score_change, from),
    FIELD_F64(struct score_change, to),
    FIELD_LIST(struct score_change, parts, change_part, .required = true,
               .help =
                   "What moved it, the largest first; with reweighting they add up to the change"),
    FIELD_F64(struct score_change, reweighting, .required = true,
              .help = "Weight that moved because an input appeared or vanished"),
    FIELD_END,
};
const struct field change_fields[] = {
    FIELD_OBJ(struct change, health, score_change, .required = true),
    FIELD_OBJ(struct change, maturity, score_change, .required = true),
    FIELD_END,
};
const struct field trend_fields[] = {
    FIELD_STRS(struct trend, days, .required = true, .max = HISTORY_DAYS_MAX),
    FIELD_NUMS(struct trend, health, .required = true),
    FIELD_NUMS(struct trend, maturity, .required = true),
    FIELD_NUMS(struct trend, arr_cents, .required = true),
    FIELD_STRS(struct trend, health_card, .required = true, .max = HISTORY_DAYS_MAX,
               .help = "The card and version behind each day's health; empty where there is none"),
    FIELD_STRS(struct trend, maturity_card, .required = true, .max = HISTORY_DAYS_MAX),
    FIELD_END,
};
static const struct field account_metric_fields[] = {
    FIELD_STR(struct account_metric, id, .required = true),
    FIELD_F64(struct account_metric, value),
    FIELD_END,
};
const struct field account_metrics_fields[] = {
    FIELD_LIST(struct account_metrics, items, account_metric, .required = true),
    FIELD_END,
};

static int by_size(const void *a, const void *b)
{
    double x = fabs(((const struct change_part *)a)->points);
    double y = fabs(((const struct change_part *)b)->points);

    return (x < y) - (x > y);
}

static struct score_change *make_change(const struct one *one, const struct card *card,
                                        struct arena *arena)
{
    struct score_change *ret = ARENA_NEW(arena, struct score_change);
    struct card_explained from, to;
    struct card_change change;
    size_t index = 0;

    one_explain(one, 0, card, &from);
    one_explain(one, 1, card, &to);
    card_change(&from, &to, card->math.n_measures, &change);
    *ret = (struct score_change){
        .card = card->key,
        .version = card->version,
        .from = change.from,
        .to = change.to,
        .parts = ARENA_ARRAY(arena, card->math.n_measures, struct change_part),
        .reweighting = isnan(change.reweighting) ? 0 : change.reweighting,
    };
    for (size_t g = 0; g < card->n_groups; g++)
        for (size_t m = 0; m < card->groups[g].n_measures; m++, index++)
            if (fabs(change.points[index]) > NOISE)
                ret->parts[ret->n_parts++] =
                    (struct change_part){card->groups[g].measures[m].id,
                                         card->groups[g].measures[m].label, change.points[index]};
    qsort(ret->parts, ret->n_parts, sizeof(*ret->parts), by_size);
    return ret;
}

int explain_change(const struct explain_request *request, int32_t from, int32_t to,
                   struct change *ret, struct err *err)
{
    const int32_t days[] = {from, to};
    struct one one;
    int rc = one_load(request, days, 2, &one, err);

    if (rc < 0)
        return rc;
    /* Both days by the cards of the later one, so that a new version is no change of the account.
     */
    ret->health = make_change(&one, one_card(&one, 1, CARD_HEALTH), request->arena);
    ret->maturity = make_change(&one, one_card(&one, 1, CARD_MATURITY), request->arena);
    return 0;
}

/* The contexts of the scored days, and of the last day if it is not scored. */
static int trend_contexts(const struct explain_request *request, int32_t from, int32_t to,
                          const struct snapshot *last, struct context **ret, size_t *ret_n,
                          struct err *err)
{
    struct score_day *days;
    size_t n;
    int rc = history_days(request->conn, from, to, request->arena, &days, &n, err);

    if (rc < 0)
        return rc;
    struct context *contexts = ARENA_ARRAY(request->arena, n + 1, struct context);
    for (size_t k = 0; rc >= 0 && k < n; k++)
        rc = history_context(&days[k], &last->settings, request->arena, &contexts[k], err);
    if (n == 0 || contexts[n - 1].day != to)
        n++;
    contexts[n - 1] = last->context;
    *ret = contexts;
    *ret_n = n;
    return rc;
}

static void trend_room(struct trend *t, size_t n, struct arena *arena)
{
    *t = (struct trend){
        .days = ARENA_ARRAY(arena, n, const char *),
        .health = ARENA_ARRAY(arena, n, double),
        .maturity = ARENA_ARRAY(arena, n, double),
        .arr_cents = ARENA_ARRAY(arena, n, double),
        .health_card = ARENA_ARRAY(arena, n, const char *),
        .maturity_card = ARENA_ARRAY(arena, n, const char *),
        .n_health_card = n,
        .n_maturity_card = n,
        .n_days = n,
        .n_health = n,
        .n_maturity = n,
        .n_arr_cents = n,
    };
}

struct trend_maker {
    struct trend *trend;
    const struct context *contexts;
    const struct cards *cards;
    struct arena *arena;
};

/* "" where none scores it: a list of texts has no gaps. */
static const char *card_name(const struct trend_maker *maker, const struct scores *s,
                             enum card_kind kind)
{
    const struct card *card = cards_find(maker->cards, kind, s->kept[card_kept_card(kind)][0]);

    return card ? arena_printf(maker->arena, "%s %lld", card->key, (long long)card->version) : "";
}

static int take_day(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    const struct trend_maker *maker = ctx;
    char text[16];

    (void)err;
    maker->trend->days[k] = arena_strdup(maker->arena, day_format(maker->contexts[k].day, text));
    maker->trend->health_card[k] = card_name(maker, s, CARD_HEALTH);
    maker->trend->maturity_card[k] = card_name(maker, s, CARD_MATURITY);
    maker->trend->health[k] = s->kept[KEPT_HEALTH][0];
    maker->trend->maturity[k] = s->kept[KEPT_MATURITY][0];
    maker->trend->arr_cents[k] = round(s->kept[KEPT_ARR][0] * CENTS);
    return 0;
}

/* Computed from the facts and not read from what is kept: one account on some hundred days is
 * quick, and a fact that came in a moment ago counts at once on all of them. */
int explain_trend(const struct explain_request *request, int32_t from, int32_t to,
                  struct trend *ret, struct err *err)
{
    const struct snapshot *last;
    struct context *contexts = NULL;
    int64_t id;
    size_t n = 0;
    int rc = kind_id(request->conn, &account_kind, request->key, &id, err);

    if (rc >= 0)
        rc = snapshot_get(request->snapshots, request->conn, to, SNAPSHOT_KEPT, request->arena,
                          &last, err);
    if (rc >= 0)
        rc = trend_contexts(request, from, to, last, &contexts, &n, err);
    if (rc < 0)
        return rc;
    trend_room(ret, n, request->arena);
    struct trend_maker maker = {ret, contexts, &last->cards, request->arena};
    const struct score_request wanted = {.from_id = id,
                                         .to_id = id + 1,
                                         .settings = &last->settings,
                                         .cards = &last->cards,
                                         .contexts = contexts,
                                         .n_contexts = n};
    return scores_load(request->conn, &wanted, take_day, &maker, err);
}

int explain_metrics(const struct explain_request *request, int32_t day, struct account_metrics *ret,
                    struct err *err)
{
    struct one one;
    int rc = one_load(request, &day, 1, &one, err);

    if (rc < 0)
        return rc;
    const struct metric *all = one.snapshots[0]->cards.dictionary->items;
    size_t n = one.snapshots[0]->cards.dictionary->n;
    ret->n_items = n;
    ret->items = ARENA_ARRAY(request->arena, n, struct account_metric);
    for (size_t m = 0; m < n; m++)
        ret->items[m] = (struct account_metric){all[m].id, one.metrics[0].columns[m][0]};
    return 0;
}
