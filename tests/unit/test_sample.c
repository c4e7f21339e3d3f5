#include "base/str.h"
#include "db/migrate.h"
#include "intake/sample/sample_world.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct sample_options small = {.accounts = 30, .months = 8, .seed = 7, .until = 20000};

static struct db *filled(const char *path, const struct sample_options *o,
                         struct sample_result *result)
{
    struct db *db;
    struct err err = {0};

    assert_int_equal(db_open(&(struct db_options){.path = path}, &db, &err), 0);
    assert_true(db_migrate(db, &err) > 0);
    if (sample_fill(db, o, NULL, NULL, result, &err) < 0)
        fail_msg("%s", err.text);
    return db;
}

/* One number for all rows of a table, in the order of their keys. */
static int64_t fingerprint(struct db *db, const char *sql)
{
    struct conn *c;
    struct cursor *q;
    struct err err = {0};
    uint64_t hash = 1469598103934665603u;

    assert_int_equal(db_read_begin(db, &c, &err), 0);
    assert_int_equal(db_query(c, sql, DB_ARGS(), &q, &err), 0);
    while (db_next(q, &err) == 1) {
        for (int col = 0; col < 3; col++) {
            size_t n;
            const unsigned char *p = db_col_blob(q, col, &n);
            for (size_t i = 0; i < n; i++)
                hash = (hash ^ p[i]) * 1099511628211u;
        }
    }
    db_done(q);
    db_read_end(c);
    return (int64_t)hash;
}

static const char *const tables[] = {
    "SELECT CAST(key || name AS BLOB), CAST(custom AS BLOB), CAST(start AS BLOB) FROM account ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(opened AS BLOB), CAST(satisfaction AS BLOB) FROM ticket ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(issued AS BLOB), CAST(paid AS BLOB) FROM invoice ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(target AS BLOB), CAST(due AS BLOB) FROM goal ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(value AS BLOB), CAST(day AS BLOB) FROM measurement ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(sent AS BLOB), CAST(clicked AS BLOB) FROM campaign_touch ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(kind AS BLOB), CAST(day AS BLOB) FROM advocacy ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(amount_cents AS BLOB), CAST(closed AS BLOB) FROM opportunity ORDER BY key",
    "SELECT CAST(key AS BLOB), CAST(answered AS BLOB), CAST(answers AS BLOB) FROM response ORDER BY key",
    "SELECT CAST(account_id * 1000 + month AS BLOB), cells, users FROM usage_month ORDER BY account_id, month",
};

static void same_options_same_facts(void **state)
{
    (void)state;
    char dir[] = "/tmp/ripen-sample-XXXXXX", path[3][64];
    struct sample_result results[3];
    struct sample_options other = small;
    struct db *db[3];

    assert_non_null(mkdtemp(dir));
    other.seed = 8;
    for (int i = 0; i < 3; i++) {
        snprintf(path[i], sizeof(path[i]), "%s/%d.db", dir, i);
        db[i] = filled(path[i], i < 2 ? &small : &other, &results[i]);
    }
    assert_memory_equal(&results[0], &results[1], sizeof(results[0]));
    assert_int_equal(results[0].accounts, 30);
    assert_int_equal(results[0].prospects, 3);
    for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
        assert_true(fingerprint(db[0], tables[t]) == fingerprint(db[1], tables[t]));
        assert_false(fingerprint(db[0], tables[t]) == fingerprint(db[2], tables[t]));
    }
    struct err err = {0};
    assert_int_equal(sample_fill(db[0], &small, NULL, NULL, &results[0], &err), ERR_CONFLICT);
    for (int i = 0; i < 3; i++) {
        db_close(db[i]);
        unlink(path[i]);
    }
    rmdir(dir);
}

/* The account that an index gives does not depend on how many there are. */
static void more_accounts_change_none(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct sample_options more = small;

    more.accounts = 5000;
    for (int64_t i = 0; i < small.accounts; i++) {
        const struct sample_account *a = sample_account_make(&small, i, arena);
        const struct sample_account *b = sample_account_make(&more, i, arena);
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->churned, b->churned);
    }
}

/* Prospects are of every sort that a verdict can be about: asked or not, mature or not, rated or
 * not; and nobody has the name of another. */
static void prospects_are_of_all_sorts(void **state)
{
    (void)state;
    const struct sample_options o = {.accounts = 600, .months = 1, .seed = 2, .until = 20000};
    static const struct {
        const char *what, *sql;
    } some[] = {
        {"not asked anything", "custom IS NULL"},
        {"with a budget", "custom LIKE '%\"qualify_budget\":4%'"},
        {"short of money", "json_extract(custom, '$.qualify_budget') <= 1"},
        {"rated", "EXISTS (SELECT 1 FROM assessment s WHERE s.account_id = a.id)"},
        {"not rated", "NOT EXISTS (SELECT 1 FROM assessment s WHERE s.account_id = a.id)"},
        {"immature", "EXISTS (SELECT 1 FROM assessment s WHERE s.account_id = a.id AND "
                     "s.charter_clarity + s.charter_influence + s.charter_head <= 4)"},
    };
    char dir[] = "/tmp/ripen-sample-XXXXXX", path[64];
    AUTO_STRUCT(arena) *arena = arena_new();
    struct sample_result result;
    struct err err = {0};
    struct conn *c;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/p.db", dir);
    struct db *db = filled(path, &o, &result);
    assert_int_equal(result.prospects, 60);
    assert_int_equal(db_read_begin(db, &c, &err), 0);
    for (size_t k = 0; k < ARRAY_LEN(some); k++) {
        int64_t n = 0;
        const char *sql = arena_printf(
            arena, "SELECT count(*) FROM account a WHERE lifecycle = 'prospect' AND %s",
            some[k].sql);
        assert_int_equal(db_i64(c, sql, DB_ARGS(), &n, &err), 0);
        if (n == 0 || n == result.prospects)
            fail_msg("%d prospects are %s", (int)n, some[k].what);
    }
    int64_t names = 0;
    assert_int_equal(db_i64(c, "SELECT count(DISTINCT name) FROM account", DB_ARGS(), &names, &err),
                     0);
    assert_int_equal(names, result.accounts + result.prospects);
    db_read_end(c);
    db_close(db);
    unlink(path);
    rmdir(dir);
}

struct tally {
    double expected, variance, found;
};

/* Walks through an account's decisions as docs/sample-company.md tells them. */
static void count_decisions(const struct sample_account *a, int32_t end, struct tally *t)
{
    for (int n = 1;; n++) {
        int32_t day = day_add_months(a->start, a->is_yearly ? 12 * n : n);
        if (day >= end || (a->churned != DAY_NONE && day > a->churned))
            return;
        if (day < a->from)
            continue;
        double p = sample_logistic((a->is_yearly ? SAMPLE_CHURN_YEARLY : SAMPLE_CHURN_MONTHLY) -
                                   SAMPLE_CHURN_HEALTH * sample_health(a, day) -
                                   SAMPLE_CHURN_MATURITY * sample_maturity(a, day));
        t->expected += p;
        t->variance += p * (1 - p);
        t->found += day == a->churned;
    }
}

/* Churn follows the documented strength: among healthy and unhealthy, mature and immature alike, as
 * many leave as the formula expects, within four standard deviations. */
static void churn_is_as_documented(void **state)
{
    (void)state;
    const struct sample_options o = {.accounts = 4000, .months = 24, .seed = 3, .until = 20000};
    AUTO_STRUCT(arena) *arena = arena_new();
    struct tally tallies[2][2] = {0};

    for (int64_t i = 0; i < o.accounts; i++) {
        arena_reset(arena);
        const struct sample_account *a = sample_account_make(&o, i, arena);
        bool is_healthy = a->health[a->n_months / 2] > 0, is_mature = a->maturity[0] > 0;
        count_decisions(a, o.until + 1, &tallies[is_healthy][is_mature]);
    }
    for (int i = 0; i < 4; i++) {
        const struct tally *t = &tallies[i / 2][i % 2];
        assert_true(t->found > 20);
        assert_true(fabs(t->found - t->expected) < 4 * sqrt(t->variance));
    }
}

/* What the months of an account allow for: acts of advocacy, as docs/sample-company.md tells it. */
static void expect_advocacy(const struct sample_account *a, struct tally *t)
{
    for (size_t k = 0; k < a->n_months; k++) {
        int32_t first = a->from + (int32_t)k * 30;
        if (first - a->start <= 180 || first + 30 > a->until)
            continue; /* not wholly within; counted by neither side */
        double p =
            sample_clamp(SAMPLE_ADVOCACY_MONTHLY * exp(SAMPLE_ADVOCACY_HEALTH * a->health[k] +
                                                       SAMPLE_ADVOCACY_MATURITY * a->maturity[k]),
                         0, .4);
        t->expected += p;
        t->variance += p * (1 - p);
    }
}

static double count_acts(struct conn *c, const struct sample_account *a)
{
    int64_t n = 0;
    struct err err = {0};
    int32_t from = a->from;

    while (from - a->start <= 180)
        from += 30;
    int32_t to = from + (a->until - from) / 30 * 30;
    assert_int_equal(
        db_i64(c,
               "SELECT COUNT(*) FROM advocacy v JOIN account a ON a.id = v.account_id "
               "WHERE a.key = $key AND v.day >= $from_day AND v.day < $to_day",
               DB_ARGS(DB_STR("key", a->key), DB_DAY("from_day", from), DB_DAY("to_day", to)), &n,
               &err),
        0);
    return (double)n;
}

/* The healthy vouch as often as documented, and so do the others, within four deviations. */
static void advocacy_is_as_documented(void **state)
{
    (void)state;
    const struct sample_options o = {.accounts = 300, .months = 24, .seed = 5, .until = 20000};
    AUTO_STRUCT(arena) *arena = arena_new();
    char dir[] = "/tmp/ripen-sample-XXXXXX", path[64];
    struct tally tallies[2] = {0};
    struct sample_result result;
    struct err err = {0};
    struct conn *c;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/a.db", dir);
    struct db *db = filled(path, &o, &result);
    assert_int_equal(db_read_begin(db, &c, &err), 0);
    for (int64_t i = 0; i < o.accounts; i++) {
        arena_reset(arena);
        const struct sample_account *a = sample_account_make(&o, i, arena);
        struct tally *t = &tallies[a->health[a->n_months / 2] > 0];
        expect_advocacy(a, t);
        t->found += count_acts(c, a);
    }
    db_read_end(c);
    db_close(db);
    unlink(path);
    rmdir(dir);
    assert_true(result.goals > 300 && result.measurements > result.goals);
    assert_true(tallies[1].found > 2 * tallies[0].found);
    for (int i = 0; i < 2; i++)
        assert_true(fabs(tallies[i].found - tallies[i].expected) < 4 * sqrt(tallies[i].variance));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_options_same_facts),    cmocka_unit_test(more_accounts_change_none),
        cmocka_unit_test(prospects_are_of_all_sorts), cmocka_unit_test(churn_is_as_documented),
        cmocka_unit_test(advocacy_is_as_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
