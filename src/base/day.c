#include "base/day.h"

#include <stdio.h>
#include <string.h>

int32_t day_from_ymd(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return DAY_NONE;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > lengths[month - 1] + (month == 2 && is_leap))
        return DAY_NONE;

    /* Years that begin in March put the leap day last; 400 of them are one era. */
    int y = year - (month <= 2);
    int era = y / 400, year_of_era = y % 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void day_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int m = (5 * doy + 2) / 153;

    *ret_day = doy - (153 * m + 2) / 5 + 1;
    *ret_month = m < 10 ? m + 3 : m - 9;
    *ret_year = (int)(yoe + era * 400) + (*ret_month <= 2);
}

int day_weekday(int32_t day)
{
    return (int)((((int64_t)day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

int32_t day_month(int32_t day)
{
    int year, month, dom;

    if (day == DAY_NONE)
        return DAY_NONE;
    day_to_ymd(day, &year, &month, &dom);
    return (year - 1970) * 12 + month - 1;
}

int32_t month_first_day(int32_t month)
{
    int32_t month0 = month + 1970 * 12; /* since year 0 */

    return month == DAY_NONE ? DAY_NONE : day_from_ymd(month0 / 12, month0 % 12 + 1, 1);
}

int32_t day_month_start(int32_t day)
{
    return month_first_day(day_month(day));
}

int32_t day_add_months(int32_t day, int months)
{
    if (day == DAY_NONE)
        return DAY_NONE;
    int32_t from = day_month(day);
    int32_t first = month_first_day(from + months), next = month_first_day(from + months + 1);
    int32_t to = first + (day - month_first_day(from));
    return to < next ? to : next - 1;
}

/* Two digits at s as a number; -1 if they are not digits. */
static int digits2(const char *s)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* "YYYY-MM-DD" at the start of s, which may go on. */
static bool date_at(const char *s, int32_t *ret_day)
{
    int century = digits2(s), year = century < 0 ? -1 : digits2(s + 2);

    if (year < 0 || s[4] != '-')
        return false;
    int month = digits2(s + 5);
    if (month < 0 || s[7] != '-')
        return false;
    int32_t day = day_from_ymd(century * 100 + year, month, digits2(s + 8));
    if (day == DAY_NONE || day < DAY_MIN || day > DAY_MAX)
        return false;
    *ret_day = day;
    return true;
}

bool day_parse(const char *s, int32_t *ret_day)
{
    int32_t day;

    if (!date_at(s, &day) || s[10])
        return false;
    *ret_day = day;
    return true;
}

char *day_format(int32_t day, char buf[16])
{
    int year, month, dom;

    if (day == DAY_NONE) {
        *buf = 0;
        return buf;
    }
    day_to_ymd(day, &year, &month, &dom);
    snprintf(buf, 16, "%04d-%02d-%02d", year, month, dom);
    return buf;
}

/* "HH:MM" at s, as minutes; -1 if it is not one. */
static int minutes_at(const char *s)
{
    int hour = digits2(s);

    if (hour < 0 || hour > 23 || s[2] != ':')
        return -1;
    int minute = digits2(s + 3);
    return minute < 0 || minute > 59 ? -1 : hour * 60 + minute;
}

/* ".123…" at *s, as milliseconds (finer digits are dropped); moves *s behind it. */
static bool fraction_at(const char **s, int *ret_ms)
{
    const char *p = *s;
    int ms = 0, weight = 100;

    if (*p == '.') {
        if (p[1] < '0' || p[1] > '9')
            return false;
        for (p++; *p >= '0' && *p <= '9'; p++, weight /= 10)
            ms += (*p - '0') * weight;
    }
    *s = p;
    *ret_ms = ms;
    return true;
}

/* "Z" or "+HH:MM" at s, to its end, as minutes east. */
static bool offset_at(const char *s, int *ret_minutes)
{
    if ((*s == 'Z' || *s == 'z') && !s[1]) {
        *ret_minutes = 0;
        return true;
    }
    if (*s != '+' && *s != '-')
        return false;
    int minutes = minutes_at(s + 1);
    if (minutes < 0 || s[6])
        return false;
    *ret_minutes = *s == '-' ? -minutes : minutes;
    return true;
}

bool time_parse_wall(const char *s, int64_t *ret_ms, const char **ret_rest)
{
    int32_t day;
    int ms;

    if (!date_at(s, &day) || (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
        return false;
    int minutes = minutes_at(s + 11);
    if (minutes < 0 || s[16] != ':')
        return false;
    int second = digits2(s + 17);
    if (second < 0 || second > 59)
        return false;
    const char *rest = s + 19;
    if (!fraction_at(&rest, &ms))
        return false;
    *ret_ms = day * DAY_MS + minutes * 60000LL + second * 1000LL + ms;
    *ret_rest = rest;
    return true;
}

bool time_parse(const char *s, int64_t *ret_ms)
{
    int64_t ms;
    int offset;

    if (!time_parse_wall(s, &ms, &s) || !offset_at(s, &offset))
        return false;
    *ret_ms = ms - offset * 60000LL;
    return true;
}

char *time_format(int64_t ms, char buf[32])
{
    *buf = 0;
    if (ms == TIME_NONE)
        return buf;
    int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);
    int rest = (int)(ms - day * DAY_MS), second = rest / 1000;
    if (day < INT32_MIN || day > INT32_MAX)
        return buf;

    char date[16], fraction[8] = "";
    day_format((int32_t)day, date);
    if (rest % 1000)
        snprintf(fraction, sizeof(fraction), ".%03d", rest % 1000);
    snprintf(buf, 32, "%sT%02d:%02d:%02d%sZ", date, second / 3600, second / 60 % 60, second % 60,
             fraction);
    return buf;
}
