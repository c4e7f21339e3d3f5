/* value_date.h: dates and times as they stand in files, and in which order a column writes day,
 * month and year.
 *
 * Read are 2023-07-28, 28.07.2023, 7/28/23, 20230728, 28 Jul 2023, Jul 28, 2023, each alone or with
 * a time behind it (T or a blank; 3:00, 15:04:05.123, 3:04 PM; Z, UTC, +02:00), and seconds or
 * milliseconds since 1970 (10 or 13 digits).
 * Units:   days and UTC milliseconds of base/day.h; a time without a zone is in the organisation's.
 * Threads: none of its own. Nothing is allocated. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum date_order { DATE_ORDER_NONE, DATE_YMD, DATE_DMY, DATE_MDY, DATE_ORDERS };
extern const char *const date_order_names[]; /* "any" "ymd" "dmy" "mdy" NULL */

struct date_value {
    int32_t day;
    int64_t clock_ms; /* since that day's midnight, as written; 0 if no time was written */
    int64_t time_ms;  /* TIME_NONE: no zone was written, and date_time finds it */
};
/* The point in time; the start of the day if no time was written. */
int64_t date_time(const struct date_value *v);

/* Reads the whole text; false if it is no date that the calendar has. `order` matters only where
 * the text leaves it open; with DATE_ORDER_NONE such a text is refused. */
bool date_read(const char *s, enum date_order order, struct date_value *ret);

/* What the values of one column say about their order. Start with {0}. */
struct date_guess {
    int64_t fixed;             /* dates that need no order: ISO, month by name */
    int64_t loose;             /* dates that need one */
    int64_t fits[DATE_ORDERS]; /* of the loose: how many this order can read */
    int64_t open;              /* of the loose: several orders fit and give different days */
    char example[32];          /* the first open one */
};
void date_look(struct date_guess *g, const char *s);

enum date_verdict {
    DATE_CLEAR,     /* *ret_order reads the column */
    DATE_AMBIGUOUS, /* several orders read all of it, differently */
    DATE_MIXED,     /* no order reads nearly all of it */
};
/* An order wins when it fails at a hundredth, at most, of the dates that the next best fails at:
 * those are slips, later rejected as rows. */
enum date_verdict date_decide(const struct date_guess *g, enum date_order *ret_order);
