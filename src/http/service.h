/* service.h: what all requests and jobs of one process share. Each pointer is opaque to every wing
 * but the one that owns it; app makes them at the start and closes them at the end.
 *
 * Threads: set once before the first request; each part takes care of its own locking. */
#pragma once

struct db;
struct jobs;        /* jobs/job.h: the queue and its runner */
struct snapshots;   /* scoring: the portfolio of recent days in memory */
struct ledgers;     /* scoring: changes between days that were found before */
struct source_keys; /* intake: whose write key is this */
struct apply;       /* intake: folds events into facts */
struct guesses;     /* access: guesses at links of pages for people outside */
struct access;      /* access: log-in throttle and other state of access */

struct service {
    struct db *db;
    struct jobs *jobs;
    struct snapshots *snapshots;
    struct ledgers *ledgers;
    struct access *access;
    struct guesses *guesses;
    struct source_keys *sources;
    struct apply *apply; /* NULL: this process takes no events */
    const char *data_dir;
    const char *version;
};
