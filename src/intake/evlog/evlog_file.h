/* evlog_file.h: segment files: their names, which there are, and walking over the frames of one.
 *
 * Internal to the log. Threads: an evlog_file belongs to one thread. */
#pragma once
#include "base/vec.h"
#include "intake/evlog/evlog_frame.h"

#define EVLOG_PATH_BYTES 4096

/* DIR/0000000001.evlog; suffix: "" or ".new" for one that is being made. */
void evlog_path(const char *dir, uint64_t segment, const char *suffix, char ret[EVLOG_PATH_BYTES]);

struct evlog_numbers {
    uint64_t *items;
    size_t n, cap;
};
/* The segments that there are, in order; ERR_IO too if one is missing between two others. Empty
 * when there is no such directory. The caller frees with vec_done. */
int evlog_list(const char *dir, struct evlog_numbers *ret, struct err *err);
/* The same, but a missing one is no error. */
int evlog_list_any(const char *dir, struct evlog_numbers *ret, struct err *err);
/* Takes the lock file `name` in dir until the descriptor is closed. If another has it, waits or
 * gives ERR_BUSY. */
int evlog_lock(const char *dir, const char *name, bool waits, int *ret_fd, struct err *err);
#define EVLOG_LOCK_WRITER "lock"      /* of who appends */
#define EVLOG_LOCK_KEEPER "keep.lock" /* of who changes closed segments */
/* So that a new or renamed file is there after a power cut too. */
int evlog_sync_dir(const char *dir, struct err *err);

/* A segment being read. */
struct evlog_file {
    int fd; /* -1: none */
    uint64_t segment;
    char path[EVLOG_PATH_BYTES];
    struct buf window;  /* bytes of the file … */
    uint64_t window_at; /* … from here on */
    uint64_t at;        /* where evlog_file_next looks */
    uint64_t offset;    /* the logical offset that must come there */
    bool is_ended;      /* the end was seen: nothing may follow */
};

/* ERR_NOT_FOUND: there is none of that number (any more). f need not be initialised;
 * evlog_file_done is allowed after a failure too. */
int evlog_file_open(const char *dir, uint64_t segment, struct evlog_file *f, struct err *err);
void evlog_file_done(struct evlog_file *f);
/* The file's size now. */
int evlog_file_size(const struct evlog_file *f, uint64_t *ret, struct err *err);

enum evlog_found {
    EVLOG_FOUND_NOTHING, /* the file ends here */
    EVLOG_FOUND_FRAME,
    EVLOG_FOUND_DAMAGE, /* there are bytes, but they are no whole, sound frame of this segment */
};
/* Looks at byte `at` of the file for a frame; its body is good until the next call (ret_body NULL:
 * only the head is looked at). Returns enum evlog_found or ERR_IO. */
int evlog_file_frame(struct evlog_file *f, uint64_t at, struct evlog_frame *ret,
                     const void **ret_body, struct err *err);
/* The same for the frame at f->at, which must also be the one that follows … */
int evlog_file_peek(struct evlog_file *f, struct evlog_frame *ret, const void **ret_body,
                    struct err *err);
/* … and moves behind it. */
int evlog_file_next(struct evlog_file *f, struct evlog_frame *ret, const void **ret_body,
                    struct err *err);
/* The byte behind a frame. */
static inline uint64_t evlog_frame_end(uint64_t at, const struct evlog_frame *f)
{
    return at + EVLOG_HEAD + f->packed;
}
/* The first place behind byte `at` where a whole, sound frame begins. Returns as above: nothing, or
 * a frame. This is what tells a tail that was being written from damage before the end. */
int evlog_file_find(struct evlog_file *f, uint64_t at, uint64_t *ret, struct err *err);
/* Forgets the bytes that it has read ahead, for a file that grows or was cut. */
void evlog_file_forget(struct evlog_file *f);

/* The end of a closed segment, and the size of its file. EVLOG_FOUND_FRAME; EVLOG_FOUND_NOTHING: it
 * is not closed; or an error. */
int evlog_file_end(const char *dir, uint64_t segment, struct evlog_frame *ret, uint64_t *ret_bytes,
                   struct err *err);
/* The greatest time received in a segment, by its heads; INT64_MIN if it has no frame. Walks as far
 * as the frames are sound. */
int evlog_file_last_ms(const char *dir, uint64_t segment, int64_t *ret, struct err *err);

/* "…: damaged at byte N", with what to do. */
int evlog_damage(const struct evlog_file *f, uint64_t at, const char *what, struct err *err);
