#include "base/str.h"
#include "facts/assessment/assessment.h"
#include "facts/survey/instrument_built_in.h"
#include "facts/survey/instrument_store.h"
#include "facts_test.h"

#define HEAD "{\"id\":\"x\",\"kind\":\"free\",\"name\":{\"en\":\"X\",\"de\":\"X\"},\"questions\":["

static int parse(struct arena *arena, const char *text, struct instrument **ret, struct err *err)
{
    *err = (struct err){0};
    return instrument_parse(text, 1, arena, ret, err);
}

static void all_that_come_with_ripen_are_sound_in_two_languages(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err;
    (void)state;
    for (size_t b = 0; b < BUILT_INS; b++) {
        struct instrument *in;
        ASSERT_OK(parse(arena, instrument_built_in(instrument_built_in_ids[b]), &in, &err), err);
        assert_string_equal(in->id, instrument_built_in_ids[b]);
        assert_int_equal(in->n_languages, 2);
        assert_string_equal(in->languages[0], "en");
        for (size_t q = 0; q < in->n_questions; q++) {
            assert_non_null(json_object_get(in->questions[q].text, "de"));
            if (in->questions[q].low)
                assert_non_null(json_object_get(in->questions[q].low, "de"));
            if (in->questions[q].rating)
                assert_non_null(json_object_get(in->questions[q].why, "de"));
        }
    }
}

static void the_long_form_asks_all_twelve_in_order(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct instrument *in;
    struct err err;
    (void)state;
    ASSERT_OK(parse(arena, instrument_built_in("maturity"), &in, &err), err);
    for (size_t r = 0; r < ASSESSMENT_RATINGS; r++)
        assert_string_equal(in->questions[r].rating, assessment_ratings[r]);
    ASSERT_OK(parse(arena, instrument_built_in("maturity_short"), &in, &err), err);
    for (size_t g = 0; g < ASSESSMENT_GROUPS; g++)
        assert_string_equal(in->questions[g].rating,
                            assessment_all_ratings[ASSESSMENT_RATINGS + g]);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    static const struct {
        const char *rest, *field;
    } cases[] = {
        {"]}", "questions"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{}}]}", "questions[0].text"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"de\":\"A\"}}]}", "questions[0].text"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\",\"german\":\"A\"}}]}",
         "questions[0].text"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\",\"de\":\"\"}}]}",
         "questions[0].text.de"},
        {"{\"id\":\"A b\",\"type\":\"text\",\"text\":{\"en\":\"A\"}}]}", "questions[0].id"},
        {"{\"id\":\"a\",\"type\":\"stars\",\"text\":{\"en\":\"A\"}}]}", "questions[0].type"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\"}},"
         "{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\"}}]}",
         "questions[1].id"},
        {"{\"id\":\"a\",\"type\":\"single\",\"text\":{\"en\":\"A\"},\"choices\":["
         "{\"id\":\"y\",\"text\":{\"en\":\"Y\"}}]}]}",
         "questions[0].choices"},
        {"{\"id\":\"a\",\"type\":\"single\",\"text\":{\"en\":\"A\"},\"choices\":["
         "{\"id\":\"y\",\"text\":{\"en\":\"Y\"}},{\"id\":\"y\",\"text\":{\"en\":\"Y\"}}]}]}",
         "questions[0].choices[1].id"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\"},\"low\":{\"en\":\"L\"}}]}",
         "questions[0].low"},
        {"{\"id\":\"a\",\"type\":\"number\",\"text\":{\"en\":\"A\"},\"min\":2,\"max\":1}]}",
         "questions[0].max"},
        {"{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"A\"},\"when\":"
         "{\"question\":\"b\",\"op\":\"=\",\"value\":1}},"
         "{\"id\":\"b\",\"type\":\"number\",\"text\":{\"en\":\"B\"}}]}",
         "questions[0].when.question"},
        {"{\"id\":\"a\",\"type\":\"scale_1_5\",\"text\":{\"en\":\"A\"},\"rating\":\"people\","
         "\"low\":{\"en\":\"L\"},\"high\":{\"en\":\"H\"}}]}",
         "questions[0].rating"},
    };
    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct instrument *in;
        struct err err;
        const char *text = arena_printf(arena, HEAD "%s", cases[k].rest);
        assert_int_equal(parse(arena, text, &in, &err), ERR_INVALID);
        assert_string_equal(err.field, cases[k].field);
        assert_true(*err.text);
    }
}

static void a_kind_needs_the_question_it_is_made_for(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct instrument *in;
    struct err err;
    (void)state;
    assert_int_equal(parse(arena,
                           "{\"id\":\"x\",\"kind\":\"nps\",\"name\":{\"en\":\"X\"},\"questions\":"
                           "[{\"id\":\"a\",\"type\":\"scale_1_5\",\"text\":{\"en\":\"A\"}}]}",
                           &in, &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "questions");
    assert_int_equal(parse(arena,
                           "{\"id\":\"x\",\"kind\":\"maturity\",\"name\":{\"en\":\"X\"},"
                           "\"questions\":"
                           "[{\"id\":\"a\",\"type\":\"scale_1_5\",\"text\":{\"en\":\"A\"}}]}",
                           &in, &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "questions");
}

static void words_come_in_the_language_that_is_nearest(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct instrument *in;
    struct err err;
    (void)state;
    ASSERT_OK(parse(arena,
                    HEAD "{\"id\":\"a\",\"type\":\"text\",\"text\":{\"en\":\"Why?\",\"de\":"
                         "\"Warum?\"},\"help\":{\"en\":\"Help\"}}]}",
                    &in, &err),
              err);
    assert_string_equal(instrument_words(in, in->questions[0].text, "de"), "Warum?");
    assert_string_equal(instrument_words(in, in->questions[0].text, "de-AT"), "Warum?");
    assert_string_equal(instrument_words(in, in->questions[0].text, "fr"), "Why?");
    assert_string_equal(instrument_words(in, in->questions[0].text, NULL), "Why?");
    assert_string_equal(instrument_words(in, in->questions[0].help, "de"), "Help");
    assert_null(instrument_words(in, in->questions[0].why, "de"));
}

static void what_came_with_ripen_is_there_until_it_is_changed(void **state)
{
    struct facts_test t;
    struct instrument *in;
    struct instrument_summary *all;
    size_t n;
    (void)state;
    facts_test_init(&t);
    ASSERT_OK(instrument_load(t.act.conn, "nps", 0, t.act.arena, &in, &t.err), t.err);
    assert_int_equal(in->version, 1);
    assert_int_equal(in->main, 0);
    assert_int_equal(instrument_load(t.act.conn, "nps", 2, t.act.arena, &in, &t.err),
                     ERR_NOT_FOUND);
    assert_int_equal(instrument_load(t.act.conn, "mood", 0, t.act.arena, &in, &t.err),
                     ERR_NOT_FOUND);
    ASSERT_OK(instrument_list(t.act.conn, NULL, t.act.arena, &all, &n, &t.err), t.err);
    assert_int_equal(n, BUILT_INS);
    assert_string_equal(all[0].id, "ces");

    /* Pinned, it is a row like any other, and the list is the same. */
    ASSERT_OK(instrument_pin(&t.act, in, &t.err), t.err);
    ASSERT_OK(instrument_pin(&t.act, in, &t.err), t.err);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM instrument"), 1);
    ASSERT_OK(instrument_load(t.act.conn, "nps", 0, t.act.arena, &in, &t.err), t.err);
    assert_int_equal(in->version, 1);
    ASSERT_OK(instrument_list(t.act.conn, NULL, t.act.arena, &all, &n, &t.err), t.err);
    assert_int_equal(n, BUILT_INS);
    facts_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_come_with_ripen_are_sound_in_two_languages),
        cmocka_unit_test(the_long_form_asks_all_twelve_in_order),
        cmocka_unit_test(what_is_wrong_is_told_with_its_place),
        cmocka_unit_test(a_kind_needs_the_question_it_is_made_for),
        cmocka_unit_test(words_come_in_the_language_that_is_nearest),
        cmocka_unit_test(what_came_with_ripen_is_there_until_it_is_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
