/* stream_test.h: random streams of events over the applier, with crashes between, and all that was
 * counted as a text that two worlds can be compared by. */
#pragma once
#include "apply_test.h"
#include "facts/usage/usage_sum_block.h"
#include "intake/apply/apply_again.h"
#include "intake/apply/aside.h"
#include "stats/random.h"

#define USERS 24
#define NAMES 9
#define STEPS 400

static inline int die(struct apply *a, void *arg, struct err *err)
{
    (void)arg, (void)err;
    a->is_broken = true;
    return 0;
}

/* As kill -9 would: what was committed is in the log, what was folded since the last checkpoint is
 * gone. */
static inline void crash(struct world *w)
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

static inline const char *account_of_user(int user)
{
    static const char *const of[] = {"acme", "beta", "nowhere"};

    return of[user % 3];
}

/* Numbers as good and bad clients write them; most are small, so that a sum is made of many. */
static inline void write_amount(struct rng *r, struct buf *out)
{
    static const char *const written[] = {"0.1",
                                          "-3",
                                          "1e-7",
                                          "\"12.50\"",
                                          "\"12,50\"",
                                          "null",
                                          "true",
                                          "[1]",
                                          "{}",
                                          "1e999",
                                          "-1e15",
                                          "\"NaN\"",
                                          "0",
                                          "99999999999.999999",
                                          "2.5E+02",
                                          "\"\"",
                                          "1000000000000000.1"};
    int64_t k = rng_below(r, 40);

    if (k < (int64_t)ARRAY_LEN(written))
        buf_printf(out, ",\"properties\":{\"amount\":%s}", written[k]);
    else if (k < 35)
        buf_printf(out, ",\"properties\":{\"amount\":%lld.%06lld}", (long long)rng_below(r, 90),
                   (long long)rng_below(r, 1000000));
}

/* One batch of random events; the same for the same seed. Messages come twice, late and out of
 * order, users before anything tells whose they are. */
static inline void random_batch(struct rng *r, int64_t *next_id, struct buf *out)
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
        write_amount(r, out);
        buf_printf(out, ",\"timestamp\":\"2025-%02d-%02dT08:00:00Z\"}", (int)rng_below(r, 3) + 10,
                   (int)rng_below(r, 28) + 1);
    }
    buf_str(out, "]}");
}

static inline const char *key_of(struct world *w, const char *table, int64_t id)
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

static inline int keep_month(void *ctx, const struct usage_month *m, struct err *err)
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

static inline int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void add_sum(struct lines *l, struct cursor *q, struct usage_sum_cells *cells)
{
    struct world *w = l->w;
    size_t bytes;
    const void *block = db_col_blob(q, 3, &bytes);

    ASSERT_OK(usage_sums_decode(block, bytes, cells, &w->t.err), w->t.err);
    for (size_t i = 0; i < cells->n; i++) {
        const struct usage_sum_cell *c = &cells->items[i];
        vec_push(&l->items,
                 arena_printf(w->t.act.arena, "%s %lld %d %s sum %lld %lld %lld\n",
                              db_col_str(q, 0), (long long)db_col_i64(q, 2), c->day,
                              db_col_str(q, 1), (long long)c->count, (long long)(c->sum >> 60),
                              (long long)(c->sum & (((usage_amount)1 << 60) - 1))));
    }
}

static inline void add_sums(struct lines *l)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_STRUCT(cursor) *q = NULL;
    struct world *w = l->w;
    struct usage_sum_cells cells = {0};

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_query(c,
                       "SELECT a.key, s.event, m.month, m.cells FROM usage_sum_month m "
                       "JOIN account a ON a.id = m.account_id JOIN usage_sum s ON s.id = m.sum_id",
                       DB_ARGS(), &q, &w->t.err),
              w->t.err);
    while (db_next(q, &w->t.err) > 0)
        add_sum(l, q, &cells);
    vec_done(&cells);
}

/* All usage by names, in order, so that ids do not matter. */
static inline char *usage_by_names(struct world *w)
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
    add_sums(&l);
    qsort(l.items.items, l.items.n, sizeof(*l.items.items), by_text);
    for (size_t i = 0; i < l.items.n; i++)
        buf_str(&out, l.items.items[i]);
    vec_done(&l.items);
    vec_done(&l.months);
    return buf_take(&out);
}

static inline int64_t send_again(struct world *w, int64_t first, int64_t last)
{
    int64_t ids[AGAIN_MAX];
    struct again again = {.ids = ids};

    for (int64_t id = first; id <= last; id++)
        ids[again.n++] = id;
    ASSERT_OK(apply_again(w->apply, &again, &w->t.err), w->t.err);
    return again.counted;
}

/* Sends all that is set aside again; how many count now. */
static inline int64_t send_all_again(struct world *w)
{
    int64_t last = number(w, "SELECT COALESCE(MAX(id), 0) FROM event_aside"), counted = 0;

    for (int64_t id = 1; id <= last; id += AGAIN_MAX)
        counted += send_again(w, id, id + AGAIN_MAX - 1 < last ? id + AGAIN_MAX - 1 : last);
    return counted;
}

static inline size_t ready_now(struct world *w)
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
static inline void check_nothing_waits_in_vain(struct world *w)
{
    for (int i = 0; i < PATIENCE_MS && ready_now(w); i += 5)
        usleep(5000);
    assert_int_equal(ready_now(w), 0);
    assert_int_equal(send_all_again(w), 0);
}

/* Adds up `amount` of some of the events, from now on as if it had always been so. */
static inline void ask_for_sums(struct world *w)
{
    for (int k = 0; k < 4; k++)
        change(w, arena_printf(w->t.act.arena,
                               "INSERT INTO usage_sum (id, event, property, segment, log_offset, "
                               "since, is_whole) VALUES (%d, 'e%d', 'amount', 0, 0, 0, TRUE)",
                               k + 1, k));
}

/* A stream of events, in parts: each goes on where the one before ended. */
struct stream {
    struct rng events, fate;
    int64_t next_id;
    int step;
};

static inline void stream_init(struct world *w, struct stream *s, uint64_t seed)
{
    *s = (struct stream){0};
    w->ready_ms = (int64_t)1 << 40; /* by what events tell, and not by the clock */
    rng_init(&s->events, seed, 0);
    rng_init(&s->fate, seed, 1);
}

static inline void stream_send(struct world *w, struct stream *s, int steps, bool has_crashes)
{
    for (int i = 0; i < steps; i++, s->step++) {
        AUTO_BUF body = {0};
        random_batch(&s->events, &s->next_id, &body);
        send_at(w, buf_text(&body), 1767225600000 + s->step * 1000LL);
        if (has_crashes && rng_below(&s->fate, 25) == 0) {
            crash(w);
            start(w, rng_below(&s->fate, 5) + 1);
        }
    }
}

/* All of it counted; the caller has the text. */
static inline char *stream_end(struct world *w, int64_t *ret_aside)
{
    settle(w);
    check_nothing_waits_in_vain(w);
    *ret_aside = number(w, "SELECT COUNT(*) FROM event_aside");
    return usage_by_names(w);
}

/* Runs a stream, with crashes now and then or without. */
static inline char *run_stream(struct world *w, uint64_t seed, bool has_crashes, int64_t *ret_aside)
{
    struct stream s;

    ask_for_sums(w);
    stream_init(w, &s, seed);
    start(w, has_crashes ? 2 : 50);
    stream_send(w, &s, STEPS, has_crashes);
    return stream_end(w, ret_aside);
}
