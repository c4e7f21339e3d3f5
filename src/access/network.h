/* network.h: which network a client's address belongs to: what guesses are counted by.
 *
 * Threads: pure. */
#pragma once
#include <arpa/inet.h>
#include <stdbool.h>

/* IPv6 hands a subscriber 2^64 addresses, so their common first half counts; of IPv4 the address
 * itself. False for the machine itself, from where everybody comes behind a proxy, and for what is
 * no address. */
bool network_of(const char *remote, char ret[INET6_ADDRSTRLEN]);
