/* direct_call.h: what call.c does with the calls of direct.h.
 * Threads: the network thread that has the connection. */
#pragma once
#include "http/calls.h"

#include <microhttpd.h>

struct direct;

/* Is this one of its paths? d may be NULL. */
bool direct_takes(const struct direct *d, const char *path);
/* The headers are there: makes the call. */
enum MHD_Result direct_begin(struct calls *shared, struct MHD_Connection *connection,
                             const char *path, const char *method, void **ret_call);
/* Some of the body, or (no bytes) its end. */
enum MHD_Result direct_handle(void *call, const char *data, size_t *data_bytes);
void direct_close(void *call, enum MHD_RequestTerminationCode why);
