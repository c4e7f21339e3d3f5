/* evlog_rewrite.h: one segment made anew from its own entries.
 *
 * Internal to the log. */
#pragma once
#include "intake/evlog/evlog_file.h"
#include "intake/evlog/evlog_keep.h"

/* Made beside the segment as *.new, and put in its place once it is whole. */
struct evlog_rewrite {
    const char *dir;
    uint64_t segment;
    int fd;
    struct evlog_packer *packer;
    uint64_t bytes;  /* written */
    uint64_t offset; /* logical: of the first entry in the packer; then of the end */
    uint64_t packed; /* span of the entries in the packer */
    int64_t last_ms; /* the greatest time received of what was written */
    bool is_gap;     /* the next frame follows on a loss */
};

int evlog_rewrite_begin(struct evlog_rewrite *r, const char *dir, uint64_t segment,
                        struct err *err);
/* Entries in order, with their spans; those left out are a loss (the next frame says so). */
int evlog_rewrite_add(struct evlog_rewrite *r, const struct evlog_entry *entry, uint64_t span,
                      struct err *err);
/* Writes what is left and the end, at this logical offset, and replaces the segment. ret_bytes: of
 * the new file. */
int evlog_rewrite_end(struct evlog_rewrite *r, uint64_t offset, uint64_t *ret_bytes,
                      struct err *err);
/* Always called at the end; before evlog_rewrite_end, or after it failed, the new file is removed.
 */
void evlog_rewrite_done(struct evlog_rewrite *r);
