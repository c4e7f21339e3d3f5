/* The laws of scores, held against random facts: what becomes known later changes no score; the
 * same facts in any order give the same; contributions add up; a change is its parts and the
 * re-weighting. Everything that is scored takes part: all metrics, metrics of the organisation's
 * own, the built-in cards, and a card for a segment whose scales hang on tenure.
 *
 * SEED=1000 runs one seed more. */
#include "base/str.h"
#include "json/parse.h"
#include "scoring/explain/explain.h"
#include "scoring/own/own_store.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/snapshot/snapshot.h"
#include "story_test.h"

#define SEEDS 4

static const char *const days[SEEDS] = {"2023-06-30", "2024-02-29", "2025-03-15", "2024-07-01"};

/* One of each function, over facts with parts that come later. */
static const char *const own_metrics[] = {
    "{\"id\":\"own_liked\",\"function\":\"count\",\"fact\":\"ticket\","
    "\"filter\":\"satisfaction >= 4\",\"window_days\":300}",
    "{\"id\":\"own_won\",\"function\":\"sum\",\"fact\":\"opportunity\",\"field\":\"amount_cents\","
    "\"filter\":\"is_won = true\"}",
    "{\"id\":\"own_paid\",\"function\":\"ratio\",\"fact\":\"invoice\","
    "\"filter\":\"not paid is missing\",\"window_days\":400}",
    "{\"id\":\"own_quiet\",\"function\":\"days_since\",\"fact\":\"interaction\","
    "\"filter\":\"sentiment > 0\"}",
    "{\"id\":\"own_kinds\",\"function\":\"distinct\",\"fact\":\"advocacy\",\"field\":\"kind\"}",
    "{\"id\":\"own_trend\",\"function\":\"trend\",\"fact\":\"usage\","
    "\"filter\":\"event = \\\"a\\\"\",\"window_days\":90}",
};

#define STAGES                                                                  \
    ",\"stages\":[{\"from_months\":6,\"scale\":[{\"value\":0,\"score\":0},"     \
    "{\"value\":9,\"score\":70}]},{\"from_months\":14,\"scale\":[{\"value\":1," \
    "\"score\":80},{\"value\":9,\"score\":10}]}]"

/* What the card below reads; a value is set by hand. */
static const struct {
    const char *group, *source, *ref, *rest;
    int weight_pct;
} measures[] = {
    {"own", "metric", "own_liked", STAGES, 20},
    {"own", "metric", "own_won", "", 10},
    {"own", "metric", "own_paid", STAGES, 20},
    {"own", "metric", "own_quiet", "", 20},
    {"own", "metric", "own_kinds", STAGES, 15},
    {"own", "metric", "own_trend", "", 15},
    {"rest", "metric", "open_tickets", STAGES, 50},
    {"rest", "metric", "days_to_renewal", "", 30},
    {"rest", "value", "grip", "", 20},
};

static void write_group(struct buf *out, const char *group, int weight_pct)
{
    bool is_first = true;

    buf_printf(out, "{\"id\":\"%s\",\"label\":\"%s\",\"weight_pct\":%d,\"measures\":[", group,
               group, weight_pct);
    for (size_t k = 0; k < ARRAY_LEN(measures); k++) {
        if (!str_eq(measures[k].group, group))
            continue;
        buf_printf(out,
                   "%s{\"id\":\"%s\",\"label\":\"%s\",\"source\":\"%s\",\"ref\":\"%s\","
                   "\"weight_pct\":%d,\"scale\":[{\"value\":0,\"score\":20},{\"value\":5,"
                   "\"score\":90}]%s}",
                   is_first ? "" : ",", measures[k].ref, measures[k].ref, measures[k].source,
                   measures[k].ref, measures[k].weight_pct, measures[k].rest);
        is_first = false;
    }
    buf_str(out, "]}");
}

/* For the accounts of a segment. */
static void write_card(struct buf *out)
{
    buf_str(out, "{\"key\":\"laws\",\"name\":\"Laws\",\"kind\":\"health\",\"segment\":\"tools\","
                 "\"low\":0,\"high\":100,\"decimals\":1,\"min_coverage_pct\":5,\"bands\":["
                 "{\"id\":\"low\",\"label\":\"L\",\"from\":0,\"to\":40},"
                 "{\"id\":\"medium\",\"label\":\"M\",\"from\":40,\"to\":60},"
                 "{\"id\":\"high\",\"label\":\"H\",\"from\":60,\"to\":100}],\"groups\":[");
    write_group(out, "own", 70);
    buf_str(out, ",");
    write_group(out, "rest", 30);
    buf_str(out, "]}");
}

/* A database that is scored with all of these. */
struct world {
    struct metric_test t;
    struct arena *arena; /* of what was read */
    struct snapshots *cache;
};

static void put_own_metric(const struct act *act, const char *json)
{
    struct own_metric m;
    json_t *definition;
    struct err err = {0};

    ASSERT_OK(json_parse(json, strlen(json), &definition, &err), err);
    json_keep(act->arena, definition);
    json_object_set_new(definition, "label", json_string("Own"));
    json_object_set_new(definition, "direction", json_string("more"));
    fields_init(own_metric_fields, &m);
    ASSERT_OK(fields_read(own_metric_fields, definition, FIELDS_WHOLE, act->arena, &m, &err), err);
    ASSERT_OK(own_create(act, &m, &err), err);
}

static void put_card(const struct act *act, const char *json)
{
    const struct dictionary *dictionary;
    struct card *card;
    struct err err = {0};

    ASSERT_OK(dictionary_load(act->conn, act->arena, &dictionary, &err), err);
    ASSERT_OK(card_parse(json, 1, dictionary, act->arena, &card, &err), err);
    ASSERT_OK(card_draft_create(act, card, &err), err);
    ASSERT_OK(card_publish(act, card->key, 1, NULL, &err), err);
}

static void world_init(struct world *w)
{
    struct metric_test *t = &w->t;
    AUTO_BUF card = {0};
    struct err err = {0};

    metric_test_init(t);
    w->arena = arena_new();
    w->cache = snapshots_new();
    put_accounts(t);
    put_sql(t, "UPDATE account SET industry = 'Tools', custom = '{\"grip\": 3}' WHERE id <= 2");
    put_sql(t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES (1, 'tools', "
               "'Tools', 'industry = \"Tools\"', 0, 0)");
    put_sql(t, "INSERT INTO custom_field (kind, name, label, type, created) VALUES ('account', "
               "'grip', 'Grip', 'number', 0)");
    fact(
        t, "account",
        "lifecycle=prospect custom={\"qualify_budget\":3,\"qualify_need\":1,\"qualify_timing\":4}");
    for (int account = 1; account <= ACCOUNTS; account++) /* stories alone rate too little */
        fact(t, "assessment",
             arena_printf(t->arena,
                          "account_id=%d day=2023-01-0%d charter_influence=3 charter_head=2 "
                          "people_skill=%d people_size=1 process_quality=4 tech_tools=5",
                          account, account, account));
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    metric_test_begin(t);
    const struct act act = {
        .conn = t->conn, .by = &who_command_line, .now_ms = 1, .arena = t->arena};
    for (size_t k = 0; k < ARRAY_LEN(own_metrics); k++)
        put_own_metric(&act, own_metrics[k]);
    write_card(&card);
    put_card(&act, buf_text(&card));
}

static void world_done(struct world *w)
{
    snapshots_free(w->cache);
    arena_free(w->arena);
    metric_test_done(&w->t);
}

/* Everything of a day, computed from what is there now. */
static const struct snapshot *score(struct world *w, const char *day)
{
    const struct snapshot *s = NULL;
    struct err err = {0};

    snapshots_free(w->cache); /* no fact was marked as changed: it must forget */
    w->cache = snapshots_new();
    ASSERT_OK(snapshot_get(w->cache, w->t.conn, day_at(day), SNAPSHOT_METRICS, w->arena, &s, &err),
              err);
    return s;
}

static bool is_same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void same_columns(const struct snapshot *a, const struct snapshot *b, uint64_t seed)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->cards.dictionary->n, b->cards.dictionary->n);
    for (size_t i = 0; i < a->n; i++) {
        for (size_t m = 0; m < a->cards.dictionary->n; m++)
            if (!is_same(a->metrics[m][i], b->metrics[m][i]))
                fail_msg("seed %d: %s of account %zu: %.17g, then %.17g", (int)seed,
                         a->cards.dictionary->items[m].id, i, a->metrics[m][i], b->metrics[m][i]);
        for (int k = 0; k < KEPT_COLUMNS; k++)
            if (!is_same(a->kept[k][i], b->kept[k][i]))
                fail_msg("seed %d: %s of account %zu: %.17g, then %.17g", (int)seed, kept_names[k],
                         i, a->kept[k][i], b->kept[k][i]);
    }
}

static size_t count_known(const struct snapshot *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        for (size_t m = 0; m < s->cards.dictionary->n; m++)
            n += !isnan(s->metrics[m][i]);
        for (int k = 0; k < KEPT_COLUMNS; k++)
            n += !isnan(s->kept[k][i]);
    }
    return n;
}

/* The stories of a seed, as they are known at last. */
static void tell_all(struct teller *w, struct story stories[FACTS], uint64_t seed)
{
    rng_init(&w->rng, seed, 0);
    for (int k = 0; k < FACTS; k++)
        stories[k] = tell(w);
}

static void later_facts_change_no_score(uint64_t seed)
{
    static struct world w;
    static struct story stories[FACTS];
    int64_t ids[FACTS];
    const char *day = days[seed % SEEDS];

    world_init(&w);
    struct teller teller = {.day = day_at(day), .arena = w.t.arena};
    tell_all(&teller, stories, seed);
    for (int k = 0; k < FACTS; k++)
        ids[k] = stories[k].then ? fact(&w.t, stories[k].table, stories[k].then) : 0;
    put_usage(&w.t, seed, DAY_MIN, teller.day);
    const struct snapshot *then = score(&w, day);
    for (int k = 0; k < FACTS; k++)
        if (!ids[k])
            fact(&w.t, stories[k].table, stories[k].at_last);
        else if (!str_eq(stories[k].then, stories[k].at_last))
            fact_change(&w.t, stories[k].table, ids[k], stories[k].at_last);
    put_usage(&w.t, seed, teller.day + 1, INT32_MAX);
    same_columns(then, score(&w, day), seed);
    assert_true(count_known(then) > 150); /* it was not all missing */
    world_done(&w);
}

/* Over some years, and within a month, where many facts are of the same day. */
static void any_order_gives_the_same_scores(uint64_t seed)
{
    static struct world first, second;
    static struct story stories[FACTS];
    static const char *const at[] = {"2023-01-20", "2023-02-25", "2024-06-30"};
    int order[FACTS];

    world_init(&first);
    world_init(&second);
    struct teller teller = {.day = INT32_MAX, .arena = first.t.arena, .span = seed % 2 ? 30 : 0};
    tell_all(&teller, stories, seed);
    for (int k = 0; k < FACTS; k++) {
        order[k] = k;
        fact(&first.t, stories[k].table, stories[k].at_last);
    }
    for (int k = FACTS - 1; k > 0; k--) {
        int other = (int)rng_between(&teller.rng, 0, k), was = order[k];
        order[k] = order[other];
        order[other] = was;
    }
    for (int k = 0; k < FACTS; k++)
        fact(&second.t, stories[order[k]].table, stories[order[k]].at_last);
    put_usage(&first.t, seed, DAY_MIN, INT32_MAX);
    put_usage(&second.t, seed, DAY_MIN, INT32_MAX);
    for (size_t d = 0; d < ARRAY_LEN(at); d++)
        same_columns(score(&first, at[d]), score(&second, at[d]), seed);
    world_done(&first);
    world_done(&second);
}

/* A world with all stories of a seed and a rated prospect. */
static void world_of_stories(struct world *w, uint64_t seed)
{
    static struct story stories[FACTS];

    world_init(w);
    struct teller teller = {.day = INT32_MAX, .arena = w->t.arena};
    tell_all(&teller, stories, seed);
    for (int k = 0; k < FACTS; k++)
        fact(&w->t, stories[k].table, stories[k].at_last);
    put_usage(&w->t, seed, DAY_MIN, INT32_MAX);
}

static void check_close_to(double sum, double score, const char *what, uint64_t seed)
{
    if (!(fabs(sum - score) <= 1e-9))
        fail_msg("seed %d: %s: %.17g, and not %.17g", (int)seed, what, sum, score);
}

static void check_explained(const struct card *card, const struct card_explained *e, double score,
                            uint64_t seed)
{
    double points = 0, effective = 0, of_groups = 0;

    for (size_t g = 0; g < card->math.n_groups; g++) {
        const struct card_math_group *group = &card->math.groups[g];
        double of_group = 0;
        for (size_t m = group->first; m < group->first + group->n; m++) {
            of_group += e->measures[m].points;
            effective += e->measures[m].effective;
            assert_true(isnan(e->measures[m].score) == (e->measures[m].effective == 0));
        }
        check_close_to(of_group, e->groups[g].points, card->groups[g].id, seed);
        points += of_group;
        of_groups += e->groups[g].points;
    }
    check_close_to(points, score, card->key, seed);
    check_close_to(of_groups, score, card->key, seed);
    check_close_to(effective, 1, "effective weights", seed);
}

static void contributions_add_up(uint64_t seed)
{
    static struct world w;
    size_t explained[CARD_CHAINS] = {0}, by_own = 0;

    world_of_stories(&w, seed);
    for (size_t d = 0; d < SEEDS; d++) {
        const struct snapshot *s = score(&w, days[d]);
        for (size_t row = 0; row < s->n; row++)
            for (int kind = 0; kind < CARD_CHAINS; kind++) {
                const struct card *card = snapshot_card(s, (enum card_kind)kind, row);
                double kept = s->kept[card_kept_score((enum card_kind)kind)][row];
                struct card_explained e;
                if (!card)
                    continue;
                snapshot_explain(s, card, row, &e);
                assert_true(isnan(kept) == isnan(e.score));
                if (isnan(kept))
                    continue;
                check_explained(card, &e, kept, seed);
                explained[kind]++;
                by_own += str_eq(card->key, "laws");
            }
    }
    assert_true(explained[CARD_HEALTH] > 0 && explained[CARD_MATURITY] > 0);
    assert_int_equal(explained[CARD_QUALIFICATION], SEEDS);
    assert_true(by_own > 0);
    world_done(&w);
}

/* A change is what its parts say, and what is left is weight that moved: nothing of it if the same
 * inputs are there on both days. */
static void check_change(const struct score_change *c, uint64_t seed, size_t *ret_n)
{
    double sum = c ? c->reweighting : NAN;

    if (!c || isnan(c->from) || isnan(c->to))
        return;
    for (size_t k = 0; k < c->n_parts; k++)
        sum += c->parts[k].points;
    check_close_to(sum, c->to - c->from, c->card, seed);
    (*ret_n)++;
}

static void changes_are_parts_and_reweighting(uint64_t seed)
{
    static struct world w;
    size_t n = 0;

    world_of_stories(&w, seed);
    score(&w, days[0]);
    for (int account = 1; account <= ACCOUNTS; account++)
        for (size_t a = 0; a < SEEDS; a++)
            for (size_t b = 0; b < SEEDS; b++) {
                const struct explain_request request = {
                    w.cache, w.t.conn, w.arena, arena_printf(w.arena, "account-%d", account)};
                struct change change;
                struct err err = {0};
                if (day_at(days[a]) > day_at(days[b]))
                    continue;
                ASSERT_OK(explain_change(&request, day_at(days[a]), day_at(days[b]), &change, &err),
                          err);
                check_change(change.health, seed, &n);
                check_change(change.maturity, seed, &n);
                if (a == b && change.health)
                    assert_true(isnan(change.health->to) || change.health->reweighting == 0);
            }
    assert_true(n > 8);
    world_done(&w);
}

static void each_seed(void (*law)(uint64_t seed))
{
    const char *more = getenv("SEED"); // NOLINT(concurrency-mt-unsafe): one thread
    double seed;

    for (uint64_t k = 1; k <= SEEDS; k++)
        law(k);
    if (more && str_to_f64(more, &seed))
        law((uint64_t)seed);
}

#define LAW(name)                         \
    static void test_##name(void **state) \
    {                                     \
        (void)state;                      \
        each_seed(name);                  \
    }
LAW(later_facts_change_no_score)
LAW(any_order_gives_the_same_scores)
LAW(contributions_add_up)
LAW(changes_are_parts_and_reweighting)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_later_facts_change_no_score),
        cmocka_unit_test(test_any_order_gives_the_same_scores),
        cmocka_unit_test(test_contributions_add_up),
        cmocka_unit_test(test_changes_are_parts_and_reweighting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
