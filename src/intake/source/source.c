#include "intake/source/source.h"

#include "access/token.h"
#include "base/day.h"
#include "base/str.h"
#include "facts/kind/kind.h"
#include "source_sql.h"

#include <sodium.h>
#include <string.h>

#define ORIGIN_MAX_BYTES 255

const char *const source_kinds[] = {"server", "browser", NULL};
const char *const source_unknowns[] = {"create", "park", NULL};

const struct field source_fields[] = {
    FIELD_I64(struct source, id, .required = true, .read_only = true),
    FIELD_STR(struct source, key, .required = true, .min = 1, .max = KIND_KEY_MAX,
              .help = "Names it for good"),
    FIELD_STR(struct source, name, .required = true, .min = 1, .max = SOURCE_NAME_MAX),
    FIELD_ENUM(struct source, kind, source_kinds, .required = true,
               .help = "server: a program that keeps its key to itself; browser: pages, which show "
                       "it to everybody, so bodies are smaller and origins may be limited"),
    FIELD_STR(struct source, write_key, .read_only = true,
              .help = "Goes with every call; missing for those who may not send"),
    FIELD_STR(struct source, old_write_key, .read_only = true,
              .help = "The one before the last rotation"),
    FIELD_TIME(struct source, old_until, .read_only = true, .help = "Until then it is taken"),
    FIELD_ENUM(struct source, unknown_accounts, source_unknowns, .required = true,
               .help = "What to do with events of accounts that are not there: create makes the "
                       "account, park keeps the events until it comes"),
    FIELD_STRS(struct source, origins, .max = SOURCE_ORIGINS_MAX,
               .help = "Of a browser source: the sites whose pages may send, such as "
                       "https://app.example.com; none: any"),
    FIELD_TIME(struct source, created, .required = true, .read_only = true),
    FIELD_STR(struct source, created_by, .required = true, .read_only = true),
    FIELD_TIME(struct source, revoked, .read_only = true, .help = "Missing: in force"),
    FIELD_I64(struct source, events, .required = true, .read_only = true,
              .help = "Events that count, each once"),
    FIELD_I64(struct source, duplicates, .required = true, .read_only = true,
              .help = "Events that came again"),
    FIELD_I64(struct source, set_aside, .required = true, .read_only = true,
              .help = "Events that did not count when they came, ever: also those that were mended "
                      "and sent again since, which stand in events as well"),
    FIELD_I64(struct source, waiting, .required = true, .read_only = true,
              .help = "Events that are set aside now"),
    FIELD_I64(struct source, events_today, .required = true, .read_only = true,
              .help = "Of events, those that were counted today"),
    FIELD_I64(struct source, duplicates_today, .required = true, .read_only = true,
              .help = "Of duplicates, those of today"),
    FIELD_I64(struct source, set_aside_today, .required = true, .read_only = true,
              .help = "Of set_aside, those of today"),
    FIELD_I64(struct source, bytes, .required = true, .read_only = true, .unit = "bytes",
              .help = "What its calls brought, unpacked"),
    FIELD_TIME(struct source, last_event, .read_only = true, .help = "When the last one came"),
    FIELD_END,
};

int source_list(struct conn *c, struct arena *arena, struct source **ret, size_t *ret_n,
                struct err *err)
{
    return db_all(c, sql_source_list, DB_ARGS(DB_I64("today", day_of_time(clock_now_ms()))),
                  DB_ROWS(source_fields, ret, ret_n), arena, err);
}

int source_get(struct conn *c, const char *key, struct arena *arena, struct source *ret,
               struct err *err)
{
    int rc = db_one(c, sql_source_get,
                    DB_ARGS(DB_STR("key", key), DB_I64("today", day_of_time(clock_now_ms()))),
                    source_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "key", "there is no source %.100s", key) : rc;
}

/* --- Rules --- */

/* "https://app.example.com", with a port if need be: what a browser sends as Origin. */
static bool is_origin(const char *s)
{
    const char *host = strstr(s, "://");

    if (!host || (!str_starts(s, "https://") && !str_starts(s, "http://")))
        return false;
    host += 3;
    size_t n = strlen(host);
    return n > 0 && strlen(s) <= ORIGIN_MAX_BYTES &&
           strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.:[]") == n;
}

static int check_origins(const struct source *s, struct err *err)
{
    if (s->n_origins > 0 && !str_eq(s->kind, "browser"))
        return err_set(err, ERR_INVALID, "origins",
                       "are only asked of browsers; leave them out, or make a browser source");
    for (size_t i = 0; i < s->n_origins; i++)
        if (!is_origin(s->origins[i]))
            return err_set(err, ERR_INVALID, "origins",
                           "\"%.80s\" is none: write it like https://app.example.com, in small "
                           "letters and without a path",
                           s->origins[i]);
    return 0;
}

static int check(const struct source *s, struct err *err)
{
    size_t n = s->name ? strlen(s->name) : 0;

    if (n < 1 || n > SOURCE_NAME_MAX)
        return err_set(err, ERR_INVALID, "name", "must be 1 to %d bytes long", SOURCE_NAME_MAX);
    if (str_index(source_kinds, s->kind) < 0)
        return err_set(err, ERR_INVALID, "kind", "must be server or browser");
    if (str_index(source_unknowns, s->unknown_accounts) < 0)
        return err_set(err, ERR_INVALID, "unknown_accounts", "must be create or park");
    return check_origins(s, err);
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

_Static_assert(SOURCE_NAME_MAX + 10 <= KIND_KEY_MAX, "a name and a number fit into a key");

/* "Web app, EU" -> "web-app-eu"; "source" if nothing is left. */
static const char *key_from(const char *name, struct arena *arena)
{
    char *key = str_lower(arena_strdup(arena, name)), *to = key;

    for (const char *s = key; *s; s++) {
        if (is_plain(*s))
            *to++ = *s;
        else if (to > key && to[-1] != '-')
            *to++ = '-';
    }
    while (to > key && to[-1] == '-')
        to--;
    *to = 0;
    return *key ? key : "source";
}

/* The key made from the name, with a number behind it if others have it. */
static int free_key(const struct act *act, const char *name, const char **ret, struct err *err)
{
    const char *first = key_from(name, act->arena), *key = first;
    struct source other;
    int rc = 0;

    for (int i = 2; rc == 0; i++) {
        rc = source_get(act->conn, key, act->arena, &other, err);
        if (rc == ERR_NOT_FOUND)
            *ret = key;
        key = arena_printf(act->arena, "%s-%d", first, i);
    }
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

static int take_key(const struct act *act, struct source *s, struct err *err)
{
    struct source other;

    if (!s->key)
        return free_key(act, s->name, &s->key, err);
    if (!*s->key || strlen(s->key) > KIND_KEY_MAX)
        return err_set(err, ERR_INVALID, "key", "must be 1 to %d bytes long", KIND_KEY_MAX);
    int rc = source_get(act->conn, s->key, act->arena, &other, err);
    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "key", "there is a source %.100s already", s->key);
    return rc == ERR_NOT_FOUND ? 0 : rc;
}

/* --- Changes --- */

static const char *write_key_new(struct arena *arena)
{
    unsigned char bits[24];
    char *key = arena_alloc(arena, WRITE_KEY_TEXT);
    size_t prefix = sizeof(WRITE_KEY_PREFIX) - 1;

    sodium_ready();
    randombytes_buf(bits, sizeof(bits));
    memcpy(key, WRITE_KEY_PREFIX, prefix);
    sodium_bin2base64(key + prefix, WRITE_KEY_TEXT - prefix, bits, sizeof(bits),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return key;
}

static int audit(const struct act *act, const struct source *before, const struct source *after,
                 struct err *err)
{
    const struct audit_subject subject = {"source", after->key, source_fields};

    return audit_diff(act, &subject, before, after, err);
}

int source_create(const struct act *act, struct source *s, struct err *err)
{
    if (!s->unknown_accounts)
        s->unknown_accounts = "park";
    int rc = check(s, err);
    if (rc == 0)
        rc = take_key(act, s, err);
    if (rc == 0)
        rc = db_next_id(act->conn, "source", &s->id, err);
    if (rc < 0)
        return rc;
    s->write_key = write_key_new(act->arena);
    s->old_write_key = NULL;
    s->old_until = s->revoked = s->last_event = TIME_NONE;
    s->created = act->now_ms;
    s->created_by = act->by->name;
    s->events = s->duplicates = s->set_aside = s->bytes = 0;
    rc = db_exec(act->conn, sql_source_insert, DB_ARGS(DB_ROW(source_fields, s)), err);
    return rc < 0 ? rc : audit(act, NULL, s, err);
}

/* One that is in force. */
static int get_live(const struct act *act, const char *key, struct source *ret, struct err *err)
{
    int rc = source_get(act->conn, key, act->arena, ret, err);

    if (rc == 0 && ret->revoked != TIME_NONE)
        return err_set(err, ERR_CONFLICT, "key",
                       "source %.100s was revoked and stays so; make a new one", key);
    return rc;
}

static int put(const struct act *act, const struct source *before, const struct source *after,
               struct err *err)
{
    int rc = db_exec(act->conn, sql_source_update, DB_ARGS(DB_ROW(source_fields, after)), err);

    return rc < 0 ? rc : audit(act, before, after, err);
}

int source_update(const struct act *act, struct source *s, struct err *err)
{
    struct source before;
    int rc = get_live(act, s->key, &before, err);

    if (rc == 0)
        rc = check(s, err);
    return rc < 0 ? rc : put(act, &before, s, err);
}

int source_rotate(const struct act *act, const char *key, int64_t grace_ms, struct source *ret,
                  struct err *err)
{
    struct source before;
    int rc = get_live(act, key, &before, err);

    if (rc < 0)
        return rc;
    *ret = before;
    ret->write_key = write_key_new(act->arena);
    ret->old_write_key = grace_ms > 0 ? before.write_key : NULL;
    ret->old_until = grace_ms > 0 ? act->now_ms + grace_ms : TIME_NONE;
    return put(act, &before, ret, err);
}

int source_revoke(const struct act *act, const char *key, struct source *ret, struct err *err)
{
    struct source before;
    int rc = get_live(act, key, &before, err);

    if (rc < 0)
        return rc;
    *ret = before;
    ret->revoked = act->now_ms;
    ret->old_write_key = NULL;
    ret->old_until = TIME_NONE;
    return put(act, &before, ret, err);
}

int source_count_add(struct conn *c, int64_t source_id, const struct source_count *count,
                     struct err *err)
{
    int rc =
        db_exec(c, sql_source_count,
                DB_ARGS(DB_I64("id", source_id), DB_I64("events", count->events),
                        DB_I64("duplicates", count->duplicates),
                        DB_I64("set_aside", count->set_aside), DB_I64("bytes", count->bytes),
                        DB_I64("last_event", count->last_event_ms), DB_I64("today", count->day)),
                err);

    return rc < 0 ? rc : 0;
}
