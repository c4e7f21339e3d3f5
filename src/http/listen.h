/* listen.h: opens the port a server listens on. */
#pragma once
#include "base/err.h"

/* A socket that listens, or ERR_INVALID (no such address), ERR_CONFLICT (taken), ERR_FORBIDDEN. */
int listen_open(const char *address, unsigned port, int *ret_fd, struct err *err);
/* The port it got. */
unsigned listen_port(int fd);
