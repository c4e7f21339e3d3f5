#include "access/api_key.h"
#include "access_test.h"

static int create(struct access_test *t, struct api_key *key, char secret[API_KEY_TEXT])
{
    writing(t);
    return db_write_end(t->act.conn, api_key_create(&t->act, key, secret, &t->err), &t->err);
}

static int find(struct access_test *t, const char *secret, int64_t now_ms, struct api_key *ret)
{
    struct conn *c;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    int rc = api_key_find(c, secret, now_ms, t->arena, ret, &t->err);
    db_read_end(c);
    return rc;
}

static void a_key_is_shown_once_and_kept_as_a_hash(void **state)
{
    struct access_test *t = *state;
    const char *scopes[] = {"facts:write", "scores:read"};
    struct api_key key = {
        .name = "import", .role = "manager", .scopes = scopes, .n_scopes = 2, .expires = TIME_NONE};
    struct api_key found;
    char secret[API_KEY_TEXT], hash[TOKEN_HASH_TEXT];
    int64_t n = 0;

    assert_int_equal(create(t, &key, secret), 0);
    assert_int_equal(strlen(secret), API_KEY_TEXT - 1);
    assert_int_equal(strncmp(secret, "rpn_", 4), 0);
    assert_string_equal(key.created_by, "command line");

    assert_int_equal(find(t, secret, NOON_MS, &found), 0);
    assert_int_equal(found.id, key.id);
    assert_string_equal(found.role, "manager");
    assert_string_equal(api_key_scopes(&found, t->arena), "facts:write scores:read");
    assert_int_equal(found.last_used, TIME_NONE);

    token_hash(secret, hash);
    writing(t);
    ASSERT_OK(db_i64(t->act.conn, "SELECT COUNT(*) FROM api_key WHERE key_hash = $hash",
                     DB_ARGS(DB_STR("hash", hash)), &n, &t->err),
              t->err);
    ASSERT_OK(api_key_seen(t->act.conn, key.id, NOON_MS + 5, &t->err), t->err);
    ASSERT_OK(api_key_seen(t->act.conn, key.id, NOON_MS + 4, &t->err), t->err); /* late: ignored */
    written(t);
    assert_int_equal(n, 1);
    assert_int_equal(find(t, secret, NOON_MS, &found), 0);
    assert_int_equal(found.last_used, NOON_MS + 5);
}

static void wrong_keys_are_refused_alike(void **state)
{
    struct access_test *t = *state;
    struct api_key key = {.name = "import", .role = "viewer", .expires = NOON_MS + 1000};
    struct api_key found;
    char secret[API_KEY_TEXT], wrong[API_KEY_TEXT];

    assert_int_equal(create(t, &key, secret), 0);
    memcpy(wrong, secret, sizeof(wrong));
    wrong[20] = wrong[20] == 'a' ? 'b' : 'a';
    const struct {
        const char *secret;
        int64_t now_ms;
        int expected;
    } cases[] = {
        {secret, NOON_MS, 0},
        {secret, NOON_MS + 999, 0},
        {secret, NOON_MS + 1000, ERR_UNAUTHORIZED},
        {wrong, NOON_MS, ERR_UNAUTHORIZED},
        {secret + 4, NOON_MS, ERR_UNAUTHORIZED},
        {"", NOON_MS, ERR_UNAUTHORIZED},
        {"rpn_", NOON_MS, ERR_UNAUTHORIZED},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int rc = find(t, cases[i].secret, cases[i].now_ms, &found);
        if (rc != cases[i].expected)
            fail_msg("case %zu: %d", i, rc);
        if (rc < 0)
            assert_string_equal(t->err.text, "this API key is unknown, revoked or expired");
    }
    assert_int_equal(find(t, secret, NOON_MS, &found), 0);
    assert_null(api_key_scopes(&found, t->arena)); /* all that the role may */
    assert_int_equal(found.n_scopes, 0);
}

static void creation_is_checked(void **state)
{
    struct access_test *t = *state;
    const char *bad[] = {"facts:read", "all"};
    const struct {
        struct api_key key;
        int expected;
        const char *field;
    } cases[] = {
        {{.name = "a", .role = "viewer", .expires = TIME_NONE}, 0, NULL},
        {{.name = "a", .role = "viewer", .expires = TIME_NONE}, ERR_CONFLICT, "name"},
        {{.name = "", .role = "viewer", .expires = TIME_NONE}, ERR_INVALID, "name"},
        {{.name = "b", .role = "boss", .expires = TIME_NONE}, ERR_INVALID, "role"},
        {{.name = "b", .role = "viewer", .expires = NOON_MS}, ERR_INVALID, "expires"},
        {{.name = "b", .role = "viewer", .expires = TIME_NONE, .scopes = bad, .n_scopes = 2},
         ERR_INVALID,
         "scopes"},
        {{.name = "b", .role = "viewer", .expires = TIME_NONE, .scopes = bad, .n_scopes = 1},
         0,
         NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct api_key key = cases[i].key;
        char secret[API_KEY_TEXT];
        int rc = create(t, &key, secret);
        if (rc != cases[i].expected)
            fail_msg("case %zu: %d %s", i, rc, t->err.text);
        if (rc < 0)
            assert_string_equal(t->err.field, cases[i].field);
    }
}

static void a_revoked_key_is_dead_but_listed(void **state)
{
    struct access_test *t = *state;
    struct api_key key = {.name = "import", .role = "viewer", .expires = TIME_NONE}, found;
    char first[API_KEY_TEXT], second[API_KEY_TEXT];
    struct api_key *keys;
    struct conn *c;
    size_t n;

    assert_int_equal(create(t, &key, first), 0);
    writing(t);
    ASSERT_OK(api_key_revoke(&t->act, key.id, &t->err), t->err);
    assert_int_equal(api_key_revoke(&t->act, 99, &t->err), ERR_NOT_FOUND);
    written(t);
    assert_int_equal(find(t, first, NOON_MS, &found), ERR_UNAUTHORIZED);
    assert_int_equal(create(t, &key, second), 0); /* its name is free again */

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(api_key_list(c, t->arena, &keys, &n, &t->err), t->err);
    ASSERT_OK(api_key_by_name(c, "import", t->arena, &found, &t->err), t->err);
    assert_int_equal(api_key_by_name(c, "export", t->arena, &found, &t->err), ERR_NOT_FOUND);
    db_read_end(c);
    assert_int_equal(n, 2);
    assert_false(keys[0].is_revoked);
    assert_true(keys[1].is_revoked);

    struct audit_entry *entries = audited(t, &n);
    assert_int_equal(n, 3);
    assert_string_equal(entries[1].kind, "key");
    assert_string_equal(entries[1].key, "import");
    assert_true(json_is_true(json_object_get(entries[1].after, "is_revoked")));
    for (size_t i = 0; i < n; i++) {
        char *text = json_dumps(entries[i].after, 0);
        assert_null(strstr(text, first + 4));
        assert_null(strstr(text, "hash"));
        free(text);
    }
}

static void authorization_headers_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *header, *key;
    } cases[] = {
        {NULL, NULL},
        {"", NULL},
        {"Bearer rpn_x", "rpn_x"},
        {"bearer rpn_x", "rpn_x"},
        {"Basic cnBuOng=", NULL},
        {"rpn_x", NULL},
        {"Bearer", NULL},
        {"Bearer ", ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *key = api_key_of_authorization(cases[i].header);
        if (cases[i].key)
            assert_string_equal(key, cases[i].key);
        else
            assert_null(key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(a_key_is_shown_once_and_kept_as_a_hash),
        access_unit_test(wrong_keys_are_refused_alike),
        access_unit_test(creation_is_checked),
        access_unit_test(a_revoked_key_is_dead_but_listed),
        cmocka_unit_test(authorization_headers_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
