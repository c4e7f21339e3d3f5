#include "action/survey/letter.h"
#include "action/survey/survey_page.h"
#include "base/str.h"
#include "test.h"

#include <string.h>

static const char branches[] =
    "{\"id\":\"t\",\"kind\":\"free\",\"name\":{\"en\":\"T & <t>\",\"de\":\"D\"},\"questions\":["
    "{\"id\":\"a\",\"type\":\"scale_1_5\",\"text\":{\"en\":\"A\"},\"is_required\":true},"
    "{\"id\":\"b\",\"type\":\"text\",\"text\":{\"en\":\"B\"}},"
    "{\"id\":\"c\",\"type\":\"single\",\"text\":{\"en\":\"C\"},\"choices\":[{\"id\":\"x\",\"text\":{"
    "\"en\":\"X\"}},{\"id\":\"y\",\"text\":{\"en\":\"Y\"}}],"
    "\"when\":{\"question\":\"a\",\"op\":\"<=\",\"value\":2}},"
    "{\"id\":\"d\",\"type\":\"number\",\"text\":{\"en\":\"D\"},\"min\":0,\"max\":10,"
    "\"when\":{\"question\":\"a\",\"op\":\">=\",\"value\":4}},"
    "{\"id\":\"e\",\"type\":\"multiple\",\"text\":{\"en\":\"E\"},\"choices\":[{\"id\":\"p\",\"text\":{"
    "\"en\":\"P\"}},{\"id\":\"q\",\"text\":{\"en\":\"Q\"}}],"
    "\"when\":{\"question\":\"c\",\"op\":\"=\",\"choice\":\"x\"}}]}";

struct fixture {
    struct arena *arena;
    struct instrument *in;
    struct page_steps steps;
    json_t *answers;
};

static int setup(void **state)
{
    static struct fixture f;
    struct err err = {0};

    f.arena = arena_new();
    if (instrument_parse(branches, 1, f.arena, &f.in, &err) < 0)
        fail_msg("%s: %s", err.field, err.text);
    page_steps(f.in, &f.steps);
    f.answers = json_object();
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    json_decref(f->answers);
    arena_free(f->arena);
    return 0;
}

static void a_branch_stands_on_a_later_step(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(f->steps.n, 3);
    assert_int_equal(f->steps.first[1], 2);
    assert_int_equal(f->steps.first[2], 4);
    assert_int_equal(f->steps.first[3], 5);
    assert_int_equal(page_step_of(&f->steps, 1), 0);
    assert_int_equal(page_step_of(&f->steps, 3), 1);
    assert_int_equal(page_step_of(&f->steps, 4), 2);
}

static int from(const struct fixture *f, int step, bool is_back)
{
    return page_step_from(f->in, &f->steps, step, is_back, f->answers);
}

static void steps_without_a_question_are_passed_over(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(from(f, 0, false), 0);
    assert_int_equal(from(f, 1, false), -1);
    json_object_set_new(f->answers, "a", json_integer(3));
    assert_int_equal(from(f, 1, false), -1);
    json_object_set_new(f->answers, "a", json_integer(1));
    assert_int_equal(from(f, 1, false), 1);
    assert_int_equal(from(f, 2, false), -1);
    json_object_set_new(f->answers, "c", json_string("x"));
    assert_int_equal(from(f, 2, false), 2);
    assert_int_equal(from(f, 1, true), 1);
    json_object_clear(f->answers);
    assert_int_equal(from(f, 2, true), 0);
    assert_int_equal(from(f, -1, true), -1);
}

static struct page_entries filled(struct fixture *f, size_t first, size_t end,
                                  const struct form_field *pairs, size_t n)
{
    const struct form form = {pairs, n};
    struct page_entries e;

    page_form_read(f->in, &form, first, end, f->answers, &e);
    return e;
}

static void what_was_filled_in_becomes_answers(void **state)
{
    struct fixture *f = *state;
    const struct form_field good[] = {
        {"q.a", "2"}, {"q.b", " "}, {"q.d", "5"}, {"x", "y"}, {"q.nothing", "1"}};
    const struct form_field bad[] = {{"q.c", "z"}};
    const struct form_field many[] = {{"q.e", "q"}, {"q.e", "p"}};

    struct page_entries e = filled(f, 0, 2, good, 5);
    assert_int_equal(e.n_faults, 0);
    assert_int_equal(json_object_size(f->answers), 1); /* d is of another step */
    page_form_require(f->in, 0, 2, f->answers, &e);
    assert_int_equal(e.n_faults, 0);

    e = filled(f, 2, 4, bad, 1);
    assert_int_equal(e.n_faults, 1);
    assert_int_equal(e.fault[2], FAULT_WRONG);
    assert_int_equal(page_form_fault(&e, f->in->n_questions), 2);

    json_object_set_new(f->answers, "c", json_string("x"));
    e = filled(f, 4, 5, many, 2);
    assert_int_equal(e.n_faults, 0);
    assert_int_equal(json_array_size(json_object_get(f->answers, "e")), 2);

    /* Another answer to the first takes the branch back. */
    const struct form_field other[] = {{"q.a", "5"}};
    filled(f, 0, 2, other, 1);
    assert_null(json_object_get(f->answers, "c"));
    assert_null(json_object_get(f->answers, "e"));
}

static void what_is_no_answer_is_noted_and_kept_as_typed(void **state)
{
    struct fixture *f = *state;
    const struct form_field first[] = {{"q.a", "4"}}, number[] = {{"q.d", "<11>"}},
                            large[] = {{"q.d", "11"}};
    static char text[ANSWER_TEXT_MAX + 2];

    filled(f, 0, 2, first, 1);
    struct page_entries e = filled(f, 2, 4, number, 1);
    assert_int_equal(e.fault[3], FAULT_WRONG);
    assert_string_equal(e.typed[3], "<11>");
    e = filled(f, 2, 4, large, 1);
    assert_int_equal(e.fault[3], FAULT_WRONG);
    assert_null(json_object_get(f->answers, "d"));
    memset(text, 'x', ANSWER_TEXT_MAX + 1);
    const struct form_field longer[] = {{"q.a", "9"}, {"q.b", text}};
    e = filled(f, 0, 2, longer, 2);
    assert_int_equal(e.fault[0], FAULT_WRONG);
    assert_int_equal(e.fault[1], FAULT_TOO_LONG);
    e = filled(f, 0, 2, first, 0);
    page_form_require(f->in, 0, f->in->n_questions, f->answers, &e);
    assert_int_equal(e.n_faults, 1);
    assert_int_equal(e.fault[0], FAULT_MISSING);
}

static void a_page_shows_texts_as_texts(void **state)
{
    struct fixture *f = *state;
    const struct form_field typed[] = {{"q.a", "1"}, {"q.b", "</textarea><script>x</script>"}};
    struct respondent who = {.instrument = f->in, .organisation = "A&B <i>", .closes = 0};
    struct page_entries e = filled(f, 0, 2, typed, 2);
    struct page page = {.who = &who,
                        .token = "tok",
                        .language = "en",
                        .steps = &f->steps,
                        .answers = f->answers,
                        .entries = &e};
    AUTO_BUF out = {0};

    page_write_step(&page, &out);
    assert_non_null(strstr(out.data, "<h1>T &amp; &lt;t&gt;</h1>"));
    assert_non_null(strstr(out.data, "A&amp;B &lt;i&gt; would like to know"));
    assert_non_null(strstr(out.data, "&lt;/textarea&gt;&lt;script&gt;"));
    assert_null(strstr(out.data, "<script"));
    assert_non_null(strstr(out.data, "value=\"1\" checked"));
    assert_true(out.len < 20000);
}

static void a_letter_fills_in_and_escapes(void **state)
{
    struct fixture *f = *state;
    struct survey s = {0};
    json_t *words = json_pack("{s:s}", "en", "Hi {name},\nof {account}: {what} {link}");
    struct letter_in in = {.survey = &s,
                           .instrument = f->in,
                           .organisation = "Org",
                           .name = "A\r\n<b>",
                           .account_name = "Acme",
                           .language = "fr",
                           .link = "https://x/s/t",
                           .unsubscribe = "https://x/s/t/unsubscribe"};
    struct letter letter;

    s.words = words;
    letter_write(&in, f->arena, &letter);
    assert_string_equal(letter.language, "en");
    assert_non_null(strstr(letter.text, "Hi A  <b>,\nof Acme: {what} https://x/s/t\n"));
    assert_null(strstr(letter.text, "Answer the questions"));
    assert_non_null(strstr(letter.html, "Hi A  &lt;b&gt;,<br>"));
    assert_non_null(strstr(letter.html, "href=\"https://x/s/t\""));
    in.name = NULL;
    in.is_reminder = true;
    letter_write(&in, f->arena, &letter);
    assert_non_null(strstr(letter.text, "\n\nHi,\n"));
    assert_true(str_starts(letter.subject, "Reminder: "));
    json_decref(words);
}

static void rhythms_keep_their_day(void **state)
{
    struct survey s = {.repeat_every = 1, .repeat_unit = "months"};
    int64_t next;

    (void)state;
    assert_true(time_parse("2026-01-31T09:30:00Z", &s.starts));
    assert_true(time_parse("2026-02-28T09:30:00Z", &next));
    assert_int_equal(survey_next_after(&s, s.starts), next);
    assert_true(time_parse("2026-03-31T09:30:00Z", &next));
    assert_int_equal(survey_next_after(&s, next - 1), next);
    /* What was missed is not made up for: it goes on from now. */
    assert_true(time_parse("2027-01-31T09:30:00Z", &next));
    assert_int_equal(survey_next_after(&s, next - 1), next);
    s.repeat_every = 90;
    s.repeat_unit = "days";
    assert_int_equal(survey_next_after(&s, s.starts), s.starts + 90 * DAY_MS);
    s.repeat_every = I64_NONE;
    assert_int_equal(survey_next_after(&s, s.starts), TIME_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_branch_stands_on_a_later_step, setup, teardown),
        cmocka_unit_test_setup_teardown(steps_without_a_question_are_passed_over, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_filled_in_becomes_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_answer_is_noted_and_kept_as_typed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_page_shows_texts_as_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(a_letter_fills_in_and_escapes, setup, teardown),
        cmocka_unit_test(rhythms_keep_their_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
