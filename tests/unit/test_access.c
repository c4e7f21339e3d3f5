#include "access/access.h"
#include "access/api_key.h"
#include "access/first_run.h"
#include "access/seen.h"
#include "access/session.h"
#include "access_test.h"

#include <pthread.h>

#define PASSWORD "correct horse battery"

static void person_with_password(struct access_test *t, const char *email, const char *role,
                                 bool must_change)
{
    struct user user = {.email = email, .name = "Somebody", .role = role};
    char hash[PASSWORD_HASH_TEXT];

    ASSERT_OK(password_hash(PASSWORD, hash, &t->err), t->err);
    writing(t);
    ASSERT_OK(user_create(&t->act, &user, hash, must_change, &t->err), t->err);
    written(t);
}

static int log_in(struct access_test *t, struct access *a, const struct login *login,
                  int64_t now_ms, char token[TOKEN_TEXT])
{
    struct login_result result = {0};
    int rc = access_login(a, login, now_ms, t->arena, &result, &t->err);

    if (rc == 0)
        memcpy(token, result.token, TOKEN_TEXT);
    assert_int_equal(rc == ERR_THROTTLED, result.wait_ms > 0);
    return rc;
}

static struct who who_is(struct access_test *t, struct access *a, const char *token, int64_t now_ms)
{
    struct who who;
    const char *cookie = arena_printf(t->arena, "ripen_session=%s", token);
    struct credentials with = {.cookie = cookie};

    ASSERT_OK(access_authenticate(a, &with, now_ms, t->arena, &who, &t->err), t->err);
    return who;
}

static void logging_in_gives_a_session(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    struct login_result result;
    size_t n;

    person_with_password(t, "ann@example.com", "admin", true);
    ASSERT_OK(access_login(a, &(struct login){"Ann@Example.com", PASSWORD, "203.0.113.7"}, NOON_MS,
                           t->arena, &result, &t->err),
              t->err);
    assert_string_equal(result.user.email, "ann@example.com");
    assert_int_equal(result.user.last_seen, NOON_MS);
    struct who who = who_is(t, a, result.token, NOON_MS + 1);
    assert_int_equal(who.user_id, result.user.id);
    assert_string_equal(who.name, "ann@example.com");
    assert_int_equal(who.role, ROLE_ADMIN);
    assert_true(who.must_change_password);
    assert_int_equal(who.key_id, 0);
    assert_null(who.scopes);
    assert_string_equal(audited(t, &n)->action, "login");
    access_free(a);
}

static void refusals_of_log_in(void **state)
{
    struct access_test *t = *state;
    static const char wrong[] = "the e-mail address or the password is wrong";
    static const struct {
        struct login login;
        int expected;
        const char *text;
    } cases[] = {
        {{"ann@example.com", "wrong password", NULL}, ERR_UNAUTHORIZED, wrong},
        {{"nobody@example.com", PASSWORD, NULL}, ERR_UNAUTHORIZED, wrong},
        {{"off@example.com", "wrong password", NULL}, ERR_UNAUTHORIZED, wrong},
        {{"off@example.com", PASSWORD, NULL},
         ERR_FORBIDDEN,
         "your account is disabled; an admin can enable it"},
        {{"", "", NULL}, ERR_UNAUTHORIZED, wrong},
    };
    struct access *a = access_new(t->db.db);
    struct user off;

    person_with_password(t, "ann@example.com", "admin", false);
    person_with_password(t, "off@example.com", "viewer", false);
    writing(t);
    ASSERT_OK(user_by_email(t->act.conn, "off@example.com", t->arena, &off, &t->err), t->err);
    off.is_disabled = true;
    ASSERT_OK(user_update(&t->act, &off, &t->err), t->err);
    written(t);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char token[TOKEN_TEXT] = "untouched";
        int rc = log_in(t, a, &cases[i].login, NOON_MS, token);
        if (rc != cases[i].expected)
            fail_msg("case %zu: %d %s", i, rc, t->err.text);
        assert_string_equal(t->err.text, cases[i].text);
        assert_string_equal(token, "untouched");
    }
    access_free(a);
}

static void guessing_is_slowed_down(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    char token[TOKEN_TEXT];
    const struct login bad = {"ann@example.com", "wrong password", "203.0.113.7"};
    const struct login good = {"ANN@example.com", PASSWORD, "198.51.100.1"};

    person_with_password(t, "ann@example.com", "admin", false);
    for (int i = 0; i < 5; i++)
        assert_int_equal(log_in(t, a, &bad, NOON_MS, token), ERR_UNAUTHORIZED);
    assert_int_equal(log_in(t, a, &bad, NOON_MS, token), ERR_THROTTLED);
    assert_int_equal(log_in(t, a, &good, NOON_MS, token),
                     ERR_THROTTLED); /* the right one as well */
    assert_int_equal(log_in(t, a, &good, NOON_MS + 1000, token), 0);
    for (int i = 0; i < 5; i++) /* after a success it starts anew */
        assert_int_equal(log_in(t, a, &bad, NOON_MS + 1000, token), ERR_UNAUTHORIZED);
    access_free(a);
}

static void old_cookies_and_wrong_keys(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    struct api_key key = {.name = "import", .role = "manager", .expires = TIME_NONE};
    char secret[API_KEY_TEXT];
    struct who who;

    writing(t);
    ASSERT_OK(api_key_create(&t->act, &key, secret, &t->err), t->err);
    written(t);
    const char *bearer = arena_printf(t->arena, "Bearer %s", secret);
    static const char old[] = "ripen_session=0123456789012345678901234567890123456789abc";
    const struct {
        struct credentials with;
        int expected;
        enum role role;
    } cases[] = {
        {{NULL, NULL}, 0, ROLE_NONE},
        {{old, NULL}, 0, ROLE_NONE}, /* so that one can log in with it */
        {{NULL, bearer}, 0, ROLE_MANAGER},
        {{old, bearer}, 0, ROLE_MANAGER},
        {{NULL, "Bearer rpn_nonsense"}, ERR_UNAUTHORIZED, ROLE_NONE},
        {{NULL, "Basic YTpi"}, 0, ROLE_NONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int rc = access_authenticate(a, &cases[i].with, NOON_MS, t->arena, &who, &t->err);
        if (rc != cases[i].expected || (rc == 0 && who.role != cases[i].role))
            fail_msg("case %zu: %d", i, rc);
    }
    ASSERT_OK(access_authenticate(a, &cases[2].with, NOON_MS, t->arena, &who, &t->err), t->err);
    assert_string_equal(who.name, "key:import");
    assert_int_equal(who.key_id, key.id);
    assert_int_equal(who.user_id, 0);
    access_free(a);
}

static void changing_the_password(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    char here[TOKEN_TEXT], elsewhere[TOKEN_TEXT];
    const struct login login = {"ann@example.com", PASSWORD, NULL};

    person_with_password(t, "ann@example.com", "admin", true);
    assert_int_equal(log_in(t, a, &login, NOON_MS, here), 0);
    assert_int_equal(log_in(t, a, &login, NOON_MS, elsewhere), 0);
    struct who who = who_is(t, a, here, NOON_MS);
    const char *cookie = arena_printf(t->arena, "ripen_session=%s", here);
    const struct {
        struct password_change change;
        int expected;
        const char *field;
    } cases[] = {
        {{"wrong password", "another password", cookie}, ERR_INVALID, "old_password"},
        {{PASSWORD, "short", cookie}, ERR_INVALID, "new_password"},
        {{PASSWORD, PASSWORD, cookie}, ERR_INVALID, "new_password"},
        {{PASSWORD, "another password", cookie}, 0, NULL},
        {{PASSWORD, "another password 2", cookie}, ERR_INVALID, "old_password"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int rc = access_change_password(a, &who, &cases[i].change, NOON_MS, &t->err);
        if (rc != cases[i].expected)
            fail_msg("case %zu: %d %s", i, rc, t->err.text);
        if (rc < 0)
            assert_string_equal(t->err.field, cases[i].field);
    }
    assert_int_equal(who_is(t, a, elsewhere, NOON_MS).role, ROLE_NONE);
    who = who_is(t, a, here, NOON_MS);
    assert_int_equal(who.role, ROLE_ADMIN);
    assert_false(who.must_change_password);
    assert_int_equal(log_in(t, a, &login, NOON_MS, here), ERR_UNAUTHORIZED);

    struct who key = {.name = "key:import", .role = ROLE_ADMIN, .key_id = 1};
    assert_int_equal(access_change_password(a, &key, &cases[3].change, NOON_MS, &t->err),
                     ERR_FORBIDDEN);
    access_free(a);
}

static void last_seen_is_written_behind(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    char token[TOKEN_TEXT];
    struct user user;
    struct conn *c;

    person_with_password(t, "ann@example.com", "admin", false);
    assert_int_equal(
        log_in(t, a, &(struct login){"ann@example.com", PASSWORD, NULL}, NOON_MS, token), 0);
    who_is(t, a, token, NOON_MS + SEEN_EVERY_MS - 1); /* too soon to be worth writing */
    who_is(t, a, token, NOON_MS + SEEN_EVERY_MS);
    access_free(a); /* ends after what was left is written */
    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(user_by_email(c, "ann@example.com", t->arena, &user, &t->err), t->err);
    db_read_end(c);
    assert_int_equal(user.last_seen, NOON_MS + SEEN_EVERY_MS);
}

static void *visit(void *arg)
{
    struct seen *s = arg;

    for (int i = 0; i < 500; i++) {
        struct seen_note note = {.key_id = 1 + i % 3, .at_ms = NOON_MS + i};
        seen_add(s, &note, TIME_NONE);
    }
    return NULL;
}

/* Notes that come while others are written are neither lost nor mixed up. */
static void notes_come_from_many_threads(void **state)
{
    struct access_test *t = *state;
    struct seen *s = seen_new(t->db.db);
    pthread_t threads[4];
    int64_t n = 0;

    for (int i = 0; i < 3; i++) {
        struct api_key key = {.name = i == 0   ? "a"
                                      : i == 1 ? "b"
                                               : "c",
                              .role = "viewer",
                              .expires = TIME_NONE};
        char secret[API_KEY_TEXT];
        writing(t);
        ASSERT_OK(api_key_create(&t->act, &key, secret, &t->err), t->err);
        written(t);
        assert_int_equal(key.id, i + 1);
    }
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_create(&threads[i], NULL, visit, s);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_join(threads[i], NULL);
    seen_free(s);
    writing(t);
    ASSERT_OK(db_i64(t->act.conn, "SELECT COUNT(*) FROM api_key WHERE last_used >= $noon",
                     DB_ARGS(DB_I64("noon", NOON_MS)), &n, &t->err),
              t->err);
    written(t);
    assert_int_equal(n, 3);
}

static void the_first_admin(void **state)
{
    struct access_test *t = *state;
    struct access *a = access_new(t->db.db);
    char password[ONE_TIME_TEXT] = "", token[TOKEN_TEXT], again[ONE_TIME_TEXT] = "";
    bool is_new = false;

    ASSERT_OK(first_run(t->db.db, NOON_MS, password, &is_new, &t->err), t->err);
    assert_true(is_new);
    assert_int_equal(
        log_in(t, a, &(struct login){FIRST_ADMIN_EMAIL, password, NULL}, NOON_MS, token), 0);
    struct who who = who_is(t, a, token, NOON_MS);
    assert_int_equal(who.role, ROLE_ADMIN);
    assert_true(who.must_change_password);

    ASSERT_OK(first_run(t->db.db, NOON_MS, again, &is_new, &t->err), t->err);
    assert_false(is_new);
    assert_string_equal(again, "");
    access_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(logging_in_gives_a_session),
        access_unit_test(refusals_of_log_in),
        access_unit_test(guessing_is_slowed_down),
        access_unit_test(old_cookies_and_wrong_keys),
        access_unit_test(changing_the_password),
        access_unit_test(last_seen_is_written_behind),
        access_unit_test(notes_come_from_many_threads),
        access_unit_test(the_first_admin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
