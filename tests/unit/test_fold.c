#include "base/map.h"
#include "base/str.h"
#include "fold_test.h"
#include "intake/apply/fold.h"

#define DAY 20000

/* A world in which the fold asks: accounts that are there, users that are known. */
struct world {
    struct fold *fold;
    bool makes, is_down;
    const char *const *accounts;
    const char *const (*users)[3]; /* key, same as, account */
    int asked;
};
static const char *const two_accounts[] = {"acme", "beta", NULL};
static const char *const no_users[][3] = {{NULL, NULL, NULL}};

static int ask_account(void *ctx, const char *key, int64_t *ret_id, struct err *err)
{
    struct world *w = ctx;

    w->asked++;
    if (w->is_down)
        return err_set(err, ERR_BUSY, NULL, "not now");
    *ret_id = str_index(w->accounts, key) + 1;
    return 0;
}

static int ask_user(void *ctx, const char *key, struct fold_user_row *ret, struct err *err)
{
    struct world *w = ctx;

    if (w->is_down)
        return err_set(err, ERR_BUSY, NULL, "not now");
    for (size_t i = 0; w->users[i][0]; i++)
        if (str_eq(w->users[i][0], key))
            *ret = (struct fold_user_row){w->users[i][1], w->users[i][2]};
    return 0;
}

static bool ask_makes(void *ctx, int64_t source_id)
{
    (void)source_id;
    return ((struct world *)ctx)->makes;
}

static void world_init(struct world *w)
{
    *w = (struct world){.accounts = two_accounts, .users = no_users};
    w->fold = fold_new(&(struct fold_ask){w, ask_account, ask_user, ask_makes}, 5);
}

static int say(struct world *w, struct said s)
{
    struct event_batch b = {.source_id = 7, .received_ms = (DAY + 1) * DAY_MS};
    struct event e = event_said(&s);
    struct err err;

    return fold_event(w->fold, &b, &e, 0, &err);
}
#define SAY(w, ...) say((w), (struct said){.day = DAY, __VA_ARGS__})

static const char *key_of(const struct fold *f, fold_ref account)
{
    return fold_account_at(f, account)->key;
}

/* All that was counted of an event's name at an account on a day. */
static int64_t counted(const struct world *w, const char *account, const char *name, int32_t day)
{
    const struct fold *f = w->fold;
    int64_t sum = 0;

    for (size_t i = 0; i <= f->cells_mask; i++) {
        const struct fold_cell *c = &f->cells[i];
        if (c->place && fold_place_day(c->place) == day &&
            str_eq(key_of(f, fold_place_account(c->place)), account) &&
            str_eq(f->names.items[fold_place_name(c->place) - 1].key, name))
            sum += c->count;
    }
    for (size_t i = 0; i < f->actives.n; i++) {
        const struct fold_active *a = &f->actives.items[i];
        if (a->day == day && str_eq(key_of(f, f->members.items[a->member - 1].account), account) &&
            str_eq(f->names.items[a->name - 1].key, name))
            sum++;
    }
    return sum;
}

/* Is the user active at the account on the day? */
static bool is_active(const struct world *w, const char *account, const char *user, int32_t day)
{
    const struct fold *f = w->fold;

    for (size_t i = 0; i < f->actives.n; i++) {
        const struct fold_member *m = &f->members.items[f->actives.items[i].member - 1];
        if (f->actives.items[i].day == day && str_eq(key_of(f, m->account), account) &&
            str_eq(fold_user_at(f, m->user)->key, user))
            return true;
    }
    return false;
}

static const char *why(const struct world *w)
{
    size_t n = aside_ring_len(w->fold->aside);

    return n ? aside_ring_at(w->fold->aside, n - 1)->reason : "";
}

static void events_count_at_their_account_on_their_day(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    for (int i = 0; i < 3; i++)
        assert_int_equal(SAY(&w, .user = "u1", .group = "acme", .name = "open"), FOLD_COUNTED);
    SAY(&w, .user = "u2", .group = "acme", .name = "open");
    SAY(&w, .user = "u1", .group = "beta", .name = "open");
    SAY(&w, .user = "u1", .group = "acme", .name = "close");
    SAY(&w, .user = "u1", .group = "acme", .name = "open", .day = DAY - 300);
    assert_int_equal(counted(&w, "acme", "open", DAY), 4);
    assert_int_equal(counted(&w, "beta", "open", DAY), 1);
    assert_int_equal(counted(&w, "acme", "close", DAY), 1);
    assert_int_equal(counted(&w, "acme", "open", DAY - 300), 1);
    assert_true(is_active(&w, "acme", "u1", DAY));
    assert_true(is_active(&w, "acme", "u2", DAY));
    assert_true(is_active(&w, "acme", "u1", DAY - 300));
    assert_false(is_active(&w, "beta", "u2", DAY));
    assert_int_equal(fold_counts_of(w.fold, 7)->counted, 7);
    assert_int_equal(w.asked, 2);
    fold_free(w.fold);
}

static void without_a_group_the_users_last_one_counts(void **state)
{
    static const char *const users[][3] = {{"old", NULL, "beta"}, {NULL, NULL, NULL}};
    struct world w;
    (void)state;
    world_init(&w);
    w.users = users;

    assert_int_equal(SAY(&w, .user = "u1", .name = "open"), FOLD_ASIDE);
    assert_string_equal(why(&w), "no_account");
    assert_int_equal(SAY(&w, .type = EVENT_GROUP, .user = "u1", .group = "acme"), FOLD_COUNTED);
    SAY(&w, .user = "u1", .name = "open");
    SAY(&w, .type = EVENT_GROUP, .user = "u1", .group = "beta");
    SAY(&w, .user = "u1", .name = "open");
    SAY(&w, .user = "u1", .group = "acme",
        .name = "open"); /* its own goes first, and changes nothing */
    SAY(&w, .user = "u1", .name = "open");
    SAY(&w, .user = "old", .name = "open");
    assert_int_equal(counted(&w, "acme", "open", DAY), 2);
    assert_int_equal(counted(&w, "beta", "open", DAY), 3);
    fold_free(w.fold);
}

static void anonymous_ids_become_users(void **state)
{
    static const char *const users[][3] = {
        {"a9", "u9", NULL}, {"u9", NULL, "beta"}, {NULL, NULL, NULL}};
    struct world w;
    (void)state;
    world_init(&w);
    w.users = users;

    SAY(&w, .type = EVENT_GROUP, .anonymous = "a1", .group = "acme");
    SAY(&w, .anonymous = "a1", .name = "open");
    assert_true(is_active(&w, "acme", "a1", DAY));
    SAY(&w, .type = EVENT_IDENTIFY, .user = "u1", .anonymous = "a1");
    SAY(&w, .anonymous = "a1", .name = "open", .day = DAY + 1);
    assert_true(is_active(&w, "acme", "u1", DAY + 1));
    /* The account that the browser was known of goes along. */
    SAY(&w, .user = "u1", .name = "open", .day = DAY + 2);
    assert_int_equal(counted(&w, "acme", "open", DAY + 2), 1);
    /* Somebody else at the same browser: each stays who they are. */
    SAY(&w, .type = EVENT_IDENTIFY, .user = "u2", .anonymous = "a1");
    SAY(&w, .type = EVENT_GROUP, .user = "u2", .group = "beta");
    SAY(&w, .anonymous = "a1", .name = "open", .day = DAY + 3);
    SAY(&w, .user = "u1", .name = "open", .day = DAY + 3);
    assert_true(is_active(&w, "beta", "u2", DAY + 3));
    assert_true(is_active(&w, "acme", "u1", DAY + 3));
    /* From the database, by two steps. */
    SAY(&w, .anonymous = "a9", .name = "open");
    assert_true(is_active(&w, "beta", "u9", DAY));
    fold_free(w.fold);
}

static void aliases_are_followed_and_circles_end(void **state)
{
    static const char *const users[][3] = {
        {"x", "y", "acme"}, {"y", "x", "acme"}, {NULL, NULL, NULL}};
    struct world w;
    (void)state;
    world_init(&w);
    w.users = users;

    SAY(&w, .type = EVENT_GROUP, .user = "u1", .group = "acme");
    SAY(&w, .type = EVENT_ALIAS, .user = "u2", .previous = "u1");
    SAY(&w, .type = EVENT_ALIAS, .user = "u3", .previous = "u2");
    SAY(&w, .user = "u1", .name = "open");
    assert_true(is_active(&w, "acme", "u3", DAY));
    SAY(&w, .type = EVENT_ALIAS, .user = "u1", .previous = "u3"); /* that is u3 itself */
    SAY(&w, .user = "u1", .name = "open", .day = DAY + 1);
    assert_true(is_active(&w, "acme", "u3", DAY + 1));
    assert_int_equal(SAY(&w, .user = "x", .name = "open"), FOLD_COUNTED);
    fold_free(w.fold);
}

static void unknown_accounts_are_made_or_wait(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    assert_int_equal(SAY(&w, .user = "u1", .group = "new", .name = "open"), FOLD_ASIDE);
    assert_string_equal(why(&w), "unknown_account");
    assert_string_equal(aside_ring_at(w.fold->aside, 0)->account, "new");
    SAY(&w, .user = "u1", .group = "new", .name = "open");
    assert_int_equal(w.asked, 1); /* in one round it is asked for once */
    SAY(&w, .type = EVENT_GROUP, .user = "u1", .group = "new");
    SAY(&w, .user = "u1", .name = "open");
    assert_string_equal(why(&w), "unknown_account"); /* it is known whose it is */
    fold_written(w.fold);
    static const char *const three[] = {"acme", "beta", "new", NULL};
    w.accounts = three;
    assert_int_equal(SAY(&w, .user = "u1", .name = "open"), FOLD_COUNTED);
    w.makes = true;
    assert_int_equal(SAY(&w, .user = "u1", .group = "made", .name = "open"), FOLD_COUNTED);
    assert_true(w.fold->accounts.items[w.fold->accounts.n - 1].is_new);
    fold_free(w.fold);
}

static void what_cannot_be_told_is_set_aside_with_its_reason(void **state)
{
    static const struct {
        struct said said;
        const char *reason;
    } cases[] = {
        {{.name = "open", .fault = EVENT_NO_USER}, "no_user"},
        {{.user = "u", .name = "open", .fault = EVENT_FUTURE}, "future"},
        {{.user = "a\tb", .group = "acme", .name = "open"}, "bad_key"},
        {{.user = " a", .group = "acme", .name = "open"}, "bad_key"},
        {{.user = "u", .group = "acme\n", .name = "open"}, "bad_key"},
        {{.user = "u", .group = "acme", .name = "open "}, "bad_key"},
        {{.type = EVENT_GROUP, .user = "u", .group = " "}, "bad_key"},
        {{.type = EVENT_ALIAS, .user = "u", .previous = "a\nb"}, "bad_key"},
        {{.user = "u", .name = "open"}, "no_account"},
        {{.type = EVENT_IDENTIFY, .user = "u", .traits = "{}"}, "no_account"},
    };
    struct world w;
    (void)state;
    world_init(&w);

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(say(&w, cases[i].said), FOLD_ASIDE);
        assert_string_equal(why(&w), cases[i].reason);
        assert_string_equal(aside_ring_at(w.fold->aside, i)->text, "{\"as\":\"it came\"}");
    }
    assert_int_equal(w.fold->n_cells + w.fold->actives.n, 0);
    assert_int_equal(fold_counts_of(w.fold, 7)->aside, ARRAY_LEN(cases));
    fold_free(w.fold);
}

static void only_so_many_names_are_taken(void **state)
{
    struct world w;
    char name[8];
    (void)state;
    world_init(&w);
    fold_know_name(w.fold, "known");

    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof(name), "n%d", i);
        assert_int_equal(SAY(&w, .user = "u", .group = "acme", .name = name), FOLD_COUNTED);
    }
    assert_int_equal(SAY(&w, .user = "u", .group = "acme", .name = "n4"), FOLD_ASIDE);
    assert_string_equal(why(&w), "too_many_names");
    assert_int_equal(SAY(&w, .user = "u", .group = "acme", .name = "known"), FOLD_COUNTED);
    fold_free(w.fold);
}

static void the_same_traits_are_kept_once(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    for (int i = 0; i < 3; i++) {
        SAY(&w, .type = EVENT_GROUP, .user = "u", .group = "acme", .traits = "{\"plan\":\"pro\"}");
        SAY(&w, .type = EVENT_IDENTIFY, .user = "u", .traits = "{\"title\":\"Head\"}");
    }
    assert_int_equal(w.fold->traits.n, 2);
    SAY(&w, .type = EVENT_GROUP, .user = "u", .group = "acme", .traits = "{\"plan\":\"free\"}");
    SAY(&w, .type = EVENT_GROUP, .user = "u", .group = "acme", .traits = "{\"plan\":\"pro\"}");
    assert_int_equal(w.fold->traits.n, 4);
    fold_free(w.fold);
}

static void rules_mend_events(void **state)
{
    struct mend rules[] = {
        {.name = "old *", .action = "rename", .value = "new"},
        {.type = "page", .action = "drop"},
        {.reason = "no_account", .action = "account_from", .value = "properties.company.id"},
        {.reason = "no_account", .source_id = 8, .action = "account", .value = "beta"},
        {.reason = "no_name", .action = "rename", .value = "nameless"},
    };
    const struct mends mends = {rules, ARRAY_LEN(rules), NULL};
    struct world w;
    (void)state;
    world_init(&w);
    w.fold->mends = &mends;

    SAY(&w, .user = "u", .group = "acme", .name = "old one");
    assert_int_equal(counted(&w, "acme", "new", DAY), 1);
    assert_int_equal(SAY(&w, .type = EVENT_PAGE, .user = "u", .group = "acme", .name = "p"),
                     FOLD_DROPPED);
    SAY(&w, .user = "u", .name = "open", .properties = "{\"company\":{\"id\":\"beta\"}}");
    assert_int_equal(counted(&w, "beta", "open", DAY), 1);
    assert_int_equal(SAY(&w, .user = "u", .name = "open", .properties = "{\"company\":7}"),
                     FOLD_ASIDE);
    SAY(&w, .user = "u", .group = "acme", .fault = EVENT_NO_NAME);
    assert_int_equal(counted(&w, "acme", "nameless", DAY), 1);
    assert_int_equal(fold_counts_of(w.fold, 7)->dropped, 1);
    fold_free(w.fold);
}

static void a_question_that_fails_leaves_no_trace(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    w.is_down = true;

    assert_int_equal(SAY(&w, .user = "u", .group = "acme", .name = "open"), ERR_BUSY);
    assert_int_equal(SAY(&w, .type = EVENT_IDENTIFY, .user = "u", .anonymous = "a", .traits = "{}"),
                     ERR_BUSY);
    assert_true(fold_is_empty(w.fold));
    w.is_down = false;
    assert_int_equal(SAY(&w, .user = "u", .group = "acme", .name = "open"), FOLD_COUNTED);
    assert_int_equal(counted(&w, "acme", "open", DAY), 1);
    fold_free(w.fold);
}

static void of_too_many_set_aside_the_newest_stay(void **state)
{
    struct world w;
    char name[16];
    (void)state;
    world_init(&w);

    for (int i = 0; i < ASIDE_ROWS_MAX + 10; i++) {
        snprintf(name, sizeof(name), "n%d", i);
        SAY(&w, .user = "u", .name = name);
    }
    assert_int_equal(aside_ring_len(w.fold->aside), ASIDE_ROWS_MAX);
    assert_int_equal(aside_ring_lost(w.fold->aside), 10);
    assert_string_equal(aside_ring_at(w.fold->aside, 0)->name, "n10");
    fold_written(w.fold);
    assert_int_equal(aside_ring_lost(w.fold->aside), 0);
    fold_free(w.fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_count_at_their_account_on_their_day),
        cmocka_unit_test(without_a_group_the_users_last_one_counts),
        cmocka_unit_test(anonymous_ids_become_users),
        cmocka_unit_test(aliases_are_followed_and_circles_end),
        cmocka_unit_test(unknown_accounts_are_made_or_wait),
        cmocka_unit_test(what_cannot_be_told_is_set_aside_with_its_reason),
        cmocka_unit_test(only_so_many_names_are_taken),
        cmocka_unit_test(the_same_traits_are_kept_once),
        cmocka_unit_test(rules_mend_events),
        cmocka_unit_test(a_question_that_fails_leaves_no_trace),
        cmocka_unit_test(of_too_many_set_aside_the_newest_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
