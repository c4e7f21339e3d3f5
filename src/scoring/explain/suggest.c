#include "scoring/explain/suggest.h"

#include "facts/kind/kind_store.h"

#include <math.h>
#include <stdlib.h>

#define CENTS 100
/* Gaps of maturity that differ by less are about the same. */
#define GAP_STEP 0.5

static const struct field suggestion_side_fields[] = {
    FIELD_STR(struct suggestion_side, key, .required = true),
    FIELD_STR(struct suggestion_side, name, .required = true),
    FIELD_STR(struct suggestion_side, owner),
    FIELD_F64(struct suggestion_side, health, .required = true),
    FIELD_F64(struct suggestion_side, maturity, .required = true),
    FIELD_STR(struct suggestion_side, cell),
    FIELD_STR(struct suggestion_side, cell_label),
    FIELD_I64(struct suggestion_side, arr_cents, .unit = "cents"),
    FIELD_END,
};
static const struct field suggestion_fields[] = {
    FIELD_OBJ(struct suggestion, a, suggestion_side, .required = true),
    FIELD_OBJ(struct suggestion, b, suggestion_side, .required = true),
    FIELD_F64(struct suggestion, health_gap, .required = true, .help = "At most 2 points"),
    FIELD_F64(struct suggestion, maturity_gap, .required = true),
    FIELD_END,
};
const struct field suggestions_fields[] = {
    FIELD_DAY(struct suggestions, day, .required = true),
    FIELD_LIST(struct suggestions, items, suggestion, .required = true,
               .help = "The most different first"),
    FIELD_END,
};

/* A customer whose health and maturity are known. */
struct candidate {
    size_t row;
    double health, maturity, arr;
    bool is_taken;
};
struct search {
    struct candidate *list; /* by rising health */
    size_t n;
};
struct found {
    const struct candidate *a, *b; /* NULL: none */
};

static int by_health(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->health != y->health)
        return x->health < y->health ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void collect(const struct snapshot *s, struct arena *arena, struct search *ret)
{
    ret->list = ARENA_ARRAY(arena, s->n, struct candidate);
    for (size_t i = 0; i < s->n; i++) {
        double health = s->kept[KEPT_HEALTH][i], maturity = s->kept[KEPT_MATURITY][i];
        double arr = s->kept[KEPT_ARR][i];
        if (s->is_customer[i] && !isnan(health) && !isnan(maturity))
            ret->list[ret->n++] =
                (struct candidate){i, health, maturity, isnan(arr) ? 0 : arr, false};
    }
    if (ret->n)
        qsort(ret->list, ret->n, sizeof(*ret->list), by_health);
}

static double gap(const struct candidate *a, const struct candidate *b)
{
    return fabs(a->maturity - b->maturity);
}

/* The more different pair; of those about as different the one whose smaller account is larger. */
static bool is_better(const struct candidate *a, const struct candidate *b,
                      const struct found *than)
{
    if (!than->a)
        return true;
    double x = floor(gap(a, b) / GAP_STEP), y = floor(gap(than->a, than->b) / GAP_STEP);
    return x > y || (x == y && fmin(a->arr, b->arr) > fmin(than->a->arr, than->b->arr));
}

/* The free ones of least and of greatest maturity whose health is within the gap below list[k]'s:
 * two queues of candidates, of which those that a later one outdoes are dropped, so that one walk
 * over all finds the best pair. */
struct queue {
    size_t *at;
    size_t first, n;
};

static void push(const struct search *s, struct queue *q, size_t k, int sign)
{
    while (q->n > q->first && sign * (s->list[q->at[q->n - 1]].maturity - s->list[k].maturity) >= 0)
        q->n--;
    q->at[q->n++] = k;
}

static void drop_far(const struct search *s, struct queue *q, double health)
{
    while (q->first < q->n && s->list[q->at[q->first]].health < health - SUGGEST_HEALTH_GAP)
        q->first++;
}

static struct found best_pair(const struct search *s, struct arena *arena)
{
    struct queue least = {ARENA_ARRAY(arena, s->n, size_t), 0, 0};
    struct queue most = {ARENA_ARRAY(arena, s->n, size_t), 0, 0};
    struct found best = {NULL, NULL};

    for (size_t k = 0; k < s->n; k++) {
        const struct candidate *c = &s->list[k];
        if (c->is_taken)
            continue;
        drop_far(s, &least, c->health);
        drop_far(s, &most, c->health);
        for (int side = 0; side < 2; side++) {
            const struct queue *q = side ? &most : &least;
            if (q->first == q->n)
                continue;
            const struct candidate *other = &s->list[q->at[q->first]];
            if (is_better(other, c, &best))
                best = (struct found){other, c};
        }
        push(s, &least, k, 1);
        push(s, &most, k, -1);
    }
    return best;
}

static const struct candidate *find_row(const struct search *s, size_t row)
{
    for (size_t k = 0; k < s->n; k++)
        if (s->list[k].row == row)
            return &s->list[k];
    return NULL;
}

/* The best partner of one account that is not taken yet. */
static struct found best_partner(const struct search *s, const struct candidate *own)
{
    struct found best = {NULL, NULL};

    for (size_t k = 0; k < s->n; k++) {
        const struct candidate *c = &s->list[k];
        if (c != own && !c->is_taken && fabs(c->health - own->health) <= SUGGEST_HEALTH_GAP &&
            is_better(own, c, &best))
            best = (struct found){own, c};
    }
    return best;
}

static struct suggestion_side *make_side(const struct placing *p, const struct candidate *c,
                                         struct arena *arena)
{
    struct suggestion_side *ret = ARENA_NEW(arena, struct suggestion_side);
    const struct account_table *accounts = p->s->accounts;
    double arr = p->s->kept[KEPT_ARR][c->row];

    *ret = (struct suggestion_side){
        .key = accounts->text[ATTR_KEY][c->row],
        .name = accounts->text[ATTR_NAME][c->row],
        .owner = accounts->text[ATTR_OWNER][c->row],
        .health = c->health,
        .maturity = c->maturity,
        .cell = placing_cell_id(p, c->row),
        .cell_label = placing_cell_label(p, c->row),
        .arr_cents = isnan(arr) ? I64_NONE : llround(arr * CENTS),
    };
    return ret;
}

/* In a pair of no account's own, the less mature comes first. */
static void add(const struct placing *p, const struct found *found, bool is_own,
                struct arena *arena, struct suggestions *ret)
{
    bool is_turned = !is_own && found->a->maturity > found->b->maturity;
    const struct candidate *a = is_turned ? found->b : found->a;
    const struct candidate *b = is_turned ? found->a : found->b;

    ret->items[ret->n_items++] = (struct suggestion){
        .a = make_side(p, a, arena),
        .b = make_side(p, b, arena),
        .health_gap = fabs(a->health - b->health),
        .maturity_gap = gap(a, b),
    };
}

static int load(const struct explain_request *request, int32_t day, struct placing *ret,
                struct err *err)
{
    struct placing_plan plan;
    const struct snapshot *s = NULL;
    int rc = placing_plan(request->conn, NULL, request->arena, &plan, err);

    if (rc >= 0)
        rc = snapshot_get(request->snapshots, request->conn, day, plan.depth, request->arena, &s,
                          err);
    return rc < 0 ? rc : placing_make(&plan, s, request->arena, ret, err);
}

int explain_suggest(const struct explain_request *request, int32_t day, struct suggestions *ret,
                    struct err *err)
{
    struct placing p;
    struct search search = {0};
    const struct candidate *own = NULL;
    int64_t id = 0;
    int rc = load(request, day, &p, err);

    if (rc >= 0 && request->key)
        rc = kind_id(request->conn, &account_kind, request->key, &id, err);
    if (rc < 0)
        return rc;
    *ret = (struct suggestions){
        .day = day, .items = ARENA_ARRAY(request->arena, SUGGEST_MAX, struct suggestion)};
    collect(p.s, request->arena, &search);
    if (request->key)
        own = find_row(&search, (size_t)snapshot_row(p.s, id));
    if (request->key && !own)
        return 0; /* its health or maturity is not known: nobody is like it */
    while (ret->n_items < SUGGEST_MAX) {
        const struct found found =
            own ? best_partner(&search, own) : best_pair(&search, request->arena);
        if (!found.a || gap(found.a, found.b) == 0)
            break;
        add(&p, &found, own != NULL, request->arena, ret);
        search.list[found.a - search.list].is_taken = true;
        search.list[found.b - search.list].is_taken = true;
    }
    return 0;
}
