#include "jobs/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

static int refuse(int fd, const char *path, const char *what, struct err *err)
{
    int why = errno;
    char text[128];

    if (fd >= 0)
        close(fd);
    return err_set(err, ERR_IO, NULL, "%s: %s (%s)", path, what,
                   strerror_r(why, text, sizeof(text)));
}

/* Whatever else stands in the file is no name that we gave. */
static void read_name(int fd, char ret[OWNER_TEXT])
{
    ssize_t n = pread(fd, ret, OWNER_TEXT - 1, 0);

    ret[n > 0 ? n : 0] = 0;
    if (strspn(ret, "0123456789abcdef") != OWNER_TEXT - 1)
        ret[0] = 0;
}

static int new_name(char ret[OWNER_TEXT])
{
    unsigned char bits[(OWNER_TEXT - 1) / 2];

    if (getrandom(bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
        return -1;
    for (size_t i = 0; i < sizeof(bits); i++)
        snprintf(ret + 2 * i, 3, "%02x", bits[i]);
    return 0;
}

int owner_take(const char *path, struct owner *ret, struct err *err)
{
    struct owner owner = {.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)};

    if (owner.fd < 0)
        return refuse(-1, path, "cannot be opened", err);
    if (flock(owner.fd, LOCK_EX | LOCK_NB)) {
        if (errno != EWOULDBLOCK)
            return refuse(owner.fd, path, "cannot be locked", err);
        close(owner.fd);
        return err_set(err, ERR_BUSY, NULL,
                       "another ripen serves this data directory (%s is locked); stop it, or take "
                       "another directory",
                       path);
    }
    read_name(owner.fd, owner.dead_id);
    if (new_name(owner.id) < 0 || pwrite(owner.fd, owner.id, OWNER_TEXT - 1, 0) != OWNER_TEXT - 1)
        return refuse(owner.fd, path, "cannot be written", err);
    *ret = owner;
    return 0;
}

void owner_release(struct owner *owner)
{
    close(owner->fd);
    owner->fd = -1;
}
