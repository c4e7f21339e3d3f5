/* wire.h: between libmicrohttpd's types and ours.
 * Threads: the network thread that has the connection. */
#pragma once
#include "http/reply.h"

#include <microhttpd.h>

/* Query string, headers, the client's address and host; what a proxy says of them, if it is
 * believed. */
void wire_read(struct MHD_Connection *connection, bool is_behind_proxy, struct arena *arena,
               struct request *ret);
/* The length the client announced; -1: it did not (no body, or a chunked one). */
int64_t wire_announced_bytes(struct MHD_Connection *connection);
size_t wire_header_bytes(struct MHD_Connection *connection);
/* A request that stops coming is not waited for as long as the next one. libmicrohttpd may also
 * miss that a client has gone, when its last bytes and its farewell come together. */
void wire_expect_silence(struct MHD_Connection *connection, unsigned most_s);
/* Takes the body out of the reply. MHD_NO: the connection must be closed. */
enum MHD_Result wire_send(struct MHD_Connection *connection, struct reply *reply, bool is_last);
