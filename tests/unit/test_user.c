#include "access/session.h"
#include "access_test.h"

static void creation_checks_and_fills_in(void **state)
{
    struct access_test *t = *state;
    static const struct {
        const char *email, *name, *role;
        int expected;
        const char *field;
    } cases[] = {
        {"Ann@Example.COM", "Ann", "admin", 0, NULL},
        {"ann@example.com", "Ann again", "viewer", ERR_CONFLICT, "email"},
        {"ANN@example.com", "Ann again", "viewer", ERR_CONFLICT, "email"},
        {"bob@example.com", "Bob", "manager", 0, NULL},
        {"admin@localhost", "Admin", "viewer", 0, NULL},
        {"bob", "Bob", "viewer", ERR_INVALID, "email"},
        {"@example.com", "Bob", "viewer", ERR_INVALID, "email"},
        {"bob@", "Bob", "viewer", ERR_INVALID, "email"},
        {"bob@a@b", "Bob", "viewer", ERR_INVALID, "email"},
        {"bob @example.com", "Bob", "viewer", ERR_INVALID, "email"},
        {"bob\n@example.com", "Bob", "viewer", ERR_INVALID, "email"},
        {"carl@example.com", "", "viewer", ERR_INVALID, "name"},
        {"carl@example.com", "Carl", "none", ERR_INVALID, "role"},
        {"carl@example.com", "Carl", "Admin", ERR_INVALID, "role"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct user user = {.email = cases[i].email, .name = cases[i].name, .role = cases[i].role};
        struct err err = {0};
        writing(t);
        int rc = db_write_end(t->act.conn, user_create(&t->act, &user, "hash", true, &err), &err);
        if (rc != cases[i].expected)
            fail_msg("case %zu: %d %s", i, rc, err.text);
        if (rc < 0) {
            assert_string_equal(err.field, cases[i].field);
        } else {
            assert_true(user.id > 0 && user.must_change_password && !user.is_disabled);
            assert_int_equal(user.created, NOON_MS);
            assert_int_equal(user.last_seen, TIME_NONE);
        }
    }
}

static void people_are_found_and_listed(void **state)
{
    struct access_test *t = *state;
    struct user made = user_made(t, "Zoe@example.com", "viewer"), user;
    struct user *users;
    struct conn *c;
    size_t n;

    user_made(t, "ann@example.com", "admin");
    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(user_list(c, t->arena, &users, &n, &t->err), t->err);
    assert_int_equal(n, 2);
    assert_string_equal(users[0].email, "ann@example.com");
    assert_string_equal(users[1].email, "zoe@example.com");
    ASSERT_OK(user_by_email(c, "ZOE@example.com", t->arena, &user, &t->err), t->err);
    assert_int_equal(user.id, made.id);
    ASSERT_OK(user_get(c, made.id, t->arena, &user, &t->err), t->err);
    assert_string_equal(user.role, "viewer");
    assert_int_equal(user_get(c, 99, t->arena, &user, &t->err), ERR_NOT_FOUND);
    assert_string_equal(t->err.text, "there is no person 99");
    assert_int_equal(user_by_email(c, "eve@example.com", t->arena, &user, &t->err), ERR_NOT_FOUND);
    db_read_end(c);
}

static int update(struct access_test *t, int64_t id, const char *role, bool is_disabled)
{
    struct user user = {.id = id, .name = "Renamed", .role = role, .is_disabled = is_disabled};

    writing(t);
    return db_write_end(t->act.conn, user_update(&t->act, &user, &t->err), &t->err);
}

static int delete (struct access_test *t, int64_t id)
{
    writing(t);
    return db_write_end(t->act.conn, user_delete(&t->act, id, &t->err), &t->err);
}

static void the_last_admin_stays(void **state)
{
    struct access_test *t = *state;
    int64_t ann = user_made(t, "ann@example.com", "admin").id;
    int64_t bob = user_made(t, "bob@example.com", "manager").id;

    assert_int_equal(delete (t, ann), ERR_CONFLICT);
    assert_string_equal(t->err.text, "this is the last admin who can log in; make somebody else "
                                     "admin first");
    assert_int_equal(update(t, ann, "manager", false), ERR_CONFLICT);
    assert_int_equal(update(t, ann, "admin", true), ERR_CONFLICT);
    assert_int_equal(update(t, ann, "admin", false), 0); /* a new name is no harm */
    /* An admin who is disabled is no help. */
    assert_int_equal(update(t, bob, "admin", true), 0);
    assert_int_equal(delete (t, ann), ERR_CONFLICT);
    assert_int_equal(update(t, bob, "admin", false), 0);
    assert_int_equal(delete (t, ann), 0);
    assert_int_equal(delete (t, ann), ERR_NOT_FOUND);
    assert_int_equal(update(t, ann, "viewer", false), ERR_NOT_FOUND);
    assert_int_equal(delete (t, bob), ERR_CONFLICT);
}

static bool session_lives(struct access_test *t, const char *token)
{
    struct session session;
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    int rc = session_find(c, token, t->act.now_ms, t->arena, &session, &t->err);
    db_read_end(c);
    assert_true(rc == 0 || rc == ERR_NOT_FOUND);
    return rc == 0;
}

static void disabling_and_new_passwords_end_sessions(void **state)
{
    struct access_test *t = *state;
    int64_t ann = user_made(t, "ann@example.com", "admin").id;
    int64_t bob = user_made(t, "bob@example.com", "viewer").id;
    char anns[TOKEN_TEXT], bobs[2][TOKEN_TEXT], keep[TOKEN_HASH_TEXT];

    writing(t);
    ASSERT_OK(session_create(t->act.conn, ann, NOON_MS, anns, &t->err), t->err);
    ASSERT_OK(session_create(t->act.conn, bob, NOON_MS, bobs[0], &t->err), t->err);
    ASSERT_OK(session_create(t->act.conn, bob, NOON_MS, bobs[1], &t->err), t->err);
    token_hash(bobs[1], keep);
    ASSERT_OK(user_set_password(&t->act, bob, "new hash", false, keep, &t->err), t->err);
    written(t);
    assert_false(session_lives(t, bobs[0]));
    assert_true(session_lives(t, bobs[1]));
    assert_int_equal(update(t, bob, "viewer", true), 0);
    assert_false(session_lives(t, bobs[1]));
    assert_true(session_lives(t, anns));
    assert_int_equal(update(t, bob, "viewer", false), 0);
    assert_false(session_lives(t, bobs[1])); /* enabling does not bring them back */
}

static void every_change_is_audited_and_no_hash_is(void **state)
{
    struct access_test *t = *state;
    static const char *const actions[] = {"delete", "reset password", "update", "create", "create"};
    size_t n;

    user_made(t, "ann@example.com", "admin");
    int64_t bob = user_made(t, "bob@example.com", "viewer").id;
    assert_int_equal(update(t, bob, "manager", false), 0);
    writing(t);
    ASSERT_OK(user_set_password(&t->act, bob, "secret hash", true, NULL, &t->err), t->err);
    written(t);
    assert_int_equal(delete (t, bob), 0);
    assert_int_equal(delete (t, bob), ERR_NOT_FOUND);

    struct audit_entry *entries = audited(t, &n);
    assert_int_equal(n, ARRAY_LEN(actions));
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(entries[i].action, actions[i]);
        assert_string_equal(entries[i].kind, "user");
        char *text = json_dumps(entries[i].after, JSON_COMPACT);
        assert_null(text ? strstr(text, "hash") : NULL);
        free(text);
    }
    assert_string_equal(entries[0].key, "bob@example.com");
    char *text = json_dumps(entries[2].after, JSON_COMPACT);
    assert_string_equal(text, "{\"name\":\"Renamed\",\"role\":\"manager\"}");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(creation_checks_and_fills_in),
        access_unit_test(people_are_found_and_listed),
        access_unit_test(the_last_admin_stays),
        access_unit_test(disabling_and_new_passwords_end_sessions),
        access_unit_test(every_change_is_audited_and_no_hash_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
