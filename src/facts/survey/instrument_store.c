#include "facts/survey/instrument_store.h"

#include "base/str.h"
#include "facts/survey/instrument_built_in.h"
#include "instrument_store_sql.h"

#include <stdlib.h>
#include <string.h>

const char *const instrument_states[] = {"draft", "published", "retired", NULL};

const struct field instrument_summary_fields[] = {
    FIELD_STR(struct instrument_summary, id, .required = true),
    FIELD_I64(struct instrument_summary, version, .required = true),
    FIELD_ENUM(struct instrument_summary, kind, instrument_kinds, .required = true),
    FIELD_JSON(struct instrument_summary, name, .required = true,
               .help = "From a language to the words"),
    FIELD_ENUM(struct instrument_summary, state, instrument_states, .required = true),
    FIELD_I64(struct instrument_summary, n_questions, .required = true),
    FIELD_BOOL(struct instrument_summary, is_built_in, .required = true,
               .help = "It came with Ripen, in this version"),
    FIELD_I64(struct instrument_summary, revision, .required = true,
              .help = "How often a draft was saved; to be sent back with the next change"),
    FIELD_STR(struct instrument_summary, note, .max = 1000),
    FIELD_TIME(struct instrument_summary, updated),
    FIELD_STR(struct instrument_summary, updated_by),
    FIELD_TIME(struct instrument_summary, published),
    FIELD_STR(struct instrument_summary, published_by),
    FIELD_TIME(struct instrument_summary, retired),
    FIELD_END,
};

/* A version as its row has it. */
struct row {
    const char *id;
    int64_t version;
    const char *state, *definition;
    int64_t revision;
    const char *note;
    int64_t updated;
    const char *updated_by;
    int64_t published;
    const char *published_by;
    int64_t retired;
};
static const struct field row_fields[] = {
    FIELD_STR(struct row, id),         FIELD_I64(struct row, version),
    FIELD_STR(struct row, state),      FIELD_STR(struct row, definition),
    FIELD_I64(struct row, revision),   FIELD_STR(struct row, note),
    FIELD_TIME(struct row, updated),   FIELD_STR(struct row, updated_by),
    FIELD_TIME(struct row, published), FIELD_STR(struct row, published_by),
    FIELD_TIME(struct row, retired),   FIELD_END,
};

static int no_such(const char *id, int64_t version, struct err *err)
{
    if (version > 0)
        return err_set(err, ERR_NOT_FOUND, "version", "instrument \"%.60s\" has no version %lld",
                       id, (long long)version);
    return err_set(err, ERR_NOT_FOUND, "instrument", "there is no published instrument \"%.60s\"",
                   id);
}

/* Whatever is changed is pinned first, so what has any row has one for the version of Ripen, too.
 */
static int load_built_in(struct conn *c, const char *id, int64_t version, struct arena *arena,
                         struct instrument **ret, struct err *err)
{
    const char *text = instrument_built_in(id);
    int64_t last = 0;
    int rc = db_i64(c, sql_instrument_last_version, DB_ARGS(DB_STR("key", id)), &last, err);

    if (rc < 0)
        return rc;
    if (!text || last > 0 || version > BUILT_IN_VERSION)
        return no_such(id, version, err);
    return instrument_parse(text, BUILT_IN_VERSION, arena, ret, err);
}

int instrument_load(struct conn *c, const char *id, int64_t version, struct arena *arena,
                    struct instrument **ret, struct err *err)
{
    struct row row;
    int rc =
        db_one(c, sql_instrument_version, DB_ARGS(DB_STR("key", id), DB_I64("version", version)),
               row_fields, &row, arena, err);

    if (rc == ERR_NOT_FOUND)
        return load_built_in(c, id, version, arena, ret, err);
    if (rc < 0)
        return rc;
    if (instrument_parse(row.definition, row.version, arena, ret, err) < 0)
        return err_prefix(err, "instrument %s version %lld", id, (long long)row.version);
    return 0;
}

static int summarise(const struct row *row, bool is_built_in, struct arena *arena,
                     struct instrument_summary *ret, struct err *err)
{
    struct instrument *in;

    if (instrument_parse(row->definition, row->version, arena, &in, err) < 0)
        return err_prefix(err, "instrument %s version %lld", row->id, (long long)row->version);
    *ret = (struct instrument_summary){
        .id = row->id,
        .version = row->version,
        .kind = in->kind,
        .name = in->name,
        .state = row->state,
        .n_questions = (int64_t)in->n_questions,
        .is_built_in = is_built_in,
        .revision = row->revision,
        .note = row->note,
        .updated = row->updated,
        .updated_by = row->updated_by,
        .published = row->published,
        .published_by = row->published_by,
        .retired = row->retired,
    };
    return 0;
}

/* As row k comes from the database, or what came with Ripen and has none. */
static struct row built_in_row(const char *id)
{
    struct row row;

    fields_init(row_fields, &row);
    row.id = id;
    row.version = BUILT_IN_VERSION;
    row.state = "published";
    row.definition = instrument_built_in(id);
    row.revision = 1;
    return row;
}

static int by_id(const void *a, const void *b)
{
    const struct instrument_summary *x = a, *y = b;
    int order = strcmp(x->id, y->id);

    return order ? order : (x->version < y->version) - (x->version > y->version);
}

int instrument_list(struct conn *c, const char *id, struct arena *arena,
                    struct instrument_summary **ret, size_t *ret_n, struct err *err)
{
    struct row *rows;
    size_t n_rows, n = 0;
    int rc = db_all(c, sql_instrument_all, DB_ARGS(DB_STR("key", id)),
                    DB_ROWS(row_fields, &rows, &n_rows), arena, err);

    if (rc < 0)
        return rc;
    struct instrument_summary *all =
        ARENA_ARRAY(arena, n_rows + BUILT_INS, struct instrument_summary);
    for (size_t k = 0; rc >= 0 && k < n_rows; k++) {
        bool is_built_in =
            rows[k].version == BUILT_IN_VERSION && instrument_built_in(rows[k].id) != NULL;
        rc = summarise(&rows[k], is_built_in, arena, &all[n++], err);
    }
    for (size_t b = 0; rc >= 0 && b < BUILT_INS; b++) {
        const struct row row = built_in_row(instrument_built_in_ids[b]);
        bool is_there = id && !str_eq(id, row.id);
        for (size_t k = 0; k < n_rows; k++)
            is_there |= str_eq(rows[k].id, row.id);
        if (!is_there)
            rc = summarise(&row, true, arena, &all[n++], err);
    }
    if (rc < 0)
        return rc;
    if (n > 0)
        qsort(all, n, sizeof(*all), by_id);
    *ret = all;
    *ret_n = n;
    return 0;
}

int instrument_pin(const struct act *act, const struct instrument *in, struct err *err)
{
    int64_t last = 0, id;
    const char *text = in->version == BUILT_IN_VERSION ? instrument_built_in(in->id) : NULL;
    int rc = text ? db_i64(act->conn, sql_instrument_last_version, DB_ARGS(DB_STR("key", in->id)),
                           &last, err)
                  : 0;

    if (rc < 0 || !text || last > 0)
        return rc;
    rc = db_next_id(act->conn, "instrument", &id, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_instrument_pin,
                     DB_ARGS(DB_I64("id", id), DB_STR("key", in->id),
                             DB_I64("version", in->version), DB_STR("kind", in->kind),
                             DB_STR("definition", text), DB_I64("published", act->now_ms)),
                     err);
    return rc < 0 ? rc : 0;
}
