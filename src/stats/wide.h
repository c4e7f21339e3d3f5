/* wide.h: loops over columns that use what the processor has.
 *
 * A function marked WIDE is compiled twice, for any x86-64 and for those with 256-bit vectors; the
 * program chooses when it starts. What it calls must be inlined into it (INLINED). Both give the
 * same bits: each element goes through the same IEEE operations in the same order, and the build
 * contracts none of them into fused ones (-ffp-contract=off). Elsewhere the compiler does what it
 * can with one version. */
#pragma once

#if defined(__x86_64__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__clang__)
#    define WIDE __attribute__((target_clones("avx2", "default")))
#else
#    define WIDE
#endif
#define INLINED static inline __attribute__((always_inline))
