#include "access/network.h"

#include "base/str.h"

#include <string.h>

bool network_of(const char *remote, char ret[INET6_ADDRSTRLEN])
{
    struct in6_addr six;
    struct in_addr four;

    if (inet_pton(AF_INET, remote, &four) == 1) {
        str_copy(ret, INET6_ADDRSTRLEN, remote);
        return ntohl(four.s_addr) >> 24 != IN_LOOPBACKNET;
    }
    if (inet_pton(AF_INET6, remote, &six) != 1 || IN6_IS_ADDR_LOOPBACK(&six))
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return inet_ntop(AF_INET, six.s6_addr + 12, ret, INET6_ADDRSTRLEN) &&
               six.s6_addr[12] != IN_LOOPBACKNET;
    memset(six.s6_addr + 8, 0, 8);
    return inet_ntop(AF_INET6, &six, ret, INET6_ADDRSTRLEN) != NULL;
}
