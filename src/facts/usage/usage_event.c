#include "facts/usage/usage_event.h"

#include "facts/usage/usage.h"

const struct field usage_event_fields[] = {
    KIND_KEY(struct usage_event, .help = "Name of the event, as it comes in",
             .synonyms = "event|event name|name|feature|feature name|event key|feature key|action"),
    FIELD_STR(struct usage_event, label, .help = "What to call it on screens",
              .synonyms = "title|display name|event label|feature label|description"),
    FIELD_BOOL(struct usage_event, is_tracked,
               .help = "Counts as a feature when breadth is measured",
               .synonyms = "tracked|counts|is feature"),
    FIELD_BOOL(struct usage_event, is_advanced, .help = "Counts as an advanced feature",
               .synonyms = "advanced|is advanced feature|premium"),
    FIELD_DAY(struct usage_event, first_day, .read_only = true,
              .help = "First day with this event"),
    FIELD_DAY(struct usage_event, last_day, .read_only = true, .help = "Last day with this event"),
    FIELD_I64(struct usage_event, volume, .read_only = true,
              .help = "How often it happened in all"),
    FIELD_I64(struct usage_event, accounts, .read_only = true,
              .help = "How many accounts ever used it"),
    KIND_STAMPS(struct usage_event),
    FIELD_END,
};

static void usage_event_init(void *row)
{
    struct usage_event *e = row;

    e->is_tracked = true;
    e->volume = e->accounts = 0;
}

static int usage_event_before_delete(const struct act *act, int64_t id, struct err *err)
{
    return usage_forget_event(act, id, err);
}

static const char *const usage_event_search[] = {"key", "label", NULL};

const struct kind usage_event_kind = {
    .name = "event",
    .plural = "events",
    .label = "Event",
    .table = "usage_event",
    .shape = SHAPE(usage_event),
    .key_prefix = "E-",
    .sort = "key",
    .search = usage_event_search,
    .init = usage_event_init,
    .before_delete = usage_event_before_delete,
};
