#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/custom.h"
#include "facts/kind/kind_store.h"
#include "facts/ticket/ticket.h"
#include "facts_test.h"
#include "json/parse.h"

static struct account account_of(const char *key, const char *name)
{
    struct account a;

    fields_init(account_fields, &a);
    a.key = key;
    a.name = name;
    return a;
}

static struct account account_make(struct facts_test *t, const char *key)
{
    struct account a = account_of(key, "Acme");

    ASSERT_OK(kind_create(&t->act, &account_kind, &a, &t->err), t->err);
    return a;
}

static struct audit_entry last_entry(struct facts_test *t)
{
    struct audit_filter filter = {.from = TIME_NONE, .to = TIME_NONE, .limit = 1};
    struct audit_entry *entries;
    size_t n;

    ASSERT_OK(audit_list(t->act.conn, &filter, t->act.arena, &entries, &n, &t->err), t->err);
    assert_int_equal(n, 1);
    return entries[0];
}

static void each_change_is_written_down(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    account_make(&t, "A-1");
    struct audit_entry e = last_entry(&t);
    assert_string_equal(e.action, "create");
    assert_string_equal(e.kind, "account");
    assert_string_equal(e.key, "A-1");
    assert_string_equal(json_string_value(json_object_get(e.after, "lifecycle")), "active");

    struct account a = account_of("A-1", "Bcme");
    ASSERT_OK(kind_change(&t.act, &account_kind, &a, kind_mask_of(&account_kind, "name"), &t.err),
              t.err);
    assert_string_equal(a.lifecycle, "active"); /* the row is whole afterwards */
    e = last_entry(&t);
    assert_string_equal(e.action, "update");
    assert_string_equal(json_string_value(json_object_get(e.before, "name")), "Acme");
    assert_string_equal(json_string_value(json_object_get(e.after, "name")), "Bcme");
    int64_t id = e.id;
    ASSERT_OK(kind_change(&t.act, &account_kind, &a, kind_mask_of(&account_kind, "name"), &t.err),
              t.err);
    assert_int_equal(last_entry(&t).id, id); /* nothing changed, nothing is written */

    ASSERT_OK(kind_delete(&t.act, &account_kind, "A-1", &t.err), t.err);
    assert_string_equal(last_entry(&t).action, "delete");
    assert_int_equal(kind_delete(&t.act, &account_kind, "A-1", &t.err), ERR_NOT_FOUND);
    assert_string_equal(t.err.text, "there is no account \"A-1\"");
    facts_test_done(&t);
}

static void keys_are_made_and_unique(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    struct account a = account_of(NULL, "Acme");
    ASSERT_OK(kind_create(&t.act, &account_kind, &a, &t.err), t.err);
    assert_int_equal(strlen(a.key), strlen("A-") + 12);
    assert_memory_equal(a.key, "A-", 2);
    struct account again = account_of(a.key, "Acme");
    assert_int_equal(kind_create(&t.act, &account_kind, &again, &t.err), ERR_CONFLICT);
    assert_string_equal(t.err.field, "key");
    facts_test_done(&t);
}

static void what_hangs_on_it_goes_too(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    account_make(&t, "A-1");
    struct contact c;
    fields_init(contact_fields, &c);
    c.key = "C-1";
    c.account = "A-1";
    ASSERT_OK(kind_create(&t.act, &contact_kind, &c, &t.err), t.err);
    struct ticket k;
    fields_init(ticket_fields, &k);
    k.key = "T-1";
    k.account = "A-1";
    k.contact = "C-1";
    k.opened = t.act.now_ms;
    ASSERT_OK(kind_create(&t.act, &ticket_kind, &k, &t.err), t.err);

    db_exec(t.act.conn, "DELETE FROM score_dirty", DB_ARGS(), &t.err);
    ASSERT_OK(kind_delete(&t.act, &contact_kind, "C-1", &t.err), t.err);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 1);
    ASSERT_OK(kind_get(t.act.conn, &ticket_kind, "T-1", t.act.arena, &k, &t.err), t.err);
    assert_null(k.contact);
    ASSERT_OK(kind_delete(&t.act, &account_kind, "A-1", &t.err), t.err);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM ticket"), 0);
    assert_int_equal(test_count(&t, "SELECT COUNT(*) FROM score_dirty"), 1);
    facts_test_done(&t);
}

static int declare(struct facts_test *t, const char *name, const char *type)
{
    struct custom_field f = {.kind = "account", .name = name, .type = type};

    return custom_declare(&t->act, &f, &t->err);
}

static int change_custom(struct facts_test *t, const char *json)
{
    struct account a = account_of("A-1", "Acme");

    a.custom = json_keep(t->act.arena, json_loads(json, 0, NULL));
    return kind_change(&t->act, &account_kind, &a, kind_mask_of(&account_kind, "custom"), &t->err);
}

static const struct {
    const char *json, *field; /* field NULL: right */
} customs[] = {
    {"{\"tier\":\"gold\"}", NULL},
    {"{\"tier\":7}", "custom.tier"},
    {"{\"score\":7.5}", NULL},
    {"{\"score\":\"7\"}", "custom.score"},
    {"{\"signed\":\"2026-01-31\"}", NULL},
    {"{\"signed\":\"2026-02-30\"}", "custom.signed"},
    {"{\"vip\":true}", NULL},
    {"{\"vip\":\"yes\"}", "custom.vip"},
    {"{\"other\":1}", "custom"},
};

static void custom_values_keep_to_their_types(void **state)
{
    struct facts_test t;
    struct custom_field *fields;
    size_t n;
    (void)state;
    facts_test_init(&t);
    account_make(&t, "A-1");
    ASSERT_OK(declare(&t, "tier", "text"), t.err);
    ASSERT_OK(declare(&t, "tier", "text"), t.err);
    assert_int_equal(declare(&t, "tier", "number"), ERR_CONFLICT);
    assert_int_equal(declare(&t, "Tier", "number"), ERR_INVALID);
    assert_string_equal(t.err.field, "name");
    ASSERT_OK(declare(&t, "score", "number"), t.err);
    ASSERT_OK(declare(&t, "signed", "day"), t.err);
    ASSERT_OK(declare(&t, "vip", "boolean"), t.err);
    ASSERT_OK(custom_list(t.act.conn, "account", t.act.arena, &fields, &n, &t.err), t.err);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < ARRAY_LEN(customs); i++) {
        t.err = (struct err){0};
        int rc = change_custom(&t, customs[i].json);
        assert_int_equal(rc, customs[i].field ? ERR_INVALID : 0);
        assert_string_equal(t.err.field, customs[i].field ? customs[i].field : "");
    }
    /* One that is removed leaves the accounts as well. */
    ASSERT_OK(custom_remove(&t.act, "account", "vip", &t.err), t.err);
    struct account a;
    ASSERT_OK(kind_get(t.act.conn, &account_kind, "A-1", t.act.arena, &a, &t.err), t.err);
    assert_int_equal(json_object_size(a.custom), 3);
    assert_null(json_object_get(a.custom, "vip"));
    assert_int_equal(custom_remove(&t.act, "account", "vip", &t.err), ERR_NOT_FOUND);
    facts_test_done(&t);
}

static const struct {
    const char *type, *text, *json; /* json NULL: refused */
} custom_texts[] = {
    {"text", "gold", "\"gold\""},
    {"text", "", "null"},
    {"number", "12.5", "12.5"},
    {"number", "much", NULL},
    {"day", "2026-01-31", "\"2026-01-31\""},
    {"day", "31.1.2026", NULL},
    {"boolean", "true", "true"},
    {"boolean", "maybe", NULL},
};

static void custom_values_are_read_from_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(custom_texts); i++) {
        struct custom_field f = {.kind = "account", .name = "x", .type = custom_texts[i].type};
        struct err err = {0};
        json_t *value = NULL;
        int rc = custom_value(&f, custom_texts[i].text, &value, &err);
        if (!custom_texts[i].json) {
            assert_int_equal(rc, ERR_INVALID);
            assert_string_equal(err.field, "custom.x");
            continue;
        }
        ASSERT_OK(rc, err);
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        assert_string_equal(text, custom_texts[i].json);
        free(text);
        json_decref(value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_written_down),
        cmocka_unit_test(keys_are_made_and_unique),
        cmocka_unit_test(what_hangs_on_it_goes_too),
        cmocka_unit_test(custom_values_keep_to_their_types),
        cmocka_unit_test(custom_values_are_read_from_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
