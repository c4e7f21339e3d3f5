#include "access/attempt.h"

#include "access/network.h"
#include "access/throttle.h"
#include "base/mem.h"

/* An account: somebody who tries passwords on it gets one try a minute, and so does its owner at
 * worst. An address: offices share one, so it may fail more often, but then waits longer. */
static const struct throttle_rule account_rule = {.free = 5, .first_ms = 1000, .most_ms = 60000};
static const struct throttle_rule network_rule = {.free = 20, .first_ms = 1000, .most_ms = 900000};

struct attempts {
    struct throttle *by_account, *by_network;
};

struct attempts *attempts_new(void)
{
    struct attempts *a = mem_zalloc(sizeof(*a));

    a->by_account = throttle_new(&account_rule);
    a->by_network = throttle_new(&network_rule);
    return a;
}

void attempts_free(struct attempts *a)
{
    if (!a)
        return;
    throttle_free(a->by_account);
    throttle_free(a->by_network);
    mem_free(a);
}

int attempt_begin(struct attempts *a, const char *account, const char *remote, int64_t now_ms,
                  struct attempt *ret, struct err *err)
{
    int64_t wait = 0;

    ret->account = account;
    ret->has_network = remote && network_of(remote, ret->network);
    if (ret->has_network)
        wait = throttle_try(a->by_network, ret->network, now_ms);
    if (!wait)
        wait = throttle_try(a->by_account, account, now_ms);
    ret->wait_ms = wait;
    return wait ? err_set(err, ERR_THROTTLED, NULL, "too many failed attempts; try again in %lld s",
                          (long long)(wait + 999) / 1000)
                : 0;
}

void attempt_good(struct attempts *a, const struct attempt *attempt)
{
    throttle_forget(a->by_account, attempt->account);
    if (attempt->has_network)
        throttle_give_back(a->by_network, attempt->network);
}

void attempt_void(struct attempts *a, const struct attempt *attempt)
{
    throttle_give_back(a->by_account, attempt->account);
    if (attempt->has_network)
        throttle_give_back(a->by_network, attempt->network);
}
