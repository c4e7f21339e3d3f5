#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 511

/* One of the addresses a name stands for; -1 with errno. */
static int try_address(const struct addrinfo *a)
{
    int on = 1;
    int fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol);

    if (fd < 0)
        return -1;
    /* A port whose last connections are not forgotten yet can be used again at once. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, BACKLOG)) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static int bind_wrong(const char *address, unsigned port, int error, struct err *err)
{
    char text[64];

    if (error == EADDRINUSE)
        return err_set(
            err, ERR_CONFLICT, "port",
            "port %u of %.64s is in use by another program; stop it or choose another port", port,
            address);
    if (error == EACCES)
        return err_set(err, ERR_FORBIDDEN, "port",
                       "port %u may only be used by root; choose one from 1024 on", port);
    return err_set(err, ERR_INVALID, "address", "cannot listen on %.64s, port %u: %s", address,
                   port, strerror_r(error, text, sizeof(text)));
}

int listen_open(const char *address, unsigned port, int *ret_fd, struct err *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *list;
    char service[16];
    int fd = -1;

    if (port > 65535)
        return err_set(err, ERR_INVALID, "port", "port %u must be from 0 to 65535", port);
    snprintf(service, sizeof(service), "%u", port);
    int rc = getaddrinfo(address, service, &hints, &list);
    if (rc)
        return err_set(err, ERR_INVALID, "address", "%.64s is no address of this machine: %s",
                       address, gai_strerror(rc));
    for (const struct addrinfo *a = list; a && fd < 0; a = a->ai_next)
        fd = try_address(a);
    int error = errno;
    freeaddrinfo(list);
    if (fd < 0)
        return bind_wrong(address, port, error, err);
    *ret_fd = fd;
    return 0;
}

unsigned listen_port(int fd)
{
    struct sockaddr_storage a;
    socklen_t n = sizeof(a);
    char service[16] = "0";
    unsigned port = 0;

    if (!getsockname(fd, (struct sockaddr *)&a, &n) &&
        !getnameinfo((struct sockaddr *)&a, n, NULL, 0, service, sizeof(service), NI_NUMERICSERV))
        for (const char *p = service; *p; p++)
            port = port * 10 + (unsigned)(*p - '0');
    return port;
}
