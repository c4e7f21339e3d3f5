#include "access/guesses.h"

#include "access/network.h"
#include "access/throttle.h"
#include "base/mem.h"

/* Mistyped or cut links happen; a hundred of them do not. */
static const struct throttle_rule wrong_rule = {.free = 30, .first_ms = 1000, .most_ms = 300000};
/* A long questionnaire is saved some dozen times. */
static const struct throttle_rule write_rule = {.free = 120, .first_ms = 1000, .most_ms = 60000};

struct guesses {
    struct throttle *wrong, *writes;
};

struct guesses *guesses_new(void)
{
    struct guesses *g = mem_zalloc(sizeof(*g));

    g->wrong = throttle_new(&wrong_rule);
    g->writes = throttle_new(&write_rule);
    return g;
}

void guesses_free(struct guesses *g)
{
    if (!g)
        return;
    throttle_free(g->wrong);
    throttle_free(g->writes);
    mem_free(g);
}

int64_t guesses_wrong(struct guesses *g, const char *remote, int64_t now_ms)
{
    char network[INET6_ADDRSTRLEN];
    bool has_network = remote && network_of(remote, network);

    return throttle_try(g->wrong, has_network ? network : "here", now_ms);
}

int64_t guesses_write(struct guesses *g, const char *key, int64_t now_ms)
{
    return throttle_try(g->writes, key, now_ms);
}
