/* Where accounts stand: by the card that scored each, by one card for all, in a segment. */
#include "metric_test.h"
#include "scoring/snapshot/placing.h"

#define TODAY "2024-06-30"
#define N     4

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct arena *arena;
    struct conn *conn;
    const struct snapshot *s;
};

/* Four customers rated 1, 2, 3 and 4; the first two in Tools. */
static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    for (int i = 1; i <= N; i++)
        fact(t, "account",
             arena_printf(t->arena, "key=A-%d industry=%s start=2023-01-01", i,
                          i <= 2 ? "Tools" : "Toys"));
    for (int i = 1; i <= N; i++)
        fact(t, "assessment",
             arena_printf(t->arena,
                          "account_id=%d day=2024-03-01 charter_clarity=%d charter_influence=%d "
                          "charter_head=%d people_skill=%d people_size=%d people_record=%d",
                          i, i, i, i, i, i, i));
    put_sql(t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES "
               "(1, 'tools', 'Tools', 'industry = \"Tools\"', 0, 0), "
               "(2, 'able', 'Able', 'maturity > 3', 0, 0)");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    f.cache = snapshots_new();
    f.arena = arena_new();
    ASSERT_OK(db_read_begin(t->base.db, &f.conn, &err), err);
    ASSERT_OK(snapshot_get(f.cache, f.conn, day_at(TODAY), SNAPSHOT_METRICS, f.arena, &f.s, &err),
              err);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    db_read_end(f->conn);
    arena_free(f->arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

/* Health upwards in two bands, x to the right in three. */
static struct matrix_def *matrix_of(struct fixture *f, const char *x, const char *more)
{
    static const char *const bands[] = {"low", "medium", "high"};
    struct matrix_def *m = NULL;
    struct err err = {0};
    AUTO_BUF text = {0};

    buf_printf(&text,
               "{\"key\":\"m\",\"name\":\"M\"%s,\"y\":{\"card\":\"health\",\"bands\":2},"
               "\"x\":%s,\"cells\":[",
               more, x);
    for (int k = 0; k < 6; k++)
        buf_printf(&text,
                   "%s{\"id\":\"c%d\",\"y\":\"%s\",\"x\":\"%s\",\"label\":\"C\",\"action\":\"c\"}",
                   k ? "," : "", k, k < 3 ? "low" : "high", bands[k % 3]);
    buf_str(&text, "]}");
    ASSERT_OK(matrix_def_parse(arena_strdup(f->arena, buf_text(&text)), f->arena, &m, &err), err);
    return m;
}

/* The band to the right of each account as a letter; health is not known of anybody, so the axis is
 * looked at alone. "." is outside the matrix. */
static const char *across(struct fixture *f, const struct snapshot *s, const struct matrix_def *m)
{
    struct placing_plan plan;
    struct placing p;
    struct err err = {0};
    AUTO_BUF letters = {0};

    ASSERT_OK(placing_plan_of(f->conn, m, f->arena, &plan, &err), err);
    ASSERT_OK(placing_make(&plan, s, f->arena, &p, &err), err);
    for (size_t i = 0; i < s->n; i++) {
        const struct matrix_axis *axis = placing_axis_of(&p.x, i);
        int band = band_of(axis->edges, axis->n_bands, p.x.score[i]);
        buf_char(&letters, ".?lmh"[p.place[i] == PLACE_OUTSIDE ? 0 : band + 2]);
        assert_true(p.place[i] == PLACE_OUTSIDE || p.place[i] == PLACE_NO_Y);
    }
    return arena_strdup(f->arena, buf_text(&letters));
}

#define MATURITY "{\"card\":\"maturity\",\"bands\":3}"

static void each_is_cut_by_the_card_that_scored_it(void **state)
{
    struct fixture *f = *state;
    struct card strict = *f->s->cards.maturity;
    const struct card *both[] = {&strict, f->s->cards.maturity};
    double cards[N];
    struct snapshot s = *f->s;

    assert_string_equal(across(f, f->s, matrix_of(f, MATURITY, "")), "llmh");
    strict.id = 77;
    strict.key = "strict";
    strict.edges[1] = 1.5; /* [1, 1.5) low, [1.5, 2) medium, from 2 high */
    strict.edges[2] = 2;
    s.cards.chains[CARD_MATURITY] = (struct card_chain){both, 2};
    for (int i = 0; i < N; i++)
        cards[i] = i < 2 ? 77 : f->s->kept[KEPT_MATURITY_CARD][i];
    s.kept[KEPT_MATURITY_CARD] = cards;
    assert_string_equal(across(f, &s, matrix_of(f, MATURITY, "")), "lhmh");
    /* Edges of the definition hold for all. */
    const char *given = "{\"card\":\"maturity\",\"bands\":3,\"edges\":[1.5,3.5]}";
    assert_string_equal(across(f, &s, matrix_of(f, given, "")), "lmmh");
}

static void one_card_scores_everybody(void **state)
{
    struct fixture *f = *state;
    struct card own = *f->s->cards.maturity;
    const struct card *others[] = {&own};
    struct snapshot s = *f->s, shallow;
    struct placing_plan plan;
    struct placing p;
    struct err err = {0};
    const struct matrix_def *m = matrix_of(f, "{\"card\":\"own\",\"bands\":3}", "");

    own.key = "own";
    own.edges[1] = 3;
    own.edges[2] = 4;
    s.cards.others = (struct card_chain){others, 1};
    assert_string_equal(across(f, &s, m), "llmh");
    ASSERT_OK(placing_plan_of(f->conn, m, f->arena, &plan, &err), err);
    assert_int_equal(plan.depth, SNAPSHOT_METRICS);

    /* Without the metrics of the day, or the card, it is said what is missing. */
    shallow = s;
    for (size_t k = 0; k < METRICS_MAX; k++)
        shallow.metrics[k] = NULL;
    assert_int_equal(placing_make(&plan, &shallow, f->arena, &p, &err), ERR_INTERNAL);
    assert_int_equal(placing_make(&plan, f->s, f->arena, &p, &err), ERR_INVALID);
    assert_string_equal(err.field, "x.card");
    assert_int_equal(placing_check(f->conn, m, f->arena, &err), ERR_INVALID);
    assert_string_equal(err.text, "there is no published card \"own\", and no kind of that name");
}

static void only_those_of_the_segment(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};

    assert_string_equal(across(f, f->s, matrix_of(f, MATURITY, ",\"segment\":\"tools\"")), "ll..");
    const struct matrix_def *m = matrix_of(f, MATURITY, ",\"segment\":\"able\"");
    assert_int_equal(placing_check(f->conn, m, f->arena, &err), ERR_INVALID);
    assert_string_equal(err.field, "segment");
    assert_non_null(strstr(err.text, "hang on scores"));
    m = matrix_of(f, MATURITY, ",\"segment\":\"nobody\"");
    assert_int_equal(placing_check(f->conn, m, f->arena, &err), ERR_INVALID);
    assert_string_equal(err.text, "there is no segment \"nobody\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(each_is_cut_by_the_card_that_scored_it),
        T(one_card_scores_everybody),
        T(only_those_of_the_segment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
