#include "facts/usage/usage_amount.h"

#include "json/slice.h"

/* Digits that are told apart; 10^31 is far over the largest amount, whatever its exponent. */
#define DIGITS_MAX   30
#define PLACES       6 /* of a millionth */
#define EXPONENT_MAX 9999

/* A number as it is written: digits × 10^exponent. */
struct decimal {
    usage_amount_bits digits;
    int n; /* how many of them count */
    long exponent;
    bool is_negative;
};

static bool is_digit(const char *p, const char *end)
{
    return p < end && *p >= '0' && *p <= '9';
}

/* Digits from p on; each of them is a place behind the point if is_fraction. */
static const char *take_digits(const char *p, const char *end, bool is_fraction, struct decimal *d)
{
    for (; is_digit(p, end); p++) {
        bool is_kept = d->n < DIGITS_MAX;
        if (is_kept) {
            d->digits = d->digits * 10 + (unsigned)(*p - '0');
            d->n += d->digits != 0;
        }
        d->exponent += (is_kept ? 0 : 1) - (is_fraction ? 1 : 0);
    }
    return p;
}

static const char *take_exponent(const char *p, const char *end, struct decimal *d)
{
    bool is_negative = p < end && *p == '-';
    long e = 0;

    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (!is_digit(p, end))
        return NULL;
    for (; is_digit(p, end); p++)
        e = e < EXPONENT_MAX ? e * 10 + (*p - '0') : e;
    d->exponent += is_negative ? -e : e;
    return p;
}

/* The grammar of RFC 8259, which a text must keep as well. */
static bool read_decimal(struct text t, struct decimal *d)
{
    const char *p = t.p, *end = t.p + t.n;

    d->is_negative = p < end && *p == '-';
    p += d->is_negative;
    if (!is_digit(p, end) || (*p == '0' && is_digit(p + 1, end)))
        return false;
    p = take_digits(p, end, false, d);
    if (p < end && *p == '.') {
        if (!is_digit(++p, end))
            return false;
        p = take_digits(p, end, true, d);
    }
    if (p < end && (*p | 0x20) == 'e')
        p = take_exponent(p + 1, end, d);
    return p == end;
}

bool usage_amount_read(struct text value, usage_amount *ret)
{
    struct decimal d = {0};
    struct text t = slice_is_string(value) ? (struct text){value.p + 1, value.n - 2} : value;

    if (!t.p || !read_decimal(t, &d))
        return false;
    usage_amount a = (usage_amount)d.digits;
    long shift = d.exponent + PLACES;
    /* Of ever so many places, all but two are gone after as many steps as there are digits. */
    for (; shift < -1 && a; shift++)
        a /= 10;
    if (shift < 0)
        a = (a + 5) / 10;
    for (; shift > 0 && a && a <= USAGE_AMOUNT_MOST; shift--)
        a *= 10;
    if (a > USAGE_AMOUNT_MOST)
        return false;
    *ret = d.is_negative ? -a : a;
    return true;
}

bool usage_amount_at(struct text object, const char *path, usage_amount *ret)
{
    struct text value = object;
    char name[128];

    while (*path) {
        size_t n = strcspn(path, ".");
        if (n >= sizeof(name))
            return false;
        memcpy(name, path, n);
        name[n] = 0;
        if (!slice_member(value, name, &value))
            return false;
        path += n + (path[n] == '.');
    }
    return usage_amount_read(value, ret);
}
