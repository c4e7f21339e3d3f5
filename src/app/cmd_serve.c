/* cmd_serve.c: ripen serve. */
#include "app/commands.h"
#include "app/lifetime.h"
#include "base/str.h"

#include <stdlib.h>

struct serve_options {
    const char *data, *bind, *tls_cert, *tls_key;
    int64_t port, workers, upload_mb;
    bool behind_proxy;
    const char **cors;
    size_t n_cors;
};
static const struct field serve_options_fields[] = {
    FIELD_STR(struct serve_options, data, .max = 2048, .unit = "DIR",
              .help = "The data directory, made if it is not there; default ./data"),
    FIELD_STR(struct serve_options, bind, .unit = "ADDRESS",
              .help = "Where to listen; default 127.0.0.1, 0.0.0.0 for every address"),
    FIELD_I64(struct serve_options, port, .min = 0, .max = 65535,
              .help = "Default 8080; 0 takes a free one"),
    FIELD_STR(struct serve_options, tls_cert, .max = 2048, .unit = "FILE",
              .help = "Certificate chain in PEM; with --tls-key"),
    FIELD_STR(struct serve_options, tls_key, .max = 2048, .unit = "FILE", .help = "Its key in PEM"),
    FIELD_BOOL(struct serve_options, behind_proxy,
               .help =
                   "Believe X-Forwarded-*: only if clients reach the port through a proxy alone"),
    FIELD_I64(struct serve_options, workers, .min = 1, .max = 256,
              .help = "Threads for requests; default by the processors"),
    FIELD_I64(struct serve_options, upload_mb, .min = 1, .max = 1048576, .unit = "MB",
              .help = "The largest upload; default 2048"),
    FIELD_STRS(struct serve_options, cors, .unit = "ORIGIN,…",
               .help = "Pages elsewhere that may read the API; default none"),
    FIELD_END,
};

static int serve_init(void *options)
{
    struct serve_options *o = options;

    o->bind = "127.0.0.1";
    o->port = 8080;
    o->workers = 0;
    o->upload_mb = 2048;
    return 0;
}

static void announce(const struct lifetime *l, const struct serve_options *o, FILE *out)
{
    if (l->is_first_run)
        fprintf(out,
                "First start: log in as %s with the one-time password %s\n"
                "It is shown only now; you choose your own when you log in.\n",
                FIRST_ADMIN_EMAIL, l->password);
    fprintf(out, "listening on %s://%s:%u\n", o->tls_cert ? "https" : "http", o->bind,
            server_port(l->server));
    fflush(out);
}

static int serve_run(struct command_call *call)
{
    const struct serve_options *o = call->options;
    struct lifetime l;
    const char **origins = ARENA_ARRAY(call->arena, o->n_cors + 1, const char *);
    struct server_options server = {.address = o->bind,
                                    .port = (unsigned)o->port,
                                    .tls_cert_path = o->tls_cert,
                                    .tls_key_path = o->tls_key,
                                    .is_behind_proxy = o->behind_proxy,
                                    .workers = (unsigned)o->workers,
                                    .limits = LIMITS_DEFAULT,
                                    .assets = asset_index};

    server.limits.upload_bytes = o->upload_mb << 20;
    for (size_t i = 0; i < o->n_cors; i++)
        origins[i] = o->cors[i];
    server.cors_origins = o->n_cors ? origins : NULL;
    int rc = lifetime_start(&l, o->data, &server, &call->err);
    if (rc < 0)
        return rc;
    announce(&l, o, call->out);
    lifetime_wait();
    rc = lifetime_stop(&l, &call->err);
    if (rc == ERR_BUSY) {
        /* Threads still use what would be freed: leave it to the system. */
        fprintf(stderr, "ripen serve: %s\n", call->err.text);
        _Exit(err_exit_code(rc));
    }
    return rc;
}

const struct command serve_command = {
    .name = "serve",
    .summary = "Serves the web application and the API",
    .help = "Stops on SIGTERM or Ctrl-C, after the requests that run. The first start of a data\n"
            "directory prints the first admin's one-time password.",
    .options = SHAPE(serve_options),
    .init = serve_init,
    .run = serve_run};
