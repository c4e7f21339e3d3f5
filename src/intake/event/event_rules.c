/* What is decided once for all events: the limits, and the key of fingerprints. Both are rows of
 * the table setting. */
#include "access/token.h"
#include "event_sql.h"
#include "intake/event/event.h"
#include "json/parse.h"

#include <sodium.h>
#include <string.h>

#define LIMITS_SETTING "event_limits" /* a JSON object */
#define KEY_SETTING    "event_id_key" /* in hexadecimal */

const struct field event_limits_fields[] = {
    FIELD_I64(struct event_limits, event_bytes, .required = true, .min = 1024, .max = 1 << 20,
              .unit = "bytes", .help = "Larger events are set aside"),
    FIELD_I64(struct event_limits, batch_bytes, .required = true, .min = 1024, .max = 16 << 20,
              .unit = "bytes", .help = "What one call from a browser may bring"),
    FIELD_I64(struct event_limits, server_batch_bytes, .required = true, .min = 1024,
              .max = 16 << 20, .unit = "bytes", .help = "What one call from a server may bring"),
    FIELD_I64(struct event_limits, batch_events, .required = true, .min = 1, .max = 100000,
              .help = "How many events one call may bring"),
    FIELD_I64(struct event_limits, message_id_chars, .required = true, .min = 36, .max = 1000,
              .help = "Events whose messageId has more characters are set aside"),
    FIELD_I64(struct event_limits, members, .required = true, .min = 10, .max = 1000000,
              .help = "Events with more members, at any depth, are set aside"),
    FIELD_I64(struct event_limits, depth, .required = true, .min = 4, .max = 1000,
              .help = "Events nested deeper are set aside"),
    FIELD_I64(struct event_limits, gzip_ratio, .required = true, .min = 2, .max = 1000,
              .help = "How many times larger a packed body may become"),
    FIELD_END,
};

const struct event_limits event_limits_default = {
    .event_bytes = 32 << 10,
    .batch_bytes = 500 << 10,
    .server_batch_bytes = 4 << 20,
    .batch_events = 2500,
    .message_id_chars = 100,
    .members = 10000,
    .depth = 64,
    .gzip_ratio = 20,
};

/* The setting's text in the arena; NULL if there is none. */
static int setting_get(struct conn *c, const char *name, struct arena *arena, const char **ret,
                       struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_event_setting_get, DB_ARGS(DB_STR("name", name)), &q, err);

    *ret = NULL;
    if (rc >= 0)
        rc = db_next(q, err);
    if (rc > 0)
        *ret = arena_strdup(arena, db_col_str(q, 0));
    return rc < 0 ? rc : 0;
}

static int setting_put(struct conn *c, const char *name, const char *value, struct err *err)
{
    int rc = db_exec(c, sql_event_setting_put,
                     DB_ARGS(DB_STR("name", name), DB_STR("value", value)), err);

    return rc < 0 ? rc : 0;
}

int event_limits_load(struct conn *c, struct event_limits *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const char *text;
    json_t *json;
    int rc = setting_get(c, LIMITS_SETTING, arena, &text, err);

    *ret = event_limits_default;
    if (rc < 0 || !text)
        return rc;
    rc = json_parse(text, strlen(text), &json, err);
    if (rc == 0)
        rc =
            fields_read(event_limits_fields, json_keep(arena, json), FIELDS_PATCH, arena, ret, err);
    return rc < 0 ? err_prefix(err, "setting " LIMITS_SETTING " in the database") : 0;
}

int event_limits_save(const struct act *act, const struct event_limits *limits, struct err *err)
{
    const struct audit_subject subject = {"setting", LIMITS_SETTING, event_limits_fields};
    AUTO_BUF text = {0};
    struct event_limits before;
    int rc = event_limits_load(act->conn, &before, err);

    if (rc == 0 && limits->server_batch_bytes < limits->batch_bytes)
        return err_set(err, ERR_INVALID, "server_batch_bytes",
                       "must be at least what a browser may bring, %lld",
                       (long long)limits->batch_bytes);
    fields_write(event_limits_fields, limits, &text);
    if (rc == 0)
        rc = setting_put(act->conn, LIMITS_SETTING, buf_text(&text), err);
    return rc < 0 ? rc : audit_diff(act, &subject, &before, limits, err);
}

/* --- The key --- */

static int key_read(const char *text, unsigned char key[EVENT_ID_KEY_BYTES], struct err *err)
{
    size_t n = 0;

    if (sodium_hex2bin(key, EVENT_ID_KEY_BYTES, text, strlen(text), NULL, &n, NULL) != 0 ||
        n != EVENT_ID_KEY_BYTES)
        return err_set(err, ERR_INTERNAL, NULL, "setting " KEY_SETTING " is damaged");
    return 0;
}

/* The one that is there, else a new one. */
static int key_load(struct conn *c, struct arena *arena, unsigned char key[EVENT_ID_KEY_BYTES],
                    struct err *err)
{
    char text[2 * EVENT_ID_KEY_BYTES + 1];
    const char *kept;
    int rc = setting_get(c, KEY_SETTING, arena, &kept, err);

    if (rc < 0)
        return rc;
    if (kept)
        return key_read(kept, key, err);
    sodium_ready();
    randombytes_buf(key, EVENT_ID_KEY_BYTES);
    sodium_bin2hex(text, sizeof(text), key, EVENT_ID_KEY_BYTES);
    return setting_put(c, KEY_SETTING, text, err);
}

int event_rules_load(struct db *db, struct event_rules *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(conn) *c = NULL;
    struct event_rules rules = {0};
    int rc = db_write_begin(db, &c, err);

    if (rc == 0)
        rc = event_limits_load(c, &rules.limits, err);
    if (rc == 0)
        rc = key_load(c, arena, rules.id_key, err);
    if (rc == 0)
        rc = db_commit(c, err);
    if (rc == 0)
        *ret = rules;
    return rc;
}
