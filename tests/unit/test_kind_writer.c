#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/facts.h"
#include "facts/kind/kind_writer.h"
#include "facts/ticket/ticket.h"
#include "facts/usage/usage_event.h"
#include "facts_test.h"
#include "json/parse.h"

/* A row from JSON text, and which fields it gives. */
static kind_mask row_from(struct facts_test *t, const struct kind *kind, const char *text,
                          void *row)
{
    json_t *json;
    const char *name;
    json_t *value;
    kind_mask given = 0;

    ASSERT_OK(json_parse(text, strlen(text), &json, &t->err), t->err);
    json_keep(t->act.arena, json);
    fields_init(kind->shape.fields, row);
    ASSERT_OK(fields_read(kind->shape.fields, json, FIELDS_PATCH, t->act.arena, row, &t->err),
              t->err);
    json_object_foreach (json, name, value)
        given |= kind_mask_of(kind, name);
    return given;
}

static int try_put(struct facts_test *t, const struct kind *kind, const char *text,
                   enum kind_outcome *ret)
{
    AUTO_STRUCT(kind_writer) *w = kind_writer_new(&t->act, kind);
    void *row = arena_alloc(t->act.arena, kind->shape.size);
    kind_mask given = row_from(t, kind, text, row);
    int rc = kind_upsert(w, row, given, ret, &t->err);

    return rc < 0 ? rc : kind_writer_flush(w, &t->err);
}

static enum kind_outcome put(struct facts_test *t, const struct kind *kind, const char *text)
{
    enum kind_outcome outcome = -1;

    ASSERT_OK(try_put(t, kind, text, &outcome), t->err);
    return outcome;
}

static const char *as_json(struct facts_test *t, const struct kind *kind, const char *key)
{
    AUTO_BUF out = {0};
    void *row = arena_alloc(t->act.arena, kind->shape.size);

    ASSERT_OK(kind_get(t->act.conn, kind, key, t->act.arena, row, &t->err), t->err);
    fields_write(kind->shape.fields, row, &out);
    return arena_strdup(t->act.arena, buf_text(&out));
}

#define ASSERT_HAS(text, part)                 \
    do {                                       \
        const char *_t = (text);               \
        if (!strstr(_t, part))                 \
            fail_msg("no %s in %s", part, _t); \
    } while (0)

static void only_what_is_given_changes(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    assert_int_equal(
        put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\",\"industry\":\"Steel\"}"),
        KIND_NEW);
    assert_int_equal(put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\"}"), KIND_UNCHANGED);
    t.act.now_ms += 1000;
    assert_int_equal(put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"Uno\",\"seats\":5}"),
                     KIND_CHANGED);
    const char *json = as_json(&t, &account_kind, "A-1");
    ASSERT_HAS(json, "\"name\":\"Uno\"");
    ASSERT_HAS(json, "\"industry\":\"Steel\"");
    ASSERT_HAS(json, "\"seats\":5");
    ASSERT_HAS(json, "\"lifecycle\":\"active\"");
    ASSERT_HAS(json, "\"created\":\"2026-03-15T12:00:00Z\"");
    ASSERT_HAS(json, "\"updated\":\"2026-03-15T12:00:01Z\"");
    assert_int_equal(put(&t, &account_kind, "{\"key\":\"A-1\",\"seats\":null,\"industry\":\"\"}"),
                     KIND_CHANGED);
    json = as_json(&t, &account_kind, "A-1");
    ASSERT_HAS(json, "\"seats\":null");
    ASSERT_HAS(json, "\"industry\":null");
    facts_test_done(&t);
}

static void objects_are_merged(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\"}");
    const char *first =
        "{\"key\":\"M-1\",\"account\":\"A-1\",\"day\":\"2026-01-05\",\"basis\":\"survey\","
        "\"tech_tools\":3.5,\"evidence\":{\"tech_tools\":\"seen\",\"people_size\":\"3\"}}";
    const struct kind *kind = facts_kind("assessment");
    assert_int_equal(put(&t, kind, first), KIND_NEW);
    assert_int_equal(put(&t, kind, first), KIND_UNCHANGED);
    assert_int_equal(put(&t, kind,
                         "{\"key\":\"M-1\",\"evidence\":{\"people_size\":null,"
                         "\"tech_reports\":\"good\"}}"),
                     KIND_CHANGED);
    ASSERT_HAS(as_json(&t, kind, "M-1"), "{\"tech_tools\":\"seen\",\"tech_reports\":\"good\"}");
    put(&t, kind, "{\"key\":\"M-1\",\"evidence\":null}");
    ASSERT_HAS(as_json(&t, kind, "M-1"), "\"evidence\":null");
    facts_test_done(&t);
}

static void references_are_resolved(void **state)
{
    struct facts_test t;
    enum kind_outcome outcome;
    (void)state;
    facts_test_init(&t);
    put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\"}");
    put(&t, &account_kind, "{\"key\":\"A-2\",\"name\":\"Two\",\"parent\":\"A-1\"}");
    put(&t, &contact_kind, "{\"key\":\"C-1\",\"account\":\"A-1\",\"roles\":[\"champion\"]}");
    put(&t, &ticket_kind,
        "{\"key\":\"T-1\",\"account\":\"A-1\",\"contact\":\"C-1\","
        "\"opened\":\"2026-01-05T10:00:00Z\"}");
    ASSERT_HAS(as_json(&t, &account_kind, "A-2"), "\"parent\":\"A-1\"");
    ASSERT_HAS(as_json(&t, &contact_kind, "C-1"), "\"roles\":[\"champion\"]");
    ASSERT_HAS(as_json(&t, &ticket_kind, "T-1"), "\"account\":\"A-1\",\"contact\":\"C-1\"");

    assert_int_equal(
        try_put(&t, &ticket_kind,
                "{\"key\":\"T-2\",\"account\":\"A-9\",\"opened\":\"2026-01-05T10:00:00Z\"}",
                &outcome),
        ERR_INVALID);
    assert_string_equal(t.err.field, "account");
    assert_non_null(kind_ref_of(&ticket_kind, t.err.field));
    assert_string_equal(t.err.text, "there is no account \"A-9\"; create or import it first");
    /* The transaction goes on, and the key is known once it is there. */
    put(&t, &account_kind, "{\"key\":\"A-9\",\"name\":\"Nine\"}");
    put(&t, &ticket_kind,
        "{\"key\":\"T-2\",\"account\":\"A-9\",\"opened\":\"2026-01-05T10:00:00Z\"}");
    facts_test_done(&t);
}

static void both_accounts_of_a_move_are_touched(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\"}");
    put(&t, &account_kind, "{\"key\":\"A-2\",\"name\":\"Two\"}");
    put(&t, &account_kind, "{\"key\":\"A-3\",\"name\":\"Three\"}");
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 3);
    put(&t, &contact_kind, "{\"key\":\"C-1\",\"account\":\"A-1\",\"name\":\"Ann\"}");
    db_exec(t.act.conn, "DELETE FROM score_dirty", DB_ARGS(), &t.err);
    put(&t, &contact_kind, "{\"key\":\"C-1\",\"account\":\"A-1\",\"name\":\"Ann\"}");
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 0);
    put(&t, &contact_kind, "{\"key\":\"C-1\",\"account\":\"A-2\"}");
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 2);
    db_exec(t.act.conn, "DELETE FROM score_dirty", DB_ARGS(), &t.err);
    put(&t, &usage_event_kind, "{\"key\":\"export\"}");
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 3);
    facts_test_done(&t);
}

/* Needs account A-1; each breaks one rule. */
static const struct {
    const char *kind, *text, *field, *part;
} refused[] = {
    {"account", "{\"key\":\"A-5\"}", "name", "required"},
    {"account", "{\"key\":\" A-5\",\"name\":\"x\"}", "key", "blank"},
    {"account", "{\"key\":\"A\\n5\",\"name\":\"x\"}", "key", "one line"},
    {"account", "{\"key\":\"A-5\",\"name\":\"x\",\"parent\":\"A-5\"}", "parent", "no account"},
    {"account", "{\"key\":\"A-1\",\"parent\":\"A-1\"}", "parent", "own parent"},
    {"account", "{\"key\":\"A-1\",\"parent\":\"A-3\"}", "parent", "below"},
    {"account", "{\"key\":\"A-5\",\"name\":\"x\",\"currency\":\"eur\"}", "currency", "capital"},
    {"account",
     "{\"key\":\"A-5\",\"name\":\"x\",\"start\":\"2026-02-01\",\"churned\":\"2026-01-01\"}",
     "churned", "2026-01-01 is before"},
    {"account", "{\"key\":\"A-5\",\"name\":\"x\",\"custom\":{\"tier\":\"gold\"}}", "custom",
     "declare"},
    {"contact",
     "{\"key\":\"C-1\",\"account\":\"A-1\",\"joined\":\"2026-02-01\",\"left_day\":\"2026-01-01\"}",
     "left_day", "before"},
    {"subscription",
     "{\"key\":\"S-1\",\"account\":\"A-1\",\"amount_cents\":100,\"interval_months\":1}", "start",
     "required"},
    {"subscription",
     "{\"key\":\"S-1\",\"account\":\"A-1\",\"amount_cents\":100,\"interval_months\":1,"
     "\"start\":\"2026-02-01\",\"ended\":\"2026-01-01\"}",
     "ended", "before"},
    {"invoice",
     "{\"key\":\"I-1\",\"account\":\"A-1\",\"amount_cents\":1,\"issued\":\"2026-02-01\",\"due\":\"2026-01-01\"}",
     "due", "before"},
    {"ticket",
     "{\"key\":\"T-1\",\"account\":\"A-1\",\"opened\":\"2026-02-01T10:00:00Z\","
     "\"solved\":\"2026-02-01T09:59:59Z\"}",
     "solved", "before"},
    {"assessment",
     "{\"key\":\"M-1\",\"account\":\"A-1\",\"day\":\"2026-02-01\",\"basis\":\"survey\"}", "",
     "without any rating"},
    {"assessment",
     "{\"key\":\"M-1\",\"account\":\"A-1\",\"day\":\"2026-02-01\",\"basis\":\"survey\","
     "\"tech_tools\":2,\"evidence\":{\"mood\":\"good\"}}",
     "evidence", "not one of the ratings"},
    {"churn", "{\"key\":\"X-1\",\"day\":\"2026-02-01\"}", "account", "required"},
};

static void rules_are_kept(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\"}");
    put(&t, &account_kind, "{\"key\":\"A-2\",\"name\":\"Two\",\"parent\":\"A-1\"}");
    put(&t, &account_kind, "{\"key\":\"A-3\",\"name\":\"Three\",\"parent\":\"A-2\"}");
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        enum kind_outcome outcome = KIND_NEW;
        t.err = (struct err){0};
        int rc = try_put(&t, facts_kind(refused[i].kind), refused[i].text, &outcome);
        if (rc != ERR_INVALID || strcmp(t.err.field, refused[i].field) != 0 ||
            !strstr(t.err.text, refused[i].part))
            fail_msg("%s: %d %s: %s", refused[i].text, rc, t.err.field, t.err.text);
    }
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM account"), 3);
    facts_test_done(&t);
}

static void lifecycle_follows_the_churn_day(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    put(&t, &account_kind, "{\"key\":\"A-1\",\"name\":\"One\",\"churned\":\"2026-01-01\"}");
    ASSERT_HAS(as_json(&t, &account_kind, "A-1"), "\"lifecycle\":\"churned\"");
    put(&t, &account_kind, "{\"key\":\"A-2\",\"name\":\"Two\"}");
    put(&t, &account_kind, "{\"key\":\"A-2\",\"churned\":\"2026-01-01\"}");
    ASSERT_HAS(as_json(&t, &account_kind, "A-2"), "\"lifecycle\":\"churned\"");
    put(&t, &account_kind,
        "{\"key\":\"A-3\",\"name\":\"Leaves later\",\"churned\":\"2026-12-01\"}");
    ASSERT_HAS(as_json(&t, &account_kind, "A-3"), "\"lifecycle\":\"active\"");
    facts_test_done(&t);
}

static const struct {
    const char *kind, *field, *text, *value; /* value NULL: nothing is known of it */
} spellings[] = {
    {"ticket", "priority", "Medium", "normal"},
    {"ticket", "priority", "HIGH", "high"},
    {"ticket", "priority", "P-1", "urgent"},
    {"ticket", "priority", "whatever", NULL},
    {"ticket", "satisfaction", "Good", "5"},
    {"ticket", "satisfaction", "4", NULL},
    {"interaction", "direction", "Two Way", "two_way"},
    {"interaction", "kind", "Business Review", "business_review"},
    {"subscription", "interval_months", "annual", "12"},
    {"contact", "roles", "Executive sponsor", "executive_sponsor"},
    {"account", "lifecycle", "Customer", "active"},
};

static void spellings_of_others_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        const struct kind *kind = facts_kind(spellings[i].kind);
        const struct field *f = fields_find(kind->shape.fields, spellings[i].field);
        const char *value = kind_value(kind, f, spellings[i].text);
        if (spellings[i].value)
            assert_string_equal(value, spellings[i].value);
        else
            assert_null(value);
    }
}

/* What intake and the engine rely on in each table. */
static void each_kind_is_well_formed(void **state)
{
    (void)state;
    for (const struct kind *const *k = facts_kinds; *k; k++) {
        const struct field *fields = (*k)->shape.fields;
        assert_string_equal(fields[0].name, "key");
        assert_int_equal(fields[0].offset, 0);
        assert_true(fields_count(fields) <= 64);
        assert_non_null(fields_find(fields, "created"));
        assert_non_null(fields_find(fields, "updated"));
        assert_non_null(fields_find(fields, (*k)->sort + ((*k)->sort[0] == '-')));
        assert_true(!(*k)->happened || kind_happened(*k));
        for (const char *const *s = (*k)->search; *s; s++)
            assert_int_equal(fields_find(fields, *s)->type, FIELD_T_STR);
        for (const struct kind_alias *a = (*k)->aliases; a && a->field; a++)
            assert_non_null(fields_find(fields, a->field));
        FIELDS_EACH (f, fields)
            assert_non_null(f->help);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_given_changes),
        cmocka_unit_test(objects_are_merged),
        cmocka_unit_test(references_are_resolved),
        cmocka_unit_test(both_accounts_of_a_move_are_touched),
        cmocka_unit_test(rules_are_kept),
        cmocka_unit_test(lifecycle_follows_the_churn_day),
        cmocka_unit_test(spellings_of_others_are_known),
        cmocka_unit_test(each_kind_is_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
