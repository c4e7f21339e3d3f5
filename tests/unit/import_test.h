/* import_test.h: a database without an open transaction, and a folder for files, for tests of
 * imports.
 *
 * Ownership: import_test_done removes the database and the folder. */
#pragma once
#include "base/str.h"
#include "facts_test.h"
#include "intake/csv/import.h"

struct import_test {
    struct facts_test t;
    struct import_report report;
    char rejects[128];
};

static inline void import_test_init(struct import_test *w)
{
    facts_test_init(&w->t);
    db_rollback(w->t.act.conn);
    w->t.act.conn = NULL;
    snprintf(w->rejects, sizeof(w->rejects), "%s/rejects", w->t.db.folder);
}

static inline void import_test_done(struct import_test *w)
{
    unlink(w->rejects);
    facts_test_done(&w->t);
}

static inline const char *write_csv(struct import_test *w, const char *name, const char *text)
{
    char *path = arena_printf(w->t.act.arena, "%s/%s", w->t.db.folder, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

static inline int import_paths(struct import_test *w, const struct import_source *sources, size_t n,
                               const struct mapping *mapping, bool is_dry_run)
{
    return import_run(&(struct import_options){.db = w->t.db.db,
                                               .by = &who_command_line,
                                               .sources = sources,
                                               .n_sources = n,
                                               .mapping = mapping,
                                               .is_dry_run = is_dry_run,
                                               .temp_dir = w->t.db.folder,
                                               .rejects_path = w->rejects},
                      NULL, w->t.act.arena, &w->report, &w->t.err);
}

static inline const struct import_issue *issue_of(const struct import_file *f, const char *code)
{
    for (size_t i = 0; i < f->n_issues; i++)
        if (str_eq(f->issues[i].code, code))
            return &f->issues[i];
    return NULL;
}

/* The first column of the first row. */
static inline const char *one_text(struct import_test *w, const char *sql)
{
    AUTO_STRUCT(conn) *c = NULL;
    AUTO_STRUCT(cursor) *q = NULL;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_query(c, sql, DB_ARGS(), &q, &w->t.err), w->t.err);
    assert_int_equal(db_next(q, &w->t.err), 1);
    return arena_strdup(w->t.act.arena, db_col_str(q, 0));
}

static inline int64_t one_number(struct import_test *w, const char *sql)
{
    AUTO_STRUCT(conn) *c = NULL;
    int64_t v = -1;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(db_i64(c, sql, DB_ARGS(), &v, &w->t.err), w->t.err);
    return v;
}
