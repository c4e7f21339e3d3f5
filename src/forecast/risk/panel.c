#include "forecast/risk/panel.h"

#include "base/map.h"
#include "base/str.h"
#include "scoring/metric/lifecycle.h"

#include <math.h>

#define SCORES 2
#define CURVE  1

static bool has_values(const struct card_chain *chain)
{
    for (size_t k = 0; k < chain->n; k++)
        if (chain->cards[k]->has_values)
            return true;
    return false;
}

static struct feature score_feature(const struct cards *cards, enum card_kind kind)
{
    return (struct feature){.id = kind == CARD_HEALTH ? "health" : "maturity",
                            .label = kind == CARD_HEALTH ? "Health" : "Maturity",
                            .unit = "",
                            .direction = "more",
                            .is_undated = has_values(&cards->chains[kind]),
                            .kept = card_kept_score(kind),
                            .metric = -1};
}

void features_make(const struct cards *cards, const struct horizon *horizon, struct arena *arena,
                   struct feature **ret, size_t *ret_n)
{
    const struct dictionary *d = cards->dictionary;
    struct feature *f = ARENA_ARRAY(arena, d->n + SCORES + CURVE, struct feature);

    for (size_t m = 0; m < d->n; m++)
        f[m] = (struct feature){.id = arena_strdup(arena, d->items[m].id),
                                .label = arena_strdup(arena, d->items[m].label),
                                .unit = arena_strdup(arena, d->items[m].unit),
                                .direction = arena_strdup(arena, d->items[m].direction),
                                .is_undated = d->items[m].is_undated,
                                .metric = (int)m};
    f[d->n] = score_feature(cards, CARD_HEALTH);
    f[d->n + 1] = score_feature(cards, CARD_MATURITY);
    f[d->n + SCORES] = (struct feature){.id = FEATURE_CURVE,
                                        .label = "Likely to leave, by the retention curve",
                                        .unit = "%",
                                        .direction = "less",
                                        .metric = -1,
                                        .curve = horizon};
    *ret = f;
    *ret_n = d->n + SCORES + CURVE;
}

/* As known on the day of the scores. */
static double leaving_by_curve(const struct horizon *h, const struct scores *s, size_t i)
{
    const struct stay_place *place = &s->metrics.places[i];
    const struct stay_class *c = stay_class_of(s->context->stay, place->term_months);
    int32_t until = s->context->day + (int32_t)h->days;

    if (h->is_renewal && place->term_months > 0 && place->renewal < until)
        until = place->renewal;
    return 100 * (1 - stay_until(c, place, until, NULL));
}

double feature_value(const struct feature *f, const struct scores *s, size_t i)
{
    if (f->curve)
        return leaving_by_curve(f->curve, s, i);
    double x = f->metric >= 0 ? s->metrics.columns[f->metric][i] : s->kept[f->kept][i];

    return isfinite(x) ? x : NAN;
}

int feature_index(const struct feature *features, size_t n, const char *id)
{
    for (size_t j = 0; j < n; j++)
        if (str_eq(features[j].id, id))
            return (int)j;
    return -1;
}

/* Spreads neighbouring ids over all numbers (the finaliser of splitmix64). */
static double place_of(int64_t id)
{
    uint64_t x = (uint64_t)id + 0x9e3779b97f4a7c15u;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (double)((x ^ (x >> 31)) >> 11) / 9007199254740992.0;
}

double draw_share(double rows, double most)
{
    return rows > most ? most / rows : 1;
}

bool is_drawn(int64_t account, double share)
{
    return share >= 1 || place_of(account) < share;
}

struct filling {
    struct panel *p;
    struct idmap *clusters;
};

static void grow(struct panel *p)
{
    size_t cap = p->cap ? p->cap + p->cap / 2 : 4096;

    for (size_t j = 0; j < p->p; j++)
        p->columns[j] = mem_realloc(p->columns[j], mem_product(cap, sizeof(double)));
    p->label = mem_realloc(p->label, cap);
    p->is_recorded = mem_realloc(p->is_recorded, cap);
    p->day = mem_realloc(p->day, mem_product(cap, sizeof(*p->day)));
    p->until = mem_realloc(p->until, mem_product(cap, sizeof(*p->until)));
    p->account = mem_realloc(p->account, mem_product(cap, sizeof(*p->account)));
    p->cluster = mem_realloc(p->cluster, mem_product(cap, sizeof(*p->cluster)));
    p->arr = mem_realloc(p->arr, mem_product(cap, sizeof(double)));
    p->cap = cap;
}

static uint32_t cluster_of(struct filling *f, int64_t account)
{
    int64_t at = idmap_get(f->clusters, account);

    if (at == MAP_NONE) {
        at = (int64_t)f->p->clusters++;
        idmap_put(f->clusters, account, at);
    }
    return (uint32_t)at;
}

static void add_row(struct filling *f, const struct past_day *d, size_t i)
{
    struct panel *p = f->p;
    const struct scores *s = d->scores;
    size_t at = p->n;

    if (at == p->cap)
        grow(p);
    for (size_t j = 0; j < p->p; j++)
        p->columns[j][at] = feature_value(&p->features[j], s, i);
    p->label[at] = d->outcome[i] == OUTCOME_LEFT;
    p->day[at] = d->day;
    p->until[at] = d->until[i];
    p->account[at] = s->ids[i];
    p->cluster[at] = cluster_of(f, s->ids[i]);
    p->arr[at] = s->kept[KEPT_ARR][i];
    p->is_recorded[at] = d->is_recorded[i] && !p->label[at];
    p->yes += p->label[at];
    p->n++;
}

static int take(void *ctx, const struct past_day *d, struct err *err)
{
    struct filling *f = ctx;

    (void)err;
    for (size_t i = 0; i < d->scores->n; i++)
        if (d->outcome[i] != OUTCOME_NONE && is_drawn(d->scores->ids[i], f->p->share))
            add_row(f, d, i);
    return 0;
}

static size_t accounts_with(const struct panel *p, const bool *of_rows)
{
    bool *is_one = mem_zalloc(p->clusters + 1);
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        is_one[p->cluster[i]] |= of_rows[i];
    for (size_t c = 0; c < p->clusters; c++)
        n += is_one[c];
    mem_free(is_one);
    return n;
}

static int count_accounts(struct db *db, int64_t *ret, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = cards_count_accounts(c, ret, err);
    db_read_end(c);
    return rc;
}

int panel_make(const struct past *past, struct arena *arena, struct panel *ret, struct err *err)
{
    struct feature *features;
    struct filling f = {.p = ret};
    int64_t accounts = 0;
    int rc = count_accounts(past->db, &accounts, err);

    *ret = (struct panel){0};
    features_make(&past->cards, &past->ask.horizon, arena, &features, &ret->p);
    ret->features = features;
    ret->columns = mem_zalloc(mem_product(ret->p, sizeof(double *)));
    ret->share = draw_share((double)accounts * (double)past->n, PANEL_ROWS_MAX);
    f.clusters = idmap_new();
    if (rc >= 0)
        rc = past_walk(past, take, &f, err);
    idmap_free(f.clusters);
    ret->yes_accounts = accounts_with(ret, ret->label);
    ret->recorded_accounts = accounts_with(ret, ret->is_recorded);
    return rc;
}

void panel_free(struct panel *p)
{
    for (size_t j = 0; j < p->p && p->columns; j++)
        mem_free(p->columns[j]);
    mem_free(p->columns);
    mem_free(p->label);
    mem_free(p->is_recorded);
    mem_free(p->day);
    mem_free(p->until);
    mem_free(p->account);
    mem_free(p->cluster);
    mem_free(p->arr);
    *p = (struct panel){0};
}
