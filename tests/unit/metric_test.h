/* metric_test.h: a few facts in a fresh database, written as texts, and the metrics that follow.
 *
 *     int64_t a = fact(&t, "account", "start=2024-01-01");
 *     fact(&t, "ticket", "account_id=1 opened=2024-03-01T08:00:00Z satisfaction=5");
 *     used(&t, a, event, user, "2024-03-02", 3);
 *     compute(&t, "2024-03-31");
 *     assert_close(metric_of(&t, 0, "csat_90d_pct"), 100, 0); */
#pragma once
#include "base/day.h"
#include "base/str.h"
#include "db/migrate.h"
#include "db_test.h"
#include "facts/usage/usage_block.h"
#include "scoring/metric/metric.h"

struct metric_test {
    struct db_test base;
    struct conn *conn; /* a write transaction, unless committed */
    struct arena *arena;
    int64_t next_id;
    struct context context;
    struct factbook *book;
    struct metric_columns columns;
    const struct dictionary *dictionary; /* of the next compute; NULL: the built-in metrics */
};

static inline void metric_test_init(struct metric_test *t)
{
    struct err err = {0};

    *t = (struct metric_test){.next_id = 1, .arena = arena_new()};
    db_test_init(&t->base);
    ASSERT_OK(db_migrate(t->base.db, &err), err);
    ASSERT_OK(db_write_begin(t->base.db, &t->conn, &err), err);
}

static inline void metric_test_done(struct metric_test *t)
{
    if (t->conn)
        db_rollback(t->conn);
    factbook_free(t->book);
    arena_free(t->arena);
    db_test_done(&t->base);
}

/* History works in transactions of its own: commit before, begin again to add facts. */
static inline void metric_test_commit(struct metric_test *t)
{
    struct err err = {0};

    ASSERT_OK(db_commit(t->conn, &err), err);
    t->conn = NULL;
}

static inline void metric_test_begin(struct metric_test *t)
{
    struct err err = {0};

    ASSERT_OK(db_write_begin(t->base.db, &t->conn, &err), err);
}

/* For tests that need nothing more: *state is the struct metric_test. */
static inline int metric_set_up(void **state)
{
    static struct metric_test t;

    metric_test_init(&t);
    *state = &t;
    return 0;
}

static inline int metric_tear_down(void **state)
{
    metric_test_done(*state);
    return 0;
}

static inline int32_t day_at(const char *text)
{
    int32_t day;

    assert_true(day_parse(text, &day));
    return day;
}

static inline void put_sql(struct metric_test *t, const char *sql)
{
    struct err err = {0};

    ASSERT_OK(db_exec(t->conn, sql, DB_ARGS(), &err), err);
}

/* Days and times become numbers, numbers stay, everything else is a text. */
static inline void fact_value(struct buf *sql, const char *value)
{
    int32_t day;
    int64_t ms;
    double number;

    if (day_parse(value, &day))
        buf_printf(sql, "%d", day);
    else if (time_parse(value, &ms))
        buf_printf(sql, "%lld", (long long)ms);
    else if (str_to_f64(value, &number))
        buf_str(sql, value);
    else
        buf_printf(sql, "'%s'", value);
}

/* Changes columns of a row that is there. */
static inline void fact_change(struct metric_test *t, const char *table, int64_t id,
                               const char *columns)
{
    AUTO_BUF sql = {0};
    char text[512], *rest = text, *word;

    buf_printf(&sql, "UPDATE %s SET updated = 1", table);
    snprintf(text, sizeof(text), "%s", columns);
    while ((word = strsep(&rest, " "))) {
        char *value = strchr(word, '=');
        *value++ = 0;
        buf_printf(&sql, ", %s = ", word);
        fact_value(&sql, value);
    }
    buf_printf(&sql, " WHERE id = %lld", (long long)id);
    put_sql(t, buf_text(&sql));
}

/* Is there a "column=" in the text? */
static inline bool fact_has(const char *columns, const char *column)
{
    size_t n = strlen(column);

    for (const char *at = strstr(columns, column); at; at = strstr(at + 1, column))
        if (at[n] == '=' && (at == columns || at[-1] == ' '))
            return true;
    return false;
}

/* Inserts one row: "column=value column=value …". What every row needs is added. Returns its id. */
static inline int64_t fact(struct metric_test *t, const char *table, const char *columns)
{
    static const char *const needed[][3] = {
        {"", "created", "0"},
        {"", "updated", "0"},
        {"account", "name", "'A'"},
        {"account", "lifecycle", "'active'"},
        {"subscription", "auto_renewal", "1"},
        {"subscription", "interval_months", "1"},
        {"churn", "is_reactivation", "0"},
        {"usage_event", "is_tracked", "1"},
        {"usage_event", "is_advanced", "0"},
        {"interaction", "kind", "'meeting'"},
        {"assessment", "basis", "'interview'"},
        {"goal", "outcome", "'More'"},
        {"campaign_touch", "campaign", "'News'"},
        {"advocacy", "kind", "'referral'"},
        {"opportunity", "kind", "'expansion'"},
        {"opportunity", "is_won", "0"},
        {"response", "instrument", "'nps'"},
        {"response", "version", "1"},
        {"response", "basis", "'survey'"},
    };
    AUTO_BUF names = {0}, values = {0}, sql = {0};
    char text[512], *rest = text, *word;
    int64_t id = t->next_id++;

    buf_printf(&names, "id");
    buf_printf(&values, "%lld", (long long)id);
    if (!fact_has(columns, "key")) {
        buf_str(&names, ", key");
        buf_printf(&values, ", '%s-%lld'", table, (long long)id);
    }
    for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
        if ((*needed[i][0] && !str_eq(needed[i][0], table)) || fact_has(columns, needed[i][1]))
            continue;
        buf_printf(&names, ", %s", needed[i][1]);
        buf_printf(&values, ", %s", needed[i][2]);
    }
    snprintf(text, sizeof(text), "%s", columns);
    while ((word = strsep(&rest, " "))) {
        char *value = strchr(word, '=');
        *value++ = 0;
        buf_printf(&names, ", %s", word);
        buf_str(&values, ", ");
        fact_value(&values, value);
    }
    buf_printf(&sql, "INSERT INTO %s (%s) VALUES (%s)", table, buf_text(&names), buf_text(&values));
    put_sql(t, buf_text(&sql));
    return id;
}

/* Adds a count of an event; user 0: not known. Each (account, month) is read, merged, written. */
static inline void used(struct metric_test *t, int64_t account, int64_t event, int64_t user,
                        const char *day_text, int64_t count)
{
    int32_t day = day_at(day_text), month = day_month(day), mday = day - month_first_day(month) + 1;
    struct usage_cell cell = {event, count, mday};
    struct usage_active active = {user, 1u << (mday - 1)};
    struct usage_cells old = {0}, new = {&cell, 1, 1}, cells = {0};
    struct usage_actives was = {0}, is = {&active, user != 0, 1}, users = {0};
    AUTO_BUF cell_block = {0}, user_block = {0};
    struct cursor *q;
    struct err err = {0};
    size_t bytes;
    const struct db_arg *row = DB_ARGS(DB_I64("month", month), DB_I64("account", account));

    ASSERT_OK(db_query(t->conn,
                       "SELECT cells, users FROM usage_month WHERE month = $month AND "
                       "account_id = $account",
                       row, &q, &err),
              err);
    if (db_next(q, &err) > 0) {
        const void *block = db_col_blob(q, 0, &bytes);
        ASSERT_OK(usage_cells_decode(block, bytes, &old, &err), err);
        block = db_col_blob(q, 1, &bytes);
        ASSERT_OK(usage_actives_decode(block, bytes, &was, &err), err);
    }
    db_done(q);
    usage_cells_merge(&old, &new, USAGE_ADD, &cells);
    usage_actives_merge(&was, &is, &users);
    usage_cells_encode(cells.items, cells.n, &cell_block);
    usage_actives_encode(users.items, users.n, &user_block);
    ASSERT_OK(db_exec(t->conn,
                      "INSERT INTO usage_month (month, account_id, cells, users) VALUES ($month, "
                      "$account, $cells, $users) ON CONFLICT (month, account_id) DO UPDATE SET "
                      "cells = excluded.cells, users = excluded.users",
                      DB_ARGS(DB_I64("month", month), DB_I64("account", account),
                              DB_BLOB("cells", buf_text(&cell_block), cell_block.len),
                              DB_BLOB("users", buf_text(&user_block), user_block.len)),
                      &err),
              err);
    vec_done(&old);
    vec_done(&cells);
    vec_done(&was);
    vec_done(&users);
}

/* Computes all metrics of the first chunk of accounts as of a day. */
static inline void compute(struct metric_test *t, const char *day_text)
{
    struct settings settings;
    struct err err = {0};
    int32_t day = day_at(day_text);

    factbook_free(t->book);
    t->book = NULL;
    ASSERT_OK(settings_load(t->conn, t->arena, &settings, &err), err);
    ASSERT_OK(contexts_load(t->conn, &settings, &day, 1, t->arena, &t->context, &err), err);
    int32_t used_through = t->context.through[FEED_USAGE];
    const struct factbook_options options = {.to_id = 1024,
                                             .first_day =
                                                 used_through == DAY_NONE ? day : used_through,
                                             .last_day = day,
                                             .currency = settings.currency,
                                             .dictionary = t->dictionary};
    ASSERT_OK(factbook_load(t->conn, &options, &t->book, &err), err);
    metrics_compute(t->book, &t->context, t->arena, &t->columns);
}

/* The value of the last compute; i counts accounts from 0 by id. */
static inline double metric_of(const struct metric_test *t, size_t i, const char *id)
{
    int m = metric_index(id);

    assert_true(m >= 0);
    assert_true(i < t->columns.n);
    return t->columns.columns[m][i];
}
#define MISSING(t, i, id)         assert_true(isnan(metric_of(t, i, id)))
#define VALUE(t, i, id, expected) assert_close(metric_of(t, i, id), expected, 1e-9)
