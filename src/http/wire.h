/* wire.h: between libmicrohttpd's types and ours.
 * Threads: the network thread that has the connection. */
#pragma once
#include "http/reply.h"

#include <microhttpd.h>

/* Query string, headers, the client's address and host; what a proxy says of them, if it is
 * believed. */
void wire_read(struct MHD_Connection *connection, bool is_behind_proxy, struct arena *arena,
               struct request *ret);
/* Takes the body out of the reply. MHD_NO: the connection must be closed. */
enum MHD_Result wire_send(struct MHD_Connection *connection, struct reply *reply, bool is_last);
