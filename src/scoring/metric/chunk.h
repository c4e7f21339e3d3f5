/* chunk.h: accounts are worked on, and their scores kept, in chunks of neighbouring ids, so that
 * memory is bounded however many there are. */
#pragma once
#include "db/db.h"

#define CHUNK_ACCOUNTS 1024
#define CHUNKS_END     INT64_MAX

static inline int64_t chunk_of(int64_t account_id)
{
    return account_id / CHUNK_ACCOUNTS;
}
/* The first chunk from `chunk` on that has an account; CHUNKS_END if there is none. */
int chunk_from(struct conn *c, int64_t chunk, int64_t *ret, struct err *err);
