/* event.h: what one event is: the body of a call of the Segment protocol, read into events.
 *
 *     struct event_batch *b = event_batch_new(text, bytes);
 *     b->source_id = …, b->received_ms = …, b->call = EVENT_BATCH;
 *     rc = event_read(reader, b, &rules, err);
 *     for (size_t i = 0; i < b->n; i++) use(&b->events[i]);
 *     event_batch_free(b);
 *
 * A body is refused as a whole when it is not JSON or no call at all. What is wrong with a single
 * event is marked on it (fault), and the others count. event_read is a function of the text, the
 * call, the source, the received time and the rules and of nothing else, so reading a stored body
 * again gives the same events.
 *
 * Threads:   a reader belongs to one thread at a time; a batch belongs to who holds it and may be
 *            handed from thread to thread.
 * Ownership: texts of events point into the batch and live as long as it.
 * Units:     times in UTC milliseconds, days in the organisation's time zone. */
#pragma once
#include "access/audit.h"
#include "base/text.h"
#include "db/db.h"
#include "json/field.h"

enum event_type {
    EVENT_TRACK,
    EVENT_IDENTIFY,
    EVENT_GROUP,
    EVENT_PAGE,
    EVENT_SCREEN,
    EVENT_ALIAS,
    EVENT_BATCH, /* of a call, never of an event: the body holds many (batch and import) */
};
extern const char *const event_type_names[]; /* "track" … "alias" "batch" NULL */

/* Why an event does not count. Those behind EVENT_FOUND_LATER are not found by reading it. */
enum event_fault {
    EVENT_OK,
    EVENT_BAD_TYPE,    /* its type is none of the six */
    EVENT_NO_USER,     /* neither userId nor anonymousId */
    EVENT_NO_NAME,     /* a track call without an event's name */
    EVENT_NO_GROUP,    /* a group call without a groupId */
    EVENT_NO_PREVIOUS, /* an alias call without a previousId */
    EVENT_BAD_VALUE,   /* a member is of the wrong kind or too long */
    EVENT_TWICE,       /* a member is there twice */
    EVENT_BAD_TIME,    /* its time is none, or has no zone */
    EVENT_TOO_OLD,     /* before 1990 */
    EVENT_FUTURE,      /* more than a day ahead */
    EVENT_TOO_LARGE,   /* more bytes than an event may have */
    EVENT_TOO_DEEP,    /* nested deeper than it may be */
    EVENT_TOO_MANY,    /* more members than it may have */
    EVENT_FOUND_LATER,
    EVENT_NO_ACCOUNT = EVENT_FOUND_LATER, /* no group is named, and none is known of the user */
    EVENT_UNKNOWN_ACCOUNT,                /* the group is no account, and none is to be made */
    EVENT_TOO_MANY_NAMES,                 /* one more name than the catalogue holds */
    EVENT_BAD_KEY,                        /* a name, user or account that cannot be a key */
    EVENT_REFUSED,                        /* a rule of contacts or accounts forbids it */
    EVENT_FAULTS,
};
extern const char
    *const event_fault_names[]; /* "ok" "bad_type" … NULL: for the API and the store */

struct event {
    int64_t time_ms; /* corrected for the client's clock: received − (sent − original) */
    uint64_t id;     /* fingerprint of messageId; 0: it has none */
    int32_t day;     /* of time_ms */
    uint8_t type;    /* enum event_type */
    uint8_t fault;   /* enum event_fault: the first that was found */
    /* The member at fault, as a path within the event ("context.groupId"); "" when it is the event
     * itself. Never NULL, never freed. */
    const char *field;
    /* Decoded: what JSON writes as \n is a line's end here. Numbers are taken as they are written.
     * A missing, empty or null member is absent. */
    struct text message_id, user_id, anonymous_id, previous_id;
    struct text group_id; /* context.groupId, else groupId (a group call: the other way round) */
    struct text name;     /* of the usage event it is: event_read.c says how pages are called */
    /* JSON objects as they stand in the body; absent if they are not there. json/slice.h reads
     * them. The traits of an identify call may have come in context.traits. */
    struct text properties, traits, context;
    struct text raw; /* the whole event */
};

/* One request's body and what was read from it. */
struct event_batch {
    struct event_batch *next; /* for queues */
    void *owner;              /* the receiver's call, answered when the batch is on disk */
    int64_t source_id;        /* 0: not known yet */
    int64_t received_ms;
    uint8_t call; /* enum event_type: of the single call; EVENT_BATCH */
    char *text;   /* as received, inflated; ended by a NUL that `bytes` does not count */
    size_t bytes;
    struct event *events; /* in the body's order */
    size_t n;
    struct text write_key; /* the member writeKey of the body; absent as a rule */
    struct text context;   /* of the batch as a whole: what events say themselves goes before it */
    struct arena *arena;   /* texts that had to be decoded or made; NULL: none */
};

/* Takes `text` over: from mem_alloc, with room for one byte behind `bytes`. */
struct event_batch *event_batch_new(char *text, size_t bytes);
void event_batch_free(struct event_batch *b);          /* NULL is allowed */
size_t event_batch_bytes(const struct event_batch *b); /* the memory that it holds */

/* How much is taken: settings of the organisation, each with its default. */
struct event_limits {
    int64_t event_bytes;        /* 32 KB: larger ones are set aside */
    int64_t batch_bytes;        /* 500 KB: a body from a browser; over it 413 */
    int64_t server_batch_bytes; /* 4 MB: a body from a server */
    int64_t batch_events;       /* 2,500; over it 413 */
    int64_t message_id_chars;   /* 100 */
    int64_t members;            /* 10,000 in an event, at any depth */
    int64_t depth;              /* 64 levels in an event, itself the first */
    int64_t gzip_ratio;         /* 20: how many times larger a packed body may become */
};
extern const struct field event_limits_fields[];
extern const struct event_limits event_limits_default;
int event_limits_load(struct conn *c, struct event_limits *ret, struct err *err);
/* Writes what differs from the stored ones, with an audit entry. Takes effect with the next
 * event_rules_load: at the server's next start. */
int event_limits_save(const struct act *act, const struct event_limits *limits, struct err *err);

#define EVENT_ID_KEY_BYTES 16
#define EVENT_AHEAD_MS     86400000LL     /* further ahead is the future */
#define EVENT_OLDEST_MS    631152000000LL /* 1990-01-01 */

struct event_rules {
    struct event_limits limits;
    /* Fingerprints are keyed, so that nobody who does not know the key can make two that are equal.
     * Secret, and the same for the whole life of an installation. */
    unsigned char id_key[EVENT_ID_KEY_BYTES];
    bool is_replay; /* the body was taken once: its size and number of events are not asked again */
};
/* With the installation's key, which is made when there is none yet. */
int event_rules_load(struct db *db, struct event_rules *ret, struct err *err);

/* What one thread needs for reading, kept so that nothing is allocated for an event. */
struct event_reader;
struct event_reader *event_reader_new(void);
void event_reader_free(struct event_reader *r); /* NULL is allowed */

/* Fills events, n, write_key, context and arena of a batch whose other members are set. n may be 0
 * for a batch; a single call gives one event, which may have a fault as well. ERR_INVALID, with the
 * member's path as field ("batch[3].properties"), or ERR_TOO_LARGE. Without a source, ids stay 0
 * until event_batch_own. */
int event_read(struct event_reader *r, struct event_batch *b, const struct event_rules *rules,
               struct err *err);
/* Gives a batch the source that its writeKey named, and its events their ids. */
void event_batch_own(struct event_batch *b, const struct event_rules *rules, int64_t source_id);

/* Why an event does not count, as an error: field is the path within the body (in a batch
 * "batch[3].timestamp", of a single call "timestamp"), text a sentence about it. */
void event_explain(const struct event *e, bool is_batch, size_t index,
                   const struct event_limits *limits, struct err *ret);

AUTO_STRUCT_DEFINE(event_batch, event_batch_free)
AUTO_STRUCT_DEFINE(event_reader, event_reader_free)
