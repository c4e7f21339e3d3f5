/* The files of the id window: one for each generation, NUMBER.ids, a row of blocks.
 *
 * A block is a head of HEAD bytes and then ids, 8 bytes each. Blocks are numbered through all files
 * without a gap. A save writes a block for each generation that got ids; the last of them carries
 * the log's position and commits them all. What follows the last commit that is not behind the
 * position asked for is as if it were not there. Numbers are in the machine's own byte order: the
 * files are an abbreviation of the log for this machine, and nothing else. */
#include "base/auto.h"
#include "base/log.h"
#include "base/mem.h"
#include "intake/evlog/id_window_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC        0x31495052u /* RPI1 */
#define ENDING       ".ids"
#define PATH_BYTES   4096
#define COUNT_MAX    (UINT32_MAX / 8)
#define BLOCK_COMMIT 1u

struct block {
    uint32_t magic, head_crc; /* of what follows, up to the ids */
    uint32_t body_crc, count;
    uint64_t number, flags;      /* of the block */
    uint64_t generation, oldest; /* its own; the oldest one alive */
    struct evlog_position position;
    int64_t first_ms, last_ms; /* of its generation so far */
    int64_t now_ms, early_ms;
    uint64_t early;
};
#define HEAD sizeof(struct block)

static uint32_t head_crc(const struct block *b)
{
    const unsigned char *from = (const unsigned char *)&b->body_crc;

    return (uint32_t)crc32_z(0, from, HEAD - offsetof(struct block, body_crc));
}

static uint32_t body_crc(const void *ids, size_t n)
{
    return (uint32_t)crc32_z(0, ids, n * sizeof(uint64_t));
}

static void path_of(const char *dir, uint64_t generation, char ret[PATH_BYTES])
{
    snprintf(ret, PATH_BYTES, "%.4000s/%010llu" ENDING, dir, (unsigned long long)generation);
}

/* --- saving --- */

struct saving {
    struct id_window *w;
    uint64_t block; /* the number of the last one written */
    struct err *err;
};

static struct generation *generation_of(struct id_window *w, uint64_t number)
{
    for (size_t i = 0; i < w->alive.n; i++)
        if (w->alive.items[i].number == number)
            return &w->alive.items[i];
    return NULL;
}

static int write_fault(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, NULL, "%s cannot be written: %s", path, strerrordesc_np(errno));
}

static int write_at(int fd, const void *bytes, size_t n, uint64_t at)
{
    const char *p = bytes;

    while (n) {
        ssize_t one = pwrite(fd, p, n, (off_t)at);
        if (one < 0 && errno == EINTR)
            continue;
        if (one <= 0)
            return -1;
        p += one;
        n -= (size_t)one;
        at += (uint64_t)one;
    }
    return 0;
}

/* Writes the block behind what its generation's file holds; the caller counts it as there once all
 * of the save is. */
static int write_block(struct saving *s, const struct generation *g, const struct id_list *ids,
                       const struct evlog_position *commit)
{
    const struct id_window *w = s->w;
    char path[PATH_BYTES];
    struct block b = {.magic = MAGIC,
                      .body_crc = body_crc(ids->items, ids->n),
                      .count = (uint32_t)ids->n,
                      .number = ++s->block,
                      .flags = commit ? BLOCK_COMMIT : 0,
                      .generation = g->number,
                      .oldest = w->alive.items[0].number,
                      .position = commit ? *commit : (struct evlog_position){0},
                      .first_ms = g->first_ms,
                      .last_ms = g->last_ms,
                      .now_ms = w->now_ms,
                      .early_ms = w->early_ms,
                      .early = w->early};

    b.head_crc = head_crc(&b);
    path_of(w->dir, g->number, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return write_fault(path, s->err);
    int rc = write_at(fd, &b, HEAD, g->file_bytes) ||
             write_at(fd, ids->items, ids->n * sizeof(*ids->items), g->file_bytes + HEAD);
    rc = rc ? write_fault(path, s->err) : 0;
    close(fd);
    return rc;
}

/* The blocks of a save are there: the generations' files are as much longer. */
static void count_blocks(struct id_window *w, uint64_t block)
{
    for (size_t i = 0; i < w->unsaved.n; i++) {
        struct unsaved *u = &w->unsaved.items[i];
        struct generation *g = generation_of(w, u->number);
        if (g)
            g->file_bytes += HEAD + u->ids.n * sizeof(*u->ids.items);
        vec_done(&u->ids);
    }
    w->unsaved.n = 0;
    w->last_block = block;
}

static void delete_files(struct id_window *w, uint64_t from, uint64_t to)
{
    char path[PATH_BYTES];

    for (uint64_t number = from; number < to; number++) {
        path_of(w->dir, number, path);
        unlink(path);
    }
}

int id_window_save(struct id_window *w, struct evlog_position position, struct err *err)
{
    struct saving s = {.w = w, .block = w->last_block, .err = err};
    int rc = 0;

    if (!w->dir || w->now_ms == INT64_MIN)
        return 0; /* no log yet, nothing to abbreviate */
    /* The commit is a block of the youngest generation, without ids if it got none. */
    if (!w->alive.n)
        id_window_current(w);
    uint64_t youngest = w->alive.items[w->alive.n - 1].number;
    if (!w->unsaved.n || w->unsaved.items[w->unsaved.n - 1].number != youngest)
        vec_push(&w->unsaved, (struct unsaved){.number = youngest});
    for (size_t i = 0; rc == 0 && i < w->unsaved.n; i++) {
        const struct unsaved *u = &w->unsaved.items[i];
        const struct generation *g = generation_of(w, u->number);
        if (g)
            rc = write_block(&s, g, &u->ids, i + 1 == w->unsaved.n ? &position : NULL);
    }
    if (rc < 0)
        return rc;
    count_blocks(w, s.block);
    delete_files(w, w->first_file, w->first_gone);
    w->first_file = w->first_gone;
    w->first_gone = w->first_kept;
    return 0;
}

/* --- loading --- */

struct found {
    struct block head;
    uint64_t at; /* where in its generation's file it begins */
};

struct loading {
    struct id_window *w;
    VEC(uint64_t) files;        /* their generations, in order */
    VEC(struct found) blocks;   /* of all files, numbered without a gap */
    size_t n;                   /* of those, up to the commit */
    struct id_list ids, sorted; /* of one generation */
};

static uint64_t number_of(const char *name)
{
    char *end;
    uint64_t n = strtoull(name, &end, 10);

    return strcmp(end, ENDING) == 0 && end - name >= 10 && *name >= '0' && *name <= '9' ? n : 0;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static int list_files(struct loading *l, struct err *err)
{
    const char *dir = l->w->dir;
    const struct dirent *entry;

    if (mkdir(dir, 0700) && errno != EEXIST)
        return err_set(err, ERR_IO, NULL, "%s cannot be made: %s", dir, strerrordesc_np(errno));
    DIR *d = opendir(dir);
    if (!d)
        return err_set(err, ERR_IO, NULL, "%s cannot be read: %s", dir, strerrordesc_np(errno));
    while ((entry = readdir(d))) // NOLINT(concurrency-mt-unsafe): a directory stream of its own
        if (number_of(entry->d_name))
            vec_push(&l->files, number_of(entry->d_name));
    closedir(d);
    if (l->files.n)
        qsort(l->files.items, l->files.n, sizeof(*l->files.items), compare);
    return 0;
}

static int open_ids(const struct loading *l, uint64_t generation, int flags)
{
    char path[PATH_BYTES];

    path_of(l->w->dir, generation, path);
    return open(path, flags | O_CLOEXEC);
}

/* Does this block follow on those that were found? */
static bool is_next(const struct loading *l, const struct block *b, uint64_t generation)
{
    const struct found *last = l->blocks.n ? &l->blocks.items[l->blocks.n - 1] : NULL;

    return b->magic == MAGIC && b->head_crc == head_crc(b) && b->generation == generation &&
           b->count <= COUNT_MAX && (!last || b->number == last->head.number + 1);
}

/* Adds the heads of one file; false: there, or after it, something is missing. */
static bool find_blocks(struct loading *l, uint64_t generation)
{
    struct stat st = {0};
    struct block b;
    uint64_t at = 0;

    int fd = open_ids(l, generation, O_RDONLY);
    if (fd < 0)
        return false;
    bool is_whole = fstat(fd, &st) == 0;
    uint64_t size = (uint64_t)st.st_size;
    while (is_whole && at < size) {
        is_whole = pread(fd, &b, HEAD, (off_t)at) == (ssize_t)HEAD && is_next(l, &b, generation) &&
                   b.count * sizeof(uint64_t) <= size - at - HEAD;
        if (is_whole)
            vec_push(&l->blocks, (struct found){b, at});
        at += HEAD + b.count * sizeof(uint64_t);
    }
    close(fd);
    return is_whole;
}

/* The last commit that is not behind `until` and has all the generations that were alive then;
 * NULL: there is none. */
static const struct block *choose(struct loading *l, struct evlog_position until)
{
    for (l->n = l->blocks.n; l->n > 0; l->n--) {
        const struct block *b = &l->blocks.items[l->n - 1].head;
        if ((b->flags & BLOCK_COMMIT) && evlog_position_order(b->position, until) <= 0)
            return l->blocks.items[0].head.generation <= b->oldest ? b : NULL;
    }
    return NULL;
}

/* Reads the ids of one block; false: they are damaged. */
static bool read_ids(int fd, const struct found *f, struct id_list *ids)
{
    size_t bytes = f->head.count * sizeof(*ids->items), done = 0;

    vec_reserve(ids, ids->n + f->head.count);
    char *to = (char *)(ids->items + ids->n);
    while (done < bytes) {
        ssize_t n = pread(fd, to + done, bytes - done, (off_t)(f->at + HEAD + done));
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    ids->n += f->head.count;
    return body_crc(to, f->head.count) == f->head.body_crc;
}

/* Adds ids of one generation, brought into the order of their places first (by their first bits),
 * so that the set is gone through from front to back: three times as fast as all over it. */
static void add_in_order(struct id_set *set, const struct id_list *ids, struct id_list *sorted,
                         uint8_t tag)
{
    enum { PARTS = 4096, SHIFT = 52 };
    size_t from[PARTS + 1] = {0};

    vec_reserve(sorted, ids->n);
    for (size_t i = 0; i < ids->n; i++)
        from[(ids->items[i] >> SHIFT) + 1]++;
    for (size_t i = 0; i < PARTS; i++)
        from[i + 1] += from[i];
    for (size_t i = 0; i < ids->n; i++)
        sorted->items[from[ids->items[i] >> SHIFT]++] = ids->items[i];
    for (size_t i = 0; i < ids->n; i++) {
        if (i + 16 < ids->n)
            id_set_prefetch(set, sorted->items[i + 16]);
        id_set_add(set, sorted->items[i], tag);
    }
}

/* The generation that the block goes on with, as it was then. */
static void note_generation(struct id_window *w, const struct found *f)
{
    const struct block *b = &f->head;

    if (!w->alive.n || w->alive.items[w->alive.n - 1].number != b->generation)
        vec_push(&w->alive, (struct generation){.number = b->generation, .first_ms = b->first_ms});
    struct generation *g = &w->alive.items[w->alive.n - 1];
    g->last_ms = b->last_ms;
    g->n += b->count;
    g->file_bytes = f->at + HEAD + b->count * sizeof(uint64_t);
    w->n += b->count;
}

/* Adds what one generation has in the blocks from *i on, up to the commit, and moves behind them.
 */
static bool read_generation(struct loading *l, size_t *i)
{
    uint64_t generation = l->blocks.items[*i].head.generation;
    int fd = open_ids(l, generation, O_RDONLY);
    bool is_whole = fd >= 0;

    l->ids.n = 0;
    for (; is_whole && *i < l->n && l->blocks.items[*i].head.generation == generation; ++*i) {
        is_whole = read_ids(fd, &l->blocks.items[*i], &l->ids);
        note_generation(l->w, &l->blocks.items[*i]);
    }
    if (is_whole)
        add_in_order(&l->w->set, &l->ids, &l->sorted, generation_tag(generation));
    if (fd >= 0)
        close(fd);
    return is_whole;
}

static bool read_blocks(struct loading *l, const struct block *commit)
{
    size_t ids = 0, first = 0;

    while (l->blocks.items[first].head.generation < commit->oldest)
        first++;
    for (size_t i = first; i < l->n; i++)
        ids += l->blocks.items[i].head.count;
    id_set_reserve(&l->w->set, ids);
    for (size_t i = first; i < l->n;)
        if (!read_generation(l, &i))
            return false;
    return true;
}

/* What comes behind the commit goes: the rest of its file, and the files of later generations. */
static int cut_behind(struct loading *l, const struct block *commit, struct err *err)
{
    char path[PATH_BYTES];
    const struct found *last = &l->blocks.items[l->n - 1];
    uint64_t end = last->at + HEAD + last->head.count * sizeof(uint64_t);

    path_of(l->w->dir, commit->generation, path);
    if (truncate(path, (off_t)end))
        return write_fault(path, err);
    delete_files(l->w, commit->generation + 1, l->files.items[l->files.n - 1] + 1);
    return 0;
}

static int take_over(struct loading *l, const struct block *commit, struct err *err)
{
    struct id_window *w = l->w;

    w->next_number = commit->generation + 1;
    w->first_kept = commit->oldest;
    w->first_gone = w->first_file = l->files.items[0];
    w->last_block = commit->number;
    w->now_ms = commit->now_ms;
    w->early_ms = commit->early_ms;
    w->early = commit->early;
    return cut_behind(l, commit, err);
}

/* Nothing in the files is of use: the log is read instead, and the files begin anew. */
static void begin_anew(struct loading *l)
{
    id_window_clear(l->w);
    if (!l->files.n)
        return;
    log_warn("evlog", "the files of message ids are of no use; the log is read instead",
             LOG_STR("folder", l->w->dir));
    for (size_t i = 0; i < l->files.n; i++)
        delete_files(l->w, l->files.items[i], l->files.items[i] + 1);
}

int id_window_load(struct id_window *w, const char *dir, struct evlog_position until,
                   struct evlog_position *ret_from, struct err *err)
{
    struct loading l = {.w = w};

    mem_free(w->dir);
    w->dir = mem_strdup(dir);
    int rc = list_files(&l, err);
    bool goes_on = true;
    for (size_t i = 0; rc == 0 && goes_on && i < l.files.n; i++)
        goes_on = find_blocks(&l, l.files.items[i]);
    const struct block *commit = choose(&l, until);
    *ret_from = (struct evlog_position){0};
    if (rc == 0 && commit && read_blocks(&l, commit)) {
        *ret_from = commit->position;
        rc = take_over(&l, commit, err);
    } else if (rc == 0) {
        begin_anew(&l);
    }
    vec_done(&l.files);
    vec_done(&l.blocks);
    vec_done(&l.ids);
    vec_done(&l.sorted);
    return rc;
}
