/* How fast requests become durable: the event log's group commit beside the plain way, one write
 * and one fdatasync a request, on the same data, in the same folder; each with 100 events a request
 * and with one. Then how small they are kept, as written and sealed, and the window of message ids.
 */
#include "base/buf.h"
#include "base/day.h"
#include "base/mem.h"
#include "base/thread.h"
#include "intake/evlog/evlog.h"
#include "intake/evlog/evlog_keep.h"
#include "intake/evlog/evlog_reader.h"
#include "intake/evlog/id_window.h"
#include "stats/random.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define BODIES  40000 /* different ones at most; each is appended as often as it takes */
#define CLIENTS 4
#define ON_WAY  32 /* requests a client has on their way */
#define IDS     ((size_t)16 << 20)

static const char *const names[] = {
    "Report Opened", "Report Exported",    "Dashboard Viewed",      "Filter Changed",
    "User Invited",  "Alert Acknowledged", "Integration Connected", "Search Performed"};
static const char *const plans[] = {"free", "team", "business", "enterprise"};

/* One track call as @segment/analytics-node writes it. */
static void add_event(struct buf *b, struct rng *rng, int64_t now_ms)
{
    uint64_t x = rng_u64(rng), y = rng_u64(rng);
    char time[32];

    time_format(now_ms, time);
    long long account = rng_below(rng, 2000), user = account * 10 + rng_below(rng, 10);
    buf_printf(b,
               "{\"messageId\":\"node-next-%lld-%08x-%04x-4%03x-%04x-%012llx\",\"type\":\"track\","
               "\"userId\":\"user-%lld\",\"event\":\"%s\",\"properties\":{\"plan\":\"%s\","
               "\"rows\":%lld,\"duration_ms\":%lld,\"region\":\"eu-west-1\"},\"timestamp\":\"%s\","
               "\"context\":{\"groupId\":\"acct-%lld\",\"library\":{\"name\":"
               "\"@segment/analytics-node\",\"version\":\"2.2.1\"}},\"integrations\":{},"
               "\"_metadata\":{\"nodeVersion\":\"20.11.1\",\"jsRuntime\":\"node\"}}",
               (long long)now_ms, (unsigned)(x >> 32), (unsigned)(x >> 16) & 0xffff,
               (unsigned)(x >> 4) & 0xfff, (unsigned)(0x8000 | (y >> 50)),
               (unsigned long long)(y & 0xffffffffffff), user, names[rng_below(rng, 8)],
               plans[account % 4], (long long)rng_below(rng, 5000), (long long)rng_below(rng, 2000),
               time, account);
}

struct bodies {
    char *text[BODIES];
    size_t bytes[BODIES];
    int n;
};

static void make_bodies(struct bodies *all, int n, int events)
{
    struct rng rng;
    int64_t now_ms = 1764000000000;
    char time[32];

    rng_init(&rng, 4, (uint64_t)events);
    all->n = n;
    for (int i = 0; i < n; i++) {
        struct buf b = {0};
        buf_str(&b, events > 1 ? "{\"batch\":[" : "");
        for (int k = 0; k < events; k++) {
            buf_str(&b, k ? "," : "");
            add_event(&b, &rng, now_ms += rng_below(&rng, 3));
        }
        time_format(now_ms, time);
        if (events > 1)
            buf_printf(&b, "],\"sentAt\":\"%s\",\"writeKey\":\"rpn_0123456789abcdef\"}", time);
        all->bytes[i] = b.len;
        all->text[i] = buf_take(&b);
    }
}

static void free_bodies(struct bodies *all)
{
    for (int i = 0; i < all->n; i++)
        mem_free(all->text[i]);
}

static int64_t cpu_us(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static void must(int rc, const struct err *err)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "bench: %s\n", err->text);
    exit(1); // NOLINT(concurrency-mt-unsafe): the bench failed
}

/* --- the event log --- */

struct call {
    struct evlog_entry entry; /* first: an entry is its call */
    int64_t began_us;
    struct client *client;
};

struct client {
    struct bench *bench;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct call calls[ON_WAY];
    struct call *idle; /* by entry.next */
    int from, to;      /* bodies to append */
};

struct bench {
    char dir[64];
    struct evlog *log;
    const struct bodies *bodies;
    struct client clients[CLIENTS];
    int64_t *latency_us;
    atomic_size_t n;
    size_t most; /* how many latencies are kept */
};

static void give_back(struct call *c)
{
    struct client *client = c->client;

    pthread_mutex_lock(&client->mutex);
    c->entry.next = client->idle ? &client->idle->entry : NULL;
    client->idle = c;
    pthread_cond_signal(&client->changed);
    pthread_mutex_unlock(&client->mutex);
}

static void committed(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
                      const struct err *err)
{
    struct bench *b = ctx;
    int64_t now_us = clock_mono_us();

    (void)end;
    must(rc, err);
    while (list) {
        struct call *c = (struct call *)list;
        list = list->next;
        size_t i = atomic_fetch_add(&b->n, 1);
        if (i < b->most)
            b->latency_us[i] = now_us - c->began_us;
        evlog_release(b->log, c->entry.memory);
        give_back(c);
    }
}

static struct call *take(struct client *client)
{
    pthread_mutex_lock(&client->mutex);
    while (!client->idle)
        pthread_cond_wait(&client->changed, &client->mutex);
    struct call *c = client->idle;
    client->idle = (struct call *)c->entry.next;
    pthread_mutex_unlock(&client->mutex);
    return c;
}

static void *append_all(void *arg)
{
    struct client *client = arg;
    const struct bodies *bodies = client->bench->bodies;
    struct err err;

    for (int i = client->from; i < client->to; i++) {
        struct call *c = take(client);
        int body = i % bodies->n;
        c->entry = (struct evlog_entry){.text = bodies->text[body],
                                        .bytes = bodies->bytes[body],
                                        .source_id = 1,
                                        .received_ms = 1764000000000 + i};
        c->began_us = clock_mono_us();
        must(evlog_append(client->bench->log, &c->entry, &err), &err);
    }
    for (int i = 0; i < ON_WAY; i++)
        take(client); /* all are back */
    return NULL;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static double sealed_bytes(const struct bench *b, double *ret_seconds)
{
    struct evlog_sealed done = {0};
    struct err err;
    double bytes = 0;
    int rc;

    int64_t began = cpu_us();
    while ((rc = evlog_seal(b->dir, NULL, NULL, &done, &err)) > 0)
        bytes += (double)done.bytes_after;
    must(rc, &err);
    *ret_seconds = (double)(cpu_us() - began) / 1e6;
    return bytes;
}

/* Seconds of processor for reading all of it. */
static double read_seconds(const struct bench *b)
{
    struct evlog_reader *r = NULL;
    struct evlog_entry e;
    struct err err;
    int rc;

    int64_t began = cpu_us();
    must(evlog_reader_open(b->dir, (struct evlog_position){0}, EVLOG_END, &r, &err), &err);
    while ((rc = evlog_read(r, &e, &err)) > 0)
        ;
    must(rc, &err);
    evlog_reader_free(r);
    return (double)(cpu_us() - began) / 1e6;
}

/* The latency that so many per cent stay below. */
static double ms_of(const struct bench *b, size_t pct)
{
    size_t i = b->n * pct / 100;

    return (double)b->latency_us[i] / 1e3;
}

static double report(struct bench *b, int events, int requests, double seconds, double cpu)
{
    struct evlog_view v;
    struct err err;
    double seal_seconds, all = (double)requests * events;

    evlog_look(b->log, &v);
    qsort(b->latency_us, b->n, sizeof(*b->latency_us), compare);
    must(evlog_roll(b->log, &err), &err);
    evlog_close(b->log);
    double read_before = read_seconds(b), sealed = sealed_bytes(b, &seal_seconds);
    double read_after = read_seconds(b);
    printf(
        "  event log, %3d a request     %9.0f events/s %7.1f MB/s %8.0f requests/s %5.0f a group, "
        "p50 %.2f ms p99 %.2f ms, %.0f%% of a core\n",
        events, all / seconds, (double)v.plain_bytes / seconds / 1e6, requests / seconds,
        (double)v.entries / (double)v.groups, ms_of(b, 50), ms_of(b, 99), cpu / seconds * 100);
    printf(
        "    bytes an event: %.0f as sent, %.1f in the log, %.1f sealed (at %.0f MB/s); read at %.0f "
        "MB/s, sealed at %.0f\n",
        (double)v.plain_bytes / all, (double)v.file_bytes / all, sealed / all,
        (double)v.plain_bytes / seal_seconds / 1e6, (double)v.plain_bytes / read_before / 1e6,
        (double)v.plain_bytes / read_after / 1e6);
    return all / seconds;
}

static void remove_all(const char *dir)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", dir);
    if (system(command)) // NOLINT(concurrency-mt-unsafe): the other threads ended
        fprintf(stderr, "bench: %s is left\n", dir);
}

/* Clients with ON_WAY requests each on their way, as a server's connections are. */
static double log_run(const struct bodies *bodies, int events, int requests)
{
    struct bench *b = mem_zalloc(sizeof(*b));
    struct err err;

    *b = (struct bench){.dir = "bench-evlog-XXXXXX", .bodies = bodies, .most = (size_t)requests};
    if (!mkdtemp(b->dir))
        abort();
    b->latency_us = mem_alloc(mem_product((size_t)requests, sizeof(*b->latency_us)));
    must(evlog_open(&(struct evlog_options){.dir = b->dir, .committed = committed, .ctx = b},
                    &b->log, &err),
         &err);
    int64_t began = clock_mono_us(), began_cpu = cpu_us();
    for (int i = 0; i < CLIENTS; i++) {
        struct client *c = &b->clients[i];
        c->bench = b;
        /* Others than its neighbours send at the time: a body comes again only much later. */
        c->from = bodies->n / CLIENTS * i;
        c->to = c->from + requests / CLIENTS;
        pthread_mutex_init(&c->mutex, NULL);
        cond_init(&c->changed);
        for (int k = 0; k < ON_WAY; k++) {
            c->calls[k].client = c;
            give_back(&c->calls[k]);
        }
    }
    for (int i = 0; i < CLIENTS; i++)
        thread_start(&b->clients[i].thread, "client", append_all, &b->clients[i]);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(b->clients[i].thread, NULL);
    double seconds = (double)(clock_mono_us() - began) / 1e6;
    double rate = report(b, events, requests, seconds, (double)(cpu_us() - began_cpu) / 1e6);
    remove_all(b->dir);
    mem_free(b->latency_us);
    mem_free(b);
    return rate;
}

/* --- the plain way --- */

static double plain_run(const struct bodies *bodies, int events, int requests)
{
    char path[] = "bench-plain-XXXXXX";
    int fd = mkstemp(path);

    int64_t began = clock_mono_us();
    for (int i = 0; i < requests; i++) {
        int body = i % bodies->n;
        ssize_t n = write(fd, bodies->text[body], bodies->bytes[body]);
        if (n != (ssize_t)bodies->bytes[body] || fdatasync(fd))
            abort();
    }
    double seconds = (double)(clock_mono_us() - began) / 1e6;
    close(fd);
    unlink(path);
    printf("  write + fdatasync each, %3d  %9.0f events/s\n", events,
           (double)requests * events / seconds);
    return (double)requests * events / seconds;
}

/* --- message ids --- */

static void add_ids(struct id_window *w, uint64_t seed, size_t n)
{
    uint64_t ids[100];
    bool is_new[100];
    struct rng rng;

    rng_init(&rng, seed, 0);
    for (size_t i = 0; i < n; i += 100) {
        for (int k = 0; k < 100; k++)
            ids[k] = rng_u64(&rng) | 1;
        id_window_add_batch(w, ids, 100, 1764000000000 + (int64_t)i, is_new);
    }
}

/* Processor time since, which does not count what else the machine does. */
static double cpu_since(int64_t began_us)
{
    return (double)(cpu_us() - began_us) / 1e6;
}

static void ids_run(void)
{
    char dir[] = "bench-ids-XXXXXX";
    struct id_window *w = id_window_new(&(struct id_window_options){0});
    struct id_window_view v;
    struct evlog_position from;
    struct err err;

    if (!mkdtemp(dir))
        abort();
    must(id_window_load(w, dir, EVLOG_END, &from, &err), &err);
    int64_t began = cpu_us();
    add_ids(w, 1, IDS);
    double fill = cpu_since(began);
    must(id_window_save(w, (struct evlog_position){1, 1}, &err), &err);
    began = cpu_us();
    add_ids(w, 2, IDS / 4); /* full: the oldest make room */
    double full = cpu_since(began);
    must(id_window_save(w, (struct evlog_position){1, 2}, &err), &err);
    id_window_free(w);
    w = id_window_new(&(struct id_window_options){0});
    int64_t began_us = clock_mono_us();
    began = cpu_us();
    must(id_window_load(w, dir, EVLOG_END, &from, &err), &err);
    double load = cpu_since(began), wall = (double)(clock_mono_us() - began_us) / 1e6;
    id_window_look(w, &v);
    printf("  message ids: %.0f ns of processor each while it fills, %.0f ns when full; %.1f M of "
           "them in %.0f MB, loaded in %.2f s, %.2f s of processor\n",
           fill / (double)IDS * 1e9, full / (double)IDS * 4e9, (double)v.ids / 1e6,
           (double)v.bytes / 1e6, wall, load);
    id_window_free(w);
    remove_all(dir);
}

int main(int argc, char **argv)
{
    const int scale = argc > 1 ? atoi(argv[1]) : 1; // NOLINT(cert-err34-c): a number by hand
    struct bodies *bodies = mem_alloc(sizeof(*bodies));

    make_bodies(bodies, 1000, 100);
    double log = log_run(bodies, 100, 40000 * scale), plain = plain_run(bodies, 100, 2000);
    printf("  %.1f times as many\n", log / plain);
    free_bodies(bodies);
    make_bodies(bodies, BODIES, 1);
    log = log_run(bodies, 1, 400000 * scale), plain = plain_run(bodies, 1, 2000);
    printf("  %.1f times as many\n", log / plain);
    free_bodies(bodies);
    mem_free(bodies);
    ids_run();
    return 0;
}
