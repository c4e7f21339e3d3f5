/* order.h: sorting many rows by one number, fast and stable. Threads: pure. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reorders n row numbers by key[row], rising or falling; equal keys keep their order, missing ones
 * (NaN) come last either way. Takes about 2 ms for 100,000 rows. */
void order_rows(const double *key, uint32_t *rows, size_t n, bool is_descending);
