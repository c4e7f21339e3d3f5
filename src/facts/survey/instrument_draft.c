#include "facts/survey/instrument_draft.h"

#include "base/str.h"
#include "instrument_draft_sql.h"

/* As it is stored and put into the audit log; NULL, with the error, when it is too long. */
static const char *text_of(const struct instrument *in, struct arena *arena, struct err *err)
{
    AUTO_BUF text = {0};

    fields_write(instrument_fields, in, &text);
    if (text.len <= INSTRUMENT_BYTES_MAX)
        return arena_strdup(arena, buf_text(&text));
    err_set(err, ERR_TOO_LARGE, NULL, "an instrument may have %d bytes, this has %zu",
            INSTRUMENT_BYTES_MAX, text.len);
    return NULL;
}

static int audit(const struct act *act, const char *action, const struct instrument *in,
                 const char *before, const char *after, struct err *err)
{
    const struct audit_change change = {
        .action = action,
        .kind = "instrument",
        .key = arena_printf(act->arena, "%s %lld", in->id, (long long)in->version),
        .before = before,
        .after = after};

    return audit_log(act, &change, err);
}

static int draft_version(struct conn *c, const char *id, int64_t *ret, struct err *err)
{
    *ret = 0;
    return db_i64(c, sql_instrument_draft_version, DB_ARGS(DB_STR("key", id)), ret, err);
}

int instrument_draft_load(struct conn *c, const char *id, struct arena *arena,
                          struct instrument_draft *ret, struct err *err)
{
    struct instrument_summary *all;
    size_t n = 0;
    int64_t version;
    int rc = draft_version(c, id, &version, err);

    if (rc >= 0 && version == 0)
        return err_set(err, ERR_NOT_FOUND, "id", "instrument \"%.60s\" has no draft", id);
    if (rc >= 0)
        rc = instrument_list(c, id, arena, &all, &n, err);
    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (all[k].version == version)
            ret->summary = &all[k];
    return rc < 0 ? rc : instrument_load(c, id, version, arena, &ret->instrument, err);
}

/* The draft, if nobody changed it since `revision`. */
static int load_seen(const struct act *act, const char *id, int64_t revision,
                     struct instrument_draft *ret, struct err *err)
{
    int rc = instrument_draft_load(act->conn, id, act->arena, ret, err);

    if (rc < 0 || ret->summary->revision == revision)
        return rc;
    return err_set(
        err, ERR_CONFLICT, "revision",
        "the draft was changed meanwhile by %.60s (revision %lld, you saw %lld); look at it again "
        "before you change it",
        ret->summary->updated_by ? ret->summary->updated_by : "somebody",
        (long long)ret->summary->revision, (long long)revision);
}

/* The version that came with Ripen gets its row before others of its id do. */
static int pin(const struct act *act, const char *id, struct err *err)
{
    struct instrument *there;
    int rc = instrument_load(act->conn, id, 0, act->arena, &there, NULL);

    return rc < 0 ? 0 : instrument_pin(act, there, err);
}

static int check_room(const struct act *act, const char *id, int64_t last, struct err *err)
{
    int64_t there, n = 0;
    int rc = draft_version(act->conn, id, &there, err);

    if (rc >= 0 && there > 0)
        return err_set(err, ERR_CONFLICT, "id",
                       "instrument \"%.60s\" has a draft already, version %lld; change or delete "
                       "that one",
                       id, (long long)there);
    if (rc >= 0)
        rc = db_i64(act->conn, sql_instrument_ids, DB_ARGS(), &n, err);
    if (rc >= 0 && last == 0 && n >= INSTRUMENTS_MAX)
        return err_set(err, ERR_TOO_LARGE, "id",
                       "there are %d instruments already, which is the most", INSTRUMENTS_MAX);
    return rc;
}

static int last_version(const struct act *act, const char *id, int64_t *ret, struct err *err)
{
    *ret = 0;
    int rc = pin(act, id, err);

    return rc < 0
               ? rc
               : db_i64(act->conn, sql_instrument_draft_last, DB_ARGS(DB_STR("key", id)), ret, err);
}

int instrument_draft_create(const struct act *act, struct instrument *in, struct err *err)
{
    int64_t last, row;
    const char *text;
    int rc = last_version(act, in->id, &last, err);

    if (rc >= 0)
        rc = check_room(act, in->id, last, err);
    if (rc >= 0)
        rc = db_next_id(act->conn, "instrument", &row, err);
    if (rc < 0)
        return rc;
    in->version = last + 1;
    text = text_of(in, act->arena, err);
    if (!text)
        return ERR_TOO_LARGE;
    rc = db_exec(act->conn, sql_instrument_draft_insert,
                 DB_ARGS(DB_I64("id", row), DB_STR("key", in->id), DB_I64("version", in->version),
                         DB_STR("kind", in->kind), DB_STR("definition", text),
                         DB_I64("updated", act->now_ms), DB_STR("updated_by", act->by->name)),
                 err);
    return rc < 0 ? rc : audit(act, "create", in, NULL, text, err);
}

int instrument_draft_begin(const struct act *act, const char *id, struct err *err)
{
    struct instrument *in;
    int64_t version = 0;
    int rc =
        db_i64(act->conn, sql_instrument_newest_public, DB_ARGS(DB_STR("key", id)), &version, err);

    if (rc >= 0)
        rc = instrument_load(act->conn, id, version, act->arena, &in, err);
    if (rc == ERR_NOT_FOUND)
        return err_set(err, rc, "id", "there is no instrument \"%.60s\" to begin with", id);
    return rc < 0 ? rc : instrument_draft_create(act, in, err);
}

int instrument_draft_save(const struct act *act, const char *id, int64_t revision,
                          struct instrument *in, struct err *err)
{
    struct instrument_draft old;
    int rc = load_seen(act, id, revision, &old, err);

    if (rc < 0)
        return rc;
    if (!str_eq(in->id, id))
        return err_set(err, ERR_INVALID, "instrument.id",
                       "the draft of \"%.60s\" cannot become one of \"%.60s\"", id, in->id);
    in->version = old.instrument->version;
    const char *before = text_of(old.instrument, act->arena, err);
    const char *after = text_of(in, act->arena, err);
    if (!before || !after)
        return ERR_TOO_LARGE;
    if (str_eq(before, after))
        return 0;
    rc = db_exec(act->conn, sql_instrument_draft_update,
                 DB_ARGS(DB_STR("key", id), DB_STR("kind", in->kind), DB_STR("definition", after),
                         DB_I64("updated", act->now_ms), DB_STR("updated_by", act->by->name)),
                 err);
    return rc < 0 ? rc : audit(act, "update", in, before, after, err);
}

int instrument_draft_delete(const struct act *act, const char *id, int64_t revision,
                            struct err *err)
{
    struct instrument_draft old;
    int rc = load_seen(act, id, revision, &old, err);

    if (rc >= 0)
        rc = db_exec(act->conn, sql_instrument_draft_delete, DB_ARGS(DB_STR("key", id)), err);
    return rc < 0 ? rc
                  : audit(act, "delete", old.instrument, text_of(old.instrument, act->arena, NULL),
                          NULL, err);
}

static int retire(const struct act *act, const char *id, struct err *err)
{
    return db_exec(act->conn, sql_instrument_set_retired,
                   DB_ARGS(DB_STR("key", id), DB_I64("retired", act->now_ms)), err);
}

int instrument_publish(const struct act *act, const char *id, int64_t revision, const char *note,
                       struct err *err)
{
    struct instrument_draft draft;
    int rc = load_seen(act, id, revision, &draft, err);

    if (rc >= 0)
        rc = retire(act, id, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_instrument_set_published,
                     DB_ARGS(DB_STR("key", id), DB_STR("note", note),
                             DB_I64("published", act->now_ms),
                             DB_STR("published_by", act->by->name)),
                     err);
    return rc < 0 ? rc
                  : audit(act, "publish", draft.instrument, NULL,
                          text_of(draft.instrument, act->arena, NULL), err);
}

int instrument_retire(const struct act *act, const char *id, struct err *err)
{
    struct instrument *in;
    int rc = instrument_load(act->conn, id, 0, act->arena, &in, err);

    if (rc >= 0)
        rc = instrument_pin(act, in, err);
    if (rc >= 0)
        rc = retire(act, id, err);
    return rc < 0 ? rc : audit(act, "retire", in, text_of(in, act->arena, NULL), NULL, err);
}
