#include "intake/csv/value_number.h"

#include "base/str.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_MAX 18

/* Texts that may part groups of three digits, besides the mark that is not the decimal one. */
static const char *const blanks[] = {" ",           "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89",
                                     "\xE2\x80\x99"};
static const char *const currency_signs[] = {"$", "€", "£", "¥", "₹", "₣", "₽", "₩", "₺"};

static bool skip_any(const char **s, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t bytes = strlen(texts[i]);
        if (strncmp(*s, texts[i], bytes) == 0) {
            *s += bytes;
            return true;
        }
    }
    return false;
}

#define SKIP_ANY(s, texts) skip_any((s), (texts), sizeof(texts) / sizeof(*(texts)))

static void skip_blanks(const char **s)
{
    while (isspace((unsigned char)**s) || (**s != '\'' && SKIP_ANY(s, blanks)))
        if (isspace((unsigned char)**s))
            (*s)++;
}

/* What stands around the digits. */
struct dress {
    bool is_negative, has_bracket, has_currency, is_percent;
};

static bool is_code(const char *s, size_t *ret_n)
{
    size_t n = 0;

    while (isupper((unsigned char)s[n]))
        n++;
    *ret_n = n;
    return n == 3;
}

static bool skip_currency(const char **s, struct dress *d)
{
    size_t n;

    if (d->has_currency)
        return false;
    if (is_code(*s, &n))
        *s += n;
    else if (!SKIP_ANY(s, currency_signs))
        return false;
    d->has_currency = true;
    return true;
}

static bool skip_minus(const char **s, struct dress *d)
{
    static const char *const minuses[] = {"-", "\xE2\x88\x92"};

    if (d->is_negative || d->has_bracket || !SKIP_ANY(s, minuses))
        return false;
    d->is_negative = true;
    return true;
}

static void undress_front(const char **s, struct dress *d)
{
    for (bool again = true; again;) {
        skip_blanks(s);
        again = skip_currency(s, d) || skip_minus(s, d);
        if (!again && **s == '(' && !d->has_bracket && !d->is_negative) {
            d->has_bracket = again = true;
            (*s)++;
        }
    }
    if (**s == '+' && !d->is_negative && !d->has_bracket)
        (*s)++;
}

static bool undress_back(const char **s, struct dress *d)
{
    bool is_closed = !d->has_bracket;

    for (bool again = true; again;) {
        skip_blanks(s);
        again = skip_currency(s, d) || skip_minus(s, d);
        if (!again && **s == '%' && !d->is_percent) {
            d->is_percent = again = true;
            (*s)++;
        } else if (!again && **s == ')' && !is_closed) {
            is_closed = again = true;
            (*s)++;
        }
    }
    return **s == 0 && is_closed;
}

static bool add_digit(struct decimal *d, char c, int *n)
{
    if (*n || c != '0')
        (*n)++;
    if (*n > DIGITS_MAX)
        return false;
    d->digits = d->digits * 10 + (c - '0');
    return true;
}

static bool skip_separator(const char **s, char mark)
{
    const char *at = *s;

    if (*at == (mark == '.' ? ',' : '.'))
        at++;
    else if (!SKIP_ANY(&at, blanks))
        return false;
    if (!isdigit((unsigned char)at[0]))
        return false;
    *s = at;
    return true;
}

/* Digits before the decimal mark; groups are of three but for the first, of one to three. */
static bool read_whole(const char **s, char mark, struct decimal *d, int *n)
{
    int group = 0;
    bool is_grouped = false;

    for (;;) {
        for (; isdigit((unsigned char)**s); (*s)++, group++)
            if (!add_digit(d, **s, n))
                return false;
        if (group == 0)
            return !is_grouped;
        if (is_grouped && group != 3)
            return false;
        if (!skip_separator(s, mark))
            return true;
        if (!is_grouped && group > 3)
            return false;
        is_grouped = true;
        group = 0;
    }
}

/* E+05: moves the scale; what does not fit in 18 places is no number for us. */
static bool read_exponent(const char **s, struct decimal *d)
{
    int64_t exponent = 0;

    if ((**s != 'e' && **s != 'E') || !strchr("+-0123456789", (*s)[1]) || !(*s)[1])
        return true;
    bool is_negative = (*s)[1] == '-';
    *s += (*s)[1] == '-' || (*s)[1] == '+' ? 2 : 1;
    for (; isdigit((unsigned char)**s) && exponent < 100; (*s)++)
        exponent = exponent * 10 + (**s - '0');
    int64_t scale = d->scale + (is_negative ? exponent : -exponent);
    for (; scale < 0; scale++)
        if (__builtin_mul_overflow(d->digits, 10, &d->digits))
            return false;
    d->scale = (int)scale;
    return scale <= DIGITS_MAX;
}

/* Digits and nothing else: so most numbers are written, and they are read a million at a time. */
static bool read_plain(const char *s, struct decimal *ret)
{
    int64_t v = 0;
    int n = 0;

    for (; n < DIGITS_MAX && *s >= '0' && *s <= '9'; s++, n++)
        v = v * 10 + (*s - '0');
    if (n == 0 || *s)
        return false;
    *ret = (struct decimal){.digits = v};
    return true;
}

bool number_read(const char *s, char mark, struct decimal *ret)
{
    struct decimal d = {0};
    struct dress dress = {0};
    int n = 0, fraction = 0;

    if (read_plain(s, ret))
        return true;
    undress_front(&s, &dress);
    const char *start = s;
    if (!read_whole(&s, mark, &d, &n))
        return false;
    bool has_whole = s > start;
    if (*s == mark)
        for (s++; isdigit((unsigned char)*s); s++, fraction++)
            if (!add_digit(&d, *s, &n) || fraction >= DIGITS_MAX)
                return false;
    d.scale = fraction;
    if ((!has_whole && !fraction) || !read_exponent(&s, &d) || !undress_back(&s, &dress))
        return false;
    if (dress.is_negative || dress.has_bracket)
        d.digits = -d.digits;
    d.is_percent = dress.is_percent;
    *ret = d;
    return true;
}

/* The first 23 powers of ten are exact in a double, so one division rounds once. */
double decimal_to_f64(struct decimal d)
{
    double power = 1;

    for (int i = 0; i < d.scale; i++)
        power *= 10;
    return (double)d.digits / power;
}

bool decimal_to_i64(struct decimal d, int shift, int64_t *ret)
{
    int64_t v = d.digits;
    int scale = d.scale - shift;

    for (; scale < 0; scale++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    for (; scale > 1; scale--) /* all but the last place only cut: 18 digits and one to round by */
        v /= 10;
    if (scale == 1)
        v = (v + (v < 0 ? -5 : 5)) / 10;
    *ret = v;
    return true;
}

bool decimal_is_whole(struct decimal d)
{
    int64_t v = d.digits;

    for (int scale = d.scale; scale > 0; scale--, v /= 10)
        if (v % 10)
            return false;
    return true;
}

static bool same(struct decimal a, struct decimal b)
{
    return decimal_to_f64(a) == decimal_to_f64(b);
}

void number_look(struct number_guess *g, const char *s)
{
    struct decimal point, comma;
    bool is_point = number_read(s, '.', &point), is_comma = number_read(s, ',', &comma);

    g->numbers += is_point || is_comma;
    if (is_point && is_comma && !same(point, comma)) {
        if (g->open++ == 0)
            str_copy(g->example, sizeof(g->example), s);
    } else if (is_point != is_comma) {
        g->points += is_point;
        g->commas += is_comma;
    }
}

char number_mark(const struct number_guess *g)
{
    if (g->points == g->commas)
        return 0;
    return g->points > g->commas ? '.' : ',';
}
