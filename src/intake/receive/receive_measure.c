/* What the receiver, the log and the applier count, for GET /metrics. */
#include "intake/apply/apply.h"
#include "intake/receive/receive_parts.h"

static double count_of(const atomic_llong *n)
{
    return (double)atomic_load_explicit(n, memory_order_relaxed);
}

#define COUNT(name, member)            \
    static double name(void *ctx)      \
    {                                  \
        const struct receive *r = ctx; \
        return count_of(&(r)->member); \
    }
COUNT(bodies_total, bodies)
COUNT(events_total, events)
COUNT(bytes_total, bytes)
COUNT(invalid_total, refused[REFUSED_INVALID])
COUNT(key_total, refused[REFUSED_KEY])
COUNT(large_total, refused[REFUSED_LARGE])
COUNT(busy_total, refused[REFUSED_BUSY])
COUNT(disk_total, refused[REFUSED_DISK])

static struct evlog_view log_of(const struct receive *r)
{
    struct evlog_view v;

    evlog_look(r->log, &v);
    return v;
}

static double in_flight(void *ctx)
{
    return (double)log_of(ctx).in_flight;
}

static double groups_total(void *ctx)
{
    return (double)log_of(ctx).groups;
}

static double file_bytes_total(void *ctx)
{
    return (double)log_of(ctx).file_bytes;
}

static double sync_seconds(void *ctx)
{
    return (double)log_of(ctx).sync_us / 1e6;
}

static double lag_seconds(void *ctx)
{
    const struct receive *r = ctx;
    struct apply_view v;

    apply_look(r->apply, &v);
    return (double)v.lag_ms / 1e3;
}

void receive_measure(struct receive *r, struct metrics *m)
{
    static const struct {
        const char *name, *help;
        double (*read)(void *ctx);
    } counters[] = {
        {"ripen_events_stored_total", "Events that are on disk, repeated ones too.", events_total},
        {"ripen_event_bodies_stored_total", "Requests whose events are on disk.", bodies_total},
        {"ripen_event_bytes_stored_total", "Their JSON text.", bytes_total},
        {"ripen_event_log_groups_total", "Writes of the log, each synced once.", groups_total},
        {"ripen_event_log_bytes_total", "What they took on disk.", file_bytes_total},
        {"ripen_event_bodies_invalid_total", "Requests refused: no call of the protocol.",
         invalid_total},
        {"ripen_event_bodies_unauthorized_total", "Requests refused: write key or page.",
         key_total},
        {"ripen_event_bodies_too_large_total", "Requests refused: over a limit.", large_total},
        {"ripen_event_bodies_busy_total", "Requests put off: too much in flight.", busy_total},
        {"ripen_event_bodies_disk_total", "Requests put off: the disk refused.", disk_total},
    };

    for (size_t i = 0; i < ARRAY_LEN(counters); i++)
        metrics_counter(m, counters[i].name, counters[i].help, counters[i].read, r);
    metrics_gauge(m, "ripen_events_in_flight_bytes", "Received, and not yet folded.", in_flight, r);
    metrics_gauge(m, "ripen_event_log_sync_seconds", "How long the last write took.", sync_seconds,
                  r);
    metrics_gauge(m, "ripen_events_apply_lag_seconds", "Age of the oldest event not folded yet.",
                  lag_seconds, r);
}
