/* The clock functions of day.h: what needs the system's clock or time zone. */
#include "base/day.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct tm local_of(time_t seconds)
{
    struct tm tm;

    localtime_r(&seconds, &tm);
    return tm;
}

static time_t seconds_of(int64_t ms)
{
    return ms / 1000 - (ms % 1000 < 0);
}

static int32_t day_of_seconds(time_t seconds)
{
    struct tm tm = local_of(seconds);
    return day_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int32_t day_of_time(int64_t ms)
{
    return ms == TIME_NONE ? DAY_NONE : day_of_seconds(seconds_of(ms));
}

/* The first second whose local day is `day` or later. There are zones where midnight does not exist
 * on the day the clocks change, and islands that skipped a whole day. */
static time_t search_day_start(int32_t day)
{
    const time_t widest = 16 * (time_t)3600; /* zones span UTC-12 to +14 */
    time_t before = day * (time_t)86400 - widest, at = before + 2 * widest;

    while (at - before > 1) {
        time_t mid = before + (at - before) / 2;
        if (day_of_seconds(mid) >= day)
            at = mid;
        else
            before = mid;
    }
    return at;
}

int64_t time_of_day_start(int32_t day)
{
    if (day == DAY_NONE)
        return TIME_NONE;
    time_t midnight = day * (time_t)86400;
    time_t start = midnight - local_of(midnight).tm_gmtoff;
    if (day_of_seconds(start) != day || day_of_seconds(start - 1) >= day)
        start = search_day_start(day);
    return start * 1000LL;
}

int64_t time_of_local(int32_t day, int64_t ms_of_day)
{
    int year, month, mday;

    if (day == DAY_NONE)
        return TIME_NONE;
    if (ms_of_day == 0)
        return time_of_day_start(day);
    day_to_ymd(day, &year, &month, &mday);
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = mday,
                    .tm_hour = (int)(ms_of_day / 3600000),
                    .tm_min = (int)(ms_of_day / 60000 % 60),
                    .tm_sec = (int)(ms_of_day / 1000 % 60),
                    .tm_isdst = -1};
    return mktime(&tm) * 1000LL + ms_of_day % 1000;
}

/* Zones are files; "../" or an absolute path would name others. */
bool clock_knows_zone(const char *zone)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    char path[128], magic[4];

    if (strcmp(zone, "UTC") == 0)
        return true; /* also without the package tzdata */
    if (!*zone || *zone == '/' || strspn(zone, allowed) != strlen(zone))
        return false;
    int n = snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
    FILE *f = n < (int)sizeof(path) ? fopen(path, "re") : NULL;
    if (!f)
        return false;
    bool is_file = fread(magic, 1, sizeof(magic), f) == sizeof(magic) && !memcmp(magic, "TZif", 4);
    fclose(f);
    return is_file;
}

bool clock_set_zone(const char *zone)
{
    if (!clock_knows_zone(zone))
        return false;
    setenv("TZ", zone, 1); // NOLINT(concurrency-mt-unsafe): at the start, before any thread
    tzset();
    return true;
}

static int64_t stopped_at = TIME_NONE;

static void read_stopped_clock(void)
{
    const char *now = getenv("RIPEN_NOW"); // NOLINT(concurrency-mt-unsafe): once; nobody sets it

    if (now && *now && !time_parse(now, &stopped_at)) {
        fprintf(stderr, "ripen: RIPEN_NOW is '%s'; write a time like 2026-01-31T12:00:00Z\n", now);
        exit(2); // NOLINT(concurrency-mt-unsafe): a setting of tests, read before there is any work
    }
}

int64_t clock_now_ms(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct timespec now;

    pthread_once(&once, read_stopped_clock);
    if (stopped_at != TIME_NONE)
        return stopped_at;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

int32_t clock_today(void)
{
    return day_of_time(clock_now_ms());
}

int64_t clock_mono_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}
