/* fuzz.h: what every fuzz target defines.
 *
 *     int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)   returns 0
 *
 * A target checks more than "does not crash": what was read reads back, limits hold, refusals have
 * a text. FUZZ_CHECK stops with a crash that the fuzzer keeps. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                              \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                       \
        }                                                                                  \
    } while (0)
