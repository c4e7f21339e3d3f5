#include "facts/account/account.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_event.h"
#include "facts/usage/usage_people.h"
#include "facts_test.h"

static int64_t account_make(struct facts_test *t, const char *key)
{
    struct account a;
    int64_t id;

    fields_init(account_fields, &a);
    a.key = a.name = key;
    ASSERT_OK(kind_create(&t->act, &account_kind, &a, &t->err), t->err);
    ASSERT_OK(kind_id(t->act.conn, &account_kind, key, &id, &t->err), t->err);
    return id;
}

static struct usage_outcome put(struct facts_test *t, enum usage_mode mode,
                                struct usage_count count, const char *event, const char *user)
{
    AUTO_STRUCT(usage_writer) *w = usage_writer_new(&t->act, mode);
    struct usage_outcome outcome = {0};

    ASSERT_OK(usage_writer_event(w, event, &count.event_id, &t->err), t->err);
    if (user)
        ASSERT_OK(usage_writer_user(w, count.account_id, user, &count.user_id, &t->err), t->err);
    usage_writer_add(w, &count);
    ASSERT_OK(usage_writer_flush(w, &outcome, &t->err), t->err);
    return outcome;
}

#define ASSERT_OUTCOME(o, a, b, c)         \
    do {                                   \
        struct usage_outcome _o = (o);     \
        assert_int_equal(_o.new, a);       \
        assert_int_equal(_o.changed, b);   \
        assert_int_equal(_o.unchanged, c); \
    } while (0)

struct sum {
    int64_t months, cells, counts, users;
};

static int add_up(void *ctx, const struct usage_month *m, struct err *err)
{
    struct sum *s = ctx;

    (void)err;
    s->months++;
    s->cells += (int64_t)m->n_cells;
    s->users += (int64_t)m->n_users;
    for (size_t i = 0; i < m->n_cells; i++)
        s->counts += m->cells[i].count;
    return 0;
}

static struct sum sum_of(struct facts_test *t, int32_t first, int32_t last, int64_t account_id)
{
    struct usage_range range = {day_month(first), day_month(last), account_id};
    struct sum s = {0};

    ASSERT_OK(usage_scan(t->act.conn, &range, add_up, &s, &t->err), t->err);
    return s;
}

static void counts_are_replaced_or_added(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    int32_t day = test_day("2026-02-28");
    struct usage_count c = {.account_id = account_make(&t, "A-1"), .count = 5, .day = day};

    ASSERT_OUTCOME(put(&t, USAGE_REPLACE, c, "report", "u1"), 1, 0, 0);
    ASSERT_OUTCOME(put(&t, USAGE_REPLACE, c, "report", "u1"), 0, 0, 1);
    c.count = 7;
    ASSERT_OUTCOME(put(&t, USAGE_REPLACE, c, "report", NULL), 0, 1, 0);
    assert_int_equal(sum_of(&t, day, day, 0).counts, 7);
    ASSERT_OUTCOME(put(&t, USAGE_ADD, c, "report", "u2"), 0, 1, 0);
    struct sum s = sum_of(&t, day, day, c.account_id);
    assert_int_equal(s.counts, 14);
    assert_int_equal(s.users, 2);
    c.count = 0;
    ASSERT_OUTCOME(put(&t, USAGE_REPLACE, c, "report", NULL), 0, 1, 0);
    assert_int_equal(sum_of(&t, day, day, 0).cells, 0);
    facts_test_done(&t);
}

static void scans_keep_to_their_range(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    int64_t a = account_make(&t, "A-1"), b = account_make(&t, "A-2");
    int32_t jan = test_day("2026-01-31"), feb = test_day("2026-02-01");

    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = a, .count = 1, .day = jan}, "x",
        NULL);
    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = a, .count = 2, .day = feb}, "x",
        NULL);
    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = b, .count = 4, .day = feb}, "x",
        NULL);
    assert_int_equal(sum_of(&t, jan, feb, 0).counts, 7);
    assert_int_equal(sum_of(&t, jan, feb, 0).months, 3);
    assert_int_equal(sum_of(&t, jan, jan, 0).counts, 1);
    assert_int_equal(sum_of(&t, feb, feb, 0).counts, 6);
    assert_int_equal(sum_of(&t, feb, feb, a).counts, 2);
    facts_test_done(&t);
}

static void events_know_their_days_and_mark_accounts(void **state)
{
    struct facts_test t;
    struct usage_event e;
    (void)state;
    facts_test_init(&t);
    int64_t a = account_make(&t, "A-1");
    account_make(&t, "A-2");
    int32_t early = test_day("2025-12-31"), late = test_day("2026-02-03");

    db_exec(t.act.conn, "DELETE FROM score_dirty", DB_ARGS(), &t.err);
    struct usage_count c = {.account_id = a, .count = 1, .day = late};
    put(&t, USAGE_REPLACE, c, "export", NULL);
    /* A new event changes what share of all events everybody uses. */
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 2);
    db_exec(t.act.conn, "DELETE FROM score_dirty", DB_ARGS(), &t.err);
    put(&t, USAGE_REPLACE, c, "export", NULL);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 0);
    c.day = early;
    put(&t, USAGE_REPLACE, c, "export", NULL);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 1);

    ASSERT_OK(kind_get(t.act.conn, &usage_event_kind, "export", t.act.arena, &e, &t.err), t.err);
    assert_int_equal(e.first_day, early);
    assert_int_equal(e.last_day, late);
    assert_true(e.is_tracked);
    assert_false(e.is_advanced);
    facts_test_done(&t);
}

static void a_deleted_event_takes_its_counts_along(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    int64_t a = account_make(&t, "A-1");
    int32_t day = test_day("2026-02-03");
    struct usage_count c = {.account_id = a, .count = 3, .day = day};

    put(&t, USAGE_REPLACE, c, "kept", NULL);
    put(&t, USAGE_REPLACE, c, "gone", NULL);
    put(&t, USAGE_REPLACE, (struct usage_count){a, 0, 0, 1, day + 60}, "gone", NULL);
    ASSERT_OK(kind_delete(&t.act, &usage_event_kind, "gone", &t.err), t.err);
    assert_int_equal(sum_of(&t, day, day + 60, 0).counts, 3);
    assert_int_equal(sum_of(&t, day, day + 60, 0).months, 1);
    facts_test_done(&t);
}

static int64_t reach(struct facts_test *t, const char *key)
{
    struct usage_event e;

    ASSERT_OK(kind_get(t->act.conn, &usage_event_kind, key, t->act.arena, &e, &t->err), t->err);
    return e.volume * 100 + e.accounts;
}

static void events_know_how_much_they_are_used(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    int64_t a = account_make(&t, "A-1"), b = account_make(&t, "A-2");
    int32_t jan = test_day("2026-01-31"), feb = test_day("2026-02-01");

    put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 3, .day = jan}, "x", NULL);
    put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 2, .day = feb}, "x", NULL);
    assert_int_equal(reach(&t, "x"), 501);
    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = b, .count = 4, .day = feb}, "x",
        NULL);
    assert_int_equal(reach(&t, "x"), 902);
    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = a, .day = jan}, "x", NULL);
    assert_int_equal(reach(&t, "x"), 602); /* A-1 used it in February still */
    put(&t, USAGE_REPLACE, (struct usage_count){.account_id = a, .day = feb}, "x", NULL);
    assert_int_equal(reach(&t, "x"), 401);
    put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 1, .day = jan}, "x", NULL);
    assert_int_equal(reach(&t, "x"), 502);
    /* Of before: counted with the next change. */
    db_exec(t.act.conn, "UPDATE usage_event SET volume = NULL, accounts = NULL", DB_ARGS(), &t.err);
    put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 1, .day = jan}, "y", NULL);
    assert_int_equal(reach(&t, "x"), 502);
    assert_int_equal(reach(&t, "y"), 101);
    facts_test_done(&t);
}

static void an_accounts_users_tell_their_days(void **state)
{
    struct facts_test t;
    struct usage_people people;
    (void)state;
    facts_test_init(&t);
    int64_t a = account_make(&t, "A-1"), b = account_make(&t, "A-2");
    int32_t today = test_day("2026-03-18"); /* a Wednesday */

    for (int32_t back = 0; back < 40; back += 10)
        put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 1, .day = today - back},
            "x", "u1");
    put(&t, USAGE_ADD, (struct usage_count){.account_id = a, .count = 1, .day = today - 2}, "x",
        "u2");
    put(&t, USAGE_ADD, (struct usage_count){.account_id = b, .count = 1, .day = today}, "x", "u3");
    ASSERT_OK(usage_people(t.act.conn, a, today, 10, t.act.arena, &people, &t.err), t.err);
    assert_int_equal(people.total, 2);
    assert_string_equal(people.items[0].user, "u1");
    assert_int_equal(people.items[0].first, today - 30);
    assert_int_equal(people.items[0].last, today);
    assert_int_equal(people.items[0].active_days, 4);
    assert_int_equal(people.items[0].active_days_28, 3);
    assert_close(people.items[0].weeks[USAGE_PEOPLE_WEEKS - 1], 1, 0);
    assert_close(people.items[0].weeks[USAGE_PEOPLE_WEEKS - 2], 0, 0);
    assert_string_equal(people.items[1].user, "u2");
    /* As of a day before, nothing of later is seen. */
    ASSERT_OK(usage_people(t.act.conn, a, today - 5, 10, t.act.arena, &people, &t.err), t.err);
    assert_int_equal(people.total, 1);
    assert_int_equal(people.items[0].active_days, 3);
    facts_test_done(&t);
}

static void names_that_cannot_be_are_refused(void **state)
{
    struct facts_test t;
    int64_t id = 77;
    char name[16], long_name[200];
    (void)state;
    facts_test_init(&t);
    AUTO_STRUCT(usage_writer) *w = usage_writer_new(&t.act, USAGE_REPLACE);

    assert_int_equal(usage_writer_event(w, "a\tb", &id, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "event");
    assert_int_equal(usage_writer_event(w, "", &id, &t.err), ERR_INVALID);
    memset(long_name, 'x', sizeof(long_name));
    long_name[sizeof(long_name) - 1] = 0;
    assert_int_equal(usage_writer_event(w, long_name, &id, &t.err), ERR_INVALID);
    assert_int_equal(usage_writer_user(w, 1, long_name, &id, &t.err), ERR_INVALID);
    assert_int_equal(id, 77);
    for (int i = 0; i < USAGE_EVENTS_MAX; i++) {
        snprintf(name, sizeof(name), "e%d", i);
        ASSERT_OK(usage_writer_event(w, name, &id, &t.err), t.err);
    }
    assert_int_equal(usage_writer_event(w, "one more", &id, &t.err), ERR_TOO_LARGE);
    facts_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_replaced_or_added),
        cmocka_unit_test(scans_keep_to_their_range),
        cmocka_unit_test(events_know_their_days_and_mark_accounts),
        cmocka_unit_test(a_deleted_event_takes_its_counts_along),
        cmocka_unit_test(names_that_cannot_be_are_refused),
        cmocka_unit_test(events_know_how_much_they_are_used),
        cmocka_unit_test(an_accounts_users_tell_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
