/* varint.h: unsigned numbers in as few bytes as they need: seven bits a byte, lowest first, the
 * eighth set on all but the last. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 64 bits take ten bytes. */
#define VARINT_MAX ((size_t)10)

/* Writes v to `to`, which has room for VARINT_MAX bytes; returns how many it took. */
static inline size_t varint_write(char *to, uint64_t v)
{
    size_t n = 0;

    for (; v >= 0x80; v >>= 7)
        to[n++] = (char)(v | 0x80);
    to[n++] = (char)v;
    return n;
}

/* Reads one at *p and moves behind it. False at the end, and for a number that runs over it or over
 * 64 bits. */
static inline bool varint_read(const unsigned char **p, const unsigned char *end, uint64_t *ret)
{
    uint64_t v = 0;

    for (unsigned shift = 0; *p < end && shift < 64; shift += 7) {
        uint64_t byte = *(*p)++;
        if (shift == 63 && byte > 1)
            return false;
        v |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret = v;
            return true;
        }
    }
    return false;
}

/* Signed numbers near 0 as unsigned ones near 0. */
static inline uint64_t zigzag(int64_t v)
{
    return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
}

static inline int64_t unzigzag(uint64_t v)
{
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}
