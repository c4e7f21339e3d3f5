/* page.h: reading a long list page by page, each after the last row of the one before (keyset).
 *
 *     struct note_list_in { …; int64_t limit; const char *after; };
 *     … fields: …, PAGE_FIELDS(struct note_list_in), FIELD_END
 *
 *     const char *last[2] = {0};                     as many as the list is ordered by
 *     page_read(in->after, r->arena, last, 2, &r->err)     all NULL on the first page
 *     … SELECT … WHERE (opened, id) > ($opened, $id) … LIMIT page_limit(in->limit) + 1 …
 *     out->next = page_next(r, in->limit, &n, …)     see there
 *
 * A cursor is opaque to clients: it holds the last row's ordering values and nothing secret.
 * Ownership: texts are in the arena. */
#pragma once
#include "http/endpoint.h"

#define PAGE_LIMIT_DEFAULT 100
#define PAGE_LIMIT_MAX     500
#define PAGE_PARTS_MAX     4

#define PAGE_FIELDS(T)                                                     \
    FIELD_I64(T, limit, .min = 1, .max = PAGE_LIMIT_MAX,                   \
              .help = "How many entries at most; 100 if it is left out."), \
        FIELD_STR(T, after, .max = 2048,                                   \
                  .help = "The `next` of the page before; left out for the first page.")

/* What was asked for, or the default if it is missing. */
int64_t page_limit(int64_t limit);
/* Of up to PAGE_PARTS_MAX texts, of which some may be NULL (missing values). */
const char *page_cursor(struct arena *arena, const char *const *parts, size_t n);
/* after NULL: every part is NULL. ERR_INVALID on "after" if it is no cursor of n parts. */
int page_read(const char *after, struct arena *arena, const char **ret_parts, size_t n,
              struct err *err);
/* Of a list that is whole in memory and read by offset: which of its rows are asked for. A missing
 * offset is the beginning; limit, if it is missing, is `usual`. */
struct page_part {
    size_t from, n;
};
struct page_part page_part(int64_t offset, int64_t limit, int64_t usual, size_t rows);
/* Hands a cursor to the client: as the value of `next`, and in the Link header. Returns it. */
const char *page_next(struct req *r, const char *const *parts, size_t n);

/* The same for a list that is ordered by its id alone; 0 is the first page. */
int page_read_id(const char *after, struct arena *arena, int64_t *ret_id, struct err *err);
const char *page_next_id(struct req *r, int64_t last_id);
