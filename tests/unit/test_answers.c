#include "base/err.h"
#include "facts/survey/answers.h"
#include "facts/survey/instrument_built_in.h"
#include "json/parse.h"
#include "test.h"

#include <string.h>

#define ASSERT_OK(rc, err)                               \
    do {                                                 \
        if ((rc) < 0)                                    \
            fail_msg("%s: %s", (err).field, (err).text); \
    } while (0)

static const struct instrument *built_in(struct arena *arena, const char *id)
{
    struct instrument *in;
    struct err err = {0};

    ASSERT_OK(instrument_parse(instrument_built_in(id), 1, arena, &in, &err), err);
    return in;
}

static json_t *json(struct arena *arena, const char *text)
{
    json_t *v;
    struct err err = {0};

    ASSERT_OK(json_parse(text, strlen(text), &v, &err), err);
    return json_keep(arena, v);
}

static void what_is_no_answer_is_refused_by_name(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    static const struct {
        const char *instrument, *answers, *field;
    } cases[] = {
        {"nps", "{\"score\": 11}", "answers.score"},
        {"nps", "{\"score\": -1}", "answers.score"},
        {"nps", "{\"score\": 7.5}", "answers.score"},
        {"nps", "{\"score\": \"9\"}", "answers.score"},
        {"nps", "{\"score\": true}", "answers.score"},
        {"nps", "{\"rank\": 9}", "answers.rank"},
        {"nps", "{\"score\": 3, \"improve\": 5}", "answers.improve"},
        {"csat", "{\"score\": 0}", "answers.score"},
        {"ces", "{\"score\": 8}", "answers.score"},
        {"onboarding", "{\"goal_reached\": \"maybe\"}", "answers.goal_reached"},
        {"onboarding", "{\"helped\": \"docs\"}", "answers.helped"},
        {"onboarding", "{\"helped\": [\"docs\", \"docs\"]}", "answers.helped"},
        {"onboarding", "{\"helped\": [\"magic\"]}", "answers.helped"},
    };
    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct err err = {0};
        const struct instrument *in = built_in(arena, cases[k].instrument);
        assert_int_equal(answers_check(in, json(arena, cases[k].answers), false, &err),
                         ERR_INVALID);
        assert_string_equal(err.field, cases[k].field);
    }
}

static void required_ones_may_wait_until_the_end(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct instrument *in = built_in(arena, "onboarding");
    json_t *answers = json(arena, "{\"satisfaction\": 4}");
    struct err err = {0};
    (void)state;
    ASSERT_OK(answers_check(in, answers, false, &err), err);
    assert_int_equal(answers_check(in, answers, true, &err), ERR_INVALID);
    assert_string_equal(err.field, "answers.goal_reached");
}

static void the_branch_not_taken_is_forgotten(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct instrument *in = built_in(arena, "nps");
    json_t *answers = json(arena, "{\"score\": 9, \"improve\": \"All\", \"good\": \"You\"}");
    struct err err = {0};
    (void)state;
    ASSERT_OK(answers_check(in, answers, true, &err), err);
    assert_null(json_object_get(answers, "improve"));
    assert_string_equal(json_string_value(json_object_get(answers, "good")), "You");

    in = built_in(arena, "onboarding");
    answers = json(arena, "{\"satisfaction\": 2, \"goal_reached\": \"yes\", \"missing\": \"x\"}");
    ASSERT_OK(answers_check(in, answers, true, &err), err);
    assert_null(json_object_get(answers, "missing"));
    answers = json(arena, "{\"satisfaction\": 2, \"goal_reached\": \"no\", \"missing\": \"x\"}");
    ASSERT_OK(answers_check(in, answers, true, &err), err);
    assert_non_null(json_object_get(answers, "missing"));
}

static void nothing_said_is_taken_out(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    json_t *answers = json(arena, "{\"score\": 3, \"improve\": \"  \\n\"}");
    struct err err = {0};
    (void)state;
    ASSERT_OK(answers_check(built_in(arena, "nps"), answers, true, &err), err);
    assert_int_equal(json_object_size(answers), 1);
    answers = json(arena, "{\"value\": null, \"obstacles\": []}");
    ASSERT_OK(answers_check(built_in(arena, "check_in"), answers, false, &err), err);
    assert_int_equal(json_object_size(answers), 0);
}

static void forms_and_files_bring_texts(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct instrument *in = built_in(arena, "onboarding");
    json_t *answers = json(arena, "{}");
    struct err err = {0};
    (void)state;
    ASSERT_OK(answers_put_text(in, answers, "satisfaction", "4", &err), err);
    ASSERT_OK(answers_put_text(in, answers, "goal_reached", "Zum Teil", &err), err);
    ASSERT_OK(answers_put_text(in, answers, "helped", "docs", &err), err);
    ASSERT_OK(answers_put_text(in, answers, "helped", "Training", &err), err);
    ASSERT_OK(answers_put_text(in, answers, "next", "", &err), err);
    ASSERT_OK(answers_check(in, answers, true, &err), err);
    assert_int_equal(json_array_size(json_object_get(answers, "helped")), 2);
    assert_string_equal(json_string_value(json_object_get(answers, "goal_reached")), "partly");
    assert_int_equal(answers_put_text(in, answers, "satisfaction", "four", &err), ERR_INVALID);
    assert_string_equal(err.field, "answers.satisfaction");
    assert_int_equal(answers_put_text(in, answers, "mood", "4", &err), ERR_INVALID);
}

/* MODEL.md: ratings 3 1 3 | 3 4 5 | 2 1 2 | 1 2 1 are 2.37. */
static void the_score_is_the_main_answer_or_the_weighted_mean(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    (void)state;
    assert_close(answers_score(built_in(arena, "nps"), json(arena, "{\"score\": 0}")), 0, 0);
    assert_true(isnan(answers_score(built_in(arena, "nps"), json(arena, "{}"))));
    json_t *worked = json(
        arena, "{\"charter_clarity\":3,\"charter_influence\":1,\"charter_head\":3,"
               "\"people_skill\":3,\"people_size\":4,\"people_record\":5,\"process_quality\":2,"
               "\"process_knowledge\":1,\"process_integration\":2,\"tech_tools\":1,"
               "\"tech_reports\":2,\"tech_complexity\":1}");
    assert_close(answers_score(built_in(arena, "maturity"), worked), 2.3666667, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_answer_is_refused_by_name),
        cmocka_unit_test(required_ones_may_wait_until_the_end),
        cmocka_unit_test(the_branch_not_taken_is_forgotten),
        cmocka_unit_test(nothing_said_is_taken_out),
        cmocka_unit_test(forms_and_files_bring_texts),
        cmocka_unit_test(the_score_is_the_main_answer_or_the_weighted_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
