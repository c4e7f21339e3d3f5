/* day.h: calendar days and times.
 *
 * Units: a day is the number of days since 1970-01-01 in the proleptic Gregorian calendar
 *        (int32_t, DAY_NONE when missing); a time is UTC milliseconds since 1970 (int64_t,
 *        TIME_NONE when missing). Days and times meet in the organisation's time zone, which is
 *        the process's (TZ), set once at the start by clock_set_zone.
 * Source: days_from_civil of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_NONE  INT32_MIN
#define TIME_NONE INT64_MIN
#define DAY_MS    86400000LL
/* Years 1900 to 2200: what Ripen accepts as a date at all. */
#define DAY_MIN (-25567)
#define DAY_MAX 84370

int32_t day_from_ymd(int year, int month, int day); /* DAY_NONE if there is no such day */
void day_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day);
int day_weekday(int32_t day);                    /* 0 = Monday … 6 = Sunday */
int32_t day_add_months(int32_t day, int months); /* the 31st becomes the last of a short month */
int32_t day_month_start(int32_t day);
/* Months since 1970-01 (0 = January 1970). */
int32_t day_month(int32_t day);
int32_t month_first_day(int32_t month);

/* "YYYY-MM-DD" exactly; false when it is not one or out of range. */
bool day_parse(const char *s, int32_t *ret_day);
/* Writes "YYYY-MM-DD" and returns buf. */
char *day_format(int32_t day, char buf[16]);

/* RFC 3339 with seconds, optional fraction, Z or offset; a space for the T is taken as well. */
bool time_parse(const char *s, int64_t *ret_ms);
/* The same without the zone, for texts that go on: *ret_ms is as if it were UTC, *ret_rest is where
 * the zone should begin. Reads no further than the first letter that does not fit. */
bool time_parse_wall(const char *s, int64_t *ret_ms, const char **ret_rest);
/* Writes "YYYY-MM-DDTHH:MM:SS.mmmZ" (without .mmm when it is 0) and returns buf. */
char *time_format(int64_t ms, char buf[32]);

/* Between days and times, in the organisation's time zone. */
int32_t day_of_time(int64_t ms);
int64_t time_of_day_start(int32_t day);
/* What a clock on the wall shows, as milliseconds since midnight (to 24:00). An hour that summer
 * time leaves out, or that comes twice when it ends, is taken as one of the two possible. */
int64_t time_of_local(int32_t day, int64_t ms_of_day);

/* Does the system know this time zone ("Europe/Vienna")? */
bool clock_knows_zone(const char *zone);
/* Sets it; false when the system does not know it. Once, at start. */
bool clock_set_zone(const char *zone);
/* Now; RIPEN_NOW=2026-01-31T12:00:00Z in the environment stops the clock there (for tests). */
int64_t clock_now_ms(void);
int32_t clock_today(void);
/* A clock that only goes forward, for durations. */
int64_t clock_mono_us(void);
