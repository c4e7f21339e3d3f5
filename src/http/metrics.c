#include "http/metrics.h"

#include "base/day.h"
#include "base/mem.h"
#include "base/vec.h"
#include "json/field.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* Upper bounds in microseconds; one more bucket holds what took longer. */
static const int64_t bounds_us[] = {1000,   2500,   5000,   10000,   25000,   50000,
                                    100000, 250000, 500000, 1000000, 2500000, 10000000};
#define BUCKETS (ARRAY_LEN(bounds_us) + 1)
/* Statuses are counted by themselves; 599 stands for any that is not one. */
#define STATUS_MIN 200
#define STATUS_MAX 599

struct route_counts {
    atomic_llong statuses[STATUS_MAX - STATUS_MIN + 1];
    atomic_llong buckets[BUCKETS];
    atomic_llong total_us;
};

struct gauge {
    const char *type, *name, *help;
    double (*read)(void *ctx);
    void *ctx;
};

struct metrics {
    const struct router *router;
    struct route_counts *routes; /* the last two are METRICS_DIRECT and METRICS_NO_ROUTE */
    size_t n_routes;
    int64_t started_ms;
    pthread_mutex_t mutex; /* of gauges */
    VEC(struct gauge) gauges;
};

struct metrics *metrics_new(const struct router *router)
{
    struct metrics *m = mem_zalloc(sizeof(*m));

    m->router = router;
    m->n_routes = router_count(router) + 2;
    m->routes = mem_zalloc(mem_product(m->n_routes, sizeof(*m->routes)));
    m->started_ms = clock_now_ms();
    pthread_mutex_init(&m->mutex, NULL);
    return m;
}

void metrics_free(struct metrics *m)
{
    if (!m)
        return;
    vec_done(&m->gauges);
    pthread_mutex_destroy(&m->mutex);
    mem_free(m->routes);
    mem_free(m);
}

void metrics_request(struct metrics *m, size_t route, int status, int64_t us)
{
    bool is_endpoint = route < m->n_routes - 2;
    size_t i = is_endpoint ? route : m->n_routes - (route == METRICS_DIRECT ? 2 : 1);
    struct route_counts *r = &m->routes[i];
    size_t bucket = 0;

    if (status < STATUS_MIN || status > STATUS_MAX)
        status = STATUS_MAX;
    while (bucket < ARRAY_LEN(bounds_us) && us > bounds_us[bucket])
        bucket++;
    atomic_fetch_add_explicit(&r->statuses[status - STATUS_MIN], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->total_us, us, memory_order_relaxed);
}

static void add(struct metrics *m, const char *type, const char *name, const char *help,
                double (*read)(void *ctx), void *ctx)
{
    pthread_mutex_lock(&m->mutex);
    vec_push(&m->gauges, (struct gauge){type, name, help, read, ctx});
    pthread_mutex_unlock(&m->mutex);
}

void metrics_gauge(struct metrics *m, const char *name, const char *help, double (*read)(void *ctx),
                   void *ctx)
{
    add(m, "gauge", name, help, read, ctx);
}

void metrics_counter(struct metrics *m, const char *name, const char *help,
                     double (*read)(void *ctx), void *ctx)
{
    add(m, "counter", name, help, read, ctx);
}

static void write_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_value(struct buf *out, const char *name, const char *type, const char *help,
                        double v)
{
    write_head(out, name, type, help);
    buf_printf(out, "%s ", name);
    text_write_f64(out, v);
    buf_char(out, '\n');
}

/* method="GET",route="/api/v1/accounts/{key}" */
static void write_labels(const struct metrics *m, size_t i, struct buf *out)
{
    if (i < m->n_routes - 2) {
        const struct endpoint *e = router_endpoint(m->router, i);
        buf_printf(out, "method=\"%s\",route=\"%s\"", e->method, e->path);
    } else {
        bool is_direct = i == m->n_routes - 2;
        buf_printf(out, "method=\"\",route=\"%s\"", is_direct ? "direct" : "other");
    }
}

static void write_requests(struct metrics *m, struct buf *out)
{
    write_head(out, "ripen_http_requests_total", "counter", "Requests answered.");
    for (size_t i = 0; i < m->n_routes; i++)
        for (int s = STATUS_MIN; s <= STATUS_MAX; s++) {
            long long n =
                atomic_load_explicit(&m->routes[i].statuses[s - STATUS_MIN], memory_order_relaxed);
            if (!n)
                continue;
            buf_str(out, "ripen_http_requests_total{");
            write_labels(m, i, out);
            buf_printf(out, ",status=\"%d\"} %lld\n", s, n);
        }
}

static void write_latency(struct metrics *m, size_t i, struct buf *out)
{
    static const char name[] = "ripen_http_request_seconds";
    long long counts[BUCKETS], sum = 0;

    for (size_t b = 0; b < BUCKETS; b++) {
        counts[b] = atomic_load_explicit(&m->routes[i].buckets[b], memory_order_relaxed);
        sum += counts[b];
    }
    if (!sum)
        return;
    sum = 0;
    for (size_t b = 0; b < BUCKETS; b++) {
        sum += counts[b];
        buf_printf(out, "%s_bucket{", name);
        write_labels(m, i, out);
        if (b < ARRAY_LEN(bounds_us))
            buf_printf(out, ",le=\"%g\"} %lld\n", (double)bounds_us[b] / 1e6, sum);
        else
            buf_printf(out, ",le=\"+Inf\"} %lld\n", sum);
    }
    buf_printf(out, "%s_sum{", name);
    write_labels(m, i, out);
    double total_s = (double)atomic_load_explicit(&m->routes[i].total_us, memory_order_relaxed);
    buf_printf(out, "} %.6f\n%s_count{", total_s / 1e6, name);
    write_labels(m, i, out);
    buf_printf(out, "} %lld\n", sum);
}

/* Bytes in memory, from the second number of /proc/self/statm; NaN where there is none. */
static double resident_bytes(void)
{
    FILE *f = fopen("/proc/self/statm", "re");
    char line[128] = "";
    long long pages = 0;

    if (!f)
        return NAN;
    bool is_read = fgets(line, sizeof(line), f) != NULL;
    fclose(f);
    // NOLINTNEXTLINE(cert-err34-c): the kernel writes it
    if (!is_read || sscanf(line, "%*d %lld", &pages) != 1)
        return NAN;
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void write_process(const struct metrics *m, struct buf *out)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    write_value(out, "process_resident_memory_bytes", "gauge", "Memory in use.", resident_bytes());
    write_value(out, "process_cpu_seconds_total", "counter", "CPU time used.",
                seconds(usage.ru_utime) + seconds(usage.ru_stime));
    write_value(out, "process_start_time_seconds", "gauge", "When the server started, Unix time.",
                (double)m->started_ms / 1000);
    write_value(out, "ripen_uptime_seconds", "gauge", "How long the server has been running.",
                (double)(clock_now_ms() - m->started_ms) / 1000);
}

void metrics_write(struct metrics *m, struct buf *out)
{
    write_requests(m, out);
    write_head(out, "ripen_http_request_seconds", "histogram",
               "From the whole request received to its reply made.");
    for (size_t i = 0; i < m->n_routes; i++)
        write_latency(m, i, out);
    write_process(m, out);
    pthread_mutex_lock(&m->mutex);
    for (size_t i = 0; i < m->gauges.n; i++) {
        const struct gauge *g = &m->gauges.items[i];
        write_value(out, g->name, g->type, g->help, g->read(g->ctx));
    }
    pthread_mutex_unlock(&m->mutex);
}
