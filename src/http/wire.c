#include "http/wire.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <string.h>

struct header_list {
    struct arena *arena;
    struct pair *pairs;
    size_t n;
};

static enum MHD_Result add_header(void *ctx, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct header_list *list = ctx;

    (void)kind;
    list->pairs[list->n++] = (struct pair){arena_strdup(list->arena, name),
                                           arena_strdup(list->arena, value ? value : "")};
    return MHD_YES;
}

static void read_headers(struct MHD_Connection *connection, struct arena *arena,
                         struct request *ret)
{
    int n = MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);
    struct header_list list = {arena, ARENA_ARRAY(arena, (size_t)n, struct pair), 0};

    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &list);
    ret->headers = list.pairs;
    ret->n_headers = list.n;
}

/* libmicrohttpd splits the query string and turns + into a blank; it is put together again. */
static enum MHD_Result add_parameter(void *ctx, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    struct buf *query = ctx;

    (void)kind;
    if (query->len)
        buf_char(query, '&');
    buf_str(query, name);
    if (value) {
        buf_char(query, '=');
        buf_str(query, value);
    }
    return MHD_YES;
}

static const char *read_query(struct MHD_Connection *connection, struct arena *arena)
{
    AUTO_BUF query = {0};

    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_parameter, &query);
    char *text = arena_strdup(arena, buf_text(&query));
    for (char *p = text; *p; p++)
        if (*p == ' ')
            *p = '+';
    return text;
}

static const char *address_of(struct MHD_Connection *connection, struct arena *arena)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    static const char mapped[] = "::ffff:"; /* IPv4 on a socket for both */
    char *text = arena_alloc(arena, INET6_ADDRSTRLEN);

    if (!info || !info->client_addr)
        return text;
    const void *a = info->client_addr;
    if (info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)a)->sin_addr, text, INET6_ADDRSTRLEN);
    else if (info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)a)->sin6_addr, text, INET6_ADDRSTRLEN);
    return str_starts(text, mapped) ? text + sizeof(mapped) - 1 : text;
}

/* What the proxy in front says of the client; only the last address is the proxy's own word. */
static void read_forwarded(struct arena *arena, struct request *ret)
{
    const char *from = request_header(ret, "X-Forwarded-For");
    const char *scheme = request_header(ret, "X-Forwarded-Proto");

    if (from) {
        const char *comma = strrchr(from, ',');
        ret->remote = str_trim(arena_strdup(arena, comma ? comma + 1 : from));
    }
    if (scheme)
        ret->is_tls = str_eq(scheme, "https");
    ret->host = request_header(ret, "X-Forwarded-Host");
}

void wire_read(struct MHD_Connection *connection, bool is_behind_proxy, struct arena *arena,
               struct request *ret)
{
    read_headers(connection, arena, ret);
    ret->query = read_query(connection, arena);
    ret->remote = address_of(connection, arena);
    if (is_behind_proxy)
        read_forwarded(arena, ret);
    if (!ret->host)
        ret->host = request_header(ret, "Host");
}

int64_t wire_announced_bytes(struct MHD_Connection *connection)
{
    const char *text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    int64_t n;

    return text && str_to_i64(text, &n) ? n : -1;
}

size_t wire_header_bytes(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    return info ? info->header_size : 0;
}

void wire_expect_silence(struct MHD_Connection *connection, unsigned most_s)
{
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, most_s);
}

static void free_body(void *body)
{
    mem_free(body);
}

enum MHD_Result wire_send(struct MHD_Connection *connection, struct reply *reply, bool is_last)
{
    size_t n = reply->body.len;
    struct MHD_Response *response =
        reply->fixed ? MHD_create_response_from_buffer(reply->fixed_bytes, (void *)reply->fixed,
                                                       MHD_RESPMEM_PERSISTENT)
                     : MHD_create_response_from_buffer_with_free_callback(n, buf_take(&reply->body),
                                                                          free_body);

    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < reply->n_headers; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    if (is_last)
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result queued = MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return queued;
}
