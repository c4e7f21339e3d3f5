/* call.h: one request on the network threads, from its headers to the last byte of the reply.
 * Only for server.c.
 *
 * The network threads never wait. What may wait is a job of the pool; meanwhile the connection is
 * suspended, and nobody but the job touches the call.
 * Ownership: a call is made when its headers are there and freed by call_close. */
#pragma once
#include "http/calls.h"

#include <microhttpd.h>

/* The four callbacks of libmicrohttpd; ctx is struct calls. */
void call_connection(void *ctx, struct MHD_Connection *connection, void **socket_ctx,
                     enum MHD_ConnectionNotificationCode what);
/* Leaves %XX as it is: paths are split before they are decoded. */
size_t call_unescape(void *ctx, struct MHD_Connection *connection, char *text);
enum MHD_Result call_handle(void *ctx, struct MHD_Connection *connection, const char *path,
                            const char *method, const char *version, const char *data,
                            size_t *data_bytes, void **call);
void call_close(void *ctx, struct MHD_Connection *connection, void **call,
                enum MHD_RequestTerminationCode why);
