/* Metrics that organisations define: what is accepted is written as JSON that computes the same,
 * its SQL runs over facts of every kind, and its values are numbers or missing; what is refused has
 * a sentence. */
#include "base/str.h"
#include "db/migrate.h"
#include "fuzz.h"
#include "json/parse.h"
#include "scoring/metric/dictionary.h"
#include "scoring/setting/settings.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define DAY 19900 /* of everything: 2024-06-26 */
#define MS  "1719360000000"

static const char *const facts[] = {
    "INSERT INTO account (id, key, name, lifecycle, created, updated) VALUES (1, 'A', 'A', "
    "'active', 0, 0), (2, 'B', 'B', 'active', 0, 0)",
    "INSERT INTO ticket (id, key, account_id, opened, solved, satisfaction, priority, created, "
    "updated) VALUES (1, 'T', 1, " MS ", " MS ", 4, 'urgent', 0, 0)",
    "INSERT INTO invoice (id, key, account_id, issued, due, paid, amount_cents, created, updated) "
    "VALUES (1, 'I', 1, 19880, 19890, 19899, 500, 0, 0)",
    "INSERT INTO opportunity (id, key, account_id, kind, opened, closed, is_won, amount_cents, "
    "currency, created, updated) VALUES (1, 'O', 1, 'expansion', 19800, 19899, TRUE, 900, 'EUR', 0, "
    "0)",
    "INSERT INTO interaction (id, key, account_id, kind, at, sentiment, created, updated) VALUES "
    "(1, 'N', 1, 'meeting', " MS ", 2, 0, 0)",
    "INSERT INTO usage_event (id, key, is_tracked, is_advanced, first_day, created, updated) VALUES "
    "(1, 'export', TRUE, FALSE, 0, 0, 0)",
};

static char folder[] = "/tmp/ripen-fuzz-XXXXXX";
static char path[64];
static struct db *db;
static struct conn *conn; /* reads all the while */

static void remove_database(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char name[80];

    db_read_end(conn);
    db_close(db);
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        snprintf(name, sizeof(name), "%s%s", path, endings[i]);
        unlink(name);
    }
    rmdir(folder);
}

static void make_database(void)
{
    struct conn *c;

    FUZZ_CHECK(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/own.db", folder);
    FUZZ_CHECK(db_open(&(struct db_options){.path = path}, &db, NULL) == 0);
    FUZZ_CHECK(db_migrate(db, NULL) > 0);
    FUZZ_CHECK(db_write_begin(db, &c, NULL) == 0);
    for (size_t k = 0; k < ARRAY_LEN(facts); k++)
        FUZZ_CHECK(db_exec(c, facts[k], DB_ARGS(), NULL) > 0);
    FUZZ_CHECK(db_commit(c, NULL) == 0);
    FUZZ_CHECK(db_read_begin(db, &conn, NULL) == 0);
    atexit(remove_database);
}

static int read_metric(const char *json, size_t n, struct arena *arena, struct own_metric *def,
                       struct own_plan **ret, struct err *err)
{
    json_t *definition;
    int rc = json_parse(json, n, &definition, err);

    if (rc < 0)
        return rc;
    fields_init(own_metric_fields, def);
    rc =
        fields_read(own_metric_fields, json_keep(arena, definition), FIELDS_WHOLE, arena, def, err);
    return rc < 0 ? rc : own_compile(conn, def, arena, ret, err);
}

static void check_back(const struct own_metric *def, const struct own_plan *plan,
                       struct arena *arena)
{
    static const char version[] = ",\"version\":null}"; /* which only Ripen sets */
    struct own_metric again;
    struct own_plan *back;
    AUTO_BUF text = {0};
    struct err err = {0};

    fields_write(own_metric_fields, def, &text);
    size_t n = text.len - (sizeof(version) - 1);
    FUZZ_CHECK(str_eq(buf_text(&text) + n, version));
    const char *given = arena_printf(arena, "%.*s}", (int)n, buf_text(&text));
    FUZZ_CHECK(read_metric(given, strlen(given), arena, &again, &back, &err) == 0);
    FUZZ_CHECK(str_eq(plan->sql, back->sql));
    FUZZ_CHECK(str_eq(own_formula(plan, arena), own_formula(back, arena)));
}

static void check_values(const struct own_plan *plan, struct arena *arena)
{
    const struct dictionary *d = dictionary_with(plan, arena);
    const struct factbook_options options = {
        .to_id = 1024, .first_day = DAY, .last_day = DAY, .currency = "USD", .dictionary = d};
    AUTO_STRUCT(factbook) *book = NULL;
    const int32_t day = DAY;
    struct settings settings;
    struct context context;
    struct metric_columns columns;

    FUZZ_CHECK(settings_load(conn, arena, &settings, NULL) >= 0);
    FUZZ_CHECK(contexts_load(conn, &settings, &day, 1, arena, &context, NULL) >= 0);
    FUZZ_CHECK(factbook_load(conn, &options, &book, NULL) >= 0);
    metrics_compute(book, &context, arena, &columns);
    for (size_t i = 0; i < columns.n; i++)
        FUZZ_CHECK(!isinf(columns.columns[d->n - 1][i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct own_metric def;
    struct own_plan *plan;
    struct err err = {0};

    if (!db)
        make_database();
    if (memchr(data, '\0', size) || !str_is_utf8((const char *)data, size))
        return 0; /* as requests are checked */
    if (read_metric((const char *)data, size, arena, &def, &plan, &err) < 0) {
        FUZZ_CHECK(err.code == ERR_INVALID && err.text[0]);
        return 0;
    }
    check_back(&def, plan, arena);
    check_values(plan, arena);
    return 0;
}
