/* mem.h: the heap, for what outlives a request. Out of memory aborts with a line on stderr, which
 * is safe because every size that input decides has a limit. */
#pragma once
#include <stddef.h>

void *mem_alloc(size_t n);  /* not zeroed */
void *mem_zalloc(size_t n); /* zeroed */
void *mem_realloc(void *p, size_t n);
char *mem_strdup(const char *s); /* NULL gives NULL */
void mem_free(void *p);
/* a × b, aborting on overflow. */
size_t mem_product(size_t a, size_t b);
