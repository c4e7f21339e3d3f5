#include "intake/event/event.h"

#include "base/str.h"
#include "facts/kind/kind.h"
#include "intake/event/event_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

const char *const event_type_names[] = {"track",  "identify", "group", "page",
                                        "screen", "alias",    "batch", NULL};

const char *const event_fault_names[] = {
    [EVENT_OK] = "ok",
    [EVENT_BAD_TYPE] = "bad_type",
    [EVENT_NO_USER] = "no_user",
    [EVENT_NO_NAME] = "no_name",
    [EVENT_NO_GROUP] = "no_group",
    [EVENT_NO_PREVIOUS] = "no_previous",
    [EVENT_BAD_VALUE] = "bad_value",
    [EVENT_TWICE] = "twice",
    [EVENT_BAD_TIME] = "bad_time",
    [EVENT_TOO_OLD] = "too_old",
    [EVENT_FUTURE] = "future",
    [EVENT_TOO_LARGE] = "too_large",
    [EVENT_TOO_DEEP] = "too_deep",
    [EVENT_TOO_MANY] = "too_many",
    [EVENT_NO_ACCOUNT] = "no_account",
    [EVENT_UNKNOWN_ACCOUNT] = "unknown_account",
    [EVENT_TOO_MANY_NAMES] = "too_many_names",
    [EVENT_BAD_KEY] = "bad_key",
    [EVENT_REFUSED] = "refused",
    [EVENT_FAULTS] = NULL,
};

struct event_batch *event_batch_new(char *text, size_t bytes)
{
    struct event_batch *b = mem_zalloc(sizeof(*b));

    text[bytes] = 0;
    b->text = text;
    b->bytes = bytes;
    return b;
}

void event_batch_free(struct event_batch *b)
{
    if (!b)
        return;
    mem_free(b->text);
    mem_free(b->events);
    arena_free(b->arena);
    mem_free(b);
}

size_t event_batch_bytes(const struct event_batch *b)
{
    return sizeof(*b) + b->bytes + 1 + b->n * sizeof(*b->events) +
           (b->arena ? arena_used(b->arena) : 0);
}

struct arena *event_batch_arena(struct event_batch *b)
{
    if (!b->arena)
        b->arena = arena_new();
    return b->arena;
}

_Static_assert(EVENT_ID_KEY_BYTES == crypto_shorthash_KEYBYTES, "the key that SipHash takes");

/* SipHash-2-4. The source is part of the key: "1" of two sources is two ids. */
static uint64_t fingerprint(const unsigned char key[EVENT_ID_KEY_BYTES], struct text id)
{
    uint64_t hash;
    unsigned char bytes[crypto_shorthash_BYTES];

    crypto_shorthash(bytes, (const unsigned char *)id.p, id.n, key);
    memcpy(&hash, bytes, sizeof(hash));
    return hash ? hash : 1;
}

void event_batch_own(struct event_batch *b, const struct event_rules *rules, int64_t source_id)
{
    unsigned char key[EVENT_ID_KEY_BYTES];
    uint64_t half;

    b->source_id = source_id;
    memcpy(key, rules->id_key, sizeof(key));
    memcpy(&half, key, sizeof(half));
    half ^= (uint64_t)source_id;
    memcpy(key, &half, sizeof(half));
    for (size_t i = 0; i < b->n; i++)
        b->events[i].id = b->events[i].message_id.p ? fingerprint(key, b->events[i].message_id) : 0;
}

/* A sentence whose subject is the member at fault, or the event. Those that name a limit are made
 * in explain_limit. */
static const char *const sentences[EVENT_FAULTS] = {
    [EVENT_OK] = "is as it should be",
    [EVENT_BAD_TYPE] = "must be track, identify, group, page, screen or alias",
    [EVENT_NO_USER] = "is missing, and so is anonymousId: one of them must say who it was",
    [EVENT_NO_NAME] = "is missing: what was done, such as Report Opened",
    [EVENT_NO_GROUP] = "is missing: the account that the user belongs to",
    [EVENT_NO_PREVIOUS] = "is missing: the id that the user had before",
    [EVENT_TWICE] = "stands twice in the event",
    [EVENT_BAD_TIME] = "must be a time with its zone (2026-01-31T12:00:00Z), or seconds since 1970",
    [EVENT_TOO_OLD] = "is before 1990",
    [EVENT_FUTURE] = "is more than a day ahead of when it was received",
    [EVENT_NO_ACCOUNT] = "is missing, and no account is known of the user: send a group call",
    [EVENT_UNKNOWN_ACCOUNT] = "is the key of no account",
    [EVENT_TOO_MANY_NAMES] = "would be one name too many: put ids and dates into properties",
    [EVENT_BAD_KEY] = "must be one line of at most 120 bytes, without a blank at its ends",
    [EVENT_REFUSED] = "breaks a rule of contacts or accounts",
};

static bool is_object_field(const char *field)
{
    static const char *const objects[] = {"",        "properties",     "traits",
                                          "context", "context.traits", NULL};

    return str_index(objects, field) >= 0;
}

static int explain(struct err *ret, const struct event *e, const char *path,
                   const struct event_limits *limits)
{
    switch ((enum event_fault)e->fault) {
    case EVENT_TOO_LARGE:
        return err_set(ret, ERR_TOO_LARGE, path, "has %u bytes; an event may have %lld", e->raw.n,
                       (long long)limits->event_bytes);
    case EVENT_TOO_DEEP:
        return err_set(ret, ERR_INVALID, path, "is nested deeper than %lld levels",
                       (long long)limits->depth);
    case EVENT_TOO_MANY:
        return err_set(ret, ERR_INVALID, path, "has more than %lld members",
                       (long long)limits->members);
    case EVENT_BAD_VALUE:
        if (is_object_field(e->field))
            return err_set(ret, ERR_INVALID, path, "must be an object");
        if (str_eq(e->field, "messageId"))
            return err_set(ret, ERR_INVALID, path, "must be a text of at most %lld characters",
                           (long long)limits->message_id_chars);
        return err_set(ret, ERR_INVALID, path, "must be a text or number of at most %d bytes",
                       KIND_KEY_MAX);
    default: return err_set(ret, ERR_INVALID, path, "%s", sentences[e->fault]);
    }
}

void event_explain(const struct event *e, bool is_batch, size_t index,
                   const struct event_limits *limits, struct err *ret)
{
    char path[sizeof(ret->field)];

    if (is_batch)
        snprintf(path, sizeof(path), "batch[%zu]%s%s", index, *e->field ? "." : "", e->field);
    else
        snprintf(path, sizeof(path), "%s", e->field);
    explain(ret, e, path, limits);
}
