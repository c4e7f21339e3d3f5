#include "access/password.h"
#include "access/token.h"
#include "base/auto.h"
#include "test.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

static void rules(void **state)
{
    (void)state;
    static char long_one[PASSWORD_MAX + 2];
    static const struct {
        const char *password;
        int expected;
    } cases[] = {
        {"", ERR_INVALID},
        {"123456789", ERR_INVALID},
        {"1234567890", 0},
        {"aaaaaaaaaaaa", ERR_INVALID},
        {"Ann@Example.com", ERR_INVALID},
        {"pass phrase of four words", 0},
        {long_one, ERR_INVALID},
        {long_one + 1, 0},
    };

    memset(long_one, 'x', PASSWORD_MAX + 1);
    long_one[5] = 'y';
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        int rc = password_check_rules("new_password", cases[i].password, "ann@example.com", &err);
        if (rc != cases[i].expected)
            fail_msg("case %zu: got %d: %s", i, rc, err.text);
        assert_string_equal(err.field, rc < 0 ? "new_password" : "");
    }
}

static void a_hash_is_argon2id_and_matches_only_its_password(void **state)
{
    (void)state;
    char hash[PASSWORD_HASH_TEXT], again[PASSWORD_HASH_TEXT];
    bool matches = false;

    assert_int_equal(password_hash("correct horse", hash, NULL), 0);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
    assert_int_equal(password_verify(hash, "correct horse", &matches, NULL), 0);
    assert_true(matches);
    assert_int_equal(password_verify(hash, "correct horsf", &matches, NULL), 0);
    assert_false(matches);
    password_hash("correct horse", again, NULL);
    assert_string_not_equal(hash, again);
}

static void nobody_costs_the_same_and_never_matches(void **state)
{
    (void)state;
    bool matches = true;

    assert_int_equal(password_verify(NULL, "correct horse", &matches, NULL), 0);
    assert_false(matches);
    matches = true;
    assert_int_equal(password_verify("not a hash", "correct horse", &matches, NULL), 0);
    assert_false(matches);
}

static void too_long_a_guess_is_not_hashed(void **state)
{
    (void)state;
    char big[PASSWORD_MAX + 2];
    bool matches = true;

    memset(big, 'x', sizeof(big) - 1);
    big[sizeof(big) - 1] = 0;
    assert_int_equal(password_verify(NULL, big, &matches, NULL), 0);
    assert_false(matches);
}

struct guess {
    int rc;
    bool matches;
};

static void *guess_main(void *arg)
{
    struct guess *guess = arg;
    guess->rc = password_verify(NULL, "correct horse", &guess->matches, NULL);
    return NULL;
}

/* However many come at once, each gets an answer: no, or busy. */
static void many_at_once(void **state)
{
    (void)state;
    pthread_t threads[24];
    struct guess guesses[24] = {0};
    int answered = 0;

    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_create(&threads[i], NULL, guess_main, &guesses[i]);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        assert_true(guesses[i].rc == 0 || guesses[i].rc == ERR_BUSY);
        assert_false(guesses[i].matches);
        answered += guesses[i].rc == 0;
    }
    assert_true(answered >= PASSWORD_AT_ONCE);
}

static void one_time_passwords_differ_and_pass_the_rules(void **state)
{
    (void)state;
    char a[ONE_TIME_TEXT], b[ONE_TIME_TEXT];

    for (int i = 0; i < 100; i++) {
        password_one_time(a);
        password_one_time(b);
        assert_int_equal(strlen(a), ONE_TIME_TEXT - 1);
        assert_int_equal(strspn(a, "abcdefghjkmnpqrstuvwxyz23456789-"), ONE_TIME_TEXT - 1);
        assert_true(a[5] == '-' && a[11] == '-' && a[17] == '-');
        assert_string_not_equal(a, b);
        assert_int_equal(password_check_rules("password", a, NULL, NULL), 0);
    }
}

static void tokens_have_a_form_and_a_hash(void **state)
{
    (void)state;
    char a[TOKEN_TEXT], b[TOKEN_TEXT], hash[TOKEN_HASH_TEXT], again[TOKEN_HASH_TEXT];

    token_new(a);
    token_new(b);
    assert_int_equal(strlen(a), TOKEN_TEXT - 1);
    assert_string_not_equal(a, b);
    token_hash(a, hash);
    token_hash(a, again);
    assert_string_equal(hash, again);
    assert_int_equal(strspn(hash, "0123456789abcdef"), TOKEN_HASH_TEXT - 1);
    /* BLAKE2b-256 of "abc", as `b2sum -l 256` prints it. */
    token_hash("abc", hash);
    assert_string_equal(hash, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(a_hash_is_argon2id_and_matches_only_its_password),
        cmocka_unit_test(nobody_costs_the_same_and_never_matches),
        cmocka_unit_test(too_long_a_guess_is_not_hashed),
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(one_time_passwords_differ_and_pass_the_rules),
        cmocka_unit_test(tokens_have_a_form_and_a_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
