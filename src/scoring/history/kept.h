/* kept.h: how kept numbers lie in the database. Only for src/scoring/history.
 *
 * One blob for each day, column and chunk: doubles, lowest byte first, for the ids of the chunk in
 * order; trailing missing ones are cut off. */
#pragma once
#include "scoring/history/history.h"
#include "scoring/metric/chunk.h"

/* The numbers of one chunk on one day. */
struct kept_block {
    int32_t day;
    int64_t chunk;
    double numbers[KEPT_COLUMNS][CHUNK_ACCOUNTS];
};
void kept_block_fill(struct kept_block *block, int32_t day, int64_t chunk, const struct scores *s);
/* In a write transaction. */
int kept_write(struct conn *c, const struct kept_block *blocks, size_t n, struct err *err);
/* Always CHUNK_ACCOUNTS numbers; all missing if nothing is kept. */
int kept_read(struct conn *c, int32_t day, enum kept column, int64_t chunk, double *ret,
              struct err *err);
int score_day_write(struct conn *c, const struct score_day *d, struct err *err);
