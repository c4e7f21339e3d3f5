#include "facts/account/account.h"
#include "facts/assessment/assessment.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"
#include "facts/survey/response.h"
#include "facts_test.h"
#include "json/parse.h"

#include <string.h>

static void init(struct facts_test *t)
{
    struct account a;
    struct contact c;

    facts_test_init(t);
    fields_init(account_fields, &a);
    a.key = "A-1";
    a.name = "Acme";
    ASSERT_OK(kind_create(&t->act, &account_kind, &a, &t->err), t->err);
    fields_init(contact_fields, &c);
    c.key = "C-1";
    c.account = "A-1";
    c.name = "Ann";
    ASSERT_OK(kind_create(&t->act, &contact_kind, &c, &t->err), t->err);
}

static struct response asked(struct facts_test *t, const char *key, const char *instrument)
{
    struct response r;

    fields_init(response_fields, &r);
    r.key = key;
    r.account = "A-1";
    r.contact = "C-1";
    r.instrument = instrument;
    r.invited = t->act.now_ms;
    ASSERT_OK(response_invite(&t->act, &r, &t->err), t->err);
    return r;
}

static json_t *json(struct facts_test *t, const char *text)
{
    json_t *v;

    ASSERT_OK(json_parse(text, strlen(text), &v, &t->err), t->err);
    return json_keep(t->act.arena, v);
}

static struct response get(struct facts_test *t, const char *key)
{
    struct response r;

    ASSERT_OK(kind_get(t->act.conn, &response_kind, key, t->act.arena, &r, &t->err), t->err);
    return r;
}

static void silence_is_a_row_and_an_answer_fills_it(void **state)
{
    struct facts_test t;
    (void)state;
    init(&t);
    struct response r = asked(&t, "Q-1", "nps");
    assert_int_equal(r.version, 1);
    assert_string_equal(r.basis, "survey");
    assert_true(isnan(r.score) && r.answered == TIME_NONE);

    t.act.now_ms += 3 * DAY_MS;
    ASSERT_OK(response_answer(&t.act, "Q-1", json(&t, "{\"score\": 6, \"improve\": \"Docs\"}"),
                              "de", true, &t.err),
              t.err);
    r = get(&t, "Q-1");
    assert_close(r.score, 6, 0);
    assert_string_equal(r.comment, "Docs");
    assert_string_equal(r.language, "de");
    assert_int_equal(r.answered, t.act.now_ms);

    /* Answered again: what was said before is gone, but not when it was first said. */
    t.act.now_ms += DAY_MS;
    ASSERT_OK(response_answer(&t.act, "Q-1", json(&t, "{\"score\": 10}"), "de", true, &t.err),
              t.err);
    r = get(&t, "Q-1");
    assert_close(r.score, 10, 0);
    assert_null(r.comment);
    assert_null(json_object_get(r.answers, "improve"));
    assert_int_equal(r.answered, t.act.now_ms - DAY_MS);

    assert_int_equal(
        response_answer(&t.act, "Q-1", json(&t, "{\"score\": 12}"), "de", true, &t.err),
        ERR_INVALID);
    assert_string_equal(t.err.field, "answers.score");
    facts_test_done(&t);
}

static void maturity_answers_are_an_assessment(void **state)
{
    struct facts_test t;
    struct assessment a;
    (void)state;
    init(&t);
    asked(&t, "Q-2", "maturity");
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM assessment"), 0);
    t.act.now_ms += 2 * DAY_MS;
    ASSERT_OK(response_answer(&t.act, "Q-2",
                              json(&t, "{\"charter_clarity\": 3, \"tech_tools\": 1, "
                                       "\"remark\": \"New here\"}"),
                              NULL, true, &t.err),
              t.err);
    ASSERT_OK(kind_get(t.act.conn, &assessment_kind, "response:Q-2", t.act.arena, &a, &t.err),
              t.err);
    assert_close(a.charter_clarity, 3, 0);
    assert_close(a.tech_tools, 1, 0);
    assert_true(isnan(a.charter_head));
    assert_string_equal(a.basis, "survey");
    assert_string_equal(a.contact, "C-1");
    assert_string_equal(a.note, "New here");
    assert_int_equal(a.day, test_day("2026-03-17"));

    /* Taken back, rating by rating, and then with the response. */
    ASSERT_OK(response_answer(&t.act, "Q-2", json(&t, "{\"tech_tools\": 2}"), NULL, true, &t.err),
              t.err);
    ASSERT_OK(kind_get(t.act.conn, &assessment_kind, "response:Q-2", t.act.arena, &a, &t.err),
              t.err);
    assert_true(isnan(a.charter_clarity));
    assert_close(a.tech_tools, 2, 0);
    ASSERT_OK(kind_delete(&t.act, &response_kind, "Q-2", &t.err), t.err);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM assessment"), 0);
    facts_test_done(&t);
}

static void the_short_form_rates_groups(void **state)
{
    struct facts_test t;
    struct assessment a;
    (void)state;
    init(&t);
    asked(&t, "Q-3", "maturity_short");
    ASSERT_OK(response_answer(&t.act, "Q-3",
                              json(&t, "{\"charter\": 4, \"people\": 3, \"process\": 2, "
                                       "\"technology\": 1}"),
                              NULL, true, &t.err),
              t.err);
    ASSERT_OK(kind_get(t.act.conn, &assessment_kind, "response:Q-3", t.act.arena, &a, &t.err),
              t.err);
    assert_close(a.charter, 4, 0);
    assert_close(a.technology, 1, 0);
    assert_true(isnan(a.charter_clarity));
    assert_close(get(&t, "Q-3").score, (4 * 4 + 2 * 3 + 3 * 2 + 1 * 1) / 10.0, 1e-12);
    facts_test_done(&t);
}

static struct response past(const char *instrument)
{
    struct response r;

    fields_init(response_fields, &r);
    r.account = "A-1";
    r.instrument = instrument;
    return r;
}

static void a_file_of_scores_is_enough(void **state)
{
    struct facts_test t;
    (void)state;
    init(&t);
    struct response r = past("nps");
    r.answered = t.act.now_ms - 30 * DAY_MS;
    r.score = 4;
    r.comment = "Slow";
    ASSERT_OK(kind_create(&t.act, &response_kind, &r, &t.err), t.err);
    assert_string_equal(r.basis, "imported");
    assert_int_equal(r.invited, r.answered);
    assert_int_equal(json_integer_value(json_object_get(r.answers, "score")), 4);
    assert_string_equal(json_string_value(json_object_get(r.answers, "improve")), "Slow");
    assert_string_equal(r.comment, "Slow");

    r = past("nps");
    r.answered = t.act.now_ms;
    r.score = 14;
    assert_int_equal(kind_create(&t.act, &response_kind, &r, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "score");
    r = past("mood");
    r.answered = t.act.now_ms;
    assert_int_equal(kind_create(&t.act, &response_kind, &r, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "instrument");
    r = past("nps");
    assert_int_equal(kind_create(&t.act, &response_kind, &r, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "invited");
    r = past("nps");
    r.invited = t.act.now_ms;
    r.score = 5;
    assert_int_equal(kind_create(&t.act, &response_kind, &r, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "answered");
    r = past("nps");
    r.invited = t.act.now_ms;
    r.answered = t.act.now_ms - 1;
    assert_int_equal(kind_create(&t.act, &response_kind, &r, &t.err), ERR_INVALID);
    assert_string_equal(t.err.field, "answered");
    facts_test_done(&t);
}

static void a_score_that_the_answers_deny_is_refused(void **state)
{
    struct facts_test t;
    (void)state;
    init(&t);
    asked(&t, "Q-4", "nps");
    ASSERT_OK(response_answer(&t.act, "Q-4", json(&t, "{\"score\": 6}"), NULL, true, &t.err),
              t.err);
    struct response r = get(&t, "Q-4");
    r.score = 9;
    assert_int_equal(
        kind_change(&t.act, &response_kind, &r, kind_mask_of(&response_kind, "score"), &t.err),
        ERR_INVALID);
    assert_string_equal(t.err.field, "score");
    facts_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_is_a_row_and_an_answer_fills_it),
        cmocka_unit_test(maturity_answers_are_an_assessment),
        cmocka_unit_test(the_short_form_rates_groups),
        cmocka_unit_test(a_file_of_scores_is_enough),
        cmocka_unit_test(a_score_that_the_answers_deny_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
