/* receive_config.h: what browser SDKs ask before they send: no destinations, no plan, no metrics of
 * their own, and where events go.
 * Threads: any. */
#pragma once
#include "base/buf.h"

#include <stdbool.h>

/* For @segment/analytics-next. key: any bytes; host: of this server, as the client wrote it; NULL
 * if it did not. */
void receive_write_settings(const char *key, const char *host, bool is_tls, struct buf *out);
/* For RudderStack's browser SDK. */
void receive_write_config(const char *key, const char *name, struct buf *out);
