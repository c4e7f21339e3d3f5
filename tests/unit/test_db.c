#include "db_test.h"

#include <math.h>

static const char create[] =
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, key TEXT NOT NULL UNIQUE, parent_id BIGINT REFERENCES thing(id),"
    " kind TEXT, big BIGINT, ratio DOUBLE PRECISION, is_good BOOLEAN, day BIGINT, at BIGINT, extra TEXT,"
    " parts TEXT, names TEXT, sizes TEXT, first TEXT, UNIQUE (kind, big))";

struct part {
    const char *name;
    int64_t count;
};

static const struct field part_fields[] = {
    FIELD_STR(struct part, name, .required = true),
    FIELD_I64(struct part, count),
    FIELD_END,
};

struct thing {
    int64_t id;
    const char *key, *kind;
    int64_t big;
    double ratio;
    bool is_good;
    int32_t day;
    int64_t at;
    json_t *extra;
    struct part *parts, *first;
    const char **names;
    double *sizes;
    size_t n_parts, n_names, n_sizes;
};

static const char *const kinds[] = {"round", "square", NULL};
static const struct field thing_fields[] = {
    FIELD_I64(struct thing, id),           FIELD_STR(struct thing, key),
    FIELD_ENUM(struct thing, kind, kinds), FIELD_I64(struct thing, big),
    FIELD_F64(struct thing, ratio),        FIELD_BOOL(struct thing, is_good),
    FIELD_DAY(struct thing, day),          FIELD_TIME(struct thing, at),
    FIELD_JSON(struct thing, extra),       FIELD_LIST(struct thing, parts, part),
    FIELD_OBJ(struct thing, first, part),  FIELD_STRS(struct thing, names),
    FIELD_NUMS(struct thing, sizes),       FIELD_END,
};

static const char insert_all[] =
    "INSERT INTO thing (id, key, kind, big, ratio, is_good, day, at, extra, parts, names, sizes, first)"
    " VALUES ($id, $key, $kind, $big, $ratio, $is_good, $day, $at, $extra, $parts, $names, $sizes, $first)";
static const char insert_key[] = "INSERT INTO thing (id, key) VALUES ($id, $key)";
static const char by_key[] = "SELECT * FROM thing WHERE key = $key";
static const char count_all[] = "SELECT count(*) FROM thing";

static int make_table(void **state)
{
    struct db_test *t = calloc(1, sizeof(*t));
    struct err err = {0};
    struct conn *c = NULL;

    db_test_init(t);
    ASSERT_OK(db_write_begin(t->db, &c, &err), err);
    ASSERT_OK(db_exec(c, create, DB_ARGS(), &err), err);
    ASSERT_OK(db_commit(c, &err), err);
    *state = t;
    return 0;
}

static int drop_all(void **state)
{
    db_test_done(*state);
    free(*state);
    return 0;
}

static struct conn *writing(struct db_test *t)
{
    struct err err = {0};
    struct conn *c = NULL;

    ASSERT_OK(db_write_begin(t->db, &c, &err), err);
    return c;
}

static struct conn *reading(struct db_test *t)
{
    struct err err = {0};
    struct conn *c = NULL;

    ASSERT_OK(db_read_begin(t->db, &c, &err), err);
    return c;
}

static void add_key(struct conn *c, int64_t id, const char *key)
{
    struct err err = {0};

    ASSERT_OK(db_exec(c, insert_key, DB_ARGS(DB_I64("id", id), DB_STR("key", key)), &err), err);
}

static int64_t count(struct conn *c)
{
    struct err err = {0};
    int64_t n = -1;

    ASSERT_OK(db_i64(c, count_all, DB_ARGS(), &n, &err), err);
    return n;
}

static void commit(struct conn *c)
{
    struct err err = {0};

    ASSERT_OK(db_commit(c, &err), err);
}

static void every_type_comes_back(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct part parts[] = {{"left", 2}, {"right \"quoted\"", I64_NONE}};
    const char *names[] = {"ann", "bob, the 2nd"};
    double sizes[] = {1.5, NAN, -3};
    struct thing out, in = {.id = 7,
                            .key = "k'; DROP TABLE thing; --",
                            .kind = "round",
                            .big = 9007199254740991,
                            .ratio = 0.1,
                            .is_good = true,
                            .day = 20000,
                            .at = 1700000000123,
                            .parts = parts,
                            .n_parts = 2,
                            .first = parts,
                            .names = names,
                            .n_names = 2,
                            .sizes = sizes,
                            .n_sizes = 3,
                            .extra = json_pack("{s:i}", "x", 1)};

    struct conn *c = writing(*state);
    ASSERT_OK(db_exec(c, insert_all, DB_ARGS(DB_ROW(thing_fields, &in)), &err), err);
    ASSERT_OK(db_one(c, by_key, DB_ARGS(DB_STR("key", in.key)), thing_fields, &out, arena, &err),
              err);
    commit(c);
    json_decref(in.extra);

    assert_int_equal(out.id, 7);
    assert_string_equal(out.key, in.key);
    assert_string_equal(out.kind, "round");
    assert_int_equal(out.big, in.big);
    assert_true(out.ratio == 0.1);
    assert_true(out.is_good);
    assert_int_equal(out.day, 20000);
    assert_int_equal(out.at, in.at);
    assert_int_equal(json_integer_value(json_object_get(out.extra, "x")), 1);
    assert_int_equal(out.n_parts, 2);
    assert_string_equal(out.parts[1].name, "right \"quoted\"");
    assert_int_equal(out.parts[1].count, I64_NONE);
    assert_int_equal(out.first->count, 2);
    assert_int_equal(out.n_names, 2);
    assert_string_equal(out.names[1], "bob, the 2nd");
    assert_int_equal(out.n_sizes, 3);
    assert_true(out.sizes[0] == 1.5 && isnan(out.sizes[1]) && out.sizes[2] == -3);
}

static void missing_is_null_and_comes_back_missing(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct thing out, in;
    int64_t n = 0;

    fields_init(thing_fields, &in);
    in.id = 1;
    in.key = "bare";
    struct conn *c = writing(*state);
    ASSERT_OK(db_exec(c, insert_all, DB_ARGS(DB_ROW(thing_fields, &in)), &err), err);
    ASSERT_OK(
        db_i64(c,
               "SELECT count(*) FROM thing WHERE kind IS NULL AND big IS NULL AND ratio IS NULL"
               " AND day IS NULL AND at IS NULL AND extra IS NULL AND parts IS NULL"
               " AND names IS NULL AND sizes IS NULL AND first IS NULL AND NOT is_good",
               DB_ARGS(), &n, &err),
        err);
    assert_int_equal(n, 1);
    ASSERT_OK(db_one(c, by_key, DB_ARGS(DB_STR("key", "bare")), thing_fields, &out, arena, &err),
              err);
    commit(c);
    FIELDS_EACH (f, thing_fields)
        if (f->offset > offsetof(struct thing, key) && f->type != FIELD_T_BOOL)
            assert_true(field_is_missing(f, &out));
}

static void broken_json_is_an_error_that_names_the_column(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct thing out;
    struct cursor *q;

    struct conn *c = writing(*state);
    add_key(c, 1, "a");
    ASSERT_OK(db_exec(c, "UPDATE thing SET parts = '[{'", DB_ARGS(), &err), err);
    assert_int_equal(
        db_one(c, by_key, DB_ARGS(DB_STR("key", "a")), thing_fields, &out, arena, &err),
        ERR_INTERNAL);
    assert_string_equal(err.field, "parts");
    ASSERT_OK(db_query(c, by_key, DB_ARGS(DB_STR("key", "a")), &q, &err), err);
    assert_int_equal(db_next(q, &err), 1);
    db_row(q, thing_fields, &out, arena);
    assert_string_equal(out.key, "a");
    assert_null(out.parts);
    assert_int_equal(db_next(q, &err), ERR_INTERNAL);
    db_done(q);
    db_rollback(c);
}

static void arguments_and_parameters_must_match(void **state)
{
    struct err err = {0};
    struct conn *c = writing(*state);

    assert_int_equal(db_exec(c, insert_key, DB_ARGS(DB_I64("id", 1)), &err), ERR_INTERNAL);
    assert_non_null(strstr(err.text, "$key"));
    assert_int_equal(db_exec(c, insert_key, DB_ARGS(DB_I64("id", 1), DB_STR("kye", "x")), &err),
                     ERR_INTERNAL);
    assert_non_null(strstr(err.text, "kye"));
    /* An argument after a row counts instead of the row's member. */
    struct thing in;
    fields_init(thing_fields, &in);
    in.id = 5;
    in.key = "own";
    ASSERT_OK(
        db_exec(c, insert_key, DB_ARGS(DB_ROW(thing_fields, &in), DB_STR("key", "other")), &err),
        err);
    int64_t id = 0;
    ASSERT_OK(db_i64(c, "SELECT id FROM thing WHERE key = $key", DB_ARGS(DB_STR("key", "other")),
                     &id, &err),
              err);
    assert_int_equal(id, 5);
    db_rollback(c);
}

static void nothing_found_says_so(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct thing out, *rows;
    size_t n = 9;
    int64_t left = 42;

    struct conn *c = reading(*state);
    assert_int_equal(
        db_one(c, by_key, DB_ARGS(DB_STR("key", "no")), thing_fields, &out, arena, &err),
        ERR_NOT_FOUND);
    assert_string_equal(err.text, "");
    ASSERT_OK(db_all(c, by_key, DB_ARGS(DB_STR("key", "no")), DB_ROWS(thing_fields, &rows, &n),
                     arena, &err),
              err);
    assert_int_equal(n, 0);
    ASSERT_OK(db_i64(c, "SELECT id FROM thing", DB_ARGS(), &left, &err), err);
    assert_int_equal(left, 42);
    db_read_end(c);
}

static void rows_come_as_an_array(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct thing *rows;
    size_t n;
    char key[16];

    struct conn *c = writing(*state);
    for (int i = 1; i <= 500; i++) {
        snprintf(key, sizeof(key), "k%d", i);
        add_key(c, i, key);
    }
    ASSERT_OK(db_all(c, "SELECT id, key, 1 AS unknown FROM thing ORDER BY id", DB_ARGS(),
                     DB_ROWS(thing_fields, &rows, &n), arena, &err),
              err);
    commit(c);
    assert_int_equal(n, 500);
    assert_int_equal(rows[499].id, 500);
    assert_string_equal(rows[499].key, "k500");
    assert_int_equal(rows[499].big, I64_NONE);
}

static void changes_are_counted(void **state)
{
    struct err err = {0};
    struct conn *c = writing(*state);
    int64_t id = 0;

    add_key(c, 1, "a");
    add_key(c, 2, "b");
    assert_int_equal(db_exec(c, "UPDATE thing SET big = id", DB_ARGS(), &err), 2);
    assert_int_equal(db_exec(c, "DELETE FROM thing WHERE id = $id", DB_ARGS(DB_I64("id", 9)), &err),
                     0);
    ASSERT_OK(
        db_i64(c, "INSERT INTO thing (id, key) VALUES (3, 'c') RETURNING id", DB_ARGS(), &id, &err),
        err);
    assert_int_equal(id, 3);
    assert_int_equal(db_exec(c, count_all, DB_ARGS(), &err), ERR_INTERNAL); /* it gives rows */
    commit(c);
    c = reading(*state);
    assert_int_equal(count(c), 3);
    assert_int_equal(db_exec(c, "DELETE FROM thing", DB_ARGS(), &err), ERR_INTERNAL);
    db_read_end(c);
}

static void rollback_undoes(void **state)
{
    struct conn *c = writing(*state);

    add_key(c, 1, "a");
    db_rollback(c);
    db_rollback(c); /* a second one, and one after commit, do nothing */
    c = writing(*state);
    assert_int_equal(count(c), 0);
    add_key(c, 1, "a");
    commit(c);
    db_rollback(c);
    c = reading(*state);
    assert_int_equal(count(c), 1);
    db_read_end(c);
}

static void leaving_a_scope_undoes(void **state)
{
    struct db_test *t = *state;
    struct err err = {0};

    {
        AUTO_STRUCT(conn) *c = NULL;
        ASSERT_OK(db_write_begin(t->db, &c, &err), err);
        add_key(c, 1, "a");
    }
    struct conn *c = writing(t); /* would wait for ever if the first were still open */
    assert_int_equal(count(c), 0);
    db_rollback(c);
}

static void conflicts_are_told_in_words(void **state)
{
    static const struct {
        const char *sql, *field, *text;
        int code;
    } cases[] = {
        {"INSERT INTO thing (id, key) VALUES (2, 'a')", "key", "another thing has this key already",
         ERR_CONFLICT},
        {"INSERT INTO thing (id, key) VALUES (1, 'b')", "id", "another thing has this id already",
         ERR_CONFLICT},
        {"INSERT INTO thing (id, key, kind, big) VALUES (2, 'b', 'round', 1)", "kind",
         "another thing has this kind, big already", ERR_CONFLICT},
        {"INSERT INTO thing (id, key, parent_id) VALUES (2, 'b', 99)", "", "it refers to",
         ERR_CONFLICT},
        {"INSERT INTO thing (id) VALUES (2)", "key", "key of thing must be given", ERR_INVALID},
        {"INSERT INTO absent (id) VALUES (2)", "", "no such table: absent", ERR_INTERNAL},
        {"SELECT 1; SELECT 2", "", "one statement", ERR_INTERNAL},
        {"SELECT \"text\"", "", "text", ERR_INTERNAL},
    };
    struct err err = {0};
    struct conn *c = writing(*state);

    ASSERT_OK(db_exec(c, "INSERT INTO thing (id, key, kind, big) VALUES (1, 'a', 'round', 1)",
                      DB_ARGS(), &err),
              err);
    commit(c);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        c = writing(*state);
        assert_int_equal(db_exec(c, cases[i].sql, DB_ARGS(), &err), cases[i].code);
        assert_string_equal(err.field, cases[i].field);
        if (!strstr(err.text, cases[i].text))
            fail_msg("%s\n gives: %s", cases[i].sql, err.text);
        db_rollback(c);
    }
}

static void a_failed_statement_ends_the_transaction(void **state)
{
    struct err err = {0};
    struct conn *c = writing(*state);

    add_key(c, 1, "a");
    assert_int_equal(db_exec(c, insert_key, DB_ARGS(DB_I64("id", 2), DB_STR("key", "a")), &err),
                     ERR_CONFLICT);
    assert_int_equal(db_exec(c, insert_key, DB_ARGS(DB_I64("id", 2), DB_STR("key", "b")), &err),
                     ERR_INTERNAL);
    assert_int_equal(db_commit(c, &err), ERR_INTERNAL);
    c = writing(*state);
    assert_int_equal(count(c), 0);
    db_rollback(c);
}

static void cursors_read_by_position(void **state)
{
    struct err err = {0};
    struct cursor *q;
    size_t n;
    struct conn *c = writing(*state);

    ASSERT_OK(db_query(c, "SELECT 5, 1.5, 'text', $blob, NULL, 20000",
                       DB_ARGS(DB_BLOB("blob", "a\0b", 3)), &q, &err),
              err);
    assert_int_equal(db_next(q, &err), 1);
    assert_int_equal(db_col_i64(q, 0), 5);
    assert_true(db_col_f64(q, 1) == 1.5);
    assert_string_equal(db_col_str(q, 2), "text");
    assert_memory_equal(db_col_blob(q, 3, &n), "a\0b", 3);
    assert_int_equal(n, 3);
    assert_true(db_col_is_null(q, 4));
    assert_int_equal(db_col_i64(q, 4), I64_NONE);
    assert_int_equal(db_col_day(q, 4), DAY_NONE);
    assert_true(isnan(db_col_f64(q, 4)));
    assert_null(db_col_str(q, 4));
    assert_int_equal(db_col_day(q, 5), 20000);
    assert_int_equal(db_next(q, &err), 0);
    db_done(q);
    db_rollback(c);
}

static void a_cursor_may_outlive_its_transaction(void **state)
{
    AUTO_STRUCT(cursor) *q = NULL, *inner = NULL;
    struct err err = {0};
    struct conn *c = writing(*state);

    add_key(c, 1, "a");
    ASSERT_OK(db_query(c, "SELECT id FROM thing", DB_ARGS(), &q, &err), err);
    ASSERT_OK(db_query(c, "SELECT id FROM thing", DB_ARGS(), &inner, &err),
              err); /* same text, own state */
    assert_int_equal(db_next(q, &err), 1);
    assert_int_equal(db_next(inner, &err), 1);
    commit(c);
    assert_int_equal(db_next(q, &err), ERR_INTERNAL);
    assert_non_null(strstr(err.text, "has ended"));
}

static void the_least_used_statement_makes_room(void **state)
{
    struct err err = {0};
    char sql[64];
    int64_t v;
    struct conn *c = reading(*state);

    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 200; i++) {
            snprintf(sql, sizeof(sql), "SELECT %d + $x", i);
            ASSERT_OK(db_i64(c, sql, DB_ARGS(DB_I64("x", round)), &v, &err), err);
            assert_int_equal(v, i + round);
        }
    db_read_end(c);
}

static void bulk_writes_by_position(void **state)
{
    struct err err = {0};
    struct bulk *b;
    char key[16];
    struct conn *c = writing(*state);

    ASSERT_OK(
        db_bulk(c, "INSERT INTO thing (id, key, ratio, extra) VALUES ($id, $key, $ratio, $extra)",
                &b, &err),
        err);
    for (int i = 1; i <= 1000; i++) {
        snprintf(key, sizeof(key), "k%d", i);
        bulk_i64(b, 1, i);
        bulk_str(b, 2, key);
        bulk_f64(b, 3, i % 2 ? NAN : 0.5);
        bulk_blob(b, 4, NULL, 0);
        assert_int_equal(bulk_step(b, &err), 1);
    }
    bulk_i64(b, 1, 5000);
    assert_int_equal(bulk_step(b, &err), ERR_INTERNAL);
    assert_non_null(strstr(err.text, "$key"));
    bulk_done(b);
    int64_t n = 0;
    ASSERT_OK(db_i64(c, "SELECT count(*) FROM thing WHERE ratio IS NULL AND extra IS NULL",
                     DB_ARGS(), &n, &err),
              err);
    assert_int_equal(n, 500);
    commit(c);
}

static void ids_count_on(void **state)
{
    struct db_test *t = *state;
    struct db *other;
    struct err err = {0};
    int64_t id = 0;
    struct conn *c = writing(t);

    add_key(c, 10, "a");
    ASSERT_OK(db_next_id(c, "thing", &id, &err), err);
    assert_int_equal(id, 11);
    db_rollback(c);
    c = writing(t);
    ASSERT_OK(db_next_id(c, "thing", &id, &err), err);
    assert_int_equal(id, 12); /* 11 was given out, if in vain */
    add_key(c, id, "b");
    commit(c);

    /* Another process writes a higher id. */
    ASSERT_OK(db_open(&(struct db_options){.path = t->path}, &other, &err), err);
    ASSERT_OK(db_write_begin(other, &c, &err), err);
    add_key(c, 100, "c");
    commit(c);
    db_close(other);
    c = writing(t);
    ASSERT_OK(db_next_id(c, "thing", &id, &err), err);
    assert_int_equal(id, 101);
    db_rollback(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH_TABLE(fn) cmocka_unit_test_setup_teardown(fn, make_table, drop_all)
        WITH_TABLE(every_type_comes_back),
        WITH_TABLE(missing_is_null_and_comes_back_missing),
        WITH_TABLE(broken_json_is_an_error_that_names_the_column),
        WITH_TABLE(arguments_and_parameters_must_match),
        WITH_TABLE(nothing_found_says_so),
        WITH_TABLE(rows_come_as_an_array),
        WITH_TABLE(changes_are_counted),
        WITH_TABLE(rollback_undoes),
        WITH_TABLE(leaving_a_scope_undoes),
        WITH_TABLE(conflicts_are_told_in_words),
        WITH_TABLE(a_failed_statement_ends_the_transaction),
        WITH_TABLE(cursors_read_by_position),
        WITH_TABLE(a_cursor_may_outlive_its_transaction),
        WITH_TABLE(the_least_used_statement_makes_room),
        WITH_TABLE(bulk_writes_by_position),
        WITH_TABLE(ids_count_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
