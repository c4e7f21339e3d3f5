/* id_window.h: which message ids came within the last days: a set with a bounded memory.
 *
 * Ids are fingerprints of 64 bits. They are kept in generations by the time they came; a generation
 * goes as a whole when all of it is older than the window, or early, the oldest first, when the set
 * is full. What the set answers is a pure function of the (id, received) pairs it was given, in
 * their order, which is that of the log: so a replay of the log answers the same.
 *
 * It survives restarts in files of its own, appended at each checkpoint and only ever an
 * abbreviation of reading the log again: missing or damaged ones cost time, not answers.
 *
 *     rc = id_window_load(w, dir, checkpoint, &from, &err);    then add what the log has from
 *                                                              `from` to the checkpoint
 *     id_window_add_batch(w, ids, n, received_ms, is_new);
 *     rc = id_window_save(w, position, &err);                  with each checkpoint
 *
 * Threads: one, the applier's.
 * Units:   UTC milliseconds; positions of the log. */
#pragma once
#include "intake/evlog/evlog.h"

struct id_window_options {
    int64_t window_ms; /* how long an id is known at least; 0: 7 days */
    size_t max_ids;    /* the most that are kept; 0: 16 Mi, which are up to 210 MB */
};

struct id_window;
struct id_window *id_window_new(const struct id_window_options *options);
void id_window_free(struct id_window *w);

/* Ids that came within so many milliseconds before now are all that matter: the window, and what a
 * generation is kept longer. */
int64_t id_window_ms(const struct id_window *w);

/* True the first time within the window. id: not 0. A time before one given earlier counts as that
 * one: the log's clock does not go back. */
bool id_window_add(struct id_window *w, uint64_t id, int64_t received_ms);
/* The same for n ids in their order; is_new[i] tells for ids[i]. Ids that are 0 are new and are not
 * kept. Several times faster than one by one when the set is larger than the processor's cache. */
void id_window_add_batch(struct id_window *w, const uint64_t *ids, size_t n, int64_t received_ms,
                         bool *is_new);

struct id_window_view {
    size_t ids, max_ids, bytes; /* kept now; the limit; memory held */
    int64_t reach_ms;           /* ids that came since then are all known */
    uint64_t early;             /* ids dropped before their time since it was made */
};
void id_window_look(const struct id_window *w, struct id_window_view *ret);

/* Fills an empty window from the files in dir (made if it is not there) as it was at the last save
 * that is not behind `until`; ret_from is that save's position, {0, 0} if there is none: then
 * the log is read from where the window begins (evlog_since). What the files have beyond it is cut
 * off. Later saves append to them. */
int id_window_load(struct id_window *w, const char *dir, struct evlog_position until,
                   struct evlog_position *ret_from, struct err *err);
/* Appends what was added since the last save, all of it before `position`, and deletes files of
 * generations that were dead at the last save: its position must be in the database by now. Not
 * synced: after a power cut an older save is found, and the log read from there. On an error it
 * stays unsaved and the next save tries again. */
int id_window_save(struct id_window *w, struct evlog_position position, struct err *err);
