/* id_window_parts.h: what id_window.c and id_window_file.c share.
 *
 * Internal to id_window. */
#pragma once
#include "base/vec.h"
#include "intake/evlog/id_window.h"
#include "intake/evlog/id_window_set.h"

struct generation {
    uint64_t number; /* from 1 on, in the order of time */
    int64_t first_ms, last_ms;
    size_t n;            /* ids in it */
    uint64_t file_bytes; /* of its file, as of the last save */
};

struct id_list {
    uint64_t *items;
    size_t n, cap;
};

struct unsaved { /* ids of one generation that are not in its file yet, in order */
    uint64_t number;
    struct id_list ids;
};

struct id_window {
    struct id_window_options options;
    struct id_set set;
    VEC(struct generation) alive; /* oldest first */
    uint64_t next_number;
    size_t n;
    int64_t now_ms;   /* the greatest time received */
    int64_t early_ms; /* the last time of what was dropped early; INT64_MIN: nothing */
    uint64_t early;

    char *dir;                   /* NULL: not kept in files */
    VEC(struct unsaved) unsaved; /* oldest first */
    uint64_t last_block;         /* number of the last block in the files */
    /* Generations below are dead: now; at the last save; and have no file any more. Files go one
     * save late, when the checkpoint that the save belonged to is surely in the database. */
    uint64_t first_kept, first_gone, first_file;
};

static inline uint8_t generation_tag(uint64_t number)
{
    return (uint8_t)(number % 255 + 1);
}

/* Forgets everything; the files stay. */
void id_window_clear(struct id_window *w);
/* The generation that an id of now belongs to, made if need be. */
struct generation *id_window_current(struct id_window *w);
