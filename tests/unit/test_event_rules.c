#include "access_test.h"
#include "intake/event/event.h"

static struct event_rules rules_loaded(struct access_test *t)
{
    struct event_rules rules;

    ASSERT_OK(event_rules_load(t->db.db, &rules, &t->err), t->err);
    return rules;
}

static void the_key_is_made_once(void **state)
{
    static const unsigned char none[EVENT_ID_KEY_BYTES];
    struct access_test *t = *state;
    struct event_rules first = rules_loaded(t), second = rules_loaded(t);

    assert_memory_not_equal(first.id_key, none, sizeof(none));
    assert_memory_equal(first.id_key, second.id_key, sizeof(none));
    assert_false(first.is_replay);
    assert_memory_equal(&first.limits, &event_limits_default, sizeof(first.limits));

    writing(t);
    assert_int_equal(db_exec(t->act.conn,
                             "UPDATE setting SET value = '00ff' WHERE name = 'event_id_key'",
                             DB_ARGS(), &t->err),
                     1);
    written(t);
    assert_int_equal(event_rules_load(t->db.db, &first, &t->err), ERR_INTERNAL);
}

static void limits_are_settings(void **state)
{
    struct access_test *t = *state;
    struct event_limits limits = event_limits_default;
    size_t n;

    limits.event_bytes = 64 << 10;
    limits.depth = 20;
    writing(t);
    ASSERT_OK(event_limits_save(&t->act, &limits, &t->err), t->err);
    written(t);
    struct event_rules rules = rules_loaded(t);
    assert_memory_equal(&rules.limits, &limits, sizeof(limits));

    struct audit_entry *entries = audited(t, &n);
    assert_int_equal(n, 1);
    assert_string_equal(entries[0].key, "event_limits");
    assert_int_equal(json_integer_value(json_object_get(entries[0].before, "depth")), 64);
    assert_int_equal(json_integer_value(json_object_get(entries[0].after, "depth")), 20);

    limits.server_batch_bytes = limits.batch_bytes - 1;
    writing(t);
    assert_int_equal(event_limits_save(&t->act, &limits, &t->err), ERR_INVALID);
    assert_string_equal(t->err.field, "server_batch_bytes");
    db_rollback(t->act.conn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(the_key_is_made_once),
        access_unit_test(limits_are_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
