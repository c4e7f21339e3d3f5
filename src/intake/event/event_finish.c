/* From the members of an event to what it is. */
#include "base/str.h"
#include "facts/kind/kind.h"
#include "intake/event/event_parts.h"

#include <string.h>

static bool is_call_of(const struct event *e, enum event_type type)
{
    return e->type == type;
}

static void take_type(const struct event_batch *b, struct event_draft *d)
{
    struct event *e = &d->e;

    if (b->call != EVENT_BATCH) {
        e->type = b->call;
        return;
    }
    for (e->type = EVENT_TRACK; e->type < EVENT_BATCH; e->type++)
        if (text_is(d->type, event_type_names[e->type]))
            return;
    e->type = EVENT_TRACK;
    event_mark(e, EVENT_BAD_TYPE, "type");
}

static struct text first_of(struct text a, struct text b, struct text c)
{
    return a.p ? a : b.p ? b : c;
}

/* The account: of a group call what it names, of all others what they were sent in. */
static void take_group(const struct event_shared *shared, struct event_draft *d)
{
    struct event *e = &d->e;

    if (is_call_of(e, EVENT_GROUP) && e->group_id.p)
        return;
    e->group_id = first_of(d->context_group, e->group_id, shared->group);
}

static struct text trimmed(struct text t)
{
    for (; t.n && (unsigned char)t.p[0] <= ' '; t.p++)
        t.n--;
    for (; t.n && (unsigned char)t.p[t.n - 1] <= ' ';)
        t.n--;
    return t.n ? t : (struct text){0};
}

static char *append(char *to, struct text t)
{
    memcpy(to, t.p, t.n);
    return to + t.n;
}

/* "Viewed Docs Pricing Page", as the names of page calls are usually made where only events count;
 * "Loaded a Page" for one without a name, which would else be as many events as there are titles.
 */
static struct text page_name(struct event_batch *b, const struct event_draft *d, struct text what)
{
    static const struct text viewed = {"Viewed ", 7};
    struct text category = trimmed(d->category), page = trimmed(d->page);

    if (!category.p && !page.p)
        return is_call_of(&d->e, EVENT_PAGE) ? TEXT("Loaded a Page") : TEXT("Loaded a Screen");
    char *name = arena_alloc(event_batch_arena(b), viewed.n + category.n + 1 + page.n + what.n);
    char *to = append(name, viewed);
    if (category.p)
        to = append(to, category);
    if (category.p && page.p)
        *to++ = ' ';
    if (page.p)
        to = append(to, page);
    to = append(to, what);
    return (struct text){name, (uint32_t)(to - name)};
}

static void take_name(struct event_batch *b, struct event_draft *d)
{
    struct event *e = &d->e;

    switch ((enum event_type)e->type) {
    case EVENT_TRACK: e->name = trimmed(e->name); break;
    case EVENT_PAGE: e->name = page_name(b, d, TEXT(" Page")); break;
    case EVENT_SCREEN: e->name = page_name(b, d, TEXT(" Screen")); break;
    default: e->name = (struct text){0};
    }
}

static void check_key(struct event *e, struct text t, const char *field)
{
    if (t.n > KIND_KEY_MAX)
        event_mark(e, EVENT_BAD_VALUE, field);
}

static size_t characters(struct text t)
{
    size_t n = 0;

    for (uint32_t i = 0; i < t.n; i++)
        n += ((unsigned char)t.p[i] & 0xc0) != 0x80;
    return n;
}

/* Ids and names become keys of facts. */
static void check_lengths(const struct event_limits *limits, struct event_draft *d)
{
    struct event *e = &d->e;

    check_key(e, e->user_id, "userId");
    check_key(e, e->anonymous_id, "anonymousId");
    check_key(e, e->previous_id, "previousId");
    check_key(e, e->group_id, "groupId");
    check_key(e, e->name, is_call_of(e, EVENT_TRACK) ? "event" : "name");
    if (e->message_id.n > limits->message_id_chars &&
        characters(e->message_id) > (size_t)limits->message_id_chars)
        event_mark(e, EVENT_BAD_VALUE, "messageId");
}

static void check_needs(struct event *e)
{
    if (!e->user_id.p && !e->anonymous_id.p)
        event_mark(e, EVENT_NO_USER, "userId");
    if (is_call_of(e, EVENT_TRACK) && !e->name.p)
        event_mark(e, EVENT_NO_NAME, "event");
    if (is_call_of(e, EVENT_GROUP) && !e->group_id.p)
        event_mark(e, EVENT_NO_GROUP, "groupId");
    if (is_call_of(e, EVENT_ALIAS) && !e->previous_id.p)
        event_mark(e, EVENT_NO_PREVIOUS, "previousId");
}

static void check_size(const struct event_limits *limits, struct event_draft *d)
{
    if (d->e.raw.n > limits->event_bytes)
        event_mark(&d->e, EVENT_TOO_LARGE, "");
    if (d->depth > limits->depth)
        event_mark(&d->e, EVENT_TOO_DEEP, "");
    if (d->n_members > limits->members)
        event_mark(&d->e, EVENT_TOO_MANY, "");
}

/* The client's clock may be wrong, but not by how much time passed between the event and its being
 * sent. Without a sending time its clock has to be believed. */
static int64_t time_of(const struct event_batch *b, const struct event_shared *shared,
                       const struct event_draft *d)
{
    int64_t original = d->original_ms != TIME_NONE ? d->original_ms : d->stamp_ms;
    int64_t sent = d->sent_ms != TIME_NONE ? d->sent_ms : shared->sent_ms;

    if (original == TIME_NONE || d->e.fault == EVENT_BAD_TIME)
        return b->received_ms;
    return sent == TIME_NONE ? original : b->received_ms - (sent - original);
}

static void take_time(struct event_reader *r, const struct event_batch *b,
                      const struct event_shared *shared, struct event_draft *d)
{
    struct event *e = &d->e;
    const char *field = d->original_ms != TIME_NONE ? "originalTimestamp" : "timestamp";

    e->time_ms = time_of(b, shared, d);
    e->day = DAY_NONE;
    if (e->time_ms < EVENT_OLDEST_MS)
        event_mark(e, EVENT_TOO_OLD, field);
    else if (e->time_ms > b->received_ms + EVENT_AHEAD_MS)
        event_mark(e, EVENT_FUTURE, field);
    else
        e->day = day_cache_of(&r->days, e->time_ms);
}

void event_finish(struct event_reader *r, struct event_batch *b, const struct event_rules *rules,
                  const struct event_shared *shared, struct event_draft *d)
{
    struct event *e = &d->e;

    take_type(b, d);
    take_group(shared, d);
    if (is_call_of(e, EVENT_IDENTIFY))
        e->traits = first_of(e->traits, d->context_traits, shared->traits);
    take_name(b, d);
    take_time(r, b, shared, d);
    check_size(&rules->limits, d);
    check_lengths(&rules->limits, d);
    check_needs(e);
}
