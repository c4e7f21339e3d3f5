#include "http/server.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/thread.h"
#include "http/call.h"
#include "http/listen.h"
#include "http/upload.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of one connection: its headers and what is on its way. Larger headers never come to call.c, but
 * get a short 431 from libmicrohttpd. It clears all of this after each request, which is a cost. */
#define CONNECTION_BYTES ((size_t)24 << 10)
#define TLS_FILE_BYTES   (1 << 20)
#define LAST_MOMENT_MS   1000

struct server {
    struct calls calls;
    struct MHD_Daemon *daemon;
    int listen_fd;
    char *tls_cert, *tls_key;
    char last_words[200]; /* of libmicrohttpd, which says in its log why it does not start */
    bool is_starting;
};

static void take_mhd_log(void *ctx, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
static void take_mhd_log(void *ctx, const char *fmt, va_list ap)
{
    struct server *s = ctx;
    char text[sizeof(s->last_words)];

    vsnprintf(text, sizeof(text), fmt, ap);
    text[strcspn(text, "\n")] = 0;
    if (s->is_starting)
        memcpy(s->last_words, text, sizeof(text));
    else
        log_debug("http", "connection", LOG_STR("text", text));
}

/* A whole small file as text. */
static int read_file(const char *field, const char *path, char **ret, struct err *err)
{
    AUTO_BUF b = {0};
    char why[64];
    FILE *f = fopen(path, "re");

    if (!f)
        return err_set(err, ERR_INVALID, field, "%.120s cannot be read: %s", path,
                       strerror_r(errno, why, sizeof(why)));
    b.len = fread(buf_room(&b, TLS_FILE_BYTES), 1, TLS_FILE_BYTES, f);
    fclose(f);
    b.data[b.len] = 0;
    if (!strstr(b.data, "-----BEGIN "))
        return err_set(err, ERR_INVALID, field, "%.120s is no PEM file", path);
    *ret = buf_take(&b);
    return 0;
}

static int read_tls(struct server *s, const struct server_options *o, struct err *err)
{
    if (!o->tls_cert_path && !o->tls_key_path)
        return 0;
    if (!o->tls_cert_path || !o->tls_key_path)
        return err_set(err, ERR_INVALID, o->tls_cert_path ? "tls-key" : "tls-cert",
                       "TLS needs both a certificate and its key");
    int rc = read_file("tls-cert", o->tls_cert_path, &s->tls_cert, err);
    return rc < 0 ? rc : read_file("tls-key", o->tls_key_path, &s->tls_key, err);
}

static int start_daemon(struct server *s, struct err *err)
{
    const struct limits *limits = &s->calls.limits;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, s->tls_cert},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, s->tls_key},
        {MHD_OPTION_END, 0, NULL},
    };
    sigset_t all, before;

    if (s->tls_cert)
        flags |= MHD_USE_TLS;
    else
        tls[0].option = MHD_OPTION_END;
    s->is_starting = true;
    sigfillset(&all); /* signals are for the main thread */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, call_handle, &s->calls, MHD_OPTION_EXTERNAL_LOGGER, take_mhd_log, s,
        MHD_OPTION_LISTEN_SOCKET, s->listen_fd, MHD_OPTION_UNESCAPE_CALLBACK, call_unescape, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, call_connection, &s->calls, MHD_OPTION_NOTIFY_COMPLETED,
        call_close, &s->calls, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)NETWORK_THREADS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, MHD_OPTION_CONNECTION_LIMIT,
        limits->connections, MHD_OPTION_CONNECTION_TIMEOUT, limits->idle_s,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->calls.is_behind_proxy ? 0 : limits->per_address,
        MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    s->is_starting = false;
    if (!s->daemon && s->tls_cert)
        return err_set(err, ERR_INVALID, "tls-cert",
                       "this certificate and key cannot be used together; are they a pair? (%s)",
                       s->last_words);
    return s->daemon ? 0
                     : err_set(err, ERR_IO, NULL, "the server does not start: %s", s->last_words);
}

static double connections_now(void *ctx)
{
    const struct server *s = ctx;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

    return info ? info->num_connections : 0;
}

static double open_now(void *ctx)
{
    struct server *s = ctx;

    return (double)atomic_load(&s->calls.open);
}

static double bodies_now(void *ctx)
{
    struct server *s = ctx;

    return (double)atomic_load(&s->calls.bodies_bytes);
}

static double waiting_now(void *ctx)
{
    const struct server *s = ctx;

    return (double)pool_load(s->calls.pool).waiting;
}

static double running_now(void *ctx)
{
    const struct server *s = ctx;

    return (double)pool_load(s->calls.pool).running;
}

static void add_gauges(struct server *s)
{
    struct metrics *m = s->calls.dispatcher.metrics;

    metrics_gauge(m, "ripen_http_connections", "Connections that are open.", connections_now, s);
    metrics_gauge(m, "ripen_http_requests_open", "Requests that are not answered yet.", open_now,
                  s);
    metrics_gauge(m, "ripen_http_body_bytes", "Bodies of requests in memory.", bodies_now, s);
    metrics_gauge(m, "ripen_http_queue_length", "Requests that wait for a worker.", waiting_now, s);
    metrics_gauge(m, "ripen_http_workers_busy", "Workers that answer a request.", running_now, s);
}

static unsigned worker_count(unsigned wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (wanted)
        return wanted;
    /* Twice as many as processors, because some wait for the disk or for the one writer. */
    return processors < 2 ? 4 : processors > 16 ? 32 : (unsigned)processors * 2;
}

static void server_free(struct server *s)
{
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    if (s->listen_fd >= 0)
        close(s->listen_fd);
    pool_free(s->calls.pool);
    dispatcher_done(&s->calls.dispatcher);
    pthread_mutex_destroy(&s->calls.mutex);
    pthread_cond_destroy(&s->calls.none);
    mem_free(s->tls_cert);
    mem_free(s->tls_key);
    mem_free(s);
}

static void init_calls(struct calls *c, const struct server_options *o)
{
    c->dispatcher = (struct dispatcher){
        .endpoints = o->endpoints,
        .db = o->db,
        .service = o->service,
        .authenticate = o->authenticate,
        .cors_origins = o->cors_origins,
        .version = o->version,
    };
    c->limits = o->limits;
    c->assets = o->assets;
    c->direct = o->direct;
    c->upload_dir = o->upload_dir;
    c->is_tls = o->tls_cert_path != NULL;
    c->is_behind_proxy = o->is_behind_proxy;
    /* Ids differ between runs, so that a log of several can be searched for one. */
    randombytes_buf(&c->last_id, sizeof(c->last_id));
    pthread_mutex_init(&c->mutex, NULL);
    cond_init(&c->none);
}

int server_start(const struct server_options *options, struct server **ret, struct err *err)
{
    struct server *s = mem_zalloc(sizeof(*s));

    s->listen_fd = -1;
    /* Each arena of malloc keeps what its threads freed; two are enough for these few. */
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before the server's threads
    mallopt(M_ARENA_MAX, 2);
    init_calls(&s->calls, options);
    int rc = dispatcher_init(&s->calls.dispatcher, err);
    if (rc == 0)
        rc = read_tls(s, options, err);
    if (rc == 0)
        rc = listen_open(options->address, options->port, &s->listen_fd, err);
    if (rc == 0) {
        if (options->upload_dir)
            upload_sweep(options->upload_dir);
        s->calls.pool = pool_new(worker_count(options->workers), options->limits.queue);
        add_gauges(s);
        rc = start_daemon(s, err);
    }
    if (rc < 0) {
        server_free(s);
        return rc;
    }
    *ret = s;
    return 0;
}

unsigned server_port(const struct server *s)
{
    return listen_port(s->listen_fd);
}

struct metrics *server_metrics(const struct server *s)
{
    return s->calls.dispatcher.metrics;
}

/* Waits until every reply is sent, but not longer than this. */
static void wait_for_calls(struct calls *c, unsigned grace_ms)
{
    struct timespec until = cond_deadline(grace_ms);
    int rc = 0;

    pthread_mutex_lock(&c->mutex);
    while (atomic_load(&c->open) && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&c->none, &c->mutex, &until);
    pthread_mutex_unlock(&c->mutex);
}

/* How many calls of direct.c somebody still has. Who has just answered one needs a moment until it
 * no longer counts; libmicrohttpd must not be stopped while a connection sleeps. */
static size_t direct_left(struct calls *c)
{
    for (int i = 0; i < LAST_MOMENT_MS && atomic_load(&c->direct_waiting); i++)
        usleep(1000);
    return atomic_load(&c->direct_waiting);
}

int server_stop(struct server *s, unsigned grace_ms, struct err *err)
{
    if (!s)
        return 0;
    atomic_store(&s->calls.is_stopping, true);
    MHD_quiesce_daemon(s->daemon);
    shutdown(s->listen_fd, SHUT_RDWR); /* who comes now is told at once, not left waiting */
    wait_for_calls(&s->calls, grace_ms);
    size_t waiting = direct_left(&s->calls);
    if (waiting)
        return err_set(err, ERR_BUSY, NULL, "%zu requests were not answered within %u ms", waiting,
                       grace_ms);
    /* Who is still sending a body has used up the grace: only what runs must end. A worker that has
     * just handed over its reply needs a moment. */
    if (!pool_close(s->calls.pool, LAST_MOMENT_MS))
        return err_set(err, ERR_BUSY, NULL, "%zu requests did not finish within %u ms",
                       pool_load(s->calls.pool).running + pool_load(s->calls.pool).waiting,
                       grace_ms);
    server_free(s);
    return 0;
}
