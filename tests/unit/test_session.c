#include "access/session.h"
#include "access_test.h"

static int find(struct access_test *t, const char *token, int64_t now_ms, struct session *ret)
{
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    int rc = session_find(c, token, now_ms, t->arena, ret, &t->err);
    db_read_end(c);
    return rc;
}

static void a_session_is_known_by_its_token_only(void **state)
{
    struct access_test *t = *state;
    struct user ann = user_made(t, "ann@example.com", "manager");
    struct session session;
    char token[TOKEN_TEXT], other[TOKEN_TEXT], hash[TOKEN_HASH_TEXT];
    int64_t n = 0;

    writing(t);
    ASSERT_OK(session_create(t->act.conn, ann.id, NOON_MS, token, &t->err), t->err);
    /* What is stored is no use to who reads the database. */
    token_hash(token, hash);
    ASSERT_OK(db_i64(t->act.conn, "SELECT COUNT(*) FROM session WHERE token_hash = $hash",
                     DB_ARGS(DB_STR("hash", hash)), &n, &t->err),
              t->err);
    written(t);
    assert_int_equal(n, 1);
    assert_int_equal(find(t, hash, NOON_MS, &session), ERR_NOT_FOUND);
    token_new(other);
    assert_int_equal(find(t, other, NOON_MS, &session), ERR_NOT_FOUND);
    assert_int_equal(find(t, "", NOON_MS, &session), ERR_NOT_FOUND);

    assert_int_equal(find(t, token, NOON_MS, &session), 0);
    assert_int_equal(session.user_id, ann.id);
    assert_string_equal(session.email, "ann@example.com");
    assert_string_equal(session.role, "manager");
    assert_false(session.must_change_password);
    assert_int_equal(session.last_seen, NOON_MS);

    writing(t);
    ASSERT_OK(session_end(t->act.conn, token, &t->err), t->err);
    ASSERT_OK(session_end(t->act.conn, token, &t->err), t->err); /* twice is no harm */
    written(t);
    assert_int_equal(find(t, token, NOON_MS, &session), ERR_NOT_FOUND);
}

/* Rows: seen every `step` from the start on; does it live `at` after the start? */
static void sessions_run_out(void **state)
{
    struct access_test *t = *state;
    static const struct {
        int64_t step_ms, seen_until_ms, at_ms;
        bool lives;
    } cases[] = {
        {0, 0, SESSION_IDLE_MS - 1, true},
        {0, 0, SESSION_IDLE_MS, false},
        {DAY_MS, 2 * DAY_MS, 2 * DAY_MS + SESSION_IDLE_MS - 1, true},
        {DAY_MS, 2 * DAY_MS, 2 * DAY_MS + SESSION_IDLE_MS, false},
        {DAY_MS, 29 * DAY_MS, SESSION_MOST_MS - 1, true},
        {DAY_MS, 29 * DAY_MS, SESSION_MOST_MS, false}, /* however often it is used */
    };
    struct user ann = user_made(t, "ann@example.com", "admin");

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char token[TOKEN_TEXT], hash[TOKEN_HASH_TEXT];
        struct session session;
        writing(t);
        ASSERT_OK(session_create(t->act.conn, ann.id, NOON_MS, token, &t->err), t->err);
        token_hash(token, hash);
        for (int64_t at = 0; cases[i].step_ms && at <= cases[i].seen_until_ms;
             at += cases[i].step_ms)
            ASSERT_OK(session_seen(t->act.conn, hash, NOON_MS + at, &t->err), t->err);
        written(t);
        if ((find(t, token, NOON_MS + cases[i].at_ms, &session) == 0) != cases[i].lives)
            fail_msg("case %zu", i);
    }
}

static void the_dead_are_removed_by_the_next(void **state)
{
    struct access_test *t = *state;
    struct user ann = user_made(t, "ann@example.com", "admin");
    char token[TOKEN_TEXT];
    int64_t n = 0;

    writing(t);
    ASSERT_OK(session_create(t->act.conn, ann.id, NOON_MS, token, &t->err), t->err);
    ASSERT_OK(session_create(t->act.conn, ann.id, NOON_MS + SESSION_IDLE_MS, token, &t->err),
              t->err);
    ASSERT_OK(db_i64(t->act.conn, "SELECT COUNT(*) FROM session", DB_ARGS(), &n, &t->err), t->err);
    written(t);
    assert_int_equal(n, 1);
}

static void a_deleted_person_has_no_session(void **state)
{
    struct access_test *t = *state;
    struct user bob = user_made(t, "bob@example.com", "viewer");
    struct session session;
    char token[TOKEN_TEXT];

    writing(t);
    ASSERT_OK(session_create(t->act.conn, bob.id, NOON_MS, token, &t->err), t->err);
    ASSERT_OK(user_delete(&t->act, bob.id, &t->err), t->err);
    written(t);
    assert_int_equal(find(t, token, NOON_MS, &session), ERR_NOT_FOUND);
}

#define T43 "0123456789012345678901234567890123456789abc"

static void cookies_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool has;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"; ;;", false},
        {"ripen_session=" T43, true},
        {"theme=dark; ripen_session=" T43 "; lang=en", true},
        {"theme=dark;ripen_session=" T43, true},
        {"ripen_session=short; ripen_session=" T43, true},
        {"ripen_session=" T43 "x", false},
        {"xripen_session=" T43, false},
        {"ripen_session", false},
        {"ripen_session=", false},
        {"Ripen_session=" T43, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char token[TOKEN_TEXT] = "";
        if (session_of_cookie(cases[i].header, token) != cases[i].has)
            fail_msg("case %zu", i);
        assert_string_equal(token, cases[i].has ? T43 : "");
    }
}

static void cookies_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *token;
        bool is_tls;
        const char *expected;
    } cases[] = {
        {"abc", false, "ripen_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"},
        {"abc", true, "ripen_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure"},
        {NULL, false, "ripen_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        AUTO_BUF out = {0};
        session_cookie(cases[i].token, cases[i].is_tls, &out);
        assert_string_equal(buf_text(&out), cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(a_session_is_known_by_its_token_only),
        access_unit_test(sessions_run_out),
        access_unit_test(the_dead_are_removed_by_the_next),
        access_unit_test(a_deleted_person_has_no_session),
        cmocka_unit_test(cookies_are_read),
        cmocka_unit_test(cookies_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
