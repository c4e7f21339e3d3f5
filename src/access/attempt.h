/* attempt.h: guesses at passwords, slowed down by account and by network address.
 *
 * Threads: any.
 * Errors:  ERR_THROTTLED with how long to wait. */
#pragma once
#include "base/err.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>

struct attempts;
struct attempts *attempts_new(void);
void attempts_free(struct attempts *a);

/* A guess that is under way; after attempt_begin went well exactly one of the others ends it, or
 * nothing does when the guess was wrong. */
struct attempt {
    const char *account; /* the caller's text, which must live as long */
    char network[INET6_ADDRSTRLEN];
    bool has_network;
    int64_t wait_ms; /* with ERR_THROTTLED: how long */
};
/* remote: the client's address; NULL: unknown. */
int attempt_begin(struct attempts *a, const char *account, const char *remote, int64_t now_ms,
                  struct attempt *ret, struct err *err);
/* It was right. */
void attempt_good(struct attempts *a, const struct attempt *attempt);
/* Nothing was found out: the server was too busy, or failed. */
void attempt_void(struct attempts *a, const struct attempt *attempt);
