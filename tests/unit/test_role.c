#include "access/role.h"
#include "base/auto.h"
#include "test.h"

#include <string.h>

static void names_and_roles_match(void **state)
{
    (void)state;
    assert_int_equal(role_from_name("viewer"), ROLE_VIEWER);
    assert_int_equal(role_from_name("admin"), ROLE_ADMIN);
    assert_int_equal(role_from_name("Admin"), ROLE_NONE);
    assert_int_equal(role_from_name(""), ROLE_NONE);
    assert_int_equal(role_from_name(NULL), ROLE_NONE);
    for (int i = 0; role_names[i]; i++)
        assert_int_equal(role_from_name(role_names[i]), i);
}

static void who_may_what(void **state)
{
    (void)state;
    static const struct {
        struct who who;
        enum role need;
        const char *area;
        bool is_write;
        int expected;
    } cases[] = {
        {{.role = ROLE_NONE}, ROLE_NONE, "system", false, 0},
        {{.role = ROLE_NONE}, ROLE_NONE, "access", true, 0},
        {{.role = ROLE_NONE}, ROLE_VIEWER, "facts", false, ERR_UNAUTHORIZED},
        {{.role = ROLE_VIEWER}, ROLE_VIEWER, "facts", false, 0},
        {{.role = ROLE_VIEWER}, ROLE_MANAGER, "facts", true, ERR_FORBIDDEN},
        {{.role = ROLE_MANAGER}, ROLE_MANAGER, "facts", true, 0},
        {{.role = ROLE_MANAGER}, ROLE_ADMIN, "access", false, ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN}, ROLE_ADMIN, "access", true, 0},
        /* Scopes narrow a key; writing includes reading; no scope is part of another. */
        {{.role = ROLE_ADMIN, .scopes = "facts:read"}, ROLE_VIEWER, "facts", false, 0},
        {{.role = ROLE_ADMIN, .scopes = "facts:read"}, ROLE_MANAGER, "facts", true, ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN, .scopes = "facts:write"}, ROLE_VIEWER, "facts", false, 0},
        {{.role = ROLE_ADMIN, .scopes = "scores:read facts:write"}, ROLE_MANAGER, "facts", true, 0},
        {{.role = ROLE_ADMIN, .scopes = "scores:read"}, ROLE_VIEWER, "facts", false, ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN, .scopes = "facts:reads"}, ROLE_VIEWER, "facts", false, ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN, .scopes = ""}, ROLE_VIEWER, "facts", false, ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN, .scopes = "facts:read"}, ROLE_VIEWER, "fact", false, ERR_FORBIDDEN},
        {{.role = ROLE_VIEWER, .scopes = "facts:write"},
         ROLE_MANAGER,
         "facts",
         true,
         ERR_FORBIDDEN},
        /* What concerns only the caller is open to any scope, and before the password is changed.
         */
        {{.role = ROLE_VIEWER, .scopes = "facts:read"}, ROLE_VIEWER, NULL, true, 0},
        {{.role = ROLE_ADMIN, .must_change_password = true}, ROLE_VIEWER, NULL, true, 0},
        {{.role = ROLE_ADMIN, .must_change_password = true},
         ROLE_VIEWER,
         "facts",
         false,
         ERR_FORBIDDEN},
        {{.role = ROLE_ADMIN, .must_change_password = true}, ROLE_NONE, "system", false, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct who who = cases[i].who;
        struct err err = {0};
        who.name = "ann@example.com";
        int rc = who_check(&who, cases[i].need, cases[i].area, cases[i].is_write, &err);
        if (rc != cases[i].expected)
            fail_msg("case %zu: got %d, not %d: %s", i, rc, cases[i].expected, err.text);
        assert_int_equal(who_may(&who, cases[i].need, cases[i].area, cases[i].is_write), rc == 0);
        assert_int_equal(rc < 0, err.text[0] != 0);
    }
}

static void a_refusal_names_what_is_missing(void **state)
{
    (void)state;
    struct who key = {.name = "key:import", .role = ROLE_MANAGER, .scopes = "facts:read"};
    struct err err = {0};

    who_check(&key, ROLE_MANAGER, "facts", true, &err);
    assert_string_equal(err.text,
                        "this needs the scope facts:write, which key:import does not have");
    who_check(&key, ROLE_ADMIN, "access", true, &err);
    assert_string_equal(err.text, "this needs the role admin; key:import has the role manager");
}

static void scopes_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *scope;
        bool is_good;
    } cases[] = {
        {"facts:read", true},        {"system:write", true},
        {"import:write", true},      {"facts", false},
        {"facts:", false},           {":read", false},
        {"facts:delete", false},     {"Facts:read", false},
        {"facts:read ", false},      {"", false},
        {"fact:read", false},        {"factss:read", false},
        {"facts:read:write", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        int rc = scopes_check((const char *[]){"scores:read", cases[i].scope}, 2, &err);
        if ((rc == 0) != cases[i].is_good)
            fail_msg("\"%s\": %d", cases[i].scope, rc);
        if (rc < 0)
            assert_string_equal(err.field, "scopes");
    }
    assert_int_equal(scopes_check(NULL, 0, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_roles_match),
        cmocka_unit_test(who_may_what),
        cmocka_unit_test(a_refusal_names_what_is_missing),
        cmocka_unit_test(scopes_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
