/* Random streams of events, with crashes between, and what rebuilding makes of them. */
#include "apply_test.h"
#include "intake/apply/apply_again.h"
#include "intake/apply/aside.h"
#include "intake/apply/rebuild.h"
#include "stats/random.h"

#define USERS 24
#define NAMES 9
#define STEPS 400

static int die(struct apply *a, void *arg, struct err *err)
{
    (void)arg, (void)err;
    a->is_broken = true;
    return 0;
}

/* As kill -9 would: what was committed is in the log, what was folded since the last checkpoint is
 * gone. */
static void crash(struct world *w)
{
    ASSERT_OK(apply_run(w->apply, die, NULL, &w->t.err), w->t.err);
    pthread_mutex_lock(&w->lock);
    w->loses = true;
    pthread_mutex_unlock(&w->lock);
    wait_committed(w);
    ASSERT_OK(apply_stop(w->apply, &w->t.err), w->t.err);
    evlog_close(w->log);
    w->loses = false;
}

static const char *account_of_user(int user)
{
    static const char *const of[] = {"acme", "beta", "nowhere"};

    return of[user % 3];
}

/* One batch of random events; the same for the same seed. Messages come twice, late and out of
 * order, users before anything tells whose they are. */
static void random_batch(struct rng *r, int64_t *next_id, struct buf *out)
{
    size_t n = (size_t)rng_below(r, 8) + 1;

    buf_str(out, "{\"batch\":[");
    for (size_t i = 0; i < n; i++) {
        int user = (int)rng_below(r, USERS), what = (int)rng_below(r, 20);
        int64_t id = rng_below(r, 10) ? (*next_id)++ : rng_below(r, *next_id + 1);
        buf_printf(out, "%s{\"messageId\":\"m%lld\",", i ? "," : "", (long long)id);
        /* Some have another id since, and only by that one is their account known. */
        char known_as = user % 4 ? 'u' : 'v';
        if (what == 0)
            buf_printf(out, "\"type\":\"group\",\"userId\":\"%c%d\",\"groupId\":\"%s\"", known_as,
                       user, account_of_user(user));
        else if (what == 1)
            buf_printf(out, "\"type\":\"identify\",\"userId\":\"u%d\",\"anonymousId\":\"a%d\"",
                       user, user);
        else if (what == 2 && known_as == 'v')
            buf_printf(out, "\"type\":\"alias\",\"userId\":\"v%d\",\"previousId\":\"u%d\"", user,
                       user);
        else
            buf_printf(out, "\"type\":\"track\",\"%s%d\",\"event\":\"e%d\"%s%s%s",
                       what < 5 ? "anonymousId\":\"a" : "userId\":\"u", user,
                       (int)rng_below(r, NAMES), what > 12 ? ",\"context\":{\"groupId\":\"" : "",
                       what > 12 ? account_of_user(user) : "", what > 12 ? "\"}" : "");
        buf_printf(out, ",\"timestamp\":\"2025-%02d-%02dT08:00:00Z\"}", (int)rng_below(r, 3) + 10,
                   (int)rng_below(r, 28) + 1);
    }
    buf_str(out, "]}");
}

static const char *key_of(struct world *w, const char *table, int64_t id)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_STRUCT(cursor) *q = NULL;
    const char *sql =
        arena_printf(w->t.act.arena, "SELECT key FROM %s WHERE id = %lld", table, (long long)id);

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_query(c, sql, DB_ARGS(), &q, &w->t.err), w->t.err);
    assert_int_equal(db_next(q, &w->t.err), 1);
    return arena_strdup(w->t.act.arena, db_col_str(q, 0));
}

struct lines {
    struct world *w;
    VEC(char *) items;
    VEC(struct usage_month) months;
};

static int keep_month(void *ctx, const struct usage_month *m, struct err *err)
{
    struct lines *l = ctx;
    struct arena *arena = l->w->t.act.arena;
    struct usage_month copy = *m;

    (void)err;
    copy.cells = arena_memdup(arena, m->cells, m->n_cells * sizeof(*m->cells));
    copy.users = arena_memdup(arena, m->users, m->n_users * sizeof(*m->users));
    vec_push(&l->months, copy);
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All usage by names, in order, so that ids do not matter. */
static char *usage_by_names(struct world *w)
{
    struct lines l = {.w = w};
    struct arena *arena = w->t.act.arena;
    struct buf out = {0};
    struct conn *c;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(usage_scan(c, &(struct usage_range){-1200, 3600, 0}, keep_month, &l, &w->t.err),
              w->t.err);
    db_read_end(c);
    for (size_t i = 0; i < l.months.n; i++) {
        const struct usage_month *m = &l.months.items[i];
        const char *account = key_of(w, "account", m->account_id);
        for (size_t j = 0; j < m->n_cells; j++)
            vec_push(&l.items,
                     arena_printf(arena, "%s %d %d %s %lld\n", account, m->month, m->cells[j].day,
                                  key_of(w, "usage_event", m->cells[j].event_id),
                                  (long long)m->cells[j].count));
        for (size_t j = 0; j < m->n_users; j++)
            vec_push(&l.items,
                     arena_printf(arena, "%s %d user %s %x\n", account, m->month,
                                  key_of(w, "usage_user", m->users[j].user_id), m->users[j].days));
    }
    qsort(l.items.items, l.items.n, sizeof(*l.items.items), by_text);
    for (size_t i = 0; i < l.items.n; i++)
        buf_str(&out, l.items.items[i]);
    vec_done(&l.items);
    vec_done(&l.months);
    return buf_take(&out);
}

static int64_t send_again(struct world *w, int64_t first, int64_t last)
{
    int64_t ids[AGAIN_MAX];
    struct again again = {.ids = ids};

    for (int64_t id = first; id <= last; id++)
        ids[again.n++] = id;
    ASSERT_OK(apply_again(w->apply, &again, &w->t.err), w->t.err);
    return again.counted;
}

static size_t ready_now(struct world *w)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct aside_row *rows;
    struct conn *c;
    size_t n = 0;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(aside_ready(c, 0, AGAIN_MAX, arena, &rows, &n, &w->t.err), w->t.err);
    db_read_end(c);
    return n;
}

/* What was set aside and can count has been sent again by itself: nothing is left for others. */
static void check_nothing_waits_in_vain(struct world *w)
{
    int64_t last, counted = 0;

    for (int i = 0; i < PATIENCE_MS && ready_now(w); i += 5)
        usleep(5000);
    assert_int_equal(ready_now(w), 0);
    last = number(w, "SELECT COALESCE(MAX(id), 0) FROM event_aside");
    for (int64_t id = 1; id <= last; id += AGAIN_MAX)
        counted += send_again(w, id, id + AGAIN_MAX - 1 < last ? id + AGAIN_MAX - 1 : last);
    assert_int_equal(counted, 0);
}

/* Runs a stream, with crashes now and then or without; the caller has the text. */
static char *run_stream(struct world *w, uint64_t seed, bool has_crashes, int64_t *ret_aside)
{
    struct rng r, fate;
    int64_t next_id = 0;

    rng_init(&r, seed, 0);
    rng_init(&fate, seed, 1);
    w->ready_ms = (int64_t)1 << 40; /* by what events tell, and not by the clock */
    start(w, has_crashes ? 2 : 50);
    for (int i = 0; i < STEPS; i++) {
        AUTO_BUF body = {0};
        random_batch(&r, &next_id, &body);
        send_at(w, buf_text(&body), 1767225600000 + i * 1000LL);
        if (has_crashes && rng_below(&fate, 25) == 0) {
            crash(w);
            start(w, rng_below(&fate, 5) + 1);
        }
    }
    settle(w);
    check_nothing_waits_in_vain(w);
    *ret_aside = number(w, "SELECT COUNT(*) FROM event_aside");
    return usage_by_names(w);
}

static void crashes_lose_nothing_and_count_nothing_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world calm, wild;
        int64_t calm_aside, wild_aside;
        world_init(&calm);
        world_init(&wild);
        char *expected = run_stream(&calm, seed, false, &calm_aside);
        char *found = run_stream(&wild, seed, true, &wild_aside);
        assert_true(strlen(expected) > 5000);
        assert_string_equal(found, expected);
        assert_int_equal(wild_aside, calm_aside);
        assert_true(calm_aside > 0);
        mem_free(expected);
        mem_free(found);
        stop(&calm);
        stop(&wild);
        world_done(&calm);
        world_done(&wild);
    }
}

/* Gives the account's first cell another count. */
static void spoil(struct world *w, int64_t account_id)
{
    struct lines l = {.w = w};
    struct usage_outcome outcome;
    struct act act = w->t.act;

    ASSERT_OK(db_write_begin(w->t.db.db, &act.conn, &w->t.err), w->t.err);
    ASSERT_OK(usage_scan(act.conn, &(struct usage_range){-1200, 3600, account_id}, keep_month, &l,
                         &w->t.err),
              w->t.err);
    const struct usage_month *m = &l.months.items[0];
    AUTO_STRUCT(usage_writer) *writer = usage_writer_new(&act, USAGE_REPLACE);
    usage_writer_add(writer,
                     &(struct usage_count){.account_id = account_id,
                                           .event_id = m->cells[0].event_id,
                                           .count = m->cells[0].count + 1000,
                                           .day = month_first_day(m->month) + m->cells[0].day - 1});
    ASSERT_OK(usage_writer_flush(writer, &outcome, &w->t.err), w->t.err);
    ASSERT_OK(db_commit(act.conn, &w->t.err), w->t.err);
    vec_done(&l.months);
}

static void rebuilding_gives_the_same_numbers(void **state)
{
    struct world w;
    int64_t aside;
    struct rebuild_result result;
    struct rebuild_options o = {.from = DAY_NONE, .by = &who_command_line, .is_comparison = true};
    (void)state;
    world_init(&w);
    char *expected = run_stream(&w, 9, false, &aside);
    o.db = w.t.db.db;
    o.log_dir = w.log_dir;

    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err); /* while the applier runs */
    assert_true(result.cells.unchanged > 100);
    assert_int_equal(result.cells.new + result.cells.changed, 0);
    assert_int_equal(result.aside, aside);
    stop(&w);

    change(&w, "DELETE FROM usage_month WHERE account_id = 1 AND month = 669");
    spoil(&w, 2);
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    assert_true(result.cells.new > 0 && result.cells.changed > 0);
    o.is_comparison = false;
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    char *found = usage_by_names(&w);
    assert_string_equal(found, expected);
    mem_free(expected);
    mem_free(found);
    world_done(&w);
}

static void rebuilding_follows_new_rules(void **state)
{
    struct world w;
    struct rebuild_result result;
    struct rebuild_options o = {.from = DAY_NONE, .by = &who_command_line};
    (void)state;
    world_init(&w);
    o.db = w.t.db.db;
    o.log_dir = w.log_dir;
    start(&w, 10);
    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "opened") "," TRACK("m2", "u1", "acme",
                                                                               "open") "]}");
    settle(&w);
    stop(&w);
    change(&w, "INSERT INTO event_rule (id, name, action, value, created, created_by) "
               "VALUES (1, 'opened', 'rename', 'open', 0, 'x')");
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    char *found = usage_by_names(&w);
    assert_string_equal(found, "acme 672 5 open 2\nacme 672 user u1 10\n");
    mem_free(found);
    world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crashes_lose_nothing_and_count_nothing_twice),
        cmocka_unit_test(rebuilding_gives_the_same_numbers),
        cmocka_unit_test(rebuilding_follows_new_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
