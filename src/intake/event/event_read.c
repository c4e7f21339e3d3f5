/* Reading a body: one walk over its tokens, which also checks that all of it is JSON. */
#include "base/str.h"
#include "intake/event/event_parts.h"
#include "intake/event/event_time.h"
#include "json/slice.h"

#include <stdio.h>
#include <string.h>

struct event_reader *event_reader_new(void)
{
    struct event_reader *r = mem_zalloc(sizeof(*r));

    r->scanner = scanner_new();
    return r;
}

void event_reader_free(struct event_reader *r)
{
    if (!r)
        return;
    scanner_free(r->scanner);
    vec_done(&r->drafts);
    mem_free(r);
}

/* One body under way. */
struct reading {
    struct event_batch *b;
    const struct event_rules *rules;
    struct event_reader *r;
    struct walk w;
    struct event_draft body; /* of a single call the event; of a batch what it says for all */
    bool has_batch;
    /* For the path of a fault: the member of the body under way, and of the event in the list. */
    struct text member;
    bool is_in_list;
};

/* --- The members of an event --- */

enum how { AS_TEXT, AS_OBJECT, AS_CONTEXT, AS_TIME };
enum {
    TYPE,
    NAME,
    EVENT,
    USER,
    SENT,
    TRAITS,
    GROUP,
    CONTEXT,
    CATEGORY,
    WRITE_KEY,
    MESSAGE,
    STAMP,
    PROPERTIES,
    PREVIOUS,
    ANONYMOUS,
    ORIGINAL,
    MEMBERS
};

struct member {
    const char *name;
    size_t n, offset; /* offset: of what it fills in struct event_draft */
    enum how how;
};
#define MEMBER(name, how, slot)                                         \
    {                                                                   \
        name, sizeof(name) - 1, offsetof(struct event_draft, slot), how \
    }
static const struct member members[MEMBERS] = {
    [TYPE] = MEMBER("type", AS_TEXT, type),
    [NAME] = MEMBER("name", AS_TEXT, page),
    [EVENT] = MEMBER("event", AS_TEXT, e.name),
    [USER] = MEMBER("userId", AS_TEXT, e.user_id),
    [SENT] = MEMBER("sentAt", AS_TIME, sent_ms),
    [TRAITS] = MEMBER("traits", AS_OBJECT, e.traits),
    [GROUP] = MEMBER("groupId", AS_TEXT, e.group_id),
    [CONTEXT] = MEMBER("context", AS_CONTEXT, e.context),
    [CATEGORY] = MEMBER("category", AS_TEXT, category),
    [WRITE_KEY] = MEMBER("writeKey", AS_TEXT, write_key),
    [MESSAGE] = MEMBER("messageId", AS_TEXT, e.message_id),
    [STAMP] = MEMBER("timestamp", AS_TIME, stamp_ms),
    [PROPERTIES] = MEMBER("properties", AS_OBJECT, e.properties),
    [PREVIOUS] = MEMBER("previousId", AS_TEXT, e.previous_id),
    [ANONYMOUS] = MEMBER("anonymousId", AS_TEXT, e.anonymous_id),
    [ORIGINAL] = MEMBER("originalTimestamp", AS_TIME, original_ms),
};
/* Those of each length; 0, which is TYPE, also where there is none: its length differs. */
static const uint8_t by_length[][3] = {
    [4] = {TYPE, NAME},
    [5] = {EVENT},
    [6] = {USER, SENT, TRAITS},
    [7] = {GROUP, CONTEXT},
    [8] = {CATEGORY, WRITE_KEY},
    [9] = {MESSAGE, STAMP},
    [10] = {PROPERTIES, PREVIOUS},
    [11] = {ANONYMOUS},
    [17] = {ORIGINAL},
};

/* MEMBERS for one that means nothing here. */
static unsigned member_of(struct text key)
{
    if (!key.p || key.n >= ARRAY_LEN(by_length))
        return MEMBERS;
    for (int i = 0; i < 3; i++) {
        const struct member *m = &members[by_length[key.n][i]];
        if (m->n == key.n && !memcmp(m->name, key.p, key.n))
            return by_length[key.n][i];
    }
    return MEMBERS;
}

static void pass_value(struct reading *r)
{
    struct text passed;

    walk_value(&r->w, &passed);
}

static struct text decoded(struct reading *r, struct text raw)
{
    char *to = arena_alloc(event_batch_arena(r->b), raw.n + 1);

    return (struct text){to, slice_decode(raw, to)};
}

/* Of a text or number into *slot, which is left alone by null and "". */
static void read_text(struct reading *r, struct event_draft *d, const char *field,
                      struct text *slot)
{
    struct text raw;
    char c = walk_peek(&r->w);

    if (c == '"') {
        bool has_escapes = walk_string(&r->w, &raw);
        if (raw.n)
            *slot = has_escapes ? decoded(r, raw) : raw;
        return;
    }
    walk_value(&r->w, &raw);
    if (c == '-' || (c >= '0' && c <= '9'))
        *slot = raw;
    else if (c != 'n')
        event_mark(&d->e, EVENT_BAD_VALUE, field);
}

static void read_object(struct reading *r, struct event_draft *d, const char *field,
                        struct text *slot)
{
    char c = walk_peek(&r->w);
    struct text raw;

    walk_value(&r->w, &raw);
    if (c == '{')
        *slot = raw;
    else if (c != 'n')
        event_mark(&d->e, EVENT_BAD_VALUE, field);
}

/* A sending time that is none is passed over: it only corrects the other. */
static void read_time(struct reading *r, struct event_draft *d, const struct member *m,
                      int64_t *slot)
{
    struct text t = {0};

    read_text(r, d, m->name, &t);
    if (t.p)
        *slot = event_time_of(t);
    if (t.p && *slot == TIME_NONE && m != &members[SENT])
        event_mark(&d->e, EVENT_BAD_TIME, m->name);
}

static void read_context(struct reading *r, struct event_draft *d)
{
    struct walk *w = &r->w;
    const char *from = w->text + w->at[w->i];
    uint32_t deepest = w->deepest;

    if (*from != '{') {
        read_object(r, d, "context", &d->e.context);
        return;
    }
    w->deepest = 0;
    for (bool more = walk_open(w, '{'); more; more = walk_more(w, '}')) {
        struct text key = walk_key(w);
        if (text_is(key, "groupId"))
            read_text(r, d, "context.groupId", &d->context_group);
        else if (text_is(key, "traits"))
            read_object(r, d, "context.traits", &d->context_traits);
        else
            pass_value(r);
    }
    if (!w->problem)
        d->e.context = (struct text){from, (uint32_t)(w->text + w->at[w->i - 1] + 1 - from)};
    w->deepest = w->deepest + 1 > deepest ? w->deepest + 1 : deepest;
}

static void read_member(struct reading *r, struct event_draft *d, unsigned i)
{
    const struct member *m = &members[i];
    void *slot = (char *)d + m->offset;

    if (d->seen & 1u << i) {
        event_mark(&d->e, EVENT_TWICE, m->name);
        pass_value(r);
        return;
    }
    d->seen |= 1u << i;
    switch (m->how) {
    case AS_TEXT: read_text(r, d, m->name, slot); break;
    case AS_OBJECT: read_object(r, d, m->name, slot); break;
    case AS_CONTEXT: read_context(r, d); break;
    case AS_TIME: read_time(r, d, m, slot); break;
    }
}

static struct event_draft empty_draft(void)
{
    return (struct event_draft){
        .e.field = "", .stamp_ms = TIME_NONE, .original_ms = TIME_NONE, .sent_ms = TIME_NONE};
}

/* Reads the object that comes next. */
static void read_event(struct reading *r, struct event_draft *d)
{
    struct walk *w = &r->w;
    const char *from = w->text + w->at[w->i];

    w->members = w->deepest = 0;
    for (bool more = walk_open(w, '{'); more; more = walk_more(w, '}')) {
        struct text key = r->member = walk_key(w);
        unsigned i = member_of(key);
        if (i < MEMBERS)
            read_member(r, d, i);
        else
            pass_value(r);
    }
    if (w->problem)
        return;
    d->e.raw = (struct text){from, (uint32_t)(w->text + w->at[w->i - 1] + 1 - from)};
    d->n_members = w->members;
    d->depth = w->deepest + 1;
}

/* --- The body --- */

/* One of the list, which may be anything. */
static void read_item(struct reading *r)
{
    struct event_draft d = empty_draft();

    if (walk_peek(&r->w) == '{') {
        read_event(r, &d);
    } else {
        event_mark(&d.e, EVENT_BAD_VALUE, "");
        walk_value(&r->w, &d.e.raw);
    }
    if (r->w.problem) /* its place is the one after those that are there */
        return;
    vec_push(&r->r->drafts, d);
    r->member = (struct text){0};
}

static int read_list(struct reading *r, struct err *err)
{
    const struct event_limits *limits = &r->rules->limits;
    struct walk *w = &r->w;

    if (r->has_batch)
        return err_set(err, ERR_INVALID, "batch", "stands twice in the body");
    r->has_batch = true;
    if (walk_peek(w) == '[') {
        r->is_in_list = true;
        r->member = (struct text){0};
    }
    for (bool more = walk_open(w, '['); more; more = walk_more(w, ']')) {
        if (!r->rules->is_replay && r->r->drafts.n >= (size_t)limits->batch_events)
            return err_set(err, ERR_TOO_LARGE, "batch",
                           "holds more than %lld events, the most that one call may bring; send "
                           "several",
                           (long long)limits->batch_events);
        read_item(r);
    }
    if (!w->problem)
        r->is_in_list = false;
    return 0;
}

/* What a batch says for all its events: sentAt, context, writeKey, and the events. */
static int read_batch(struct reading *r, struct err *err)
{
    struct walk *w = &r->w;
    int rc = 0;

    for (bool more = walk_open(w, '{'); more && rc == 0; more = walk_more(w, '}')) {
        struct text key = r->member = walk_key(w);
        unsigned i = member_of(key);
        if (text_is(key, "batch"))
            rc = read_list(r, err);
        else if (i == SENT || i == CONTEXT || i == WRITE_KEY)
            read_member(r, &r->body, i);
        else
            pass_value(r);
    }
    if (rc < 0 || w->problem)
        return rc;
    if (!r->has_batch)
        return err_set(err, ERR_INVALID, "batch", "is missing: a list of events");
    if (r->body.e.fault == EVENT_OK)
        return 0;
    return err_set(err, ERR_INVALID, r->body.e.field, "%s",
                   r->body.e.fault == EVENT_TWICE ? "stands twice in the body"
                                                  : "is of the wrong kind");
}

/* Where the walk stopped, as a path: "batch[3].properties", "context", "". */
static int refuse(const struct reading *r, struct err *err)
{
    char path[sizeof(err->field)], member[40] = "";

    if (r->member.p)
        snprintf(member, sizeof(member), "%.*s", TEXT_ARGS(r->member));
    if (r->is_in_list)
        snprintf(path, sizeof(path), "batch[%zu]%s%s", r->r->drafts.n, *member ? "." : "", member);
    else
        snprintf(path, sizeof(path), "%s", member);
    return err_set(err, ERR_INVALID, path, "%scannot be read from byte %u on: %s",
                   *path ? "" : "the body ", r->w.problem_at, r->w.problem);
}

static int read_body(struct reading *r, struct err *err)
{
    int rc = 0;

    r->body = empty_draft();
    r->r->drafts.n = 0;
    if (walk_start(&r->w, r->r->scanner, r->b->text, r->b->bytes)) {
        if (r->b->call == EVENT_BATCH) {
            rc = read_batch(r, err);
        } else {
            read_event(r, &r->body);
            vec_push(&r->r->drafts, r->body);
        }
    }
    if (rc < 0)
        return rc;
    return walk_end(&r->w) ? 0 : refuse(r, err);
}

static void finish_all(struct reading *r)
{
    struct event_batch *b = r->b;
    struct event_shared shared = {0};
    size_t n = r->r->drafts.n;

    b->write_key = r->body.write_key;
    shared.sent_ms = TIME_NONE;
    if (b->call == EVENT_BATCH) {
        b->context = r->body.e.context;
        shared = (struct event_shared){.group = r->body.context_group,
                                       .traits = r->body.context_traits,
                                       .sent_ms = r->body.sent_ms};
    }
    b->events = mem_alloc(mem_product(n ? n : 1, sizeof(*b->events)));
    b->n = n;
    for (size_t i = 0; i < n; i++) {
        event_finish(r->r, b, r->rules, &shared, &r->r->drafts.items[i]);
        b->events[i] = r->r->drafts.items[i].e;
    }
}

int event_read(struct event_reader *r, struct event_batch *b, const struct event_rules *rules,
               struct err *err)
{
    struct reading reading = {.r = r, .b = b, .rules = rules};

    if (!rules->is_replay && b->bytes > (size_t)rules->limits.server_batch_bytes)
        return err_set(err, ERR_TOO_LARGE, NULL,
                       "the body has %zu bytes; a call may bring %lld at most", b->bytes,
                       (long long)rules->limits.server_batch_bytes);
    int rc = read_body(&reading, err);
    if (rc < 0)
        return rc;
    finish_all(&reading);
    if (b->source_id)
        event_batch_own(b, rules, b->source_id);
    return 0;
}
