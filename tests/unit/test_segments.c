/* Segments: filters that name other filters. */
#include "metric_test.h"
#include "scoring/select/segments.h"
#include "scoring/select/select.h"
#include "scoring/snapshot/snapshot.h"
#include "stats/random.h"

#include <string.h>

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
};

/* Key and filter of every segment. */
static const char *const lines[] = {
    "schools industry = \"EdTech\"",
    "bobs owner = \"bob\"",
    "both segment = \"schools\" and segment = \"bobs\"",
    "either segment in (\"schools\", \"bobs\")",
    "neither not segment = \"either\"",
    "not_bobs segment != \"bobs\" and lifecycle = \"active\"",
    "paying mrr > 100 and segment != \"both\"",
    "healthy health_band = \"high\"",
    "led segment = \"healthy\" or owner = \"ann\"",
    "a segment = \"b\"",
    "b owner = \"x\" and not segment in (\"d\", \"c\")",
    "c segment = \"a\"",
    "d owner = \"x\"",
    "me segment = \"me\"",
    "lost custom.gone = 1",
    "finds segment = \"lost\"",
    "l1 owner = \"x\"",
    "l2 segment = \"l1\"",
    "l3 segment = \"l2\"",
    "l4 segment = \"l3\"",
    "l5 segment = \"l4\"",
    "l6 segment = \"l5\"",
    "l7 segment = \"l6\"",
    "l8 segment in (\"l7\", \"d\")",
    "l9 segment = \"l8\"",
    "typo segment = \"schols\" or segment = \"l22\"",
    "none segment is missing",
    "order segment > \"a\"",
    "n1 owner = \"bob\"",
    "n2 segment = \"n1\" and not (segment != \"n1\" or segment != \"n1\")",
    "n3 segment = \"n2\" and not (segment != \"n2\" or segment != \"n2\")",
    "n4 segment = \"n3\" and not (segment != \"n3\" or segment != \"n3\")",
    "n5 segment = \"n4\" and not (segment != \"n4\" or segment != \"n4\")",
    "n6 segment = \"n5\" and not (segment != \"n5\" or segment != \"n5\")",
    "n7 segment = \"n6\" and not (segment != \"n6\" or segment != \"n6\")",
    "n8 segment = \"n7\" and not (segment != \"n7\" or segment != \"n7\")",
    "s0 industry = \"EdTech\"",
    "s1 owner = \"bob\"",
    "s2 employees > 50 or arr > 1200",
    "s3 lifecycle != \"active\" and not owner is missing",
};

static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    fact(t, "account", "key=A name=Ash industry=EdTech owner=ann start=2023-01-01 employees=10");
    fact(t, "account", "key=B name=Birch industry=EdTech owner=bob start=2023-06-01 employees=200");
    fact(t, "account", "key=C name=Cedar industry=FinTech owner=bob start=2022-01-01");
    fact(t, "account", "key=D name=Dogwood lifecycle=churned start=2023-01-01");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=10000 seats=5");
    fact(t, "subscription", "account_id=3 start=2023-01-01 amount_cents=90000 seats=50");
    for (size_t k = 0; k < ARRAY_LEN(lines); k++) {
        int n = (int)strcspn(lines[k], " ");
        put_sql(t, arena_printf(t->arena,
                                "INSERT INTO segment (id, key, name, filter, created, updated) "
                                "VALUES (%zu, '%.*s', 'x', '%s', 0, 0)",
                                k + 1, n, lines[k], lines[k] + n + 1));
    }
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    f.cache = snapshots_new();
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_reset(f->t.arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static struct segments *load(struct fixture *f, struct conn *c)
{
    struct segments *segments;
    struct err err = {0};

    ASSERT_OK(segments_load(c, f->t.arena, &segments, &err), err);
    return segments;
}

static const struct snapshot *look(struct fixture *f, struct conn *c)
{
    const struct snapshot *s;
    struct err err = {0};

    ASSERT_OK(
        snapshot_get(f->cache, c, day_at("2024-06-30"), SNAPSHOT_METRICS, f->t.arena, &s, &err),
        err);
    return s;
}

static const char *keys_of(const struct snapshot *s, const bool *is_member, struct arena *arena)
{
    AUTO_BUF keys = {0};

    for (size_t i = 0; i < s->n; i++)
        if (is_member[i])
            buf_str(&keys, s->accounts->text[ATTR_KEY][i]);
    return arena_strdup(arena, buf_text(&keys));
}

static void segments_hold_their_members(void **state)
{
    static const struct {
        const char *key, *members;
        bool needs_scores, needs_metrics, is_of_all;
        int depth;
    } cases[] = {
        {"schools", "AB", false, false, false, 1}, {"bobs", "BC", false, false, false, 1},
        {"both", "B", false, false, false, 2},     {"either", "ABC", false, false, false, 2},
        {"neither", "D", false, false, false, 3},  {"not_bobs", "A", false, false, true, 2},
        {"paying", "C", false, true, false, 3},    {"healthy", "", true, false, false, 1},
        {"led", "A", true, false, false, 2},
    };
    struct fixture *f = *state;
    struct conn *c;
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    struct segments *segments = load(f, c);
    const struct snapshot *s = look(f, c);
    const struct select_table table = snapshot_table(s);
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct segment *g = segment_find(segments, cases[k].key);
        ASSERT_OK(segment_read(segments, g, &err), err);
        const bool *is_member = segment_members(segments, cases[k].key, &table, f->t.arena);
        assert_string_equal(keys_of(s, is_member, f->t.arena), cases[k].members);
        assert_int_equal(segment_needs_scores(segments, cases[k].key), cases[k].needs_scores);
        assert_int_equal(g->needs_metrics, cases[k].needs_metrics);
        assert_int_equal(g->is_of_all, cases[k].is_of_all);
        assert_int_equal(g->depth, cases[k].depth);
    }
    assert_string_equal(
        keys_of(s, segment_members(segments, "nobody", &table, f->t.arena), f->t.arena), "");
    AUTO_BUF stamp = {0};
    segment_stamp(segments, "both", &stamp);
    assert_string_equal(buf_text(&stamp),
                        "both: segment = \"schools\" and segment = \"bobs\"; schools: industry = "
                        "\"EdTech\"; bobs: owner = \"bob\";");
    db_read_end(c);
}

static void wrong_segments_are_refused(void **state)
{
    static const struct {
        const char *key, *text; /* NULL: nothing is wrong */
    } cases[] = {
        {"a", "a segment cannot be made of itself: a → b → c → a"},
        {"me", "a segment cannot be made of itself: me → me"},
        {"lost", "at character 1: there is no field \"custom.gone\" to filter by"},
        {"finds",
         "segment lost does not work: at character 1: there is no field \"custom.gone\" to filter "
         "by"},
        {"l9", "segments are nested at most 8 deep: l9 → l8 → l7 → l6 → l5 → l4 → l3 → l2 → l1"},
        {"l8", NULL},
        {"d", NULL},
        {"typo", "at character 1: segment is never \"schols\"; did you mean \"schools\"?"},
        {"none", "at character 1: segment cannot be compared by is missing"},
        {"order", "at character 1: segment cannot be compared by >"},
    };
    struct fixture *f = *state;
    struct conn *c;
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    struct segments *segments = load(f, c);
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        int rc = segment_read(segments, segment_find(segments, cases[k].key), &err);
        if (!cases[k].text) {
            assert_int_equal(rc, 0);
            continue;
        }
        assert_int_equal(rc, ERR_INVALID);
        assert_string_equal(err.field, "filter");
        assert_string_equal(err.text, cases[k].text);
    }
    db_read_end(c);
}

/* What a random filter over segments chooses is what the same filter chooses with each segment's
 * own text in brackets in its place. */
static void naming_is_the_same_as_writing_out(void **state)
{
    static const char *const texts[] = {"industry = \"EdTech\"", "owner = \"bob\"",
                                        "employees > 50 or arr > 1200",
                                        "lifecycle != \"active\" and not owner is missing"};
    static const char *const joins[] = {" and ", " or ", " and not ", " or not "};
    struct fixture *f = *state;
    struct conn *c;
    struct err err = {0};
    struct rng rng;

    rng_init(&rng, 7, 0);
    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    struct segments *segments = load(f, c);
    const struct filter_names names = select_names(&segments->fields);
    const struct select_table table = snapshot_table(look(f, c));
    for (int round = 0; round < 300; round++) {
        AUTO_BUF named = {0}, written = {0}, text = {0}, json = {0};
        const struct filter *a, *b, *back;
        for (int64_t k = 0, n = rng_between(&rng, 1, 6); k < n; k++) {
            int64_t which = rng_below(&rng, ARRAY_LEN(texts));
            bool is_not = rng_chance(&rng, 0.3);
            const char *join = k ? joins[rng_below(&rng, ARRAY_LEN(joins))] : "";
            buf_printf(&named, "%ssegment %s \"s%d\"", join, is_not ? "!=" : "=", (int)which);
            buf_printf(&written, "%s%s(%s)", join, is_not ? "not " : "", texts[which]);
        }
        ASSERT_OK(filter_parse(buf_text(&named), &names, f->t.arena, &a, &err), err);
        ASSERT_OK(filter_parse(buf_text(&written), &names, f->t.arena, &b, &err), err);
        struct select_needs needs;
        ASSERT_OK(select_needs(a, &needs, &err), err);
        assert_memory_equal(select_filter(a, &table, f->t.arena),
                            select_filter(b, &table, f->t.arena), table.n);
        filter_write_json(a, &json);
        json_t *value = json_loads(buf_text(&json), 0, NULL);
        ASSERT_OK(filter_read(value, &names, f->t.arena, &back, &err), err);
        filter_write(back, &text);
        assert_string_equal(buf_text(&text), buf_text(&named));
        json_decref(value);
    }
    db_read_end(c);
}

/* Each of these names the one before three times: written out it would be 3^7 conditions. */
static void a_segment_is_evaluated_once(void **state)
{
    struct fixture *f = *state;
    struct conn *c;
    struct err err = {0};
    AUTO_STRUCT(arena) *arena = arena_new();

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    struct segments *segments = load(f, c);
    const struct snapshot *s = look(f, c);
    const struct select_table table = snapshot_table(s);
    assert_string_equal(keys_of(s, segment_members(segments, "n8", &table, arena), arena), "BC");
    assert_in_range(arena_used(arena), 1, 4096);
    db_read_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(segments_hold_their_members, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_segments_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(naming_is_the_same_as_writing_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_segment_is_evaluated_once, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
