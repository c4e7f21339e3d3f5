#include "metric_test.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/whatif/whatif.h"

#define TODAY "2024-06-30"

/* Ten customers that pay one, two … ten hundred a month; the first six are rated, from 1 to 5. */
struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct arena *arena;
};

static void rate(struct metric_test *t, int account, double rating)
{
    char text[256];

    snprintf(text, sizeof(text),
             "account_id=%d day=2024-03-01 charter_clarity=%g charter_influence=%g charter_head=%g "
             "people_skill=%g people_size=%g people_record=%g",
             account, rating, rating, rating, rating, rating, rating);
    fact(t, "assessment", text);
}

static int set_up(void **state)
{
    static const double ratings[] = {1, 2, 3, 4, 5, 3};
    static struct fixture f;
    struct err err = {0};
    char text[96];

    metric_test_init(&f.t);
    for (int i = 1; i <= 10; i++) {
        snprintf(text, sizeof(text), "key=A-%d name=A%d industry=%s start=2023-01-01", i, i,
                 i % 2 ? "Odd" : "Even");
        fact(&f.t, "account", text);
    }
    for (int i = 1; i <= 10; i++) {
        snprintf(text, sizeof(text), "account_id=%d start=2023-01-01 amount_cents=%d", i,
                 i * 10000);
        fact(&f.t, "subscription", text);
        snprintf(text, sizeof(text),
                 "account_id=%d opened=2024-06-01T08:00:00Z satisfaction=%d "
                 "solved=2024-06-01T18:00:00Z",
                 i, i % 5 + 1);
        fact(&f.t, "ticket", text);
    }
    for (int i = 0; i < 6; i++)
        rate(&f.t, i + 1, ratings[i]);
    metric_test_commit(&f.t);
    ASSERT_OK(cards_seed(f.t.base.db, &err), err);
    f.cache = snapshots_new();
    f.arena = arena_new();
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static int try(struct fixture *f, const char *filter, struct card *cards, size_t n,
               struct whatif *ret, struct err *err)
{
    const struct whatif_ask ask = {
        .ask = {.filter = filter}, .day = DAY_NONE, .points = 3, .cards = cards, .n_cards = n};
    struct matrix_source source = {
        .snapshots = f->cache, .today = day_at(TODAY), .arena = f->arena};

    ASSERT_OK(db_read_begin(f->t.base.db, &source.conn, err), *err);
    int rc = whatif_make(&source, &ask, ret, err);
    db_read_end(source.conn);
    return rc;
}

static struct card load(struct fixture *f, const char *key)
{
    struct card *card = NULL;
    struct err err = {0};
    struct conn *c;

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(card_version(c, key, 0, f->arena, &card, &err), err);
    db_read_end(c);
    card->dictionary = NULL; /* as it comes from a request */
    return *card;
}

static double sum(const double *values, size_t n)
{
    double total = 0;

    for (size_t i = 0; i < n; i++)
        total += values[i];
    return total;
}

static void the_cards_in_force_change_nothing(void **state)
{
    struct fixture *f = *state;
    struct card cards[] = {load(f, "health"), load(f, "maturity")};
    struct err err = {0};
    struct whatif w;

    ASSERT_OK(try(f, NULL, cards, 2, &w, &err), err);
    assert_int_equal(w.moved_count, 0);
    assert_int_equal(w.changed_count, 0);
    assert_int_equal(w.n_moves, 0);
    assert_int_equal(w.matrix->customers, 10);
    assert_int_equal(w.matrix->points_total, 10);
    assert_int_equal(w.matrix->n_points, 3);
    assert_string_equal(w.matrix->points[0].key, "A-10"); /* the largest first */
    assert_int_equal(w.x->unknown, 4);
    assert_close(sum(w.x->after, w.x->n_after), 6, 0);
    assert_memory_equal(w.x->before, w.x->after, WHATIF_BINS * sizeof(double));
    assert_close(w.x->mean, 3, 1e-9);
}

/* High maturity begins at 2.5 instead of 3.667: the two threes rise,
 * the four and the five are there already. */
static void an_edge_moves_accounts(void **state)
{
    struct fixture *f = *state;
    struct card maturity = load(f, "maturity");
    struct err err = {0};
    struct whatif w;
    int64_t count = 0, arr = 0;

    maturity.bands[1].to = maturity.bands[2].from = 2.5;
    ASSERT_OK(try(f, NULL, &maturity, 1, &w, &err), err);
    assert_int_equal(w.x->up_count, 2);
    assert_int_equal(w.x->up_arr_cents, (3 + 6) * 10000 * 12);
    assert_int_equal(w.x->down_count, 0);
    assert_int_equal(w.changed_count, 0); /* the scores are what they were */
    for (size_t k = 0; k < w.n_moves; k++) {
        count += w.moves[k].count;
        arr += w.moves[k].arr_cents;
        assert_string_not_equal(w.moves[k].from, w.moves[k].to);
    }
    assert_int_equal(w.moved_count, 2);
    assert_int_equal(count, 2);
    assert_int_equal(arr, w.moved_arr_cents);
    assert_int_equal(w.n_movers, 2);
    assert_string_equal(w.movers[0].key, "A-6");
    assert_close(w.movers[0].x, 3, 1e-9);
}

/* The filter goes by the cards in force: who was medium stays on show, whatever becomes of it. */
static void the_filter_chooses_by_the_cards_in_force(void **state)
{
    struct fixture *f = *state;
    struct card maturity = load(f, "maturity");
    struct err err = {0};
    struct whatif w;

    maturity.bands[1].to = maturity.bands[2].from = 2.5;
    ASSERT_OK(try(f, "maturity_band = \"medium\" and industry = \"Even\"", &maturity, 1, &w, &err),
              err);
    assert_int_equal(w.matrix->customers, 1);
    assert_int_equal(w.moved_count, 1);
    assert_string_equal(w.movers[0].key, "A-6");
}

/* With more of the weight asked for than anybody has, all leave the matrix. */
static void what_is_no_longer_known_is_not_yet_known(void **state)
{
    struct fixture *f = *state;
    struct card maturity = load(f, "maturity");
    struct err err = {0};
    struct whatif w;

    maturity.min_coverage_pct = 99;
    ASSERT_OK(try(f, NULL, &maturity, 1, &w, &err), err);
    assert_int_equal(w.x->unknown_before, 4);
    assert_int_equal(w.x->unknown, 10);
    assert_int_equal(w.moved_count, 6);
    assert_string_equal(w.moves[0].to, "unknown");
    assert_true(isnan(w.x->mean));
}

static void refuses_what_publishing_would(void **state)
{
    struct fixture *f = *state;
    struct card cards[] = {load(f, "health"), load(f, "health")};
    struct err err = {0};
    struct whatif w;

    assert_int_equal(try(f, NULL, cards, 2, &w, &err), ERR_INVALID);
    assert_string_equal(err.field, "cards[1].key");
    cards[0].groups[1].weight_pct += 3;
    assert_int_equal(try(f, NULL, cards, 1, &w, &err), ERR_INVALID);
    assert_string_equal(err.field, "cards[0].groups");
    assert_non_null(strstr(err.text, "103"));
    cards[0].groups[1].weight_pct -= 3;
    cards[0].key = "health-big";
    cards[0].segment = "no-such";
    assert_int_equal(try(f, NULL, cards, 1, &w, &err), ERR_INVALID);
    assert_string_equal(err.field, "cards[0].segment");
    assert_int_equal(try(f, "industri = \"x\"", cards, 1, &w, &err), ERR_INVALID);
    assert_string_equal(err.field, "filter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(the_cards_in_force_change_nothing),
        T(an_edge_moves_accounts),
        T(the_filter_chooses_by_the_cards_in_force),
        T(what_is_no_longer_known_is_not_yet_known),
        T(refuses_what_publishing_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
