#include "facts/kind/touch.h"
#include "metric_test.h"
#include "scoring/explain/metric_facts.h"

#define TODAY "2024-06-30"

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    fact(t, "account", "key=A-1 name=Acme start=2023-01-01");
    fact(t, "account", "key=A-2 name=Bolt start=2023-01-01 churned=2024-05-01");
    for (int i = 3; i <= 14; i++)
        fact(t, "account", "start=2023-01-01");
    int64_t event = fact(t, "usage_event", "first_day=2024-01-01");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=10000 seats=10");
    fact(t, "invoice",
         "account_id=1 issued=2024-05-01 due=2024-05-15 paid=2024-05-10 amount_cents=9");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z satisfaction=5 "
         "first_response=2024-03-01T08:30:00Z solved=2024-03-01T18:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-06-20T08:00:00Z satisfaction=2 "
         "first_response=2024-06-22T08:30:00Z solved=2024-06-25T18:00:00Z");
    fact(t, "assessment",
         "account_id=1 day=2024-03-01 charter_clarity=3 charter_influence=1 "
         "charter_head=3 people_skill=3 people_size=4 people_record=5 "
         "process_quality=2 process_knowledge=1 process_integration=2 "
         "tech_tools=1 tech_reports=2 tech_complexity=1");
    used(t, 1, event, 7, "2024-04-20", 5);
    used(t, 1, event, 7, "2024-05-20", 5);
    used(t, 1, event, 8, "2024-05-21", 3);
    put_sql(t, "INSERT INTO usage_user (id, account_id, key) VALUES (7, 1, 'ann'), (8, 1, 'bob')");
    put_sql(t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
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

static struct explain_request begin(struct fixture *f, const char *key)
{
    struct explain_request request = {.snapshots = f->cache, .arena = f->t.arena, .key = key};
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &request.conn, &err), err);
    return request;
}

static struct standing standing(struct fixture *f, const char *key, const char *day)
{
    const struct explain_request request = begin(f, key);
    struct standing s = {0};
    struct err err = {0};

    ASSERT_OK(explain_standing(&request, day_at(day), &s, &err), err);
    db_read_end(request.conn);
    return s;
}

static double sum_of_points(const struct score *score)
{
    double sum = 0;

    for (size_t g = 0; g < score->n_groups; g++) {
        double of_group = 0;
        for (size_t m = 0; m < score->groups[g].n_measures; m++)
            of_group += score->groups[g].measures[m].points;
        assert_close(of_group, score->groups[g].points, 1e-9);
        sum += of_group;
    }
    return sum;
}

static const struct score_measure *measure(const struct score *score, const char *id)
{
    for (size_t g = 0; g < score->n_groups; g++)
        for (size_t m = 0; m < score->groups[g].n_measures; m++)
            if (str_eq(score->groups[g].measures[m].id, id))
                return &score->groups[g].measures[m];
    fail_msg("no measure %s", id);
    return NULL;
}

static void standing_says_where_and_why(void **state)
{
    struct fixture *f = *state;
    struct standing s = standing(f, "A-1", TODAY);

    assert_string_equal(s.account->name, "Acme");
    assert_string_equal(s.lifecycle, "active");
    assert_int_equal(s.arr_cents, 120000);
    assert_int_equal(s.renewal_days, 1);
    assert_int_equal(s.renewal, day_at("2024-07-01"));
    assert_close(s.maturity->score, 0.4 * 7 / 3 + 0.2 * 4 + 0.3 * 5 / 3 + 0.1 * 4 / 3, 1e-9);
    assert_string_equal(s.maturity->band, "medium");
    assert_int_equal(s.maturity->freshness_days, 121);
    assert_close(sum_of_points(s.maturity), s.maturity->score, 1e-9);
    assert_close(sum_of_points(s.health), s.health->score, 1e-9);
    assert_string_equal(measure(s.maturity, "tech_tools")->note, "Rated on 2024-03-01.");
    assert_string_equal(measure(s.health, "breadth")->note,
                        "As of 2024-05-21, where the data ends.");
    assert_string_equal(measure(s.health, "sentiment")->note,
                        "Nothing of this kind is known of anybody: import interaction.");
    assert_string_equal(measure(s.health, "executive_sponsor")->note,
                        "Not known of this account: it follows from contact.");
    assert_int_equal(s.health->freshness_days, 60); /* the last invoice */
    assert_non_null(s.cell);
    assert_null(s.health->missing_reason);
}

static void who_left_has_no_score_and_is_told_why(void **state)
{
    struct fixture *f = *state;
    struct standing s = standing(f, "A-2", TODAY);

    assert_string_equal(s.lifecycle, "churned");
    assert_true(isnan(s.health->score));
    assert_null(s.health->band);
    assert_string_equal(s.health->missing_reason, "It was no customer any more on this day.");
    assert_null(s.cell);
    s = standing(f, "A-2", "2022-12-01");
    assert_string_equal(s.health->missing_reason, "It was not a customer yet on this day.");
    s = standing(f, "account-3", TODAY);
    assert_non_null(
        strstr(s.health->missing_reason, "of the card's weight is known; it takes 20 %"));
    assert_string_equal(s.maturity->missing_reason, "Nothing that the card asks for is known.");
}

static void economics_are_given_in_numbers(void **state)
{
    struct fixture *f = *state;

    metric_test_begin(&f->t);
    put_sql(&f->t, "UPDATE assessment SET charter_clarity = 1, charter_head = 1, people_size = 1, "
                   "people_record = 1");
    put_sql(&f->t, "INSERT INTO setting (name, value) VALUES ('ltv_threshold_cents', '99999900')");
    struct err err = {0};
    ASSERT_OK(facts_touch(f->t.conn, 1, &err), err);
    metric_test_commit(&f->t);
    struct standing s = standing(f, "A-1", TODAY);
    assert_string_equal(s.maturity->band, "low");
    assert_string_equal(s.health->band, "medium");
    assert_string_equal(s.cell->id, "depends_develop");
    assert_string_equal(s.cell->label, "Serve at low touch");
    assert_non_null(
        strstr(s.cell->why, "USD stays below 999,999; its gross margin of 75 % reaches 50 %"));
    assert_non_null(strstr(s.cell->why, "Too few customers came to a renewal yet"));
}

static void changes_add_up_and_name_their_causes(void **state)
{
    struct fixture *f = *state;
    const struct explain_request request = begin(f, "A-1");
    struct change c = {0};
    struct err err = {0};

    ASSERT_OK(explain_change(&request, day_at("2024-06-01"), day_at(TODAY), &c, &err), err);
    double sum = c.health->reweighting;
    for (size_t k = 0; k < c.health->n_parts; k++)
        sum += c.health->parts[k].points;
    assert_close(sum, c.health->to - c.health->from, 1e-9);
    assert_true(c.health->to < c.health->from);
    assert_string_equal(c.health->parts[0].id, "csat");
    assert_int_equal(c.maturity->n_parts, 0);
    assert_close(c.maturity->from, c.maturity->to, 0);
    ASSERT_OK(explain_change(&request, day_at("2024-02-01"), day_at(TODAY), &c, &err), err);
    assert_true(isnan(c.maturity->from));
    assert_int_equal(c.maturity->n_parts, 0);
    db_read_end(request.conn);
}

static void trends_agree_with_lists_and_see_new_facts(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct trend t = {0};

    ASSERT_OK(history_refresh(f->t.base.db, day_at(TODAY), NULL, &err), err);
    struct explain_request request = begin(f, "A-1");
    ASSERT_OK(explain_trend(&request, day_at("2024-05-01"), day_at(TODAY), &t, &err), err);
    assert_int_equal(t.n_days, 9); /* eight Mondays and today */
    assert_string_equal(t.days[8], TODAY);
    struct score_day d;
    double kept;
    for (size_t k = 0; k < t.n_days; k++) {
        ASSERT_OK(history_day(request.conn, day_at(t.days[k]), f->t.arena, &d, &err), err);
        ASSERT_OK(history_series(request.conn, 1, KEPT_HEALTH, &d, 1, &kept, &err), err);
        assert_close(t.health[k], kept, 1e-12);
        assert_close(t.arr_cents[k], 120000, 0);
    }
    db_read_end(request.conn);

    metric_test_begin(&f->t);
    fact(&f->t, "assessment", "account_id=1 day=2024-06-10 charter_clarity=5 basis=observed");
    ASSERT_OK(facts_touch(f->t.conn, 1, &err), err);
    metric_test_commit(&f->t);
    request = begin(f, "A-1");
    double before = t.maturity[6], first = t.maturity[0];
    ASSERT_OK(explain_trend(&request, day_at("2024-05-01"), day_at(TODAY), &t, &err), err);
    assert_close(t.maturity[6] - before, 0.4 * 2 / 3, 1e-9);
    assert_close(t.maturity[0], first, 0);
    db_read_end(request.conn);
}

static void metrics_and_refusals(void **state)
{
    struct fixture *f = *state;
    const struct explain_request request = begin(f, "A-1"),
                                 nobody = {f->cache, request.conn, f->t.arena, "A-99"};
    struct account_metrics m = {0};
    struct standing s;
    struct err err = {0};

    ASSERT_OK(explain_metrics(&request, day_at(TODAY), &m, &err), err);
    assert_close(m.items[metric_index("arr")].value, 1200, 1e-9);
    assert_string_equal(m.items[metric_index("arr")].id, "arr");
    assert_int_equal(explain_standing(&nobody, day_at(TODAY), &s, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "A-99"));
    db_read_end(request.conn);
}

static struct metric_facts facts_of(struct fixture *f, const char *metric, const char *day)
{
    const struct explain_request request = begin(f, "A-1");
    struct metric_facts facts = {0};
    struct err err = {0};

    ASSERT_OK(explain_metric_facts(&request, metric, day_at(day), &facts, &err), err);
    db_read_end(request.conn);
    return facts;
}

static void facts_behind_a_number_are_as_they_were_known(void **state)
{
    struct fixture *f = *state;
    struct metric_facts open = facts_of(f, "open_tickets", "2024-06-22");

    assert_close(open.value, 1, 0);
    assert_int_equal(open.n_tickets, 1);
    assert_int_equal(open.n_facts, 1);
    assert_int_equal(day_of_time(open.tickets[0].opened), day_at("2024-06-20"));
    assert_int_equal(day_of_time(open.tickets[0].first_response), day_at("2024-06-22"));
    assert_true(open.tickets[0].solved == TIME_NONE); /* that is three days later */
    assert_true(open.tickets[0].satisfaction == I64_NONE);
    struct metric_facts rated = facts_of(f, "csat_180d_pct", TODAY);
    assert_close(rated.value, 50, 0);
    assert_int_equal(rated.n_tickets, 2);
    assert_int_equal(rated.tickets[0].satisfaction, 2); /* the newest first */
    assert_int_equal(rated.to - rated.from, 179);
    assert_string_equal(rated.terms[0].label, "Rated 4 or 5");
    assert_close(rated.terms[0].value, 1, 0);
    struct metric_facts unpaid = facts_of(f, "days_past_due", "2024-05-05");
    assert_int_equal(unpaid.n_invoices, 1);
    assert_true(unpaid.invoices[0].paid == DAY_NONE);
    struct metric_facts rating = facts_of(f, "people_record", TODAY);
    assert_int_equal(rating.n_assessments, 1);
    assert_close(rating.assessments[0].people_record, 5, 0);
}

static void usage_behind_a_number_is_by_event_and_user(void **state)
{
    struct fixture *f = *state;
    struct metric_facts users = facts_of(f, "active_users_28d", "2024-05-24");

    assert_close(users.value, 2, 0);
    assert_int_equal(users.n_users, 2);
    assert_int_equal(users.users[0].days, 1);
    assert_string_equal(users.users[0].user, "ann");
    assert_int_equal(users.n_usage, 1);
    assert_close(users.usage[0].count, 8, 0);
    assert_close(users.usage[0].count_before, 0, 0);
    assert_int_equal(users.usage[0].days, 2);
    struct metric_facts trend = facts_of(f, "usage_trend_pct", "2024-05-24");
    assert_close(trend.usage[0].count_before, 5, 0);
    assert_close(trend.terms[0].value, 8, 0);
    /* The last use, however long ago. */
    struct metric_facts last = facts_of(f, "days_since_use", "2026-01-10");
    assert_int_equal(last.from, day_at("2024-05-21"));
    assert_int_equal(last.n_usage, 1);
    assert_close(last.usage[0].count, 3, 0);
}

static void every_metric_has_facts_to_show(void **state)
{
    struct fixture *f = *state;
    const struct explain_request request = begin(f, "A-1");
    struct metric_facts facts;
    struct err err = {0};
    size_t n;
    const struct metric *all = metrics_all(&n);

    for (size_t m = 0; m < n; m++) {
        ASSERT_OK(explain_metric_facts(&request, all[m].id, day_at(TODAY), &facts, &err), err);
        assert_string_equal(facts.metric, all[m].id);
        if (isnan(facts.value))
            assert_non_null(facts.note);
    }
    assert_int_equal(explain_metric_facts(&request, "luck", day_at(TODAY), &facts, &err),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "luck"));
    db_read_end(request.conn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(standing_says_where_and_why),
        T(who_left_has_no_score_and_is_told_why),
        T(economics_are_given_in_numbers),
        T(changes_add_up_and_name_their_causes),
        T(trends_agree_with_lists_and_see_new_facts),
        T(metrics_and_refusals),
        T(facts_behind_a_number_are_as_they_were_known),
        T(usage_behind_a_number_is_by_event_and_user),
        T(every_metric_has_facts_to_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
