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

struct tally {
    double expected, variance, churned;
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
        t->churned += day == a->churned;
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
        assert_true(t->churned > 20);
        assert_true(fabs(t->churned - t->expected) < 4 * sqrt(t->variance));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_options_same_facts),
        cmocka_unit_test(more_accounts_change_none),
        cmocka_unit_test(churn_is_as_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
