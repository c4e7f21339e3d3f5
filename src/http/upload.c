#include "http/upload.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char prefix[] = "upload-";

static int system_wrong(const char *path, const char *what, int error, struct err *err)
{
    char text[64];

    return err_set(err, ERR_IO, NULL, "%.120s: cannot %s: %s", path, what,
                   strerror_r(error, text, sizeof(text)));
}

int upload_open(const char *folder, struct arena *arena, struct upload *ret, struct err *err)
{
    char *path = arena_printf(arena, "%s/%sXXXXXX", folder, prefix);

    if (mkdir(folder, 0700) && errno != EEXIST)
        return system_wrong(folder, "be made", errno, err);
    int fd = mkostemp(path, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return system_wrong(path, "be made", errno, err);
    *ret = (struct upload){.fd = fd, .path = path};
    return 0;
}

int upload_write(struct upload *u, const void *p, size_t n, struct err *err)
{
    const char *bytes = p;

    while (n) {
        ssize_t wrote = write(u->fd, bytes, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return system_wrong(u->path, "be written", errno, err);
        bytes += wrote;
        n -= (size_t)wrote;
        u->bytes += wrote;
    }
    return 0;
}

int upload_finish(struct upload *u, struct err *err)
{
    int fd = u->fd;

    u->fd = -1;
    return close(fd) ? system_wrong(u->path, "be written", errno, err) : 0;
}

void upload_done(struct upload *u)
{
    if (!u->path)
        return;
    if (u->fd >= 0)
        close(u->fd);
    unlink(u->path); /* fails when the handler has renamed it */
    *u = (struct upload){.fd = -1};
}

void upload_sweep(const char *folder)
{
    DIR *dir = opendir(folder);

    if (!dir)
        return;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread reads this folder stream
    for (struct dirent *d; (d = readdir(dir));)
        if (str_starts(d->d_name, prefix))
            unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
}
