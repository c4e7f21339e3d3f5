#include "intake/apply/aside.h"

#include "aside_sql.h"

#include <string.h>

const struct field aside_row_fields[] = {
    FIELD_I64(struct aside_row, id, .required = true),
    FIELD_STR(struct aside_row, source, .help = "Key of the source it came from"),
    FIELD_STR(struct aside_row, reason, .required = true,
              .help = "Why it does not count, as one word"),
    FIELD_STR(struct aside_row, message,
              .help = "The same in a sentence, where there is more to say"),
    FIELD_STR(struct aside_row, type, .required = true, .help = "track, identify, group …"),
    FIELD_STR(struct aside_row, name, .help = "Name of the event"),
    FIELD_STR(struct aside_row, user, .help = "Who of the customer: userId, else anonymousId"),
    FIELD_STR(struct aside_row, account, .help = "The account's key, as far as it was known"),
    FIELD_TIME(struct aside_row, received, .required = true, .help = "When it arrived"),
    FIELD_TIME(struct aside_row, at, .help = "When it happened"),
    FIELD_STR(struct aside_row, event, .required = true, .max = ASIDE_TEXT_MAX,
              .help = "The event itself, as JSON text"),
    FIELD_END,
};
/* What a row has besides. */
static const struct field stored_fields[] = {
    FIELD_I64(struct aside_row, id),
    FIELD_STR(struct aside_row, source),
    FIELD_STR(struct aside_row, reason),
    FIELD_STR(struct aside_row, message),
    FIELD_STR(struct aside_row, type),
    FIELD_STR(struct aside_row, name),
    FIELD_STR(struct aside_row, user),
    FIELD_STR(struct aside_row, account),
    FIELD_TIME(struct aside_row, received),
    FIELD_TIME(struct aside_row, at),
    FIELD_STR(struct aside_row, event),
    FIELD_I64(struct aside_row, source_id),
    FIELD_END,
};
const struct field aside_sum_fields[] = {
    FIELD_STR(struct aside_sum, reason, .required = true),
    FIELD_I64(struct aside_sum, count, .required = true),
    FIELD_END,
};

static int insert(struct conn *c, const struct aside_item *item, struct err *err)
{
    const char *text = item->text ? item->text : "";
    int64_t id;
    int rc = db_next_id(c, "event_aside", &id, err);

    if (rc == 0)
        rc = db_exec(c, sql_aside_insert,
                     DB_ARGS(DB_I64("id", id), DB_I64("source_id", item->source_id),
                             DB_STR("reason", item->reason), DB_STR("message", item->message),
                             DB_STR("type", item->type), DB_STR("name", item->name),
                             DB_STR("user_key", item->user), DB_STR("account", item->account),
                             DB_I64("received", item->received_ms), DB_I64("at", item->time_ms),
                             DB_I64("bytes", (int64_t)strlen(text)), DB_STR("event", text)),
                     err);
    return rc < 0 ? rc : 0;
}

int aside_store(struct conn *c, const struct aside_item *item, struct err *err)
{
    if (!item->again)
        return insert(c, item, err);
    int rc = db_exec(c, sql_aside_tell,
                     DB_ARGS(DB_I64("id", item->again), DB_STR("reason", item->reason),
                             DB_STR("message", item->message), DB_STR("account", item->account)),
                     err);
    return rc < 0 ? rc : 0;
}

int aside_remove(struct conn *c, int64_t id, struct err *err)
{
    int rc = db_exec(c, sql_aside_remove, DB_ARGS(DB_I64("id", id)), err);

    return rc < 0 ? rc : 0;
}

int aside_lost(struct conn *c, int64_t *ret, struct err *err)
{
    *ret = 0;
    return db_i64(c, sql_aside_lost, DB_ARGS(), ret, err);
}

int aside_rows_max(struct conn *c, int64_t *ret, struct err *err)
{
    *ret = ASIDE_ROWS_DEFAULT;
    return db_i64(c, sql_aside_rows_setting, DB_ARGS(), ret, err);
}

int aside_prune(struct conn *c, int64_t *lost, struct err *err)
{
    int64_t rows, upto = I64_NONE;
    int rc = aside_rows_max(c, &rows, err);

    if (rc == 0)
        rc = db_i64(c, sql_aside_oldest_kept,
                    DB_ARGS(DB_I64("rows", rows), DB_I64("bytes", ASIDE_BYTES_MAX)), &upto, err);
    if (rc < 0 || upto == I64_NONE)
        return rc;
    rc = db_exec(c, sql_aside_remove_upto, DB_ARGS(DB_I64("id", upto)), err);
    if (rc > 0)
        *lost += rc;
    return rc < 0 ? rc : 0;
}

static int list(struct conn *c, const char *sql, const struct aside_filter *f, struct arena *arena,
                struct db_rows into, struct err *err)
{
    return db_all(c, sql,
                  DB_ARGS(DB_I64("before", f->before_id ? f->before_id : INT64_MAX),
                          DB_STR("reason", f->reason), DB_STR("source", f->source),
                          DB_STR("name", f->name), DB_STR("user", f->user),
                          DB_STR("account", f->account), DB_I64("limit", f->limit)),
                  into, arena, err);
}

int aside_list(struct conn *c, const struct aside_filter *filter, struct arena *arena,
               struct aside_row **ret, size_t *ret_n, struct err *err)
{
    return list(c, sql_aside_list, filter, arena, DB_ROWS(stored_fields, ret, ret_n), err);
}

int aside_ids(struct conn *c, const struct aside_filter *filter, struct arena *arena,
              struct aside_row **ret, size_t *ret_n, struct err *err)
{
    return list(c, sql_aside_ids, filter, arena, DB_ROWS(stored_fields, ret, ret_n), err);
}

int aside_get(struct conn *c, int64_t id, struct arena *arena, struct aside_row *ret,
              struct err *err)
{
    int rc = db_one(c, sql_aside_get, DB_ARGS(DB_I64("id", id)), stored_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND
               ? err_set(err, rc, NULL,
                         "there is no event %lld set aside: it was counted, deleted, "
                         "or pushed out by newer ones",
                         (long long)id)
               : rc;
}

int aside_sums(struct conn *c, const struct aside_filter *f, struct arena *arena,
               struct aside_sum **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_aside_sums,
                  DB_ARGS(DB_STR("source", f->source), DB_STR("name", f->name),
                          DB_STR("user", f->user), DB_STR("account", f->account)),
                  DB_ROWS(aside_sum_fields, ret, ret_n), arena, err);
}

int aside_clear(struct conn *c, const struct aside_filter *f, int64_t *ret, struct err *err)
{
    int rc = db_exec(c, sql_aside_clear,
                     DB_ARGS(DB_STR("reason", f->reason), DB_STR("source", f->source),
                             DB_STR("name", f->name), DB_STR("user", f->user),
                             DB_STR("account", f->account)),
                     err);

    if (rc >= 0)
        *ret = rc;
    return rc < 0 ? rc : 0;
}

int aside_ready(struct conn *c, int64_t after, int64_t limit, struct arena *arena,
                struct aside_row **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_aside_ready, DB_ARGS(DB_I64("after", after), DB_I64("limit", limit)),
                  DB_ROWS(stored_fields, ret, ret_n), arena, err);
}
