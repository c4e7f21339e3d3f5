#include "intake/event/event_time.h"

#include "base/day.h"
#include "json/slice.h"

#include <math.h>

#define SECONDS_BELOW 1e11
#define LARGEST       1e15 /* milliseconds: the year 33658 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* n digits at p as a number; -1 if they are not there. */
static int digits_at(const char *p, int n)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if (!is_digit(p[i]))
            return -1;
        v = v * 10 + p[i] - '0';
    }
    return v;
}

/* "+01:00", "+0100" or "+01" as minutes, between p and end. */
static bool zone_minutes(const char *p, const char *end, int *ret)
{
    if (end - p != 3 && end - p != 5 && end - p != 6)
        return false;
    const char *rest = p + 3 + (end - p == 6 && p[3] == ':');
    int hours = digits_at(p + 1, 2), minutes = end - p == 3 ? 0 : digits_at(rest, 2);
    if ((end - p == 6 && p[3] != ':') || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *ret = (hours * 60 + minutes) * (*p == '-' ? -1 : 1);
    return *p == '+' || *p == '-';
}

static int64_t iso_time(struct text t)
{
    const char *zone, *end = t.p + t.n;
    int64_t ms;
    int minutes = 0;

    if (!time_parse_wall(t.p, &ms, &zone) || zone >= end)
        return TIME_NONE;
    bool is_utc = (*zone == 'Z' || *zone == 'z') && zone + 1 == end;
    if (!is_utc && !zone_minutes(zone, end, &minutes))
        return TIME_NONE;
    return ms - minutes * 60000LL;
}

static int64_t number_time(struct text t)
{
    double v;

    if (!slice_number(t, &v))
        return TIME_NONE;
    if (fabs(v) < SECONDS_BELOW)
        v *= 1000;
    return fabs(v) < LARGEST ? (int64_t)llround(v) : TIME_NONE;
}

int64_t event_time_of(struct text t)
{
    return t.n > 4 && t.p[4] == '-' && is_digit(*t.p) ? iso_time(t) : number_time(t);
}
