#include "intake/csv/value_date.h"

#include "base/day.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *const date_order_names[] = {"any", "ymd", "dmy", "mdy", NULL};

/* A date before it is known which of its numbers is the day: by each order, DAY_NONE where that
 * order makes no date of it. is_fixed: all orders mean the same. */
struct reading {
    int32_t by[DATE_ORDERS];
    bool is_fixed;
};

static bool reading_fix(struct reading *r, int32_t day)
{
    for (int i = 0; i < DATE_ORDERS; i++)
        r->by[i] = day;
    r->is_fixed = true;
    return day != DAY_NONE;
}

struct piece {
    int n_digits; /* 0: the name of a month */
    int value;
};

/* Up to `most` digits; returns how many. */
static int read_digits(const char **s, int most, int *ret)
{
    int n = 0;

    *ret = 0;
    for (; n < most && isdigit((unsigned char)(*s)[n]); n++)
        *ret = *ret * 10 + ((*s)[n] - '0');
    *s += n;
    return n;
}

/* "jul", "July", "Sept"; 0 if it is none. */
static int read_month_name(const char **s)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t n = 0;

    while (isalpha((unsigned char)(*s)[n]))
        n++;
    for (int i = 0; n >= 3 && i < 12; i++) {
        if (strncasecmp(*s, names[i], n) == 0) {
            *s += n;
            return i + 1;
        }
    }
    return 0;
}

static bool read_piece(const char **s, struct piece *p)
{
    p->n_digits = read_digits(s, 4, &p->value);
    if (p->n_digits == 0)
        p->value = read_month_name(s);
    return p->value > 0 || p->n_digits == 2;
}

/* Three pieces; beside a month's name blanks and commas may part them, else one of - / . twice. */
static bool read_pieces(const char **s, struct piece pieces[3])
{
    size_t gaps[2];
    char marks[2];

    for (int i = 0; i < 3; i++) {
        if (!read_piece(s, &pieces[i]))
            return false;
        if (i == 2)
            break;
        gaps[i] = strspn(*s, " -/.,");
        marks[i] = **s;
        *s += gaps[i];
        if (gaps[i] == 0)
            return false;
    }
    if (pieces[0].n_digits == 0 || pieces[1].n_digits == 0)
        return gaps[0] <= 2 && gaps[1] <= 2 && pieces[2].n_digits > 0;
    return pieces[2].n_digits > 0 && gaps[0] == 1 && gaps[1] == 1 && marks[0] == marks[1] &&
           marks[0] != ' ' && marks[0] != ',';
}

/* Years of two digits are 1970 to 2069. */
static int32_t day_of(struct piece year, struct piece month, struct piece day)
{
    int full = year.n_digits == 4 ? year.value : year.value + (year.value < 70 ? 2000 : 1900);

    if ((year.n_digits != 4 && year.n_digits != 2) || month.n_digits > 2 || day.n_digits > 2)
        return DAY_NONE;
    return day_from_ymd(full, month.value, day.value);
}

static bool settle(const struct piece p[3], struct reading *r)
{
    if (p[0].n_digits == 4)
        return reading_fix(r, day_of(p[0], p[1], p[2]));
    if (p[1].n_digits == 0)
        return reading_fix(r, day_of(p[2], p[1], p[0]));
    if (p[0].n_digits == 0)
        return reading_fix(r, day_of(p[2], p[0], p[1]));
    r->is_fixed = false;
    r->by[DATE_ORDER_NONE] = DAY_NONE;
    r->by[DATE_YMD] = day_of(p[0], p[1], p[2]);
    r->by[DATE_DMY] = day_of(p[2], p[1], p[0]);
    r->by[DATE_MDY] = day_of(p[2], p[0], p[1]);
    return r->by[DATE_YMD] != DAY_NONE || r->by[DATE_DMY] != DAY_NONE ||
           r->by[DATE_MDY] != DAY_NONE;
}

/* The day; *s is moved behind it. */
static bool read_day(const char **s, struct reading *r)
{
    struct piece p[3] = {{0}};

    if (strspn(*s, "0123456789") == 8) {
        p[0].n_digits = read_digits(s, 4, &p[0].value);
        p[1].n_digits = read_digits(s, 2, &p[1].value);
        p[2].n_digits = read_digits(s, 2, &p[2].value);
        return reading_fix(r, day_of(p[0], p[1], p[2]));
    }
    return read_pieces(s, p) && settle(p, r);
}

struct clock_reading {
    int64_t ms; /* since midnight */
    int offset_min;
    bool has_time, has_zone;
};

/* 15:04, 15:04:05, 15:04:05.123 */
static bool read_clock(const char **s, struct clock_reading *c)
{
    int hour, minute, second = 0, digit, scale = 100;

    if (!read_digits(s, 2, &hour) || *(*s)++ != ':' || read_digits(s, 2, &minute) != 2)
        return false;
    if (**s == ':') {
        (*s)++;
        if (read_digits(s, 2, &second) != 2)
            return false;
    }
    c->ms = (hour * 3600LL + minute * 60LL + second) * 1000;
    if (**s == '.' || **s == ',')
        for ((*s)++; read_digits(s, 1, &digit); scale /= 10)
            c->ms += (int64_t)digit * scale;
    c->has_time = true;
    /* 24:00 is the end of the day in ISO 8601; a leap second belongs to the next minute. */
    return minute < 60 && second <= 60 && (hour < 24 || c->ms == DAY_MS);
}

static bool read_am_pm(const char **s, struct clock_reading *c)
{
    int64_t hour = c->ms / 3600000;
    const char *at = *s + strspn(*s, " ");
    bool is_pm = strncasecmp(at, "pm", 2) == 0;

    if (!is_pm && strncasecmp(at, "am", 2) != 0)
        return true;
    *s = at + 2;
    if (hour < 1 || hour > 12)
        return false;
    c->ms += is_pm && hour < 12 ? DAY_MS / 2 : (!is_pm && hour == 12 ? -DAY_MS / 2 : 0);
    return true;
}

static bool read_zone(const char **s, struct clock_reading *c)
{
    int hours, minutes = 0;
    const char *at = *s + strspn(*s, " ");

    if (strncasecmp(at, "utc", 3) == 0 || strncasecmp(at, "gmt", 3) == 0 || *at == 'Z') {
        *s = at + (*at == 'Z' ? 1 : 3);
        c->has_zone = true;
        return true;
    }
    if (*at != '+' && *at != '-')
        return true;
    bool is_west = *at++ == '-';
    if (read_digits(&at, 2, &hours) != 2)
        return false;
    at += *at == ':';
    int n = read_digits(&at, 2, &minutes);
    c->offset_min = (is_west ? -1 : 1) * (hours * 60 + minutes);
    c->has_zone = true;
    *s = at;
    return (n == 0 || n == 2) && hours <= 14 && minutes < 60;
}

static bool read_time(const char **s, struct clock_reading *c)
{
    size_t gap = strspn(*s, " ,");

    if ((*s)[gap] == 0) {
        *s += gap;
        return true;
    }
    if (**s == 'T' || **s == 't')
        gap = 1;
    *s += gap;
    return gap > 0 && read_clock(s, c) && read_am_pm(s, c) && read_zone(s, c);
}

/* Seconds or milliseconds since 1970. */
static bool read_epoch(const char *s, int64_t *ret_ms)
{
    size_t n = strlen(s);

    if ((n != 10 && n != 13) || strspn(s, "0123456789") != n || !str_to_i64(s, ret_ms))
        return false;
    *ret_ms *= n == 10 ? 1000 : 1;
    return true;
}

/* The one shape that nearly all files use is read without all this. */
static bool read_all(const char *s, struct reading *r, struct clock_reading *c)
{
    int32_t day;

    *c = (struct clock_reading){0};
    if (day_parse(s, &day))
        return reading_fix(r, day);
    s += strspn(s, " ");
    if (!read_day(&s, r) || !read_time(&s, c))
        return false;
    return s[strspn(s, " ")] == 0;
}

static bool is_in_range(int32_t day)
{
    return day >= DAY_MIN && day <= DAY_MAX;
}

bool date_read(const char *s, enum date_order order, struct date_value *ret)
{
    struct reading r;
    struct clock_reading c;
    int64_t ms;

    if (read_epoch(s, &ms)) {
        *ret = (struct date_value){.day = day_of_time(ms), .time_ms = ms};
        return is_in_range(ret->day);
    }
    if (!read_all(s, &r, &c) || !is_in_range(r.by[order]))
        return false;
    int32_t day = r.by[order];
    if (c.has_zone) {
        ms = day * DAY_MS + c.ms - c.offset_min * 60000LL;
        *ret = (struct date_value){.day = day_of_time(ms), .time_ms = ms};
    } else {
        *ret = (struct date_value){.day = day, .clock_ms = c.ms, .time_ms = TIME_NONE};
    }
    return true;
}

int64_t date_time(const struct date_value *v)
{
    return v->time_ms == TIME_NONE ? time_of_local(v->day, v->clock_ms) : v->time_ms;
}

/* Do the orders that fit give different days? */
static bool is_open(const struct reading *r)
{
    int32_t first = DAY_NONE;

    for (int i = DATE_YMD; i < DATE_ORDERS; i++) {
        if (r->by[i] == DAY_NONE)
            continue;
        if (first != DAY_NONE && r->by[i] != first)
            return true;
        first = r->by[i];
    }
    return false;
}

void date_look(struct date_guess *g, const char *s)
{
    struct reading r;
    struct clock_reading c;

    if (!read_all(s, &r, &c))
        return;
    if (r.is_fixed) {
        g->fixed++;
        return;
    }
    g->loose++;
    for (int i = DATE_YMD; i < DATE_ORDERS; i++)
        g->fits[i] += r.by[i] != DAY_NONE;
    if (is_open(&r) && g->open++ == 0)
        str_copy(g->example, sizeof(g->example), s);
}

enum date_verdict date_decide(const struct date_guess *g, enum date_order *ret_order)
{
    /* Day first wins ties, which only arise when it makes no difference. */
    static const enum date_order orders[] = {DATE_DMY, DATE_MDY, DATE_YMD};
    enum date_order best = DATE_YMD;
    int64_t best_misses = INT64_MAX, next_misses = INT64_MAX;

    if (g->loose == 0) {
        *ret_order = DATE_YMD;
        return DATE_CLEAR;
    }
    for (int i = 0; i < 3; i++) {
        int64_t misses = g->loose - g->fits[orders[i]];
        if (misses < best_misses) {
            next_misses = best_misses;
            best_misses = misses;
            best = orders[i];
        } else if (misses < next_misses) {
            next_misses = misses;
        }
    }
    if (next_misses == 0 && g->open > 0)
        return DATE_AMBIGUOUS;
    if (best_misses * 100 > next_misses)
        return DATE_MIXED;
    *ret_order = best;
    return DATE_CLEAR;
}
