#include "access_test.h"
#include "base/day.h"
#include "base/str.h"
#include "base/thread.h"
#include "intake/source/source.h"
#include "intake/source/source_keys.h"

#define HOUR_MS 3600000LL

static struct source made(struct access_test *t, const char *name, const char *kind)
{
    struct source s = {.name = name, .kind = kind};

    writing(t);
    ASSERT_OK(source_create(&t->act, &s, &t->err), t->err);
    written(t);
    return s;
}

static struct source got(struct access_test *t, const char *key)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct source s;

    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(source_get(c, key, t->arena, &s, &t->err), t->err);
    return s;
}

static struct text key_text(const char *s)
{
    return (struct text){s, (uint32_t)strlen(s)};
}

static void a_source_is_made_with_a_key(void **state)
{
    struct access_test *t = *state;
    struct source first = made(t, "Web app, EU", "browser"),
                  second = made(t, "Web app / EU", "server");
    struct source kept = got(t, "web-app-eu");
    size_t n;

    assert_string_equal(first.key, "web-app-eu");
    assert_string_equal(second.key, "web-app-eu-2");
    assert_int_equal(strlen(first.write_key), WRITE_KEY_TEXT - 1);
    assert_int_equal(strncmp(first.write_key, "rpw_", 4), 0);
    assert_string_not_equal(first.write_key, second.write_key);
    assert_string_equal(kept.write_key, first.write_key);
    assert_string_equal(kept.unknown_accounts, "park");
    assert_string_equal(kept.created_by, "command line");
    assert_int_equal(kept.created, NOON_MS);
    assert_true(kept.revoked == TIME_NONE && kept.last_event == TIME_NONE && !kept.old_write_key);
    assert_string_equal(made(t, "\xc3\xbc", "server").key, "source");
    struct audit_entry *entries = audited(t, &n);
    assert_int_equal(n, 3);
    assert_string_equal(entries[2].kind, "source");
    assert_string_equal(entries[2].key, "web-app-eu");
}

static void creation_is_checked(void **state)
{
    struct access_test *t = *state;
    const char *good[] = {"https://app.example.com", "http://localhost:5173"};
    const char *path[] = {"https://app.example.com/"}, *capital[] = {"https://App.example.com"},
               *scheme[] = {"ftp://a"}, *host[] = {"https://"};
    const struct {
        struct source s;
        int expected;
        const char *field;
    } cases[] = {
        {{.name = "a", .kind = "browser", .origins = good, .n_origins = 2}, 0, NULL},
        {{.name = "a", .kind = "server", .key = "a"}, ERR_CONFLICT, "key"},
        {{.name = "a", .kind = "server", .key = ""}, ERR_INVALID, "key"},
        {{.name = "", .kind = "server"}, ERR_INVALID, "name"},
        {{.name = "b", .kind = "phone"}, ERR_INVALID, "kind"},
        {{.name = "b", .kind = "server", .unknown_accounts = "drop"},
         ERR_INVALID,
         "unknown_accounts"},
        {{.name = "b", .kind = "server", .origins = good, .n_origins = 1}, ERR_INVALID, "origins"},
        {{.name = "b", .kind = "browser", .origins = path, .n_origins = 1}, ERR_INVALID, "origins"},
        {{.name = "b", .kind = "browser", .origins = capital, .n_origins = 1},
         ERR_INVALID,
         "origins"},
        {{.name = "b", .kind = "browser", .origins = scheme, .n_origins = 1},
         ERR_INVALID,
         "origins"},
        {{.name = "b", .kind = "browser", .origins = host, .n_origins = 1}, ERR_INVALID, "origins"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct source s = cases[i].s;
        writing(t);
        int rc = db_write_end(t->act.conn, source_create(&t->act, &s, &t->err), &t->err);
        if (rc != cases[i].expected || (rc < 0 && !str_eq(t->err.field, cases[i].field)))
            fail_msg("case %zu: %d %s: %s", i, rc, t->err.field, t->err.text);
    }
}

static void counters_add_up(void **state)
{
    struct access_test *t = *state;
    struct source s = made(t, "a", "server");
    const int32_t today = day_of_time(clock_now_ms());
    const struct source_count before = {today - 1, 7, 3, 2, 100, NOON_MS},
                              first = {today, 10, 2, 1, 500, NOON_MS + 9},
                              late = {today, 1, 0, 0, 50, NOON_MS + 5};

    writing(t);
    ASSERT_OK(source_count_add(t->act.conn, s.id, &before, &t->err), t->err);
    ASSERT_OK(source_count_add(t->act.conn, s.id, &first, &t->err), t->err);
    ASSERT_OK(source_count_add(t->act.conn, s.id, &late, &t->err), t->err);
    ASSERT_OK(source_count_add(t->act.conn, 999, &late, &t->err), t->err);
    s.name = "renamed"; /* a change does not touch them */
    ASSERT_OK(source_update(&t->act, &s, &t->err), t->err);
    written(t);
    struct source kept = got(t, "a");
    assert_string_equal(kept.name, "renamed");
    assert_int_equal(kept.events, 18);
    assert_int_equal(kept.duplicates, 5);
    assert_int_equal(kept.set_aside, 3);
    assert_int_equal(kept.bytes, 650);
    assert_int_equal(kept.events_today, 11);
    assert_int_equal(kept.duplicates_today, 2);
    assert_int_equal(kept.set_aside_today, 1);
    assert_int_equal(kept.waiting, 0);
    assert_int_equal(kept.last_event, NOON_MS + 9);
}

static bool finds(struct source_keys *k, const char *write_key, int64_t now_ms)
{
    struct source_found found;

    return source_keys_find(k, key_text(write_key), now_ms, &found);
}

static void keys_are_found_until_they_end(void **state)
{
    struct access_test *t = *state;
    struct source s = made(t, "a", "browser"), rotated, revoked;
    struct source_keys *k;
    struct source_found found;

    ASSERT_OK(source_keys_new(t->db.db, &k, &t->err), t->err);
    assert_true(source_keys_find(k, key_text(s.write_key), NOON_MS, &found));
    assert_int_equal(found.id, s.id);
    assert_true(found.is_browser && !found.makes_accounts);
    assert_false(finds(k, "rpw_unknown", NOON_MS));
    assert_false(finds(k, "", NOON_MS));
    assert_false(source_keys_find(k, (struct text){0}, NOON_MS, &found));

    writing(t);
    ASSERT_OK(source_rotate(&t->act, "a", 2 * HOUR_MS, &rotated, &t->err), t->err);
    written(t);
    ASSERT_OK(source_keys_refresh(k, &t->err), t->err);
    assert_true(finds(k, rotated.write_key, NOON_MS + 100 * HOUR_MS));
    assert_true(finds(k, s.write_key, NOON_MS + 2 * HOUR_MS - 1));
    assert_false(finds(k, s.write_key, NOON_MS + 2 * HOUR_MS));

    writing(t);
    ASSERT_OK(source_rotate(&t->act, "a", 0, &rotated, &t->err), t->err);
    written(t);
    ASSERT_OK(source_keys_refresh(k, &t->err), t->err);
    assert_false(finds(k, s.write_key, NOON_MS));
    assert_true(finds(k, rotated.write_key, NOON_MS));

    writing(t);
    ASSERT_OK(source_revoke(&t->act, "a", &revoked, &t->err), t->err);
    assert_int_equal(source_revoke(&t->act, "a", &revoked, &t->err), ERR_CONFLICT);
    assert_int_equal(source_rotate(&t->act, "a", 0, &revoked, &t->err), ERR_CONFLICT);
    assert_int_equal(source_rotate(&t->act, "b", 0, &revoked, &t->err), ERR_NOT_FOUND);
    written(t);
    ASSERT_OK(source_keys_refresh(k, &t->err), t->err);
    assert_false(finds(k, rotated.write_key, NOON_MS));
    assert_int_equal(got(t, "a").revoked, NOON_MS);
    source_keys_free(k);
}

static void origins_are_asked_of_browsers(void **state)
{
    struct access_test *t = *state;
    const char *origins[] = {"https://app.example.com"};
    struct source any = made(t, "any", "browser");
    struct source s = {.name = "one", .kind = "browser", .origins = origins, .n_origins = 1};
    struct source_keys *k;

    writing(t);
    ASSERT_OK(source_create(&t->act, &s, &t->err), t->err);
    written(t);
    ASSERT_OK(source_keys_new(t->db.db, &k, &t->err), t->err);
    assert_true(source_keys_allows(k, s.id, "https://app.example.com"));
    assert_false(source_keys_allows(k, s.id, "https://app.example.com:8443"));
    assert_false(source_keys_allows(k, s.id, "null"));
    assert_true(source_keys_allows(k, s.id, NULL));
    assert_true(source_keys_allows(k, any.id, "https://other.example.com"));
    assert_false(source_keys_allows(k, 999, NULL));
    source_keys_free(k);
}

/* Threads that look up while the table is put in place over and over; TSan watches. */
static void *look_up(void *arg)
{
    struct source_keys *k = ((void **)arg)[0];
    const char *write_key = ((void **)arg)[1];
    intptr_t n_missed = 0;

    for (int i = 0; i < 20000; i++)
        n_missed += !finds(k, write_key, NOON_MS) || !source_keys_allows(k, 1, NULL);
    return (void *)n_missed; // NOLINT(performance-no-int-to-ptr)
}

static void looking_up_and_refreshing_go_together(void **state)
{
    struct access_test *t = *state;
    struct source s = made(t, "a", "server");
    struct source_keys *k;
    pthread_t threads[2];

    ASSERT_OK(source_keys_new(t->db.db, &k, &t->err), t->err);
    void *arg[] = {k, (char *)s.write_key};
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        thread_start(&threads[i], "look up", look_up, arg);
    for (int i = 0; i < 100; i++)
        ASSERT_OK(source_keys_refresh(k, &t->err), t->err);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *n_missed;
        pthread_join(threads[i], &n_missed);
        assert_null(n_missed);
    }
    source_keys_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(a_source_is_made_with_a_key),
        access_unit_test(creation_is_checked),
        access_unit_test(counters_add_up),
        access_unit_test(keys_are_found_until_they_end),
        access_unit_test(origins_are_asked_of_browsers),
        access_unit_test(looking_up_and_refreshing_go_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
