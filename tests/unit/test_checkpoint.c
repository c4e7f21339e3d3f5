#include "base/str.h"
#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/custom.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_event.h"
#include "facts/usage/usage_sum_block.h"
#include "facts_test.h"
#include "fold_test.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/aside.h"
#include "intake/apply/checkpoint.h"

#define DAY 20000

struct world {
    struct facts_test t;
    struct asking asking;
    struct fold *fold;
    uint64_t at;
};

static bool makes(void *ctx, int64_t source_id)
{
    (void)ctx;
    return source_id == 2;
}

static void fold_anew(struct world *w)
{
    struct fold_ask ask = asking_of(&w->asking);

    ask.makes_accounts = makes;
    fold_free(w->fold);
    w->fold = fold_new(&ask, USAGE_EVENTS_MAX);
}

static void world_init(struct world *w)
{
    *w = (struct world){0};
    facts_test_init(&w->t);
    struct account a;
    fields_init(account_fields, &a);
    a.key = a.name = "acme";
    ASSERT_OK(kind_create(&w->t.act, &account_kind, &a, &w->t.err), w->t.err);
    ASSERT_OK(db_commit(w->t.act.conn, &w->t.err), w->t.err);
    w->t.act.conn = NULL;
    w->asking = (struct asking){.db = w->t.db.db, .arena = arena_new()};
    fold_anew(w);
}

static void world_done(struct world *w)
{
    asking_end(&w->asking);
    arena_free(w->asking.arena);
    fold_free(w->fold);
    facts_test_done(&w->t);
}

static int say_again(struct world *w, int64_t source, int64_t again, struct said s)
{
    struct event_batch b = {.source_id = source, .received_ms = (DAY + 1) * DAY_MS};
    struct event e = event_said(&s);
    int rc = fold_event(w->fold, &b, &e, again, &w->t.err);

    ASSERT_OK(rc, w->t.err);
    return rc;
}
#define SAY(w, source, ...) say_again((w), (source), 0, (struct said){.day = DAY, __VA_ARGS__})

static struct checkpoint_outcome checkpoint(struct world *w)
{
    struct checkpoint_outcome outcome;

    asking_end(&w->asking);
    ASSERT_OK(checkpoint_write(w->t.db.db, w->fold, (struct evlog_position){1, ++w->at}, &outcome,
                               &w->t.err),
              w->t.err);
    return outcome;
}

static int64_t number(struct world *w, const char *sql)
{
    struct conn *c;
    int64_t n = -1;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_i64(c, sql, DB_ARGS(), &n, &w->t.err), w->t.err);
    db_read_end(c);
    return n;
}

static const char *words(struct world *w, const char *sql)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_STRUCT(cursor) *q = NULL;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_query(c, sql, DB_ARGS(), &q, &w->t.err), w->t.err);
    if (db_next(q, &w->t.err) <= 0 || db_col_is_null(q, 0))
        return "";
    return arena_strdup(w->t.act.arena, db_col_str(q, 0));
}

static int add_up(void *ctx, const struct usage_month *m, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < m->n_cells; i++)
        ((int64_t *)ctx)[0] += m->cells[i].count;
    for (size_t i = 0; i < m->n_users; i++)
        ((int64_t *)ctx)[1] += __builtin_popcount(m->users[i].days);
    return 0;
}

static void assert_usage(struct world *w, int64_t counts, int64_t days)
{
    int64_t sums[2] = {0, 0};
    struct conn *c;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(usage_scan(c, &(struct usage_range){0, 3000, 0}, add_up, sums, &w->t.err), w->t.err);
    db_read_end(c);
    assert_int_equal(sums[0], counts);
    assert_int_equal(sums[1], days);
}

static void change(struct world *w, const char *sql)
{
    struct conn *c;

    asking_end(&w->asking);
    ASSERT_OK(db_write_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_exec(c, sql, DB_ARGS(), &w->t.err), w->t.err);
    ASSERT_OK(db_commit(c, &w->t.err), w->t.err);
}

static void sums_and_position_are_written_together(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    change(
        &w,
        "INSERT INTO source (id, key, name, kind, write_key, unknown_accounts, created, created_by) "
        "VALUES (1, 'web', 'Web', 'server', 'k', 'park', 0, 'x')");

    for (int i = 0; i < 5; i++)
        SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    SAY(&w, 1, .user = "u1", .name = "nobody's");
    SAY(&w, 1, .user = "u2", .group = "acme", .name = "open", .day = DAY + 1);
    checkpoint(&w);
    assert_true(fold_is_empty(w.fold));
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "close", .day = DAY + 1);
    checkpoint(&w);
    assert_usage(&w, 8, 3);
    assert_int_equal(number(&w, "SELECT log_offset FROM event_position"), 2);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_event"), 2);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_user"), 2);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM score_dirty"), 1);
    assert_int_equal(number(&w, "SELECT events * 10 + set_aside FROM source"), 81);
    assert_int_equal(
        number(&w, "SELECT volume * 10 + accounts FROM usage_event WHERE key = 'open'"), 71);
    /* The same after the fold has forgotten all it knew. */
    fold_forget(w.fold);
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    checkpoint(&w);
    assert_usage(&w, 9, 3);
    world_done(&w);
}

/* --- Numbers in events ------------------------------------------------------------------- */

static void ask_for(struct world *w, const char *event, const char *property, bool is_begun)
{
    change(w, arena_printf(w->t.act.arena,
                           "INSERT INTO usage_sum (id, event, property, segment, is_whole) "
                           "SELECT COUNT(*) + 1, '%s', '%s', %s, FALSE FROM usage_sum",
                           event, property, is_begun ? "0" : "NULL"));
}

/* "sum/count" of one sum over all accounts and days. */
static const char *sum_of(struct world *w, int64_t sum_id)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_STRUCT(cursor) *q = NULL;
    struct usage_sum_cells cells = {0};
    struct usage_sum_cell all = {0};
    size_t bytes;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_query(c, "SELECT cells FROM usage_sum_month WHERE sum_id = $id",
                       DB_ARGS(DB_I64("id", sum_id)), &q, &w->t.err),
              w->t.err);
    while (db_next(q, &w->t.err) > 0) {
        const void *block = db_col_blob(q, 0, &bytes);
        ASSERT_OK(usage_sums_decode(block, bytes, &cells, &w->t.err), w->t.err);
        for (size_t i = 0; i < cells.n; i++)
            usage_sum_cell_add(&all, &cells.items[i]);
    }
    vec_done(&cells);
    return arena_printf(w->t.act.arena, "%g/%lld", usage_amount_value(all.sum),
                        (long long)all.count);
}

static void numbers_that_are_asked_for_add_up(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    ask_for(&w, "open", "n", true);
    ask_for(&w, "open", "cart.total", true);
    ask_for(&w, "shut", "n", true);
    ask_for(&w, "open", "late", false); /* a job has not begun it */
    ASSERT_OK(asking_sums(&w.asking, w.fold, &w.t.err), w.t.err);

    for (int i = 0; i < 3; i++)
        SAY(&w, 1, .user = "u1", .group = "acme", .name = "open",
            .properties = "{\"n\":1.5,\"late\":1,\"cart\":{\"total\":\"-2\"}}");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open", .properties = "{\"n\":\"many\"}");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "else", .properties = "{\"n\":7}");
    SAY(&w, 1, .user = "u1", .group = "nobody", .name = "open", .properties = "{\"n\":7}");
    checkpoint(&w);
    assert_string_equal(sum_of(&w, 1), "4.5/3");
    assert_string_equal(sum_of(&w, 2), "-6/3");
    assert_string_equal(sum_of(&w, 3), "0/0");
    assert_string_equal(sum_of(&w, 4), "0/0");

    /* A later name, another day, and after the fold forgot what it knew. */
    fold_forget(w.fold);
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "shut", .properties = "{\"n\":2}");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open", .day = DAY + 1,
        .properties = "{\"n\":1,\"late\":1}");
    checkpoint(&w);
    assert_string_equal(sum_of(&w, 1), "5.5/4");
    assert_string_equal(sum_of(&w, 3), "2/1");
    assert_usage(&w, 8, 2);

    /* Between the counting and the writing the last metric that asked has gone. */
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "shut", .properties = "{\"n\":2}");
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open", .properties = "{\"n\":2}");
    asking_end(&w.asking);
    change(&w, "DELETE FROM usage_sum WHERE id = 1");
    change(&w, "UPDATE usage_sum SET segment = 0 WHERE id = 4");
    checkpoint(&w);
    assert_string_equal(sum_of(&w, 1), "0/0");
    assert_string_equal(sum_of(&w, 3), "4/2");
    /* And the one that began is known from now on. */
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open", .properties = "{\"late\":3}");
    checkpoint(&w);
    assert_string_equal(sum_of(&w, 4), "3/1");
    world_done(&w);
}

static void what_cannot_be_written_stays(void **state)
{
    struct world w;
    struct checkpoint_outcome outcome;
    (void)state;
    world_init(&w);

    SAY(&w, 2, .user = "u1", .group = "fresh", .name = "open");
    asking_end(&w.asking);
    change(&w, "ALTER TABLE event_position RENAME TO elsewhere");
    assert_int_equal(
        checkpoint_write(w.t.db.db, w.fold, (struct evlog_position){1, 1}, &outcome, &w.t.err),
        ERR_INTERNAL);
    assert_usage(&w, 0, 0);
    assert_false(fold_is_empty(w.fold));
    SAY(&w, 2, .user = "u1", .group = "fresh", .name = "open");
    change(&w, "ALTER TABLE elsewhere RENAME TO event_position");
    checkpoint(&w);
    assert_usage(&w, 2, 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM account"), 2);
    world_done(&w);
}

static void users_are_remembered(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    SAY(&w, 1, .type = EVENT_GROUP, .user = "u1", .group = "acme");
    SAY(&w, 1, .type = EVENT_IDENTIFY, .user = "u1", .anonymous = "a1");
    checkpoint(&w);
    fold_anew(&w);
    SAY(&w, 1, .anonymous = "a1", .name = "open");
    checkpoint(&w);
    assert_usage(&w, 1, 1);
    assert_string_equal(words(&w, "SELECT key FROM usage_user"), "u1");
    world_done(&w);
}

static void traits_fill_contacts_and_accounts(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    change(&w, "INSERT INTO custom_field (kind, name, label, type, created) "
               "VALUES ('account', 'website', 'Website', 'text', 0)");

    SAY(&w, 2, .type = EVENT_GROUP, .user = "u1", .group = "fresh",
        .traits =
            "{\"name\":\"Fresh Ltd\",\"employees\":120,\"plan\":\"pro\",\"website\":\"fresh.example\","
            "\"address\":{\"country\":\"AT\"},\"createdAt\":\"2024-02-03T10:00:00Z\",\"x\":[1]}");
    SAY(&w, 2, .type = EVENT_IDENTIFY, .user = "u1",
        .traits = "{\"firstName\":\"Ada\",\"lastName\":\"B\",\"email\":\"ada@fresh.example\","
                  "\"jobTitle\":\"Head of Ops\"}");
    checkpoint(&w);
    assert_string_equal(
        words(&w, "SELECT name || '|' || employees || '|' || plan || '|' || location || '|' || "
                  "start || '|' || custom FROM account WHERE key = 'fresh'"),
        "Fresh Ltd|120|pro|AT|19756|{\"website\":\"fresh.example\"}");
    assert_string_equal(
        words(&w, "SELECT c.key || '|' || c.name || '|' || email || '|' || title || '|' || known "
                  "|| '|' || a.key FROM contact c JOIN account a ON a.id = account_id"),
        "u1|Ada B|ada@fresh.example|Head of Ops|20001|fresh");
    world_done(&w);
}

static void a_contact_from_elsewhere_is_found_by_its_address(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    change(&w, "INSERT INTO contact (id, key, account_id, name, email, created, updated) "
               "VALUES (1, 'CRM-7', 1, 'Ada', 'Ada@Acme.example', 0, 0)");

    SAY(&w, 1, .type = EVENT_GROUP, .user = "u1", .group = "acme");
    SAY(&w, 1, .type = EVENT_IDENTIFY, .user = "u1",
        .traits = "{\"email\":\"ada@acme.example\",\"title\":\"Head\"}");
    checkpoint(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM contact"), 1);
    assert_string_equal(words(&w, "SELECT key || title FROM contact"), "CRM-7Head");
    world_done(&w);
}

static void a_trait_that_breaks_a_rule_is_set_aside_alone(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    SAY(&w, 1, .type = EVENT_GROUP, .user = "u1", .group = "acme",
        .traits = "{\"employees\":\"many\",\"plan\":\"pro\"}");
    SAY(&w, 1, .type = EVENT_IDENTIFY, .user = "u1", .traits = "{\"name\":\"Ada\"}");
    SAY(&w, 1, .user = "u1", .name = "open");
    assert_int_equal(checkpoint(&w).refused, 1);
    assert_usage(&w, 1, 1);
    assert_string_equal(words(&w, "SELECT name FROM contact"), "Ada");
    assert_string_equal(words(&w, "SELECT reason FROM event_aside"), "refused");
    assert_string_equal(words(&w, "SELECT message FROM event_aside"),
                        "employees must be a whole number");
    world_done(&w);
}

static void what_was_set_aside_counts_once_when_sent_again(void **state)
{
    struct world w;
    struct said open = {.user = "u1", .name = "open", .day = DAY};
    (void)state;
    world_init(&w);

    SAY(&w, 1, .user = "u1", .name = "open");
    SAY(&w, 1, .user = "u2", .group = "later", .name = "open");
    checkpoint(&w);
    int64_t id = number(&w, "SELECT MIN(id) FROM event_aside");
    assert_int_equal(say_again(&w, 1, id, open), FOLD_ASIDE);
    SAY(&w, 1, .type = EVENT_GROUP, .user = "u1", .group = "acme");
    assert_int_equal(say_again(&w, 1, id, open), FOLD_COUNTED);
    checkpoint(&w);
    assert_usage(&w, 1, 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 1);

    open = (struct said){.user = "u2", .name = "open", .day = DAY, .group = "later"};
    id = number(&w, "SELECT MIN(id) FROM event_aside");
    assert_int_equal(say_again(&w, 2, id, open), FOLD_COUNTED);
    checkpoint(&w);
    assert_usage(&w, 2, 2);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 0);
    world_done(&w);
}

static void a_deleted_account_takes_what_waits_for_it_along(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);

    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    checkpoint(&w);
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    change(&w, "DELETE FROM account");
    assert_true(checkpoint(&w).has_lost_ground);
    assert_usage(&w, 0, 0);
    assert_int_equal(SAY(&w, 1, .user = "u1", .group = "acme", .name = "open"), FOLD_ASIDE);
    change(
        &w,
        "INSERT INTO account (id, key, name, lifecycle, created, updated) VALUES (9, 'acme', 'x', 'active', 0, 0)");
    checkpoint(&w);
    SAY(&w, 1, .user = "u1", .group = "acme", .name = "open");
    checkpoint(&w);
    assert_usage(&w, 1, 1);
    world_done(&w);
}

static void the_store_keeps_the_newest(void **state)
{
    struct world w;
    char name[16];
    (void)state;
    world_init(&w);
    change(&w, "INSERT INTO setting (name, value) VALUES ('event_aside_rows', '5')");

    for (int i = 0; i < 8; i++) {
        snprintf(name, sizeof(name), "n%d", i);
        SAY(&w, 1, .user = "u", .name = name);
        if (i % 3 == 0)
            checkpoint(&w);
    }
    checkpoint(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 5);
    assert_string_equal(words(&w, "SELECT MIN(name) FROM event_aside"), "n3");
    assert_int_equal(number(&w, "SELECT aside_lost FROM event_position"), 3);
    world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_position_are_written_together),
        cmocka_unit_test(numbers_that_are_asked_for_add_up),
        cmocka_unit_test(what_cannot_be_written_stays),
        cmocka_unit_test(users_are_remembered),
        cmocka_unit_test(traits_fill_contacts_and_accounts),
        cmocka_unit_test(a_contact_from_elsewhere_is_found_by_its_address),
        cmocka_unit_test(a_trait_that_breaks_a_rule_is_set_aside_alone),
        cmocka_unit_test(what_was_set_aside_counts_once_when_sent_again),
        cmocka_unit_test(a_deleted_account_takes_what_waits_for_it_along),
        cmocka_unit_test(the_store_keeps_the_newest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
