/* The ledger of a small invented company, against what its snapshots say day by day. */
#include "facts/kind/touch.h"
#include "intake/sample/sample.h"
#include "metric_test.h"
#include "scoring/ledger/ledger.h"

#define TODAY    "2024-10-03" /* a Thursday */
#define ACCOUNTS 60

struct fixture {
    struct metric_test t;
    struct snapshots *snapshots;
    struct ledgers *ledgers;
};

static int set_up(void **state)
{
    static struct fixture f;
    const struct sample_options sample = {
        .accounts = ACCOUNTS, .months = 12, .seed = 3, .until = day_at(TODAY)};
    struct sample_result result;
    struct err err = {0};

    metric_test_init(&f.t);
    metric_test_commit(&f.t);
    ASSERT_OK(sample_fill(f.t.base.db, &sample, NULL, NULL, &result, &err), err);
    ASSERT_OK(cards_seed(f.t.base.db, &err), err);
    ASSERT_OK(history_refresh(f.t.base.db, day_at(TODAY), NULL, &err), err);
    f.snapshots = snapshots_new();
    f.ledgers = ledgers_new();
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_reset(f->t.arena);
    ledgers_free(f->ledgers);
    snapshots_free(f->snapshots);
    metric_test_done(&f->t);
    return 0;
}

static struct ledger_source begin(struct fixture *f)
{
    struct ledger_source s = {f->ledgers, f->snapshots, NULL, day_at(TODAY), f->t.arena};
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &s.conn, &err), err);
    return s;
}

static struct ledger_query query_of_all(void)
{
    struct ledger_query q;

    fields_init(ledger_query_fields, &q);
    q.filter = NULL;
    q.from = day_at("2010-01-01");
    q.limit = LEDGER_CSV_MAX;
    return q;
}

static struct ledger ask(struct fixture *f, const struct ledger_query *query)
{
    struct ledger_source source = begin(f);
    struct ledger ledger;
    struct err err = {0};

    ASSERT_OK(ledger_read(&source, query, &ledger, &err), err);
    db_read_end(source.conn);
    return ledger;
}

static bool is_known_day(const struct score_day *days, size_t n, int32_t day)
{
    for (size_t k = 0; k < n; k++)
        if (days[k].day == day)
            return true;
    return false;
}

static void placing_on(const struct ledger_source *source, int32_t day, struct placing *ret)
{
    struct placing_plan plan;
    const struct snapshot *s = NULL;
    struct err err = {0};

    ASSERT_OK(placing_plan(source->conn, NULL, source->arena, &plan, &err), err);
    ASSERT_OK(
        snapshot_get(source->snapshots, source->conn, day, plan.depth, source->arena, &s, &err),
        err);
    ASSERT_OK(placing_make(&plan, s, source->arena, ret, &err), err);
}

/* What the snapshots of two neighbouring days say: as many accounts have changed. */
static size_t changes_between(const struct ledger_source *source, int32_t before, int32_t day)
{
    struct placing p, q;
    size_t n = 0;

    placing_on(source, before, &p);
    placing_on(source, day, &q);
    for (size_t i = 0; i < p.s->n; i++) {
        bool is_both = p.s->is_customer[i] && q.s->is_customer[i];
        n +=
            p.s->is_customer[i] != q.s->is_customer[i] ||
            (is_both &&
             (!str_eq(snapshot_band(p.s, CARD_HEALTH, i), snapshot_band(q.s, CARD_HEALTH, i)) ||
              !str_eq(snapshot_band(p.s, CARD_MATURITY, i), snapshot_band(q.s, CARD_MATURITY, i)) ||
              !str_eq(placing_cell_id(&p, i), placing_cell_id(&q, i))));
    }
    return n;
}

static void it_is_what_the_snapshots_say_day_by_day(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    struct ledger all = ask(f, &query);
    struct ledger_source source = begin(f);
    struct score_day *days;
    size_t n, total = 0;
    struct err err = {0};

    ASSERT_OK(history_days(source.conn, DAY_MIN, DAY_MAX, source.arena, &days, &n, &err), err);
    for (size_t k = 1; k < n; k++)
        total += changes_between(&source, days[k - 1].day, days[k].day);
    assert_true(total > 100);
    assert_int_equal(all.total, total);
    assert_int_equal(all.n_entries, total);
    assert_true(all.up > 0 && all.down > 0 && all.up + all.down <= all.total);
    for (size_t k = 0; k < all.n_entries; k++) {
        const struct ledger_entry *e = &all.entries[k];
        assert_true(e->after < e->day && e->n_changed > 0);
        assert_true(is_known_day(days, n, e->after) && is_known_day(days, n, e->day));
        if (k > 0)
            assert_true(e[-1].day > e->day ||
                        (e[-1].day == e->day && e[-1].arr_cents >= e->arr_cents));
    }
    db_read_end(source.conn);
}

/* Points of one score, as they are shown, against the change of the score, as it is shown. */
static void reasons_add_up_to_the_change(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    struct ledger all = ask(f, &query);
    size_t measured = 0;

    for (size_t k = 0; k < all.n_entries; k++) {
        const struct ledger_entry *e = &all.entries[k];
        double health = 0, maturity = 0;
        bool has_health = false, has_maturity = false;
        assert_true(e->n_because > 0);
        for (size_t c = 0; c < e->n_because; c++) {
            const struct ledger_cause *cause = &e->because[c];
            assert_true(str_index(ledger_cause_kinds, cause->kind) >= 0);
            assert_string_not_equal(cause->kind, "card");
            assert_string_not_equal(cause->kind, "facts");
            if (isnan(cause->points))
                continue;
            has_health |= str_eq(cause->score, "health");
            has_maturity |= str_eq(cause->score, "maturity");
            *(str_eq(cause->score, "health") ? &health : &maturity) += cause->points;
        }
        measured += has_health || has_maturity;
        if (has_health)
            assert_close(health, round(10 * e->to->health) / 10 - round(10 * e->from->health) / 10,
                         1e-9);
        if (has_maturity)
            assert_close(maturity,
                         round(100 * e->to->maturity) / 100 - round(100 * e->from->maturity) / 100,
                         1e-9);
    }
    assert_true(measured > 50);
}

static void pages_hold_every_change_once(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    struct ledger all = ask(f, &query), page;
    size_t n = 0;

    query.limit = 7;
    do {
        page = ask(f, &query);
        for (size_t k = 0; k < page.n_entries; k++, n++) {
            assert_string_equal(page.entries[k].key, all.entries[n].key);
            assert_int_equal(page.entries[k].day, all.entries[n].day);
        }
        assert_int_equal(page.total, n <= 7 ? all.total : I64_NONE);
        query.after = page.next;
    } while (page.next);
    assert_int_equal(n, all.n_entries);
}

static void an_account_has_its_part_of_it(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    struct ledger all = ask(f, &query);
    const char *key = all.entries[all.n_entries / 2].key;
    size_t n = 0;

    query.key = key;
    query.from = DAY_NONE;
    struct ledger own = ask(f, &query);
    for (size_t k = 0; k < all.n_entries; k++) {
        if (!str_eq(all.entries[k].key, key))
            continue;
        assert_true(n < own.n_entries);
        assert_int_equal(own.entries[n].day, all.entries[k].day);
        assert_int_equal(own.entries[n].n_because, all.entries[k].n_because);
        assert_int_equal(own.entries[n].arr_cents, all.entries[k].arr_cents);
        n++;
    }
    assert_int_equal(own.n_entries, n);
    query.key = "nobody";
    struct ledger_source source = begin(f);
    struct err err = {0};
    assert_int_equal(ledger_read(&source, &query, &own, &err), ERR_NOT_FOUND);
    db_read_end(source.conn);
}

static int64_t total_of(struct fixture *f, const struct ledger_query *query)
{
    struct ledger_query q = *query;

    q.limit = 1;
    return ask(f, &q).total;
}

static void choices_divide_it(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    int64_t total = total_of(f, &query), sum = 0;

    static const char *const directions[] = {"up", "down", "neither"};
    for (size_t k = 0; k < 3; k++) {
        query.direction = directions[k];
        sum += total_of(f, &query);
    }
    assert_int_equal(sum, total);
    query.direction = NULL;
    query.filter = "arr >= 50000 or lifecycle = \"churned\"";
    int64_t some = total_of(f, &query);
    query.filter = "not (arr >= 50000 or lifecycle = \"churned\")";
    assert_true(some > 0 && some < total);
    assert_int_equal(some + total_of(f, &query), total);
    query.filter = NULL;
    query.changed = "customer";
    struct ledger left = ask(f, &query);
    for (size_t k = 0; k < left.n_entries; k++)
        assert_true(str_eq(left.entries[k].because[0].kind, "customer") ||
                    str_eq(left.entries[k].because[0].kind, "left"));
    query.changed = NULL;
    query.from_health = "high";
    query.to_health = "medium";
    struct ledger down = ask(f, &query);
    assert_true(down.total > 0);
    for (size_t k = 0; k < down.n_entries; k++)
        assert_string_equal(down.entries[k].direction, "down");
    query.from_health = query.to_health = NULL;
    query.to_cell = "expand";
    struct ledger into = ask(f, &query);
    for (size_t k = 0; k < into.n_entries; k++)
        assert_string_equal(into.entries[k].to->cell, "expand");
}

static void refusals_name_the_parameter(void **state)
{
    struct fixture *f = *state;
    struct ledger_source source = begin(f);
    struct ledger ledger;
    static const struct {
        struct ledger_query change;
        const char *field;
    } cases[] = {
        {{.to_cell = "expnd", .from = DAY_NONE, .to = DAY_NONE}, "to_cell"},
        {{.filter = "luck > 3", .from = DAY_NONE, .to = DAY_NONE}, "filter"},
        {{.after = "page two", .from = DAY_NONE, .to = DAY_NONE}, "after"},
        {{.from = DAY_NONE, .to = 30000}, "to"},
        {{.from = 19999, .to = 19999}, "from"},
    };

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct ledger_query query = cases[k].change;
        struct err err = {0};
        query.limit = I64_NONE;
        assert_int_equal(ledger_read(&source, &query, &ledger, &err), ERR_INVALID);
        assert_string_equal(err.field, cases[k].field);
    }
    db_read_end(source.conn);
}

/* A customer whose maturity is known and not high. */
static int64_t somebody(struct fixture *f, const char **ret_key)
{
    struct ledger_source source = begin(f);
    const struct snapshot *s;
    struct err err = {0};
    int64_t id = 0;

    ASSERT_OK(snapshot_get(f->snapshots, source.conn, source.today, SNAPSHOT_KEPT, source.arena, &s,
                           &err),
              err);
    for (size_t i = 0; i < s->n && !id; i++)
        if (s->is_customer[i] && s->kept[KEPT_MATURITY][i] < 3) {
            id = s->accounts->ids[i];
            *ret_key = s->accounts->text[ATTR_KEY][i];
        }
    db_read_end(source.conn);
    assert_true(id > 0);
    return id;
}

/* A rating entered now moves today's place, and says so. */
static void today_is_as_it_stands(void **state)
{
    struct fixture *f = *state;
    struct ledger_query query = query_of_all();
    const char *key = NULL;
    int64_t id = somebody(f, &key);
    struct err err = {0};

    query.from = day_at(TODAY) - 1;
    metric_test_begin(&f->t);
    f->t.next_id = 1000000;
    fact(&f->t, "assessment",
         arena_printf(f->t.arena,
                      "account_id=%lld day=" TODAY
                      " charter_clarity=5 charter_influence=5 charter_head=5 people_skill=5 "
                      "people_size=5 people_record=5 process_quality=5 process_knowledge=5 "
                      "process_integration=5 tech_tools=5 tech_reports=5 tech_complexity=5",
                      (long long)id));
    ASSERT_OK(facts_touch(f->t.conn, id, &err), err);
    metric_test_commit(&f->t);
    struct ledger now = ask(f, &query);
    const struct ledger_entry *mine = NULL;
    for (size_t k = 0; k < now.n_entries; k++)
        if (str_eq(now.entries[k].key, key))
            mine = &now.entries[k];
    if (!mine) {
        fail_msg("the rated account is not in the ledger");
        return;
    }
    assert_string_equal(mine->to->maturity_band, "high");
    assert_string_equal(mine->because[mine->n_because - 1].score, "maturity");
    query.key = key;
    struct ledger own = ask(f, &query);
    assert_int_equal(own.n_entries, 1);
    assert_string_equal(own.entries[0].to->maturity_band, "high");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(it_is_what_the_snapshots_say_day_by_day),
        T(reasons_add_up_to_the_change),
        T(pages_hold_every_change_once),
        T(an_account_has_its_part_of_it),
        T(choices_divide_it),
        T(refusals_name_the_parameter),
        T(today_is_as_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
